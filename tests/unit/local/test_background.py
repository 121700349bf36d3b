"""Backgrounds go, sprites stay."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.arrays import BadPixels
from studio.local.background import background_colour, remove_background
from tests.unit.local.drawing import COLOURS, picture, written


def test_the_background_goes_and_a_hole_of_its_colour_stays() -> None:
    sprite = picture("wwwww", "wrrrw", "wrwrw", "wrrrw", "wwwww")
    assert written(remove_background(sprite)) == [".....", ".rrr.", ".rwr.", ".rrr.", "....."]


def test_holes_go_when_asked_for() -> None:
    sprite = picture("wwwww", "wrrrw", "wrwrw", "wrrrw", "wwwww")
    assert written(remove_background(sprite, contiguous=False)) == [".....", ".rrr.", ".r.r.", ".rrr.", "....."]


def test_a_sprite_that_touches_the_edge_is_kept() -> None:
    assert written(remove_background(picture("wwww", "wrrr", "wrrr"))) == ["....", ".rrr", ".rrr"]


def test_tolerance_takes_near_colours() -> None:
    sprite = picture("www", "wrw", "www")
    sprite[0, 0] = (248, 248, 248, 255)
    sprite[0, 1] = (220, 220, 220, 255)
    assert written(remove_background(sprite, tolerance=20)) == ["...", ".r.", "..."]
    exact = remove_background(sprite, tolerance=0, colour=np.array(COLOURS["w"], np.uint8))
    assert exact[0, :, 3].tolist() == [255, 255, 0]


def test_mixed_rims_go_with_the_halo() -> None:
    sprite = picture("wwwwww", "wrrrrw", "wrrrrw", "wrrrrw", "wwwwww")
    sprite[1, 1:5] = (235, 175, 175, 255)
    without = remove_background(sprite)
    assert without[1, 1:5, 3].tolist() == [255] * 4
    assert written(remove_background(sprite, halo=1)) == ["......", "......", ".rrrr.", ".rrrr.", "......"]


def test_a_dark_outline_is_no_halo() -> None:
    sprite = picture("wwwwww", "wkkkkw", "wkrrkw", "wkkkkw", "wwwwww")
    assert written(remove_background(sprite, halo=2)) == ["......", ".kkkk.", ".krrk.", ".kkkk.", "......"]


def test_alpha_is_hard_afterwards() -> None:
    sprite = picture("....", ".rh.", "....")
    sprite[1, 1, 3] = 200
    cleaned = remove_background(sprite)
    assert written(cleaned) == ["....", ".r..", "...."]
    assert background_colour(sprite) is None


def test_the_most_frequent_border_colour_is_the_background() -> None:
    found = background_colour(picture("rggg", "g..g", "gbbg"))
    assert found is not None
    assert tuple(found.tolist()) == COLOURS["g"]


@pytest.mark.parametrize("tolerance", [-1, 101])
def test_a_senseless_tolerance_is_refused(tolerance: float) -> None:
    with pytest.raises(BadPixels, match="0 to 100"):
        remove_background(picture("w"), tolerance=tolerance)
