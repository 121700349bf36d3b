"""Editors of pictures: one, several in order, and key frames. They hold where a picture comes from and follow it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.app.sources import FRAME, FRAMES, LAYER, Reader, Source, given_source
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.doc.pixels import Pixels, size_of
from studio.spec.field import Field, FieldValue, Keyframe, Picture
from studio.spec.field import Source as Wish
from studio.ui.forms.editor import FieldEditor, left_open
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.plain import column_of
from studio.ui.forms.slot import PictureSlot
from studio.ui.forms.source_menu import SourceMenu, Wanted
from studio.ui.icons import icon
from studio.ui.theme import measure

FIRST_SOURCES = {Wish.FRAME: FRAME, Wish.FRAMES: FRAMES, Wish.LAYER: LAYER}
"""What a form starts with, by the declaration's hint."""
_COLUMNS = 3


class PictureView(QWidget):
    """A slot with, beside it, where the picture comes from and how large it is."""

    changed = Signal()

    def __init__(self, editor: FieldEditor, wanted: Wanted, *, suffix: str = "") -> None:
        super().__init__(editor)
        self._reader = Reader(editor.session)
        self._optional = editor.optional
        self._several = wanted is Wanted.PICTURES
        self.source: Source | None = None
        self.pictures: tuple[Pixels, ...] = ()
        self.trouble = ""
        self.slot = PictureSlot(editor.declared.title, self)
        editor.named(self.slot, suffix)
        self._menu = SourceMenu(editor.session, wanted, self.slot)
        self._title = QLabel(self)
        self._facts = QLabel(self)
        self._facts.setProperty("role", "muted")
        self._facts.setWordWrap(True)
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addStretch(1)
        self._words.addWidget(self._title)
        self._words.addWidget(self._facts)
        self._words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(measure(8))
        self._row.addWidget(self.slot)
        self._row.addLayout(self._words, 1)
        self.slot.clicked.connect(self._on_clicked)
        self.slot.dropped.connect(self.take_source)
        self.slot.cleared.connect(self._on_cleared)
        self._menu.chosen.connect(self.take_source)

    def hide_words(self) -> None:
        """Only the slot, for a list of them."""
        self._title.hide()
        self._facts.hide()
        self.setFixedWidth(self.slot.width())

    def put(self, source: Source | None) -> None:
        """Show another source without telling anybody."""
        self.source = source
        self.refresh()

    def take_source(self, source: Source | None) -> None:
        """Show another source as a person chose it."""
        self.put(source)
        self.changed.emit()

    def refresh(self) -> None:
        """Read the source again."""
        self.pictures, self.trouble = (), ""
        if self.source is not None:
            try:
                self.pictures = self._reader.pictures(self.source)
            except StudioError as error:
                self.trouble = str(error)
        self._show()

    def _show(self) -> None:
        self._menu.allow_clear(allowed=self.source is not None)
        if self.source is None:
            self.slot.show_picture(None)
            self._title.setText(left_open().capitalize() if self._optional else _("Choose a picture"))
            self._facts.setText("")
            return
        title = self._reader.title(self.source)
        first = self.pictures[0] if self.pictures else None
        self.slot.show_picture(first, count=len(self.pictures), words=title)
        self._title.setText(title)
        self._title.setToolTip(title)
        if first is None:
            self._facts.setText("")
            return
        facts = _("{size} pixels").format(size=size_of(first))
        if self._several and len(self.pictures) > 1:
            facts = ngettext("{count} picture, {size}", "{count} pictures, {size}", len(self.pictures)).format(
                count=len(self.pictures), size=facts
            )
        self._facts.setText(facts)

    def _on_clicked(self) -> None:
        self._menu.popup(self.slot.mapToGlobal(self.slot.rect().bottomLeft()))

    def _on_cleared(self) -> None:
        if self.source is not None:
            self.take_source(None)


class PictureEditor(FieldEditor):
    """One picture."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._view = PictureView(self, Wanted.PICTURE)
        column_of(self).addWidget(self._view)
        self._view.changed.connect(self.changed)
        self._view.put(FIRST_SOURCES.get(declared.source))

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
    """Several pictures in order; one source may bring many. With `noted`, each source has a line for its note."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._views: list[PictureView] = []
        self._notes: list[QLineEdit] = []
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

    def value(self) -> FieldValue:
        found = [
            Picture(pixels, self._note(index)) for index, view in enumerate(self._views) for pixels in view.pictures
        ]
        return tuple(found) or None

    def show_value(self, value: FieldValue) -> None:
        pictures: Sequence[Picture] = value if isinstance(value, tuple) else ()
        self._put([given_source(picture.pixels) for picture in pictures], [picture.note for picture in pictures])

    def draft(self) -> JsonValue:
        kept = [
            (view.source.text, self._note(index)) for index, view in enumerate(self._views) if view.source is not None
        ]
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

    def _put(self, sources: Sequence[Source], notes: Sequence[str] = ()) -> None:
        """Make the slots anew; an empty one stands where there is nothing."""
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
        for view in self._views:
            view.show()
        self._add.setVisible(any(view.source is not None for view in self._views))

    def _on_add(self) -> None:
        self._menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _on_added(self, source: Source | None) -> None:
        if source is not None:
            kept = [view.source for view in self._views if view.source is not None]
            self._put([*kept, source], [line.text() for line in self._notes])
            self.changed.emit()

    def _on_changed(self) -> None:
        """A slot that was emptied goes, unless it is the only one."""
        kept = [(view.source, self._note(index)) for index, view in enumerate(self._views) if view.source is not None]
        if len(kept) < len(self._views) and len(self._views) > 1:
            self._put([source for source, _note in kept], [note for _source, note in kept])
        else:
            self._arrange()
        self.changed.emit()


