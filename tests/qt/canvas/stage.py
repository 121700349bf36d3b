"""A canvas on a small sprite, moved by real mouse and key events, and its pixels as the screen gets them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app.toolbox import Mode, Tool, ToolBox
from studio.doc.document import Document
from studio.ui import theme
from studio.ui.canvas.view import CanvasView
from studio.ui.canvas.viewport import Viewport
from tests.unit.ui.canvas.hand import INK, letters, sprite_of

CELL = 10
"""Logical pixels a cell of the stage."""
LEFT, TOP = 20, 30
"""Where the sprite's corner lies in the widget."""


class Stage:
    """A shown canvas 200 x 160 with cells of 10 pixels; the grid is off unless a test wants it."""

    def __init__(self, qtbot: QtBot, *rows: str, frames: int = 1) -> None:
        self.document = Document(sprite_of(*rows, frames=frames), title="hero")
        self.toolbox = ToolBox()
        self.toolbox.colour = INK["r"]
        self.toolbox.secondary = INK["b"]
        self.toolbox.grid_shown = False
        self.said: list[str] = []
        self.view = CanvasView(self.document, self.toolbox)
        self.view.said.connect(self.said.append)
        qtbot.addWidget(self.view)
        self.view.resize(200, 160)
        with qtbot.waitExposed(self.view):
            self.view.show()
        self.view.look(Viewport(Fraction(CELL), left=LEFT, top=TOP))
        self.view.setFocus()

    def at(self, x: float, y: float) -> QPoint:
        """The middle of a cell, in the widget."""
        return QPoint(round(LEFT + (x + 0.5) * CELL), round(TOP + (y + 0.5) * CELL))

    def drag(
        self,
        *cells: tuple[float, float],
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        release: bool = True,
    ) -> None:
        """Press, go through the cells, release."""
        QTest.mousePress(self.view, button, held, self.at(*cells[0]))
        for cell in cells[1:]:
            move(self.view, self.at(*cell), button, held)
        if release:
            QTest.mouseRelease(self.view, button, held, self.at(*cells[-1]))

    def hover(self, x: float, y: float) -> None:
        move(self.view, self.at(x, y), Qt.MouseButton.NoButton)

    def wheel(self, notches: int, place: QPoint) -> None:
        send_wheel(self.view, notches, place)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view, key, held)

    def choose(self, tool: Tool, mode: Mode = Mode.DRAW) -> None:
        self.toolbox.mode = mode
        self.toolbox.tool = tool

    def picture(self) -> list[str]:
        """The sprite's frame as letters."""
        return letters(self.document.composed(self.document.cursor.frame))

    def screen(self) -> np.ndarray:
        """(h, w, 3) RGB of the widget as it is painted."""
        return pixels_of(self.view.grab().toImage())

    def on_glass(self) -> np.ndarray:
        """(h, w, 3) RGB of what was really painted so far, update by update, where `screen` paints all anew."""
        QApplication.processEvents()
        return pixels_of(self.view.screen().grabWindow(self.view.winId()).toImage())

    def cell_on_screen(self, x: int, y: int) -> tuple[int, int, int]:
        """The colour in the middle of a cell on the screen."""
        place = self.at(x, y)
        red, green, blue = self.screen()[place.y(), place.x()]
        return int(red), int(green), int(blue)


def pixels_of(image: QImage) -> np.ndarray:
    """(h, w, 3) RGB of an image."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return flat[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def move(
    view: CanvasView,
    place: QPoint,
    button: Qt.MouseButton,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """A move with a button held, which QTest cannot say."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    position = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove, position, view.mapToGlobal(position), Qt.MouseButton.NoButton, button, held
    )
    QApplication.sendEvent(view, event)


def send_wheel(view: CanvasView, notches: int, place: QPoint) -> None:
    """Turn the wheel over a point of the widget."""
    position = QPointF(place)
    event = QWheelEvent(
        position,
        QPointF(view.mapToGlobal(place)),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def rgb(token: str) -> tuple[int, int, int]:
    """A colour of the theme in force, by the token's name."""
    text = getattr(theme.current(), token)
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
