"""The jobs of other processes: shown while those live, taken over when they are gone.

Nothing is bought behind the person's back: what was being sent is unknown, what still waited is paused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, Unpack

from studio.core.clock import Clock
from studio.core.words import _
from studio.jobs.arrivals import Arrivals
from studio.jobs.board import is_free
from studio.jobs.job import Changes, Job, KeptAnswer
from studio.jobs.ledger import Ledger
from studio.jobs.owners import Owners
from studio.jobs.run import interrupted_sentence
from studio.jobs.states import State
from studio.providers.errors import Charged

_LOOK_EVERY = 2.0
"""Seconds between two looks at the jobs of other processes, as long as they have open ones."""


class JobList(Protocol):
    """The queue, as it is used here."""

    def jobs(self) -> Sequence[Job]: ...

    def hold(self, job: Job) -> None: ...

    def move(self, job_id: str, state: State | None = None, **changes: Unpack[Changes]) -> Job: ...

    def fill_lanes(self) -> None: ...


class Settlement(NamedTuple):
    """Where it goes, and with which facts."""

    state: State
    changes: Changes


def after_crash(job: Job, arrived: KeptAnswer | None) -> Settlement | None:
    """None for what simply goes on from where it stands. `arrived`: an answer that the ledger does not know yet."""
    if arrived is not None and (job.is_active or job.state is State.UNKNOWN):
        cost = Charged.NO if is_free(job) else Charged.MAYBE
        return Settlement(State.FETCHING, Changes(answers=(*job.answers, arrived), cost=cost, note=""))
    if job.state is State.SUBMITTING and is_free(job):
        return Settlement(State.QUEUED, Changes(note=""))
    if job.state is State.SUBMITTING:
        return Settlement(State.UNKNOWN, Changes(error=interrupted_sentence(), cost=Charged.MAYBE))
    if job.state is State.QUEUED and not is_free(job):
        note = _("It was still waiting when the studio ended; nothing was sent. Continue or cancel it.")
        return Settlement(State.PAUSED, Changes(note=note))
    return None


class Others:
    """The other processes that work on jobs of this person; `own` is the id of this one."""

    def __init__(
        self,
        own: str,
        queue: JobList,
        ledger: Ledger,
        *,
        arrivals: Arrivals,
        clock: Clock,
        hold_back: Callable[[Job], None],
    ) -> None:
        """`hold_back` lets nothing more of a plan be sent before the person says so."""
        self._own = own
        self._queue = queue
        self._ledger = ledger
        self._arrivals = arrivals
        self._clock = clock
        self._hold_back = hold_back
        self._owners = Owners(ledger.path)

    @property
    def have_open_jobs(self) -> bool:
        return any(job.owner != self._own and not job.has_ended for job in self._queue.jobs())

    def begin(self) -> bool:
        """Take over what was left behind, also on disk; whether there are others to follow."""
        self.take_over()
        self._arrivals.sweep()
        return self.have_open_jobs

    async def follow(self) -> None:
        """Show what other windows do with their jobs, and take them over when a window dies."""
        while self.have_open_jobs:
            await self._clock.sleep(_LOOK_EVERY)
            known = {job.id: job for job in self._queue.jobs()}
            for job in self._ledger.jobs():
                if job.owner != self._own and job != known.get(job.id):
                    self._queue.hold(job)
            self.take_over()
            self._queue.fill_lanes()

    def take_over(self) -> None:
        """Make the open jobs of processes that are gone our own, and say of each where it stands."""
        for owner in self._ledger.owners():
            if owner == self._own or self._owners.is_alive(owner):
                continue
            for job in self._ledger.take_over(owner, self._own):
                self._queue.hold(job)
                found = after_crash(job, self._arrivals.of(job))
                if found is not None:
                    self._queue.move(job.id, found.state, **found.changes)
                else:
                    self._hold_back(job)
                self._arrivals.settle(job.id)
