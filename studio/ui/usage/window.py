"""The window of usage: a tab for each provider that has accounts. Work goes on beside it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.core.words import _
from studio.providers.registry import entry
from studio.store.accounts import ACCOUNTS
from studio.ui.theme import measure
from studio.ui.usage.page import ProviderPage

_SIZE = QSize(720, 560)


class UsageWindow(QWidget):
    """One for each main window; `show_provider` brings it to the front. Pages are made when they are first shown."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._session = session
        self._pages: dict[str, ProviderPage] = {}
        self._rooms: dict[str, QVBoxLayout] = {}
        self._build()
        self._tabs.currentChanged.connect(self._fill)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self._read_again)

    @staticmethod
    def show_provider(session: Session, window: QWidget, provider_id: str = "") -> UsageWindow:
        """Open the window of this main window, or bring it to the front, at a provider; empty: see `first_choice`."""
        shown = window.findChild(UsageWindow, "usage-window")
        if shown is None:
            shown = UsageWindow(session, window)
            middle = shown.rect()
            middle.moveCenter(window.geometry().center())
            shown.move(middle.topLeft())
        shown.go_to(provider_id or shown.first_choice())
        shown.show()
        shown.raise_()
        shown.activateWindow()
        return shown

    def go_to(self, provider_id: str) -> None:
        """Show the tab of this provider."""
        self._tabs.setCurrentIndex(list(ACCOUNTS).index(provider_id))
        self._fill()

    def first_choice(self) -> str:
        """The provider asked last, else the one in front, else the first with a token, else the first."""
        latest = self._session.balances.latest
        with_token = (one for one in ACCOUNTS if self._session.accounts.found(one) is not None)
        return latest or next(with_token, next(iter(ACCOUNTS)))

    def _build(self) -> None:
        self.setObjectName("usage-window")
        self.setWindowTitle(_("Usage and prices"))
        wanted = QSize(measure(_SIZE.width()), measure(_SIZE.height()))
        self.resize(wanted.boundedTo(self.screen().availableSize()))
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("usage-providers")
        self._tabs.setAccessibleName(_("Providers"))
        for provider_id in ACCOUNTS:
            room = QWidget(self._tabs)
            self._rooms[provider_id] = QVBoxLayout(room)
            self._rooms[provider_id].setContentsMargins(0, 0, 0, 0)
            self._tabs.addTab(room, entry(provider_id).title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tabs)

    def _fill(self) -> None:
        provider_id = list(ACCOUNTS)[self._tabs.currentIndex()]
        if provider_id not in self._pages:
            self._pages[provider_id] = ProviderPage(provider_id, self._session, self)
            self._rooms[provider_id].addWidget(self._pages[provider_id])

    def _read_again(self) -> None:
        self._pages[list(ACCOUNTS)[self._tabs.currentIndex()]].read()
