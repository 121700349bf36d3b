"""The jobs panel: what it shows and what its actions do to the queue."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListView, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session, make_operation
from studio.app.takes import Take
from studio.doc.pixels import frozen
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.registry import operation
from studio.ui.forms.row import Remark
from studio.ui.jobs.panel import JobsPanel
from studio.ui.jobs.raw_answer import TextWindow, answer_text
from tests.qt.tools.desk import unnamed


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> JobsPanel:
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 300)
    panel.show()
    return panel


def ask(session: Session, *, seed: int = 5) -> Job:
    return session.generate(make_operation(operation("local/procedural-sprite"), {"seed": seed}))


def shown(panel: JobsPanel, qtbot: QtBot, rows: int) -> QListView:
    """The list, once it shows so many rows."""
    found = panel.findChild(QListView, "jobs-list")
    assert found is not None
    qtbot.waitUntil(lambda: found.model().rowCount() == rows)
    return found


def action(panel: JobsPanel, name: str) -> QAction:
    found = panel.findChild(QAction, f"job-{name}")
    assert found is not None
    return found


def test_an_empty_list_says_what_will_be_here(panel: JobsPanel) -> None:
    assert panel.findChild(QPushButton, "jobs-generate").isVisible()  # type: ignore[union-attr]


def test_a_job_shows_up_with_its_state(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    ask(session)
    listed = shown(panel, qtbot, 1)
    told = listed.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Make a sprite from a seed, Waiting, next, This computer, free"
    assert panel.findChild(QLabel, "jobs-counts").text() == "1 waiting"  # type: ignore[union-attr]


def test_delete_cancels_what_waits(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    job = ask(session)
    QTest.keyClick(shown(panel, qtbot, 1), Qt.Key.Key_Delete)
    assert session.queue.get(job.id).state is State.CANCELLED


def test_the_front_of_the_queue_is_the_next_to_be_done(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    first, second = ask(session, seed=1), ask(session, seed=2)
    listed = shown(panel, qtbot, 2)
    listed.setCurrentIndex(listed.model().index(1, 0))
    action(panel, "front").trigger()
    assert session.queue.get(second.id).position < session.queue.get(first.id).position


async def test_what_ended_can_be_asked_for_again_and_cleared(session: Session, qtbot: QtBot) -> None:
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    job = ask(session)
    shown(panel, qtbot, 1)
    session.queue.cancel(job.id)
    qtbot.waitUntil(lambda: action(panel, "retry").isEnabled())
    assert not action(panel, "cancel").isEnabled()
    action(panel, "retry").trigger()
    shown(panel, qtbot, 2)
    assert [one.state for one in session.queue.jobs()] == [State.QUEUED, State.CANCELLED]
    asyncio.get_running_loop().call_soon(
        QTest.mouseClick, panel.findChild(QPushButton, "jobs-clear"), Qt.MouseButton.LeftButton
    )
    async with asyncio.timeout(20):
        while len(session.queue.jobs()) > 1:  # noqa: ASYNC110 - what is waited for is what a person sees
            await asyncio.sleep(0)
    shown(panel, qtbot, 1)
    assert [one.state for one in session.queue.jobs()] == [State.QUEUED]
    await session.close()


def test_every_control_can_be_named_by_a_screen_reader(panel: JobsPanel) -> None:
    assert unnamed(panel) == []


async def finished(session: Session) -> Take:
    landed: asyncio.Future[Take] = asyncio.get_running_loop().create_future()
    session.take_landed.connect(landed.set_result)
    session.start()
    ask(session)
    return await asyncio.wait_for(landed, 20)


async def test_a_finished_job_shows_its_take_and_its_raw_answer(session: Session, qtbot: QtBot) -> None:
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    take = await finished(session)
    wanted: list[str] = []
    session.panel_wanted.connect(wanted.append)
    shown(panel, qtbot, 1)
    qtbot.waitUntil(lambda: action(panel, "show").isEnabled())
    action(panel, "show").trigger()
    assert session.takes.chosen is take
    assert wanted == ["takes"]
    text = answer_text(session.queue.jobs()[0], session.results)
    assert '"base64": "<' in text
    assert '"seed": 5' in text
    assert action(panel, "answer").isEnabled()
    window = TextWindow("Answer", text, panel, name="raw-answer")
    assert window.findChild(QPlainTextEdit, "raw-answer-text").toPlainText() == text  # type: ignore[union-attr]
    await session.close()


async def test_what_went_wrong_is_said_in_full(session: Session, qtbot: QtBot) -> None:
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    failed: asyncio.Future[Job] = asyncio.get_running_loop().create_future()

    def look(job: Job) -> None:
        if job.state is State.FAILED and not failed.done():
            failed.set_result(job)

    session.queue.job_moved.connect(look)
    session.start()
    blank = frozen(np.zeros((8, 8, 4), np.uint8))
    session.generate(make_operation(operation("local/estimate-skeleton"), {"image": blank}))
    job = await asyncio.wait_for(failed, 20)
    shown(panel, qtbot, 1)
    words = panel.findChild(Remark, "job-trouble").accessibleName()  # type: ignore[union-attr]
    assert words == job.error
    assert words.startswith("The picture is empty")
    await session.close()


async def test_takes_survive_the_end_of_the_program_and_a_cleared_list(session: Session, qtbot: QtBot) -> None:
    first = await finished(session)
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    await session.close()
    again = Session(session.settings)
    await again.keeper.restore()
    assert [take.id for take in again.takes.takes] == [first.id]
    await again.keeper.clear_finished()
    assert again.queue.jobs() == ()
    third = Session(session.settings)
    await third.keeper.restore()
    assert [take.id for take in third.takes.takes] == [first.id]
    third.takes.discard(first.id)
    fourth = Session(session.settings)
    await fourth.keeper.restore()
    assert fourth.takes.takes == ()
    for one in (again, third, fourth):
        await one.close()
