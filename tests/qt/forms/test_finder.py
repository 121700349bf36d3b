"""Choosing what to do: one operation with its reasons, the rest below it, and everything by search."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QToolButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.doc import edits
from studio.doc.pixels import frozen
from studio.ui.forms.finder_rows import Role
from studio.ui.forms.panel import GeneratePanel


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> GeneratePanel:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 420)
    panel.show()
    return panel


def rows(panel: GeneratePanel) -> QListWidget:
    found = panel.findChild(QListWidget, "generate-operations")
    assert isinstance(found, QListWidget)
    return found


def want(panel: GeneratePanel, intent: str) -> list[str]:
    """Titles that stand in the list when an intent was clicked."""
    button = panel.findChild(QToolButton, f"intent-{intent}")
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return [rows(panel).item(row).text() for row in range(rows(panel).count())]


def test_an_intent_shows_one_operation_with_its_reasons_and_the_rest_below(panel: GeneratePanel) -> None:
    titles = want(panel, "create")
    assert titles[:3] == ["Recommended", "Make a sprite from a seed", "More"]
    assert "Create from words" in titles[3:]
    best = rows(panel).item(1)
    assert best.data(Role.WHY) == "Works without an account."
    assert best.data(Role.SECOND_LINE).startswith("Free, on this computer")
    assert rows(panel).item(3).data(Role.SECOND_LINE) == "Pixel Engine, paid"


def test_the_recommended_one_is_in_hand_for_enter(panel: GeneratePanel) -> None:
    want(panel, "pose")
    line = panel.findChild(QLineEdit, "generate-search")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert panel.form is not None
    assert panel.form.spec.id == "local/estimate-skeleton"


def test_what_is_painted_meanwhile_changes_the_reasons(panel: GeneratePanel, session: Session) -> None:
    want(panel, "edit")
    assert "Paint a mask first." in rows(panel).item(1).data(Role.WHY)
    document = session.workspace.require_active()
    mask = frozen(np.array([[255, 0, 0, 0], [0, 0, 0, 0]], np.uint8))
    document.apply("mask", lambda sprite: edits.set_mask(sprite, document.cursor.frame, mask))
    want(panel, "edit")
    assert "mask" not in rows(panel).item(1).data(Role.WHY)


def test_a_search_lists_all_of_every_intent_and_the_buttons_make_room(panel: GeneratePanel) -> None:
    line = panel.findChild(QLineEdit, "generate-search")
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "skeleton")
    titles = [rows(panel).item(row).text() for row in range(rows(panel).count())]
    assert {"Animate", "Pose", "Estimate skeleton", "Animate along a skeleton"} <= set(titles)
    assert not panel.findChild(QToolButton, "intent-create").isVisible()
    line.clear()
    assert rows(panel).item(0).text() == "Recommended"


async def test_a_token_makes_its_provider_the_recommended_one(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 420)
    panel.show()
    await session.accounts.save("pixeldojo", "a-token")
    best = rows(panel).item(1)
    assert best.text() == "Make pictures with Flux"
    assert best.data(Role.WHY) == "Your PixelDojo token is there."
    await session.accounts.forget("pixeldojo")
    assert rows(panel).item(1).text() == "Make a sprite from a seed"
    await session.close()


def test_a_search_puts_the_nearest_title_first(panel: GeneratePanel) -> None:
    line = panel.findChild(QLineEdit, "generate-search")
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "edit with words")
    assert rows(panel).currentItem().data(Role.OPERATION) == "pixellab-v2/edit-image"


def test_the_arrows_walk_through_the_intents(panel: GeneratePanel) -> None:
    want(panel, "create")
    create, animate = (panel.findChild(QToolButton, f"intent-{name}") for name in ("create", "animate"))
    assert isinstance(create, QToolButton)
    assert isinstance(animate, QToolButton)
    create.setFocus()
    QTest.keyClick(create, Qt.Key.Key_Right)
    assert animate.isChecked()
    assert rows(panel).item(1).text() == "Animate with skeleton"


def test_operations_of_one_title_are_told_apart_in_the_title(panel: GeneratePanel) -> None:
    line = panel.findChild(QLineEdit, "generate-search")
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "repaint with words")
    shown = [rows(panel).item(row).text() for row in range(rows(panel).count())]
    assert shown[1:3] == ["Repaint with words", "Repaint with words (older)"]
