"""Generated sprites keep their promises, whatever the seed."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.arrays import BadPixels, Rgba
from studio.local.oklab import to_oklab
from studio.local.procedural import Kind, animation, generate, variations
from studio.local.procedural.ramps import Tone, ramp
from studio.local.regions import connected_parts, grown
from tests.unit.local.drawing import colours_of

SIZES = (16, 24, 32, 48, 64)
_GAME_BOY = np.array([[15, 56, 15], [48, 98, 48], [139, 172, 15], [155, 188, 15]], np.uint8)


def _each() -> list[Rgba]:
    return [generate(kind, (size, size), None, seed) for kind in Kind for size in SIZES for seed in range(12)]


def test_every_sprite_is_one_part_with_hard_alpha_inside_its_canvas() -> None:
    for sprite in _each():
        assert set(np.unique(sprite[..., 3])) == {0, 255}
        assert connected_parts(sprite[..., 3] > 0, diagonals=True).total == 1
        covered = (sprite[..., 3] > 0).mean()
        assert 0.1 < covered < 0.85


def test_every_sprite_has_a_dark_outline() -> None:
    for sprite in _each():
        solid = sprite[..., 3] > 0
        rim = solid & grown(~solid)
        inner = solid & ~rim
        light = to_oklab(sprite)[..., 0]
        assert float(np.median(light[rim])) < 0.4
        assert float(np.median(light[inner])) > float(np.median(light[rim])) + 0.1


def test_creatures_and_ships_are_symmetric_in_outline() -> None:
    for kind in (Kind.CREATURE, Kind.SHIP):
        for size in (16, 32, 33, 48):
            for seed in range(12):
                solid = generate(kind, (size, size), None, seed)[..., 3] > 0
                lopsided = float((solid != solid[:, ::-1]).mean())
                assert lopsided < (0.04 if kind == Kind.CREATURE else 0.001)


def test_seeds_differ_and_repeat() -> None:
    for kind in Kind:
        sprites = {generate(kind, (32, 32), None, seed).tobytes() for seed in range(40)}
        assert len(sprites) >= 39
        assert generate(kind, (32, 32), None, 7).tobytes() in sprites


def test_only_palette_colours_are_used() -> None:
    allowed = {(*(int(part) for part in colour), 255) for colour in _GAME_BOY}
    for kind in Kind:
        for seed in range(10):
            assert colours_of(generate(kind, (32, 32), _GAME_BOY, seed)) <= allowed


def test_light_from_the_other_side_brightens_the_other_side() -> None:
    left, right = (
        to_oklab(generate(Kind.CREATURE, (48, 48), None, 3, light=light))[..., 0] for light in ((-1, -0.2), (1, -0.2))
    )
    assert left[:, :24].sum() - left[:, 24:].sum() > right[:, :24].sum() - right[:, 24:].sum() + 5


def test_an_animation_starts_with_the_sprite_itself_and_stays_on_its_feet() -> None:
    for kind in Kind:
        for seed in range(5):
            sprite, frames = generate(kind, (32, 32), None, seed), animation(kind, (32, 32), None, seed, frames=4)
            assert len(frames) == 4
            assert np.array_equal(frames[0], sprite)
            assert len({frame.tobytes() for frame in frames}) > 1
            if kind != Kind.SHIP:  # a longer flame may show its hot core
                assert all(colours_of(frame) <= colours_of(sprite) for frame in frames)
    for frame in animation(Kind.CREATURE, (32, 32), None, 1, frames=6):
        sprite = generate(Kind.CREATURE, (32, 32), None, 1)
        assert np.array_equal(frame[28:], sprite[28:])


def test_variations_begin_with_the_seed_itself() -> None:
    made = variations(Kind.ITEM, (16, 16), None, 5, count=3)
    assert np.array_equal(made[0], generate(Kind.ITEM, (16, 16), None, 5))
    assert len({sprite.tobytes() for sprite in made}) == 3


def test_ramps_rise_in_lightness_and_shift_in_hue() -> None:
    for hue in range(0, 360, 30):
        lab = to_oklab(ramp(hue))
        assert (np.diff(lab[:, 0]) > 0.05).all()
        angles = np.rad2deg(np.arctan2(lab[:, 2], lab[:, 1]))
        turn = (angles[Tone.SHADOW] - angles[Tone.LIGHT] + 180) % 360 - 180
        assert abs(turn) > 5


@pytest.mark.parametrize("size", [(11, 32), (32, 11), (257, 32), (0, 0)])
def test_sizes_out_of_range_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(BadPixels, match="between 12 and 256"):
        generate(Kind.CREATURE, size, None, 1)


def test_no_frames_are_refused() -> None:
    with pytest.raises(BadPixels, match="at least one frame"):
        animation(Kind.SHIP, (32, 32), None, 1, frames=0)
