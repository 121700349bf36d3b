"""Borders and runs of marked cells, spelled out."""

from __future__ import annotations

import numpy as np
import pytest

from studio.ui.canvas.contour import contour, row_runs


def cells(*rows: str) -> np.ndarray:
    return np.array([[letter == "#" for letter in row] for row in rows])


def runs(found: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(run) for run in found.tolist()}


def test_one_cell_has_four_sides() -> None:
    assert runs(contour(cells("...", ".#.", "..."))) == {(1, 1, 2, 1), (1, 2, 2, 2), (1, 1, 1, 2), (2, 1, 2, 2)}


def test_straight_sides_are_one_run() -> None:
    found = contour(cells("##", "##", "#."))
    assert runs(found) == {(0, 0, 2, 0), (1, 2, 2, 2), (0, 3, 1, 3), (0, 0, 0, 3), (1, 2, 1, 3), (2, 0, 2, 2)}


def test_a_hole_has_a_border_of_its_own() -> None:
    assert len(contour(cells("###", "#.#", "###"))) == 8


def test_no_cells_no_runs() -> None:
    assert contour(cells("..", "..")).shape == (0, 4)
    assert row_runs(cells("..", "..")).shape == (0, 4)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (cells("###", "###"), {(0, 0, 3, 2)}),
        (cells("#.#"), {(0, 0, 1, 1), (2, 0, 1, 1)}),
        (cells(".##", "#.."), {(1, 0, 2, 1), (0, 1, 1, 1)}),
    ],
)
def test_runs_of_rows(shape: np.ndarray, expected: set[tuple[int, ...]]) -> None:
    assert runs(row_runs(shape)) == expected


def test_many_runs_are_joined_and_cover_exactly_the_cells() -> None:
    shape = np.random.default_rng(3).random((40, 30)) < 0.6
    shape[:, 10:20] = True
    boxes = row_runs(shape)
    covered = np.zeros(shape.shape, int)
    for x, y, width, height in boxes.tolist():
        covered[y : y + height, x : x + width] += 1
    assert (covered == shape).all()
    assert len(boxes) < np.count_nonzero(np.diff(np.pad(shape, ((0, 0), (1, 1))).astype(int), axis=1) == 1)
