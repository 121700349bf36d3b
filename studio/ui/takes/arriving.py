"""What the window does with a take that comes: it is shown where nobody is disturbed, else its tab and a notice tell.

Neither the canvas under somebody's hand nor the panel under somebody's pointer is exchanged.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from studio.app.arrivals import arrived_words
from studio.app.session import Session
from studio.app.surface import Notice
from studio.app.takes import Take
from studio.core.words import _
from studio.ui.bridge import connect
from studio.ui.canvas.view import CanvasView

_TOGETHER_MS = 200
"""What comes within this time is told in one notice."""


class TakesArriving(QObject):
    """Belongs to the window; counts unseen takes on the tab of the dock."""

    def __init__(self, session: Session, dock: QDockWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._dock = dock
        self._title = dock.windowTitle()
        self._came: list[Take] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TOGETHER_MS)
        self._soon.timeout.connect(self._tell)
        connect(self, session.take_landed, self._on_landed)
        connect(self, session.arrivals.changed, self._show_count)
        dock.visibilityChanged.connect(self._on_dock_shown)

    def _on_landed(self, take: Take) -> None:
        self._came.append(take)
        if not self._is_in_front():
            self._session.arrivals.announce(take)
        if not self._soon.isActive():
            self._soon.start()

    def _tell(self) -> None:
        """Nothing needs to be said where one of what came is looked at."""
        came, self._came = tuple(self._came), []
        chosen = self._session.takes.chosen
        is_shown = chosen is not None and any(take.id == chosen.id for take in came)
        if is_shown and self._is_in_front():
            return
        if came:
            verb = _("Show") if len(came) == 1 else _("Show the newest")
            self._session.notice.emit(Notice(arrived_words(came), action="take.show", verb=verb))

    def _is_in_front(self) -> bool:
        return self._dock.isVisible() and not self._dock.visibleRegion().isEmpty()

    def _on_dock_shown(self, visible: bool) -> None:  # noqa: FBT001 - Qt's signature
        if visible:
            self._session.arrivals.see_all()

    def _show_count(self) -> None:
        count = len(self._session.arrivals.unseen)
        self._dock.setWindowTitle(
            _("{title} ({count} new)").format(title=self._title, count=count) if count else self._title
        )


def is_at_the_canvas() -> bool:
    """Whether the keys go to a canvas: somebody works there."""
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, CanvasView):
        widget = widget.parentWidget()
    return widget is not None
