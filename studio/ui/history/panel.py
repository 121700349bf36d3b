"""The steps of the sprite in front; a click or Enter goes to the state after that step."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QListView, QStackedWidget, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.core.words import _
from studio.ui import theme
from studio.ui.bridge import connect
from studio.ui.history.steps import StepsModel
from studio.ui.labels import PlainLabel


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
        self._model = StepsModel(self)
        self._list = QListView(self)
        self._list.setObjectName("history-list")
        self._list.setAccessibleName(_("History"))
        self._list.setUniformItemSizes(True)
        self._list.setIconSize(QSize(theme.measure(16), theme.measure(16)))
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setModel(self._model)
        self._empty = PlainLabel(_("No sprite is open. What you do to one is listed here."), self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _bind(self) -> None:
        connect(self, self._session.active_changed, self._show)
        self._list.clicked.connect(self._on_chosen)
        self._list.activated.connect(self._on_chosen)
        theme.theme_changed.connect(self._list.viewport().update)

    def _show(self) -> None:
        document = self._session.active
        self._stack.setCurrentWidget(self._empty if document is None else self._list)
        if document is not None and document.id not in self._heard:
            self._heard.add(document.id)
            connect(self, document.changed, self._show)
        self._model.show(document)
        if document is not None:
            current = self._model.index(document.history.index)
            self._list.setCurrentIndex(current)
            self._list.scrollTo(current)

    def _on_chosen(self, index: QModelIndex) -> None:
        document = self._session.active
        if document is not None and index.row() != document.history.index:
            document.jump(index.row())
