"""The steps of a document as a Qt list: row 0 is the sprite as it was opened, undone steps are marked and muted."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from studio.core.words import _
from studio.doc.document import Document
from studio.ui import theme
from studio.ui.icons import icon

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class StepsModel(QAbstractListModel):
    """Call `show` after each change; only rows that came, went or are other steps now are announced."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._labels: list[str] = []
        self._index = 0

    def show(self, document: Document | None) -> None:
        """The history as it is now."""
        new = [] if document is None else [_("As opened"), *document.history.labels()]
        old, same = self._labels, _common(self._labels, new)
        self._index = 0 if document is None else document.history.index
        if same < len(old):
            self.beginRemoveRows(NO_INDEX, same, len(old) - 1)
            self._labels = old[:same]
            self.endRemoveRows()
        if same < len(new):
            self.beginInsertRows(NO_INDEX, same, len(new) - 1)
            self._labels = new
            self.endInsertRows()
        if new:
            self.dataChanged.emit(self.index(0), self.index(len(new) - 1))

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._labels)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        undone = index.row() > self._index
        if role == Qt.ItemDataRole.DisplayRole:
            return self._labels[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("redo" if undone else "check")
        if role == Qt.ItemDataRole.ForegroundRole and undone:
            return QBrush(QColor(theme.current().muted))
        if role == Qt.ItemDataRole.ToolTipRole:
            return _("Undone. Click to do it again.") if undone else _("Click to go back to here.")
        if role == Qt.ItemDataRole.AccessibleTextRole and undone:
            return _("{step}, undone").format(step=self._labels[index.row()])
        return None


def _common(old: list[str], new: list[str]) -> int:
    """How many steps at the start have the same label."""
    for place, (before, now) in enumerate(zip(old, new, strict=False)):
        if before != now:
            return place
    return min(len(old), len(new))
