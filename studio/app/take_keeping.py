"""Takes outlive the program: finished jobs of the ledger and the takes of the project wait until somebody decides.

Marks lie beside what they mark: those of jobs in the person's data folder, those of a project's takes in its
`.studio` folder. Building takes means decoding pictures, so it happens in a worker thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.app import batch
from studio.app.results import take_from, take_id
from studio.app.takes import Mark, Take
from studio.app.takes_store import MARKS_FILE, PROJECT_TAKES, Marks, StoredTakes, read_takes, write_take
from studio.core import paths
from studio.core.errors import StudioError
from studio.core.words import ngettext
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.protocol import Outcome
from studio.spec.operation import Effect, Operation

if TYPE_CHECKING:
    from studio.app.session import Session

MOST_RESTORED = 50
"""Finished jobs that are looked at when the program starts."""
_OWN_TAKES = "takes"


class TakeKeeper:
    """Fills the shelf at the start and with each project, and writes down what is decided."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._own = Marks(paths.data_dir() / MARKS_FILE)
        self._project: Marks | None = None
        self._project_folder: Path | None = None
        self._of_project: set[str] = set()
        self._started = False
        session.takes.marked.connect(self._on_marked)
        session.project_changed.connect(self._on_project_changed)

    def start(self) -> None:
        """Bring back what waits. Needs the running loop."""
        self._started = True
        self._session.tasks.launch(self.restore(), name="takes of earlier runs")
        if self._project_folder is not None:
            self._session.tasks.launch(self.read_project(self._project_folder), name="takes of the project")

    async def restore(self) -> None:
        """Put the takes of finished jobs on the shelf that were neither accepted nor discarded."""
        jobs = [job for job in self._session.queue.jobs() if self._has_result(job)][:MOST_RESTORED]
        waiting = [job for job in jobs if _is_batch(job) or not (job.origin.purpose or self._is_done_with(job))]
        takes, lost = await asyncio.to_thread(self._build_all, waiting)
        stored = await asyncio.to_thread(read_takes, paths.data_dir() / _OWN_TAKES)
        self._fill((*takes, *stored.takes), self._own)
        if lost:
            self._session.say(
                ngettext(
                    "{count} earlier take could not be read again; its job tells more.",
                    "{count} earlier takes could not be read again; their jobs tell more.",
                    lost,
                ).format(count=lost)
            )

    def is_settled(self, take_id: str) -> bool:
        """Whether a take of this person was accepted or discarded."""
        return self._own.is_settled(take_id)

    async def read_project(self, folder: Path) -> None:
        """Put the takes that lie in a project on the shelf."""
        stored: StoredTakes = await asyncio.to_thread(read_takes, folder / PROJECT_TAKES)
        if folder == self._project_folder and self._project is not None:
            self._of_project.update(take.id for take in stored.takes)
            self._fill(stored.takes, self._project)
            for sentence in stored.notices:
                self._session.say(sentence)

    def waiting(self) -> tuple[Take, ...]:
        """Takes that would be gone at the next start if their jobs were taken off the ledger."""
        return tuple(take for take in self._session.takes.takes if take.job_id and not take.accepted)

    async def clear_finished(self) -> None:
        """Take ended jobs off the ledger; takes that wait are written to files first. UserError: nothing is cleared."""
        await asyncio.to_thread(_keep, self.waiting())
        self._session.queue.clear_finished()

    def _is_done_with(self, job: Job) -> bool:
        return self.is_settled(take_id(job.id))

    def _has_result(self, job: Job) -> bool:
        """Whether something is to be shown of it; what was only looked up is not kept on the shelf."""
        if job.effect == Effect.READS:
            return False
        parts = self._session.queue.calls(job.id) if job.state is not State.DONE and job.answers else ()
        return job.state is State.DONE or any(call.state is State.DONE for call in parts)

    def _build_all(self, jobs: Iterable[Job]) -> tuple[list[Take], int]:
        takes: dict[str, Take] = {}
        lost = 0
        for job in jobs:
            try:
                for take in self._build(job):
                    takes.setdefault(take.id, take)
            except StudioError:
                lost += 1
        return list(takes.values()), lost

    def _build(self, job: Job) -> tuple[Take, ...]:
        queue = self._session.queue
        if _is_batch(job) and queue.calls(job.id):
            return self._session.variations.takes(job)
        outcome: Outcome = queue.outcome(job)
        operation: Operation = queue.request(job)
        return (take_from(job, outcome, operation),)

    def _fill(self, takes: Iterable[Take], marks: Marks) -> None:
        waiting = [take for take in takes if not marks.is_settled(take.id)]
        self._session.takes.fill([replace(take, starred=Mark.STARRED in marks.of(take.id)) for take in waiting])

    def _on_marked(self, take: Take, mark: Mark, on: bool) -> None:  # noqa: FBT001 - the shelf's signal
        marks = self._own
        if self._project is not None and take.id in self._of_project:
            marks = self._project
        try:
            marks.put(take.id, mark, on=on)
        except StudioError as error:
            self._session.report(error)

    def _on_project_changed(self) -> None:
        project = self._session.project
        if project is None or project.folder == self._project_folder:
            return
        self._project_folder = project.folder
        self._project = Marks(project.folder / PROJECT_TAKES.parent / MARKS_FILE)
        if self._started:
            self._session.tasks.launch(self.read_project(project.folder), name="takes of the project")


def _is_batch(job: Job) -> bool:
    """Whether it has a take for each of its parts."""
    return job.origin.purpose == batch.PURPOSE


def _keep(takes: Iterable[Take]) -> None:
    for take in takes:
        write_take(paths.data_dir() / _OWN_TAKES, take)
