"""The things panel as a person uses it, against a server: lists, compass, lost directions, maps, tags, deletion."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.app.sample_map import LOWER, UPPER
from studio.app.session import Session
from studio.core.geometry import Size
from studio.spec.operation import Operation
from studio.ui.forms.row import Remark
from studio.ui.things.compass import Compass, DirectionCell
from studio.ui.things.fetch_dialog import FetchDialog
from studio.ui.things.map_view import MapView
from studio.ui.things.panel import ThingsPanel
from studio.ui.things.picture import Picture
from tests.contract.pixellab_requests import operation
from tests.servers.base import Reply
from tests.servers.pixellab_v2 import EIGHT, PixelLabServer
from tests.unit.app.thing_stage import HERO, TILES, ended, made, now, session_at, tags

W = TypeVar("W", bound=QWidget)
_TURNS = 2000


@pytest.fixture
def server() -> Iterator[PixelLabServer]:
    with PixelLabServer() as running:
        running.states = ("completed",)
        yield running


class Stage:
    """A session with the panel beside it."""

    def __init__(self, server: PixelLabServer, folder: Path, patch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
        self._inside = session_at(server, folder, patch)
        self._qtbot = qtbot

    async def __aenter__(self) -> Stage:
        self.session: Session = await self._inside.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._inside.__aexit__(None, None, None)

    def show(self) -> ThingsPanel:
        """The panel, on the screen."""
        self.panel = ThingsPanel(self.session)
        self._qtbot.addWidget(self.panel)
        self.panel.resize(300, 640)
        self.panel.show()
        return self.panel

    def find(self, kind: type[W], name: str) -> W:
        found = self.panel.findChild(kind, name)
        assert found is not None, name
        return found

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let the loop turn until it is so; a thread that reads a file needs a moment."""
        for _turn in range(_TURNS):
            if holds():
                return
            await asyncio.sleep(0.005)
        raise AssertionError("it never was so")

    async def click(self, name: str) -> None:
        """Inside the loop, as Qt's events come while the program runs."""
        button = self.find(QAbstractButton, name)
        assert button.isVisibleTo(self.panel), name
        assert button.isEnabled(), name
        asyncio.get_running_loop().call_soon(QTest.mouseClick, button, Qt.MouseButton.LeftButton)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def open_row(self, row: int) -> None:
        rows = self.find(QListView, "things-list")
        place = rows.visualRect(rows.model().index(row, 0)).center()
        asyncio.get_running_loop().call_soon(
            QTest.mouseClick, rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
        )
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await self.until(lambda: self.find(QWidget, "thing-details").isVisibleTo(self.panel))


