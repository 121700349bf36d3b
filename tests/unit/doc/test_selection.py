"""Areas are selected, combined and moved."""

import pytest

from studio.core.geometry import EMPTY_BOX, Box, Point, Size
from studio.doc.fill import Region
from studio.doc.selection import Combine, Selection, combined, ellipse, lasso, rectangle, wand
from tests.unit.doc.drawing import marked, picture, rows

CANVAS = Size(5, 4)


def test_a_rectangle_is_cut_to_the_canvas() -> None:
    selection = rectangle(CANVAS, Box(-2, 1, 4, 9))
    assert marked(selection.cells) == rows("..... ##... ##... ##...")
    assert selection.box == Box(0, 1, 2, 3)
    outside = rectangle(CANVAS, Box(9, 9, 1, 1))
    assert (outside.is_empty, outside.box) == (True, EMPTY_BOX)


def test_an_ellipse_keeps_its_shape_where_it_is_cut() -> None:
    assert marked(ellipse(CANVAS, Box(0, 0, 5, 3)).cells) == rows(".###. ##### .###. .....")
    assert marked(ellipse(CANVAS, Box(-3, 0, 5, 3)).cells) == rows("#.... ##... #.... .....")


def test_a_lasso_holds_its_outline_and_what_is_inside() -> None:
    corners = [Point(1, 0), Point(4, 0), Point(4, 3), Point(1, 3)]
    assert marked(lasso(CANVAS, corners).cells) == rows(".#### .#### .#### .####")
    assert marked(lasso(CANVAS, [Point(0, 0), Point(3, 3), Point(0, 3)]).cells) == rows("#.... ##... ###.. ####.")
    assert marked(lasso(CANVAS, [Point(2, 2)]).cells) == rows("..... ..... ..#.. .....")
    assert lasso(CANVAS, []).is_empty


def test_a_lasso_may_reach_beyond_the_canvas() -> None:
    corners = [Point(-5, -5), Point(2, -5), Point(2, 9), Point(-5, 9)]
    assert marked(lasso(CANVAS, corners).cells) == rows("###.. ###.. ###.. ###..")


def test_a_wand_takes_a_colour() -> None:
    art = picture("rr.r. ..... ..... .....")
    assert marked(wand(art, Point(0, 0)).cells).split()[0] == "##..."
    assert marked(wand(art, Point(0, 0), region=Region.EVERYWHERE).cells).split()[0] == "##.#."


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Combine.REPLACE, ".##.."),
        (Combine.ADD, "###.."),
        (Combine.SUBTRACT, "#...."),
        (Combine.INTERSECT, ".#..."),
    ],
)
def test_a_new_area_joins_the_old_one(how: Combine, expected: str) -> None:
    line = Size(5, 1)
    old, new = rectangle(line, Box(0, 0, 2, 1)), rectangle(line, Box(1, 0, 2, 1))
    assert marked(combined(old, new, how).cells) == expected


def test_without_an_old_area_only_subtracting_is_empty() -> None:
    new = rectangle(CANVAS, Box(1, 0, 2, 1))
    assert [combined(None, new, how).is_empty for how in Combine] == [False, False, True, False]


def test_selections_are_inverted_and_moved() -> None:
    selection = rectangle(Size(3, 2), Box(0, 0, 2, 1))
    assert marked(selection.inverted().cells) == rows("..# ###")
    assert marked(selection.moved(2, 1).cells) == rows("... ..#")
    assert selection.moved(9, 0).is_empty


def test_cells_of_a_selection_cannot_be_written_to() -> None:
    selection: Selection = rectangle(CANVAS, Box(0, 0, 1, 1))
    with pytest.raises(ValueError, match="read-only"):
        selection.cells[0, 0] = False
