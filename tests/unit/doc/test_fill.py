"""A fill takes the joined cells of one colour, or all of them."""

import numpy as np
import pytest

from studio.core.geometry import Point
from studio.doc.fill import Region, joined, region_at
from tests.unit.doc.drawing import marked, mask, picture, rows

MAZE = """
    rrr...
    r.rrr.
    r.r...
    rrr..r
"""


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ((0, 0), "###... #.###. #.#... ###..."),
        ((1, 1), "...... .#.... .#.... ......"),
        ((5, 0), "...### .....# ...### ...##."),
        ((5, 3), "...... ...... ...... .....#"),
        ((6, 0), "...... ...... ...... ......"),
        ((0, -1), "...... ...... ...... ......"),
    ],
)
def test_the_joined_cells_of_one_colour(at: tuple[int, int], expected: str) -> None:
    assert marked(region_at(picture(MAZE), Point(*at))) == rows(expected)


def test_the_cells_of_one_colour_everywhere() -> None:
    assert marked(region_at(picture(MAZE), Point(0, 0), region=Region.EVERYWHERE)) == rows(
        "###... #.###. #.#... ###..#"
    )


def test_cells_that_touch_by_corners_only_are_not_joined() -> None:
    assert marked(region_at(picture("r.. .r. ..r"), Point(1, 1))) == rows("... .#. ...")


def test_tolerance_is_the_largest_difference_of_a_channel() -> None:
    shades = np.array([[[100, 0, 0, 255], [110, 5, 0, 255], [111, 0, 0, 255], [100, 0, 0, 244]]], np.uint8)
    everywhere = Region.EVERYWHERE
    assert region_at(shades, Point(0, 0), tolerance=0, region=everywhere).tolist() == [[True, False, False, False]]
    assert region_at(shades, Point(0, 0), tolerance=10, region=everywhere).tolist() == [[True, True, False, False]]
    assert region_at(shades, Point(0, 0), tolerance=11, region=everywhere).tolist() == [[True, True, True, True]]


def test_transparent_cells_are_alike_whatever_colour_they_hide() -> None:
    hidden = np.array([[[1, 2, 3, 0], [200, 200, 200, 0], [1, 2, 3, 9]]], np.uint8)
    assert region_at(hidden, Point(0, 0)).tolist() == [[True, True, False]]
    assert region_at(hidden, Point(0, 0), tolerance=9).tolist() == [[True, True, True]]


def test_masks_are_filled_by_their_value() -> None:
    assert marked(region_at(mask("##. .##"), Point(2, 0))) == rows("..# ...")


def test_noise_of_very_many_spans_is_filled_the_same_way() -> None:
    random = np.random.default_rng(5)
    cells = random.random((300, 200)) < 0.62
    cells[10, 10] = True
    assert joined(cells, Point(10, 10)).tolist() == searched(cells, Point(10, 10)).tolist()
    stripes = np.zeros((9, 40_000), np.bool_)
    stripes[::2] = True
    stripes[1::4, -1] = True
    stripes[3::4, ::2] = True
    stripes[8] = False
    assert joined(stripes, Point(0, 0)).tolist() == stripes.tolist()


def test_joined_equals_a_slow_search() -> None:
    random = np.random.default_rng(3)
    for density in (0.3, 0.5, 0.6, 0.7, 1.0):
        cells = random.random((23, 31)) < density
        at = Point(*(int(value) for value in random.integers(0, 23, 2)))
        cells[at.y, at.x] = True
        assert joined(cells, at).tolist() == searched(cells, at).tolist()
        assert not joined(~cells, at).any()


def searched(cells: np.ndarray, at: Point) -> np.ndarray:
    found = np.zeros_like(cells)
    todo = [at]
    while todo:
        x, y = todo.pop()
        if 0 <= x < cells.shape[1] and 0 <= y < cells.shape[0] and cells[y, x] and not found[y, x]:
            found[y, x] = True
            todo += [Point(x + 1, y), Point(x - 1, y), Point(x, y + 1), Point(x, y - 1)]
    return found
