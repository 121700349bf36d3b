"""Key frames for in-betweens on the timeline: marked, moved and weighed with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from studio.app.key_marks import KeyMark
from studio.ui.timeline.key_row import KeyMenu
from tests.qt.timeline.stage import Stage


def marks(stage: Stage) -> list[tuple[int, float | None]]:
    """Frame from 0 and weight."""
    sprite = stage.document.sprite
    return [(sprite.frame_index(mark.frame), mark.strength) for mark in stage.session.key_marks.of(stage.document)]


def shown(stage: Stage, *frames: int) -> None:
    """A form that takes key frames is in front, these frames are marked."""
    stage.session.key_marks.want(wanted=True)
    for frame in frames:
        stage.session.key_marks.put(stage.document, KeyMark(stage.document.sprite.frames[frame].id))


def menu_of(stage: Stage, frame: int) -> dict[str, QAction]:
    """What can be done with one frame, by name."""
    menu = KeyMenu(stage.session.key_marks, stage.document, stage.document.sprite.frames[frame].id, stage.panel)
    return {action.objectName(): action for action in menu.actions() if action.objectName()}


def test_there_is_no_row_until_key_frames_are_wanted(stage: Stage) -> None:
    before = stage.grid.layout_now()
    shown(stage)
    after = stage.grid.layout_now()
    assert len(after.rows) == len(before.rows) + 1
    stage.session.key_marks.want(wanted=False)
    assert stage.grid.layout_now().rows == before.rows


def test_a_click_marks_a_frame_and_goes_there(stage: Stage) -> None:
    shown(stage)
    stage.click(stage.cell(0, 3))
    assert marks(stage) == [(3, None)]
    assert stage.here == 3
    assert not stage.document.can_undo


def test_a_click_on_a_mark_only_goes_there(stage: Stage) -> None:
    shown(stage, 1, 4)
    stage.click(stage.cell(0, 4))
    assert marks(stage) == [(1, None), (4, None)]
    assert stage.here == 4


def test_a_mark_is_dragged_to_another_frame_but_not_onto_one(stage: Stage) -> None:
    shown(stage, 0, 4)
    stage.drag(stage.cell(0, 4), stage.cell(0, 3), stage.cell(0, 2))
    assert marks(stage) == [(0, None), (2, None)]
    assert stage.here == 2
    stage.drag(stage.cell(0, 2), stage.cell(0, 1), stage.cell(0, 0))
    assert marks(stage) == [(0, None), (2, None)]
    assert stage.order == [1, 2, 3, 4, 5, 6]


def test_the_menu_weighs_a_mark_and_takes_it_off(stage: Stage) -> None:
    shown(stage, 0, 2)
    entries = menu_of(stage, 2)
    assert entries["key-weight-open"].isChecked()
    entries["key-weight-0.5"].trigger()
    assert marks(stage) == [(0, None), (2, 0.5)]
    assert menu_of(stage, 2)["key-weight-0.5"].isChecked()
    menu_of(stage, 2)["key-remove"].trigger()
    assert marks(stage) == [(0, None)]
    menu_of(stage, 5)["key-mark"].trigger()
    assert marks(stage) == [(0, None), (5, None)]
    menu_of(stage, 1)["key-clear"].trigger()
    assert marks(stage) == []


def test_the_action_marks_the_chosen_frames_and_takes_the_marks_off_again(stage: Stage) -> None:
    frames = stage.document.sprite.frames
    stage.document.select_frames([frames[1].id, frames[3].id])
    stage.session.commands.run("frame.key")
    assert marks(stage) == [(1, None), (3, None)]
    stage.document.move_to(frame=frames[3].id)
    assert stage.session.commands.checked("frame.key")
    stage.document.select_frames([frames[1].id, frames[3].id])
    stage.session.commands.run("frame.key")
    assert marks(stage) == []


def test_the_tool_tip_tells_what_a_cell_of_the_row_is(stage: Stage) -> None:
    shown(stage)
    frames = stage.document.sprite.frames
    stage.session.key_marks.put(stage.document, KeyMark(frames[2].id, 0.75, index=7))
    stage.drag(stage.cell(0, 5))
    QTest.mouseMove(stage.grid.viewport(), stage.cell(0, 2))
    tip = stage.grid.viewport().toolTip()
    assert tip.startswith("Key frame, weight 0.75, appears as frame 8 of the result\n")
    QTest.mouseMove(stage.grid.viewport(), stage.cell(0, 3))
    assert stage.grid.viewport().toolTip() == "Click to make this frame a key frame of the in-betweens"


def test_marks_are_drawn_as_diamonds(stage: Stage) -> None:
    shown(stage)
    empty = stage.grid.viewport().grab().toImage()
    shown(stage, 3)
    marked = stage.grid.viewport().grab().toImage()
    middle, corner = stage.cell(0, 3), stage.cell(0, 3) + QPoint(5, 5)
    assert empty.pixelColor(middle) != marked.pixelColor(middle)
    assert empty.pixelColor(corner) == marked.pixelColor(corner)
    assert empty.pixelColor(stage.cell(0, 4)) == marked.pixelColor(stage.cell(0, 4))
