"""The border between marked and unmarked cells as straight runs. Pure numpy, no Qt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.doc.pixels import Bools

Runs = npt.NDArray[np.int32]
"""(n, 4): x1, y1, x2, y2 in cell corners; horizontal runs first, each as long as it can be."""


_WORTH_JOINING = 32
"""Boxes from which joining them costs less than handling each."""


def contour(cells: Bools) -> Runs:
    """Runs around the true cells; what lies beyond the array counts as false."""
    height, width = cells.shape
    if cells.all():
        return np.array(
            [[0, 0, width, 0], [0, height, width, height], [0, 0, 0, height], [width, 0, width, height]], np.int32
        )
    padded = np.zeros((height + 2, width + 2), np.bool_)
    padded[1:-1, 1:-1] = cells
    across = padded[1:, 1:-1] != padded[:-1, 1:-1]
    down = padded[1:-1, 1:] != padded[1:-1, :-1]
    rows, starts, ends = _runs(across)
    columns, tops, bottoms = _runs(down.T)
    return np.concatenate(
        [np.stack([starts, rows, ends, rows], axis=1), np.stack([columns, tops, columns, bottoms], axis=1)]
    ).astype(np.int32)


def row_runs(cells: Bools) -> Runs:
    """The true cells as boxes (x, y, width, height); where there are many, equal runs of neighbouring rows joined."""
    if cells.all():
        return np.array([[0, 0, cells.shape[1], cells.shape[0]]], np.int32)
    rows, starts, ends = _runs(cells)
    if rows.size < _WORTH_JOINING:
        return np.stack([starts, rows, ends - starts, np.ones_like(rows)], axis=1).astype(np.int32)
    order = np.lexsort((rows, ends, starts))
    rows, starts, ends = rows[order], starts[order], ends[order]
    new = np.ones(rows.size, np.bool_)
    new[1:] = (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1]) | (rows[1:] != rows[:-1] + 1)
    first = np.flatnonzero(new)
    heights = np.diff(np.append(first, rows.size))
    return np.stack([starts[first], rows[first], ends[first] - starts[first], heights], axis=1).astype(np.int32)


def _runs(cells: Bools) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Row, start and end of each run of true cells, row by row."""
    padded = np.zeros((cells.shape[0], cells.shape[1] + 2), np.int8)
    padded[:, 1:-1] = cells
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    return rows, starts, ends
