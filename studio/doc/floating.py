"""Pixels that were pasted or lifted and lie on top of a cel: they can be moved again without what is under them.

They are part of the cel from the first moment, so that nothing is ever lost; what is remembered beside it is what the
cel looks like without them. That holds as long as the sprite, the selection and the cursor are the ones they were
dropped with; after any other step the pixels are like all others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from studio.core.geometry import EMPTY_BOX, Box, Size
from studio.doc.blend import blend_over
from studio.doc.edits import Patch, read_cel
from studio.doc.model import Cel, CelKey
from studio.doc.pixels import Bools, Pixels, frozen
from studio.doc.selection import Selection


@dataclass(frozen=True, slots=True, eq=False)
class Floating:
    """`pixels` (h, w, 4) and their chosen `cells` (h, w) lie at `box`, which may reach beyond the canvas.

    Reads as the content of its cel's layer (a `PixelSource`), in cells of the canvas.
    """

    key: CelKey
    size: Size
    """Of the canvas."""
    base: Cel | None
    """The cel before anything was put on it."""
    hole: Selection | None
    """The cells that the pixels were lifted from; None for pasted ones."""
    pixels: Pixels
    cells: Bools
    box: Box
    written: Box = EMPTY_BOX
    """Every cell that looks otherwise than in `base`, on any of their places so far."""

    @classmethod
    def lifted(cls, key: CelKey, cel: Cel, selection: Selection) -> Floating:
        """The selected cells of a cel, still at their place."""
        box = selection.box
        cells = selection.cells[box.slices].copy()
        pixels = read_cel(cel, box)
        pixels[~cells] = 0
        return cls(key, selection.size, cel, selection, frozen(pixels), cells, box, box)

    @classmethod
    def pasted(cls, key: CelKey, size: Size, cel: Cel | None, *, pixels: Pixels, box: Box) -> Floating:
        """A picture on top of a cel; None where the frame had none on that layer."""
        return cls(key, size, cel, None, pixels, pixels[..., 3] > 0, box, box.intersected(Box.of_size(size)))

    def moved(self, dx: int, dy: int) -> Floating:
        """Shifted by whole cells."""
        box = self.box.moved(dx, dy)
        return replace(self, box=box, written=self.written.united(box.intersected(Box.of_size(self.size))))

    @property
    def selection(self) -> Selection:
        """Their cells on the canvas."""
        cells = np.zeros((self.size.height, self.size.width), np.bool_)
        inside = self.box.intersected(Box.of_size(self.size))
        if not inside.is_empty:
            cells[inside.slices] = self.cells[inside.moved(-self.box.x, -self.box.y).slices]
        return Selection.of(cells)

    def read(self, box: Box) -> Pixels:
        """The cel with them, (h, w, 4) of a box inside the canvas."""
        result = self.under(box)
        inside = box.intersected(self.box)
        if not inside.is_empty:
            own = self.pixels[inside.moved(-self.box.x, -self.box.y).slices]
            blend_over(result[inside.moved(-box.x, -box.y).slices], own)
        return result

    def under(self, box: Box) -> Pixels:
        """The cel without them, (h, w, 4) of a box inside the canvas."""
        result = read_cel(self.base, box)
        if self.hole is not None:
            result[self.hole.cells[box.slices]] = 0
        return result

    @property
    def patches(self) -> list[Patch]:
        """What makes the cel look like this, wherever they were before."""
        return [] if self.written.is_empty else [(self.written, frozen(self.read(self.written)))]

    @property
    def patches_without(self) -> list[Patch]:
        """What takes them away."""
        return [] if self.written.is_empty else [(self.written, frozen(self.under(self.written)))]
