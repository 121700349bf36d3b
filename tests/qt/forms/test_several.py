"""Several results of one form as one plan: each a take, what failed is asked for again, a refused token waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.core.geometry import Size
from studio.jobs.states import State
from studio.providers.pixellab_v2.creating import CreateImagePixflux
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.panel import GeneratePanel
from tests.qt.forms.test_remote_run import at_work
from tests.servers.base import Reply, Seen
from tests.servers.pixellab_v2 import PixelLabServer

ID = "pixellab-v2/create-image-pixflux"


def filled(session: Session, qtbot: QtBot, *, count: int) -> GeneratePanel:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(320, 560)
    panel.show()
    panel.show_request(CreateImagePixflux(description="a {red|blue} slime", size=Size(32, 32), seed=7))
    box = panel.findChild(NumberBox, "generate-count")
    assert isinstance(box, NumberBox)
    box.set_number(count)
    return panel


def button(panel: GeneratePanel) -> QPushButton:
    found = panel.findChild(QPushButton, "generate-button")
    assert isinstance(found, QPushButton)
    return found


async def until(session: Session, holds: Callable[[], bool]) -> None:
    met = asyncio.Event()

    def look(*_told: object) -> None:
        if holds():
            met.set()

    session.queue.job_moved.connect(look)
    session.takes.changed.connect(look)
    look()
    await asyncio.wait_for(met.wait(), 20)


async def test_the_button_multiplies_the_price_and_each_result_is_a_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with PixelLabServer() as server:
        async with at_work(tmp_path, "pixellab-v2", server, monkeypatch) as session:
            panel = filled(session, qtbot, count=3)
            assert button(panel).accessibleName() == "Generate, ~0.0237 USD"
            QTest.mouseClick(button(panel), Qt.MouseButton.LeftButton)
            await until(session, lambda: len(session.takes.takes) == 3)
            assert sorted(str(take.seed_sent) for take in session.takes.takes) == ["7", "7", "8"]
            (job,) = session.queue.jobs()
            assert session.queue.request(job).values["description"] == "a {red|blue} slime"
        asked = [one.json["description"] for one in server.seen(ID)]
        assert sorted(asked) == ["a blue slime", "a red slime", "a red slime"]
        assert server.complaints == []


async def test_of_a_batch_that_failed_in_part_only_that_part_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with PixelLabServer() as server:
        async with at_work(tmp_path, "pixellab-v2", server, monkeypatch) as session:
            panel = filled(session, qtbot, count=3)
            refuse_blue_once(server, Reply(400, json={"detail": "The description is refused."}))
            QTest.mouseClick(button(panel), Qt.MouseButton.LeftButton)
            await until(session, lambda: session.queue.jobs()[0].state is State.FAILED)
            job = session.queue.jobs()[0]
            here = sum(call.state is State.DONE for call in session.queue.calls(job.id))
            assert job.error.startswith(f"{here} of 3 parts are here. Variation 2:")
            await until(session, lambda: len(session.takes.takes) == here)
            put_away = min(session.takes.takes, key=lambda take: take.title)
            session.takes.discard(put_away.id)
            press_remedy(panel, "Send the rest")
            await until(session, lambda: len(session.takes.takes) == 2)
            assert put_away.title.endswith("1 of 3")
            assert sorted(take.title[-6:] for take in session.takes.takes) == ["2 of 3", "3 of 3"]
        asked = [one.json["description"] for one in server.seen(ID)]
        assert sorted(asked) == ["a blue slime", "a blue slime", "a red slime", "a red slime"]


async def test_a_token_that_is_refused_in_the_middle_keeps_what_is_here_and_waits_with_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with PixelLabServer() as server:
        async with at_work(tmp_path, "pixellab-v2", server, monkeypatch) as session:
            panel = filled(session, qtbot, count=3)
            asked: list[str] = []
            session.account_wanted.connect(asked.append)
            refuse_blue_once(server, Reply(401, json={"detail": "Not authenticated"}))
            QTest.mouseClick(button(panel), Qt.MouseButton.LeftButton)
            await until(session, lambda: session.queue.jobs()[0].state is State.FAILED)
            job = session.queue.jobs()[0]
            here = sum(call.state is State.DONE for call in session.queue.calls(job.id))
            assert job.error_kind == "Auth"
            await until(session, lambda: len(session.takes.takes) == here)
            assert panel.form is not None
            assert panel.form.values["description"] == "a {red|blue} slime"
            press_remedy(panel, "Change the token...")
            assert asked == ["pixellab-v2"]
            session.accounts.changed.emit("pixellab-v2")
            press_remedy(panel, "Send the rest")
            await until(session, lambda: len(session.takes.takes) == 3)
            assert sorted(str(take.seed_sent) for take in session.takes.takes) == ["7", "7", "8"]
            assert len(server.seen(ID)) == 4


async def test_what_came_of_a_batch_is_there_at_the_next_start_and_the_rest_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with PixelLabServer() as server:
        async with at_work(tmp_path, "pixellab-v2", server, monkeypatch) as session:
            panel = filled(session, qtbot, count=3)
            refuse_blue_once(server, Reply(400, json={"detail": "The description is refused."}))
            QTest.mouseClick(button(panel), Qt.MouseButton.LeftButton)
            await until(session, lambda: session.queue.jobs()[0].state is State.FAILED)
            job = session.queue.jobs()[0]
            done = [call.number for call in session.queue.calls(job.id) if call.state is State.DONE]
        async with at_work(tmp_path, "pixellab-v2", server, monkeypatch) as again:
            await until(again, lambda: len(again.takes.takes) == len(done))
            before = {take.id: take for take in again.takes.takes}
            again.billing.send_anew(again.queue.get(job.id))
            await until(again, lambda: len(again.takes.takes) == 3)
            assert all(any(take is known for take in again.takes.takes) for known in before.values())
            assert sorted(take.title[-6:] for take in again.takes.takes) == ["1 of 3", "2 of 3", "3 of 3"]


def refuse_blue_once(server: PixelLabServer, failure: Reply) -> None:
    """The first request for something blue fails; all others get their picture."""
    draw = server._handlers[ID]  # noqa: SLF001 - what the server does anyway
    refusals = iter([failure])

    def handle(seen: Seen) -> Reply:
        refusal = next(refusals, None) if "blue" in seen.json["description"] else None
        return draw(seen) if refusal is None else refusal

    server.on(ID, handle)


def press_remedy(panel: GeneratePanel, title: str) -> None:
    found = panel.findChild(QPushButton, "generate-remark-remedy")
    assert isinstance(found, QPushButton)
    assert found.text() == title
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
