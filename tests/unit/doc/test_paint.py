"""Brushes, strokes and shapes put exactly these cells."""

import numpy as np
import pytest

from studio.core.geometry import Box, Point, Size
from studio.doc.gesture import Scratch
from studio.doc.paint import (
    Brush,
    BrushShape,
    Mixing,
    Stroke,
    Symmetry,
    pixel_perfect,
    put_cells,
    put_points,
    stamp,
)
from studio.doc.palette import Colour
from tests.unit.doc.drawing import INKS, drawn, marked, picture, rows


def sheet(text: str) -> Scratch:
    pixels = picture(text)
    return Scratch(Size(pixels.shape[1], pixels.shape[0]), lambda box: pixels[box.slices].copy(), channels=(4,))


def look(scratch: Scratch) -> str:
    return drawn(scratch.read(Box.of_size(scratch.size)))


EMPTY = "...... " * 6
RED = INKS["r"]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1, "#"),
        (2, "## ##"),
        (3, ".#. ### .#."),
        (4, ".##. #### #### .##."),
        (5, ".###. ##### ##### ##### .###."),
    ],
)
def test_round_brushes(size: int, expected: str) -> None:
    assert marked(Brush(size).cells) == rows(expected)


def test_a_square_brush_is_full() -> None:
    assert marked(Brush(3, BrushShape.SQUARE).cells) == rows("### ### ###")


@pytest.mark.parametrize("size", [0, 65])
def test_brushes_have_1_to_64_pixels(size: int) -> None:
    with pytest.raises(ValueError, match="brush"):
        Brush(size)


def test_an_even_brush_lies_left_of_and_above_its_point() -> None:
    canvas = picture(EMPTY)
    assert stamp(canvas, Point(3, 3), Brush(2), RED) == Box(2, 2, 2, 2)
    assert drawn(canvas).split()[1:5] == ["......", "..rr..", "..rr..", "......"]


def test_a_brush_at_the_edge_is_cut() -> None:
    canvas = picture(EMPTY)
    assert stamp(canvas, Point(0, 5), Brush(3), RED) == Box(0, 4, 2, 2)
    assert drawn(canvas).split()[3:] == ["......", "r.....", "rr...."]
    assert stamp(canvas, Point(-9, 0), Brush(3), RED).is_empty


def test_masks_are_stamped_with_a_value() -> None:
    cells = np.zeros((3, 3), np.uint8)
    stamp(cells, Point(1, 1), Brush(3), 255)
    assert marked(cells) == rows(".#. ### .#.")


def test_a_stroke_joins_the_points_the_pointer_skipped() -> None:
    scratch = sheet(EMPTY)
    stroke = Stroke(scratch, Brush(), RED)
    assert stroke.to(Point(0, 1)) == Box(0, 1, 1, 1)
    assert stroke.to(Point(5, 3)) == Box(1, 1, 5, 3)
    assert stroke.to(Point(5, 5)) == Box(5, 4, 1, 2)
    assert look(scratch) == rows(
        """
        ......
        rr....
        ..rr..
        ....rr
        .....r
        .....r
        """
    )


def test_a_stroke_may_leave_the_canvas_and_come_back() -> None:
    scratch = sheet("... ... ...")
    stroke = Stroke(scratch, Brush(), RED)
    for point in (Point(1, 1), Point(1, -3), Point(-3, -3), Point(-3, 2), Point(1, 2)):
        stroke.to(point)
    assert look(scratch) == rows(".r. .r. rr.")


def test_corners_are_left_out_of_a_perfect_line() -> None:
    path = [Point(*at) for at in [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (3, 2), (4, 2)]]
    assert pixel_perfect(path) == [Point(*at) for at in [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2)]]


def test_a_perfect_stroke_takes_corners_back_as_it_goes() -> None:
    scratch = sheet("bbbb bbbb bbbb")
    stroke = Stroke(scratch, Brush(), RED, perfect=True)
    stroke.to(Point(0, 0))
    stroke.to(Point(1, 0))
    assert look(scratch) == rows("rrbb bbbb bbbb")
    assert stroke.to(Point(1, 1)) == Box(1, 0, 1, 2)
    assert look(scratch) == rows("rbbb brbb bbbb")
    stroke.to(Point(2, 1))
    stroke.to(Point(2, 2))
    assert look(scratch) == rows("rbbb brbb bbrb")


