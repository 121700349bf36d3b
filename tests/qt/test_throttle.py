"""Wishes to show something anew are gathered, and none is forgotten."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from studio.ui.throttle import Throttle


def test_the_first_wish_is_followed_at_once_and_the_rest_together(qtbot: QtBot) -> None:
    owner = QObject()
    throttle = Throttle(owner, 80)
    shown: list[float] = []
    throttle.timeout.connect(lambda: shown.append(time.monotonic()))
    for _wish in range(100):
        throttle.ask()
    qtbot.waitUntil(lambda: len(shown) == 1)
    for _wish in range(100):
        throttle.ask()
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert shown[1] - shown[0] >= 0.07  # timers of a window may ring a few percent early
    assert not throttle.isActive()
