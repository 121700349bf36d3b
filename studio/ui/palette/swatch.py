"""One colour as a button: the colour over the checker, the ring of the theme when it has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from studio.core.words import _
from studio.doc.palette import Colour
from studio.ui import theme
from studio.ui.theme import measure


class Swatch(QAbstractButton):
    """Shows one colour. `clicked` for the left button, `right_clicked` for the right one."""

    right_clicked = Signal()

    def __init__(self, colour: Colour, *, name: str, side: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._side = side
        self._name = name
        self.setFixedSize(self.sizeHint())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_colour(colour)

    @property
    def colour(self) -> Colour:
        return self._colour

    def show_colour(self, colour: Colour) -> None:
        """Show another colour."""
        self._colour = colour
        self.setAccessibleName(f"{self._name}: {colour_words(colour)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(measure(self._side), measure(self._side))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton and self.rect().contains(event.position().toPoint()):
            self.right_clicked.emit()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = theme.current()
        draw_colour(painter, self.rect().adjusted(2, 2, -2, -2), self._colour)
        pen = QPen(QColor(tokens.accent if self.hasFocus() else tokens.line), 2 if self.hasFocus() else 1)
        painter.setPen(pen)
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))


def draw_colour(painter: QPainter, rect: QRect, colour: Colour) -> None:
    """Fill a rectangle with the colour, over the checker where it is not opaque."""
    if colour.a < 255:
        tokens = theme.current()
        half = max(1, min(rect.width(), rect.height()) // 2)
        painter.fillRect(rect, QColor(tokens.checker_a))
        for corner in (rect.topLeft(), rect.topLeft() + QRect(0, 0, half + 1, half + 1).bottomRight()):
            square = QRect(corner, QSize(half, half)).intersected(rect)
            painter.fillRect(square, QColor("#ffffff" if tokens.is_dark else "#808080"))
    painter.fillRect(rect, QColor(*colour))


def colour_words(colour: Colour) -> str:
    """The colour as a screen reader and a tool tip say it."""
    if colour.a == 0:
        return _("transparent")
    return colour.hex
