"""Drives the playhead by a precise timer. Time is measured from the start, so that late ticks never add up."""

from __future__ import annotations

import math

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

from studio.app.playhead import Playhead
from studio.ui.bridge import connect


class PlayTimer(QObject):
    """One for a session; it must live for the playhead to move."""

    def __init__(self, playhead: Playhead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self._run = playhead.run
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        connect(self, playhead.changed, self._on_changed)

    def _on_changed(self) -> None:
        if not self._playhead.playing:
            self._timer.stop()
        elif self._run != self._playhead.run:
            self._run = self._playhead.run
            self._clock.start()
            self._tick()

    def _tick(self) -> None:
        wait = self._playhead.advance(self._clock.nsecsElapsed() / 1e6)
        if wait is not None:
            self._timer.start(max(1, math.ceil(wait)))
