"""Parts, floods and distances on small masks."""

from __future__ import annotations

import numpy as np

from studio.local.regions import (
    border,
    connected_parts,
    flooded,
    grown,
    largest_part,
    shifted,
    shrunk,
    steps_from,
)
from tests.unit.local.drawing import mask


def test_corners_connect_only_with_diagonals() -> None:
    region = mask("x..x", ".x.x", "....", "xx..") > 0
    assert connected_parts(region).labels.tolist() == [[1, 0, 0, 2], [0, 3, 0, 2], [0, 0, 0, 0], [4, 4, 0, 0]]
    assert connected_parts(region, diagonals=True).labels.tolist() == [
        [1, 0, 0, 2],
        [0, 1, 0, 2],
        [0, 0, 0, 0],
        [3, 3, 0, 0],
    ]


def test_a_part_that_joins_late_is_one_part() -> None:
    region = mask("x.x.x", "x.x.x", "xxxxx") > 0
    assert connected_parts(region).total == 1


def test_runs_do_not_join_over_the_row_end() -> None:
    region = mask("..x", "x..") > 0
    assert connected_parts(region, diagonals=True).total == 2


def test_an_empty_region_has_no_parts() -> None:
    assert connected_parts(np.zeros((2, 3), np.bool_)).total == 0


def test_largest_part_keeps_the_first_of_equals() -> None:
    region = mask("xx.xx") > 0
    assert largest_part(region).tolist() == [[True, True, False, False, False]]


def test_flood_stops_at_walls() -> None:
    passable = mask("xx.x", "xx.x") > 0
    seeds = mask("x...", "....") > 0
    assert flooded(passable, seeds).astype(int).tolist() == [[1, 1, 0, 0], [1, 1, 0, 0]]


def test_growing_and_shrinking() -> None:
    dot = mask("...", ".x.", "...") > 0
    assert grown(dot).astype(int).tolist() == [[0, 1, 0], [1, 1, 1], [0, 1, 0]]
    assert grown(dot, diagonals=True).all()
    assert shrunk(np.ones((3, 3), np.bool_)).astype(int).tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_steps_go_around_corners() -> None:
    way = mask("xxx", "..x", "xxx") > 0
    assert steps_from(way, mask("x..", "...", "...") > 0).tolist() == [[0, 1, 2], [-1, -1, 2], [4, 3, 3]]


def test_shifting_brings_in_nothing() -> None:
    plane = np.array([[1, 2], [3, 4]])
    assert shifted(plane, 1, 0).tolist() == [[0, 0], [1, 2]]
    assert shifted(plane, 0, -1).tolist() == [[2, 0], [4, 0]]
    assert shifted(plane, 5, 0).tolist() == [[0, 0], [0, 0]]


def test_the_border_of_a_thin_picture_is_all_of_it() -> None:
    assert border((1, 4)).all()
    assert border((3, 3)).sum() == 8
