"""The shelf as a list for views, changed row by row so that a choice and a scroll place survive."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.app.takes import Take
from studio.core.words import _, ngettext
from studio.ui.forms.slot import TAKE_MIME
from studio.ui.forms.thumbnail import image_of
from studio.ui.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex


class TakesModel(QAbstractListModel):
    """One row a take, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._takes: tuple[Take, ...] = ()

    def show(self, takes: tuple[Take, ...]) -> None:
        """Show these takes; rows that were there stay where they are as far as possible."""
        old, new = [take.id for take in self._takes], [take.id for take in takes]
        if old == new:
            self._takes = takes
            if takes:
                self.dataChanged.emit(self.index(0), self.index(len(takes) - 1))
        elif len(new) > len(old) and new[len(new) - len(old) :] == old:
            self.beginInsertRows(QModelIndex(), 0, len(new) - len(old) - 1)
            self._takes = takes
            self.endInsertRows()
        elif len(new) == len(old) - 1 and (row := _missing_row(old, new)) is not None:
            self.beginRemoveRows(QModelIndex(), row, row)
            self._takes = takes
            self.endRemoveRows()
        else:
            self.beginResetModel()
            self._takes = takes
            self.endResetModel()

    def take(self, index: Index) -> Take | None:
        return self._takes[index.row()] if index.isValid() and index.row() < len(self._takes) else None

    def row_of(self, take_id: str) -> int:
        """-1 when it is not here."""
        return next((row for row, take in enumerate(self._takes) if take.id == take_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._takes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - of any role
        take = self.take(index)
        if take is None:
            return None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = f"{index.row() + 1}. {summary(take)}"
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [TAKE_MIME]

    def mimeData(self, indexes: Any) -> QMimeData:  # noqa: ANN401 - a sequence of indexes of Qt's own kinds
        mime = QMimeData()
        take = self.take(indexes[0]) if indexes else None
        if take is not None:
            mime.setData(TAKE_MIME, take.id.encode())
            if take.frames:
                mime.setImageData(image_of(take.frames[0]))
        return mime


def summary(take: Take) -> str:
    """One line for people: `Redo the masked part, 32 x 32, 4 frames, accepted`."""
    parts = [take.title]
    if take.frames:
        parts.append(str(take.size))
        if len(take.frames) > 1:
            parts.append(frames_words(take))
    elif take.poses:
        count = len(take.poses)
        parts.append(ngettext("{count} pose", "{count} poses", count).format(count=count))
    if take.starred:
        parts.append(_("with a star"))
    if take.accepted:
        parts.append(_("accepted"))
    return ", ".join(parts)


def frames_words(take: Take) -> str:
    """How many frames, and how long they play."""
    count = len(take.frames)
    length = round(float(sum(take.duration(index) for index in range(count))))
    return ngettext("{count} frame, {length} ms", "{count} frames, {length} ms", count).format(
        count=count, length=length
    )


def _missing_row(old: list[str], new: list[str]) -> int | None:
    row = next((row for row, take_id in enumerate(new) if old[row] != take_id), len(new))
    return row if old[:row] + old[row + 1 :] == new else None
