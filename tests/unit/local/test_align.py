"""A thrown out arm does not move the body."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.align import Offset, Stance, aligned, offsets_to, stance_of
from studio.local.arrays import BadPixels, Rgba
from tests.unit.local.drawing import picture


def _body() -> Rgba:
    sprite = np.zeros((32, 48, 4), np.uint8)
    sprite[4:28, 16:24] = (200, 40, 40, 255)
    return sprite


def test_a_thrown_out_arm_leaves_the_stance_where_it_was() -> None:
    punch = _body()
    punch[12:15, 24:46] = (40, 60, 200, 255)
    assert stance_of(_body()) == Stance(20.0, 28.0)
    assert stance_of(punch) == Stance(20.0, 28.0)
    box = np.flatnonzero(punch[..., 3].any(axis=0))
    assert (box[0] + box[-1] + 1) / 2 - 20 == 11


def test_frames_go_back_to_the_first_ones_place() -> None:
    drifted = np.roll(_body(), (-2, 5), axis=(0, 1))
    empty = np.zeros_like(drifted)
    assert offsets_to([_body(), drifted, empty]) == [Offset(0, 0), Offset(-5, 2), Offset(0, 0)]
    frames = aligned([_body(), drifted, empty])
    assert np.array_equal(frames[1], _body())
    assert not frames[2].any()


def test_an_empty_reference_is_refused() -> None:
    with pytest.raises(BadPixels, match="nothing to align"):
        aligned([picture("..")])
