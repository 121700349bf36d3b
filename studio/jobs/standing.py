"""Jobs as they stand, for whoever only looks: those of a program that was killed are told as the next start finds them.

Nothing is written and nothing is taken over. The ledger alone would still call a request that was being sent, and may
have been charged, "submitting".
"""

from __future__ import annotations

from dataclasses import replace

from studio.core.words import _
from studio.jobs.arrivals import Arrivals
from studio.jobs.board import is_free
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.owners import Owners
from studio.jobs.plans import PlannedCall, cost_of, verdict
from studio.jobs.results import ResultStore
from studio.jobs.states import ACTIVE, State
from studio.jobs.taking_over import after_crash


class Standing:
    """What a ledger says, put right for processes that are gone."""

    def __init__(self, ledger: Ledger, results: ResultStore) -> None:
        self._ledger = ledger
        self._arrivals = Arrivals(ledger, results)
        self._owners = Owners(ledger.path)

    def jobs(self) -> tuple[Job, ...]:
        """All jobs, oldest first."""
        left = {owner for owner in self._ledger.owners() if not self._owners.is_alive(owner)}
        return tuple(self._left(job) if _is_of(job, left) else job for job in self._ledger.jobs())

    def calls(self, job: Job) -> tuple[PlannedCall, ...]:
        """The calls of a plan, in order; none for any other job."""
        calls = self._ledger.calls(job.id)
        if job.has_ended or self._owners.is_alive(job.owner):
            return calls
        return tuple(replace(call, job=self._call(call.job)) for call in calls)

    def _left(self, job: Job) -> Job:
        calls = self.calls(job) if job.state is State.RUNNING and not job.remote_id else ()
        job = replace(job, cost=cost_of(calls)) if calls else self._settled(job)
        if calls and not any(call.job.is_active for call in calls):
            found = verdict(calls, stopped=False)
            return replace(job, state=found.state, error=found.error, error_kind=found.error_kind)
        if job.state in ACTIVE:
            return replace(job, note=_("The studio that watched it has ended. The next start goes on with it."))
        return job

    def _settled(self, job: Job) -> Job:
        found = after_crash(job, self._arrivals.of(job))
        return job if found is None else replace(job, state=found.state, **found.changes)

    def _call(self, job: Job) -> Job:
        if job.state is not State.QUEUED:
            return self._settled(job)
        return job if is_free(job) else replace(job, state=State.PAUSED)


def _is_of(job: Job, owners: set[str]) -> bool:
    return not job.has_ended and job.owner in owners
