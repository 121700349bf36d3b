"""Fewer colours: which ones, and where they go."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.arrays import BadPixels, Rgba
from studio.local.palette import Alpha, Dither, chosen_palette, map_to_palette, palette_of, quantise, quantise_frames
from tests.unit.local.drawing import COLOURS, colours_of, picture, written


def _ramp(width: int) -> Rgba:
    grey = np.linspace(0, 255, width).astype(np.uint8)
    return np.stack([grey, grey, grey, np.full(width, 255, np.uint8)], axis=-1)[None].repeat(4, axis=0)


def test_few_colours_come_back_unchanged() -> None:
    sprite = picture(".rrb", "gg.b", "kkkk")
    result = quantise(sprite, 4)
    assert written(result.pixels) == [".rrb", "gg.b", "kkkk"]
    assert {tuple(entry) for entry in result.palette.tolist()} == {COLOURS[letter] for letter in "rgbk"}


def test_the_palette_runs_from_dark_to_light() -> None:
    assert quantise(picture("wyrk"), 4).palette[:, 0].tolist() == [0, 200, 240, 255]


def test_alpha_becomes_hard_or_is_kept() -> None:
    sprite = np.array([[[200, 40, 40, 90], [200, 40, 40, 200]]], np.uint8)
    assert quantise(sprite, 2).pixels.tolist() == [[[0, 0, 0, 0], [200, 40, 40, 255]]]
    kept = quantise(sprite, 2, alpha=Alpha.KEEP).pixels
    assert kept[..., 3].tolist() == [[90, 200]]


def test_never_more_colours_than_asked_for() -> None:
    for colours in (1, 2, 5, 8):
        result = quantise(_ramp(64), colours)
        assert len(result.palette) <= colours
        assert len(colours_of(result.pixels)) <= colours


def test_two_colours_of_a_ramp_split_it_in_its_lightness_middle() -> None:
    pixels = quantise(_ramp(64), 2).pixels[0, :, 0]
    steps = np.flatnonzero(np.diff(pixels.astype(int)))
    assert len(steps) == 1
    assert 24 <= steps[0] <= 34


def test_protected_colours_are_in_the_palette_first() -> None:
    keep = np.array([[1, 2, 3], [250, 0, 250]], np.uint8)
    palette = chosen_palette([_ramp(64)], 4, keep=keep)
    assert palette[:2].tolist() == [[1, 2, 3, 255], [250, 0, 250, 255]]
    assert len(palette) == 4


def test_all_frames_share_one_palette() -> None:
    frames = [picture("rrrr"), picture("bbbb"), picture("gggg")]
    result = quantise_frames(frames, 3)
    assert [written(frame) for frame in result.frames] == [["rrrr"], ["bbbb"], ["gggg"]]
    squeezed = quantise_frames(frames, 2)
    used = set().union(*(colours_of(frame) for frame in squeezed.frames))
    assert used <= {tuple(entry) for entry in squeezed.palette.tolist()}
    assert len(used) == 2


def test_dither_mixes_the_two_colours_in_the_right_share() -> None:
    middle = np.full((8, 8, 4), 255, np.uint8)
    middle[..., :3] = 99  # OKLab lightness one half of white
    black_white = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)
    for dither in (Dither.BAYER4, Dither.BAYER8):
        mixed = map_to_palette(middle, black_white, dither=dither)
        assert colours_of(mixed) == {COLOURS["k"], COLOURS["w"]}
        assert 28 <= int((mixed[..., 0] == 255).sum()) <= 36
    assert colours_of(map_to_palette(middle, black_white)) in ({COLOURS["k"]}, {COLOURS["w"]})


def test_dither_leaves_palette_colours_alone() -> None:
    palette = np.array([COLOURS[letter] for letter in "kwrgb"], np.uint8)
    sprite = picture("kwrgb.", "brgwk.")
    assert written(map_to_palette(sprite, palette, dither=Dither.BAYER4)) == ["kwrgb.", "brgwk."]


def test_palette_of_counts_colours() -> None:
    found = palette_of(picture("rrrb", ".rrb", "...k"))
    assert found.tolist() == [[200, 40, 40, 255], [40, 60, 200, 255], [0, 0, 0, 255]]
    assert palette_of(picture("..")).shape == (0, 4)


def test_the_same_seed_gives_the_same_bytes() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (24, 24, 4), dtype=np.uint8)
    first, again = quantise(noise, 7, seed=5), quantise(noise, 7, seed=5)
    assert np.array_equal(first.pixels, again.pixels)
    assert np.array_equal(first.palette, again.palette)


@pytest.mark.parametrize("colours", [0, -1, 257])
def test_a_senseless_number_of_colours_is_refused(colours: int) -> None:
    with pytest.raises(BadPixels, match="between 1 and 256"):
        quantise(picture("r"), colours)


def test_more_protected_colours_than_colours_is_refused() -> None:
    with pytest.raises(BadPixels, match="2 colours are protected but only 1"):
        quantise(picture("r"), 1, keep=np.zeros((2, 3), np.uint8))


def test_an_empty_palette_is_refused() -> None:
    with pytest.raises(BadPixels, match="empty"):
        map_to_palette(picture("r"), np.zeros((0, 4), np.uint8))
