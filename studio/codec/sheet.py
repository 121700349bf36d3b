"""Cutting a sheet of equal cells into frames, and guessing the cells from what is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from studio.core.errors import UserError
from studio.core.geometry import Box, Point, Size
from studio.core.words import _
from studio.doc.pixels import Bools, Pixels, frozen, size_of

SMALLEST_CELL = 4
"""Pixels; a guess never gives smaller cells."""

_SPACINGS = ((0, 1), (1, 1), (0, 2), (1, 2), (2, 2), (1, 0), (2, 0))
"""Offset and gap a guess tries where cells do not touch, the most usual first."""


class Grid(NamedTuple):
    """Equal cells in rows: `offset` is the top left corner of the first, `gap` what lies between two."""

    cell: Size
    offset: Point = Point(0, 0)
    gap: Size = Size(0, 0)

    def boxes(self, sheet: Size) -> Iterator[Box]:
        """The whole cells of a sheet, row by row."""
        for y in range(self.offset.y, sheet.height - self.cell.height + 1, self.cell.height + self.gap.height):
            for x in range(self.offset.x, sheet.width - self.cell.width + 1, self.cell.width + self.gap.width):
                yield Box(x, y, *self.cell)


def slice_grid(pixels: Pixels, grid: Grid, *, skip_empty: bool = True) -> tuple[Pixels, ...]:
    """The cells of a sheet as read-only frames, row by row; with `skip_empty` without the wholly transparent ones.

    UserError for a grid that gives no frame.
    """
    if min(grid.cell) < 1 or min(grid.gap) < 0 or min(grid.offset) < 0:
        raise UserError(_("A cell is at least 1 x 1 pixel, and offset and gap are 0 or more."))
    cells = [pixels[box.slices] for box in grid.boxes(size_of(pixels))]
    frames = tuple(frozen(cell.copy()) for cell in cells if not skip_empty or cell[..., 3].any())
    if not cells:
        raise UserError(
            _("No cell of {cell} pixels fits into the sheet of {sheet}. Choose a smaller cell.").format(
                cell=grid.cell, sheet=size_of(pixels)
            )
        )
    if not frames:
        raise UserError(_("Every cell of the sheet is empty. Choose another picture or keep the empty cells."))
    return frames


def guess_grid(pixels: Pixels) -> Grid | None:
    """The finest regular grid whose lines cut through nothing drawn and whose columns and rows all hold something.

    None when the picture looks like a single frame. A uniform colour in all four corners counts as empty.
    """
    drawn = _drawn(pixels)
    if not drawn.any():
        return None
    columns, rows = np.asarray(drawn.any(axis=0)), np.asarray(drawn.any(axis=1))
    plain = _grid(columns, rows, 0, 0)
    if plain is not None:
        return plain
    spaced = (_grid(columns, rows, offset, gap) for offset, gap in _SPACINGS)
    return min((grid for grid in spaced if grid is not None), key=lambda grid: grid.cell.area, default=None)


def _grid(columns: Bools, rows: Bools, offset: int, gap: int) -> Grid | None:
    """The finest grid of this spacing, None when none gives more than one cell."""
    width = _cell_side(columns, offset, gap)
    height = _cell_side(rows, offset, gap)
    if width is None or height is None:
        return None
    grid = Grid(Size(width, height), Point(offset, offset), Size(gap, gap))
    cells = sum(1 for _box in grid.boxes(Size(len(columns), len(rows))))
    return grid if cells > 1 else None


def _drawn(pixels: Pixels) -> Bools:
    corners = pixels[[0, 0, -1, -1], [0, -1, 0, -1]]
    drawn: Bools = pixels[..., 3] > 0
    if drawn.all() and (corners == corners[0]).all():
        drawn = (pixels != corners[0]).any(axis=2)
    return drawn


def _cell_side(used: Bools, offset: int, gap: int) -> int | None:
    """The smallest cell side along one axis; the whole length when nothing smaller fits. None when even that does not
    leave `offset` free."""
    room = len(used) - 2 * offset + gap
    if used[:offset].any() or used[len(used) - offset :].any():
        return None
    for side in range(SMALLEST_CELL, room - gap + 1):
        if room % (side + gap) == 0 and _fits(used, side, offset, gap):
            return side
    return None


def _fits(used: Bools, side: int, offset: int, gap: int) -> bool:
    """Whether every cell holds something, every gap nothing, and no drawing runs over a line between two cells."""
    for start in range(offset, len(used) - side + 1, side + gap):
        end = start + side
        if not used[start:end].any() or used[end : min(end + gap, len(used) - offset)].any():
            return False
        if gap == 0 and end < len(used) - offset and used[end - 1] and used[end]:
            return False
    return True
