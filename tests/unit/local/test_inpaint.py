"""Masks are filled from the sprite itself."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.arrays import BadPixels
from studio.local.guide import mirror_axis
from studio.local.inpaint import inpaint
from tests.unit.local.drawing import COLOURS, colours_of, mask, picture, written
from tests.unit.local.figures import front_hero


def test_stripes_go_on_through_the_hole() -> None:
    stripes = picture(*(["rgrgrgrgrgrg"] * 8))
    hole = mask(*(["............"] * 2), *(["....xxxx...."] * 4), *(["............"] * 2))
    broken = np.where(hole[..., None] > 0, np.array(COLOURS["y"], np.uint8), stripes)
    assert written(inpaint(broken, hole, seed=1)) == ["rgrgrgrgrgrg"] * 8


def test_an_outline_is_closed() -> None:
    box = picture("........", ".kkkkkk.", ".krrrrk.", ".krrrrk.", ".krrrrk.", ".krrrrk.", ".kkkkkk.", "........")
    hole = mask("........", "...xx...", "...xx...", *(["........"] * 5))
    broken = box.copy()
    broken[hole > 0] = COLOURS["b"]
    assert np.array_equal(inpaint(broken, hole, seed=3), box)


def test_a_missing_half_comes_from_the_other_one() -> None:
    hero = front_hero()
    hole = np.zeros(hero.shape[:2], np.uint8)
    hole[10:18, 25:34] = 255
    broken = hero.copy()
    broken[hole > 0] = (255, 0, 255, 255)
    made = inpaint(broken, hole, seed=2)
    mirrored = hero[:, ::-1]
    same = (made[hole > 0] == mirrored[hole > 0]).all(axis=-1).mean()
    assert same > 0.9


def test_clear_surroundings_stay_clear() -> None:
    dot = picture("........", "........", "..rr....", "..rr....", "........", "........", "........", "........")
    hole = mask("........", "........", "........", "........", "......xx", "......xx", "......xx", "......xx")
    assert written(inpaint(dot, hole, seed=1)) == written(dot)


def test_colour_under_clear_pixels_outside_the_mask_keeps_every_byte() -> None:
    sprite = picture("rrrr....", "rrrr....", "rrrr....", "rrrr....")
    sprite[:, 5] = (9, 8, 7, 0)
    hole = mask("........", ".xx.....", ".xx.....", "........")
    made = inpaint(sprite, hole, seed=1)
    assert made[hole == 0].tobytes() == sprite[hole == 0].tobytes()
    assert made[:, 5].tolist() == [[9, 8, 7, 0]] * 4


def test_an_empty_mask_changes_nothing() -> None:
    sprite = picture("rgb", "h.k")
    assert np.array_equal(inpaint(sprite, np.zeros((2, 3), np.uint8), seed=1), sprite)


def test_a_mask_over_everything_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="covers the whole picture") as caught:
        inpaint(picture("rg", "br"), np.full((2, 2), 255, np.uint8), seed=1)
    assert isinstance(caught.value, BadPixels)


def test_a_mask_of_another_size_is_refused() -> None:
    with pytest.raises(BadPixels, match="3 x 1 pixels but the picture is 2 x 2"):
        inpaint(picture("rg", "br"), np.zeros((1, 3), np.uint8), seed=1)


def test_one_known_pixel_is_enough() -> None:
    sprite = picture("rgb", "gbr", "brg")
    hole = mask("xxx", "x.x", "xxx")
    assert written(inpaint(sprite, hole, seed=1)) == ["bbb", "bbb", "bbb"]


def test_a_palette_binds_new_pixels_only() -> None:
    sprite = picture("rrrrrr", "rrrrrr", "rrrrrr", "rrrrrr")
    hole = mask("......", "..xx..", "..xx..", "......")
    made = inpaint(sprite, hole, seed=1, palette=np.array([[190, 30, 60], [0, 0, 0]], np.uint8))
    assert colours_of(made[hole > 0][None]) == {(190, 30, 60, 255)}
    assert np.array_equal(made[hole == 0], sprite[hole == 0])


def test_the_seed_decides_between_equals() -> None:
    noise = np.random.default_rng(4).integers(0, 2, (16, 16))
    sprite = np.where(noise[..., None] == 0, np.array(COLOURS["r"], np.uint8), np.array(COLOURS["g"], np.uint8))
    hole = np.zeros((16, 16), np.uint8)
    hole[4:12, 4:12] = 255
    made = [inpaint(sprite, hole, seed=seed).tobytes() for seed in range(6)]
    assert len(set(made)) > 1
    assert made[2] == inpaint(sprite, hole, seed=2).tobytes()


def test_the_axis_of_a_figure_is_found_and_a_tile_has_none() -> None:
    hero = front_hero()
    solid = hero[..., 3] > 0
    assert mirror_axis(solid, np.ones_like(solid)) == 47
    assert mirror_axis(np.ones((8, 8), np.bool_), np.ones((8, 8), np.bool_)) is None


def test_a_big_picture_is_filled_from_near_the_hole_and_from_its_mirror_image() -> None:
    big = np.repeat(np.repeat(front_hero(), 4, axis=0), 4, axis=1)
    hole = np.zeros(big.shape[:2], np.uint8)
    hole[44:68, 104:132] = 255
    broken = np.where(hole[..., None] > 0, np.uint8(77), big)
    made = inpaint(broken, hole, seed=1)
    assert np.array_equal(made[hole == 0], big[hole == 0])
    assert (made[hole > 0] == big[:, ::-1][hole > 0]).all(axis=-1).mean() > 0.8
