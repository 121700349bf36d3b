"""Everything a drag can do, by keys alone; and what Esc takes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.app.toolbox import Mode, Tool
from studio.core.geometry import Box, Point
from studio.doc import frames
from studio.doc.selection import rectangle
from tests.qt.canvas.stage import Stage

EMPTY = ("......", "......", "......", "......")
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    stage = Stage(qtbot, *EMPTY)
    stage.hover(1, 1)
    return stage


def walk(stage: Stage, *keys: Qt.Key) -> None:
    for key in keys:
        stage.key(key, CTRL)


def test_a_cell_is_drawn_without_a_pointer(stage: Stage) -> None:
    walk(stage, Qt.Key.Key_Right, Qt.Key.Key_Down)
    stage.key(Qt.Key.Key_Period)
    assert stage.picture() == ["......", "......", "..r...", "......"]
    assert len(stage.document.history.labels()) == 1


def test_a_line_is_held_down_and_let_go(stage: Stage) -> None:
    stage.choose(Tool.RECTANGLE)
    stage.hover(1, 0)
    stage.key(Qt.Key.Key_Greater, SHIFT)
    walk(stage, *[Qt.Key.Key_Right] * 3, *[Qt.Key.Key_Down] * 2)
    stage.key(Qt.Key.Key_Period)
    assert stage.picture() == [".rrrr.", ".r..r.", ".rrrr.", "......"]


def test_the_cell_cursor_stays_on_the_canvas_and_tells_where_it_is(stage: Stage) -> None:
    seen: list[Point] = []
    stage.view.pointer_moved.connect(seen.append)
    stage.key(Qt.Key.Key_Up, CTRL | SHIFT)
    stage.key(Qt.Key.Key_Left, CTRL | SHIFT)
    assert seen[-1] == Point(0, 0)


def test_the_cell_cursor_shows_for_every_tool(stage: Stage) -> None:
    stage.choose(Tool.FILL)
    before = stage.screen()
    walk(stage, Qt.Key.Key_Right)
    assert (stage.screen() != before).any()


def test_escape_drops_a_stroke_first_and_the_selection_next(stage: Stage) -> None:
    stage.document.select(rectangle(stage.document.sprite.size, Box(0, 0, 3, 3)))
    stage.drag((0, 0), (2, 2), release=False)
    stage.key(Qt.Key.Key_Escape)
    assert stage.picture() == list(EMPTY)
    assert stage.document.selection is not None
    stage.key(Qt.Key.Key_Escape)
    assert stage.document.selection is None


def test_a_key_held_while_the_focus_goes_is_let_go(stage: Stage) -> None:
    QTest.keyPress(stage.view, Qt.Key.Key_Space)
    assert stage.view.cursor().shape() is Qt.CursorShape.OpenHandCursor
    stage.view.clearFocus()
    assert stage.view.cursor().shape() is Qt.CursorShape.CrossCursor


def test_a_selecting_tool_takes_hold_of_what_is_selected(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "gg....", "gg....", "......")
    stage.choose(Tool.MARQUEE)
    stage.drag((0, 0), (1, 1))
    stage.hover(0, 0)
    assert stage.view.cursor().shape() is Qt.CursorShape.SizeAllCursor
    stage.drag((0, 0), (3, 1))
    assert stage.picture() == ["......", "...gg.", "...gg."]
    stage.hover(0, 0)
    assert stage.view.cursor().shape() is Qt.CursorShape.CrossCursor


def test_the_mask_can_be_painted_by_keys(stage: Stage) -> None:
    stage.choose(Tool.PENCIL, Mode.MASK)
    stage.key(Qt.Key.Key_Period)
    mask = stage.document.sprite.frames[0].mask
    assert [(int(y), int(x)) for y, x in zip(*mask.nonzero(), strict=True)] == [(1, 1)]


def test_home_and_end_go_to_the_first_and_the_last_frame(stage: Stage) -> None:
    for _frame in range(2):
        stage.document.apply("frame", lambda sprite: frames.add_frame(sprite, 0))
    first, middle, last = (frame.id for frame in stage.document.sprite.frames)
    stage.document.move_to(frame=middle)
    stage.key(Qt.Key.Key_End)
    assert stage.document.cursor.frame == last
    stage.key(Qt.Key.Key_Home)
    assert stage.document.cursor.frame == first


def test_keys_of_the_canvas_come_before_the_shortcuts_of_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    stage = Stage(qtbot, *EMPTY)
    column = QVBoxLayout(window)
    column.addWidget(stage.view)
    field = QCheckBox(window)
    column.addWidget(field)
    pressed: list[str] = []
    for keys in ("3", "Right", "Space", "X"):
        QShortcut(QKeySequence(keys), window).activated.connect(lambda keys=keys: pressed.append(keys))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    stage.view.setFocus()
    for key in (Qt.Key.Key_3, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_X):
        stage.key(key)
    assert pressed == ["X"]
    assert stage.view.zoom == 4
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_3)
    assert pressed == ["X", "3"]
