"""Boxes are half open, in whole cells."""

import numpy as np

from studio.core.geometry import EMPTY_BOX, Box, Size


def test_a_box_indexes_an_array_by_rows_then_columns() -> None:
    cells = np.arange(12).reshape(3, 4)
    assert cells[Box(1, 0, 2, 3).slices].tolist() == [[1, 2], [5, 6], [9, 10]]


def test_a_box_holds_its_left_and_top_but_not_its_right_and_bottom() -> None:
    box = Box(2, 3, 2, 1)
    assert [box.contains(*at) for at in [(2, 3), (3, 3), (4, 3), (2, 4), (1, 3), (3.9, 3.9)]] == [
        True,
        True,
        False,
        False,
        False,
        True,
    ]


def test_boxes_apart_have_an_empty_intersection() -> None:
    assert Box(0, 0, 3, 3).intersected(Box(2, 1, 5, 1)) == Box(2, 1, 1, 1)
    assert Box(0, 0, 3, 3).intersected(Box(3, 0, 3, 3)).is_empty
    assert Box(0, 0, 3, 3).intersected(Box(9, 9, 1, 1)).area == 0


def test_an_empty_box_adds_nothing_to_a_union() -> None:
    assert Box(1, 1, 2, 2).united(Box(5, 0, 1, 1)) == Box(1, 0, 5, 3)
    assert Box(1, 1, 2, 2).united(EMPTY_BOX) == Box(1, 1, 2, 2)
    assert Box(9, 9, 0, 4).united(Box(1, 1, 2, 2)) == Box(1, 1, 2, 2)


def test_a_box_shrunk_beyond_nothing_is_empty() -> None:
    assert Box(4, 4, 2, 2).grown(1) == Box(3, 3, 4, 4)
    assert Box(4, 4, 2, 2).grown(-1).is_empty
    assert Box(4, 4, 2, 2).grown(-9).is_empty


def test_boxes_move_and_know_their_size() -> None:
    assert Box.of_size(Size(3, 2)).moved(-1, 5) == Box(-1, 5, 3, 2)
    assert Box(1, 2, 3, 4).size == Size(3, 4)
    assert (Box(1, 2, 3, 4).right, Box(1, 2, 3, 4).bottom, Size(3, 4).area) == (4, 6, 12)
    assert Box.spanning(5, 5, 2, 9) == Box(5, 5, 0, 4)


def test_a_size_reads_as_people_write_it() -> None:
    assert str(Size(64, 32)) == "64 x 32"
