"""A pointer on the canvas, free of Qt: what the tools are told."""

from __future__ import annotations

import math
from enum import Enum, auto
from typing import NamedTuple

from studio.core.geometry import Point


class Button(Enum):
    """The button that is held; NONE while the pointer only moves."""

    NONE = auto()
    LEFT = auto()
    RIGHT = auto()


class Touch(NamedTuple):
    """`x`, `y` in sprite coordinates, maybe outside the sprite; the modifiers as they are now."""

    x: float
    y: float
    button: Button = Button.LEFT
    shift: bool = False
    alt: bool = False
    ctrl: bool = False

    @property
    def cell(self) -> Point:
        return Point(math.floor(self.x), math.floor(self.y))
