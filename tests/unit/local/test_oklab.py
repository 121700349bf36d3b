"""Colours in OKLab and back."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.oklab import from_oklab, from_oklch, nearest_entries, to_oklab


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((255, 255, 255), (1.0, 0.0, 0.0)),
        ((0, 0, 0), (0.0, 0.0, 0.0)),
        ((255, 0, 0), (0.628, 0.225, 0.126)),
        ((0, 255, 0), (0.866, -0.234, 0.179)),
        ((0, 0, 255), (0.452, -0.032, -0.312)),
    ],
)
def test_published_values(rgb: tuple[int, int, int], lab: tuple[float, float, float]) -> None:
    assert to_oklab(np.array(rgb, np.uint8)) == pytest.approx(lab, abs=0.001)


def test_all_grey_levels_come_back() -> None:
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    assert np.array_equal(from_oklab(to_oklab(greys)), greys)


def test_nearest_goes_by_sight_not_by_bytes() -> None:
    palette = np.array([[0, 0, 0], [0, 0, 255], [255, 255, 0]], np.uint8)
    pixels = np.array([[[0, 0, 200, 255], [250, 240, 90, 255], [10, 10, 10, 255]]], np.uint8)
    assert nearest_entries(pixels, palette).tolist() == [[1, 2, 0]]


def test_a_tie_goes_to_the_first_entry() -> None:
    palette = np.array([[9, 9, 9], [9, 9, 9]], np.uint8)
    assert nearest_entries(np.full((1, 1, 4), 9, np.uint8), palette).tolist() == [[0]]


def test_colours_out_of_gamut_lose_chroma_not_lightness() -> None:
    wild = from_oklch(0.6, 0.4, 140)
    assert to_oklab(wild)[0] == pytest.approx(0.6, abs=0.02)
