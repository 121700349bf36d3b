"""A form whose provider wants a token: its button leads to where the token is given, and sends once it is there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session, make_operation
from studio.core.geometry import Size
from studio.providers.registry import operation
from studio.ui.forms.panel import GeneratePanel
from studio.ui.theme import measure


def button(panel: GeneratePanel) -> QPushButton:
    found = panel.findChild(QPushButton, "generate-button")
    assert isinstance(found, QPushButton)
    return found


async def test_the_button_asks_for_a_token_until_there_is_one(session: Session, qtbot: QtBot) -> None:
    asked: list[str] = []
    session.account_wanted.connect(asked.append)
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.show()
    panel.choose("pixelapi/generate-image")
    await session.accounts.look("pixelapi")
    assert button(panel).text() == "Add a PixelAPI token..."
    assert button(panel).accessibleName() == "Add a PixelAPI token..."
    QTest.mouseClick(button(panel), Qt.MouseButton.LeftButton)
    panel.generate()
    assert asked == ["pixelapi", "pixelapi"]
    assert session.queue.jobs() == ()
    await session.accounts.save("pixelapi", "pk_live_x")
    assert button(panel).text().startswith("Generate")
    panel.choose("local/procedural-sprite")
    assert button(panel).text() == "Generate  ·  free"
    await session.accounts.forget("pixelapi")
    assert button(panel).text() == "Generate  ·  free"
    await session.close()


async def test_a_price_with_a_remark_neither_widens_the_panel_nor_is_lost(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(360, 560)
    panel.show()
    await session.accounts.save("pixellab-v2", "a-token")
    panel.choose("pixellab-v2/create-image-pixflux")
    values = {"description": "a knight", "size": Size(64, 64)}
    panel.show_request(make_operation(operation("pixellab-v2/create-image-pixflux"), values))
    assert button(panel).text() == "Generate  ·  ~0.0079 USD"
    assert "about 0.0079 USD (at 64 x 64; larger pictures cost more)" in button(panel).toolTip()
    assert panel.minimumSizeHint().width() < 200
    head = panel.findChild(QLabel, "generate-price")
    assert head is not None
    assert head.text() == "PixelLab, ~10 s, ~0.0079 USD"
    await session.accounts.forget("pixellab-v2")
    await session.close()


async def test_what_makes_nothing_is_sent_not_generated(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    await session.accounts.save("pixel-engine", "a-token")
    panel.choose("pixel-engine/cancel-job")
    assert button(panel).text() == "Send  ·  free"
    await session.accounts.forget("pixel-engine")
    await session.close()


async def test_a_price_that_nobody_tells_is_said_in_the_head_and_on_the_button(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 560)
    panel.show()
    await session.accounts.save("pixellab-v2", "a-token")
    panel.choose("pixellab-v2/inpaint")
    head = panel.findChild(QLabel, "generate-price")
    assert head is not None
    assert head.text() == "PixelLab, ~10 s, price unknown"
    shown = button(panel)
    assert shown.text() == "Generate  ·  price unknown"
    for width, words in ((150, "Generate · price ?"), (90, "Generate")):
        shown.resize(measure(width), shown.height())
        assert shown.text() == words
    await session.accounts.forget("pixellab-v2")
    await session.close()
