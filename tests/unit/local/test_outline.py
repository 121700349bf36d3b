"""Outlines and replaced colours."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.arrays import BadPixels
from studio.local.outline import Corners, Side, colour_replaced, outlined
from tests.unit.local.drawing import COLOURS, picture, written

_BLACK = np.array(COLOURS["k"], np.uint8)


def test_outside() -> None:
    dot = picture(".....", ".....", "..r..", ".....", ".....")
    assert written(outlined(dot, _BLACK)) == [".....", "..k..", ".krk.", "..k..", "....."]
    assert written(outlined(dot, _BLACK, corners=Corners.CLOSED)) == [".....", ".kkk.", ".krk.", ".kkk.", "....."]
    assert written(outlined(dot, _BLACK, width=2)) == ["..k..", ".kkk.", "kkrkk", ".kkk.", "..k.."]


def test_inside_recolours_the_rim_but_not_at_the_canvas_edge() -> None:
    block = picture("rrrr", "rrrr", "rrrr", "....")
    assert written(outlined(block, _BLACK, side=Side.INSIDE)) == ["rrrr", "rrrr", "kkkk", "...."]


def test_an_outline_of_no_width_is_refused() -> None:
    with pytest.raises(BadPixels, match="at least 1 pixel"):
        outlined(picture("r"), _BLACK, width=0)


def test_replacing_is_exact() -> None:
    sprite = picture("rh.", "rgr")
    made = colour_replaced(sprite, np.array(COLOURS["r"], np.uint8), np.array(COLOURS["b"], np.uint8))
    assert written(made) == ["bh.", "bgb"]


def test_replacing_with_tolerance_keeps_alpha() -> None:
    sprite = picture("rhg")
    made = colour_replaced(sprite, np.array([205, 45, 45], np.uint8), np.array([1, 2, 3], np.uint8), tolerance=5)
    assert made.tolist() == [[[1, 2, 3, 255], [1, 2, 3, 90], list(COLOURS["g"])]]


def test_a_misshapen_colour_is_refused() -> None:
    with pytest.raises(BadPixels, match="3 or 4 values"):
        outlined(picture("r"), np.zeros(2, np.uint8))
