"""A form says what is missing when it is time, and not before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.providers.pixellab_v2.creating import CreateImagePixflux
from studio.ui.forms.form import OperationForm
from studio.ui.forms.panel import GeneratePanel


@pytest.fixture
def form(session: Session, qtbot: QtBot) -> OperationForm:
    """A form with a field of words that has to be filled in."""
    form = OperationForm(CreateImagePixflux, session)
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    return form


def words_of(form: OperationForm | None, field: str) -> str:
    assert form is not None
    form.settle()
    return form.row(field).remark.words


def description(form: OperationForm) -> QPlainTextEdit:
    found = form.findChild(QPlainTextEdit, "field-description-control")
    assert isinstance(found, QPlainTextEdit)
    return found


def test_nothing_is_missing_before_a_key_is_pressed(form: OperationForm) -> None:
    assert words_of(form, "description") == ""
    assert not form.is_sound


def test_a_field_that_was_left_empty_says_so(form: OperationForm, qtbot: QtBot) -> None:
    line = description(form)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    assert words_of(form, "description") == ""
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert words_of(form, "description") == "Description is missing."
    form.blank()
    assert words_of(form, "description") == ""


def test_whoever_goes_to_the_canvas_is_not_told_off(form: OperationForm, qtbot: QtBot) -> None:
    elsewhere = QPushButton("elsewhere")
    qtbot.addWidget(elsewhere)
    line = description(form)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    elsewhere.show()
    elsewhere.activateWindow()
    elsewhere.setFocus()
    qtbot.waitUntil(elsewhere.hasFocus)
    assert words_of(form, "description") == ""


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> GeneratePanel:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 560)
    panel.show()
    return panel


def test_a_mask_that_is_missing_is_told_by_the_button_that_helps(panel: GeneratePanel) -> None:
    panel.choose("local/inpaint")
    assert words_of(panel.form, "mask") == ""
    help_ = panel.findChild(QPushButton, "field-mask-help")
    assert isinstance(help_, QPushButton)
    assert (help_.isVisible(), help_.text()) == (True, "Paint a mask")
    panel.generate()
    assert words_of(panel.form, "mask") == "This frame has no mask. Paint one in mask mode."


def test_poses_say_what_to_do_not_how_many_entries_there_are(panel: GeneratePanel) -> None:
    panel.choose("local/animate-with-skeleton")
    panel.generate()
    assert words_of(panel.form, "keypoints") == "Choose “Movement”, or put frames that have a pose into “Poses”."
