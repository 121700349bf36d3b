"""What was asked for: the jobs of new wishes, and the requests and results of old ones as the ledger keeps them."""

from __future__ import annotations

from collections.abc import Callable

from studio.core.errors import UserError
from studio.core.ids import new_id
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.requests import decode, seed_of
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from studio.providers.protocol import Outcome, Provider
from studio.spec.cost import Quote
from studio.spec.operation import Operation


def new_job(operation: Operation, quoted: Quote | None, *, created: float, position: float) -> Job:
    """A job that waits in the queue; it is nobody's yet."""
    spec = operation.spec
    return Job(
        id=new_id("job"),
        operation=spec.id,
        provider=spec.provider,
        title=spec.title,
        effect=spec.effect.value,
        created=created,
        position=position,
        quoted=quoted,
        seed_sent=seed_of(operation),
    )


def kind_of(operation_id: str, provider: Provider) -> type[Operation]:
    """The declared operation. UserError when this version has none of that id."""
    for kind in provider.operations:
        if kind.spec.id == operation_id:
            return kind
    raise UserError(_("This version of the studio does not know {operation}.").format(operation=operation_id))


class Wishes:
    """Requests by job; those of open jobs are read once."""

    def __init__(self, ledger: Ledger, results: ResultStore, providers: Callable[[str], Provider]) -> None:
        self._ledger = ledger
        self._results = results
        self._providers = providers
        self._known: dict[str, Operation] = {}

    def remember(self, job: Job, operation: Operation) -> None:
        self._known[job.id] = operation

    def forget(self, job_id: str) -> None:
        self._known.pop(job_id, None)

    def request(self, job: Job) -> Operation:
        """What was asked. UserError when this version no longer knows the operation or a picture is damaged."""
        known = self._known.get(job.id)
        if known is None:
            kind = kind_of(job.operation, self._providers(job.provider))
            known = decode(self._ledger.request(job.id), kind, self._results)
            if not job.has_ended:
                self._known[job.id] = known
        return known

    def outcome(self, job: Job) -> Outcome:
        """The result of a job that is no plan, decoded from its last kept answer. UserError when it has none."""
        if job.state is not State.DONE or not job.answers:
            raise UserError(_("“{title}” has no result.").format(title=job.title))
        kept = job.answers[-1]
        answer = kept.answer(self._results.read(kept.file))
        return self._providers(job.provider).decode(self.request(job), answer)