class KeyframesEditor(FieldEditor):
    """Pictures that have to appear at a frame, each with a weight."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._rows: list[_KeyframeRow] = []
        self._column = column_of(self)
        self._add = QToolButton(self)
        self._add.setText(_("Add key frame"))
        self._add.setIcon(icon("add"))
        self._add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add.setObjectName(f"{self.objectName()}-add-control")
        self._add.setAccessibleName(_("{field}: add a key frame").format(field=declared.title))
        self._column.addWidget(self._add)
        self._add.clicked.connect(self._on_add)

    def value(self) -> FieldValue:
        found = [frame for row in self._rows if (frame := row.keyframe()) is not None]
        return tuple(found) or None

    def show_value(self, value: FieldValue) -> None:
        self._drop_all()
        for frame in value if isinstance(value, tuple) else ():
            self._append(given_source(frame.pixels), frame.index, frame.strength)

    def draft(self) -> JsonValue:
        return [
            [row.view.source.text, row.index.number, row.strength.number]
            for row in self._rows
            if row.view.source is not None and row.view.source.text
        ]

    def restore(self, draft: JsonValue) -> None:
        self._drop_all()
        for entry in draft if isinstance(draft, list) else ():
            source = Source.parse(entry[0]) if isinstance(entry, list) and len(entry) == 3 else None
            if source is not None:
                self._append(source, int(entry[1] or 1) - 1, entry[2])

    def refresh(self) -> None:
        for row in self._rows:
            row.view.refresh()

    def _drop_all(self) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows = []

    def _append(self, source: Source, index: int, strength: float | None) -> None:
        row = _KeyframeRow(self, len(self._rows), source, index=index, strength=strength)
        row.changed.connect(self.changed)
        row.removed.connect(self._on_removed)
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _on_add(self) -> None:
        last = max((int(row.index.number or 0) for row in self._rows), default=0)
        self._append(FRAME, last, None)
        self.changed.emit()

    def _on_removed(self) -> None:
        row = self.sender()
        if isinstance(row, _KeyframeRow):
            self._rows.remove(row)
            self._column.removeWidget(row)
            row.deleteLater()
            self.changed.emit()


class _KeyframeRow(QWidget):
    """Slot, frame (from 1, as people count), weight in percent of 1, and a button to take it out."""

    changed = Signal()
    removed = Signal()

    def __init__(
        self, editor: KeyframesEditor, number: int, source: Source, *, index: int, strength: float | None
    ) -> None:
        super().__init__(editor)
        title = editor.declared.title
        self.view = PictureView(editor, Wanted.PICTURE, suffix=str(number))
        self.view.hide_words()
        self.view.put(source)
        self.index = NumberBox(self)
        self.index.limit(1, 999)
        self.index.show_number(index + 1)
        self.index.setAccessibleName(_("{field}: frame").format(field=title))
        self.index.setToolTip(_("The frame at which the picture appears"))
        self.strength = NumberBox(self, whole=False, optional=True)
        self.strength.limit(0.0, 1.0, step=0.05)
        self.strength.leave_open(_("weight"))
        self.strength.show_number(strength)
        self.strength.setAccessibleName(_("{field}: weight").format(field=title))
        self.strength.setToolTip(_("How strongly the picture counts, 0 to 1"))
        remove = QToolButton(self)
        remove.setIcon(icon("remove"))
        remove.setToolTip(_("Take this key frame out"))
        remove.setAccessibleName(_("{field}: take key frame out").format(field=title))
        for control, word in ((self.index, "frame"), (self.strength, "weight"), (remove, "remove")):
            control.setObjectName(f"{editor.objectName()}-{word}-{number}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(4))
        row.addWidget(self.view)
        row.addWidget(self.index, 1)
        row.addWidget(self.strength, 1)
        row.addWidget(remove)
        self.view.changed.connect(self.changed)
        self.index.changed.connect(self.changed)
        self.strength.changed.connect(self.changed)
        remove.clicked.connect(self.removed)

    def keyframe(self) -> Keyframe | None:
        """None while the slot is empty."""
        if not self.view.pictures:
            return None
        return Keyframe(int(self.index.number or 1) - 1, self.view.pictures[0], self.strength.number)
