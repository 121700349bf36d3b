"""A form whose provider wants a token: its button leads to where the token is given, and sends once it is there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.ui.forms.panel import GeneratePanel


def button(panel: GeneratePanel) -> QPushButton:
    found = panel.findChild(QPushButton, "generate-button")
    assert isinstance(found, QPushButton)
    return found


async def test_the_button_asks_for_a_token_until_there_is_one(session: Session, qtbot: QtBot) -> None:
    asked: list[str] = []
    session.commands.add("edit.accounts", lambda: asked.append("accounts"))
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.show()
    panel.choose("pixelapi/generate-image")
    await session.accounts.look("pixelapi")
    assert button(panel).text() == "Add a PixelAPI token..."
    assert button(panel).accessibleName() == "Add a PixelAPI token..."
    QTest.mouseClick(button(panel), Qt.MouseButton.LeftButton)
    panel.generate()
    assert asked == ["accounts", "accounts"]
    assert session.queue.jobs() == ()
    await session.accounts.save("pixelapi", "pk_live_x")
    assert button(panel).text().startswith("Generate")
    panel.choose("local/procedural-sprite")
    assert button(panel).text() == "Generate  ·  free"
    await session.accounts.forget("pixelapi")
    assert button(panel).text() == "Generate  ·  free"
    await session.close()
