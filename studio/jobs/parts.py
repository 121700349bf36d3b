"""The parts of a plan one by one: what each asked for and what it gave, where a person wants them apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.jobs.ledger import Ledger
from studio.jobs.plan_run import outcome_of_call
from studio.jobs.plans import PlannedCall
from studio.jobs.requests import decode
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from studio.providers.protocol import Outcome, Provider
from studio.spec.operation import Operation


@dataclass(frozen=True, slots=True)
class Part:
    """One finished call of a plan."""

    call: PlannedCall
    operation: Operation
    outcome: Outcome


class PlanParts:
    """Reads parts from the ledger and the kept answers; for worker threads. Nothing here changes a job."""

    def __init__(self, ledger: Ledger, results: ResultStore) -> None:
        self._ledger = ledger
        self._results = results

    def finished(self, job_id: str, kind: type[Operation], provider: Provider) -> Iterator[Part]:
        """In order, what has a result by now. UserError for one that can no longer be read."""
        for call in self._ledger.calls(job_id):
            if call.state is State.DONE:
                operation = self.request(call, kind)
                yield Part(call, operation, outcome_of_call(call, operation, provider, self._results))

    def request(self, call: PlannedCall, kind: type[Operation]) -> Operation:
        """What a call asks for. UserError when it can no longer be read."""
        return decode(self._ledger.call_request(call), kind, self._results)

    def at(self, part_id: str) -> PlannedCall:
        """The call with this id (`JOB.NUMBER`). KeyError when there is none."""
        job_id, _dot, _number = part_id.rpartition(".")
        for call in self._ledger.calls(job_id):
            if call.job.id == part_id:
                return call
        raise KeyError(part_id)
