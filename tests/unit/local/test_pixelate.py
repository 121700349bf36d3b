"""Grids are found where they are, and cells become pixels."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.arrays import BadPixels, Rgba
from studio.local.pixelate import Grid, Reduce, detect_grid, grid_for_size, pixelate, pixelate_frames
from studio.local.procedural import Kind, generate
from tests.unit.local.drawing import picture, written


def _small() -> Rgba:
    sprites = [generate(kind, (16, 16), None, seed) for seed, kind in enumerate([*Kind, Kind.CREATURE])]
    rows = [np.concatenate(sprites[:2], axis=1), np.concatenate(sprites[2:], axis=1)]
    sheet = np.concatenate(rows, axis=0)
    sheet[sheet[..., 3] == 0] = (240, 240, 235, 255)
    return sheet


def _enlarged(small: Rgba, width: int) -> Rgba:
    at = (2 * np.arange(width) + 1) * small.shape[0] // (2 * width)
    big: Rgba = small[at][:, at]
    return big


@pytest.mark.parametrize("factor", [2, 3, 4, 5, 7, 8, 12, 16, 24, 48])
def test_whole_cells_are_found_exactly(factor: int) -> None:
    small = _small()
    found = detect_grid(_enlarged(small, 32 * factor))
    assert (found.cell_w, found.cell_h, found.phase_x, found.phase_y) == (factor, factor, 0, 0)
    assert found.confidence > 0.95


@pytest.mark.parametrize("width", [170, 340, 500, 501])
def test_cells_need_not_be_whole(width: int) -> None:
    found = detect_grid(_enlarged(_small(), width))
    assert found.cell_w == pytest.approx(width / 32, rel=0.002)
    assert found.cell_h == pytest.approx(width / 32, rel=0.002)


def test_a_cut_picture_tells_its_phase() -> None:
    found = detect_grid(_enlarged(_small(), 320)[3:, 7:])
    assert (found.cell_w, found.cell_h) == (10, 10)
    assert (found.phase_x, found.phase_y) == (3, 7)


def test_noise_and_blur_do_not_hide_the_grid() -> None:
    big = _enlarged(_small(), 384).astype(np.int16)
    blurred = (big * 2 + np.roll(big, 1, axis=0) + np.roll(big, 1, axis=1)) // 4
    noise = np.random.default_rng(1).integers(-8, 9, blurred.shape)
    noisy = np.clip(blurred + noise, 0, 255).astype(np.uint8)
    noisy[..., 3] = 255
    found = detect_grid(noisy)
    assert (found.cell_w, found.cell_h) == (12, 12)
    assert found.confidence > 0.6


def test_enlarging_is_undone() -> None:
    small = _small()
    made = pixelate(_enlarged(small, 32 * 9))
    assert np.array_equal(made.pixels, small)


def test_noisy_enlarging_is_undone_but_for_the_noise() -> None:
    small = _small()
    big = np.clip(_enlarged(small, 256) + np.random.default_rng(2).integers(-6, 7, (256, 256, 4)), 0, 255)
    big[..., 3] = 255
    made = pixelate(big.astype(np.uint8), colours=40)
    assert made.pixels.shape == (32, 32, 4)
    assert len(made.palette) <= 40
    off = np.abs(made.pixels.astype(int) - small.astype(int)).max(axis=2)
    assert (off < 30).mean() > 0.97


def test_native_pixel_art_and_plain_pictures_have_no_grid() -> None:
    assert detect_grid(np.full((40, 40, 4), 255, np.uint8)).confidence == 0
    for seed in range(6):
        assert detect_grid(generate(Kind.CREATURE, (48, 48), None, seed)).confidence < 0.5
    noise = np.random.default_rng(0).integers(0, 256, (96, 96, 4), dtype=np.uint8)
    assert detect_grid(noise).confidence < 0.5


def test_no_grid_is_said() -> None:
    with pytest.raises(BadPixels, match="say which size the result is to have"):
        pixelate(np.full((40, 40, 4), 255, np.uint8))


def test_a_given_cell_takes_the_majority() -> None:
    big = picture("rrbb", "rgbb", "..kk", "h.kw")
    made = pixelate(big, grid=Grid(2, 2), reduce=Reduce.MAJORITY)
    assert written(made.pixels) == ["rb", ".k"]


def test_a_given_cell_takes_the_median_of_what_is_solid() -> None:
    big = picture("rrrb", "rrbb", "..kk", "..kk")
    assert written(pixelate(big, grid=Grid(2, 2)).pixels) == ["rb", ".k"]


def test_a_target_size_gives_that_size() -> None:
    big = _enlarged(_small(), 100)
    made = pixelate(big, grid=grid_for_size(big, (32, 20)), colours=8)
    assert made.pixels.shape == (20, 32, 4)
    assert len(made.palette) <= 8
    assert set(np.unique(made.pixels[..., 3])) <= {0, 255}


@pytest.mark.parametrize("size", [(0, 4), (4, 0), (5, 4)])
def test_a_target_bigger_than_the_picture_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(BadPixels, match="4 x 4"):
        grid_for_size(np.zeros((4, 4, 4), np.uint8), size)


def test_a_palette_is_kept_to() -> None:
    made = pixelate(_enlarged(_small(), 128), grid=Grid(4, 4), palette=np.array([[0, 0, 0], [255, 255, 255]], np.uint8))
    assert set(np.unique(made.pixels[..., :3])) <= {0, 255}


def test_every_target_size_is_met() -> None:
    big = np.full((13, 37, 4), 255, np.uint8)
    for height in range(1, 14):
        for width in range(1, 38):
            made = pixelate(big, grid=grid_for_size(big, (width, height)), colours=2)
            assert made.pixels.shape == (height, width, 4)


def test_frames_share_grid_and_palette() -> None:
    small = [_small(), np.roll(_small(), 3, axis=1)]
    frames = [_enlarged(one, 320)[:, 4:] for one in small]
    frames[1][..., 0] //= 2
    made = pixelate_frames(frames, colours=12)
    assert {frame.shape for frame in made.frames} == {(32, 32, 4)}
    used = np.unique(np.concatenate([frame.reshape(-1, 4) for frame in made.frames]), axis=0)
    assert len(used) <= 12
    assert len(made.palette) <= 12
