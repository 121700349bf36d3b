"""What the jobs panel says of a job that needs the person, and what its buttons do."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListView, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from studio.app.attention import Way
from studio.app.session import Session, make_operation
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.providers.registry import operation
from studio.ui.forms.row import Remark
from studio.ui.jobs.attention import AttentionStrip
from studio.ui.jobs.panel import JobsPanel
from studio.ui.jobs.words import state_title
from tests.qt.tools.desk import unnamed

LOST = "The connection broke. It may have been charged."


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> JobsPanel:
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    panel.show()
    return panel


def unknown(session: Session, *, remote_id: str = "") -> Job:
    job = session.generate(make_operation(operation("pixelapi/generate-image"), {"prompt": "a knight"}))
    session.queue.move(job.id, State.SUBMITTING)
    if remote_id:
        session.queue.move(job.id, State.RUNNING, remote_id=remote_id)
    return session.queue.move(job.id, State.UNKNOWN, error=LOST, cost=Charged.MAYBE)


def strip(panel: JobsPanel) -> AttentionStrip:
    found = panel.findChild(AttentionStrip)
    assert found is not None
    return found


def offered(panel: JobsPanel) -> list[str]:
    return [button.text() for button in strip(panel).findChildren(QPushButton) if not button.isHidden()]


def press(panel: JobsPanel, way: Way) -> None:
    name = f"job-attention-{way.value.replace(' ', '-')}"
    found = strip(panel).findChild(QPushButton, name)
    assert found is not None
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def test_a_job_that_needs_nothing_has_no_strip(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    session.generate(make_operation(operation("local/procedural-sprite"), {"seed": 1}))
    listed = panel.findChild(QListView, "jobs-list")
    assert listed is not None
    qtbot.waitUntil(lambda: listed.model().rowCount() == 1)
    assert strip(panel).isHidden()


def test_the_reason_and_every_way_out_are_shown(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    unknown(session)
    qtbot.waitUntil(strip(panel).isVisible)
    why = strip(panel).findChild(QLabel, "job-attention-why")
    assert why is not None
    assert why.text() == LOST
    assert offered(panel) == ["Give up", "Send anew"]
    trouble = panel.findChild(Remark, "job-trouble")
    assert trouble is not None
    assert trouble.words == ""  # it is said once
    assert unnamed(panel) == []
    press(panel, Way.GIVE_UP)
    assert [job.state for job in session.queue.jobs()] == [State.CANCELLED]
    qtbot.waitUntil(strip(panel).isHidden)


def test_one_with_a_number_at_the_provider_can_be_asked_after(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    job = unknown(session, remote_id="gen-1")
    qtbot.waitUntil(strip(panel).isVisible)
    assert offered(panel) == ["Check again", "Give up", "Send anew"]
    press(panel, Way.RESUME)
    assert session.queue.get(job.id).state is State.RUNNING


async def test_it_is_sent_anew_only_by_one_who_knows_what_that_may_cost(session: Session, qtbot: QtBot) -> None:
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    unknown(session)
    qtbot.waitUntil(strip(panel).isVisible)
    for answer, jobs in (("Cancel", 1), ("Send anew", 2)):
        press(panel, Way.SEND_ANEW)
        await _answered(panel, answer)
        assert len(session.queue.jobs()) == jobs
    assert sorted(job.state for job in session.queue.jobs()) == [State.QUEUED, State.UNKNOWN]
    await session.close()


async def _answered(panel: JobsPanel, title: str) -> None:
    for _turn in range(3):
        await asyncio.sleep(0)
    (box,) = (box for box in panel.findChildren(QMessageBox) if box.isVisible())
    assert "you pay twice" in box.informativeText()
    next(button for button in box.buttons() if button.text() == title).click()
    for _turn in range(3):
        await asyncio.sleep(0)


def test_the_keys_stay_with_the_list_when_the_button_goes(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    unknown(session, remote_id="7")
    qtbot.waitUntil(strip(panel).isVisible)
    panel.activateWindow()
    press(panel, Way.GIVE_UP)
    qtbot.waitUntil(strip(panel).isHidden)
    listed = panel.findChild(QListView, "jobs-list")
    assert listed is not None
    assert listed.hasFocus()


def test_a_missing_token_leads_to_the_accounts(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    asked: list[str] = []
    session.account_wanted.connect(asked.append)
    job = session.generate(make_operation(operation("pixelapi/generate-image"), {"prompt": "a knight"}))
    session.queue.move(job.id, State.SUBMITTING)
    session.queue.move(job.id, State.RUNNING, remote_id="gen-1")
    session.queue.move(job.id, State.PAUSED, error="The token was refused.", error_kind="Auth")
    qtbot.waitUntil(strip(panel).isVisible)
    assert offered(panel) == ["Change the token", "Check again", "Give up"]
    assert state_title(session.queue.get(job.id)) == "Waits for a token"
    press(panel, Way.TOKEN)
    assert asked == ["pixelapi"]
