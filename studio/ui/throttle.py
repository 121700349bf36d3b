"""Showing something anew, however often that is wished: in the next turn of the loop, then at most every so often."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer


class Throttle(QTimer):
    """`ask` any number of times; `timeout` comes at once after a rest, and never twice within `every_ms`."""

    def __init__(self, parent: QObject, every_ms: int) -> None:
        super().__init__(parent)
        self._every_ms = every_ms
        self._last = float("-inf")
        self.setSingleShot(True)
        self.timeout.connect(self._note)

    def ask(self) -> None:
        """Something has changed."""
        if not self.isActive():
            waited = (time.monotonic() - self._last) * 1000
            self.start(max(0, self._every_ms - int(min(waited, self._every_ms))))

    def _note(self) -> None:
        self._last = time.monotonic()
