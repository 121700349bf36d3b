"""The things as a list for views, by kind and by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.app.thing_records import Thing, ThingKind
from studio.core.words import _
from studio.ui.labels import plain_tip
from studio.ui.things.words import facts_words

Index = QModelIndex | QPersistentModelIndex


class ThingsModel(QAbstractListModel):
    """One row a thing, newest first, those that fit what is looked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Thing, ...] = ()
        self._shown: tuple[Thing, ...] = ()
        self._kind: ThingKind | None = None
        self._words: tuple[str, ...] = ()

    def show(self, things: tuple[Thing, ...]) -> None:
        """Show these; rows keep their places while only their facts change."""
        self._all = things
        self._sift()

    def look_for(self, kind: ThingKind | None, words: str) -> None:
        """Only things of this kind with all these words in name or tags."""
        self._kind, self._words = kind, tuple(words.casefold().split())
        self._sift()

    def thing(self, index: Index) -> Thing | None:
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def row_of(self, thing_id: str) -> int:
        """-1 when it is not shown."""
        return next((row for row, thing in enumerate(self._shown) if thing.id == thing_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - of any role
        thing = self.thing(index)
        if thing is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{thing.title}, {facts_words(thing)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            tags = _("Tags: {tags}").format(tags=", ".join(thing.tags)) if thing.tags else ""
            return plain_tip("\n".join(part for part in (thing.title, facts_words(thing), tags) if part))
        return None

    def _sift(self) -> None:
        shown = tuple(thing for thing in self._all if self._fits(thing))
        if _ids(shown) == _ids(self._shown):
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def _fits(self, thing: Thing) -> bool:
        if self._kind is not None and thing.kind is not self._kind:
            return False
        text = " ".join((thing.name, *thing.tags)).casefold()
        return all(word in text for word in self._words)


def _ids(things: Sequence[Thing]) -> list[str]:
    return [thing.id for thing in things]
