"""The window of usage: what an account tells is shown, what cannot be read says so, and each state has one way on."""

from __future__ import annotations

import datetime
from typing import TypeVar

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateEdit, QLabel, QListWidget, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot
from qasync import QEventLoop

from studio.app.session import Session
from studio.codec.images import write_png
from studio.core.geometry import Size
from studio.doc.pixels import blank
from studio.ui.forms.row import Remark
from studio.ui.forms.thumbnail import pixels_of
from studio.ui.usage.facts import FactTiles, WordTable
from studio.ui.usage.state_pane import StatePane
from studio.ui.usage.window import UsageWindow
from tests.qt.export.stage import until
from tests.qt.tools.desk import unnamed
from tests.servers.base import Reply
from tests.servers.pixel_engine import PixelEngineServer
from tests.servers.pixelapi import PixelApiServer

W = TypeVar("W", bound=QWidget)
TODAY = datetime.datetime.now(datetime.UTC).date()


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    return made


def part(window: UsageWindow, kind: type[W], name: str) -> W:
    found = window.findChild(kind, f"usage-{name}")
    assert found is not None, name
    return found


def facts(window: UsageWindow, provider: str) -> list[str]:
    return [f"{fact.title}: {fact.words}" for fact in part(window, FactTiles, f"{provider}-facts").facts]


def says(window: UsageWindow, pane: str) -> str:
    return part(window, StatePane, pane).words


def show_tab(window: UsageWindow, provider: str, tab: int) -> None:
    part(window, QTabWidget, f"{provider}-tabs").setCurrentIndex(tab)


def click(loop: QEventLoop, button: QWidget) -> None:
    """From inside the loop, as a person's click comes."""
    loop.call_soon(QTest.mouseClick, button, Qt.MouseButton.LeftButton)


