"""Closing while jobs run: what becomes of them is said, and nothing is asked of whoever does not want it."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from studio.app.session import Session, make_operation
from studio.jobs.states import State
from studio.providers.registry import operation
from studio.ui.jobs.closing import may_leave, words_at_closing

GOES_ON = "1 job goes on at its provider and is picked up at the next start."


def run_one(session: Session) -> None:
    job = session.generate(make_operation(operation("pixelapi/generate-image"), {"prompt": "a knight"}))
    session.queue.move(job.id, State.SUBMITTING)
    session.queue.move(job.id, State.RUNNING, remote_id="gen-1")


async def answered(window: QWidget, title: str) -> None:
    async with asyncio.timeout(20):
        while not (boxes := window.findChildren(QMessageBox)):  # noqa: ASYNC110 - what a person would see
            await asyncio.sleep(0)
    (box,) = boxes
    assert box.informativeText() == GOES_ON
    next(button for button in box.buttons() if button.text() == title).click()


async def test_nothing_is_asked_where_no_paid_job_runs(session: Session, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    session.generate(make_operation(operation("local/procedural-sprite"), {"seed": 1}))
    assert await may_leave(session, window)


@pytest.mark.parametrize(
    ("answer", "leaves", "asks_again"),
    [("Close", True, True), ("Cancel", False, True), ("Close, and do not ask again", True, False)],
)
async def test_the_person_decides_and_may_be_left_alone(
    session: Session, qtbot: QtBot, answer: str, *, leaves: bool, asks_again: bool
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    run_one(session)
    left, _answered = await asyncio.gather(may_leave(session, window), answered(window, answer))
    assert left is leaves
    assert bool(words_at_closing(session)) is asks_again
