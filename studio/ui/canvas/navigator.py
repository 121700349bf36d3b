"""Looking around: which part of the sprite a canvas shows, by wheel, drag, keys and the fit to the widget."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from PySide6.QtCore import QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.core.geometry import Box, Point, Size
from studio.doc.document import Document
from studio.ui.canvas.viewport import Viewport, fitted

_WHEEL_STEP: Final = 120
"""One notch of a wheel, in Qt's eighths of a degree."""
_ROOM: Final = 8
"""Logical pixels kept free around a cell that is brought into sight."""


class Navigator(QObject):
    """Holds the viewport of one canvas. `moved` comes after any change, `zoomed` before it when the zoom changed."""

    moved = Signal()
    zoomed = Signal()

    def __init__(self, canvas: QWidget, document: Document) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._document = document
        self._viewport = Viewport()
        self._keeps_fit = True
        self.is_held = False
        """While it is, the sprite stays where it lies, whatever room the widget is given."""
        self._pan_from: QPointF | None = None
        self._wheel = 0

    @property
    def viewport(self) -> Viewport:
        return self._viewport

    @property
    def is_panning(self) -> bool:
        return self._pan_from is not None

    def look(self, viewport: Viewport) -> None:
        """Show this part of the sprite; moved back when nothing of it would be in sight."""
        viewport = viewport.kept_in_sight(self._size, self._canvas.width(), self._canvas.height())
        self._keeps_fit = False
        if viewport == self._viewport:
            return
        zoomed = viewport.zoom != self._viewport.zoom
        self._viewport = viewport
        if zoomed:
            self.zoomed.emit()
        self.moved.emit()

    def fit(self) -> None:
        """Show the whole sprite in the middle as large as whole steps allow, also when the widget's size changes."""
        ratio = self._canvas.devicePixelRatioF()
        self.look(fitted(self._size, self._canvas.width(), self._canvas.height(), ratio=ratio))
        self._keeps_fit = True

    def zoom_to(self, zoom: Fraction) -> None:
        """So many logical pixels a cell, about the pointer or the middle."""
        anchor = self._anchor()
        self.look(self._viewport.zoomed(zoom, anchor.x(), anchor.y()))

    def step(self, steps: int, anchor: QPointF | None = None) -> None:
        """So many steps nearer, about a point, or else the pointer or the middle."""
        anchor = anchor or self._anchor()
        self.look(self._viewport.stepped(steps, anchor.x(), anchor.y()))

    def wheel(self, event: QWheelEvent, *, zooms: bool = True) -> None:
        """A turn zooms about the pointer; with Shift, or sideways, it pans. Without `zooms` it needs Ctrl for that."""
        delta = event.angleDelta()
        sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if sideways or abs(delta.x()) > abs(delta.y()):
            self.look(self._viewport.panned((delta.x() or delta.y()) / 2, 0))
            return
        if not zooms and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.look(self._viewport.panned(0, delta.y() / 2))
            return
        self._wheel += delta.y()
        steps = int(self._wheel / _WHEEL_STEP)
        self._wheel -= steps * _WHEEL_STEP
        self.step(steps, event.position())

    def start_pan(self, position: QPointF) -> None:
        """The view is held at this point of the widget."""
        self._pan_from = position

    def pan(self, position: QPointF) -> None:
        """The point that is held goes here."""
        if self._pan_from is not None:
            by = position - self._pan_from
            self._pan_from = position
            self.look(self._viewport.panned(by.x(), by.y()))

    def end_pan(self) -> None:
        """Let go."""
        self._pan_from = None

    def show_cell(self, cell: Point) -> None:
        """Move the view just so far that a cell is in sight."""
        rect = self._viewport.rect_of(Box(cell.x, cell.y, 1, 1))
        right, bottom = self._canvas.width() - rect.width - _ROOM, self._canvas.height() - rect.height - _ROOM
        dx = max(0, _ROOM - rect.x) - max(0, rect.x - right)
        dy = max(0, _ROOM - rect.y) - max(0, rect.y - bottom)
        if dx or dy:
            self.look(self._viewport.panned(dx, dy))

    def resize(self, old: QSize, new: QSize) -> None:
        """The widget has another size: fit again, or keep the middle where it is."""
        self.follow_screen()
        if self.is_held and old.isValid():
            return
        if self._keeps_fit or not old.isValid():
            self.fit()
            return
        self.look(self._viewport.panned((new.width() - old.width()) / 2, (new.height() - old.height()) / 2))

    def follow_screen(self) -> None:
        """The widget may be on a screen of another display scale."""
        self._viewport = self._viewport.at_ratio(self._canvas.devicePixelRatioF())

    @property
    def _size(self) -> Size:
        return self._document.sprite.size

    def _anchor(self) -> QPointF:
        if self._canvas.underMouse():
            return QPointF(self._canvas.mapFromGlobal(self._canvas.cursor().pos()))
        return QPointF(self._canvas.width() / 2, self._canvas.height() / 2)
