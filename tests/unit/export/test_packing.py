"""Packing: nothing overlaps, little is wasted, and the same input gives the same sheet."""

from __future__ import annotations

import random

import numpy as np
import pytest

from studio.core.geometry import Point, Size
from studio.export.packing import Packed, pack


def mixed(count: int) -> tuple[Size, ...]:
    """Trimmed frames of several sprite sizes, as a game has them."""
    draw = random.Random(3)
    sizes = []
    for _ in range(count):
        side = draw.choices((16, 32, 48, 64, 128), (2, 5, 3, 4, 1))[0]
        width, height = round(draw.gauss(0.58, 0.16) * side), round(draw.gauss(0.78, 0.13) * side)
        sizes.append(Size(max(3, min(side, width)), max(3, min(side, height))))
    return tuple(sizes)


def check_places(sizes: tuple[Size, ...], packed: Packed) -> None:
    covered = np.zeros((packed.size.height, packed.size.width), np.uint8)
    for point, size in zip(packed.points, sizes, strict=True):
        part = covered[point.y : point.y + size.height, point.x : point.x + size.width]
        assert part.shape == (size.height, size.width), "inside the sheet"
        part += 1
    assert covered.max() == 1, "no overlap"


@pytest.mark.parametrize(("count", "density"), [(100, 0.955), (1000, 0.98), (4000, 0.96)])
def test_dense_without_overlap(count: int, density: float) -> None:
    sizes = mixed(count)
    packed = pack(sizes)
    check_places(sizes, packed)
    assert sum(size.area for size in sizes) / packed.size.area >= density


def test_small_cases() -> None:
    assert pack(()) == Packed((), Size(0, 0))
    assert pack((Size(3, 5),)) == Packed((Point(0, 0),), Size(3, 5))
    four = pack((Size(2, 2),) * 4)
    assert four.size in (Size(4, 4), Size(8, 2), Size(2, 8))
    check_places((Size(2, 2),) * 4, four)


def test_a_limit_of_width_is_kept() -> None:
    sizes = (Size(4, 1),) * 10
    packed = pack(sizes, widest=9)
    assert packed.size.width <= 9
    check_places(sizes, packed)
    assert pack((Size(20, 1),), widest=9).size == Size(20, 1), "a piece wider than the limit still has a place"


def test_the_same_pieces_give_the_same_sheet() -> None:
    sizes = mixed(60)
    first = pack(sizes)
    pack.cache_clear()
    assert pack(sizes) == first
