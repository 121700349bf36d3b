"""The accounts in the settings window: tokens that are never shown, their place, a test, the address, the budget."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from studio.app.balances import Phase
from studio.app.session import Session
from studio.store.accounts import ACCOUNTS
from studio.ui.forms.row import Remark
from studio.ui.settings.account_row import AccountRow
from studio.ui.settings.dialog import SettingsDialog
from tests.qt.tools.desk import unnamed
from tests.servers.base import Reply
from tests.servers.pixelapi import PixelApiServer

TOKEN = "pk_live_typed-3c"


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(session, section="Accounts")
    qtbot.addWidget(made)
    return made


def line(dialog: SettingsDialog, name: str, provider: str = "pixelapi") -> QLineEdit:
    found = dialog.findChild(QLineEdit, f"account-{provider}-{name}")
    assert isinstance(found, QLineEdit)
    return found


def button(dialog: SettingsDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, f"account-pixelapi-{name}")
    assert isinstance(found, QPushButton)
    return found


def where(dialog: SettingsDialog) -> str:
    found = dialog.findChild(QLabel, "account-pixelapi-where")
    assert isinstance(found, QLabel)
    return found.text()


def left(dialog: SettingsDialog, provider: str = "pixelapi") -> str:
    found = dialog.findChild(QLabel, f"account-{provider}-left")
    assert isinstance(found, QLabel)
    return found.text()


def remark(dialog: SettingsDialog) -> str:
    found = dialog.findChild(Remark, "account-pixelapi-remark")
    assert isinstance(found, Remark)
    return found.words


async def until(wanted: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not wanted():  # noqa: ASYNC110 - what is waited for is what a person sees, which no event tells
            await asyncio.sleep(0)


def test_the_section_has_a_row_for_each_provider_that_takes_a_token(dialog: SettingsDialog) -> None:
    rows = dialog.findChildren(AccountRow)
    assert [row.objectName() for row in rows] == [f"account-{provider}" for provider in ACCOUNTS]
    sections = dialog.findChild(QListWidget, "settings-sections")
    assert isinstance(sections, QListWidget)
    assert sections.currentItem().text() == "Accounts"
    assert all(not row.isHidden() for row in rows)
    assert unnamed(dialog) == []


async def test_a_token_is_typed_unseen_kept_tested_and_forgotten(session: Session, dialog: SettingsDialog) -> None:
    with PixelApiServer(token=TOKEN) as server:
        server.fast_plan = True
        session.accounts.set_address("pixelapi", server.url)
        dialog.show()
        await until(lambda: where(dialog).startswith("No token."))
        assert not button(dialog, "test").isEnabled()
        field = line(dialog, "token")
        assert field.echoMode() is QLineEdit.EchoMode.Password
        QTest.keyClicks(field, TOKEN)
        QTest.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: where(dialog).startswith("The token is kept in memory"))
        assert field.text() == ""
        await until(lambda: left(dialog) == "Left: 100 credits, plan starter.")
        await until(lambda: remark(dialog).startswith("This system has no keyring. Tokens are kept until"))
        QTest.mouseClick(button(dialog, "test"), Qt.MouseButton.LeftButton)
        await until(lambda: remark(dialog) == "PixelAPI takes the token.")
        session.accounts.set_address("pixelapi", "http://127.0.0.1:9")
        await until(lambda: "cannot be reached" in left(dialog))
        QTest.mouseClick(button(dialog, "forget"), Qt.MouseButton.LeftButton)
        await until(lambda: where(dialog).startswith("No token."))
    assert session.accounts.found("pixelapi") is None
    dialog.accept()
    await session.close()


async def test_what_no_token_is_made_of_is_said_and_not_kept(session: Session, dialog: SettingsDialog) -> None:
    dialog.show()
    field = line(dialog, "token")
    QTest.keyClicks(field, "two words")
    QTest.mouseClick(button(dialog, "keep"), Qt.MouseButton.LeftButton)
    await until(lambda: remark(dialog).startswith("The token has spaces"))
    assert session.accounts.found("pixelapi") is None
    assert field.text() == "two words"
    dialog.accept()
    await session.close()


def test_an_address_that_would_show_the_token_is_explained_and_not_kept(
    session: Session, dialog: SettingsDialog
) -> None:
    field = line(dialog, "address")
    QTest.keyClicks(field, "http://api.example")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "is not encrypted" in remark(dialog)
    assert session.accounts.address("pixelapi") == ("", "")
    field.clear()
    QTest.keyClicks(field, "https://proxy.example/")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert remark(dialog) == ""
    assert session.settings.get("accounts.pixelapi") == "https://proxy.example"
    everything = dialog.findChild(QPushButton, "settings-reset-all")
    assert everything is not None
    QTest.mouseClick(everything, Qt.MouseButton.LeftButton)
    assert session.accounts.address("pixelapi") == ("", "")


def test_an_address_from_the_environment_is_shown_and_cannot_be_changed_here(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_PIXELAPI_URL", "https://proxy.example")
    monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", TOKEN)
    dialog = SettingsDialog(session, section="Accounts")
    qtbot.addWidget(dialog)
    assert (line(dialog, "address").text(), line(dialog, "address").isReadOnly()) == ("https://proxy.example", True)
    assert where(dialog) == "The token is taken from the environment (STUDIO_PIXELAPI_TOKEN)."
    assert (button(dialog, "test").isEnabled(), button(dialog, "forget").isEnabled()) == (True, False)
    assert TOKEN not in "".join(one.text() for one in dialog.findChildren(QLineEdit))


def test_a_budget_belongs_to_the_project_that_is_open(session: Session, dialog: SettingsDialog, tmp_path: Path) -> None:
    field = dialog.findChild(QLineEdit, "budget-pixelapi-amount")
    said = dialog.findChild(Remark, "budget-pixelapi-remark")
    used = dialog.findChild(QLabel, "budget-pixelapi-used")
    assert field is not None
    assert said is not None
    assert used is not None
    assert not field.isEnabled()
    session.new_project(tmp_path / "game", "Game")
    assert field.isEnabled()
    QTest.keyClicks(field, "much")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said.words == "A budget is an amount such as 2.5, not much."
    field.clear()
    QTest.keyClicks(field, "2,5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.billing.budget("pixelapi") == Decimal("2.5")
    assert field.text() == "2.5"
    assert used.text().endswith("0 used, 2.5 left")


def test_what_is_being_typed_is_not_taken_away_by_news_of_the_account(session: Session, dialog: SettingsDialog) -> None:
    field = line(dialog, "address")
    QTest.keyClicks(field, "https://prox")
    session.accounts.changed.emit("pixelapi")
    assert field.text() == "https://prox"
    QTest.keyClicks(field, "y.example/")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "https://proxy.example"


async def test_a_wanted_token_has_the_keyboard_so_that_nothing_is_pasted_in_plain_sight(
    session: Session, qtbot: QtBot
) -> None:
    dialog = SettingsDialog(session, account="pixelapi")
    qtbot.addWidget(dialog)
    assert dialog.focusWidget() is line(dialog, "token")
    assert line(dialog, "token").echoMode() is QLineEdit.EchoMode.Password
    sections = dialog.findChild(QListWidget, "settings-sections")
    assert sections is not None
    assert sections.currentItem().text() == "Accounts"
    await session.close()


class Browser(QObject):
    """Takes the addresses that would be opened in the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, address: QUrl) -> None:
        self.opened.append(address.toString())


