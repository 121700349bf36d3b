"""Right angles are exact, the others keep colours, pivots keep pixels."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.arrays import to_keys
from studio.local.rotate import Canvas, Flip, Turn, flipped, rotated, turned
from studio.local.scale import sampled_up, scaled_up
from tests.unit.local.drawing import colours_of, picture, written
from tests.unit.local.figures import front_hero

_L = ("r..", "r..", "rgg", "...")


def test_a_quarter_turn_is_clockwise() -> None:
    assert written(turned(picture(*_L), Turn.QUARTER)) == [".rrr", ".g..", ".g.."]
    assert written(turned(picture(*_L), Turn.HALF)) == ["...", "ggr", "..r", "..r"]


def test_flips() -> None:
    assert written(flipped(picture("rg", "b."), Flip.HORIZONTAL)) == ["gr", ".b"]
    assert written(flipped(picture("rg", "b."), Flip.VERTICAL)) == ["b.", "rg"]


@pytest.mark.parametrize("angle", [0, 90, 180, 270, 360, -90, 720])
def test_right_angles_on_a_square_are_exact(angle: int) -> None:
    sprite = front_hero()
    assert np.array_equal(rotated(sprite, angle), np.rot90(sprite, -(angle // 90)))


def test_half_a_turn_around_the_middle_of_any_canvas_is_exact() -> None:
    sprite = picture("rgb.", "..yk", "w...")
    assert np.array_equal(rotated(sprite, 180), sprite[::-1, ::-1])


def test_moving_the_pivot_changes_no_pixel() -> None:
    sprite = front_hero()
    for pivot in ((0.0, 0.0), (24.5, 3.25), (100.0, -7.0)):
        assert np.array_equal(rotated(sprite, 0, pivot=pivot), sprite)


def test_a_quarter_around_a_pivot_moves_pixels_exactly() -> None:
    sprite = picture("..r", "...", "...")
    assert written(rotated(sprite, 90, pivot=(1.5, 1.5))) == ["...", "...", "..r"]
    assert written(rotated(sprite, 180, pivot=(2.0, 1.0))) == ["...", ".r.", "..."]


def test_any_angle_uses_the_sprites_own_colours() -> None:
    sprite = front_hero()
    for angle in range(7, 360, 31):
        assert colours_of(rotated(sprite, angle)) <= colours_of(sprite)


def test_a_growing_canvas_loses_nothing() -> None:
    bar = picture(*["rrrrrrrrrrrr"] * 4)
    grown = rotated(bar, 45, canvas=Canvas.GROW)
    assert grown.shape[0] >= 12
    assert abs(int((grown[..., 3] > 0).sum()) - 48) <= 6
    assert written(rotated(bar, 90, canvas=Canvas.GROW)) == ["rrrr"] * 12


def test_a_diagonal_line_stays_one_line() -> None:
    line = np.zeros((21, 21, 4), np.uint8)
    line[10, 2:19] = (200, 40, 40, 255)
    height = (rotated(line, 30)[..., 3] // 255).sum(axis=0)
    assert height[4:17].min() >= 1
    assert height.max() <= 2


def test_sampling_the_enlargement_is_the_enlargement_sampled() -> None:
    keys = to_keys(front_hero())
    row, column = (grid.ravel() for grid in np.mgrid[0 : 48 * 8 : 3, 0 : 48 * 8 : 5])
    assert np.array_equal(sampled_up(keys, row, column, doublings=3), scaled_up(keys, doublings=3)[row, column])
