"""Ctrl+K: type part of a name, press Enter, and the action runs. Shows each action with its keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.core.words import _
from studio.ui.theme import measure

_ROW_WIDTH = 420
_ROWS = 12


class CommandPalette(QFrame):
    """A list of actions over the window's head; gone when it loses the focus."""

    def __init__(self, parent: QWidget, actions: Sequence[QAction]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._actions = actions
        self._build()
        self._show("")

    def open_over(self, window: QWidget) -> None:
        """Show it at the top of the window, in the middle."""
        width = measure(_ROW_WIDTH)
        corner = window.mapToGlobal(QPoint((window.width() - width) // 2, measure(56)))
        self.setGeometry(corner.x(), corner.y(), width, measure(28) * (_ROWS + 2))
        self.show()
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the field move in the list."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._list.setCurrentRow(min(self._list.count() - 1, max(0, self._list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self.setObjectName("command-palette")
        self.setAccessibleName(_("Find an action"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field = QLineEdit(self)
        self._field.setObjectName("command-search")
        self._field.setAccessibleName(_("Find an action"))
        self._field.setPlaceholderText(_("Find an action"))
        self._field.setClearButtonEnabled(True)
        self._field.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setObjectName("command-list")
        self._list.setAccessibleName(_("Actions"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(8), measure(8), measure(8), measure(8))
        column.setSpacing(measure(8))
        column.addWidget(self._field)
        column.addWidget(self._list, 1)
        self._field.textChanged.connect(self._show)
        self._field.returnPressed.connect(self._run)
        self._list.itemClicked.connect(self._run)

    def _show(self, typed: str) -> None:
        words = typed.casefold().split()
        self._list.clear()
        for index, action in enumerate(self._actions):
            name = action.text().replace("&", "")
            if not action.isEnabled() or any(word not in name.casefold() for word in words):
                continue
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            item = QListWidgetItem(action.icon(), f"{name}    {keys}" if keys else name)
            item.setData(Qt.ItemDataRole.UserRole, index)
            self._list.addItem(item)
        if self._list.count() == 0:
            item = QListWidgetItem(_("No action of that name. Try another word."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _run(self) -> None:
        row = self._list.currentRow()
        index = self._list.item(row).data(Qt.ItemDataRole.UserRole) if row >= 0 else None
        self.close()
        if index is not None:
            self._actions[index].trigger()
