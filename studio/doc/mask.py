"""Editing masks: (h, w) uint8 of the canvas' size, 0 keep, 255 repaint. Every function gives a new, read-only array."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from studio.core.geometry import Box, Point, Size
from studio.doc.fill import region_at
from studio.doc.pixels import Bools, MaskPixels, Pixels, box_of, frozen
from studio.doc.selection import Selection
from studio.doc.shapes import ellipse_cells

PAINT = 255
"""The value of a cell to repaint."""
KEEP = 0

Segments = npt.NDArray[np.int32]
"""(n, 4): x0, y0, x1, y1 of lines between cells, in cell corners."""


def of_cells(cells: Bools) -> MaskPixels:
    """A mask that repaints the true cells."""
    return frozen(np.where(cells, np.uint8(PAINT), np.uint8(KEEP)))


def cells_of(mask: MaskPixels) -> Bools:
    """The cells a mask repaints: those from 128 on."""
    marked: Bools = mask >= 128
    return marked


def from_selection(selection: Selection) -> MaskPixels:
    return of_cells(selection.cells)


def to_selection(mask: MaskPixels) -> Selection:
    return Selection.of(cells_of(mask))


def from_alpha(pixels: Pixels) -> MaskPixels:
    """A mask of everything that is drawn: alpha above 0."""
    return of_cells(pixels[..., 3] > 0)


def inverted(mask: MaskPixels | None, size: Size) -> MaskPixels:
    """What was kept is repainted and the other way round; no mask at all becomes a full one."""
    if mask is None:
        return frozen(np.full((size.height, size.width), PAINT, np.uint8))
    return frozen(255 - mask)


def filled(mask: MaskPixels, at: Point, value: int = PAINT) -> MaskPixels:
    """The joined area of one value around `at` gets another value. Outside of the canvas nothing happens."""
    result = mask.copy()
    result[region_at(mask, at)] = value
    return frozen(result)


def combined(mask: MaskPixels | None, cells: Bools, *, value: int = PAINT) -> MaskPixels:
    """The mask with a value on the true cells."""
    result = np.zeros(cells.shape, np.uint8) if mask is None else mask.copy()
    result[cells] = value
    return frozen(result)


def grown(mask: MaskPixels, by: int) -> MaskPixels:
    """Every area wider by `by` cells all round, with round corners."""
    return of_cells(grown_cells(cells_of(mask), by))


def shrunk(mask: MaskPixels, by: int) -> MaskPixels:
    """Every area narrower by `by` cells all round; the canvas' own edge is no outline."""
    return of_cells(~grown_cells(~cells_of(mask), by))


def border(mask: MaskPixels, width: int) -> MaskPixels:
    """Only the outermost `width` cells of every area."""
    cells = cells_of(mask)
    return of_cells(cells & grown_cells(~np.pad(cells, width), width)[width:-width, width:-width])


def grown_cells(cells: Bools, by: int) -> Bools:
    """True cells and all within a round brush of radius `by` around them."""
    box = box_of(cells)
    if by <= 0 or box.is_empty:
        return cells.copy()
    height, width = cells.shape
    around = box.grown(by).intersected(Box(0, 0, width, height))
    part = np.pad(cells[around.slices], by)
    result = np.zeros((around.height, around.width), np.bool_)
    sums = np.zeros((part.shape[0], part.shape[1] + 1), np.int32)
    np.cumsum(part, axis=1, out=sums[:, 1:])
    disc = ellipse_cells(Size(2 * by + 1, 2 * by + 1))
    for row, reach in enumerate(int(count) // 2 for count in disc.sum(axis=1)):
        right = sums[row : row + around.height, by + reach + 1 : by + reach + 1 + around.width]
        left = sums[row : row + around.height, by - reach : by - reach + around.width]
        result |= right > left
    whole = np.zeros_like(cells)
    whole[around.slices] = result
    return whole


def outline(cells: Bools) -> Segments:
    """The lines around the true cells, each as long as it can be; for drawing the edge of a mask or selection."""
    padded = np.pad(cells, 1).astype(np.int8)
    level = _runs(np.diff(padded, axis=0)[:, 1:-1], "level")
    upright = _runs(np.diff(padded, axis=1)[1:-1, :].T, "upright")
    return np.concatenate([level, upright])


def _runs(edges: npt.NDArray[np.int8], direction: Literal["level", "upright"]) -> Segments:
    """Lines along the rows of `edges`, where 1 and -1 tell on which side the inside is."""
    found = []
    for side in (1, -1):
        here = np.pad(edges == side, ((0, 0), (1, 1))).astype(np.int8)
        changes = np.diff(here, axis=1)
        rows, starts = np.nonzero(changes == 1)
        _same_rows, stops = np.nonzero(changes == -1)
        lines = (starts, rows, stops, rows) if direction == "level" else (rows, starts, rows, stops)
        found.append(np.stack(lines, axis=1).astype(np.int32))
    return np.concatenate(found)
