"""The steps of the sprite in front; a click goes to the state after that step. Undone steps are marked and muted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.core.words import _
from studio.doc.document import Document
from studio.ui import theme
from studio.ui.bridge import connect
from studio.ui.icons import icon


class HistoryPanel(QWidget):
    """A list; row 0 is the sprite as it was opened."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._heard: set[str] = set()
        self._build()
        self._bind()
        self._show()

    def _build(self) -> None:
        self.setObjectName("history-panel")
        self._list = QListWidget(self)
        self._list.setObjectName("history-list")
        self._list.setAccessibleName(_("History"))
        self._list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list)

    def _bind(self) -> None:
        connect(self, self._session.active_changed, self._show)
        self._list.itemClicked.connect(self._on_chosen)
        self._list.itemActivated.connect(self._on_chosen)
        theme.theme_changed.connect(self._show)

    def _show(self) -> None:
        document = self._session.active
        self._list.setEnabled(document is not None)
        self._list.clear()
        if document is None:
            return
        self._hear(document)
        history = document.history
        muted = QBrush(QColor(theme.current().muted))
        for index, label in enumerate((_("As opened"), *history.labels())):
            undone = index > history.index
            item = QListWidgetItem(icon("redo" if undone else "check"), label)
            item.setToolTip(_("Undone. Click to do it again.") if undone else _("Click to go back to here."))
            if undone:
                item.setForeground(muted)
            self._list.addItem(item)
        self._list.setCurrentRow(history.index)
        current = self._list.currentItem()
        if current is not None:
            self._list.scrollToItem(current)

    def _hear(self, document: Document) -> None:
        if document.id not in self._heard:
            self._heard.add(document.id)
            connect(self, document.changed, self._show)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        document = self._session.active
        row = self._list.row(item)
        if document is not None and row != document.history.index and Qt.ItemFlag.ItemIsEnabled in item.flags():
            document.jump(row)
