"""Hatch and outline of a mask, pixel by pixel."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from studio.core.geometry import Box
from studio.ui.canvas.mask_marks import draw_marks
from studio.ui.canvas.viewport import Viewport
from tests.qt.canvas.stage import pixels_of

LINE, HATCH, NOTHING = (255, 255, 255), (190, 190, 190), (0, 0, 0)


def drawn(marked: np.ndarray, cell: int, *, width: int, height: int, left: int = 0, top: int = 0) -> np.ndarray:
    """(h, w, 3) RGB of white marks on black."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    around = Box(-1, -1, marked.shape[1], marked.shape[0])
    draw_marks(painter, Viewport(Fraction(cell), left=left, top=top), marked, around=around, colour="#ffffff")
    painter.end()
    return pixels_of(image)


def test_one_cell_is_hatched_within_its_outline(qapp: QApplication) -> None:
    marked = np.zeros((3, 3), np.bool_)
    marked[1, 1] = True
    letters = {LINE: "L", HATCH: "h", NOTHING: "."}
    shown = drawn(marked, 8, width=10, height=10)
    assert ["".join(letters[tuple(pixel)] for pixel in row) for row in shown.tolist()] == [
        "LLLLLLLLL.",
        "L.....h.L.",
        "L....h..L.",
        "L...h...L.",
        "L..h....L.",
        "L.h.....L.",
        "Lh......L.",
        "L.......L.",
        "LLLLLLLLL.",
        "..........",
    ]


@pytest.mark.parametrize("cell", [2, 3, 16, 40])
def test_a_noisy_mask_over_several_blocks_looks_as_drawn_cell_by_cell(cell: int, qapp: QApplication) -> None:
    marked = np.zeros((1300 // cell, 1100 // cell), np.bool_)
    marked[1:-1, 1:-1] = np.random.default_rng(cell).random((marked.shape[0] - 2, marked.shape[1] - 2)) < 0.4
    shown = drawn(marked, cell, width=1100, height=1300, left=5, top=-3)
    expected = np.zeros((1400, 1200, 3), np.uint8)
    y, x = np.mgrid[:1400, :1200]
    hatch = (x + y) % 8 == 7
    for row, column in zip(*np.nonzero(marked), strict=True):
        place = (slice((row - 1) * cell, row * cell), slice((column - 1) * cell, column * cell))
        expected[place][hatch[place]] = HATCH
    for row, column in zip(*np.nonzero(marked), strict=True):
        up, left = (row - 1) * cell, (column - 1) * cell
        if not marked[row - 1, column]:
            expected[up, left : left + cell + 1] = LINE
        if not marked[row + 1, column]:
            expected[up + cell, left : left + cell + 1] = LINE
        if not marked[row, column - 1]:
            expected[up : up + cell + 1, left] = LINE
        if not marked[row, column + 1]:
            expected[up : up + cell + 1, left + cell] = LINE
    assert np.array_equal(shown[: 1300 - 3, 5:], expected[3:1300, : 1100 - 5])


def test_cells_of_one_pixel_are_left_to_the_tint(qapp: QApplication) -> None:
    assert not drawn(np.ones((6, 6), np.bool_), 1, width=6, height=6).any()
