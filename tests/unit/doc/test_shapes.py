"""Lines, ellipses and rims as cells."""

import numpy as np
import pytest

from studio.core.geometry import Box, Point, Size
from studio.doc.shapes import (
    box_between,
    cells_of,
    ellipse_cells,
    line_cells,
    rectangle_cells,
    rim,
    squared,
    straightened,
)
from tests.unit.doc.drawing import marked, rows


def test_a_line_has_both_ends_and_no_gap() -> None:
    assert line_cells(Point(0, 0), Point(4, 2)) == [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2)]
    assert line_cells(Point(2, 2), Point(2, 2)) == [(2, 2)]
    assert line_cells(Point(0, 3), Point(0, 1)) == [(0, 3), (0, 2), (0, 1)]
    assert line_cells(Point(3, 0), Point(0, 3)) == [(3, 0), (2, 1), (1, 2), (0, 3)]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (Size(1, 3), "# # #"),
        (Size(2, 3), "## ## ##"),
        (Size(5, 3), ".###. ##### .###."),
        (Size(6, 6), ".####. ###### ###### ###### ###### .####."),
        (Size(7, 7), "..###.. .#####. ####### ####### ####### .#####. ..###.."),
    ],
)
def test_ellipses_touch_all_sides(size: Size, expected: str) -> None:
    assert marked(ellipse_cells(size)) == rows(expected)


@pytest.mark.parametrize("size", [Size(width, height) for width in (1, 2, 9, 12, 33) for height in (1, 2, 7, 20)])
def test_ellipses_are_symmetric_and_fill_their_box(size: Size) -> None:
    cells = ellipse_cells(size)
    assert cells.tolist() == cells[::-1].tolist() == cells[:, ::-1].tolist()
    assert cells[0].any()
    assert cells[:, 0].any()


def test_a_rim_is_one_cell_thin() -> None:
    assert marked(rim(ellipse_cells(Size(7, 7)))) == rows("..###.. .#...#. #.....# #.....# #.....# .#...#. ..###..")
    assert marked(rim(rectangle_cells(Size(4, 3)))) == rows("#### #..# ####")


def test_cells_are_listed_where_the_box_lies() -> None:
    assert cells_of(np.array([[True, False], [True, True]]), Box(5, -1, 2, 2)) == [(5, -1), (5, 0), (6, 0)]


def test_boxes_between_two_corners() -> None:
    assert box_between(Point(4, 1), Point(2, 3)) == Box(2, 1, 3, 3)
    assert squared(Point(0, 0), Point(3, -1)) == Point(3, -3)


@pytest.mark.parametrize(
    ("end", "expected"), [((9, 1), (9, 0)), ((9, 4), (9, 4)), ((8, 7), (8, 8)), ((-1, -9), (0, -9)), ((-4, 9), (-4, 9))]
)
def test_lines_snap_to_the_slopes_of_pixel_art(end: tuple[int, int], expected: tuple[int, int]) -> None:
    assert straightened(Point(0, 0), Point(*end)) == expected
