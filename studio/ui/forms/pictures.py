"""Editors of pictures: one, and several in order. They hold where a picture comes from and follow it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.app.sources import FRAME, FRAMES, LAYER, Reader, Source, SourceKind, given_source
from studio.core.errors import StudioError
from studio.core.words import _
from studio.spec.field import Field, FieldValue, Picture
from studio.spec.field import Source as Wish
from studio.ui.forms.editor import FieldEditor, LabelPlace
from studio.ui.forms.picture_view import PictureView
from studio.ui.forms.plain import column_of
from studio.ui.forms.source_menu import SourceMenu, Wanted
from studio.ui.icons import icon
from studio.ui.theme import measure

FIRST_SOURCES = {Wish.FRAME: FRAME, Wish.FRAMES: FRAMES, Wish.LAYER: LAYER}
"""What a form starts with, by the declaration's hint."""
_COLUMNS = 3


class PictureEditor(FieldEditor):
    """One picture."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._view = PictureView(self, Wanted.PICTURE)
        column_of(self).addWidget(self._view)
        self._view.changed.connect(self.changed)
        self._view.put(FIRST_SOURCES.get(declared.source))

    @property
    def label_place(self) -> LabelPlace:
        return LabelPlace.WITHIN

    def take_label(self, label: QLabel) -> None:
        self._view.take_label(label)

    @property
    def source_kind(self) -> SourceKind | None:
        return self._view.source.kind if self._view.source is not None else None

    def frames(self) -> tuple[str, ...]:
        return self._view.frames[:1]

    def value(self) -> FieldValue:
        return self._view.pictures[0] if self._view.pictures else None

    def show_value(self, value: FieldValue) -> None:
        self._view.put(None if value is None else given_source(value))

    def draft(self) -> JsonValue:
        return self._view.source.text if self._view.source is not None else ""

    def restore(self, draft: JsonValue) -> None:
        source = Source.parse(draft)
        if source is not None or draft == "":
            self._view.put(source)

    def refresh(self) -> None:
        self._view.refresh()

    def remark(self) -> str:
        return self._view.trouble

    def mark_invalid(self, *, invalid: bool) -> None:
        self._view.slot.mark_invalid(invalid=invalid)


class PicturesEditor(FieldEditor):
    """Several pictures in order; one source may bring many. With `noted`, each source has a line for its note.

    Where a frame may have no picture, an emptied slot before others stays and stands for such a frame."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._views: list[PictureView] = []
        self._notes: list[QLineEdit] = []
        self._label: QLabel | None = None
        self._host = QWidget(self)
        self._grid = QGridLayout(self._host)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(measure(8))
        self._add = QToolButton(self)
        self._add.setIcon(icon("add"))
        self._add.setFixedSize(measure(28), measure(64))
        self._add.setToolTip(_("Add pictures"))
        self._add.setObjectName(f"{self.objectName()}-add")
        self._add.setAccessibleName(_("{field}: add pictures").format(field=declared.title))
        self._menu = SourceMenu(session, Wanted.PICTURES, self._add)
        self._menu.allow_clear(allowed=False)
        column_of(self).addWidget(self._host)
        self._add.clicked.connect(self._on_add)
        self._menu.chosen.connect(self._on_added)
        first = FIRST_SOURCES.get(declared.source)
        self._put([first] if first is not None else [])

    def frames(self) -> tuple[str, ...]:
        """Nothing when some of the pictures are no frames of the sprite: then they have no places of their own."""
        found = [frame for view in self._views for frame in view.frames]
        return tuple(found) if len(found) == sum(len(view.pictures) for view in self._views) else ()

    def value(self) -> FieldValue:
        found: list[Picture | None] = []
        for index, view in enumerate(self._views):
            found += [Picture(pixels, self._note(index)) for pixels in view.pictures]
            if self.declared.nullable_items and view.source is None:
                found.append(None)
        return tuple(found) if any(one is not None for one in found) else None

    def show_value(self, value: FieldValue) -> None:
        pictures: Sequence[Picture | None] = value if isinstance(value, tuple) else ()
        self._put(
            [None if picture is None else given_source(picture.pixels) for picture in pictures],
            ["" if picture is None else picture.note for picture in pictures],
        )

    def draft(self) -> JsonValue:
        kept = [(view.source.text, self._note(at)) for at, view in enumerate(self._views) if view.source is not None]
        return [[text, note] for text, note in kept if text]

    def restore(self, draft: JsonValue) -> None:
        entries = [one for one in draft if isinstance(one, list) and len(one) == 2] if isinstance(draft, list) else []
        sources = [(Source.parse(text), str(note)) for text, note in entries]
        known = [(source, note) for source, note in sources if source is not None]
        if known:
            self._put([source for source, _note in known], [note for _source, note in known])

    def refresh(self) -> None:
        for view in self._views:
            view.refresh()

    def remark(self) -> str:
        return next((view.trouble for view in self._views if view.trouble), "")

    def mark_invalid(self, *, invalid: bool) -> None:
        for view in self._views:
            view.slot.mark_invalid(invalid=invalid)

    def _note(self, index: int) -> str:
        return self._notes[index].text() if index < len(self._notes) else ""

    @property
    def label_place(self) -> LabelPlace:
        return LabelPlace.WITHIN

    def take_label(self, label: QLabel) -> None:
        self._label = label
        self._arrange()

    def _place_label(self, *, alone: bool) -> None:
        """Beside the only picture, or above several."""
        if self._label is None:
            return
        if alone:
            self._views[0].take_label(self._label)
        else:
            column = self.layout()
            if isinstance(column, QVBoxLayout):
                column.insertWidget(0, self._label, 0, Qt.AlignmentFlag.AlignLeft)
        self._label.show()  # another parent hides it

    def _put(self, sources: Sequence[Source | None], notes: Sequence[str] = ()) -> None:
        """Make the slots anew; an empty one stands where there is nothing."""
        if self._label is not None:
            self._label.setParent(self)
        for widget in (*self._views, *self._notes):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._views, self._notes = [], []
        for index, source in enumerate(sources or [None]):
            view = PictureView(self, Wanted.PICTURES, suffix=str(index))
            view.put(source)
            view.changed.connect(self._on_changed)
            self._views.append(view)
            if self.declared.noted:
                self._notes.append(self._note_line(index, notes[index] if index < len(notes) else ""))
        self._arrange()

    def _note_line(self, index: int, text: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setPlaceholderText(_("what it is for"))
        line.setObjectName(f"{self.objectName()}-note-{index}")
        line.setAccessibleName(
            _("{field}: note of picture {number}").format(field=self.declared.title, number=index + 1)
        )
        line.textEdited.connect(self.changed)
        return line

    def _arrange(self) -> None:
        alone = len(self._views) == 1 and not self.declared.noted
        self._grid.removeWidget(self._add)
        for index, view in enumerate(self._views):
            if self.declared.noted:
                view.hide_words()
                self._grid.addWidget(view, index, 0)
                self._grid.addWidget(self._notes[index], index, 1)
            elif alone:
                self._grid.addWidget(view, 0, 0)
            else:
                view.hide_words()
                self._grid.addWidget(view, index // _COLUMNS, index % _COLUMNS, Qt.AlignmentFlag.AlignLeft)
        place = len(self._views) if not self.declared.noted else 2
        row = 0 if alone else place // _COLUMNS if not self.declared.noted else len(self._views) - 1
        column = 1 if alone else place % _COLUMNS if not self.declared.noted else 2
        self._grid.addWidget(self._add, row, column, Qt.AlignmentFlag.AlignLeft)
        self._grid.setColumnStretch(0, 1 if alone else 0)
        self._grid.setColumnStretch(1, 1 if self.declared.noted else 0)
        self._grid.setColumnStretch(_COLUMNS, 0 if alone or self.declared.noted else 1)
        self._place_label(alone=alone)
        for view in self._views:
            view.show()
        self._add.setVisible(any(view.source is not None for view in self._views))

    def _on_add(self) -> None:
        self._menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _on_added(self, source: Source | None) -> None:
        if source is not None:
            if self._refuses(source):
                return
            kept = [view.source for view in self._views if view.source is not None or self._may_be_empty(view)]
            self._put([*kept, source], [line.text() for line in self._notes])
            self.changed.emit()

    def _refuses(self, source: Source) -> bool:
        """Whether a source has no picture, which is said then."""
        try:
            Reader(self.session).pictures(source)
        except StudioError as error:
            self._views[-1].refuse(str(error))
            return True
        return False

    def _may_be_empty(self, view: PictureView) -> bool:
        """Whether an empty slot stands for a frame without a picture: it does before others, not as the last."""
        behind = self._views[self._views.index(view) + 1 :]
        return self.declared.nullable_items and any(one.source is not None for one in behind)

    def _on_changed(self) -> None:
        """A slot that was emptied goes, unless it is the only one."""
        kept = [
            (view.source, self._note(index))
            for index, view in enumerate(self._views)
            if view.source is not None or self._may_be_empty(view)
        ]
        if len(kept) < len(self._views) and len(self._views) > 1:
            self._put([source for source, _note in kept], [note for _source, note in kept])
        else:
            self._arrange()
        self.changed.emit()
