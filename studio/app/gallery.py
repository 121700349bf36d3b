"""All results a person ever got, over all projects: what is known of them, what was decided, the boards they lie on.

The catalogue is the truth and outlives jobs; what is in memory here mirrors it. Results are never pruned: what is
discarded lies in the bin until the person empties it. Pictures are loaded only when they are to be seen.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from psygnal import Signal

from studio.app import batch, gallery_bin
from studio.app.fitting import unpadded
from studio.app.gallery_catalogue import Catalogue
from studio.app.gallery_entry import Board, Entry, entries_in
from studio.app.gallery_index import Row, has_result, ids_of, rows_of
from studio.app.results import take_from
from studio.app.takes import Mark, Take
from studio.app.takes_store import MARKS_FILE, Marks, read_take
from studio.core import paths
from studio.core.errors import UserError
from studio.core.geometry import Box
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.requests import decode
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.protocol import Outcome
from studio.spec.operation import Operation

if TYPE_CHECKING:
    from studio.app.session import Session

FILE = "gallery.sqlite"
OWN_TAKES = "takes"
"""Folder of the results whose jobs were cleared from the list."""
_NOBODY: frozenset[Mark] = frozenset()
_NO_BOARDS: frozenset[str] = frozenset()


class Gallery:
    """One for the session. `marked` tells of each decision: the ids, the mark, and whether it was put on or off."""

    changed = Signal()
    boards_changed = Signal()
    marked = Signal(tuple, object, bool)

    def __init__(self, session: Session, ledger: Ledger) -> None:
        self._session = session
        self._ledger = ledger
        self._catalogue = Catalogue(paths.data_dir() / FILE)
        self._entries: dict[str, Entry] = {}
        self._marks: dict[str, frozenset[Mark]] | None = None
        self._boards: tuple[Board, ...] = ()
        self._version = 0
        self._decisions = 0
        """Counts what was written here."""
        self._way_back: Callable[[], None] | None = None
        self._last_batch: tuple[tuple[str, int], Mapping[str, Take]] | None = None
        session.queue.job_done.connect(self._on_result)
        session.queue.part_came.connect(self._on_result)

    # -- what there is -------------------------------------------------------------------------------------------------

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All results, those in the bin too; empty until `refresh` was awaited."""
        return tuple(self._entries.values())

    @property
    def boards(self) -> tuple[Board, ...]:
        """By name."""
        return self._boards

    @property
    def project(self) -> str:
        """The folder of the project in front as entries name it; empty without one."""
        project = self._session.project
        return str(project.folder.resolve()) if project is not None else ""

    def entry(self, take_id: str) -> Entry | None:
        return self._entries.get(take_id)

    def is_own(self, take_id: str) -> bool:
        """Whether it is a result of this person; those that came with a project are not."""
        entry = self._entries.get(take_id)
        return entry is not None and (bool(entry.job) or Path(entry.folder).parent == paths.data_dir() / OWN_TAKES)

    def marks_of(self, take_id: str) -> frozenset[Mark]:
        """What was decided about a take, also about one that is no result."""
        if self._marks is None:
            try:
                self._open()
            except UserError as error:
                self._marks = {}  # takes whose marks cannot be read come back to the shelf, which costs nothing
                self._session.report(error)
        return (self._marks or {}).get(take_id, _NOBODY)

    def is_settled(self, take_id: str) -> bool:
        """Whether it was accepted or discarded, and so no longer waits."""
        return bool(self.marks_of(take_id) & {Mark.ACCEPTED, Mark.DISCARDED})

    async def refresh(self) -> None:
        """Take up results that are not known yet and what other windows wrote. UserError: all stays as it was."""
        queue = self._session.queue
        jobs = [job for job in queue.jobs() if has_result(job, queue)]
        await asyncio.to_thread(self._note, jobs)
        await self._reload()

    async def look_again(self) -> None:
        """`refresh` if another window wrote since."""
        if await asyncio.to_thread(self._catalogue.version) != self._version:
            await self._reload()

    async def read_project(self, folder: Path) -> None:
        """Take up the results that came with a project, but none in the place of an own one. `folder` holds its
        takes."""
        brought = await asyncio.to_thread(entries_in, folder, project=self.project)
        found = [entry for entry in brought if not self.is_own(entry.id)]
        if found:
            await asyncio.to_thread(self._catalogue.add, [Row(entry, "", "") for entry in found])
            await self._reload()

    # -- decisions -----------------------------------------------------------------------------------------------------

    def mark(self, ids: Iterable[str], mark: Mark, *, on: bool) -> None:
        """Put a mark on takes or take it off, at once on disk. UserError: nothing is changed."""
        fresh = tuple(take_id for take_id in ids if (mark in self.marks_of(take_id)) != on)
        if not fresh:
            return
        self._catalogue.mark(fresh, mark, on=on)
        self._decisions += 1
        marks = self._marks if self._marks is not None else {}
        for take_id in fresh:
            old = marks.get(take_id, _NOBODY)
            marks[take_id] = old | {mark} if on else old - {mark}
            if take_id in self._entries:
                self._entries[take_id] = self._entries[take_id].marked(mark, on=on)
        self.marked.emit(fresh, mark, on)
        self.changed.emit()

    def star(self, ids: Sequence[str], *, on: bool) -> None:
        """Put stars on results, or take them off."""
        self.mark(ids, Mark.STARRED, on=on)
        shelf = self._session.takes
        for take in [take for take in shelf.takes if take.id in ids and take.starred != on]:
            shelf.star(take.id, on=on)

    def discard(self, ids: Sequence[str]) -> None:
        """Put results into the bin; they leave the shelf as well."""
        self.mark(ids, Mark.DISCARDED, on=True)
        self._way_back = partial(self.bring_back, tuple(ids))
        for take in [take for take in self._session.takes.takes if take.id in ids]:
            self._session.takes.discard(take.id)

    def bring_back(self, ids: Sequence[str]) -> None:
        """Take results out of the bin."""
        self.mark(ids, Mark.DISCARDED, on=False)
        self._session.takes.bring_back(ids)

    async def delete(self, ids: Sequence[str]) -> None:
        """Delete results and their files for good. What they cost stays in the list of jobs."""
        entries = [self._entries[take_id] for take_id in ids if take_id in self._entries]
        queue = self._session.queue
        answers = await asyncio.to_thread(gallery_bin.answers_of, entries, queue.jobs(), queue.calls)
        await asyncio.to_thread(self._catalogue.forget, [entry.id for entry in entries])
        self._way_back = None
        self._decisions += 1
        for entry in entries:
            self._entries.pop(entry.id, None)
        self._session.takes.forget([entry.id for entry in entries])
        self.changed.emit()
        await asyncio.to_thread(
            gallery_bin.delete_files, entries, [self._session.results.path(name) for name in answers]
        )

    @property
    def can_undo(self) -> bool:
        return self._way_back is not None

    def undo(self) -> None:
        """Bring back what was discarded last, or the board that was deleted last."""
        if self._way_back is not None:
            way_back, self._way_back = self._way_back, None
            way_back()

    # -- boards --------------------------------------------------------------------------------------------------------

    def new_board(self, name: str, ids: Iterable[str] = ()) -> Board:
        """A board with these results on it. UserError for a name that is empty or taken."""
        board = self._catalogue.new_board(name)
        self._show_boards()
        self.pin(board.id, tuple(ids), on=True)
        return board

    def rename_board(self, board_id: str, name: str) -> None:
        """UserError for a name that is empty or taken."""
        self._catalogue.rename_board(board_id, name)
        self._show_boards()

    def delete_board(self, board_id: str) -> None:
        """Take a board away; its results stay in the gallery."""
        ids = tuple(entry.id for entry in self._entries.values() if board_id in entry.boards)
        board = next(board for board in self._boards if board.id == board_id)
        self._catalogue.delete_board(board_id)
        self._put_on(board_id, ids, on=False)
        self._show_boards()
        self._way_back = partial(self._restore_board, board, ids)

    def _restore_board(self, board: Board, ids: Sequence[str]) -> None:
        self._catalogue.restore_board(board, ids)
        self._put_on(board.id, ids, on=True)
        self._show_boards()

    def pin(self, board_id: str, ids: Sequence[str], *, on: bool) -> None:
        """Put results on a board, or take them off."""
        if ids:
            self._catalogue.pin(board_id, ids, on=on)
            self._put_on(board_id, ids, on=on)
            self.changed.emit()

    # -- what a result holds -------------------------------------------------------------------------------------------

    def on_shelf(self, take_id: str) -> Take | None:
        """The take when it is on the shelf, with nothing to load."""
        return next((take for take in self._session.takes.takes if take.id == take_id), None)

    def load(self, entry: Entry) -> Take:
        """The whole result, decoded: use a thread. UserError when its files are gone or damaged."""
        shelved = self.on_shelf(entry.id)
        if shelved is not None:
            return shelved
        if entry.folder:
            take = read_take(Path(entry.folder))
            return replace(take, starred=entry.starred, accepted=entry.accepted)
        take = self._of_job(entry)
        return replace(take, starred=entry.starred, accepted=entry.accepted)

    def asked_for(self, take: Take) -> Operation:
        """What was asked for a take, also when its job was cleared from the list. UserError where that was not kept."""
        return self.asked(self.entry(take.id) or Entry(id=take.id, title=take.title, job=take.job_id))

    def asked(self, entry: Entry) -> Operation:
        """What was asked for, for the form. UserError where that was not kept."""
        try:
            return self._session.asked(entry.job)
        except KeyError:
            pass  # its job was cleared from the list
        try:
            request, inset = self._catalogue.request(entry.id)
        except KeyError as error:
            raise UserError(_("The settings of this result were not kept.")) from error
        operation = decode(request, registry.operation(entry.operation), self._session.results)
        return unpadded(operation, Box(*json.loads(inset)) if inset else None)

    def keep_files(self, entry_id: str, folder: Path) -> None:
        """The files of a result now lie in this folder, so that its job may be cleared."""
        self._catalogue.lies_in(entry_id, folder)
        self._decisions += 1
        if entry_id in self._entries:
            self._entries[entry_id] = replace(self._entries[entry_id], folder=str(folder))

    def close(self) -> None:
        self._catalogue.close()

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        """The marks from disk; those of earlier versions are taken over once."""
        marks = Marks(paths.data_dir() / MARKS_FILE)
        self._catalogue.take_over(MARKS_FILE, marks.all())
        self._marks = dict(self._catalogue.marks())

    def _note(self, jobs: Sequence[Job]) -> None:
        """Runs in a thread."""
        if self._marks is None:
            self._open()
        known, queue = self._catalogue.known(), self._session.queue
        kept = entries_in(paths.data_dir() / OWN_TAKES, known=known)
        fresh = [Row(entry, "", "") for entry in kept]
        for job in jobs:
            if not known.issuperset(ids_of(job, queue)):
                fresh += rows_of(job, queue, self._ledger)
        if fresh:
            self._catalogue.add(fresh)

    def _of_job(self, entry: Entry) -> Take:
        queue = self._session.queue
        try:
            job = queue.get(entry.job.partition(".")[0])
        except KeyError as error:
            raise UserError(_("The files of this result are no longer on this computer.")) from error
        if batch.is_part(entry.job):
            takes = self._parts_of(job)
            if entry.id not in takes:
                raise UserError(_("The files of this result are no longer on this computer."))
            return takes[entry.id]
        return take_from(job, queue.outcome(job), queue.request(job))

    def _parts_of(self, job: Job) -> Mapping[str, Take]:
        """The takes of a batch by id. Its neighbours are mostly looked at next, so the last one is remembered."""
        state = (job.id, sum(call.state is State.DONE for call in self._session.queue.calls(job.id)))
        known = self._last_batch
        if known is None or known[0] != state:
            takes = {take.id: take for take in self._session.variations.takes(job)}
            self._last_batch = known = (state, takes)
        return known[1]

    async def _reload(self) -> None:
        while True:
            before = self._decisions
            read = await asyncio.to_thread(self._read)
            if before == self._decisions:  # else something was decided while the thread read
                break
        entries, boards, marks, self._version = read
        self._entries = {entry.id: entry for entry in entries}
        self._marks = dict(marks)
        if boards != self._boards:
            self._boards = boards
            self.boards_changed.emit()
        if self._catalogue.notice:
            self._session.say(self._catalogue.notice)
            self._catalogue.notice = ""
        self.changed.emit()

    def _read(self) -> tuple[tuple[Entry, ...], tuple[Board, ...], dict[str, frozenset[Mark]], int]:
        catalogue = self._catalogue
        # The version first: what is written between the reads is then seen the next time.
        version = catalogue.version()
        return catalogue.entries(), catalogue.boards(), dict(catalogue.marks()), version

    def _on_result(self, job: Job, _outcome: Outcome) -> None:
        if has_result(job, self._session.queue):
            self._session.tasks.launch(self._add(job), name=f"gallery entry of {job.id}")

    async def _add(self, job: Job) -> None:
        rows = await asyncio.to_thread(rows_of, job, self._session.queue, self._ledger)
        await asyncio.to_thread(self._catalogue.add, rows)
        for row in rows:
            old = self._entries.get(row.entry.id)
            boards = old.boards if old is not None else _NO_BOARDS
            self._entries[row.entry.id] = replace(row.entry, marks=self.marks_of(row.entry.id), boards=boards)
        self._decisions += 1
        self.changed.emit()

    def _put_on(self, board_id: str, ids: Iterable[str], *, on: bool) -> None:
        self._decisions += 1
        for take_id in ids:
            entry = self._entries.get(take_id)
            if entry is not None:
                boards = entry.boards | {board_id} if on else entry.boards - {board_id}
                self._entries[take_id] = replace(entry, boards=boards)

    def _show_boards(self) -> None:
        self._decisions += 1
        self._boards = self._catalogue.boards()
        self.boards_changed.emit()
        self.changed.emit()