def test_a_perfect_stroke_keeps_a_corner_it_had_crossed_before() -> None:
    scratch = sheet(".... .... ....")
    stroke = Stroke(scratch, Brush(), RED, perfect=True)
    for point in (Point(1, 2), Point(1, 1), Point(1, 0), Point(0, 0), Point(0, 1), Point(1, 1), Point(1, 2)):
        stroke.to(point)
    assert look(scratch).split()[1][1] == "r"


def test_a_wide_brush_is_never_taken_back() -> None:
    plain, perfect = sheet(EMPTY), sheet(EMPTY)
    for scratch, wanted in ((plain, False), (perfect, True)):
        stroke = Stroke(scratch, Brush(2), RED, perfect=wanted)
        for point in (Point(1, 1), Point(2, 1), Point(2, 2)):
            stroke.to(point)
    assert look(plain) == look(perfect)


def test_symmetry_mirrors_over_the_middle_of_an_even_canvas() -> None:
    scratch = sheet(EMPTY)
    stroke = Stroke(scratch, Brush(), RED, symmetry=Symmetry.centred(scratch.size, across=True, down=True))
    stroke.to(Point(1, 0))
    assert look(scratch) == rows(".r..r. ...... ...... ...... ...... .r..r.")


def test_symmetry_mirrors_over_the_middle_cell_of_an_odd_canvas() -> None:
    scratch = sheet("..... .....")
    stroke = Stroke(scratch, Brush(), RED, symmetry=Symmetry.centred(scratch.size, across=True, down=False))
    stroke.to(Point(1, 0))
    stroke.to(Point(2, 0))
    assert look(scratch) == rows(".rrr. .....")


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_what_a_brush_of_any_size_leaves_is_symmetric(size: int) -> None:
    scratch = sheet(EMPTY)
    Stroke(scratch, Brush(size), RED, symmetry=Symmetry.centred(scratch.size, across=True, down=False)).to(Point(1, 2))
    pixels = scratch.read(Box(0, 0, 6, 6))
    assert pixels.any()
    assert pixels.tolist() == pixels[:, ::-1].tolist()


def test_a_translucent_stroke_does_not_add_up_with_itself() -> None:
    scratch = sheet("w")
    stroke = Stroke(scratch, Brush(), Colour(0, 0, 0, 128), mixing=Mixing.OVER)
    stroke.to(Point(0, 0))
    stroke.to(Point(0, 0))
    put_points(scratch, [Point(0, 0)], Brush(), Colour(0, 0, 0, 128), mixing=Mixing.OVER)
    assert scratch.read(Box(0, 0, 1, 1)).tolist() == [[[127, 127, 127, 255]]]


def test_replacing_writes_a_translucent_colour_as_it_is() -> None:
    scratch = sheet("w")
    put_points(scratch, [Point(0, 0)], Brush(), Colour(9, 9, 9, 128))
    assert scratch.read(Box(0, 0, 1, 1)).tolist() == [[[9, 9, 9, 128]]]


def test_a_shape_is_put_where_its_box_lies_and_cut_to_the_canvas() -> None:
    scratch = sheet("... ... ...")
    cells = np.array([[True, False], [True, True]])
    assert put_cells(scratch, Box(2, 1, 2, 2), cells, RED) == Box(2, 1, 1, 2)
    assert put_cells(scratch, Box(-1, -1, 2, 2), cells, RED) == Box(0, 0, 1, 1)
    assert look(scratch) == rows("r.. ..r ..r")


def test_far_points_do_not_open_the_tiles_between_them() -> None:
    reads: list[Box] = []

    def base(box: Box) -> np.ndarray:
        reads.append(box)
        return np.zeros((box.height, box.width, 4), np.uint8)

    scratch = Scratch(Size(2048, 2048), base, channels=(4,))
    put_points(scratch, [Point(0, 0), Point(2000, 2000)], Brush(), RED)
    assert len(reads) == 2
