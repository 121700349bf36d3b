"""Editor of key frames: pictures that have to appear at a frame, each with a weight.

Frames of the sprite in front are the marks of its timeline, shown here with what they hold; pictures from elsewhere
stand beside them and belong to the form alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studio.app.drafts import JsonValue
from studio.app.key_marks import KeyMark
from studio.app.session import Session
from studio.app.sources import Reader, Source, SourceKind, given_source, key_source
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.spec.field import Field, FieldValue, Keyframe
from studio.ui.bridge import connect
from studio.ui.forms.editor import FieldEditor
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.picture_view import PictureView
from studio.ui.forms.plain import column_of
from studio.ui.forms.source_menu import SourceMenu, Wanted
from studio.ui.icons import icon
from studio.ui.theme import measure


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one row is about. `index` from 0."""

    source: Source
    index: int
    strength: float | None = None


class KeyframesEditor(FieldEditor):
    """`length_changed` carries the frames of the shortest result that holds all marks of the timeline."""

    length_changed = Signal(int)

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._rows: list[_KeyframeRow] = []
        self._made = 0
        self._length = 0
        self._column = column_of(self)
        self._mark = self._button("key-frame", "mark")
        self._other = self._button("add", "add")
        self._other.setText(_("Other..."))
        self._other.setAccessibleName(_("{field}: add another picture").format(field=declared.title))
        self._menu = SourceMenu(session, Wanted.PICTURE, self._other)
        self._menu.allow_clear(allowed=False)
        self._refused = ""
        buttons = QHBoxLayout()
        buttons.setSpacing(measure(4))
        buttons.addWidget(self._mark)
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        self._column.addLayout(buttons)
        self._mark.clicked.connect(self._on_mark)
        self._other.clicked.connect(self._on_other)
        self._menu.chosen.connect(self._on_chosen)
        self._menu.refused.connect(self._on_refused)
        connect(self, session.key_marks.changed, self._on_marks)
        self._follow()

    def frames(self) -> tuple[str, ...]:
        """All frames from the first mark to the last, which a result of that many frames belongs to."""
        active = self.session.active
        others = any(row.mark is None for row in self._rows)
        return () if active is None or others else self.session.key_marks.span(active)

    def value(self) -> FieldValue:
        found = [frame for row in self._rows if (frame := row.keyframe()) is not None]
        return tuple(sorted(found, key=lambda frame: frame.index)) or None

    def show_value(self, value: FieldValue) -> None:
        """Pictures of an earlier request in place of the marks."""
        if self.session.active is not None:
            self.session.key_marks.clear(self.session.active)
        frames: Sequence[Keyframe] = value if isinstance(value, tuple) else ()
        self._put_others([_Entry(given_source(frame.pixels), frame.index, frame.strength) for frame in frames])

    def draft(self) -> JsonValue:
        return [
            [row.view.source.text, row.index.number, row.strength.number]
            for row in self._rows
            if row.view.source is not None and row.view.source.text
        ]

    def restore(self, draft: JsonValue) -> None:
        others: list[_Entry] = []
        for entry in draft if isinstance(draft, list) else ():
            source = Source.parse(entry[0]) if isinstance(entry, list) and len(entry) == 3 else None
            if source is not None:
                others.append(_Entry(source, int(entry[1] or 1) - 1, entry[2]))
        self._put_others(others)

    def refresh(self) -> None:
        self._follow()
        for row in self._rows:
            row.view.refresh()

    def remark(self) -> str:
        return self._refused or next((row.view.trouble for row in self._rows if row.view.trouble), "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.session.key_marks.want(wanted=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.session.key_marks.want(wanted=False)

    # -- rows ----------------------------------------------------------------------------------------------------------

    def _button(self, picture: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(picture))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setObjectName(f"{self.objectName()}-{name}-control")
        return button

    def _put_others(self, others: Sequence[_Entry]) -> None:
        self._refused = ""
        for row in [row for row in self._rows if row.mark is None]:
            self._drop(row)
        for entry in others:
            self._append(entry)
        self._follow()

    def _follow(self) -> None:
        """Bring the rows of marks in line with the timeline, all rows in the order in which they appear."""
        active, marks = self.session.active, self.session.key_marks
        wanted = {} if active is None else {mark.frame: mark for mark in marks.of(active)}
        for row in [row for row in self._rows if row.mark is not None and row.mark not in wanted]:
            self._drop(row)
        known = {row.mark: row for row in self._rows}
        for frame, mark in wanted.items():
            index = 0 if active is None else marks.index(active, mark)
            entry = _Entry(key_source(frame), index, mark.strength)
            if frame in known:
                known[frame].show_entry(entry)
            else:
                self._append(entry)
        self._arrange()
        self._show_mark_button()

    def _arrange(self) -> None:
        ordered = sorted(self._rows, key=lambda row: row.index.number or 0)
        if ordered == self._rows:
            return
        self._rows = ordered
        for place, row in enumerate(ordered):
            self._column.removeWidget(row)
            self._column.insertWidget(place, row)

    def _append(self, entry: _Entry) -> None:
        row = _KeyframeRow(self, self._made, entry)
        self._made += 1
        row.changed.connect(self._on_row)
        row.removed.connect(self._on_removed)
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _drop(self, row: _KeyframeRow) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _show_mark_button(self) -> None:
        active = self.session.active
        chosen = active.selected_frames if active is not None else ()
        unmarked = [one for one in chosen if active and self.session.key_marks.find(active, one) is None]
        self._mark.setEnabled(bool(unmarked))
        if active is not None and len(chosen) == 1:
            number = active.sprite.frame_index(chosen[0]) + 1
            title = _("Mark frame {number}").format(number=number)
        else:
            title = ngettext("Mark {count} frame", "Mark {count} frames", len(chosen)).format(count=len(chosen))
        self._mark.setText(title)
        self._mark.setAccessibleName(title)
        self._mark.setToolTip(_("Makes the chosen frames key frames; they are marked on the timeline too"))

    # -- what a person does --------------------------------------------------------------------------------------------

    def _on_marks(self) -> None:
        """The timeline, or a row here, changed a mark."""
        active = self.session.active
        self._follow()
        length = 0 if active is None else self.session.key_marks.length(active)
        if length != self._length:
            self._length = length
            self.length_changed.emit(length)
        self.changed.emit()

    def _on_mark(self) -> None:
        active, marks = self.session.active, self.session.key_marks
        for frame in active.selected_frames if active is not None else ():
            if active is not None and marks.find(active, frame) is None:
                marks.put(active, KeyMark(frame))

    def _on_other(self) -> None:
        self._menu.popup(self._other.mapToGlobal(self._other.rect().bottomLeft()))

    def _on_chosen(self, source: Source | None) -> None:
        if source is None:
            return
        try:
            Reader(self.session).pictures(source)
        except StudioError as error:
            self._on_refused(str(error))
            return
        self._refused = ""
        last = max((int(row.index.number or 0) for row in self._rows), default=0)
        self._append(_Entry(source, last))
        self.changed.emit()

    def _on_refused(self, sentence: str) -> None:
        self._refused = sentence
        self.changed.emit()

    def _on_row(self) -> None:
        row, active = self.sender(), self.session.active
        if not isinstance(row, _KeyframeRow):
            return
        if row.mark is None or active is None:
            self._let_go(row)
            self.changed.emit()
            return
        marks, index = self.session.key_marks, int(row.index.number or 1) - 1
        own = KeyMark(row.mark, row.strength.number)
        marks.put(active, own)
        if marks.index(active, own) != index:
            marks.put(active, KeyMark(row.mark, row.strength.number, index))

    def _let_go(self, row: _KeyframeRow) -> None:
        """Another picture was put in the place of a marked frame, or nothing: the mark goes."""
        frame, row.held = row.held, None
        if frame is None:
            return
        if row.view.source is None:
            self._drop(row)
        if self.session.active is not None:
            self.session.key_marks.remove(self.session.active, frame)

    def _on_removed(self) -> None:
        row, active = self.sender(), self.session.active
        if not isinstance(row, _KeyframeRow):
            return
        if row.mark is not None and active is not None:
            self.session.key_marks.remove(active, row.mark)
        else:
            self._drop(row)
            self.changed.emit()


class _KeyframeRow(QWidget):
    """Slot, frame (from 1, as people count), weight in parts of 1, and a button to take it out."""

    changed = Signal()
    removed = Signal()

    def __init__(self, editor: KeyframesEditor, number: int, entry: _Entry) -> None:
        super().__init__(editor)
        title = editor.declared.title
        self.view = PictureView(editor, Wanted.PICTURE, suffix=str(number))
        self.view.slot.make_small()
        self.view.hide_words()
        self.view.put(entry.source)
        self.held = self.mark
        """The frame whose mark this row stood for when it was last looked at."""
        self.index = NumberBox(self)
        self.index.limit(1, 999)
        self.index.setAccessibleName(_("{field}: frame").format(field=title))
        self.index.setToolTip(_("The frame of the result at which the picture appears"))
        self.strength = NumberBox(self, whole=False, optional=True)
        self.strength.limit(0.0, 1.0, step=0.05)
        self.strength.leave_open(_("weight"))
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
        self.show_entry(entry)
        self.view.changed.connect(self.changed)
        self.index.changed.connect(self.changed)
        self.strength.changed.connect(self.changed)
        remove.clicked.connect(self.removed)

    @property
    def mark(self) -> str | None:
        """The frame it marks on the timeline; None for a picture from elsewhere."""
        source = self.view.source
        return source.ref if source is not None and source.kind is SourceKind.KEY else None

    def show_entry(self, entry: _Entry) -> None:
        """Other numbers; the picture stays where it comes from."""
        if self.index.number != entry.index + 1:
            self.index.show_number(entry.index + 1)
        if self.strength.number != entry.strength:
            self.strength.show_number(entry.strength)

    def keyframe(self) -> Keyframe | None:
        """None while the slot is empty."""
        if not self.view.pictures:
            return None
        return Keyframe(int(self.index.number or 1) - 1, self.view.pictures[0], self.strength.number)
