"""The pose panel: make, copy, type, choose, delete."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListWidget, QTabWidget
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.doc.document import Document
from studio.doc.skeleton import LABELS
from studio.ui.skeleton.focus import joint_focus
from studio.ui.skeleton.joints import JointTable
from studio.ui.skeleton.panel import PosePanel
from tests.qt.tools.desk import session_with, unnamed

BLOCK = ("........", "..rrrr..", "..rrrr..", "..rrrr..", "..rrrr..", "..rrrr..", "..rrrr..", "........")


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Session, Document]:
    return session_with(*BLOCK, folder=tmp_path, frames=2)


@pytest.fixture
def panel(opened: tuple[Session, Document], qtbot: QtBot) -> PosePanel:
    panel = PosePanel(opened[0])
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.show()
    return panel


def click(panel: PosePanel, name: str) -> None:
    QTest.mouseClick(panel.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def test_an_empty_frame_offers_a_skeleton(panel: PosePanel, opened: tuple[Session, Document]) -> None:
    pages = panel.findChild(QTabWidget)
    assert not pages.isTabEnabled(0)
    click(panel, "pose-add")
    pose = opened[1].sprite.frames[0].pose
    assert tuple(pose.points) == LABELS
    table = panel.findChild(JointTable)
    assert pages.isTabEnabled(0)
    assert [table.item(row, 0).text() for row in range(3)] == ["Nose", "Neck", "Right shoulder"]
    opened[1].undo()
    assert not pages.isTabEnabled(0)


def test_numbers_are_typed_and_nonsense_is_dropped(panel: PosePanel, opened: tuple[Session, Document]) -> None:
    click(panel, "pose-add")
    table = panel.findChild(JointTable)
    table.item(0, 1).setText("3.25")
    assert opened[1].sprite.frames[0].pose.points["NOSE"].x == 3.25
    table.item(0, 2).setText("1,5")
    assert opened[1].sprite.frames[0].pose.points["NOSE"].y == 1.5
    table.item(0, 1).setText("left")
    assert table.item(0, 1).text() == "3.25"
    assert opened[1].history.labels() == ["Add skeleton", "Move joint", "Move joint"]


def test_a_joint_is_hidden_by_its_check_box(panel: PosePanel, opened: tuple[Session, Document]) -> None:
    click(panel, "pose-add")
    panel.findChild(JointTable).item(4, 0).setCheckState(Qt.CheckState.Unchecked)
    assert not opened[1].sprite.frames[0].pose.points["RIGHT ARM"].visible
    assert opened[1].history.labels()[-1] == "Hide joint"


def test_the_row_and_the_canvas_choose_the_same_joint(panel: PosePanel, opened: tuple[Session, Document]) -> None:
    click(panel, "pose-add")
    table = panel.findChild(JointTable)
    table.setCurrentCell(7, 0)
    assert joint_focus(opened[1]).label == "LEFT ARM"
    joint_focus(opened[1]).choose("NECK")
    assert table.currentRow() == 1


def test_a_pose_is_copied_to_another_frame(panel: PosePanel, opened: tuple[Session, Document]) -> None:
    document = opened[1]
    first, second = document.sprite.frames
    click(panel, "pose-add")
    click(panel, "pose-copy")
    document.move_to(frame=second.id)
    click(panel, "pose-paste")
    assert document.sprite.frame(second.id).pose == document.sprite.frame(first.id).pose
    click(panel, "pose-delete")
    assert document.sprite.frame(second.id).pose is None


def test_a_preset_poses_the_frame_or_all_frames(panel: PosePanel, opened: tuple[Session, Document]) -> None:
    document = opened[1]
    panel.findChild(QTabWidget).setCurrentIndex(1)
    presets = panel.findChild(QListWidget, "pose-presets")
    titles = [presets.item(row).text() for row in range(presets.count())]
    assert {"Idle", "Walk", "Run", "Jump", "Attack"} <= set(titles)
    assert not panel.findChild(QAbstractButton, "pose-preset-frames").isEnabled()
    presets.setCurrentRow(titles.index("Walk"))
    click(panel, "pose-preset-frame")
    assert [frame.pose is not None for frame in document.sprite.frames] == [True, False]
    click(panel, "pose-preset-frames")
    assert [frame.pose is not None for frame in document.sprite.frames] == [True] * 8
    assert document.history.labels() == ["Pose: Walk", "Poses: Walk"]


def test_every_control_has_its_names(panel: PosePanel) -> None:
    click(panel, "pose-add")
    assert unnamed(panel) == []
