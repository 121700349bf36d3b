"""Each kind of field and its one editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.spec.field import Field, FieldValue, Kind, Variant
from studio.spec.validate import form_of
from studio.ui.forms.editor import FieldEditor
from studio.ui.forms.keyframes import KeyframesEditor
from studio.ui.forms.marks import MaskEditor, MasksEditor, PosesEditor
from studio.ui.forms.numbers import NumberEditor, SizeEditor
from studio.ui.forms.palettes import PaletteEditor
from studio.ui.forms.pictures import PictureEditor, PicturesEditor
from studio.ui.forms.plain import (
    ChoiceEditor,
    ChoicesEditor,
    DateEditor,
    FlagEditor,
    ResourceEditor,
    WheelLessCombo,
    WordsEditor,
    column_of,
    text_editor,
)
from studio.ui.forms.seed import SeedEditor
from studio.ui.labels import PlainLabel

Factory = Callable[[Field, Session], FieldEditor]


def make_editor(declared: Field, session: Session) -> FieldEditor:
    """The editor of a field, showing its default."""
    editor = FACTORIES[declared.kind](declared, session)
    if not declared.required and declared.default is not None:
        editor.show_value(declared.default)
    return editor


class VariantEditor(FieldEditor):
    """One of several small forms, with the fields of the chosen one below."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._parts: dict[str, dict[str, FieldEditor]] = {}
        self._hosts: dict[str, QWidget] = {}
        self._combo = WheelLessCombo(self)
        self.named(self._combo)
        if self.optional:
            self._combo.addItem("–", "")
        self._column = column_of(self)
        self._column.addWidget(self._combo)
        for form in declared.forms:
            self._combo.addItem(form.title, form.value)
            self._hosts[form.value] = self._make_host(form.value, form.fields)
            self._column.addWidget(self._hosts[form.value])
        self._combo.activated.connect(self._on_activated)
        self._show()

    def value(self) -> FieldValue:
        chosen = self._combo.currentData()
        if not chosen:
            return None
        values = {name: editor.value() for name, editor in self._parts[chosen].items()}
        return Variant(chosen, {name: value for name, value in values.items() if value is not None})

    def show_value(self, value: FieldValue) -> None:
        if isinstance(value, Variant) and form_of(self.declared, value) is not None:
            self._combo.setCurrentIndex(self._combo.findData(value.form))
            for name, part in value.values.items():
                if name in self._parts[value.form]:
                    self._parts[value.form][name].show_value(part)
        elif self.optional:
            self._combo.setCurrentIndex(0)
        self._show()

    def draft(self) -> JsonValue:
        parts = {form: {name: part.draft() for name, part in parts.items()} for form, parts in self._parts.items()}
        return {"form": self._combo.currentData(), "parts": parts}

    def restore(self, draft: JsonValue) -> None:
        if not isinstance(draft, dict) or not isinstance(draft.get("parts"), dict):
            return
        index = self._combo.findData(draft.get("form"))
        if index >= 0:
            self._combo.setCurrentIndex(index)
        for form, parts in draft["parts"].items():
            for name, part in parts.items() if isinstance(parts, dict) else ():
                if part is not None and name in self._parts.get(form, {}):
                    self._parts[form][name].restore(part)
        self._show()

    def refresh(self) -> None:
        for parts in self._parts.values():
            for editor in parts.values():
                editor.refresh()

    def remark(self) -> str:
        parts = self._parts.get(self._combo.currentData() or "", {})
        return next((remark for editor in parts.values() if (remark := editor.remark())), "")

    def _make_host(self, form: str, fields: tuple[Field, ...]) -> QWidget:
        host = QWidget(self)
        column = column_of(host)
        self._parts[form] = {}
        for part in fields:
            editor = make_editor(part, self.session)
            editor.setObjectName(f"{self.objectName()}-{form}-{part.name}")
            editor.changed.connect(self.changed)
            self._parts[form][part.name] = editor
            if not editor.titles_itself:
                column.addWidget(PlainLabel(part.title, host))
            column.addWidget(editor)
        return host

    def _on_activated(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for form, host in self._hosts.items():
            host.setVisible(form == self._combo.currentData() and bool(self._parts[form]))


FACTORIES: Mapping[Kind, Factory] = {
    Kind.TEXT: text_editor,
    Kind.INTEGER: NumberEditor,
    Kind.NUMBER: NumberEditor,
    Kind.CHOICE: ChoiceEditor,
    Kind.CHOICES: ChoicesEditor,
    Kind.WORDS: WordsEditor,
    Kind.FLAG: FlagEditor,
    Kind.SEED: SeedEditor,
    Kind.SIZE: SizeEditor,
    Kind.DATE: DateEditor,
    Kind.IMAGE: PictureEditor,
    Kind.IMAGES: PicturesEditor,
    Kind.MASK: MaskEditor,
    Kind.MASKS: MasksEditor,
    Kind.KEYFRAMES: KeyframesEditor,
    Kind.KEYPOINTS: PosesEditor,
    Kind.PALETTE: PaletteEditor,
    Kind.VARIANT: VariantEditor,
    Kind.RESOURCE: ResourceEditor,
}
"""Each kind's one editor."""
