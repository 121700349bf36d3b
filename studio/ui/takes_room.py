"""The dock of takes grows while a take is shown, for what is said about it, and gives the room back after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from studio.ui.bridge import connect

if TYPE_CHECKING:
    from studio.app.session import Session
    from studio.ui.window import MainWindow

_SETTLED = 50
"""Milliseconds after which the docks have found their heights."""


class TakesRoom(QObject):
    """Belongs to the window. A height that the person chose meanwhile stays."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._before = self._grown = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self._on_settled)
        connect(self, session.takes.chosen_changed, self._on_chosen)

    def _on_chosen(self) -> None:
        dock = self._window.docks["takes"]
        if self._session.takes.chosen is not None and not self._before and not dock.isFloating():
            self._before = dock.height()
        self._settle.start()

    def _on_settled(self) -> None:
        upper, lower = self._window.docks["generate"], self._window.docks["takes"]
        if self._session.takes.chosen is not None:
            self._grown = lower.height()
            return
        more = lower.height() - self._before
        as_it_grew = lower.height() == (self._grown or lower.height())
        if self._before and more > 0 and as_it_grew and not lower.isFloating():
            self._window.resizeDocks([upper, lower], [upper.height() + more, self._before], Qt.Orientation.Vertical)
        self._before = self._grown = 0
