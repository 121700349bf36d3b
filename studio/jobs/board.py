"""Where the runners of jobs write what they do, and what all of them share."""

from __future__ import annotations

import asyncio
from typing import NamedTuple, Protocol, Unpack

from studio.core.clock import Clock
from studio.core.errors import UserError
from studio.jobs.arrivals import Arrivals
from studio.jobs.job import Changes, Job
from studio.jobs.states import State
from studio.providers.errors import NotReady, RateLimit
from studio.providers.protocol import Outcome
from studio.spec.operation import Effect

_FREE = frozenset({Effect.FREE.value, Effect.READS.value})


class Board(Protocol):
    """Where the runner writes what it does."""

    def get(self, job_id: str) -> Job: ...

    def move(self, job_id: str, state: State | None = None, **changes: Unpack[Changes]) -> Job:
        """Commit and announce. Raises LedgerTrouble when it could not be committed."""
        ...

    def report(self, job_id: str, progress: float | None, note: str) -> None:
        """Show progress; kept in memory only."""
        ...

    def waits_for_disk(self, job_id: str, error: UserError) -> None:
        """Say that the job waits, with what it has in memory, until the disk takes it."""
        ...

    def put_back(self, job_id: str, error: RateLimit | NotReady) -> bool:
        """Back into the queue for as long as the provider asks or until a place is free; False when it was refused
        too often for that."""
        ...

    def part_done(self, job_id: str, outcome: Outcome) -> None:
        """Announce what a job has given so far."""
        ...

    def finish(self, job_id: str, outcome: Outcome, **changes: Unpack[Changes]) -> None:
        """Commit `done` and announce the result."""
        ...


class Workplace(NamedTuple):
    """What all runners of a queue share."""

    arrivals: Arrivals
    clock: Clock
    salt: bytes
    """Of the ledger; see `accounts`."""


def is_free(job: Job) -> bool:
    """Whether sending it once more can neither cost nor change anything."""
    return job.effect in _FREE


class Reporter:
    """Brings progress from any thread onto the loop."""

    def __init__(self, job_id: str, board: Board, loop: asyncio.AbstractEventLoop) -> None:
        self._id = job_id
        self._board = board
        self._loop = loop

    def __call__(self, progress: float | None, note: str) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._board.report, self._id, progress, note)
