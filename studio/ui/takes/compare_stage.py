"""The two pictures of a comparison on the checker: wiped over each other, side by side, in turns, or their difference.

Whole device pixels a cell and the nearest pixel, as on the canvas. Positions of the wipe are columns of the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.app.compare import ColourChange, Comparison, Pair, cells_of, changed
from studio.core.geometry import Box, Point, Size
from studio.core.words import _
from studio.doc.pixels import Bools
from studio.ui import theme
from studio.ui.canvas.mask_marks import draw_marks
from studio.ui.canvas.overlays import device_rect, snap_to_device
from studio.ui.canvas.viewport import Viewport, fitted
from studio.ui.forms.thumbnail import image_of, paint_checker
from studio.ui.theme import measure

BLINKS: Final = (200, 2000)
"""The least and the most milliseconds one of the two pictures shows."""
_FIRST_BLINK: Final = 500
_WHEEL: Final = 120
_BUDGET: Final = 128 * 2**20
"""Bytes of pictures that are kept ready; those seen longest ago go first."""
_GRIP: Final = QSize(14, 28)
_PALE: Final = 0.3
_SQUARE: Final = 8


class Look(StrEnum):
    """How two pictures are compared."""

    WIPE = "wipe"
    SIDE = "side"
    BLINK = "blink"
    DIFFERENCE = "difference"


class _Shown(NamedTuple):
    """The pictures of one frame, ready to be drawn."""

    pair: Pair
    before: QImage
    after: QImage


class CompareStage(QWidget):
    """`zoomed` comes with another zoom, `blinked` when the other picture shows, `wiped` with another column, `pointed`
    with another cell under the pointer (Point, or None outside of the picture)."""

    zoomed = Signal()
    pointed = Signal(object)
    blinked = Signal()
    wiped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._index = 0
        self._shown: dict[int, _Shown] = {}
        self._look = Look.WIPE
        self._only: ColourChange | None = None
        self._view = Viewport()
        self._is_fitted = True
        self._column = 0
        self._shows_after = True
        self._grabbed: QPointF | None = None
        self._cell: Point | None = None
        self._marks: tuple[int, ColourChange | None, Bools] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_FIRST_BLINK)
        self._timer.timeout.connect(self._on_blink)
        self.setObjectName("compare-stage")
        self.setAccessibleName(_("The sprite beside the take"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(measure(120), measure(90))
        theme.theme_changed.connect(self.update)

    # -- what others ask of it

    @property
    def look(self) -> Look:
        return self._look

    @property
    def viewport(self) -> Viewport:
        """Of the picture, or of the left one of two."""
        return self._view

    @property
    def column(self) -> int:
        """So many columns of the picture show the sprite as it is, while wiping."""
        return self._column

    @property
    def shows_after(self) -> bool:
        """Which of the two pictures shows, while blinking."""
        return self._shows_after

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Compare other pictures; zoom and wipe stay where the size is the same."""
        before = self._size
        self._comparison = comparison
        self._shown.clear()
        self._marks = None
        self._only = None
        if self._size != before:
            self._column = self._size.width // 2
            self._say_cell(None)
            self.fit()
        self._index = min(self._index, max(0, len(comparison) - 1)) if comparison is not None else 0
        self.update()

    def show_frame(self, index: int) -> None:
        """Another frame of the take with the one beside it."""
        if index != self._index:
            self._index = index
            self.update()

    def show_look(self, look: Look) -> None:
        """Compare in another way."""
        was_side = self._look is Look.SIDE
        self._look = look
        if look is Look.BLINK:
            self._shows_after = True
            self._timer.start()
            self.blinked.emit()
        else:
            self._timer.stop()
        if self._is_fitted and was_side != (look is Look.SIDE):
            self.fit()
        self._show_cursor()
        self.update()

    def show_only(self, change: ColourChange | None) -> None:
        """Mark the pixels of one change of colour alone in the difference; None marks all that change."""
        self._only = change
        self.update()

    def blink_every(self, milliseconds: int) -> None:
        """How long each picture shows."""
        self._timer.setInterval(milliseconds)

    def wipe_to(self, column: int) -> None:
        """Put the border between the two pictures there."""
        column = min(max(column, 0), self._size.width)
        if column != self._column:
            self._column = column
            self.wiped.emit()
            self.update()

    def fit(self) -> None:
        """The whole picture as large as whole steps allow, also when the room changes."""
        self._is_fitted = True
        room = self._room()
        self._look_at(fitted(self._size, room.width(), room.height(), ratio=self.devicePixelRatioF()))

    def step_zoom(self, steps: int, at: QPointF | None = None) -> None:
        """So many steps nearer, about a point of the left picture."""
        middle = self._room().center()
        point = at if at is not None else QPointF(middle.x(), middle.y())
        self._is_fitted = False
        self._look_at(self._view.stepped(steps, point.x(), point.y()))

    def sizeHint(self) -> QSize:
        return QSize(640, 400)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.current().window))
        if self._comparison is not None:
            shown = self._pictures(self._comparison, self._index)
            painters: dict[Look, Callable[[QPainter, _Shown], None]] = {
                Look.WIPE: self._paint_wipe,
                Look.SIDE: self._paint_side,
                Look.BLINK: self._paint_blink,
                Look.DIFFERENCE: self._paint_difference,
            }
            painters[self._look](painter, shown)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.current().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_wipe(self, painter: QPainter, shown: _Shown) -> None:
        line = round(self._view.to_widget(self._column, 0)[0])
        self._draw(painter, self._view, shown.before, QRect(0, 0, line, self.height()))
        self._draw(painter, self._view, shown.after, QRect(line, 0, self.width() - line, self.height()))
        self._label(painter, _("Before"), self.rect(), Qt.AlignmentFlag.AlignLeft)
        self._label(painter, _("Take"), self.rect(), Qt.AlignmentFlag.AlignRight)
        tokens = theme.current()
        painter.fillRect(QRect(line - 1, 0, 2, self.height()), QColor(tokens.accent))
        grip = QRect(0, 0, measure(_GRIP.width()), measure(_GRIP.height()))
        grip.moveCenter(QRect(line, 0, 1, self.height()).center())
        grip.moveBottom(self.height() - measure(8))  # below most pictures
        painter.setPen(QPen(QColor(tokens.on_accent), 2))
        painter.fillRect(grip, QColor(tokens.accent))
        for x in (-2, 3):
            painter.drawLine(grip.center().x() + x, grip.top() + 8, grip.center().x() + x, grip.bottom() - 8)

    def _paint_side(self, painter: QPainter, shown: _Shown) -> None:
        left, right = self._halves()
        self._draw(painter, self._view, shown.before, left)
        self._draw(painter, self._view.panned(right.x(), 0), shown.after, right)
        painter.fillRect(QRect(left.right() + 1, 0, 1, self.height()), QColor(theme.current().line))
        self._label(painter, _("Before"), left, Qt.AlignmentFlag.AlignLeft)
        self._label(painter, _("Take"), right, Qt.AlignmentFlag.AlignRight)

    def _paint_blink(self, painter: QPainter, shown: _Shown) -> None:
        self._draw(painter, self._view, shown.after if self._shows_after else shown.before, self.rect())
        if self._shows_after:
            self._label(painter, _("Take"), self.rect(), Qt.AlignmentFlag.AlignRight)
        else:
            self._label(painter, _("Before"), self.rect(), Qt.AlignmentFlag.AlignLeft)

    def _paint_difference(self, painter: QPainter, shown: _Shown) -> None:
        marks = self._marked(shown.pair)
        self._draw(painter, self._view, shown.after, self.rect(), strength=_PALE)
        self._draw(painter, self._view, _only_where(shown.pair, marks), self.rect(), checker=False)
        painter.save()
        snap_to_device(painter, self._view.ratio)
        around = Box(-1, -1, marks.shape[1] + 2, marks.shape[0] + 2)
        draw_marks(painter, self._view, np.pad(marks, 1), around=around, colour=theme.current().accent)
        painter.restore()

    def _draw(
        self,
        painter: QPainter,
        view: Viewport,
        picture: QImage,
        room: QRect,
        *,
        strength: float = 1.0,
        checker: bool = True,
    ) -> None:
        """One picture where the view puts it, cut to the room."""
        painter.save()
        painter.setClipRect(room)
        snap_to_device(painter, view.ratio)
        place = device_rect(view, Box.of_size(self._size))
        if checker:
            paint_checker(painter, place, square=_SQUARE)
        painter.setOpacity(strength)
        painter.drawImage(place, picture)
        painter.restore()

    def _label(self, painter: QPainter, words: str, room: QRect, side: Qt.AlignmentFlag) -> None:
        tokens, metrics = theme.current(), painter.fontMetrics()
        plate = QRect(0, 0, metrics.horizontalAdvance(words) + measure(16), metrics.height() + measure(4))
        plate.moveTop(room.top() + measure(8))
        if side is Qt.AlignmentFlag.AlignRight:
            plate.moveRight(room.right() - measure(8))
        else:
            plate.moveLeft(room.left() + measure(8))
        painter.fillRect(plate, QColor(tokens.raised))
        painter.setPen(QColor(tokens.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    # -- pictures

    def _pictures(self, comparison: Comparison, index: int) -> _Shown:
        """Made when they first show, so that a long animation opens at once."""
        known = self._shown.pop(index, None)
        if known is None:
            pair = comparison.pair(index)
            known = _Shown(pair, _ready(pair.before), _ready(pair.after))
        self._shown[index] = known
        if len(self._shown) > max(2, _BUDGET // (8 * self._size.area)):
            del self._shown[next(iter(self._shown))]
        return known

    def _marked(self, pair: Pair) -> Bools:
        if self._marks is None or self._marks[:2] != (self._index, self._only):
            marks = changed(pair) if self._only is None else cells_of(pair, self._only)
            self._marks = (self._index, self._only, marks)
        return self._marks[2]

    # -- room and view

    @property
    def _size(self) -> Size:
        return self._comparison.size if self._comparison is not None else Size(1, 1)

    def _halves(self) -> tuple[QRect, QRect]:
        middle = self.width() // 2
        return QRect(0, 0, middle, self.height()), QRect(middle + 1, 0, self.width() - middle - 1, self.height())

    def _room(self) -> QRect:
        return self._halves()[0] if self._look is Look.SIDE else self.rect()

    def _look_at(self, view: Viewport) -> None:
        room = self._room()
        self._view = view.kept_in_sight(self._size, room.width(), room.height())
        self.zoomed.emit()
        self.update()

    def _on_blink(self) -> None:
        self._shows_after = not self._shows_after
        self.blinked.emit()
        self.update()

    # -- pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed = event.position()
        if self._wipes(event):
            self._wipe_at(event.position())
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.position())
        if self._grabbed is None:
            return
        if self._wipes(event):
            self._wipe_at(event.position())
            return
        moved = event.position() - self._grabbed
        self._grabbed = event.position()
        self._is_fitted = False
        self._look_at(self._view.panned(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self._show_cursor()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = round(event.angleDelta().y() / _WHEEL)
        self.step_zoom(steps, self._as_left(event.position()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._say_cell(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._is_fitted:
            self.fit()

    def _as_left(self, point: QPointF) -> QPointF:
        """The point of the left picture that shows the same cell."""
        right = self._halves()[1]
        return point - QPointF(right.x(), 0) if self._look is Look.SIDE and point.x() >= right.x() else point

    def _point_at(self, position: QPointF) -> None:
        point = self._as_left(position)
        cell = self._view.cell_at(point.x(), point.y())
        self._say_cell(cell if Box.of_size(self._size).contains(*cell) else None)

    def _say_cell(self, cell: Point | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self.pointed.emit(cell)

    def _wipes(self, event: QMouseEvent) -> bool:
        """The left button draws the border along; any other moves the picture."""
        held = event.buttons() if event.type() == event.Type.MouseMove else event.button()
        return self._look is Look.WIPE and bool(held & Qt.MouseButton.LeftButton)

    def _wipe_at(self, position: QPointF) -> None:
        self.wipe_to(round(self._view.to_sprite(position.x(), 0)[0]))

    def _show_cursor(self) -> None:
        if self._look is Look.WIPE:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor if self._grabbed else Qt.CursorShape.OpenHandCursor)


def _ready(pixels: np.ndarray) -> QImage:
    """In the form that is painted fastest; the original stays as it is."""
    return image_of(pixels).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _only_where(pair: Pair, marks: Bools) -> QImage:
    return image_of(np.where(marks[..., None], pair.after, 0).astype(np.uint8))
