"""A widget hears a signal as long as it lives; one listener that fails does not silence the others."""

from __future__ import annotations

import gc
import weakref

import pytest
import shiboken6
from psygnal import Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.ui.bridge import connect, report_errors_to


class Counter:
    counted = Signal(int, str)


class Ear(QWidget):
    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self.heard: list[object] = []
        connect(self, counter.counted, self.hear_both)
        connect(self, counter.counted, self.hear_one)
        connect(self, counter.counted, self.hear_none)

    def hear_both(self, number: int, word: str) -> None:
        self.heard.append((number, word))

    def hear_one(self, number: int) -> None:
        self.heard.append(number)

    def hear_none(self) -> None:
        self.heard.append("nothing")


class Broken(QWidget):
    def __init__(self, counter: Counter) -> None:
        super().__init__()
        connect(self, counter.counted, self.fail)

    def fail(self) -> None:
        raise ValueError("no ears")


def test_a_listener_takes_as_many_arguments_as_it_wants(qtbot: QtBot) -> None:
    counter = Counter()
    ear = Ear(counter)
    qtbot.addWidget(ear)
    counter.counted.emit(3, "three")
    assert ear.heard == [(3, "three"), 3, "nothing"]


def test_a_connection_does_not_keep_the_widget(qtbot: QtBot) -> None:
    counter = Counter()
    gone = weakref.ref(Ear(counter))
    gc.collect()
    assert gone() is None
    assert len(counter.counted) == 0


def test_a_destroyed_widget_hears_nothing_more(qtbot: QtBot) -> None:
    counter = Counter()
    ear = Ear(counter)
    shiboken6.delete(ear)
    counter.counted.emit(4, "four")
    assert ear.heard == []
    assert len(counter.counted) == 0


@pytest.mark.expect_log("a listener failed")
def test_a_failing_listener_is_reported_and_the_next_still_hears(qtbot: QtBot) -> None:
    counter = Counter()
    reported: list[Exception] = []
    broken, ear = Broken(counter), Ear(counter)
    qtbot.addWidget(broken)
    qtbot.addWidget(ear)
    report_errors_to(reported.append)
    try:
        counter.counted.emit(5, "five")
    finally:
        report_errors_to(None)
    assert [str(error) for error in reported] == ["no ears"]
    assert ear.heard == [(5, "five"), 5, "nothing"]
