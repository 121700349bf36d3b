"""What the window for cutting a sheet starts from."""

from __future__ import annotations

import numpy as np
import pytest

from studio.app.slicing import first_guess
from studio.doc.pixels import frozen


@pytest.mark.parametrize(
    ("width", "height", "cell"),
    [(64, 80, (16, 16)), (96, 32, (32, 32)), (64, 64, (32, 32)), (62, 50, (31, 25))],
)
def test_cells_that_touch_are_taken_for_square_tiles(width: int, height: int, cell: tuple[int, int]) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (height, width, 4), np.uint8)
    noise[..., 3] = 255
    assert tuple(first_guess(frozen(noise)).cell) == cell


def test_gaps_tell_more_than_the_size() -> None:
    sheet = np.zeros((32, 64, 4), np.uint8)
    for left in (0, 16, 32, 48):
        sheet[2:30, left + 2 : left + 14] = (200, 60, 40, 255)
    assert tuple(first_guess(frozen(sheet)).cell) == (16, 32)
