"""The form of an export recipe: what is written, how the frames stand, and what is done to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from studio.core.words import _
from studio.doc.model import Sprite
from studio.export.recipe import LARGEST_SHEET, Format, Layout, Recipe, Split
from studio.ui.export.names_menu import NamesMenu
from studio.ui.forms.number_box import NumberBox, ScrubLabel
from studio.ui.forms.plain import WheelLessCombo
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_FIELD_WIDTH = 272
_OF_SHEETS = ("border", "padding", "inner_padding", "extrude", "max_size", "merge_duplicates", "power_of_two")
"""What has no meaning when each frame is a file of its own."""


class RecipeForm(QWidget):
    """`edited` comes at each change a person makes; `recipe` is then the new one."""

    edited = Signal()

    def __init__(self, recipe: Recipe, *, sprite: Sprite, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe = recipe
        self._numbers: dict[str, NumberBox] = {}
        self._flags: dict[str, QCheckBox] = {}
        self._showing = False
        self._build(sprite)
        self.show_recipe(recipe)

    @property
    def recipe(self) -> Recipe:
        """What the form says now. A number that was wiped out counts as it was before."""
        return replace(
            self._recipe,
            name=self._name.text().strip(),
            format=Format(self._format.currentData()),
            file_name=self._file_name.text().strip(),
            layout=Layout(self._layout.currentData()),
            split=Split(self._split.currentData()),
            names=self._names.text().strip(),
            only_tags=self._only.names,
            ignore_layers=self._ignored.names,
            columns=self._number_in("columns"),
            scale=self._number_in("scale"),
            border=self._number_in("border"),
            padding=self._number_in("padding"),
            inner_padding=self._number_in("inner_padding"),
            extrude=self._number_in("extrude"),
            max_size=self._number_in("max_size"),
            trim=self._flags["trim"].isChecked(),
            merge_duplicates=self._flags["merge_duplicates"].isChecked(),
            power_of_two=self._flags["power_of_two"].isChecked(),
        )

    def show_recipe(self, recipe: Recipe) -> None:
        """Show another recipe without telling anybody."""
        self._recipe = recipe
        self._showing = True
        self._name.setText(recipe.name)
        self._file_name.setText(recipe.file_name)
        self._names.setText(recipe.names)
        for box, value in ((self._format, recipe.format), (self._layout, recipe.layout), (self._split, recipe.split)):
            box.setCurrentIndex(max(0, box.findData(value.value)))
        self._only.show_names(recipe.only_tags)
        self._ignored.show_names(recipe.ignore_layers)
        for name, number in self._numbers.items():
            value = getattr(recipe, name)
            number.show_number(None if name == "columns" and value == 0 else value)
        for name, flag in self._flags.items():
            flag.setChecked(getattr(recipe, name))
        self._showing = False
        self._show_fitting()

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _build(self, sprite: Sprite) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, measure(8), 0)
        self._form.setHorizontalSpacing(measure(12))
        self._form.setVerticalSpacing(measure(8))
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._name = self._words(_("Recipe"), "recipe-name", hint=_("A name to find it again"))
        self._format = self._choice(_("Files"), "format", format_titles())
        self._format.setMinimumWidth(measure(_FIELD_WIDTH))
        self._file_name = self._words(_("File name"), "file-name", hint=_("Name of the sprite"))
        self._names = self._words(_("Frame names"), "names", hint=_("As Aseprite names them"))
        self._names.setToolTip(_("For example {tag}_{frame}; {title} and {layer} may be used too"))
        self._build_frames(sprite)
        self._layout = self._choice(_("Layout"), "layout", layout_titles())
        self._number(_("Frames a row"), "columns", 0, 4096)
        self._numbers["columns"].leave_open(_("As square as possible"))
        self._number(_("Scale"), "scale", 1, 64, unit="×")
        self._number(_("Border"), "border", 0, 256, unit="px")
        self._number(_("Between frames"), "padding", 0, 256, unit="px")
        self._number(_("Around each frame"), "inner_padding", 0, 256, unit="px")
        self._number(_("Extrude edges"), "extrude", 0, 64, unit="px")
        self._number(_("Largest side"), "max_size", 1, LARGEST_SHEET, unit="px")
        self._flag(_("Trim transparent edges"), "trim")
        self._flag(_("Share equal frames"), "merge_duplicates")
        self._flag(_("Sides are powers of two"), "power_of_two")

    def _build_frames(self, sprite: Sprite) -> None:
        tags = tuple(dict.fromkeys(tag.name for tag in sprite.tags))
        self._only = NamesMenu(tags, words_for_none=_("All frames"), parent=self)
        self._row(_("Frames"), "frames", self._only)
        layers = tuple(dict.fromkeys(layer.name for layer in reversed(sprite.layers)))
        self._ignored = NamesMenu(layers, words_for_none=_("None"), parent=self)
        self._row(_("Leave out layers"), "ignored", self._ignored)
        for menu in (self._only, self._ignored):
            menu.changed.connect(self._on_edited)
        titles = {
            Split.NONE: _("All together"),
            Split.TAGS: _("Once for each tag"),
            Split.LAYERS: _("Once for each layer"),
        }
        self._split = self._choice(_("Split"), "split", titles)

    def _row(self, label: str, name: str, widget: QWidget, *, caption: QLabel | None = None) -> None:
        widget.setObjectName(f"export-{name.replace('_', '-')}")
        widget.setAccessibleName(label)
        caption = caption or PlainLabel(label, self)
        caption.setBuddy(widget)
        self._form.addRow(caption, widget)

    def _words(self, label: str, name: str, *, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText(hint)
        line.textEdited.connect(self._on_edited)
        self._row(label, name, line)
        return line

    def _choice(
        self, label: str, name: str, titles: Mapping[Format, str] | Mapping[Layout, str] | Mapping[Split, str]
    ) -> WheelLessCombo:
        box = WheelLessCombo(self)
        for value, title in titles.items():
            box.addItem(title, value.value)
        box.currentIndexChanged.connect(self._on_edited)
        self._row(label, name, box)
        return box

    def _number(self, label: str, name: str, lowest: int, highest: int, *, unit: str = "") -> None:
        box = NumberBox(self, optional=name == "columns")
        box.limit(lowest, highest, unit=unit)
        box.changed.connect(self._on_edited)
        caption = ScrubLabel(label, self)
        caption.scrubs(box)
        self._row(label, name, box, caption=caption)
        self._numbers[name] = box

    def _number_in(self, name: str) -> int:
        return int(self._numbers[name].number or 0)

    def _flag(self, label: str, name: str) -> None:
        box = QCheckBox(label, self)
        box.setObjectName(f"export-{name.replace('_', '-')}")
        box.setAccessibleName(label)
        box.toggled.connect(self._on_edited)
        self._form.addRow("", box)
        self._flags[name] = box

    def _show_fitting(self) -> None:
        """Grey what this kind of file or layout does not use."""
        is_sheet = self._format.currentData() != Format.PNG_SEQUENCE.value
        counted = self._layout.currentData() in (Layout.ROWS.value, Layout.COLUMNS.value)
        self._enable(self._layout, on=is_sheet)
        self._enable(self._numbers["columns"], on=is_sheet and counted)
        for name in _OF_SHEETS:
            self._enable(self._numbers.get(name) or self._flags[name], on=is_sheet)
        by_columns = self._layout.currentData() == Layout.COLUMNS.value
        self._caption(self._numbers["columns"], _("Columns") if by_columns else _("Frames a row"))

    def _enable(self, widget: QWidget, *, on: bool) -> None:
        widget.setEnabled(on)
        label = self._form.labelForField(widget)
        if label is not None:
            label.setEnabled(on)

    def _caption(self, widget: QWidget, words: str) -> None:
        label = self._form.labelForField(widget)
        if isinstance(label, QLabel):
            label.setText(words)
            widget.setAccessibleName(words)

    def _on_edited(self) -> None:
        if not self._showing:
            self._show_fitting()
            self.edited.emit()


def format_titles() -> dict[Format, str]:
    """The kinds of files, in words."""
    return {
        Format.ASEPRITE_JSON_HASH: _("PNG sheet and Aseprite JSON (hash)"),
        Format.ASEPRITE_JSON_ARRAY: _("PNG sheet and Aseprite JSON (array)"),
        Format.PNG_SHEET: _("PNG sheet alone"),
        Format.PNG_SEQUENCE: _("One PNG a frame"),
    }


def layout_titles() -> dict[Layout, str]:
    """The layouts, in words."""
    return {
        Layout.ROWS: _("Rows"),
        Layout.COLUMNS: _("Columns"),
        Layout.STRIP: _("One row"),
        Layout.TAG_ROWS: _("A row for each tag"),
        Layout.PACKED: _("Packed"),
    }
