"""The bench that strokes work on, and what every stroke is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from studio.app.toolbox import Mode, Tool, ToolBox
from studio.core.errors import UserError
from studio.core.geometry import Box, Point
from studio.core.words import _
from studio.doc.compose import PixelSource
from studio.doc.document import Document
from studio.doc.gesture import CelTarget, Gesture, GestureTarget, MaskTarget
from studio.doc.mask import KEEP, PAINT
from studio.doc.paint import Brush, BrushShape, Ink, Mixing, Symmetry
from studio.doc.palette import TRANSPARENT
from studio.ui.canvas.touch import Button, Touch

StandIn = Callable[[Mapping[str, PixelSource], Box], None]
"""Shows layers, by id, as these sources give them; an empty mapping shows them as they are. The box holds the cells
that may look different."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a stroke has to work with, as it was at the press."""

    document: Document
    toolbox: ToolBox
    say: Callable[[str], None]
    stand_in: StandIn

    @property
    def masks(self) -> bool:
        """The tools paint the mask, not the picture."""
        return self.toolbox.mode is Mode.MASK

    @property
    def target(self) -> GestureTarget:
        cursor = self.document.cursor
        return MaskTarget(cursor.frame) if self.masks else CelTarget(cursor.layer, cursor.frame)

    @property
    def brush(self) -> Brush:
        return _brush(self.toolbox.brush_size, self.toolbox.brush_shape.value)

    @property
    def symmetry(self) -> Symmetry:
        return Symmetry.centred(self.document.sprite.size, across=self.toolbox.symmetry_x, down=self.toolbox.symmetry_y)

    def begin(self, label: str) -> Gesture:
        """Open a gesture on what the mode paints. UserError when that cannot be painted on."""
        return self.document.begin(label, self.target)

    def ink(self, button: Button, tool: Tool) -> Ink:
        """What goes onto the cells: for a mask marked or not, for a picture the colour of the button or nothing."""
        if self.masks:
            return KEEP if tool is Tool.ERASER or button is Button.RIGHT else PAINT
        if tool is Tool.ERASER:
            return TRANSPARENT
        return self.toolbox.secondary if button is Button.RIGHT else self.toolbox.colour

    def mixing(self, ink: Ink) -> Mixing:
        """A translucent colour goes over what is there; nothing at all and mask values replace it."""
        translucent = not isinstance(ink, int) and ink.a > 0
        return Mixing.OVER if translucent else Mixing.REPLACE


@lru_cache(maxsize=16)
def _brush(size: int, shape: str) -> Brush:
    return Brush(size, BrushShape(shape))


class Stroke(Protocol):
    """One press to release. `cancel` leaves everything as it was at the press."""

    def move(self, touch: Touch) -> None: ...

    def release(self, touch: Touch) -> None: ...

    def cancel(self) -> None: ...


def require_inside(bench: Bench, cell: Point) -> None:
    """UserError when the cell lies outside the canvas."""
    if not bench.document.sprite.box.contains(*cell):
        raise UserError(_("That is outside the canvas. Click inside it."))
