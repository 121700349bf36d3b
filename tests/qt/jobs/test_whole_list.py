"""Parts of the list, another order, everything at once, jobs by number, and the text for a provider's support."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListView, QMessageBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.app.job_order import waiting_in_order
from studio.app.session import Session, make_operation
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.providers.registry import operation
from studio.ui.forms.row import Remark
from studio.ui.jobs.adopt_dialog import AdoptDialog
from studio.ui.jobs.model import JobsModel
from studio.ui.jobs.panel import JobsPanel
from studio.ui.jobs.raw_answer import TextWindow
from tests.qt.tools.desk import unnamed


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> JobsPanel:
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(360, 480)
    panel.show()
    return panel


def ask(session: Session, *, seed: int = 5) -> Job:
    return session.generate(make_operation(operation("local/procedural-sprite"), {"seed": seed}))


def buy(session: Session, *states: State, **facts: object) -> Job:
    """A paid job that went through these states."""
    job = session.generate(make_operation(operation("pixelapi/generate-image"), {"prompt": "a knight"}))
    for state in states:
        known = facts if state is states[-1] else {}
        job = session.queue.move(job.id, state, **known)  # type: ignore[arg-type]
    return job


def listed(panel: JobsPanel, qtbot: QtBot, rows: int) -> QListView:
    found = panel.findChild(QListView, "jobs-list")
    assert found is not None
    qtbot.waitUntil(lambda: found.model().rowCount() == rows)
    return found


def part(panel: JobsPanel, name: str) -> QAction:
    found = panel.findChild(QAction, f"jobs-part-{name}")
    assert found is not None
    return found


def counts(panel: JobsPanel) -> str:
    found = panel.findChild(QLabel, "jobs-counts")
    assert found is not None
    return found.accessibleName()


def mixed(session: Session) -> None:
    """One that waits, one that needs the person, one charged for nothing, one that was refused and cost nothing."""
    ask(session)
    buy(session, State.SUBMITTING, State.RUNNING, State.PAUSED)
    buy(session, State.SUBMITTING, State.FAILED, cost=Charged.YES, error="The answer was empty.", ended=2.0)
    buy(session, State.SUBMITTING, State.FAILED, cost=Charged.NO, error="Too long.", ended=1.0)


@pytest.mark.parametrize(
    ("name", "rows", "words"),
    [
        ("open", 1, "Waiting and working: 1"),
        ("attention", 1, "Needs attention: 1"),
        ("lost", 1, "Charged without result: 1"),
        ("ended", 2, "Ended: 2"),
        ("all", 4, "1 needs attention, 1 charged without result, 1 waiting, 2 ended"),
    ],
)
def test_each_part_of_the_list_shows_its_jobs(
    panel: JobsPanel, session: Session, qtbot: QtBot, name: str, rows: int, words: str
) -> None:
    mixed(session)
    listed(panel, qtbot, 4)
    part(panel, name).trigger()
    listed(panel, qtbot, rows)
    assert counts(panel) == words
    assert part(panel, name).text().endswith(f"({rows})")


def test_a_narrow_head_tells_whole_counts_that_matter_most(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    mixed(session)
    listed(panel, qtbot, 4)
    head = panel.findChild(QLabel, "jobs-counts")
    assert head is not None
    panel.resize(300, 300)
    narrow = head.text()
    panel.resize(900, 300)
    assert narrow == "1 needs attention …"
    assert head.text() == "1 needs attention, 1 charged without result, 1 waiting, 2 ended"


async def test_clearing_keeps_what_was_charged_without_a_result_until_its_part_is_cleared(
    session: Session, qtbot: QtBot
) -> None:
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    mixed(session)
    clear = panel.findChild(QPushButton, "jobs-clear")
    assert clear is not None
    for name, left in (("all", 3), ("lost", 2)):
        part(panel, name).trigger()
        qtbot.waitUntil(clear.isEnabled)
        asyncio.get_running_loop().call_soon(QTest.mouseClick, clear, Qt.MouseButton.LeftButton)
        await until(lambda left=left: len(session.queue.jobs()) == left)  # type: ignore[misc]
        qtbot.waitUntil(lambda: not clear.isEnabled())
    assert sorted(job.state for job in session.queue.jobs()) == [State.PAUSED, State.QUEUED]
    await session.close()


def test_an_empty_part_says_so_and_leads_back_to_all(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    ask(session)
    listed(panel, qtbot, 1)
    part(panel, "lost").trigger()
    button = panel.findChild(QPushButton, "jobs-generate")
    assert button is not None
    assert button.isVisible()
    assert button.text() == "Show all jobs"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert listed(panel, qtbot, 1).isVisible()


def test_alt_and_arrows_change_the_order_of_what_waits(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    for seed in range(3):
        ask(session, seed=seed)
    found = listed(panel, qtbot, 3)
    found.setCurrentIndex(found.model().index(2, 0))
    for order in ([0, 2, 1], [2, 0, 1], [2, 0, 1]):
        QTest.keyClick(found, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert [job.seed_sent for job in waiting_in_order(session.queue)] == order
    QTest.keyClick(found, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [job.seed_sent for job in waiting_in_order(session.queue)] == [0, 2, 1]


def test_a_waiting_job_is_dropped_before_another_and_nothing_else_can_be_dragged(
    panel: JobsPanel, session: Session, qtbot: QtBot
) -> None:
    for seed in range(3):
        ask(session, seed=seed)
    buy(session, State.SUBMITTING, State.UNKNOWN)
    model = listed(panel, qtbot, 4).model()
    assert isinstance(model, JobsModel)
    draggable = [bool(model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsDragEnabled) for row in range(4)]
    assert draggable == [False, True, True, True]
    data = model.mimeData([model.index(3, 0)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, model.index(-1, 0))
    assert [job.seed_sent for job in waiting_in_order(session.queue)] == [2, 0, 1]
    qtbot.waitUntil(lambda: model.jobs[1].seed_sent == 2)
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.index(-1, 0))
    assert [job.seed_sent for job in waiting_in_order(session.queue)] == [0, 1, 2]


async def until(wanted: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not wanted():  # noqa: ASYNC110 - what is waited for is what a person sees, which no event tells
            await asyncio.sleep(0)


def questions(panel: QWidget) -> list[QMessageBox]:
    return [box for box in panel.findChildren(QMessageBox) if box.isVisible()]


async def test_stopping_all_asks_once_and_says_what_may_be_charged(session: Session, qtbot: QtBot) -> None:
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    waits = [ask(session, seed=1), ask(session, seed=2)]
    unsure = buy(session, State.SUBMITTING, State.UNKNOWN)
    listed(panel, qtbot, 3)

    def all_are(state: State) -> bool:
        return {session.queue.get(job.id).state for job in waits} == {state}

    for answer, state in (("Cancel", State.QUEUED), ("Stop", State.CANCELLED)):
        stop = panel.findChild(QAction, "jobs-stop-all")
        assert stop is not None
        stop.trigger()
        await until(lambda: bool(questions(panel)))
        (box,) = questions(panel)
        assert box.text() == "Stop all 2 jobs?"
        assert box.informativeText() == "Nothing is charged for them."
        next(button for button in box.buttons() if button.text() == answer).click()
        await until(lambda: not questions(panel))
        await asyncio.sleep(0)
        await until(partial(all_are, state))
    assert session.queue.get(unsure.id).state is State.UNKNOWN  # only its own decision ends that
    await session.close()


def test_a_charged_job_without_result_has_a_text_for_the_support(
    panel: JobsPanel, session: Session, qtbot: QtBot
) -> None:
    buy(session, State.SUBMITTING, State.RUNNING, State.EXPIRED, remote_id="gen-77", cost=Charged.MAYBE, ended=3.0)
    listed(panel, qtbot, 1)
    support = panel.findChild(QAction, "job-support")
    assert support is not None
    qtbot.waitUntil(support.isEnabled)
    support.trigger()
    (window,) = panel.findChildren(TextWindow)
    text = window.findChild(QPlainTextEdit, "support-text-text")
    assert text is not None
    assert "PixelAPI: perhaps charged, and no result" in text.toPlainText()
    assert "gen-77" in text.toPlainText()
    assert QGuiApplication.clipboard().text().splitlines()[0] == "PixelAPI: perhaps charged, and no result"
    assert unnamed(window) == []


def test_one_that_cost_nothing_has_none(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    buy(session, State.SUBMITTING, State.FAILED, cost=Charged.NO, error="Too long.", ended=1.0)
    listed(panel, qtbot, 1)
    answer, support = panel.findChild(QAction, "job-answer"), panel.findChild(QAction, "job-support")
    assert answer is not None
    assert support is not None
    qtbot.waitUntil(answer.isEnabled)
    assert not support.isEnabled()


async def test_a_job_made_elsewhere_is_added_by_its_number(session: Session, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("a line that is no number")
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    adopt = panel.findChild(QAction, "jobs-adopt")
    assert adopt is not None
    adopt.trigger()
    await until(lambda: bool(_dialogs(panel)))
    _type(panel, "pixel-engine", "no number at all")
    await until(lambda: _complaint(panel).startswith("“no number at all” is not the number of a job."))
    _type(panel, "pixel-engine", " 5f0c-11 ")
    await until(lambda: bool(session.queue.jobs()))
    assert [(job.provider, job.remote_id, job.state) for job in session.queue.jobs()] == [
        ("pixel-engine", "5f0c-11", State.RUNNING)
    ]
    await until(lambda: _dialogs(panel) == [])
    await session.close()


def _dialogs(panel: QWidget) -> list[AdoptDialog]:
    return [dialog for dialog in panel.findChildren(AdoptDialog) if dialog.isVisible()]


def _dialog(panel: QWidget) -> AdoptDialog:
    (dialog,) = _dialogs(panel)
    return dialog


def _complaint(panel: QWidget) -> str:
    remarks = [dialog.findChild(Remark) for dialog in _dialogs(panel)]
    return next((remark.words for remark in remarks if remark is not None), "")


def _type(panel: QWidget, provider: str, number: str) -> None:
    dialog = _dialog(panel)
    assert unnamed(dialog) == []
    providers = dialog.findChild(QComboBox, "adopt-provider")
    field = dialog.findChild(QLineEdit, "adopt-number")
    accept = dialog.findChild(QPushButton, "accept")
    assert providers is not None
    assert field is not None
    assert accept is not None
    providers.setCurrentIndex(providers.findData(provider))
    field.clear()
    assert not accept.isEnabled()
    QTest.keyClicks(field, number)
    asyncio.get_running_loop().call_soon(QTest.mouseClick, accept, Qt.MouseButton.LeftButton)


def test_a_burst_of_news_brings_the_list_up_to_date_every_50_ms_at_most(
    panel: JobsPanel, session: Session, qtbot: QtBot
) -> None:
    job = buy(session, State.SUBMITTING, State.RUNNING)
    model = listed(panel, qtbot, 1).model()
    shown: list[float] = []
    model.dataChanged.connect(lambda *_changed: shown.append(time.monotonic()))
    steps = iter(range(1000))
    burst = QTimer()

    def tell_ten() -> None:
        for step in itertools.islice(steps, 10):
            session.queue.move(job.id, note=f"step {step}")

    burst.timeout.connect(tell_ten)
    start = time.monotonic()
    burst.start(0)
    qtbot.waitUntil(lambda: model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole).count("step 999") == 1, timeout=20_000)
    burst.stop()
    took = time.monotonic() - start
    assert len(shown) >= 2
    assert len(shown) <= took / 0.05 + 2
    gaps = [later - earlier for earlier, later in itertools.pairwise(shown)]
    assert min(gaps) >= 0.045  # timers of a window may ring a few percent early


def test_all_rows_have_room_for_three_lines(panel: JobsPanel, session: Session, qtbot: QtBot) -> None:
    ask(session)
    found = listed(panel, qtbot, 1)
    assert found.visualRect(found.model().index(0, 0)).height() >= 3 * found.fontMetrics().height()
