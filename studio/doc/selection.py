"""The selected cells of a canvas: what painting is limited to. Not part of the sprite and not in its history.

Coordinates are cells; areas may reach beyond the canvas and are cut to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from studio.core.geometry import Box, Point, Size
from studio.doc.fill import Region, region_at
from studio.doc.pixels import Bools, Pixels, box_of
from studio.doc.shapes import ellipse_cells, line_cells


class Combine(StrEnum):
    """What a new area does to the selection there is."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


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

    def inverted(self) -> Selection:
        """Everything that is not chosen."""
        return Selection.of(~self.cells)

    def moved(self, dx: int, dy: int) -> Selection:
        """Shifted by whole cells; what leaves the canvas is dropped."""
        result = np.zeros_like(self.cells)
        canvas = Box.of_size(self.size)
        there = canvas.moved(dx, dy).intersected(canvas)
        if not there.is_empty:
            result[there.slices] = self.cells[there.moved(-dx, -dy).slices]
        return Selection.of(result)


def combined(old: Selection | None, new: Selection, how: Combine) -> Selection:
    """The selection after an area was drawn. Without an old one there is nothing to subtract from."""
    match how:
        case Combine.REPLACE:
            return new
        case Combine.ADD:
            return new if old is None else Selection.of(old.cells | new.cells)
        case Combine.SUBTRACT:
            return Selection.of(np.zeros_like(new.cells) if old is None else old.cells & ~new.cells)
        case Combine.INTERSECT:
            return new if old is None else Selection.of(old.cells & new.cells)


def rectangle(size: Size, box: Box) -> Selection:
    """All cells of a box."""
    cells = np.zeros((size.height, size.width), np.bool_)
    inside = box.intersected(Box.of_size(size))
    if not inside.is_empty:
        cells[inside.slices] = True
    return Selection.of(cells)


def ellipse(size: Size, box: Box) -> Selection:
    """The ellipse that touches the four sides of a box."""
    cells = np.zeros((size.height, size.width), np.bool_)
    inside = box.intersected(Box.of_size(size))
    if not inside.is_empty:
        cells[inside.slices] = ellipse_cells(box.size)[inside.moved(-box.x, -box.y).slices]
    return Selection.of(cells)


def lasso(size: Size, points: Sequence[Point]) -> Selection:
    """The cells inside a closed outline of cells, the outline's own included; even-odd where it crosses itself."""
    cells = np.zeros((size.height, size.width), np.bool_)
    if not points:
        return Selection.of(cells)
    corners = np.array(points, np.float64)
    following = np.roll(corners, -1, axis=0)
    columns = np.arange(size.width)
    for y in range(max(0, int(corners[:, 1].min())), min(size.height, int(corners[:, 1].max()) + 1)):
        above = corners[:, 1] <= y
        crossing = above != (following[:, 1] <= y)
        a, b = corners[crossing], following[crossing]
        xs = np.sort(a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1]))
        cells[y] = np.searchsorted(xs, columns, side="right") % 2 == 1
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        for x, y in line_cells(start, end):
            if 0 <= x < size.width and 0 <= y < size.height:
                cells[y, x] = True
    return Selection.of(cells)


def wand(pixels: Pixels, at: Point, *, tolerance: int = 0, region: Region = Region.CONTIGUOUS) -> Selection:
    """The cells with the colour of the one at `at`, (h, w, 4) of the canvas' size."""
    return Selection.of(region_at(pixels, at, tolerance=tolerance, region=region))
