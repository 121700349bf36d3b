"""A queue over a scripted provider, as the tests of this folder use it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from studio.core.tasks import TaskOwner
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.queue import JobQueue
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from studio.providers.protocol import Outcome
from tests.fakes.clock import ManualClock
from tests.fakes.provider import ScriptedProvider
from tests.servers.driving import HastyClock


class Desk:
    """One process of the studio on a folder; `outcomes` and `moves` are what it announced."""

    def __init__(
        self,
        folder: Path,
        provider: ScriptedProvider,
        *,
        lane: int = 3,
        results: ResultStore | None = None,
        ledger: Ledger | None = None,
        hasty: HastyClock | None = None,
    ) -> None:
        """With `hasty`, that clock is the queue's and nobody waits; else time stands still until `clock` is moved."""
        self.provider = provider
        self.clock = ManualClock()
        self.ledger = ledger or Ledger(folder / "ledger.sqlite")
        self.results = results or ResultStore(folder / "results")
        self.tasks = TaskOwner("test")
        self.queue = JobQueue(
            self.ledger,
            self.results,
            lambda _id: provider,
            clock=hasty or self.clock,
            owner=self.tasks,
            lanes={"scripted": lane},
        )
        self.moves: list[Job] = []
        self.outcomes: list[Outcome] = []
        self._moved = asyncio.Event()
        self.queue.job_moved.connect(self._note_move)
        self.queue.job_done.connect(self._note_outcome)

    async def reaches(self, job_id: str, state: State) -> Job:
        """The job once it is in `state`; fails when it ends anywhere else."""
        return await self.sees(job_id, lambda job: job.state is state or (job.has_ended and self._wrong(job, state)))

    async def sees(self, job_id: str, wanted: Callable[[Job], bool]) -> Job:
        async with asyncio.timeout(20):
            while not wanted(self.queue.get(job_id)):
                self._moved.clear()
                await self._moved.wait()
        return self.queue.get(job_id)

    def states(self, job_id: str) -> list[State]:
        """The states it was announced in, without repetition."""
        seen: list[State] = []
        for job in self.moves:
            if job.id == job_id and seen[-1:] != [job.state]:
                seen.append(job.state)
        return seen

    def _wrong(self, job: Job, wanted: State) -> bool:
        raise AssertionError(f"ended as {job.state} ({job.error}), not as {wanted}")

    def _note_move(self, job: Job) -> None:
        self.moves.append(job)
        self._moved.set()

    def _note_outcome(self, _job: Job, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


@asynccontextmanager
async def open_desk(
    folder: Path, provider: ScriptedProvider, *, lane: int = 3, hasty: HastyClock | None = None
) -> AsyncIterator[Desk]:
    desk = Desk(folder, provider, lane=lane, hasty=hasty)
    desk.queue.start()
    try:
        yield desk
    finally:
        await desk.queue.close()
        await desk.tasks.close()
        desk.ledger.close()
