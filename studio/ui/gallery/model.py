"""The results that were found, as a list for views."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.app.gallery_entry import Entry, day, provider_title
from studio.core.words import _
from studio.ui.labels import plain_tip

GALLERY_MIME = "application/x-sprite-studio-results"
"""Ids of results, one a line."""

Index = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractListModel):
    """One row a result. `mime_of` makes what is dragged out of ids."""

    def __init__(self, mime_of: Callable[[Sequence[str]], QMimeData], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mime_of = mime_of
        self._entries: tuple[Entry, ...] = ()
        self._rows: dict[str, int] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._entries

    def show(self, entries: tuple[Entry, ...]) -> bool:
        """Show these results. Whether rows came, went or moved, so that a choice has to be made anew."""
        rows = {entry.id: row for row, entry in enumerate(entries)}
        if list(rows) == list(self._rows):
            self._entries = entries
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return False
        self.beginResetModel()
        self._entries, self._rows = entries, rows
        self.endResetModel()
        return True

    def entry(self, index: Index) -> Entry | None:
        return self._entries[index.row()] if index.isValid() and index.row() < len(self._entries) else None

    def index_of(self, take_id: str) -> QModelIndex:
        """An index that is not valid when the result is not here."""
        return self.index(self._rows[take_id]) if take_id in self._rows else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - of any role
        entry = self.entry(index)
        if entry is None:
            return None
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return summary(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = (entry.title, _short(entry.prompt), facts(entry))
            return plain_tip("\n".join(part for part in parts if part))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [GALLERY_MIME]

    def mimeData(self, indexes: Any) -> QMimeData:  # noqa: ANN401 - a sequence of indexes of Qt's own kinds
        found = sorted(index.row() for index in indexes)
        return self._mime_of([self._entries[row].id for row in found])


def summary(entry: Entry) -> str:
    """One line for people who listen: `Make a character, a knight, PixelLab, 2026-03-31, with a star`."""
    parts = [entry.title, _short(entry.prompt), facts(entry)]
    if entry.starred:
        parts.append(_("with a star"))
    if entry.accepted:
        parts.append(_("accepted"))
    return ", ".join(part for part in parts if part)


def facts(entry: Entry) -> str:
    """Who made it, when, with which seed, and what it cost."""
    parts = [provider_title(entry.provider), day(entry.created), seed_words(entry), entry.cost]
    return ", ".join(part for part in parts if part)


def seed_words(entry: Entry) -> str:
    """`seed 7`, or both where the provider used another one."""
    if len(entry.seeds) > 1:
        return _("seed {sent} sent, {returned} returned").format(sent=entry.seeds[0], returned=entry.seeds[1])
    return _("seed {sent}").format(sent=entry.seeds[0]) if entry.seeds else ""


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


_LONGEST = 160
