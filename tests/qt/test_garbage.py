"""Garbage of the window ends in the thread that the window lives in."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from studio.ui.garbage import Collector


class Cycle:
    """Held by itself alone; tells where it ends."""

    def __init__(self, ends: list[int]) -> None:
        self._itself = self
        self._ends = ends

    def __del__(self) -> None:
        self._ends.append(threading.get_ident())


@pytest.fixture
def automatic() -> Iterator[None]:
    """Collection as a program has it at its start, and as tests have it afterwards."""
    gc.enable()
    yield
    gc.disable()


@pytest.mark.usefixtures("automatic")
def test_what_only_a_cycle_holds_ends_in_the_main_thread(qapp: QApplication) -> None:
    collector = Collector(qapp)
    ends: list[int] = []
    for _time in range(50):
        Cycle(ends)
    kept: list[list[object]] = []
    reader = threading.Thread(target=lambda: kept.extend([] for _time in range(200_000)))
    reader.start()
    reader.join()
    assert ends == []
    for _time in range(3):
        collector.look()
    assert set(ends) == {threading.get_ident()}
    collector.deleteLater()
