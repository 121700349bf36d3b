"""Selected and pasted pixels lie on top of the picture until something else is done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.app.toolbox import Tool
from studio.core.geometry import Box
from studio.doc.edits import read_cel
from studio.doc.floating import Floating
from studio.doc.model import CelKey
from studio.doc.palette import Colour
from studio.doc.selection import rectangle
from tests.qt.canvas.stage import INK, Stage


def held(qtbot: QtBot, *rows: str) -> Stage:
    """The cell at the upper left is selected and the move tool in the hand."""
    stage = Stage(qtbot, *rows)
    stage.document.select(rectangle(stage.document.sprite.size, Box(0, 0, 1, 1)))
    stage.choose(Tool.MOVE)
    return stage


def test_what_is_moved_on_leaves_no_hole_where_it_was_dropped(qtbot: QtBot) -> None:
    stage = held(qtbot, "rggg")
    stage.drag((0, 0), (1, 0))
    assert stage.picture() == [".rgg"]
    stage.drag((1, 0), (3, 0))
    assert stage.picture() == [".ggr"]


def test_the_same_by_keys_and_back_again(qtbot: QtBot) -> None:
    stage = held(qtbot, "rggg")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        stage.key(key)
    assert stage.picture() == ["rggg"]


def test_what_left_the_canvas_in_part_comes_back_whole(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "rb..", "gr..")
    stage.document.select(rectangle(stage.document.sprite.size, Box(0, 0, 2, 2)))
    stage.choose(Tool.MOVE)
    stage.drag((0, 0), (3, 0))
    assert stage.picture() == ["...r", "...g"]
    stage.drag((3, 0), (1, 0))
    assert stage.picture() == [".rb.", ".gr."]


def test_after_another_step_the_pixels_are_like_all_others(qtbot: QtBot) -> None:
    stage = held(qtbot, "rggg")
    stage.drag((0, 0), (1, 0))
    stage.document.select(None)
    stage.document.select(rectangle(stage.document.sprite.size, Box(1, 0, 1, 1)))
    stage.drag((1, 0), (3, 0))
    assert stage.picture() == ["..gr"]


def test_undo_takes_one_drop_at_a_time(qtbot: QtBot) -> None:
    stage = held(qtbot, "rggg")
    stage.drag((0, 0), (1, 0))
    stage.drag((1, 0), (3, 0))
    stage.document.undo()
    assert stage.picture() == [".rgg"]
    stage.document.undo()
    assert stage.picture() == ["rggg"]


def test_a_pasted_picture_can_be_moved_off_what_it_covered(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "rggg")
    document = stage.document
    key = CelKey(*document.cursor)
    cel = document.sprite.cel(*key)
    dot = read_cel(cel, Box(0, 0, 1, 1))
    document.put_floating("Paste", Floating.pasted(key, document.sprite.size, cel, pixels=dot, box=Box(1, 0, 1, 1)))
    assert stage.picture() == ["rrgg"]
    stage.choose(Tool.MOVE)
    stage.drag((1, 0), (2, 0))
    assert stage.picture() == ["rgrg"]


def test_undo_selects_what_was_selected_before_and_it_still_floats(qtbot: QtBot) -> None:
    stage = held(qtbot, "rggg")
    first = stage.document.selection
    stage.drag((0, 0), (1, 0))
    second = stage.document.selection
    stage.drag((1, 0), (3, 0))
    stage.document.undo()
    assert stage.document.selection is second
    stage.drag((1, 0), (2, 0))
    assert stage.picture() == [".grg"]
    stage.document.undo()
    stage.document.undo()
    assert stage.document.selection is first
    assert stage.picture() == ["rggg"]


def test_what_was_painted_on_floating_pixels_stays_with_them(qtbot: QtBot) -> None:
    stage = held(qtbot, "rggg")
    stage.drag((0, 0), (1, 0))
    stage.toolbox.colour = Colour(*INK["b"])
    stage.choose(Tool.PENCIL)
    stage.drag((1, 0))
    stage.choose(Tool.MOVE)
    stage.drag((1, 0), (2, 0))
    stage.document.undo()
    stage.drag((1, 0), (3, 0))
    assert stage.picture() == ["..gb"]
