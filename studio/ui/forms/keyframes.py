"""Editor of key frames: pictures that have to appear at a frame, each with a weight."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.app.sources import FRAME, Source, given_source
from studio.core.words import _
from studio.spec.field import Field, FieldValue, Keyframe
from studio.ui.forms.editor import FieldEditor
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.picture_view import PictureView
from studio.ui.forms.plain import column_of
from studio.ui.forms.source_menu import Wanted
from studio.ui.icons import icon
from studio.ui.theme import measure


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