def test_the_page_where_a_token_is_had_opens_in_the_browser(dialog: SettingsDialog) -> None:
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type] # the stub wants bytes, which are refused
    try:
        QTest.mouseClick(button(dialog, "get"), Qt.MouseButton.LeftButton)
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.opened == ["https://pixelapi.dev/app"]


async def test_a_token_that_is_refused_is_said_where_it_was_typed(session: Session, dialog: SettingsDialog) -> None:
    with PixelApiServer(token=TOKEN) as server:
        server.fast_plan = True
        session.accounts.set_address("pixelapi", server.url)
        dialog.show()
        await until(lambda: left(dialog) == "Shown once there is a token.")
        QTest.keyClicks(line(dialog, "token"), "pk_live_mistyped")
        asyncio.get_running_loop().call_soon(QTest.mouseClick, button(dialog, "keep"), Qt.MouseButton.LeftButton)
        await until(lambda: remark(dialog) == "PixelAPI does not accept this token. Paste another one.")
        assert left(dialog) == "Not known: the token is not accepted."
        assert button(dialog, "forget").isEnabled()
    dialog.accept()
    await session.close()


async def test_what_is_left_is_there_when_the_page_opens(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", TOKEN)
    with PixelApiServer(token=TOKEN) as server:
        server.fast_plan = True
        monkeypatch.setenv("STUDIO_PIXELAPI_URL", server.url)
        dialog = SettingsDialog(session, section="Accounts")
        qtbot.addWidget(dialog)
        assert [seen.path for seen in server.requests] == []
        dialog.show()
        await until(lambda: left(dialog) == "Left: 100 credits, plan starter.")
        assert left(dialog, "pixeldojo") == "Shown once there is a token."
        dialog.accept()
        await session.close()


async def test_a_balance_that_cannot_be_read_is_said_in_its_place(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", TOKEN)
    with PixelApiServer(token=TOKEN) as server:
        server.fast_plan = True
        monkeypatch.setenv("STUDIO_PIXELAPI_URL", server.url)
        server.on("pixelapi/show-balance", Reply(json={"credits_remaining": "many"}))
        dialog = SettingsDialog(session, section="Accounts")
        qtbot.addWidget(dialog)
        typed = line(dialog, "token")
        QTest.keyClicks(typed, "half a tok")
        dialog.show()
        await until(lambda: session.balances.told("pixelapi").phase is Phase.FAILED)
        assert left(dialog) == "The balance that PixelAPI told cannot be read."
        assert typed.text() == "half a tok"
        dialog.accept()
        await session.close()


async def test_the_token_of_the_other_api_is_named_and_forgotten_there(
    session: Session, dialog: SettingsDialog
) -> None:
    await session.accounts.save("pixellab-v2", "shared")
    where = dialog.findChild(QLabel, "account-pixellab-v1-where")
    forget = dialog.findChild(QPushButton, "account-pixellab-v1-forget")
    assert where is not None
    assert forget is not None
    assert where.text() == "The token is that of PixelLab, kept in memory until the studio is closed."
    assert (forget.isEnabled(), forget.toolTip()) == (False, "The token is that of PixelLab; forget it there")
    await session.close()


async def test_usage_opens_for_the_provider_of_the_row(session: Session, dialog: SettingsDialog) -> None:
    wanted: list[str] = []
    session.usage_wanted.connect(wanted.append)
    dialog.show()
    QTest.mouseClick(button(dialog, "usage"), Qt.MouseButton.LeftButton)
    assert wanted == ["pixelapi"]
    assert not dialog.isVisible()
    await session.close()
