"""The queue as a list for views: one row a job, what needs attention first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.core.words import _
from studio.jobs.job import Job
from studio.ui.jobs.words import price_words, provider_words, sorted_for_people, state_title

Index = QModelIndex | QPersistentModelIndex


class JobsModel(QAbstractListModel):
    """Rows keep their places while only their facts change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
            return _("{title}, {state}, {provider}, {price}").format(
                title=job.title, state=state_title(job), provider=provider_words(job), price=price_words(job)
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (job.title, state_title(job), job.error, job.note) if part)
        return None
