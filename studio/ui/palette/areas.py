"""Surfaces to pick a colour from with pointer or keys: saturation by value, and bars for hue and opacity."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.core.words import _
from studio.doc.palette import Colour
from studio.ui import theme
from studio.ui.palette.hsv import Hsv, to_colour
from studio.ui.palette.swatch import draw_colour
from studio.ui.theme import measure

_KEY_STEP: Final = 0.01
_KEY_LEAP: Final = 0.1
_EDGE: Final = 3
"""Room for the ring of the focus around the surface."""


class _Surface(QWidget):
    """A field of two values 0..1, of which a bar uses the first alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)

    def _take(self, x: float, y: float) -> None:
        """The person chose a place, both 0..1."""
        raise NotImplementedError

    def _place(self) -> tuple[float, float]:
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._point(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        reach = _KEY_LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _KEY_STEP
        x, y = self._place()
        self._take(_unit(x + step[0] * reach), _unit(y + step[1] * reach))

    def _point(self, position: QPointF) -> None:
        field = self._field()
        self._take(
            _unit((position.x() - field.left()) / field.width()), _unit((position.y() - field.top()) / field.height())
        )

    def _paint_ring(self, painter: QPainter) -> None:
        tokens = theme.current()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent if self.hasFocus() else tokens.line), 2 if self.hasFocus() else 1))
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def _paint_mark(self, painter: QPainter, rect: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#000000"), 3))
        painter.drawRect(rect)
        painter.setPen(QPen(QColor("#ffffff"), 1))
        painter.drawRect(rect)


class ShadeField(_Surface):
    """Saturation to the right, value upwards, of one hue."""

    picked = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hsv = Hsv(0, 0, 0)
        self.setObjectName("colour-shade")
        self.setAccessibleName(_("Saturation and brightness"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(measure(160))

    def show_hsv(self, hsv: Hsv) -> None:
        if hsv != self._hsv:
            self._hsv = hsv
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(measure(200), measure(112))

    def minimumSizeHint(self) -> QSize:
        return QSize(measure(96), measure(64))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        field = self._field()
        across = QLinearGradient(field.topLeft(), field.topRight())
        across.setColorAt(0, QColor("#ffffff"))
        across.setColorAt(1, QColor(*to_colour(Hsv(self._hsv.hue, 1, 1))))
        painter.fillRect(field, across)
        down = QLinearGradient(field.topLeft(), field.bottomLeft())
        down.setColorAt(0, QColor(0, 0, 0, 0))
        down.setColorAt(1, QColor(0, 0, 0, 255))
        painter.fillRect(field, down)
        x = field.left() + self._hsv.saturation * field.width()
        y = field.top() + (1 - self._hsv.value) * field.height()
        self._paint_mark(painter, QRectF(x - 4, y - 4, 8, 8).intersected(field.adjusted(-2, -2, 2, 2)))
        self._paint_ring(painter)

    def _place(self) -> tuple[float, float]:
        return self._hsv.saturation, 1 - self._hsv.value

    def _take(self, x: float, y: float) -> None:
        self.picked.emit(x, 1 - y)


class Bar(_Surface):
    """One value from left to right."""

    picked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_value(self, value: float) -> None:
        self._value = value
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(measure(120), measure(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        field = self._field()
        self._paint_field(painter, field)
        x = field.left() + self._value * field.width()
        self._paint_mark(painter, QRectF(x - 2, field.top(), 4, field.height() - 1))
        self._paint_ring(painter)

    def _paint_field(self, painter: QPainter, field: QRectF) -> None:
        raise NotImplementedError

    def _place(self) -> tuple[float, float]:
        return self._value, 0.5

    def _take(self, x: float, y: float) -> None:
        self.picked.emit(x)


class HueBar(Bar):
    """All hues, red to red."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("colour-hue")
        self.setAccessibleName(_("Hue"))

    def _paint_field(self, painter: QPainter, field: QRectF) -> None:
        gradient = QLinearGradient(field.topLeft(), field.topRight())
        for sixth in range(7):
            gradient.setColorAt(sixth / 6, QColor(*to_colour(Hsv(sixth / 6, 1, 1))))
        painter.fillRect(field, gradient)


class OpacityBar(Bar):
    """Transparent to opaque, in the colour that is edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = Colour(0, 0, 0)
        self.setObjectName("colour-opacity")
        self.setAccessibleName(_("Opacity"))

    def show_colour(self, colour: Colour) -> None:
        self._colour = colour
        self.show_value(colour.a / 255)

    def _paint_field(self, painter: QPainter, field: QRectF) -> None:
        rect = field.toRect()
        side = max(2, rect.height() // 2)
        for index in range(rect.width() // side + 1):
            for row in range(2):
                shade = Colour(150, 150, 150) if (index + row) % 2 else Colour(210, 210, 210)
                cell = QRectF(rect.left() + index * side, rect.top() + row * side, side, side)
                draw_colour(painter, cell.intersected(field).toRect(), shade)
        gradient = QLinearGradient(field.topLeft(), field.topRight())
        gradient.setColorAt(0, QColor(*self._colour[:3], 0))
        gradient.setColorAt(1, QColor(*self._colour[:3], 255))
        painter.fillRect(field, gradient)


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
