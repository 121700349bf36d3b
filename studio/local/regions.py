"""Masks as regions: neighbours, growing and shrinking, connected parts, flood and distance.

All arrays are (h, w) bool indexed [y, x]; nothing wraps around the edges of the picture.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studio.local.arrays import Flags, Ints

FOUR = ((-1, 0), (0, -1), (0, 1), (1, 0))
EIGHT = (*FOUR, (-1, -1), (-1, 1), (1, -1), (1, 1))


class Parts(NamedTuple):
    """Connected parts: labels (h, w), 0 outside and 1..count in reading order of their first pixel."""

    labels: npt.NDArray[np.int32]
    total: int

    def sizes(self) -> Ints:
        """Pixels per label; entry 0 counts the outside."""
        return np.bincount(self.labels.ravel(), minlength=self.total + 1)


def shifted(plane: npt.NDArray[np.generic], dy: int, dx: int) -> npt.NDArray[np.generic]:
    """The plane moved by (dy, dx); what comes in over the edge is zero."""
    h, w = plane.shape[:2]
    moved = np.zeros_like(plane)
    if abs(dy) < h and abs(dx) < w:
        moved[max(dy, 0) : h + min(dy, 0), max(dx, 0) : w + min(dx, 0)] = plane[
            max(-dy, 0) : h + min(-dy, 0), max(-dx, 0) : w + min(-dx, 0)
        ]
    return moved


def grown(region: Flags, *, diagonals: bool = False, steps: int = 1) -> Flags:
    """The region with its neighbours added, `steps` times."""
    for _step in range(steps):
        wider = region.copy()
        for dy, dx in EIGHT if diagonals else FOUR:
            wider |= shifted(region, dy, dx).astype(np.bool_)
        region = wider
    return region


def shrunk(region: Flags, *, diagonals: bool = False, steps: int = 1) -> Flags:
    """The region without the pixels that touch the outside; the picture's edge counts as outside."""
    for _step in range(steps):
        narrower = region.copy()
        for dy, dx in EIGHT if diagonals else FOUR:
            narrower &= shifted(region, dy, dx).astype(np.bool_)
        region = narrower
    return region


def connected_parts(region: Flags, *, diagonals: bool = False) -> Parts:
    """Label the 4- or 8-connected parts: horizontal runs, then union by hooking and pointer jumping."""
    h, w = region.shape
    closed = np.zeros((h, w + 2), np.bool_)
    closed[:, 1:-1] = region
    rows, starts = np.divmod(np.flatnonzero(closed[:, 1:] & ~closed[:, :-1]), w + 1)
    ends = np.flatnonzero(closed[:, :-1] & ~closed[:, 1:]) % (w + 1)
    count = len(rows)
    if count == 0:
        return Parts(np.zeros((h, w), np.int32), 0)
    reach = 1 if diagonals else 0
    stride = w + 2
    first = np.searchsorted(rows * stride + ends, (rows - 1) * stride + starts - reach, side="right")
    last = np.searchsorted(rows * stride + starts, (rows - 1) * stride + ends + reach, side="left")
    touching = np.maximum(last - first, 0)
    below = np.repeat(np.arange(count), touching)
    offsets = np.arange(len(below)) - np.repeat(np.cumsum(touching) - touching, touching)
    above = np.repeat(first, touching) + offsets
    roots = _united(count, below, above)
    found, numbers = np.unique(roots, return_inverse=True)
    steps = np.zeros(h * (w + 1), np.int32)
    steps[rows * (w + 1) + starts] = numbers + 1
    steps[rows * (w + 1) + ends] -= (numbers + 1).astype(np.int32)
    labels = np.cumsum(steps, dtype=np.int32).reshape(h, w + 1)[:, :w]
    return Parts(np.ascontiguousarray(labels), len(found))


def _united(count: int, left: Ints, right: Ints) -> Ints:
    """The smallest member of each run's set, given the pairs of runs that touch."""
    roots = np.arange(count)
    while True:
        low = np.minimum(roots[left], roots[right])
        hooked = roots.copy()
        np.minimum.at(hooked, roots[left], low)
        np.minimum.at(hooked, roots[right], low)
        while True:
            jumped = hooked[hooked]
            if np.array_equal(jumped, hooked):
                break
            hooked = jumped
        hooked = hooked[roots]
        if np.array_equal(hooked, roots):
            return roots
        roots = hooked


def largest_part(region: Flags, *, diagonals: bool = False) -> Flags:
    """Only the biggest connected part; the first one in reading order wins a tie."""
    parts = connected_parts(region, diagonals=diagonals)
    if parts.total <= 1:
        return region.copy()
    sizes = parts.sizes()
    sizes[0] = 0
    flags: Flags = parts.labels == int(sizes.argmax())
    return flags


def flooded(passable: Flags, seeds: Flags, *, diagonals: bool = False) -> Flags:
    """All passable pixels connected to a passable seed."""
    parts = connected_parts(passable, diagonals=diagonals)
    reached = np.zeros(parts.total + 1, np.bool_)
    reached[parts.labels[seeds & passable]] = True
    reached[0] = False
    flags: Flags = reached[parts.labels]
    return flags


def border(shape: tuple[int, ...]) -> Flags:
    """The outermost ring of pixels of a picture of this shape."""
    ring = np.ones(shape[:2], np.bool_)
    ring[1:-1, 1:-1] = False
    return ring


def steps_from(passable: Flags, seeds: Flags) -> Ints:
    """Length of the shortest way inside the region (8-neighbours, diagonal counts 1); -1 where there is none."""
    steps = np.full(passable.shape, -1, np.intp)
    front = seeds & passable
    step = 0
    while front.any():
        steps[front] = step
        step += 1
        front = grown(front, diagonals=True) & passable & (steps < 0)
    return steps