def stands(server: PixelEngineServer | PixelApiServer, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider is on this machine, with a token."""
    monkeypatch.setenv(f"STUDIO_{name}_URL", server.url)
    monkeypatch.setenv(f"STUDIO_{name}_TOKEN", server.token)


def test_an_account_without_a_token_says_so_and_leads_to_it(loop: QEventLoop, session: Session, desk: QWidget) -> None:
    wanted: list[str] = []
    session.account_wanted.connect(wanted.append)
    window = UsageWindow.show_provider(session, desk, "pixelapi")
    until(loop, lambda: says(window, "pixelapi-left") == "There is no token for PixelAPI yet.")
    add = part(window, QPushButton, "pixelapi-left-action")
    assert add.text() == "Add a PixelAPI token..."
    QTest.mouseClick(add, Qt.MouseButton.LeftButton)
    assert wanted == ["pixelapi"]
    assert says(window, "pixelapi-spending-told") == "PixelAPI tells this to whoever has a token."
    prices = part(window, WordTable, "pixelapi-prices-table").texts()
    assert ["Make a picture with SDXL or Flux", "Flux Schnell", "3 credits"] in prices


def test_what_a_provider_does_not_offer_is_said(loop: QEventLoop, session: Session, desk: QWidget) -> None:
    panels: list[str] = []
    session.panel_wanted.connect(panels.append)
    loop.run_until_complete(session.accounts.save("pixeldojo", "pd_x"))
    window = UsageWindow.show_provider(session, desk, "pixeldojo")
    until(loop, lambda: says(window, "pixeldojo-left").startswith("Not offered: PixelDojo does not tell what is left"))
    assert says(window, "pixeldojo-spending-told").startswith("Not offered: PixelDojo does not tell what was spent")
    assert says(window, "pixeldojo-made-pane").startswith("Not offered: PixelDojo does not list what was made.")
    show_tab(window, "pixeldojo", 1)
    QTest.mouseClick(part(window, QPushButton, "pixeldojo-made-pane-action"), Qt.MouseButton.LeftButton)
    assert panels == ["jobs"]
    source = part(window, QLabel, "pixeldojo-prices-source").text()
    assert source == "Not offered: PixelDojo has no list to read. These are the prices the studio knows."


def test_balance_and_spending_of_chosen_days(
    loop: QEventLoop, session: Session, desk: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PixelEngineServer() as server:
        stands(server, "PIXEL_ENGINE", monkeypatch)
        window = UsageWindow.show_provider(session, desk, "pixel-engine")
        until(loop, lambda: bool(facts(window, "pixel-engine") and facts(window, "pixel-engine-spending")))
        assert facts(window, "pixel-engine") == [
            "Left: 1000 credits",
            "Monthly: 900 credits",
            "Purchased: 100 credits",
            "In all: 1000 credits",
            "Held by running jobs: 0 credits",
        ]
        first = part(window, QDateEdit, "pixel-engine-spending-range-first")
        first.setDate(QDate(TODAY.year - 2, 1, 1))
        remark = part(window, Remark, "pixel-engine-spending-range-remark")
        show = part(window, QPushButton, "pixel-engine-spending-range-show")
        assert remark.words.startswith("At most 365 days lie between the two; here it is ")
        assert not show.isEnabled()
        asked = len(server.requests)
        wanted = TODAY - datetime.timedelta(days=3)
        first.setDate(QDate(wanted.year, wanted.month, wanted.day))
        assert remark.words == ""
        assert len(server.requests) == asked
        click(loop, show)
        until(loop, lambda: f"From: {wanted}" in facts(window, "pixel-engine-spending"))
        assert facts(window, "pixel-engine-spending")[1:] == [
            f"To: {TODAY}",
            "Used: 44 credits",
            "Added: 200 credits",
            "Given back: 20 credits",
            "Change in all: 176 credits",
            "Jobs that cost something: 2",
        ]
        own = part(window, QLabel, "pixel-engine-spending-none")
        assert own.text() == "Nothing was paid from this computer in these days."


def test_a_failed_question_can_be_asked_again(
    loop: QEventLoop, session: Session, desk: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PixelEngineServer() as server:
        stands(server, "PIXEL_ENGINE", monkeypatch)
        server.script("pixel-engine/show-balance", Reply(json={"available": "much"}))
        window = UsageWindow.show_provider(session, desk, "pixel-engine")
        until(loop, lambda: says(window, "pixel-engine-left").startswith("The balance that Pixel Engine told cannot"))
        again = part(window, QPushButton, "pixel-engine-left-action")
        assert again.text() == "Try again"
        server.on("pixel-engine/show-balance", Reply(json={"available": 7, "reserved": 2}))
        click(loop, again)
        until(loop, lambda: facts(window, "pixel-engine") == ["Left: 7 credits", "Held by running jobs: 2 credits"])


def made_reply(server: PixelApiServer) -> Reply:
    """One picture that is there, one whose address died, one too old, one that failed."""
    now = datetime.datetime.now(datetime.UTC)
    kept = server.store.signed(server.store.keep(write_png(blank(Size(4, 2))), "image/png"))
    entry = {"model": "sdxl", "status": "completed", "credits_used": 1, "created_at": now.isoformat()}
    rows = [
        {**entry, "id": "a", "prompt": "a knight", "output_url": kept},
        {**entry, "id": "b", "prompt": "a slime", "output_url": kept.replace("sig", "old")},
        {**entry, "id": "c", "prompt": "a cave", "created_at": (now - datetime.timedelta(days=2)).isoformat()},
        {**entry, "id": "d", "prompt": "a ghost", "status": "failed", "credits_used": 0},
    ]
    return Reply(json=rows)


def test_what_was_made_shows_the_pictures_that_are_still_there(
    loop: QEventLoop, session: Session, desk: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PixelApiServer() as server:
        server.fast_plan = True
        stands(server, "PIXELAPI", monkeypatch)
        server.on("pixelapi/show-usage", made_reply(server))
        window = UsageWindow.show_provider(session, desk, "pixelapi")
        show_tab(window, "pixelapi", 1)
        rows = part(window, QListWidget, "pixelapi-made-list")
        opened = part(window, QPushButton, "pixelapi-made-open-button")
        gone = "no longer keeps"
        until(loop, lambda: opened.isEnabled() and all(gone in rows.item(at).text() for at in (1, 3)))
        texts = {rows.item(at).text().split("\n")[0]: rows.item(at).text() for at in range(rows.count())}
        assert "PixelAPI no longer keeps the picture." not in texts["a knight"]
        assert "PixelAPI no longer keeps the picture." in texts["a slime"]
        assert "PixelAPI no longer keeps the picture." in texts["a cave"]
        assert texts["a ghost"].endswith("failed   No picture was made.")
        assert server.store.tokens_seen() == []
        QTest.mouseClick(part(window, QPushButton, "pixelapi-made-copy-button"), Qt.MouseButton.LeftButton)
        assert pixels_of(QApplication.clipboard().image()).shape == (2, 4, 4)
        before = len(session.documents)
        QTest.mouseClick(opened, Qt.MouseButton.LeftButton)
        assert len(session.documents) == before + 1
        assert (session.documents[-1].title, session.documents[-1].sprite.size) == ("a knight", (4, 2))
        days = part(window, WordTable, "pixelapi-spending-days").texts()
        assert [TODAY.isoformat(), "2 credits"] in days


def test_prices_are_read_again_from_the_list_of_the_provider(
    loop: QEventLoop, session: Session, desk: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PixelApiServer() as server:
        server.fast_plan = True
        stands(server, "PIXELAPI", monkeypatch)
        window = UsageWindow.show_provider(session, desk, "pixelapi")
        table = part(window, WordTable, "pixelapi-prices-table")
        show_tab(window, "pixelapi", 2)
        until(loop, lambda: table.texts() == [["sdxl", "image", "1 credit"], ["flux-schnell", "image", "3 credits"]])
        server.on("pixelapi/list-models", Reply(json={"models": [{"id": "sdxl", "credits": 2}]}))
        click(loop, part(window, QPushButton, "pixelapi-prices-again"))
        until(loop, lambda: table.texts() == [["sdxl", "", "2 credits"]])
        server.on("pixelapi/list-models", Reply(404, json={"detail": "Gone"}))
        click(loop, part(window, QPushButton, "pixelapi-prices-again"))
        remark = part(window, Remark, "pixelapi-prices-remark")
        until(loop, lambda: remark.words != "")
        assert ["Make a picture with SDXL or Flux", "Flux Schnell", "3 credits"] in table.texts()


def test_a_new_token_fills_the_page_that_waits_for_one(loop: QEventLoop, session: Session, desk: QWidget) -> None:
    with PixelApiServer() as server:
        server.fast_plan = True
        session.accounts.set_address("pixelapi", server.url)
        window = UsageWindow.show_provider(session, desk, "pixelapi")
        until(loop, lambda: says(window, "pixelapi-left") == "There is no token for PixelAPI yet.")
        session.tasks.launch(session.accounts.save("pixelapi", server.token))
        until(loop, lambda: facts(window, "pixelapi") == ["Left: 100 credits", "Account: plan starter"])


def test_there_is_one_window_and_it_comes_to_the_provider_asked_for(
    loop: QEventLoop, session: Session, desk: QWidget
) -> None:
    window = UsageWindow.show_provider(session, desk)
    assert part(window, QTabWidget, "providers").currentIndex() == 0
    assert UsageWindow.show_provider(session, desk, "pixelapi") is window
    assert part(window, QTabWidget, "providers").tabText(4) == "PixelAPI"
    assert part(window, QTabWidget, "providers").currentIndex() == 4
    assert not window.isModal()
    assert unnamed(window) == []
    until(loop, window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    until(loop, lambda: not window.isVisible())
