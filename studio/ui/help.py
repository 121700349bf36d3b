"""The manual in a window of its own: pages at the left, the page at the right. It stays open beside the work."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from studio.app import manual
from studio.core.words import _
from studio.ui.help_page import HelpPage
from studio.ui.theme import measure

_SIZE = QSize(880, 600)
_LIST_WIDTH = 168


class HelpWindow(QWidget):
    """One for each main window; `show_page` brings it to the front."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._build()
        self._bind()

    @staticmethod
    def show_page(window: QWidget, page_id: str) -> HelpWindow:
        """Open the window of this main window on a page, or bring it to the front."""
        shown = window.findChild(HelpWindow, "help-window") or HelpWindow(window)
        shown.show()
        shown.go_to(page_id)
        shown.raise_()
        shown.activateWindow()
        return shown

    def go_to(self, page_id: str) -> None:
        """Show a page of the manual."""
        if page_id == manual.KEYS:
            self._text.show_text(manual.keys_page())
        else:
            self._text.show_file(QUrl.fromLocalFile(str(manual.page_path(page_id))))
        self._mark(page_id)

    def _build(self) -> None:
        self.setObjectName("help-window")
        self.setWindowTitle(_("Manual of Sprite Studio"))
        self.resize(QSize(measure(_SIZE.width()), measure(_SIZE.height())))
        self._pages = QListWidget(self)
        self._pages.setObjectName("help-pages")
        self._pages.setAccessibleName(_("Pages"))
        self._pages.setFixedWidth(measure(_LIST_WIDTH))
        for page in manual.pages():
            item = QListWidgetItem(page.title, self._pages)
            item.setData(Qt.ItemDataRole.UserRole, page.id)
        self._text = HelpPage(self)
        self._text.setObjectName("help-text")
        self._text.setAccessibleName(_("Page"))
        row = QHBoxLayout(self)
        row.setContentsMargins(measure(8), measure(8), measure(8), measure(8))
        row.setSpacing(measure(8))
        row.addWidget(self._pages)
        row.addWidget(self._text, 1)

    def _bind(self) -> None:
        self._pages.currentItemChanged.connect(self._on_chosen)
        self._text.anchorClicked.connect(self._on_link)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    def _mark(self, page_id: str) -> None:
        for index in range(self._pages.count()):
            if self._pages.item(index).data(Qt.ItemDataRole.UserRole) == page_id:
                self._pages.setCurrentRow(index)
                return

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            page_id = item.data(Qt.ItemDataRole.UserRole)
            if page_id != self._shown_page():
                self.go_to(page_id)

    def _shown_page(self) -> str:
        source = self._text.source()
        if source.isEmpty():
            return manual.KEYS
        root = QUrl.fromLocalFile(str(manual.page_path(manual.FIRST).parent)).path()
        return source.path().removeprefix(f"{root}/").removesuffix(".md")

    def _on_link(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
            return
        target = self._text.source().resolved(link)
        root = QUrl.fromLocalFile(str(manual.page_path(manual.FIRST).parent)).path()
        page_id = target.path().removeprefix(f"{root}/").removesuffix(".md")
        self.go_to(page_id)
        if link.fragment():
            self._text.scrollToAnchor(link.fragment())
