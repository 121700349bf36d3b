"""Posing by mouse and keys over the canvas: one drag is one undo step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from studio.app.toolbox import Mode, Tool
from studio.doc.edits import set_pose
from studio.doc.skeleton import Keypoint, Pose
from studio.ui.skeleton.focus import joint_focus
from tests.qt.canvas.stage import Stage, rgb

ROWS = ("k" * 14, *("k" * 14 for _ in range(9)))
POSE = {"NECK": Keypoint(5.5, 2.5), "RIGHT SHOULDER": Keypoint(2.5, 2.5), "LEFT SHOULDER": Keypoint(8.5, 2.5)}


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    stage = Stage(qtbot, *ROWS, frames=3)
    stage.choose(Tool.PENCIL, Mode.POSE)
    put(stage, POSE)
    return stage


def put(stage: Stage, points: dict[str, Keypoint]) -> None:
    frame = stage.document.cursor.frame
    stage.document.apply("pose", lambda sprite: set_pose(sprite, frame, Pose.of(points)))


def places(stage: Stage) -> dict[str, tuple[float, float]]:
    pose = stage.document.sprite.frame(stage.document.cursor.frame).pose
    return {} if pose is None else {label: (point.x, point.y) for label, point in pose.points.items()}


def test_a_joint_is_dragged_by_parts_of_a_pixel_as_one_step(stage: Stage) -> None:
    steps = len(stage.document.history.labels())
    stage.drag((2, 2), (3, 4), (3.5, 5.2))
    assert places(stage)["RIGHT SHOULDER"] == pytest.approx((4.0, 5.7), abs=0.06)
    assert stage.document.history.labels()[steps:] == ["Move right shoulder"]
    stage.document.undo()
    assert places(stage) == {label: (point.x, point.y) for label, point in POSE.items()}


def test_a_joint_is_hit_seven_screen_pixels_away_and_the_nearest_wins(stage: Stage) -> None:
    put(stage, {"NECK": Keypoint(5.5, 2.5), "NOSE": Keypoint(6.5, 2.5)})
    stage.drag((5.3, 2), (5.3, 6))
    assert places(stage)["NOSE"] == (6.5, 2.5)
    assert places(stage)["NECK"][1] == pytest.approx(6.5, abs=0.06)
    stage.drag((6, 1.3), (6, 5.3))
    assert places(stage)["NOSE"][1] == pytest.approx(6.5, abs=0.06)


def test_shift_drags_the_whole_pose_and_a_bone_drags_both_ends(stage: Stage) -> None:
    stage.drag((12, 8), (13, 9), held=Qt.KeyboardModifier.ShiftModifier)
    assert places(stage) == {"NECK": (6.5, 3.5), "RIGHT SHOULDER": (3.5, 3.5), "LEFT SHOULDER": (9.5, 3.5)}
    stage.drag((4.5, 3), (4.5, 5))
    assert places(stage) == {"NECK": (6.5, 5.5), "RIGHT SHOULDER": (3.5, 5.5), "LEFT SHOULDER": (9.5, 3.5)}


def test_ctrl_drags_a_hand_with_its_arm(stage: Stage) -> None:
    arm = {"RIGHT SHOULDER": (8.5, 2.5), "RIGHT ELBOW": (4.5, 2.5), "RIGHT ARM": (4.5, 5.5)}
    put(stage, {label: Keypoint(x, y) for label, (x, y) in arm.items()})
    stage.drag((4, 5), (8, 9), held=Qt.KeyboardModifier.ControlModifier)
    moved = places(stage)
    assert moved["RIGHT SHOULDER"] == (8.5, 2.5)
    assert moved["RIGHT ARM"] == pytest.approx((8.5, 9.5), abs=0.01)
    assert moved["RIGHT ELBOW"] == pytest.approx((8.5, 6.5), abs=0.01)


def test_escape_puts_the_joint_back(stage: Stage) -> None:
    stage.drag((2, 2), (6, 8), release=False)
    stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(stage.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, stage.at(6, 8))
    assert places(stage)["RIGHT SHOULDER"] == (2.5, 2.5)
    assert stage.document.history.labels()[-1] == "pose"


def test_a_click_without_a_drag_chooses_and_changes_nothing(stage: Stage) -> None:
    stage.drag((8, 2))
    assert joint_focus(stage.document).label == "LEFT SHOULDER"
    assert stage.document.history.labels()[-1] == "pose"


def test_keys_nudge_the_chosen_joint_and_walk_from_joint_to_joint(stage: Stage) -> None:
    stage.drag((5, 2))
    stage.key(Qt.Key.Key_Right)
    stage.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert places(stage)["NECK"] == (6.5, 6.5)
    stage.key(Qt.Key.Key_PageDown)
    assert joint_focus(stage.document).label == "RIGHT SHOULDER"
    stage.key(Qt.Key.Key_PageUp)
    assert joint_focus(stage.document).label == "NECK"


def test_without_a_chosen_joint_arrows_change_the_frame(stage: Stage) -> None:
    frames = [frame.id for frame in stage.document.sprite.frames]
    stage.key(Qt.Key.Key_Right)
    assert stage.document.cursor.frame == frames[1]
    stage.drag((2, 2), (4, 4))
    assert stage.said == ["This frame has no skeleton. Estimate or add one in the Pose panel."]


def test_left_is_round_and_right_is_square_in_their_colours(stage: Stage) -> None:
    stage.hover(12, 8)
    screen = stage.screen()
    left, right = stage.at(8, 2), stage.at(2, 2)
    assert tuple(int(channel) for channel in screen[left.y(), left.x()]) == rgb("joint_left")
    assert tuple(int(channel) for channel in screen[right.y(), right.x()]) == rgb("joint_right")
    corner = 3  # inside the square, outside the circle
    assert tuple(int(c) for c in screen[right.y() + corner, right.x() - corner]) == rgb("joint_right")
    assert tuple(int(c) for c in screen[left.y() - 4, left.x() + 4]) != rgb("joint_left")


def test_a_joint_under_the_pointer_grows(stage: Stage) -> None:
    stage.hover(12, 8)
    place = stage.at(2, 2)
    before = stage.screen()[place.y(), place.x() - 6]
    stage.hover(2, 2)
    after = stage.screen()[place.y(), place.x() - 6]
    assert tuple(before) == (0, 0, 0)
    assert tuple(after) == rgb("joint_right")


@pytest.mark.qt_log_ignore("does not support")
def test_the_right_button_lists_what_overlaps_and_hides_a_joint(stage: Stage, qtbot: QtBot) -> None:
    put(stage, {"NOSE": Keypoint(5.5, 2.5), "NECK": Keypoint(5.6, 2.5)})
    stage.drag((5, 2), button=Qt.MouseButton.RightButton)
    menu = stage.view.findChild(QMenu, "joint-menu")
    assert [action.text() for action in menu.actions()] == ["Nose", "Neck", "", "Hide nose"]
    menu.actions()[1].trigger()
    assert joint_focus(stage.document).label == "NECK"
    menu.actions()[3].trigger()
    menu.close()
    pose = stage.document.sprite.frame(stage.document.cursor.frame).pose
    assert (pose.points["NOSE"].visible, pose.points["NECK"].visible) == (False, True)


def test_poses_before_and_after_are_ghosts(stage: Stage) -> None:
    bare = stage.screen()
    second = stage.document.sprite.frames[1].id
    ghost = Pose.of({"NECK": Keypoint(5.5, 8.5), "RIGHT SHOULDER": Keypoint(1.5, 8.5)})
    stage.document.apply("next", lambda sprite: set_pose(sprite, second, ghost))
    changed = (stage.screen() != bare).any(axis=2)
    rows = [int(row) for row in changed.any(axis=1).nonzero()[0]]
    middle = stage.at(0, 8).y()
    assert rows
    assert min(rows) >= middle - 2
    assert max(rows) <= middle + 2
