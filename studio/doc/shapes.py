"""Lines, rectangles and ellipses as cells: integer arithmetic, the same result on every machine."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from studio.core.geometry import Box, Point, Size
from studio.doc.pixels import Bools


def line_cells(start: Point, end: Point) -> list[Point]:
    """Cells from start to end, both included, each touching the next by a side or a corner (Bresenham)."""
    dx, dy = abs(end.x - start.x), abs(end.y - start.y)
    step_x, step_y = (1 if end.x >= start.x else -1), (1 if end.y >= start.y else -1)
    x, y = start
    error = dx - dy
    cells = [Point(x, y)]
    while (x, y) != end:
        doubled = 2 * error
        if doubled > -dy:
            error -= dy
            x += step_x
        if doubled < dx:
            error += dx
            y += step_y
        cells.append(Point(x, y))
    return cells


def box_between(start: Point, end: Point) -> Box:
    """The box with these two cells in opposite corners."""
    return Box.spanning(min(start.x, end.x), min(start.y, end.y), max(start.x, end.x) + 1, max(start.y, end.y) + 1)


def squared(start: Point, end: Point) -> Point:
    """The end moved so that the box between both is a square: as far as the longer side."""
    side = max(abs(end.x - start.x), abs(end.y - start.y))
    return Point(start.x + (side if end.x >= start.x else -side), start.y + (side if end.y >= start.y else -side))


def straightened(start: Point, end: Point) -> Point:
    """The end moved onto the nearest of the lines that pixel art likes: level, upright, diagonal, or two to one."""
    dx, dy = end.x - start.x, end.y - start.y
    wide, high = abs(dx), abs(dy)
    sign_x, sign_y = (1 if dx >= 0 else -1), (1 if dy >= 0 else -1)
    long = max(wide, high)
    choices = ((long, 0), (long, long // 2), (long, long), (long // 2, long), (0, long))
    across, down = min(choices, key=lambda choice: (choice[0] - wide) ** 2 + (choice[1] - high) ** 2)
    return Point(start.x + sign_x * across, start.y + sign_y * down)


@lru_cache(maxsize=256)
def ellipse_cells(size: Size) -> Bools:
    """The filled ellipse that touches all sides of a box, (h, w) bool, read-only.

    Its outline runs through the centres of the outermost cells and takes the nearest cell in each row and column.
    """
    reach_x, reach_y = size.width - 1, size.height - 1
    x = np.abs(2 * np.arange(size.width, dtype=np.int64) - reach_x)[None, :]
    y = np.abs(2 * np.arange(size.height, dtype=np.int64) - reach_y)[:, None]
    by_column = (y - 1).clip(0) ** 2 * reach_x**2 <= reach_y**2 * (reach_x**2 - x**2)
    by_row = (x - 1).clip(0) ** 2 * reach_y**2 <= reach_x**2 * (reach_y**2 - y**2)
    cells: Bools = by_column | by_row
    cells.flags.writeable = False
    return cells


def rectangle_cells(size: Size) -> Bools:
    """The filled rectangle, (h, w) bool."""
    return np.ones((size.height, size.width), np.bool_)


def rim(cells: Bools) -> Bools:
    """The cells of a shape with a side on its outside: its outline, one cell thin."""
    padded = np.pad(cells, 1)
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    outline: Bools = cells & ~inner
    return outline


def cells_of(shape: Bools, box: Box) -> list[Point]:
    """The true cells of a shape whose top left is that of the box, row by row."""
    rows, columns = np.nonzero(shape)
    return [Point(int(x) + box.x, int(y) + box.y) for y, x in zip(rows, columns, strict=True)]
