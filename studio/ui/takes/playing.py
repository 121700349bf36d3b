"""Plays one take at its true times: which of its frames shows now."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from itertools import accumulate

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from studio.app.takes import Take


def frame_at(take: Take, elapsed: float | Fraction) -> tuple[int, Fraction]:
    """Index of the frame that shows `elapsed` ms after the start of an endless loop, and ms until the next one."""
    ends = list(accumulate(take.duration(index) for index in range(len(take.frames))))
    if not ends or ends[-1] <= 0:
        return 0, Fraction(100)
    time = Fraction(elapsed) % ends[-1]
    index = min(bisect_right(ends, time), len(ends) - 1)
    return index, ends[index] - time


class TakePlayer(QObject):
    """`moved` comes with each new frame of the take that plays."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._take: Take | None = None
        self._index = 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_due)

    @property
    def take(self) -> Take | None:
        return self._take

    @property
    def index(self) -> int:
        """The frame that shows; 0 while nothing plays."""
        return self._index

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def load(self, take: Take | None) -> None:
        """Stand on the first frame of another take."""
        if take is not None and self._take is not None and take.id == self._take.id:
            self._take = take
            return
        self._timer.stop()
        self._take = take
        self._index = 0

    def play(self) -> None:
        """From the first frame on, for ever. A take with one frame stands still."""
        if self._take is not None and len(self._take.frames) > 1:
            self._clock.start()
            self._on_due()

    def pause(self) -> None:
        self._timer.stop()

    def show(self, index: int) -> None:
        """Stand on one frame."""
        if self._take is not None and self._take.frames:
            self._timer.stop()
            self._index = index % len(self._take.frames)
            self.moved.emit()

    def _on_due(self) -> None:
        if self._take is None:
            return
        index, rest = frame_at(self._take, self._clock.elapsed())
        self._timer.start(max(1, -(-rest.numerator // rest.denominator)))
        if index != self._index:
            self._index = index
            self.moved.emit()
