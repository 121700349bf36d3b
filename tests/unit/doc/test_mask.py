"""Masks are filled, grown, shrunk and outlined; no function changes the mask it is given."""

import numpy as np
import pytest

from studio.core.geometry import Box, Point, Size
from studio.doc import mask as masks
from studio.doc.selection import rectangle
from tests.unit.doc.drawing import marked, mask, picture, rows

DOT = "....... ....... ....... ...#... ....... ....... ......."


def test_inverting_swaps_and_no_mask_becomes_a_full_one() -> None:
    assert marked(masks.inverted(mask("#.. ..."), Size(3, 2))) == rows(".## ###")
    assert marked(masks.inverted(None, Size(3, 2))) == rows("### ###")
    assert masks.inverted(masks.inverted(mask("#.. ..."), Size(3, 2)), Size(3, 2)).tolist() == mask("#.. ...").tolist()


def test_filling_takes_the_joined_cells() -> None:
    ring = mask("###. #.#. ###.")
    assert marked(masks.filled(ring, Point(1, 1))) == rows("###. ###. ###.")
    assert marked(masks.filled(ring, Point(0, 0), masks.KEEP)) == rows(".... .... ....")
    assert marked(masks.filled(ring, Point(9, 9))) == marked(ring)


def test_growing_is_round() -> None:
    assert marked(masks.grown(mask(DOT), 1)).split()[2:5] == ["...#...", "..###..", "...#..."]
    assert marked(masks.grown(mask(DOT), 2)).split()[1:6] == [
        "..###..",
        ".#####.",
        ".#####.",
        ".#####.",
        "..###..",
    ]
    assert marked(masks.grown(mask(DOT), 0)) == rows(DOT)


def test_growing_stops_at_the_edge() -> None:
    assert marked(masks.grown(mask("#... ...."), 2)) == rows("###. ###.")


def test_shrinking_keeps_what_lies_at_the_canvas_edge() -> None:
    assert marked(masks.shrunk(mask("###. ###. ###. ...."), 1)) == rows("##.. ##.. .... ....")
    assert marked(masks.shrunk(mask("## ##"), 5)) == rows("## ##")
    assert not masks.shrunk(mask(DOT), 1).any()


@pytest.mark.parametrize("by", [1, 2, 3, 5])
def test_shrinking_is_growing_the_rest(by: int) -> None:
    random = np.random.default_rng(by)
    cells = random.random((20, 24)) < 0.8
    shrunk = masks.shrunk(masks.of_cells(cells), by)
    rest = masks.grown(masks.of_cells(~cells), by)
    assert ((shrunk == 255) ^ (rest == 255)).all()


def test_a_border_lies_inside_and_follows_the_canvas_edge() -> None:
    full = mask("##### ##### ##### ##### #####")
    assert marked(masks.border(full, 1)) == rows("##### #...# #...# #...# #####")
    assert marked(masks.border(full, 3)) == marked(full)


def test_selections_and_pictures_become_masks_and_back() -> None:
    selection = rectangle(Size(3, 2), Box(1, 0, 1, 2))
    assert marked(masks.from_selection(selection)) == rows(".#. .#.")
    assert masks.to_selection(masks.from_selection(selection)).cells.tolist() == selection.cells.tolist()
    assert marked(masks.from_alpha(picture("r.. .g."))) == rows("#.. .#.")
    assert marked(masks.combined(mask("#.. ..."), selection.cells)) == rows("##. .#.")
    assert marked(masks.combined(mask("### ..."), selection.cells, value=0)) == rows("#.# ...")
    assert marked(masks.combined(None, selection.cells)) == rows(".#. .#.")


def test_a_given_mask_is_never_written_to() -> None:
    given = mask("#.. ...")
    for made in (masks.filled(given, Point(2, 1)), masks.grown(given, 1), masks.inverted(given, Size(3, 2))):
        assert not made.flags.writeable
    assert marked(given) == rows("#.. ...")


def test_the_outline_of_a_cell_is_four_lines() -> None:
    cells = mask("... .#. ...") > 0
    assert sorted(masks.outline(cells).tolist()) == [[1, 1, 1, 2], [1, 1, 2, 1], [1, 2, 2, 2], [2, 1, 2, 2]]


def test_lines_of_an_outline_are_as_long_as_can_be() -> None:
    cells = mask("#### ####") > 0
    assert sorted(masks.outline(cells).tolist()) == [[0, 0, 0, 2], [0, 0, 4, 0], [0, 2, 4, 2], [4, 0, 4, 2]]
    assert masks.outline(np.zeros((3, 3), np.bool_)).shape == (0, 4)


def test_cells_that_touch_by_corners_keep_their_own_outlines() -> None:
    cells = mask("#. .#") > 0
    assert len(masks.outline(cells)) == 8