@pytest.fixture
def stage(server: PixelLabServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Stage:
    return Stage(server, tmp_path, monkeypatch, qtbot)


def cell(stage: Stage, direction: str) -> DirectionCell:
    return stage.find(DirectionCell, f"direction-{direction}")


async def test_without_a_token_the_panel_says_so_with_one_action(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage as here:
        monkeypatch.delenv("STUDIO_PIXELLAB_V2_TOKEN")
        asked: list[str] = []
        here.session.account_wanted.connect(asked.append)
        here.show()
        await here.until(lambda: here.session.accounts.needs_token("pixellab-v2"))
        assert "account holders" in here.find(QLabel, "things-empty-words").text()
        await here.until(lambda: here.find(QPushButton, "things-start").text() == "Add a PixelLab token...")
        await here.click("things-start")
        assert asked == ["pixellab-v2"]


async def test_an_empty_list_offers_to_create_a_character(stage: Stage) -> None:
    async with stage as here:
        wanted: list[str] = []
        here.session.operation_wanted.connect(lambda name, _drafts: wanted.append(name))
        here.show()
        await here.until(lambda: here.find(QPushButton, "things-start").text() == "Create a character")
        await here.click("things-start")
        assert wanted == ["pixellab-v2/create-character-with-8-directions"]


async def test_an_empty_list_can_be_asked_for_again_and_added_to(stage: Stage, server: PixelLabServer) -> None:
    async with stage as here:
        panel = here.show()
        await here.until(lambda: here.find(QPushButton, "things-look-again").isVisible())
        asked = len(server.requests)
        await here.click("things-look-again")
        await here.until(lambda: len(server.requests) > asked and not here.session.things.is_busy)
        await here.click("things-add")
        dialog = panel.findChild(FetchDialog, "fetch-thing")
        assert dialog is not None
        dialog.reject()


async def test_animating_is_in_sight_in_a_low_panel(stage: Stage) -> None:
    async with stage as here:
        await made(here.session, HERO)
        panel = here.show()
        panel.resize(300, 370)  # what a screen of 1280 x 720 leaves it
        await here.open_row(0)
        await here.until(lambda: cell(here, "north-east").picture is not None)
        button = here.find(QPushButton, "character-animate")
        assert button.visibleRegion().boundingRect() == button.rect()


async def test_a_character_shows_its_directions_and_the_price_of_those_chosen(stage: Stage) -> None:
    async with stage as here:
        await made(here.session, HERO)
        here.show()
        await here.open_row(0)
        await here.until(lambda: cell(here, "north-east").picture is not None)
        button = here.find(QPushButton, "character-animate")
        assert button.accessibleName() == "Animate 8 directions  ·  ~0.256 USD"
        await here.click("direction-north")
        await here.click("direction-west")
        assert button.accessibleName() == "Animate 6 directions  ·  ~0.192 USD"
        here.panel.resize(900, 640)
        assert button.text() == "Animate 6 directions  ·  ~0.192 USD"
        here.panel.resize(240, 640)
        assert button.text() == "6 directions · ~0.192 USD"
        await here.click("thing-all-directions")
        await here.click("thing-all-directions")
        assert not button.isEnabled()
        assert button.text() == "Choose directions to animate"


async def test_lost_directions_of_a_movement_are_drawn_with_one_click(stage: Stage, server: PixelLabServer) -> None:
    server.failing = ("west", "east")
    async with stage as here:
        hero = await made(here.session, HERO)
        here.show()
        await here.open_row(0)
        here.find(Compass, "thing-compass").choose(("south", "west", "east"))
        await here.click("character-animate")
        await ended(here.session, here.session.queue.jobs()[0])
        await here.until(lambda: here.panel.findChild(QPushButton, "retry-walk") is not None)
        retry = here.find(QPushButton, "retry-walk")
        await here.until(lambda: retry.isVisibleTo(here.panel))
        assert retry.text() == "Retry 2  ·  ~0.064 USD"
        server.failing = ()
        await here.click("retry-walk")
        await ended(here.session, here.session.queue.jobs()[0])
        await here.until(lambda: not retry.isVisibleTo(here.panel))
        document = here.session.things.landing.document_of(now(here.session, hero))
        assert document is not None
        moved = {name: count for name, count in tags(document.sprite).items() if name.startswith("walk")}
        assert moved == {"walk south": 4, "walk west": 4, "walk east": 4}
    asked = [seen.json["directions"] for seen in server.seen("pixellab-v2/animate-character")]
    assert asked == [["south", "west", "east"], ["west", "east"]]
    assert server.complaints == []


async def test_missing_directions_are_marked_and_drawn(stage: Stage, server: PixelLabServer) -> None:
    server.losing = ("north", "east")
    async with stage as here:
        await made(here.session, HERO)
        here.show()
        await here.open_row(0)
        assert not cell(here, "north").isEnabled()
        assert cell(here, "north").accessibleName() == "North: missing"
        assert here.find(Remark, "character-missing").words == "Missing: North, East."
        await here.until(lambda: here.find(QPushButton, "character-draw-missing").isVisibleTo(here.panel))
        await here.click("character-draw-missing")
        await ended(here.session, here.session.queue.jobs()[0])
        await here.until(lambda: cell(here, "north").picture is not None)
        assert here.find(Remark, "character-missing").words == ""
        assert here.find(Compass, "thing-compass").chosen == EIGHT


async def test_arrows_walk_over_the_compass_and_space_chooses(stage: Stage) -> None:
    async with stage as here:
        await made(here.session, HERO)
        here.show()
        await here.open_row(0)
        compass = here.find(Compass, "thing-compass")
        compass.choose(())
        cell(here, "west").setFocus()
        QTest.keyClick(cell(here, "west"), Qt.Key.Key_Right)
        QTest.keyClick(cell(here, "east"), Qt.Key.Key_Space)
        assert compass.chosen == ("east",)


async def test_tags_are_written_with_enter(stage: Stage, server: PixelLabServer) -> None:
    async with stage as here:
        hero = await made(here.session, HERO)
        here.show()
        await here.open_row(0)
        line = here.find(QLineEdit, "character-tags")
        line.setText("crab, sea")
        asyncio.get_running_loop().call_soon(QTest.keyClick, line, Qt.Key.Key_Return)
        await here.until(lambda: now(here.session, hero).tags == ("crab", "sea"))
        assert server.characters[hero.id]["tags"] == ["crab", "sea"]


@pytest.mark.parametrize("agrees", [True, False])
async def test_deleting_asks_first_with_the_name(stage: Stage, server: PixelLabServer, *, agrees: bool) -> None:
    async with stage as here:
        await made(here.session, HERO)
        panel = here.show()
        await here.open_row(0)
        await here.click("thing-delete")
        box = panel.findChild(QMessageBox, "question")
        assert box is not None
        assert box.text() == "Delete “A brave crab” at PixelLab?"
        assert server.characters
        button = box.findChild(QPushButton, "answer-0") if agrees else box.escapeButton()
        assert button is not None
        asyncio.get_running_loop().call_soon(QTest.mouseClick, button, Qt.MouseButton.LeftButton)
        if agrees:
            await here.until(lambda: server.characters == {})
            await here.until(lambda: here.find(QWidget, "things-empty").isVisibleTo(panel))
        else:
            await here.until(lambda: not box.isVisible())
            assert server.characters


async def test_the_list_is_sifted_by_word_and_kept_when_nobody_answers(stage: Stage, server: PixelLabServer) -> None:
    async with stage as here:
        await made(here.session, HERO)
        await made(here.session, TILES)
        server.fail(Reply(403, json={"detail": "Blocked"}), path="/characters")
        here.show()
        rows = here.find(QListView, "things-list").model()
        await here.until(lambda: here.session.things.trouble != "")
        assert rows.rowCount() == 2
        assert "known last" in here.find(Remark, "things-trouble").words
        here.find(QLineEdit, "things-search").setText("SAND")
        assert [rows.index(row, 0).data() for row in range(rows.rowCount())] == ["sea and sand, Tileset · 16 x 16"]


async def test_what_was_made_elsewhere_is_added_by_its_id(stage: Stage, server: PixelLabServer) -> None:
    async with stage as here:
        tileset = await made(here.session, TILES)
        await made(here.session, HERO)
        here.session.things.shelf.remove(tileset.id)
        panel = here.show()
        await here.until(lambda: not here.session.things.is_busy)
        await here.click("things-fetch")
        dialog = panel.findChild(FetchDialog, "fetch-thing")
        assert dialog is not None
        assert not dialog.accept_button.isEnabled()
        kind, identity = dialog.findChild(QComboBox, "fetch-kind"), dialog.findChild(QLineEdit, "fetch-id")
        assert kind is not None
        assert identity is not None
        kind.setCurrentIndex(1)
        QTest.keyClicks(identity, f" {tileset.id} ")
        asyncio.get_running_loop().call_soon(QTest.mouseClick, dialog.accept_button, Qt.MouseButton.LeftButton)
        await here.until(lambda: panel.findChild(MapView, "sample-map") is not None)
        view = here.find(MapView, "sample-map")
        await here.until(lambda: view.shown is not None)
        assert not here.find(QPushButton, "tileset-chain").isEnabled()


async def test_without_a_token_animating_leads_to_the_account(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, server: PixelLabServer
) -> None:
    async with stage as here:
        await made(here.session, HERO)
        monkeypatch.delenv("STUDIO_PIXELLAB_V2_TOKEN")
        asked: list[str] = []
        here.session.account_wanted.connect(asked.append)
        here.show()
        await here.until(lambda: here.session.accounts.needs_token("pixellab-v2"))
        await here.open_row(0)
        assert here.find(QPushButton, "character-animate").text() == "Add a PixelLab token..."
        await here.click("character-animate")
        assert asked == ["pixellab-v2"]
        assert server.seen("pixellab-v2/animate-character") == []


async def test_a_token_that_is_refused_leads_to_the_account(stage: Stage, server: PixelLabServer) -> None:
    async with stage as here:
        await made(here.session, HERO)
        server.fail(Reply(401, json={"detail": "Invalid token"}), path="/characters")
        asked: list[str] = []
        here.session.account_wanted.connect(asked.append)
        here.show()
        await here.until(lambda: here.find(QPushButton, "things-token").isVisibleTo(here.panel))
        assert here.find(QPushButton, "things-token").text() == "Change the token..."
        await here.click("things-token")
        assert asked == ["pixellab-v2"]


async def test_a_tileset_shows_a_map_that_is_painted_on(stage: Stage) -> None:
    async with stage as here:
        await made(here.session, TILES)
        here.show()
        await here.open_row(0)
        view = here.find(MapView, "sample-map")
        await here.until(lambda: view.shown is not None)
        before = view.shown
        assert before is not None
        assert (before.columns, before.rows) == (8, 6)
        sheet = here.find(Picture, "tileset-sheet").pixels
        assert sheet is not None
        assert sheet.shape == (64, 64, 4)
        side = 16 * view.zoom
        left = (view.width() - 8 * side) // 2
        await here.click("ground-lower")
        for column in (2, 3):
            QTest.mouseClick(
                view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(left + column * side, 2 * side)
            )
            QTest.mouseClick(
                view, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, QPoint(left + column * side, 4 * side)
            )
        after = view.shown
        assert after is not None
        assert [int(after.ground[2, 2]), int(after.ground[2, 3])] == [LOWER, LOWER]
        assert [int(after.ground[4, 2]), int(after.ground[4, 3])] == [UPPER, UPPER]


async def test_chain_opens_the_form_of_the_next_tileset(stage: Stage) -> None:
    async with stage as here:
        await made(here.session, TILES)
        wanted: list[Operation] = []
        here.session.form_wanted.connect(wanted.append)
        here.show()
        await here.open_row(0)
        await here.click("tileset-chain")
        await here.until(lambda: bool(wanted))
        assert (wanted[0].values["lower"], wanted[0].values["upper"]) == ("sand", "")


async def test_a_map_object_says_how_long_it_stays(stage: Stage) -> None:
    async with stage as here:
        await made(here.session, operation("create-map-object", description="barrel", size=Size(32, 32)))
        here.show()
        await here.open_row(0)
        assert here.find(QLabel, "thing-place").text() == "7 hours left at PixelLab"
        picture = here.find(Picture, "thing-picture")
        await here.until(lambda: picture.pixels is not None)
        assert picture.pixels is not None
        assert picture.pixels.shape == (32, 32, 4)
