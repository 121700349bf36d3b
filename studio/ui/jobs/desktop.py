"""A notice of the desktop when jobs end behind other windows; never while a window of the studio is in front."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QProcess, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from studio.app.job_news import News, details, headline
from studio.app.session import Session
from studio.ui.bridge import connect

_TOGETHER_MS = 400
"""What ends within this time is told in one notice."""
_SHOWN_MS = 10_000
_NOTIFIER = "notify-send"
"""Of the freedesktop.org notifications; Windows and macOS always have a tray."""


class Poster(Protocol):
    """Puts a notice on the desktop."""

    def post(self, title: str, text: str) -> None: ...


class DesktopNotice(QObject):
    """`jobs_wanted` comes when the notice was clicked."""

    jobs_wanted = Signal()

    def __init__(self, session: Session, window: QWidget, poster: Poster | None = None) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        tray = _Tray(self)
        tray.clicked.connect(self._on_clicked)
        self._poster: Poster = tray if poster is None else poster
        self._news: list[News] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TOGETHER_MS)
        self._soon.timeout.connect(self._tell)
        connect(self, session.news.came, self._on_news)

    @property
    def has_news(self) -> bool:
        """Whether something is about to be told."""
        return bool(self._news)

    def _on_news(self, news: News) -> None:
        self._news.append(news)
        if not self._soon.isActive():
            self._soon.start()

    def _tell(self) -> None:
        news, self._news = self._news, []
        if QApplication.activeWindow() is not None or not self._session.settings.get("generate.tell_ends"):
            return
        QApplication.alert(self._window)
        self._poster.post(headline(news), details(news))

    def _on_clicked(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        self.jobs_wanted.emit()


class _Tray(QObject):
    """Notices by way of an icon that is in the tray only as long as one is shown.

    Without a tray, as on GNOME, by the desktop's own program where there is one; it tells of no clicks.
    """

    clicked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None
        self._hide = QTimer(self)
        self._hide.setSingleShot(True)
        self._hide.setInterval(_SHOWN_MS)
        self._hide.timeout.connect(self._put_away)

    def post(self, title: str, text: str) -> None:
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            program = QStandardPaths.findExecutable(_NOTIFIER)
            if program:
                QProcess.startDetached(program, ["--app-name=Sprite Studio", "--", title, text])
            return
        if self._icon is None:
            self._icon = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._icon.messageClicked.connect(self.clicked)
            self._icon.activated.connect(self.clicked)
        self._icon.setToolTip(title)
        self._icon.show()
        self._icon.showMessage(title, text, QApplication.windowIcon(), _SHOWN_MS)
        self._hide.start()

    def _put_away(self) -> None:
        if self._icon is not None:
            self._icon.hide()
