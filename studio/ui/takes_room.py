"""The dock of takes grows while a take is shown, for what is said about it, and gives the room back after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from studio.ui.bridge import connect

if TYPE_CHECKING:
    from studio.app.session import Session
    from studio.ui.window import MainWindow

_SETTLED = 50
"""Milliseconds after which the docks have found their heights, when nothing else keeps the window busy."""
_TRIES = 20


class TakesRoom(QObject):
    """Belongs to the window. A height that the person chose meanwhile stays."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._before = 0
        self._needed = 0
        """The most that the dock could not do without so far."""
        self._tries_left = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self._give_back)
        connect(self, session.takes.chosen_changed, self._on_chosen)
        window.docks["takes"].installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the dock needs is known each time that it is laid out."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and self._before:
            self._needed = max(self._needed, self._window.docks["takes"].minimumSizeHint().height())
        return super().eventFilter(watched, event)

    def _on_chosen(self) -> None:
        dock = self._window.docks["takes"]
        if self._session.takes.chosen is None:
            self._tries_left = _TRIES
            self._settle.start()
            return
        self._settle.stop()
        if not self._before and not dock.isFloating():
            self._before = dock.height()

    def _give_back(self) -> None:
        upper, lower = self._window.docks["generate"], self._window.docks["takes"]
        if self._tries_left and lower.minimumSizeHint().height() > self._before:
            self._tries_left -= 1
            self._settle.start()
            return
        before, self._before = self._before, 0
        needed, self._needed = self._needed, 0
        more = lower.height() - before
        if before and more > 0 and lower.height() <= needed and not lower.isFloating():
            self._window.resizeDocks([upper, lower], [upper.height() + more, before], Qt.Orientation.Vertical)
