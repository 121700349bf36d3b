"""Which tool is in the hand and how it is set, shared by the tool bar, the context bar, the canvas and the status bar.

Plain state with one signal; the canvas reads it when a gesture starts, so a change never bends a stroke in progress.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, cast

from psygnal import Signal

from studio.doc.palette import BLACK, TRANSPARENT, Colour


class Mode(StrEnum):
    """What the tools work on: the picture, the mask or the pose."""

    DRAW = "draw"
    MASK = "mask"
    POSE = "pose"


class Tool(StrEnum):
    """What a press on the canvas does."""

    PENCIL = "pencil"
    ERASER = "eraser"
    EYEDROPPER = "eyedropper"
    FILL = "fill"
    LINE = "line"
    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    MARQUEE = "marquee"
    LASSO = "lasso"
    WAND = "wand"
    MOVE = "move"
    HAND = "hand"
    ZOOM = "zoom"


class BrushShape(StrEnum):
    """Outline of a brush larger than one pixel."""

    ROUND = "round"
    SQUARE = "square"


MASK_TOOLS: Final = frozenset(
    {Tool.PENCIL, Tool.ERASER, Tool.FILL, Tool.LINE, Tool.RECTANGLE, Tool.ELLIPSE, Tool.HAND, Tool.ZOOM}
)
"""Tools that paint a mask as they paint a picture, and those that only look."""

MAX_BRUSH = 64

_DEFAULTS: Final[dict[str, Any]] = {
    "mode": Mode.DRAW,
    "tool": Tool.PENCIL,
    "colour": BLACK,
    "secondary": TRANSPARENT,
    "brush_size": 1,
    "brush_shape": BrushShape.ROUND,
    "pixel_perfect": False,
    "symmetry_x": False,
    "symmetry_y": False,
    "tolerance": 0,
    "contiguous": True,
    "filled": False,
    "grid_shown": True,
    "onion_shown": False,
    "onion_before": 1,
    "onion_after": 1,
    "mask_shown": True,
    "mask_strength": 45,
    "grid_from": 8,
    "wheel_zooms": True,
}


class ToolBox:
    """Each attribute may be assigned; `changed` names the one that got another value.

    `symmetry_x` mirrors left to right, `symmetry_y` top to bottom, both about the middle of the canvas.
    `mask_strength` is the share of its tint in percent, `grid_from` the screen pixels a cell has when its grid shows.
    """

    changed = Signal(str)

    mode: Mode
    tool: Tool
    colour: Colour
    secondary: Colour
    brush_size: int
    brush_shape: BrushShape
    pixel_perfect: bool
    symmetry_x: bool
    symmetry_y: bool
    tolerance: int
    contiguous: bool
    filled: bool
    grid_shown: bool
    onion_shown: bool
    onion_before: int
    onion_after: int
    mask_shown: bool
    mask_strength: int
    grid_from: int
    wheel_zooms: bool

    def __init__(self) -> None:
        self.__dict__.update(_DEFAULTS)

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _DEFAULTS:
            raise AttributeError(name)
        if name == "brush_size":
            value = min(MAX_BRUSH, max(1, int(cast("int", value))))
        if self.__dict__[name] == value:
            return
        self.__dict__[name] = value
        self.changed.emit(name)
        if name == "mode" and value is Mode.MASK and self.tool not in MASK_TOOLS:
            self.tool = Tool.PENCIL  # whoever goes to the mask wants to paint it

    def swap_colours(self) -> None:
        """Exchange the colour of the left and of the right button."""
        self.colour, self.secondary = self.secondary, self.colour
