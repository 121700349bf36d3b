"""The queue as a list for views: one row a job, what needs attention first. Waiting jobs can be dragged into another
order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from studio.core.clock import Clock
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.ui.jobs.cards import CardMaker
from studio.ui.jobs.words import sorted_for_people
from studio.ui.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
_KIND = "application/x-sprite-studio-job"


class JobsModel(QAbstractListModel):
    """Rows keep their places while only their facts change.

    `placed` carries a waiting job that was dropped, and the one it is to go before; empty for the end.
    """

    placed = Signal(str, str)

    def __init__(self, cards: CardMaker, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards = cards
        self._clock = clock
        self._jobs: tuple[Job, ...] = ()

    @property
    def jobs(self) -> tuple[Job, ...]:
        """As they are shown."""
        return self._jobs

    def show(self, jobs: tuple[Job, ...]) -> None:
        """Show these jobs."""
        shown = sorted_for_people(jobs)
        if [job.id for job in shown] == [job.id for job in self._jobs]:
            changed = [row for row, (old, new) in enumerate(zip(self._jobs, shown, strict=True)) if old is not new]
            self._jobs = shown
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self._jobs = shown
        self.endResetModel()

    def job(self, index: Index) -> Job | None:
        return self._jobs[index.row()] if index.isValid() and index.row() < len(self._jobs) else None

    def row_of(self, job_id: str) -> int:
        """-1 when it is not here."""
        return next((row for row, job in enumerate(self._jobs) if job.id == job_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._jobs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - of any role
        job = self.job(index)
        if job is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cards.card(job, self._clock.now()).summary
        if role == Qt.ItemDataRole.ToolTipRole:
            card = self._cards.card(job, self._clock.now())
            parts = (card.title, card.asked, card.state, job.error, job.note, card.kept)
            return plain_tip("\n".join(part for part in parts if part))
        return None

    # -- another order -------------------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        job = self.job(index)
        if job is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if job.state is State.QUEUED else flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_KIND]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        data = QMimeData()
        job = self.job(indexes[0]) if indexes else None
        if job is not None:
            data.setData(_KIND, job.id.encode())
        return data

    def canDropMimeData(  # noqa: PLR0917 - Qt's signature
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return data.hasFormat(_KIND)

    def dropMimeData(  # noqa: PLR0917 - Qt's signature
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Dropped before a row, or on one: among those that wait."""
        if not data.hasFormat(_KIND):
            return False
        at = row if row >= 0 else parent.row() if parent.isValid() else len(self._jobs)
        before = next((job.id for job in self._jobs[at:] if job.state is State.QUEUED), "")
        self.placed.emit(data.data(_KIND).toStdString(), before)
        return False  # the row is moved by the queue, which tells of it
