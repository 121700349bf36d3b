"""The selected cells of a canvas: what painting is limited to. Not part of the sprite and not in its history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.core.geometry import Box, Size
from studio.doc.pixels import Bools, box_of


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """Chosen cells, (h, w) bool of the canvas' size, read-only. Use the makers of this module."""

    cells: Bools
    box: Box
    """The smallest box around the chosen cells."""

    @classmethod
    def of(cls, cells: Bools) -> Selection:
        """Takes ownership of the array."""
        cells = np.ascontiguousarray(cells, dtype=np.bool_)
        cells.flags.writeable = False
        return cls(cells, box_of(cells))

    @property
    def size(self) -> Size:
        return Size(self.cells.shape[1], self.cells.shape[0])

    @property
    def is_empty(self) -> bool:
        return self.box.is_empty
