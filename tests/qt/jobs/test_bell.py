"""The bell in the menu bar: it counts what runs, and is lit and counts what needs the person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session, make_operation
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.registry import operation
from studio.ui.corner import Corner


def ask(session: Session, *states: State) -> Job:
    job = session.generate(make_operation(operation("pixelapi/generate-image"), {"prompt": "a knight"}))
    for state in states:
        job = session.queue.move(job.id, state)
    return job


def test_it_counts_what_needs_the_person_before_what_runs(session: Session, qtbot: QtBot) -> None:
    corner = Corner(session)
    qtbot.addWidget(corner)
    corner.show()
    bell = corner.findChild(QToolButton, "jobs-bell")
    assert bell is not None
    assert (bell.text(), bell.isChecked(), bell.toolTip()) == ("", False, "No jobs running")
    for _job in range(3):
        ask(session, State.SUBMITTING)
    qtbot.waitUntil(lambda: bell.text() == "3")
    assert not bell.isChecked()
    unsure = ask(session, State.SUBMITTING, State.UNKNOWN)
    qtbot.waitUntil(bell.isChecked)
    assert (bell.text(), bell.accessibleName()) == ("1", "Jobs: 3 jobs running, 1 needs attention")
    asked: list[bool] = []
    corner.jobs_asked.connect(lambda: asked.append(True))
    QTest.mouseClick(bell, Qt.MouseButton.LeftButton)
    assert (asked, bell.isChecked()) == ([True], True)  # a click is no switch
    session.queue.cancel(unsure.id)
    qtbot.waitUntil(lambda: bell.text() == "3")
    assert not bell.isChecked()
