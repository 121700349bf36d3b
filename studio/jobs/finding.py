"""Looking for a request whose answer was lost in what its provider lists: nothing is sent anew, nothing is paid."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NamedTuple, Protocol, Unpack

from studio.core.errors import UserError
from studio.core.words import _
from studio.jobs.accounts import Vouching
from studio.jobs.board import Workplace
from studio.jobs.job import Changes, Job
from studio.jobs.ledger import Ledger
from studio.jobs.patience import slept_out
from studio.jobs.plan_desk import PlanDesk
from studio.jobs.plans import PlannedCall
from studio.jobs.states import State
from studio.providers.errors import ProviderError
from studio.providers.protocol import Provider
from studio.spec.operation import Operation

_GRACE = 60.0
"""Seconds after the sending in which the request may still be on its way."""
_LONGEST_AGO = 24 * 3600.0
"""Seconds after which a list of what was made lately tells nothing."""


class JobList(Protocol):
    """The queue, as it is used here."""

    def jobs(self) -> Sequence[Job]: ...

    def is_own(self, job_id: str) -> bool: ...

    def request(self, job: Job) -> Operation: ...

    def calls(self, job_id: str) -> Sequence[PlannedCall]: ...

    def move(self, job_id: str, state: State | None = None, **changes: Unpack[Changes]) -> Job: ...

    def fill_lanes(self) -> None: ...


class Lost(NamedTuple):
    """A request whose answer was lost; `job` is the call where it is one of a plan."""

    job: Job
    sent: float
    operation: Operation


class Seeker:
    """Looks for each job whose outcome became unknown before its provider gave a number. `start` runs a coroutine."""

    def __init__(
        self,
        queue: JobList,
        providers: Callable[[str], Provider],
        *,
        plans: PlanDesk,
        ledger: Ledger,
        place: Workplace,
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._queue = queue
        self._providers = providers
        self._plans = plans
        self._ledger = ledger
        self._clock = place.clock
        self._salt = place.salt
        self._start = start
        self._sought: set[str] = set()

    def look(self) -> None:
        """Look for those that nobody has looked for in this process."""
        for job in self._queue.jobs():
            if job.id not in self._sought and self._is_lost(job):
                self._sought.add(job.id)
                self._start(self._seek(job))

    def _is_lost(self, job: Job) -> bool:
        return job.state is State.UNKNOWN and not job.remote_id and self._queue.is_own(job.id)

    async def _seek(self, job: Job) -> None:
        now = self._clock.now()
        told: list[str | None] = []
        try:
            lost = [one for one in self._lost(job) if now - one.sent <= _LONGEST_AGO]
            if not lost:
                return
            await slept_out(self._clock, max(0.0, *(one.sent + _GRACE - now for one in lost)))
            provider = self._providers(job.provider)
            vouching = Vouching(provider, self._salt)
            for one in lost:
                if await vouching.is_other(one.job):
                    continue
                number = await self._number(provider, one)
                if not self._still_lost(job):
                    return
                told.append(number)
                if number and one.job.id != job.id:
                    self._plans.found(job, one.job.id, number)
        except (ProviderError, UserError):
            return  # it stays as it is; the next start looks once more
        self._say(job, told, provider.title)

    def _lost(self, job: Job) -> list[Lost]:
        """What was sent and got no number: the job itself, or calls of it."""
        calls = self._queue.calls(job.id)
        if not calls:
            return _as_lost(job, self._queue.request(job))
        wishes = self._plans.wishes(calls, type(self._queue.request(job)))
        return [one for call, wish in zip(calls, wishes, strict=True) for one in _as_lost(call.job, wish.operation)]

    async def _number(self, provider: Provider, lost: Lost) -> str | None:
        """See `Provider.find`. What was given to another job while the list was on its way is not given twice."""
        known: frozenset[str] | None = None
        while True:
            before, known = known, self._ledger.numbers(lost.job.provider)
            number = await provider.find(lost.operation, lost.sent, known)
            if not number or number not in self._ledger.numbers(lost.job.provider):
                return number
            if known == before:
                return ""  # it names what it was told not to

    def _still_lost(self, job: Job) -> bool:
        return any(other.id == job.id and self._is_lost(other) for other in self._queue.jobs())

    def _say(self, job: Job, told: Sequence[str | None], provider: str) -> None:
        """Go on with what was found, or say that the provider does not list it."""
        if not self._still_lost(job):
            return
        number = next(filter(None, told), None)
        if number:
            note = _("Found again in the list of {provider}.").format(provider=provider)
            remote_id = "" if self._queue.calls(job.id) else number
            self._sought.discard(job.id)  # what else of it is lost is looked for once more when it stands still again
            self._queue.move(job.id, State.RUNNING, remote_id=remote_id, error="", error_kind="", note=note)
            self._queue.fill_lanes()
        elif "" in told:
            sentence = _("{provider} does not list it, so it was probably not carried out.").format(provider=provider)
            now = next(other for other in self._queue.jobs() if other.id == job.id)
            if sentence not in now.error:
                self._queue.move(job.id, error=f"{now.error} {sentence}")


def _as_lost(job: Job, operation: Operation) -> list[Lost]:
    is_open = job.state is State.UNKNOWN and not job.remote_id and job.started is not None
    # An answer that is here leaves more to be read than a list can tell.
    if not is_open or job.started is None or any(kept.is_success for kept in job.answers):
        return []
    return [Lost(job, job.started, operation)]
