"""Going to cells and choosing frames."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from tests.qt.timeline.conftest import Setting
from tests.qt.timeline.stage import CONTROL, SHIFT, Stage, strip, tagged


def test_a_click_on_a_cell_goes_to_its_layer_and_frame(stage: Stage) -> None:
    stage.click(stage.cell(1, 3))
    assert (stage.document.sprite.layer(stage.document.cursor.layer).name, stage.here) == ("ink", 3)
    stage.click(stage.cell(0, 1))
    assert (stage.document.sprite.layer(stage.document.cursor.layer).name, stage.here) == ("top", 1)
    assert not stage.document.can_undo


def test_a_click_on_a_mask_or_pose_keeps_the_layer(stage: Stage) -> None:
    stage.click(stage.cell(1, 0))
    stage.click(stage.cell(2, 4))
    assert (stage.document.sprite.layer(stage.document.cursor.layer).name, stage.here) == ("ink", 4)


def test_shift_chooses_from_the_last_click_both_ways(stage: Stage) -> None:
    stage.click(stage.number(3))
    stage.click(stage.number(5), SHIFT)
    assert (stage.chosen, stage.here) == ([4, 5, 6], 5)
    stage.click(stage.number(1), SHIFT)
    assert (stage.chosen, stage.here) == ([2, 3, 4], 1)


def test_control_adds_and_takes_away_but_never_the_last(stage: Stage) -> None:
    stage.click(stage.number(0))
    stage.click(stage.number(4), CONTROL)
    assert (stage.chosen, stage.here) == ([1, 5], 4)
    stage.click(stage.number(4), CONTROL)
    assert (stage.chosen, stage.here) == ([1], 0)
    stage.click(stage.number(0), CONTROL)
    assert stage.chosen == [1]


def test_dragging_over_numbers_or_cells_chooses_a_run(stage: Stage) -> None:
    stage.drag(stage.number(1), stage.number(2), stage.number(4))
    assert (stage.chosen, stage.here, stage.order) == ([2, 3, 4, 5], 4, [1, 2, 3, 4, 5, 6])
    stage.drag(stage.cell(0, 5), stage.cell(0, 3))
    assert stage.chosen == [4, 5, 6]


def test_a_click_inside_a_choice_chooses_that_frame_alone(stage: Stage) -> None:
    stage.drag(stage.number(1), stage.number(4))
    stage.click(stage.number(2))
    assert (stage.chosen, stage.here) == ([3], 2)


def test_keys_walk_extend_and_reach_the_ends(stage: Stage) -> None:
    stage.key(Qt.Key.Key_Right)
    stage.key(Qt.Key.Key_Right)
    assert (stage.here, stage.chosen) == (2, [3])
    stage.key(Qt.Key.Key_Right, SHIFT)
    stage.key(Qt.Key.Key_Right, SHIFT)
    assert stage.chosen == [3, 4, 5]
    stage.key(Qt.Key.Key_End)
    assert (stage.here, stage.chosen) == (5, [6])
    stage.key(Qt.Key.Key_Right)
    assert stage.here == 5
    stage.key(Qt.Key.Key_Home)
    assert stage.here == 0


def test_keys_walk_over_layers_as_they_are_shown(stage: Stage) -> None:
    names = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        stage.key(key)
        names.append(stage.document.sprite.layer(stage.document.cursor.layer).name)
    assert names == ["top", "ink", "ink"]


def test_delete_takes_the_chosen_frames_away_in_one_step(stage: Stage) -> None:
    stage.drag(stage.number(1), stage.number(3))
    stage.key(Qt.Key.Key_Delete)
    assert stage.order == [1, 5, 6]
    stage.document.undo()
    assert stage.order == [1, 2, 3, 4, 5, 6]


def test_a_click_on_a_tag_chooses_its_frames(set_stage: Setting) -> None:
    stage = set_stage(tagged(strip(), "walk", 2, 4))
    stage.click(stage.bar("walk"))
    assert (stage.chosen, stage.here) == ([3, 4, 5], 2)


def test_the_current_cell_is_told_to_screen_readers(stage: Stage) -> None:
    stage.click(stage.cell(1, 2))
    assert stage.grid.accessibleDescription() == "Layer ink, frame 3 of 6, filled"
    stage.key(Qt.Key.Key_End)
    assert stage.grid.accessibleDescription() == "Layer ink, frame 6 of 6, empty"


def test_eye_and_lock_are_one_undo_step_each(stage: Stage) -> None:
    layout = stage.grid.layout_now()
    y = stage.cell(1, 0).y()
    half = layout.measures.icon // 2
    point = stage.cell(1, 0)
    for x in (half, half + layout.measures.icon):
        point.setX(x)
        stage.click(point)
    ink = stage.document.sprite.layers[0]
    assert (ink.name, ink.visible, ink.locked, y) == ("ink", False, True, point.y())
    assert stage.document.history.labels() == ["Hide layer", "Lock layer"]


def test_the_names_get_more_room_by_dragging_their_border(stage: Stage) -> None:
    before = stage.grid.layout_now()
    border = QPoint(before.measures.names - 2, stage.cell(0, 0).y())
    stage.drag(border, border + QPoint(20, 0), border + QPoint(82, 0))
    after = stage.grid.layout_now()
    assert after.measures.names == before.measures.names + 80
    assert after.frame_x(0) == after.measures.names
    stage.drag(QPoint(after.measures.names - 2, 50), QPoint(60, 50), QPoint(5, 50))
    assert stage.grid.layout_now().measures.names == 96
    assert stage.here == 0
