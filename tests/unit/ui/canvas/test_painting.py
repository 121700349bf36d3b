"""What pencil, eraser, shapes and fill leave on the sprite and on its mask, cell by cell."""

from __future__ import annotations

import pytest

from studio.app.toolbox import BrushShape, Mode, Tool
from studio.core.geometry import Box
from studio.doc.document import TakePreview
from studio.doc.layers import set_layer
from studio.doc.palette import Colour
from studio.doc.selection import rectangle
from studio.ui.canvas.touch import Button, Touch
from tests.unit.ui.canvas.hand import INK, Hand, raster

EMPTY = (".....", ".....", ".....", ".....")


def test_a_drag_draws_one_joined_line_and_is_one_undo_step() -> None:
    hand = Hand(*EMPTY)
    changes: list[object] = []
    hand.document.changed.connect(changes.append)
    hand.drag((0, 0), (2, 2), (4, 2))
    assert hand.picture() == ["r....", ".r...", "..rrr", "....."]
    assert len(changes) == 1
    hand.document.undo()
    assert hand.picture() == list(EMPTY)


def test_the_right_button_draws_with_the_second_colour() -> None:
    hand = Hand(*EMPTY)
    hand.drag((1, 1), (3, 1), button=Button.RIGHT)
    assert hand.picture() == [".....", ".bbb.", ".....", "....."]


def test_shift_goes_on_from_the_end_of_the_last_line() -> None:
    hand = Hand(*EMPTY)
    hand.drag((0, 0))
    hand.drag((4, 0), shift=True)
    assert hand.picture()[0] == "rrrrr"


def test_pixel_perfect_leaves_no_corners() -> None:
    hand = Hand(*EMPTY)
    hand.toolbox.pixel_perfect = True
    hand.drag((0, 0), (1, 0), (1, 1), (2, 1), (2, 2))
    assert hand.picture() == ["r....", ".r...", "..r..", "....."]


def test_a_translucent_colour_does_not_add_up_within_a_stroke() -> None:
    hand = Hand("k")
    hand.toolbox.colour = Colour(255, 255, 255, 128)
    hand.drag((0, 0), (0, 5), (0, 0), (0, 5), (0, 0))
    assert tuple(hand.document.composed(hand.document.cursor.frame)[0, 0]) == (128, 128, 128, 255)


def test_the_eraser_makes_cells_transparent() -> None:
    hand = Hand("gggg", "gggg", tool=Tool.ERASER)
    hand.drag((1, 0), (2, 0))
    assert hand.picture() == ["g..g", "gggg"]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (BrushShape.SQUARE, [".....", ".rrr.", ".rrr.", ".rrr."]),
        (BrushShape.ROUND, [".....", "..r..", ".rrr.", "..r.."]),
    ],
)
def test_a_brush_of_three_pixels(shape: BrushShape, expected: list[str]) -> None:
    hand = Hand(*EMPTY)
    hand.toolbox.brush_size, hand.toolbox.brush_shape = 3, shape
    hand.drag((2, 2))
    assert hand.picture() == expected


def test_symmetry_mirrors_about_the_middle() -> None:
    hand = Hand("......", "......", "......", "......")
    hand.toolbox.symmetry_x = hand.toolbox.symmetry_y = True
    hand.drag((0, 0), (1, 0))
    assert hand.picture() == ["rr..rr", "......", "......", "rr..rr"]


def test_a_selection_limits_every_stroke() -> None:
    hand = Hand(*EMPTY)
    hand.document.select(rectangle(hand.document.sprite.size, Box(1, 1, 2, 2)))
    hand.drag((0, 1), (4, 1))
    hand.toolbox.tool = Tool.FILL
    hand.drag((2, 2))
    assert hand.picture() == [".....", ".rr..", ".rr..", "....."]


@pytest.mark.parametrize(
    ("tool", "filled", "modifiers", "expected"),
    [
        (Tool.LINE, False, {}, ["rr...", "..rr.", "....r", "....."]),
        (Tool.RECTANGLE, False, {}, ["rrrrr", "r...r", "rrrrr", "....."]),
        (Tool.RECTANGLE, True, {}, ["rrrrr", "rrrrr", "rrrrr", "....."]),
        (Tool.ELLIPSE, False, {}, [".rrr.", "r...r", ".rrr.", "....."]),
        (Tool.ELLIPSE, True, {}, [".rrr.", "rrrrr", ".rrr.", "....."]),
    ],
)
def test_shapes(tool: Tool, filled: bool, modifiers: dict[str, bool], expected: list[str]) -> None:
    hand = Hand(*EMPTY, tool=tool)
    hand.toolbox.filled = filled
    hand.drag((0, 0), (1, 3), (4, 2), **modifiers)
    assert hand.picture() == expected


def test_shift_straightens_a_line() -> None:
    hand = Hand(*EMPTY, tool=Tool.LINE)
    hand.drag((0, 1), (4, 2), shift=True)
    assert hand.picture() == [".....", "rrrrr", ".....", "....."]


def test_shift_squares_a_rectangle_and_ctrl_grows_it_from_the_middle() -> None:
    hand = Hand(".....", ".....", ".....", ".....", ".....", tool=Tool.RECTANGLE)
    hand.drag((1, 1), (3, 2), shift=True)
    assert hand.picture() == [".....", ".rrr.", ".r.r.", ".rrr.", "....."]
    hand.document.undo()
    hand.drag((2, 2), (4, 3), ctrl=True)
    assert hand.picture() == [".....", "rrrrr", "r...r", "rrrrr", "....."]


