"""Takes outlive the program: finished jobs of the ledger and takes that came with a project wait until somebody
decides.

What is decided stands in the gallery; for a take that came with a project also in its `.studio` folder, so that it
travels with it. A project may come from anybody: what it brings never takes the place of a result of this person.
Building takes means decoding pictures, so it happens in a worker thread.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.app import batch
from studio.app.gallery import OWN_TAKES
from studio.app.gallery_entry import Entry
from studio.app.gallery_index import has_result
from studio.app.results import take_from, take_id
from studio.app.takes import Mark, Take
from studio.app.takes_store import MARKS_FILE, PROJECT_TAKES, Marks, StoredTakes, read_takes, write_take
from studio.core import paths
from studio.core.errors import StudioError
from studio.core.words import ngettext
from studio.jobs.job import Job
from studio.providers.protocol import Outcome
from studio.spec.operation import Operation

if TYPE_CHECKING:
    from studio.app.session import Session

MOST_RESTORED = 50
"""Finished jobs that are looked at when the program starts."""

log = logging.getLogger(__name__)


class TakeKeeper:
    """Fills the shelf at the start and with each project, and writes down what is decided."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._gallery = session.gallery
        self._project: Marks | None = None
        self._project_folder: Path | None = None
        self._of_project: set[str] = set()
        self._started = False
        session.takes.marked.connect(self._on_marked)
        self._gallery.marked.connect(self._on_decided)
        session.project_changed.connect(self._on_project_changed)

    def start(self) -> None:
        """Bring back what waits. Needs the running loop."""
        self._started = True
        self._session.tasks.launch(self.restore(), name="takes of earlier runs")
        if self._project_folder is not None:
            self._session.tasks.launch(self.read_project(self._project_folder), name="takes of the project")

    async def restore(self) -> None:
        """Put the takes of finished jobs on the shelf that were neither accepted nor discarded."""
        await self._take_up()
        jobs = [job for job in self._session.queue.jobs() if self._has_result(job)][:MOST_RESTORED]
        waiting = [job for job in jobs if _is_batch(job) or not (job.origin.purpose or self._is_done_with(job))]
        takes, lost = await asyncio.to_thread(self._build_all, waiting)
        stored, missing = await asyncio.to_thread(self._read_kept)
        lost += missing
        self._fill((*takes, *stored))
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
        return self._gallery.is_settled(take_id)

    async def read_project(self, folder: Path) -> None:
        """Put the takes that lie in a project on the shelf."""
        stored: StoredTakes = await asyncio.to_thread(read_takes, folder / PROJECT_TAKES)
        await self._take_up()  # what is one's own is known only then
        if folder != self._project_folder or self._project is None:
            return
        brought = [take for take in stored.takes if not self._gallery.is_own(take.id)]
        self._of_project.update(take.id for take in brought)
        await self._take_up_project(folder, brought)
        self._fill(brought)
        for sentence in stored.notices:
            self._session.say(sentence)
        if count := len(stored.takes) - len(brought):
            self._session.say(
                ngettext(
                    "{count} take of the project bears the id of a result of yours and was left out.",
                    "{count} takes of the project bear the ids of results of yours and were left out.",
                    count,
                ).format(count=count)
            )

    async def clear_finished(self, *, keep: Collection[str] = ()) -> None:
        """Take ended jobs off the ledger, but those that are to be kept; their results are written to files first.

        UserError: nothing is cleared.
        """
        going = {job.id for job in self._session.queue.jobs() if job.has_ended and job.id not in keep}
        await self._gallery.refresh()
        results = [entry for entry in self._gallery.entries if _job_of(entry) in going and not entry.folder]
        unread = await asyncio.to_thread(self._keep, results)
        # Not what ended meanwhile: its results were not written.
        staying = {job.id for job in self._session.queue.jobs()} - going | unread
        self._session.queue.clear_finished(keep=staying)
        if unread:
            self._session.say(
                ngettext(
                    "{count} job stays on the list, because its result cannot be read now.",
                    "{count} jobs stay on the list, because their results cannot be read now.",
                    len(unread),
                ).format(count=len(unread))
            )

    def _is_done_with(self, job: Job) -> bool:
        return self.is_settled(take_id(job.id))

    def _has_result(self, job: Job) -> bool:
        return has_result(job, self._session.queue)

    def _read_kept(self) -> tuple[list[Take], int]:
        """The newest takes that wait and whose jobs were cleared; and how many cannot be read."""
        kept = paths.data_dir() / OWN_TAKES
        waiting = (entry for entry in self._gallery.entries if entry.folder and Path(entry.folder).parent == kept)
        newest = sorted(waiting, key=lambda entry: -entry.created)
        takes: list[Take] = []
        lost = 0
        for entry in [entry for entry in newest if not entry.accepted and not entry.discarded][:MOST_RESTORED]:
            try:
                takes.append(self._gallery.load(entry))
            except StudioError:
                lost += 1
        return takes, lost

    def _keep(self, results: Iterable[Entry]) -> set[str]:
        """Write results to files, one at a time. The ids of the jobs whose results cannot be read: without the job
        nothing would lead to them any more."""
        unread: set[str] = set()
        for entry in results:
            try:
                take = self._gallery.load(entry)
            except StudioError as error:
                log.info("the result of %s cannot be read: %s", entry.job, error)
                unread.add(_job_of(entry))
                continue
            folder = write_take(paths.data_dir() / OWN_TAKES, take)
            self._gallery.keep_files(entry.id, folder)
        return unread

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

    def _fill(self, takes: Iterable[Take]) -> None:
        waiting = [take for take in takes if not self._gallery.is_settled(take.id)]
        starred = [replace(take, starred=Mark.STARRED in self._gallery.marks_of(take.id)) for take in waiting]
        self._session.takes.fill(starred)

    async def _take_up(self) -> None:
        try:
            await self._gallery.refresh()
        except StudioError as error:
            self._session.report(error)

    async def _take_up_project(self, folder: Path, takes: Iterable[Take]) -> None:
        """The gallery learns of the project's takes. What the project says about them holds: it may come from
        another computer."""
        marks = self._project.all() if self._project is not None else {}
        ids = [take.id for take in takes]
        try:
            await self._gallery.read_project(folder / PROJECT_TAKES)
            for mark in Mark:
                self._gallery.mark([name for name in ids if mark in marks.get(name, ())], mark, on=True)
                self._gallery.mark([name for name in ids if mark not in marks.get(name, ())], mark, on=False)
        except StudioError as error:
            self._session.report(error)

    def _on_marked(self, take: Take, mark: Mark, on: bool) -> None:  # noqa: FBT001 - the shelf's signal
        try:
            self._gallery.mark([take.id], mark, on=on)
        except StudioError as error:
            self._session.report(error)

    def _on_decided(self, ids: tuple[str, ...], mark: Mark, on: bool) -> None:  # noqa: FBT001 - the gallery's signal
        if self._project is None:
            return
        try:
            for take_id in self._of_project.intersection(ids):
                self._project.put(take_id, mark, on=on)
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


def _job_of(entry: Entry) -> str:
    """Id of the job a result came of, also of a part of a batch."""
    return entry.job.partition(".")[0]


def _is_batch(job: Job) -> bool:
    """Whether it has a take for each of its parts."""
    return job.origin.purpose == batch.PURPOSE
