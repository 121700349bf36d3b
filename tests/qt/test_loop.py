"""What the tests of the interface stand on: a task may take its turn whenever Qt's events are worked through."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from studio.core.tasks import TaskOwner
from tests.qt.loop import StandingLoop, loop

__all__ = ["loop"]


async def note_the_loop(met: list[object]) -> None:
    met.append(asyncio.get_running_loop())
    await asyncio.sleep(0)
    met.append(asyncio.get_running_loop())


def work_through_all(tasks: TaskOwner) -> None:
    """Without running the loop, as pytest-qt and QTest do."""
    while tasks.running:
        QApplication.processEvents()


def test_a_task_finds_its_loop_when_events_are_worked_through_between_two_runs(loop: StandingLoop) -> None:
    met: list[object] = []
    tasks = TaskOwner("test")
    loop.run_until_complete(asyncio.sleep(0))
    tasks.launch(note_the_loop(met))
    work_through_all(tasks)
    assert met == [loop, loop]


def test_a_slot_that_fires_between_two_runs_may_start_a_task(loop: StandingLoop) -> None:
    met: list[object] = []
    tasks = TaskOwner("test")
    timer = QTimer(singleShot=True)
    timer.timeout.connect(lambda: tasks.launch(note_the_loop(met)))
    timer.start(0)
    while timer.isActive():
        QApplication.processEvents()
    work_through_all(tasks)
    assert met == [loop, loop]


def test_after_the_end_there_is_no_loop(qapp: QApplication) -> None:
    made = StandingLoop(qapp)
    made.close()
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()
