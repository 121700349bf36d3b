"""Every operation of every service, asked for with the panel's own button and seen on the shelf of takes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit, QPushButton, QStackedWidget, QTableWidget
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.app.takes import Take
from studio.core.geometry import Size
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.pixel_engine import declarations as engine
from studio.providers.pixelapi import declarations as api
from studio.providers.remote import RemoteProvider
from studio.spec.operation import Operation
from studio.store.settings import Settings
from studio.ui.forms.line import ElidedLabel
from studio.ui.forms.panel import GeneratePanel
from studio.ui.takes.panel import TakesPanel
from tests.contract import test_pixel_engine, test_pixelapi, test_pixeldojo, test_pixellab_v1
from tests.contract.pixellab_requests import MINIMAL, operation
from tests.qt.forms.test_remote_run import SERVERS, landed
from tests.servers.base import ApiServer
from tests.servers.pixel_engine import PixelEngineServer
from tests.servers.pixelapi import PixelApiServer
from tests.servers.pixellab_v2 import PixelLabServer


class Desk:
    """A person in front of the form and the takes, with an account at every service."""

    def __init__(self, session: Session, servers: dict[str, ApiServer], qtbot: QtBot) -> None:
        self.session = session
        self.servers = servers
        self.done: set[str] = set()
        self._form, self._takes = GeneratePanel(session), TakesPanel(session)
        for panel in (self._form, self._takes):
            qtbot.addWidget(panel)
            panel.resize(400, 600)
            panel.show()

    async def generate(self, asked: Operation) -> Take:
        """Fill the form in, press its button and wait for the take, which is in front then."""
        known = {job.id for job in self.session.queue.jobs()}
        await self.session.accounts.look(asked.spec.provider)
        self._form.show_request(asked)
        button = self._form.findChild(QPushButton, "generate-button")
        assert button is not None
        assert "token" not in button.text()
        button.click()
        if asked.spec.method == "DELETE":
            await self._confirm(known)
        (job,) = (job for job in self.session.queue.jobs() if job.id not in known)
        assert job.operation == asked.spec.id
        take = await landed(self.session, job)
        self.session.takes.choose(take.id)
        self.done.add(asked.spec.id)
        assert self.shown(take), asked.spec.id
        return take

    async def _confirm(self, known: set[str]) -> None:
        """A deletion asks first; nothing is sent before the answer."""
        await asyncio.sleep(0)
        question = self._form.findChild(QMessageBox, "question")
        assert question is not None
        assert {job.id for job in self.session.queue.jobs()} == known
        yes = question.findChild(QPushButton, "answer-0")
        assert yes is not None
        yes.click()
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    def shown(self, take: Take) -> bool:
        """Whether the panel names the take and shows what is in it: cards, rows or words."""
        title = self._takes.findChild(ElidedLabel, "take-title")
        reading = self._takes.findChild(QStackedWidget, "take-reading")
        assert title is not None
        assert reading is not None
        assert title.text().endswith(take.title)
        if take.frames or take.poses:
            return not reading.isVisible()
        page = reading.currentWidget()
        if isinstance(page, QTableWidget):
            model: QAbstractItemModel = page.model()
            return reading.isVisible() and model.rowCount() == len(take.table) > 0
        assert isinstance(page, QPlainTextEdit)
        return reading.isVisible() and page.toPlainText() == take.text != ""


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ApiServer]]:
    running = {provider_id: made() for provider_id, made in SERVERS.items()}
    pixelapi, lab = running["pixelapi"], running["pixellab-v2"]
    assert isinstance(pixelapi, PixelApiServer)
    assert isinstance(lab, PixelLabServer)
    pixelapi.fast_plan, lab.states = True, ("completed",)
    for provider_id, server in running.items():
        server.__enter__()
        stem = "STUDIO_" + provider_id.upper().replace("-", "_")
        monkeypatch.setenv(f"{stem}_TOKEN", server.token)
        monkeypatch.setenv(f"{stem}_URL", server.url)
        provider = registry.provider(provider_id)
        assert isinstance(provider, RemoteProvider)
        monkeypatch.setattr(provider, "policy", replace(provider.policy, poll_first=0.0, poll_cap=0.0))
    yield running
    for server in running.values():
        server.close()


async def test_every_operation_is_asked_for_and_seen(
    servers: dict[str, ApiServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    session = Session(Settings.load(tmp_path / "settings.json"))
    session.start()
    desk = Desk(session, servers, qtbot)
    try:
        await _plain(desk)
        await _kept_by_pixellab(desk)
        await _kept_by_others(desk)
    finally:
        await session.close()
    remote = {one.spec.id for one in registry.operations() if one.spec.provider != "local"}
    assert len(remote) == 57
    assert remote - desk.done == set()
    assert {name: server.complaints for name, server in servers.items() if server.complaints} == {}


async def _plain(desk: Desk) -> None:
    """What needs nothing that was made before."""
    for asked in (
        *(*MINIMAL, *test_pixellab_v1.MINIMAL, *test_pixel_engine.MINIMAL),
        *(test_pixeldojo.MINIMAL, test_pixelapi.MINIMAL, api.ListModels(), api.ShowBalance(), api.ShowUsage()),
    ):
        await desk.generate(asked)


async def _kept_by_pixellab(desk: Desk) -> None:
    lab = desk.servers["pixellab-v2"]
    assert isinstance(lab, PixelLabServer)
    for things in (lab.characters, lab.tilesets, lab.tiles):
        things.clear()
    await desk.generate(operation("create-character-with-4-directions", description="a crab", size=Size(40, 40)))
    await desk.generate(operation("create-tileset", lower="sea", upper="sand"))
    await desk.generate(operation("create-isometric-tile", description="grass", size=Size(32, 32)))
    (hero,), (tileset,), (tile,) = lab.characters, lab.tilesets, lab.tiles
    for asked in (
        operation("show-job", job=list(lab.jobs)[-1]),
        operation("show-tileset", tileset=tileset),
        operation("show-isometric-tile", tile=tile),
        operation("animate-character", character=hero, template="walk"),
        operation("create-character-animation", character=hero, template="walk"),
        operation("show-character", character=hero),
        operation("download-character", character=hero),
        operation("tag-character", character=hero, tags=("crab",)),
        operation("delete-character", character=hero),
    ):
        await desk.generate(asked)


async def _kept_by_others(desk: Desk) -> None:
    made = await desk.generate(test_pixelapi.MINIMAL)
    await desk.generate(api.ShowImage(generation_id=desk.session.queue.get(made.job_id).remote_id))
    service = desk.servers["pixel-engine"]
    assert isinstance(service, PixelEngineServer)
    await desk.generate(test_pixel_engine.MINIMAL[0])
    *_earlier, finished = service.jobs
    await desk.generate(engine.ShowJob(job=finished))
    service.jobs[finished].states = ["pending"]
    await desk.generate(engine.CancelJob(job=finished))
    assert service.jobs[finished].states == ["cancelled"]
    assert {job.state for job in desk.session.queue.jobs()} == {State.DONE}
