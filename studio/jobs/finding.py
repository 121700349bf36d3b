"""Looking for a request whose answer was lost in what its provider lists: nothing is sent anew, nothing is paid."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol, Unpack

from studio.core.clock import Clock
from studio.core.errors import UserError
from studio.core.words import _
from studio.jobs.accounts import Vouching
from studio.jobs.job import Changes, Job
from studio.jobs.patience import slept_out
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

    def get(self, job_id: str) -> Job: ...

    def is_own(self, job_id: str) -> bool: ...

    def request(self, job: Job) -> Operation: ...

    def calls(self, job_id: str) -> Sequence[PlannedCall]: ...

    def move(self, job_id: str, state: State | None = None, **changes: Unpack[Changes]) -> Job: ...

    def fill_lanes(self) -> None: ...


class Seeker:
    """Looks for each job whose outcome became unknown before its provider gave a number. `start` runs a coroutine."""

    def __init__(
        self,
        queue: JobList,
        providers: Callable[[str], Provider],
        *,
        clock: Clock,
        salt: bytes,
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._queue = queue
        self._providers = providers
        self._clock = clock
        self._salt = salt
        self._start = start
        self._sought: set[str] = set()

    def look(self) -> None:
        """Look for those that nobody has looked for in this process."""
        for job in self._queue.jobs():
            if job.id not in self._sought and self._is_lost(job):
                self._sought.add(job.id)
                self._start(self._seek(job))

    def _is_lost(self, job: Job) -> bool:
        is_open = job.state is State.UNKNOWN and not job.remote_id and self._queue.is_own(job.id)
        # An answer that is here, or several requests, leave more to be read than a list can tell.
        return is_open and job.started is not None and not any(kept.is_success for kept in job.answers)

    def _known(self) -> frozenset[str]:
        """Numbers of all jobs, and of the calls of plans."""
        jobs = self._queue.jobs()
        calls = (call.job for job in jobs if not job.remote_id for call in self._queue.calls(job.id))
        return frozenset(job.remote_id for job in (*jobs, *calls))

    async def _seek(self, job: Job) -> None:
        if job.started is None or self._clock.now() - job.started > _LONGEST_AGO:
            return
        await slept_out(self._clock, max(0.0, job.started + _GRACE - self._clock.now()))
        try:
            provider, operation = self._providers(job.provider), self._queue.request(job)
            if await Vouching(provider, self._salt).is_other(job):
                return
            found = await provider.find(operation, job.started, self._known())
        except (ProviderError, UserError):
            return  # it stays as it is; the next start looks once more
        now = self._queue.get(job.id) if any(other.id == job.id for other in self._queue.jobs()) else None
        if found is None or now is None or now.state is not State.UNKNOWN:
            return
        if found:
            note = _("Found again in the list of {provider}.").format(provider=provider.title)
            self._queue.move(job.id, State.RUNNING, remote_id=found, error="", error_kind="", note=note)
            self._queue.fill_lanes()
            return
        sentence = _("{provider} does not list it, so it was probably not carried out.").format(provider=provider.title)
        if sentence not in now.error:
            self._queue.move(job.id, error=f"{now.error} {sentence}")
