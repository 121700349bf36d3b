"""The second click of a double click, where the first one brings something else under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

_CLICKS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick})


class SecondClick(QObject):
    """Once told, lets no click through that lands within its host where the first one did, for as long as two clicks
    count as one double click."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._place = QRect()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._stop)

    def ignore(self, place: QRect) -> None:
        """From now on; `place` is what was clicked, in global coordinates."""
        self._place = place
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._timer.start(QGuiApplication.styleHints().mouseDoubleClickInterval())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        host = self.parent()
        if event.type() not in _CLICKS or not isinstance(event, QMouseEvent):
            return False
        if not isinstance(watched, QWidget) or not isinstance(host, QWidget):
            return False
        inside = host.isAncestorOf(watched) and self._place.contains(event.globalPosition().toPoint())
        return inside and event.button() is Qt.MouseButton.LeftButton

    def _stop(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
