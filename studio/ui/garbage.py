"""Garbage is collected in the main thread only.

Python collects in whichever thread happens to allocate. Of widgets and timers, which hold each other in cycles, that
may be a thread that reads a file, and Qt dies of objects that end in another thread than their own. So automatic
collection is off while there is a window, and a timer does it here by the same thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY = 250
"""Milliseconds between two looks at how much was made since the last collection."""


class Collector(QObject):
    """Takes the place of automatic collection from when it is made, for the rest of the process."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation whose threshold is passed; the younger ones go with it."""
        for generation in reversed(range(3)):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
