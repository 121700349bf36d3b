"""Sizes change, colours do not."""

from __future__ import annotations

import pytest

from studio.local.arrays import BadPixels
from studio.local.resize import Anchor, Down, Smooth, enlarged, reduced, resized, smoothed_up, with_canvas
from tests.unit.local.drawing import picture, written


def test_enlarging_makes_blocks() -> None:
    assert written(enlarged(picture("r.", "gb"), 2)) == ["rr..", "rr..", "ggbb", "ggbb"]


def test_reducing_takes_the_majority_or_the_middle() -> None:
    sprite = picture("rrrb", "rgbb", "yyk.", "yyyg")
    assert written(reduced(sprite, 2)) == ["rb", "yk"]
    assert written(reduced(sprite, 2, how=Down.NEAREST)) == ["gb", "yg"]


def test_a_side_that_does_not_divide_is_refused() -> None:
    with pytest.raises(BadPixels, match="3 x 1 does not divide by 2"):
        reduced(picture("rgb"), 2)


def test_scale2x_rounds_a_diagonal() -> None:
    steps = picture(".....", ".r...", ".rr..", ".rrr.", ".....")
    assert written(smoothed_up(steps, Smooth.SCALE2X)) == [
        "..........",
        "..........",
        "..rr......",
        "..rrr.....",
        "..rrr.....",
        "..rrrrr...",
        "..rrrrrr..",
        "...rrrrr..",
        "..........",
        "..........",
    ]


def test_scale3x_keeps_flat_areas() -> None:
    assert written(smoothed_up(picture("rr", "gg"), Smooth.SCALE3X)) == ["rrrrrr"] * 3 + ["gggggg"] * 3


def test_nearest_to_any_size() -> None:
    assert written(resized(picture("rgb"), (5, 1))) == ["rrgbb"]
    assert written(resized(picture("rgby", "kkkk"), (2, 1))) == ["kk"]
    assert written(resized(picture("rg"), (4, 2))) == ["rrgg", "rrgg"]


@pytest.mark.parametrize(
    ("anchor", "rows"),
    [
        (Anchor.TOP_LEFT, ["rg..", "....", "...."]),
        (Anchor.CENTRE, ["....", ".rg.", "...."]),
        (Anchor.BOTTOM, ["....", "....", ".rg."]),
        (Anchor.RIGHT, ["....", "..rg", "...."]),
        (Anchor.BOTTOM_RIGHT, ["....", "....", "..rg"]),
    ],
)
def test_the_anchor_says_where_the_old_canvas_sits(anchor: Anchor, rows: list[str]) -> None:
    assert written(with_canvas(picture("rg"), (4, 3), anchor=anchor)) == rows


def test_a_smaller_canvas_cuts() -> None:
    sprite = picture("rgb", "ykw", "bgr")
    assert written(with_canvas(sprite, (1, 1))) == ["k"]
    assert written(with_canvas(sprite, (2, 1), anchor=Anchor.BOTTOM_LEFT)) == ["bg"]


@pytest.mark.parametrize("size", [(0, 3), (3, 0), (9000, 1)])
def test_impossible_sizes_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(BadPixels, match="between 1 and 8192"):
        resized(picture("r"), size)
    with pytest.raises(BadPixels, match="between 1 and 8192"):
        with_canvas(picture("r"), size)
