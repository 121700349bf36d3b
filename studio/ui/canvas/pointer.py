"""From Qt's mouse events to what the tools are told."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from studio.ui.canvas.touch import Button, Touch
from studio.ui.canvas.viewport import Viewport

_LEFT: Final = Qt.MouseButton.LeftButton
_RIGHT: Final = Qt.MouseButton.RightButton
_NO_KEY: Final = Qt.KeyboardModifier.NoModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


def touch_of(event: QMouseEvent, view: Viewport) -> Touch:
    """Where on the sprite, with which button and keys; the button that is let go counts as held."""
    position, held, modifiers = event.position(), event.buttons(), event.modifiers()
    x, y = view.to_sprite(position.x(), position.y())
    if held == _LEFT and modifiers == _NO_KEY:
        return Touch(x, y)  # flags cost more to take apart than all the rest of a move
    held |= event.button()
    return Touch(
        x,
        y,
        Button.LEFT if held & _LEFT else Button.RIGHT if held & _RIGHT else Button.NONE,
        shift=bool(modifiers & _SHIFT),
        alt=bool(modifiers & _ALT),
        ctrl=bool(modifiers & _CTRL),
    )
