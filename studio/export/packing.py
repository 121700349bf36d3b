"""Puts rectangles into a small, nearly square sheet; no rotation, no overlap, the same result for the same input.

Up to some thousand pieces: maximal free rectangles in a strip, lowest place first, over several orders and widths
(Jylänki, "A Thousand Ways to Pack the Bin", 2010). Beyond: a skyline of column heights, whose window maxima come from
doubling. How much is tried depends on the number of pieces, never on the clock, so that a sheet never changes by
itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studio.core.geometry import Box, Point, Size

_FREE_RECTANGLES_UP_TO = 2500
_EFFORT = 4200
"""Pieces placed over all tries of one packing with free rectangles."""
_SKYLINE_EFFORT = 50_000
_WIDER = (1.0, 2.0, 0.5, 3.0, 1.5, 4.0, 6.0, 8.0, 12.0, 20.0, 16.0, 30.0, 25.0, 40.0, 50.0, 65.0, 80.0, 100.0)
"""Per cent beyond the square root of the area."""
_FAR = 1 << 30

Order = Callable[[Size], tuple[int, ...]]
_ORDERS: tuple[Order, ...] = (
    lambda size: (-max(size), -min(size)),
    lambda size: (-size.height, -size.width),
    lambda size: (-size.area,),
    lambda size: (-min(size), -max(size)),
    lambda size: (-(size.width + size.height),),
)


class Packed(NamedTuple):
    """Top left corners in the order of the sizes, and the size of the box around all."""

    points: tuple[Point, ...]
    size: Size


@lru_cache(maxsize=32)
def pack(sizes: tuple[Size, ...], *, widest: int = _FAR) -> Packed:
    """Places for pieces of at least 1 x 1; no wider than `widest` unless a single piece is."""
    if not sizes:
        return Packed((), Size(0, 0))
    free = len(sizes) <= _FREE_RECTANGLES_UP_TO
    place = _in_free_rectangles if free else _on_skyline
    tries = max(1, (_EFFORT if free else _SKYLINE_EFFORT) // len(sizes))
    best: Packed | None = None
    area = sum(size.area for size in sizes)
    for width, order in _plans(sizes, widest)[:tries]:
        found = _packed(sizes, place([sizes[index] for index in order], width), order)
        if best is None or _badness(found) < _badness(best):
            best = found
        if best.size.area == area:
            break
    assert best is not None
    return best


def _badness(packed: Packed) -> tuple[int, int]:
    return packed.size.area, max(packed.size)


def _plans(sizes: Sequence[Size], widest: int) -> list[tuple[int, tuple[int, ...]]]:
    area = sum(size.area for size in sizes)
    broadest = max(size.width for size in sizes)
    orders = [tuple(sorted(range(len(sizes)), key=lambda index: (*order(sizes[index]), index))) for order in _ORDERS]
    orders = list(dict.fromkeys(orders))
    widths: list[int] = []
    for wider in _WIDER:
        width = max(broadest, min(widest, math.ceil(math.sqrt(area) * (1 + wider / 100))))
        if width not in widths:
            widths.append(width)
    return [(width, order) for width in widths for order in orders]


def _packed(sizes: Sequence[Size], corners: Sequence[Point], order: Sequence[int]) -> Packed:
    points = [Point(0, 0)] * len(sizes)
    for index, corner in zip(order, corners, strict=True):
        points[index] = corner
    right = max(point.x + size.width for point, size in zip(points, sizes, strict=True))
    bottom = max(point.y + size.height for point, size in zip(points, sizes, strict=True))
    return Packed(tuple(points), Size(right, bottom))


def _in_free_rectangles(sizes: Sequence[Size], width: int) -> list[Point]:
    """Each piece into the free rectangle where its lower edge comes to lie highest, the leftmost of these."""
    free = np.array([[0, 0, width, _FAR]], np.int64)  # left, top, right, bottom; they overlap each other
    corners: list[Point] = []
    for size in sizes:
        fits = (free[:, 2] - free[:, 0] >= size.width) & (free[:, 3] - free[:, 1] >= size.height)
        rank = np.where(fits, free[:, 1] * _FAR + free[:, 0], np.iinfo(np.int64).max)
        corner = Point(*(int(value) for value in free[int(rank.argmin()), :2]))
        corners.append(corner)
        free = _without(free, Box(*corner, *size))
    return corners


def _without(free: npt.NDArray[np.int64], taken: Box) -> npt.NDArray[np.int64]:
    """The maximal free rectangles once this one is taken."""
    left, top, right, bottom = taken.x, taken.y, taken.right, taken.bottom
    hit = (free[:, 0] < right) & (free[:, 2] > left) & (free[:, 1] < bottom) & (free[:, 3] > top)
    kept, cut = free[~hit], free[hit]
    pieces = []
    for column, edge, remains in (
        (2, left, cut[:, 0] < left),
        (0, right, cut[:, 2] > right),
        (3, top, cut[:, 1] < top),
        (1, bottom, cut[:, 3] > bottom),
    ):
        piece = cut[remains].copy()
        piece[:, column] = edge
        pieces.append(piece)
    new = np.unique(np.concatenate(pieces), axis=0)
    if not len(new):
        return kept
    everything = np.concatenate((kept, new))
    inside = (
        (new[:, None, 0] >= everything[None, :, 0])
        & (new[:, None, 1] >= everything[None, :, 1])
        & (new[:, None, 2] <= everything[None, :, 2])
        & (new[:, None, 3] <= everything[None, :, 3])
    )
    return np.concatenate((kept, new[inside.sum(axis=1) == 1]))  # each lies inside itself


def _on_skyline(sizes: Sequence[Size], width: int) -> list[Point]:
    """Each piece onto the lowest stretch of the skyline that is wide enough, the leftmost of these."""
    heights = np.zeros(width, np.int32)
    corners: list[Point] = []
    for size in sizes:
        tops = heights
        covered = 1
        while covered * 2 <= size.width:
            tops = np.maximum(tops[:-covered], tops[covered:])
            covered *= 2
        if covered < size.width:
            rest = size.width - covered
            tops = np.maximum(tops[: len(tops) - rest], tops[rest:])
        left = int(tops.argmin())
        top = int(tops[left])
        corners.append(Point(left, top))
        heights[left : left + size.width] = top + size.height
    return corners
