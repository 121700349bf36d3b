"""The row of key frames for in-betweens: how marks look, the drag that moves one, and the menu that weighs it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QMenu, QWidget

from studio.app.key_marks import KeyMark, KeyMarks
from studio.core.words import _
from studio.doc.document import Document
from studio.ui import theme
from studio.ui.timeline.drags import Cell, Load, Marks, Place
from studio.ui.timeline.layout import Hit, RowKind, TimelineLayout, Zone

_RADIUS = 6.0
_WORDS_FROM = 40
"""Width of a cell, in logical pixels at scale 1, from which the weight stands beside the mark."""
_WEIGHTS = (1.0, 0.75, 0.5, 0.25)


def draw_key(painter: QPainter, rect: QRect, mark: KeyMark) -> None:
    """A diamond filled from below as far as the weight goes, all of it where the provider chooses."""
    tokens = theme.current()
    tint = QColor(tokens.accent)
    wide = rect.width() >= theme.measure(_WORDS_FROM) and mark.strength is not None
    middle = QPointF(rect.center()) + QPointF(0.5, 0.5)
    if wide:
        middle.setX(rect.left() + _RADIUS + 5.5)
    corners = ((0.0, -_RADIUS), (_RADIUS, 0.0), (0.0, _RADIUS), (-_RADIUS, 0.0))
    diamond = QPolygonF([middle + QPointF(*corner) for corner in corners])
    level = 1.0 if mark.strength is None else mark.strength
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.save()
    height = 2 * _RADIUS * level
    painter.setClipRect(
        QRectF(middle.x() - _RADIUS, middle.y() + _RADIUS - height, 2 * _RADIUS, height),
        Qt.ClipOperation.IntersectClip,
    )
    painter.drawPolygon(diamond)
    painter.restore()
    painter.setPen(QPen(tint, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(diamond)
    painter.restore()
    if wide and mark.strength is not None:
        painter.setPen(QColor(tokens.text))
        words = QRect(rect)
        words.setLeft(round(middle.x() + _RADIUS + 3))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, weight_words(mark.strength))


def weight_words(strength: float) -> str:
    """`0.75`, as in the form."""
    return f"{strength:.2g}"


def mark_words(mark: KeyMark | None) -> str:
    """What a tool tip says about a cell of the row."""
    if mark is None:
        return _("Click to make this frame a key frame of the in-betweens")
    weight = _("weight {weight}").format(weight=weight_words(mark.strength)) if mark.strength is not None else ""
    told = [_("Key frame"), *([weight] if weight else [])]
    if mark.index is not None:
        told.append(_("appears as frame {number} of the result").format(number=mark.index + 1))
    return ", ".join(told) + "\n" + _("Drag to move it; right click for its weight")


def key_tip(marks: KeyMarks, document: Document | None, layout: TimelineLayout, hit: Hit) -> str:
    """What a tool tip says about a point of the row; empty anywhere else."""
    if document is None or hit.zone is not Zone.CELL or layout.rows[hit.row].kind is not RowKind.KEY:
        return ""
    return mark_words(marks.find(document, layout.sprite.frames[hit.frame].id))


class MoveKey:
    """Takes a mark to another frame."""

    load: Load | None = None

    def __init__(self, marks: KeyMarks, document: Document, held: KeyMark) -> None:
        self._marks = marks
        self._document = document
        self._held = held

    def move(self, place: Place) -> Marks:
        """The cell the mark would go to."""
        row = key_row(place.layout)
        return Marks(cells=(Cell(row, place.layout.frame_at(place.x)),)) if row >= 0 else Marks()

    def release(self, place: Place) -> None:
        """The cursor goes along, so that the frame that is now a key frame can be seen."""
        frame = self._document.sprite.frames[place.layout.frame_at(place.x)].id
        self._marks.move(self._document, self._held.frame, frame)
        self._document.move_to(frame=frame)


def key_row(layout: TimelineLayout) -> int:
    """Index of the row of key frames; -1 while it is not shown."""
    return next((index for index, row in enumerate(layout.rows) if row.kind is RowKind.KEY), -1)


class KeyMenu(QMenu):
    """What can be done with the key frame at one frame, or with all of them."""

    def __init__(self, marks: KeyMarks, document: Document, frame: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._marks = marks
        self._document = document
        self._frame = frame
        self.setObjectName("key-menu")
        mark = marks.find(document, frame) if frame is not None else None
        if frame is not None and mark is None:
            self._add("key-mark", _("Mark as key frame"))
        elif mark is not None:
            self._add_weights(mark)
            self.addSeparator()
            self._add("key-remove", _("Take the mark off"))
        self.addSeparator()
        self._add("key-clear", _("Take all marks off")).setEnabled(bool(marks.of(document)))
        self.triggered.connect(self._on_triggered)
        self.aboutToHide.connect(self.deleteLater)

    def _add_weights(self, mark: KeyMark) -> None:
        entries: list[tuple[str, str, float | None]] = [("key-weight-open", _("Weight: left to the provider"), None)]
        entries += [
            (f"key-weight-{weight:g}", _("Weight {weight}").format(weight=weight_words(weight)), weight)
            for weight in _WEIGHTS
        ]
        for name, title, strength in entries:
            action = self._add(name, title)
            action.setCheckable(True)
            action.setChecked(mark.strength == strength)
            action.setData(strength)

    def _add(self, name: str, title: str) -> QAction:
        action = self.addAction(title)
        action.setObjectName(name)
        return action

    def _on_triggered(self, action: QAction) -> None:
        name, marks, document = action.objectName(), self._marks, self._document
        if name == "key-clear":
            marks.clear(document)
        elif self._frame is None:
            return
        elif name == "key-remove":
            marks.remove(document, self._frame)
        elif name == "key-mark":
            marks.put(document, KeyMark(self._frame))
        elif (mark := marks.find(document, self._frame)) is not None:
            marks.put(document, replace(mark, strength=action.data()))
