"""A packed difference leads from either raster to the other."""

import numpy as np
import pytest

from studio.core.geometry import EMPTY_BOX, Box
from studio.doc.xor import ABSENT, Placed, compared, pack, unpack
from tests.unit.doc.drawing import drawn, mask, picture


def placed(text: str, x: int = 0, y: int = 0) -> Placed:
    pixels = picture(text)
    return Placed(pixels, Box(x, y, pixels.shape[1], pixels.shape[0]))


PAIRS = {
    "one cell": (placed("rr rr"), placed("rr rg"), Box(1, 1, 1, 1)),
    "grown": (placed("r", 2, 2), placed("r.. ..g", 2, 2), Box(4, 3, 1, 1)),
    "shrunk": (placed("rr rr", -1, 0), placed("r", 0, 1), Box(-1, 0, 2, 2)),
    "apart": (placed("r", 0, 0), placed("r", 3, 0), Box(0, 0, 4, 1)),
    "same elsewhere": (placed(".r", 0, 0), placed("r", 1, 0), EMPTY_BOX),
    "new": (ABSENT, placed("rg", 5, 5), Box(5, 5, 2, 1)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_it_leads_both_ways(name: str) -> None:
    before, after, where = PAIRS[name]
    pair = compared(before, after)
    assert pair.where.size == where.size
    assert pair.where == where or where.is_empty
    payload = pack(pair)
    for source, target in ((before, after), (after, before)):
        if target.raster is None:
            continue
        there = unpack(source, payload, target=target.box, tail=(4,))
        assert drawn(there) == drawn(target.raster)
        assert not there.flags.writeable


def test_masks_have_no_channels() -> None:
    before, after = Placed(mask("#.. ..."), Box(0, 0, 3, 2)), Placed(mask("#.. ..#"), Box(0, 0, 3, 2))
    pair = compared(before, after)
    assert (pair.where, pair.nbytes) == (Box(2, 1, 1, 1), 1)
    assert unpack(before, pack(pair), target=after.box, tail=()).tolist() == [[255, 0, 0], [0, 0, 255]]


def test_nothing_is_looked_at_outside_of_the_promised_box() -> None:
    before, after = placed("rrrr"), placed("grrg")
    assert compared(before, after, within=Box(2, 0, 2, 1)).where == Box(3, 0, 1, 1)
    assert compared(before, after, within=Box(9, 9, 2, 1)).where.is_empty


def test_a_stroke_on_a_large_picture_takes_some_bytes() -> None:
    art = np.random.default_rng(1).integers(0, 256, (256, 256, 4), np.uint8)
    after = art.copy()
    after[10:14, 20:40] = (1, 2, 3, 255)
    pair = compared(Placed(art, Box(0, 0, 256, 256)), Placed(after, Box(0, 0, 256, 256)))
    assert len(pack(pair)) < 400


@pytest.mark.parametrize("size", [(520, 517), (3, 100_000), (270_000, 1)])
def test_large_differences_lead_both_ways_too(size: tuple[int, int]) -> None:
    height, width = size
    rng = np.random.default_rng(2)
    old = rng.integers(0, 256, (height, width, 4), np.uint8)
    new = rng.integers(0, 256, (height + 2, width, 4), np.uint8)
    before, after = Placed(old, Box(0, 0, width, height)), Placed(new, Box(0, -1, width, height + 2))
    pair = compared(before, after)
    assert pair.nbytes > 2**20
    payload = pack(pair)
    assert np.array_equal(unpack(before, payload, target=after.box, tail=(4,)), new)
    assert np.array_equal(unpack(after, payload, target=before.box, tail=(4,)), old)
