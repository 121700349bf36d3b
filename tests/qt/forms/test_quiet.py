"""A form says what is missing when it is time, and not before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.ui.forms.panel import GeneratePanel


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> GeneratePanel:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 560)
    panel.choose("pixellab-v2/create-image-pixflux")
    panel.show()
    panel.activateWindow()
    return panel


def words_of(panel: GeneratePanel, field: str) -> str:
    assert panel.form is not None
    panel.form.settle()
    return panel.form.row(field).remark.words


def description(panel: GeneratePanel) -> QPlainTextEdit:
    found = panel.findChild(QPlainTextEdit, "field-description-control")
    assert isinstance(found, QPlainTextEdit)
    return found


def test_nothing_is_missing_before_a_key_is_pressed(panel: GeneratePanel) -> None:
    assert words_of(panel, "description") == ""
    assert panel.form is not None
    assert not panel.form.is_sound


def test_a_field_that_was_left_empty_says_so(panel: GeneratePanel, qtbot: QtBot) -> None:
    line = description(panel)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    assert words_of(panel, "description") == ""
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert words_of(panel, "description") == "Description is missing."


def test_whoever_goes_to_the_canvas_and_back_is_not_told_off(panel: GeneratePanel, qtbot: QtBot) -> None:
    elsewhere = QPushButton("elsewhere", panel)
    elsewhere.show()
    line = description(panel)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    elsewhere.setFocus()
    qtbot.waitUntil(elsewhere.hasFocus)
    assert words_of(panel, "description") == ""


def test_a_mask_that_is_missing_is_told_by_the_button_that_helps(panel: GeneratePanel) -> None:
    panel.choose("local/inpaint")
    assert words_of(panel, "mask") == ""
    help_ = panel.findChild(QPushButton, "field-mask-help")
    assert isinstance(help_, QPushButton)
    assert (help_.isVisible(), help_.text()) == (True, "Paint a mask")
    panel.generate()
    assert words_of(panel, "mask") == "This frame has no mask. Paint one in mask mode."


def test_poses_say_what_to_do_not_how_many_entries_there_are(panel: GeneratePanel) -> None:
    panel.choose("local/animate-with-skeleton")
    panel.generate()
    assert words_of(panel, "keypoints") == "Choose “Movement”, or put frames that have a pose into “Poses”."
