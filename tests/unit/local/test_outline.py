"""Outlines and replaced colours."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.arrays import BadPixels
from studio.local.outline import Corners, Side, outlined
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


def test_a_misshapen_colour_is_refused() -> None:
    with pytest.raises(BadPixels, match="3 or 4 values"):
        outlined(picture("r"), np.zeros(2, np.uint8))