def test_a_thick_outline_grows_inwards() -> None:
    hand = Hand("......", "......", "......", "......", "......", "......", tool=Tool.RECTANGLE)
    hand.toolbox.brush_size = 2
    hand.drag((0, 0), (5, 5))
    assert hand.picture() == ["rrrrrr", "rrrrrr", "rr..rr", "rr..rr", "rrrrrr", "rrrrrr"]


def test_fill_joined_and_everywhere() -> None:
    hand = Hand("gg.gg", "gg.gg", tool=Tool.FILL)
    hand.drag((0, 0))
    assert hand.picture() == ["rr.gg", "rr.gg"]
    hand.document.undo()
    hand.toolbox.contiguous = False
    hand.drag((0, 0))
    assert hand.picture() == ["rr.rr", "rr.rr"]


def test_escape_leaves_no_trace_and_no_step() -> None:
    hand = Hand(*EMPTY)
    hand.start((0, 0), (4, 3))
    assert hand.picture() != list(EMPTY)
    hand.desk.cancel()
    assert hand.picture() == list(EMPTY)
    assert not hand.document.can_undo


def test_undo_in_the_middle_of_a_stroke_drops_the_stroke_only() -> None:
    hand = Hand(*EMPTY)
    hand.drag((0, 0), (4, 0))
    hand.start((0, 2), (2, 2))
    hand.document.undo()
    hand.desk.move(hand_touch(4, 2))
    hand.desk.release(hand_touch(4, 2))
    assert hand.picture() == ["rrrrr", ".....", ".....", "....."]


def test_a_click_that_changes_nothing_is_no_step() -> None:
    hand = Hand("r")
    hand.drag((0, 0))
    assert not hand.document.can_undo


@pytest.mark.parametrize(("change", "words"), [({"locked": True}, "locked"), ({"visible": False}, "hidden")])
def test_a_layer_that_cannot_be_painted_says_why(change: dict[str, bool], words: str) -> None:
    hand = Hand(*EMPTY)
    layer = hand.document.cursor.layer
    hand.document.apply("layer", lambda sprite: set_layer(sprite, layer, **change))
    hand.drag((0, 0), (3, 3))
    assert [words in sentence for sentence in hand.said] == [True]
    assert hand.document.gesture is None


@pytest.mark.parametrize("tool", [Tool.PENCIL, Tool.FILL, Tool.MOVE])
def test_nothing_is_painted_beneath_a_take_that_is_shown(tool: Tool) -> None:
    hand = Hand("g....", ".....", tool=tool)
    hand.document.show_preview(TakePreview(raster(["rr"])))
    hand.drag((0, 0), (2, 1))
    assert hand.picture() == ["g....", "....."]
    assert hand.said == ["A take is shown in place of the sprite. Accept it or leave it, then draw."]
    hand.document.show_preview(None)
    hand.drag((0, 0), (2, 0))
    assert hand.picture() != ["g....", "....."]


def test_a_mask_is_painted_with_the_same_tools() -> None:
    hand = Hand(*EMPTY, mode=Mode.MASK)
    hand.drag((0, 1), (4, 1))
    assert hand.mask() == [".....", "#####", ".....", "....."]
    hand.drag((1, 1), (2, 1), button=Button.RIGHT)
    assert hand.mask()[1] == "#..##"
    hand.toolbox.tool = Tool.ERASER
    hand.drag((4, 1))
    assert hand.mask()[1] == "#..#."
    assert hand.picture() == list(EMPTY)
    for _ in range(3):
        hand.document.undo()
    assert hand.mask() == list(EMPTY)


def test_filling_a_mask_follows_the_picture_and_with_shift_the_masks_own_outline() -> None:
    hand = Hand("ggr.", "gr..", tool=Tool.FILL, mode=Mode.MASK)
    hand.drag((0, 0))
    assert hand.mask() == ["##..", "#..."]
    hand.put_mask("..#.", "..#.")
    hand.drag((0, 0), shift=True)
    assert hand.mask() == ["###.", "###."]


def test_a_mask_can_be_painted_on_a_locked_layer() -> None:
    hand = Hand(*EMPTY, mode=Mode.MASK)
    layer = hand.document.cursor.layer
    hand.document.apply("lock", lambda sprite: set_layer(sprite, layer, locked=True))
    hand.drag((0, 0))
    assert hand.mask()[0] == "#...."
    assert hand.said == []


def test_alt_picks_a_colour_while_a_painting_tool_is_in_the_hand() -> None:
    hand = Hand("g.b")
    hand.drag((0, 0), alt=True)
    assert hand.toolbox.colour == INK["g"]
    hand.drag((2, 0), alt=True, button=Button.RIGHT)
    assert (hand.toolbox.colour, hand.toolbox.secondary) == (INK["g"], INK["b"])
    hand.drag((1, 0), alt=True)
    assert "transparent" in hand.said[-1]
    assert hand.toolbox.colour == INK["g"]
    assert hand.picture() == ["g.b"]


def hand_touch(x: int, y: int) -> Touch:
    return Touch(x + 0.5, y + 0.5)
