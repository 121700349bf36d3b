"""What the selecting tools choose, and what the move tool moves."""

from __future__ import annotations

import pytest

from studio.app.toolbox import Mode, Tool
from studio.core.geometry import Box
from studio.doc.frames import add_frame
from studio.doc.selection import rectangle
from studio.ui.canvas.touch import Touch
from tests.unit.ui.canvas.hand import Hand

EMPTY = (".....", ".....", ".....", ".....")


def chosen(hand: Hand) -> list[str]:
    selection = hand.document.selection
    if selection is None:
        return []
    return ["".join("#" if cell else "." for cell in row) for row in selection.cells]


def test_a_marquee_follows_the_pointer_and_a_click_takes_it_away() -> None:
    hand = Hand(*EMPTY, tool=Tool.MARQUEE)
    hand.start((1, 1), (2, 2))
    assert chosen(hand) == [".....", ".##..", ".##..", "....."]
    hand.desk.cancel()
    assert chosen(hand) == []
    hand.drag((3, 2), (1, 1))
    assert chosen(hand) == [".....", ".###.", ".###.", "....."]
    hand.drag((0, 0))
    assert chosen(hand) == []
    assert not hand.document.can_undo


@pytest.mark.parametrize(
    ("modifiers", "expected"),
    [
        ({}, "...##"),
        ({"shift": True}, "#####"),
        ({"alt": True}, "###.."),
        ({"shift": True, "alt": True}, "...#."),
    ],
)
def test_modifiers_combine(modifiers: dict[str, bool], expected: str) -> None:
    hand = Hand(*EMPTY, tool=Tool.MARQUEE)
    hand.drag((0, 0), (3, 0))
    hand.drag((3, 0), (4, 0), **modifiers)
    assert chosen(hand)[0] == expected


def test_a_lasso_closes_itself_and_a_cancel_keeps_the_old_selection() -> None:
    hand = Hand(*EMPTY, tool=Tool.LASSO)
    hand.drag((0, 0), (3, 0), (3, 3), (0, 3))
    before = chosen(hand)
    assert before == ["####.", "####.", "####.", "####."]
    hand.start((4, 0), (4, 3))
    assert hand.desk.path[0] == (4, 0)
    hand.desk.cancel()
    assert chosen(hand) == before


def test_the_wand_takes_one_colour() -> None:
    hand = Hand("gg.g", "g..g", tool=Tool.WAND)
    hand.drag((0, 0))
    assert chosen(hand) == ["##..", "#..."]
    hand.toolbox.contiguous = False
    hand.drag((0, 0))
    assert chosen(hand) == ["##.#", "#..#"]


@pytest.mark.parametrize("tool", [Tool.WAND, Tool.FILL])
def test_outside_the_canvas_a_tool_says_so(tool: Tool) -> None:
    hand = Hand(*EMPTY, tool=tool)
    hand.drag((-1, 0))
    assert hand.said == ["That is outside the canvas. Click inside it."]


def test_moving_a_cel_loses_nothing_that_leaves_the_canvas() -> None:
    hand = Hand("r....", ".....", "....g", ".....", tool=Tool.MOVE)
    hand.start((2, 2), (3, 3))
    assert hand.picture() == [".....", ".r...", ".....", "....."]
    assert not hand.document.can_undo
    hand.desk.release(_at(4, 3))
    assert hand.picture() == [".....", "..r..", ".....", "....."]
    hand.drag((2, 2), (0, 1))
    assert hand.picture() == ["r....", ".....", "....g", "....."]


def test_a_cancelled_move_shows_the_sprite_as_it_is() -> None:
    hand = Hand("r....", ".....", tool=Tool.MOVE)
    hand.start((0, 0), (3, 0))
    hand.desk.cancel()
    assert hand.picture() == ["r....", "....."]
    assert hand.desk.stand_ins == {}
    assert not hand.document.can_undo


def test_shift_moves_in_one_direction() -> None:
    hand = Hand("r....", ".....", ".....", tool=Tool.MOVE)
    hand.drag((0, 0), (3, 1), shift=True)
    assert hand.picture() == ["...r.", ".....", "....."]


def test_selected_cells_move_over_the_others_and_the_selection_with_them() -> None:
    hand = Hand("rrggg", ".....", tool=Tool.MOVE)
    hand.document.select(rectangle(hand.document.sprite.size, Box(0, 0, 2, 1)))
    hand.drag((0, 0), (2, 0))
    assert hand.picture() == ["..rrg", "....."]
    assert chosen(hand) == ["..##.", "....."]
    hand.document.undo()
    assert hand.picture() == ["rrggg", "....."]


def test_the_cels_of_all_selected_frames_move() -> None:
    hand = Hand("r..", tool=Tool.MOVE)
    hand.document.apply("copy", lambda sprite: add_frame(sprite, 0, copy=True))
    hand.document.select_frames([frame.id for frame in hand.document.sprite.frames])
    hand.drag((0, 0), (2, 0))
    assert [
        hand.document.sprite.cel(hand.document.cursor.layer, frame.id).x for frame in hand.document.sprite.frames
    ] == [2, 2]


def test_keys_nudge_the_content() -> None:
    hand = Hand("r..", "...", tool=Tool.MOVE)
    hand.desk.nudge(1, 0)
    hand.desk.nudge(0, 1)
    assert hand.picture() == ["...", ".r."]


@pytest.mark.parametrize(
    ("mode", "rows", "words"),
    [(Mode.MASK, ("r..",), "Switch to Draw"), (Mode.DRAW, ("...",), "nothing on this layer")],
)
def test_what_cannot_move_says_why(mode: Mode, rows: tuple[str, ...], words: str) -> None:
    hand = Hand(*rows, tool=Tool.MOVE, mode=mode)
    hand.drag((0, 0), (1, 0))
    assert len(hand.said) == 1
    assert words in hand.said[0]


def _at(x: int, y: int) -> Touch:
    return Touch(x + 0.5, y + 0.5)
