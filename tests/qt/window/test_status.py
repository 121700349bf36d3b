"""The status bar says where the pointer is without disturbing the rest of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from studio.core.geometry import Point
from studio.ui.status import Status, SteadyLabel
from studio.ui.window import MainWindow


class Requests(QObject):
    """Counts how often the window is asked to lay out its docks."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.count = 0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return super().eventFilter(watched, event)


def test_the_docks_stay_as_they_are_while_the_pointer_moves(window: MainWindow) -> None:
    status = _status(window)
    status.point(Point(0, 0))
    QApplication.processEvents()
    requests = Requests(window)
    shown = []
    for x in range(8):
        status.point(Point(x, 4))
        # Only what this asked for: a panel that is still at work may ask for a layout at any time.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        shown.append(_facts(window).text())
    assert len(set(shown)) == 8
    assert requests.count == 0


def test_a_longer_text_gets_the_room_it_needs(window: MainWindow) -> None:
    facts = _facts(window)
    long = "frame 1/1   64 x 64   " * 8
    facts.show_text(long)
    QApplication.processEvents()
    assert facts.width() >= facts.fontMetrics().horizontalAdvance(long)


def _status(window: MainWindow) -> Status:
    assert window.shell is not None
    return window.shell.status


def _facts(window: MainWindow) -> SteadyLabel:
    facts = window.findChild(SteadyLabel, "status-facts")
    assert facts is not None
    return facts
