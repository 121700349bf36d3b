"""The loop that tests of the interface run on: asyncio finds it wherever Qt's events are worked through.

The program enters Qt's event loop once, and asyncio knows its loop as the running one from then on
(`QEventLoop(app, already_running=True)`). A test enters it again and again, and between two times events are worked
through as well: by pytest-qt around each test, by QTest when it moves the mouse, by qasync itself after each run. A
task that takes its turn then, or a slot that starts one, would meet "no running event loop", now and then, on a slow
machine. So the loop stays the running one between two runs, from when it is made until it is closed.
"""

from __future__ import annotations

import asyncio
from asyncio import _set_running_loop  # what asyncio keeps for those who write loops
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop


class StandingLoop(QEventLoop):
    """A Qt loop that is the running one for asyncio until it is closed, whether it runs now or not."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        asyncio.set_event_loop(self)
        _set_running_loop(self)

    def run_forever(self) -> int:
        """As qasync does it, which takes the running loop away at the end."""
        try:
            return int(super().run_forever())
        finally:
            _set_running_loop(self)

    def close(self) -> None:
        """No loop is known from here on."""
        super().close()
        _set_running_loop(None)
        asyncio.set_event_loop(None)


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[StandingLoop]:
    """A Qt loop that tests may run until something has happened."""
    made = StandingLoop(qapp)
    qapp.setQuitOnLastWindowClosed(False)  # as the program does; qasync's loop would stop with the last dialog
    yield made
    made.close()
