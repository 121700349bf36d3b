"""What is kept of a form: presets, what was sent before, and words that come back."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.ui.forms.kept import NameDialog
from studio.ui.forms.panel import GeneratePanel

WORDS = "pixellab-v2/create-image-pixflux"


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> GeneratePanel:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 560)
    panel.show()
    return panel


def menu(panel: GeneratePanel) -> QMenu:
    button = panel.findChild(QToolButton, "generate-kept")
    assert isinstance(button, QToolButton)
    found = button.menu()
    found.aboutToShow.emit()
    return found


def trigger(menu: QMenu, start: str) -> None:
    next(action for action in menu.actions() if action.text().startswith(start)).trigger()


def titles(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def angle(panel: GeneratePanel) -> object:
    assert panel.form is not None
    panel.form.settle()
    return panel.form.values.get("angle")


def test_a_preset_fills_the_whole_form(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/rotate")
    session.presets.save("local/rotate", "Quarter", {"angle": 90.0, "images": [["frame", ""]]})
    panel.form.row("angle").editor.show_value(15.0)
    trigger(menu(panel), "Quarter")
    assert angle(panel) == 90.0
    trigger(menu(panel), "Empty the form")
    assert angle(panel) == panel.form.spec.field("angle").default
    trigger(menu(panel), "As it was before")
    assert angle(panel) == 90.0


def test_what_was_sent_is_in_the_menu_and_comes_back(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/rotate")
    for turned in (15.0, 30.0):
        panel.form.row("angle").editor.show_value(turned)
        panel.generate()
    sent = [title for title in titles(menu(panel)) if title.startswith("Angle")]
    assert [title.split("  ·  ")[0] for title in sent] == ["Angle 30.0", "Angle 15.0"]
    trigger(menu(panel), "Angle 15.0")
    assert angle(panel) == 15.0
    assert len(session.queue.jobs()) == 2


async def test_a_preset_is_named_in_a_dialog_and_renamed(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.show()
    panel.choose("local/rotate")
    trigger(menu(panel), "Save as preset")
    await named(panel, "Turned")
    assert [one.name for one in session.presets.of("local/rotate")] == ["Turned"]
    assert [title for title in titles(menu(panel)) if "preset" in title.lower()] == [
        "Save as preset...",
        "Presets",
        "Rename preset",
        "Delete preset",
    ]
    await session.close()


async def named(panel: GeneratePanel, name: str) -> None:
    """Write a name into the dialog as soon as it is there, and save."""
    for _turn in range(50):
        if panel.findChildren(NameDialog):
            break
        await asyncio.sleep(0)
    (dialog,) = panel.findChildren(NameDialog)
    accept = dialog.findChild(QPushButton, "accept")
    assert not accept.isEnabled()
    line = dialog.findChild(QLineEdit, "preset-name")
    QTest.keyClicks(line, name)
    asyncio.get_running_loop().call_soon(accept.click)
    for _turn in range(20):
        await asyncio.sleep(0)


def prompt(panel: GeneratePanel) -> QPlainTextEdit:
    assert panel.form is not None
    found = panel.form.row("description").editor.findChild(QPlainTextEdit)
    assert isinstance(found, QPlainTextEdit)
    return found


async def test_words_of_earlier_requests_come_back_with_alt_and_arrows(panel: GeneratePanel, session: Session) -> None:
    for moment, words in enumerate(("a cat", "a dog")):
        session.sent_forms.note(WORDS, {"description": words}, when=float(moment), seed=None)
    panel.choose(WORDS)
    text = prompt(panel)
    text.setPlainText("half writ")
    alt = Qt.KeyboardModifier.AltModifier
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(text, key, alt)
        seen.append(text.toPlainText())
    assert seen == ["a dog", "a cat", "a cat", "a dog", "half writ"]
    await session.close()


async def test_words_of_earlier_requests_stand_in_a_menu(panel: GeneratePanel, session: Session) -> None:
    panel.choose(WORDS)
    back = panel.form.row("description").findChild(QToolButton, "field-description-back")
    assert back.isHidden()
    session.sent_forms.note(WORDS, {"description": "a cat\nin a hat"}, when=0.0, seed=None)
    panel.form.look_for_words()
    assert not back.isHidden()
    back.menu().aboutToShow.emit()
    (action,) = back.menu().actions()
    assert action.text() == "a cat in a hat"
    action.trigger()
    assert prompt(panel).toPlainText() == "a cat\nin a hat"
    await session.close()


def remedy(panel: GeneratePanel, field: str) -> QPushButton | None:
    assert panel.form is not None
    panel.form.settle()
    found = panel.form.row(field).findChild(QPushButton, f"problem-{field}-remedy")
    return found if isinstance(found, QPushButton) and not found.isHidden() else None


async def test_words_that_are_too_long_can_be_cut_and_had_back(panel: GeneratePanel, session: Session) -> None:
    panel.choose("pixellab-v2/edit-image")
    written = "😀" + "a" * 9_999
    prompt(panel).setPlainText(written)
    button = remedy(panel, "description")
    assert button is not None
    assert button.text() == "Cut after 500 characters"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert prompt(panel).toPlainText() == written[:500]
    assert remedy(panel, "description") is None
    prompt(panel).undo()
    assert prompt(panel).toPlainText() == written
    await session.close()


def test_without_a_sprite_a_picture_begins_with_a_new_one(session: Session, qtbot: QtBot) -> None:
    session.workspace.close(session.workspace.require_active())
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.show()
    panel.choose("local/pixelate")
    button = remedy(panel, "image")
    assert button is not None
    assert button.text() == "New sprite..."


def test_a_number_outside_its_limits_is_brought_back(panel: GeneratePanel) -> None:
    panel.choose("local/quantise")
    panel.form.row("colours").editor.show_value(300)
    button = remedy(panel, "colours")
    assert button is not None
    assert button.text() == "Use 256"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    panel.form.settle()
    assert panel.form.values["colours"] == 256


def test_a_seed_counts_up_with_each_request(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/procedural-sprite")
    editor = panel.form.row("seed").editor
    editor.show_value(41)
    QTest.mouseClick(_tool(editor, "field-seed-up"), Qt.MouseButton.LeftButton)
    for _turn in range(2):
        panel.generate()
    assert [job.seed_sent for job in session.queue.jobs()] == [42, 41]
    assert editor.value() == 43
    assert session.drafts.of("local/procedural-sprite")["seed"] == ["up", 43]
    QTest.mouseClick(_tool(editor, "field-seed-copy"), Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "43"
    QTest.mouseClick(_tool(editor, "field-seed-fixed"), Qt.MouseButton.LeftButton)
    panel.generate()
    assert editor.value() == 43


async def test_a_model_that_ignores_the_seed_is_said(panel: GeneratePanel, session: Session) -> None:
    panel.choose("pixel-engine/generate-image")
    panel.form.settle()
    assert not panel.form.row("seed").editor.isEnabled()
    assert panel.form.row("seed").editor.toolTip() != ""
    panel.form.row("model").editor.show_value("oai_gpt2_low")
    panel.form.settle()
    assert panel.form.row("seed").editor.isEnabled()
    await session.close()


def _tool(editor: QWidget, name: str) -> QToolButton:
    found = editor.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found
