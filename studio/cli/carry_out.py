"""One request through the same queue and ledger that the window uses, waited for on the spot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studio.core import logs, paths
from studio.core.clock import SystemClock
from studio.core.errors import JobFailed, OutcomeUnknown, StudioError, UserError
from studio.core.tasks import TaskOwner
from studio.core.words import _
from studio.jobs.job import Job, Origin
from studio.jobs.ledger import Ledger
from studio.jobs.queue import JobQueue
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.protocol import Outcome
from studio.spec.operation import Effect, Operation

Tell = Callable[[Job], None]
"""Called with the job whenever it has moved."""


@dataclass(frozen=True, slots=True)
class Done:
    """A finished job, the request as it was sent (its seed drawn), and its result."""

    job: Job
    operation: Operation
    outcome: Outcome


def carry_out(operation: Operation, tell: Tell) -> Done:
    """Send the request and wait for its result; OutcomeUnknown or JobFailed otherwise."""
    _keep_log(paths.data_dir())
    return asyncio.run(_carry_out(operation, tell))


@cache
def _keep_log(folder: Path) -> None:
    """Faults go to the log file, once a process; stderr keeps to sentences."""
    logs.configure(folder)


async def _carry_out(operation: Operation, tell: Tell) -> Done:
    faults: list[BaseException] = []
    owner = TaskOwner("command line", faults.append)
    data = paths.data_dir()
    results = ResultStore(data / "results")
    ledger = Ledger(data / "ledger.sqlite")
    queue = JobQueue(ledger, results, registry.provider, clock=SystemClock(), owner=owner)
    try:
        return await _wait(queue, operation, tell, faults)
    finally:
        await queue.close()
        await owner.close()
        ledger.close()


async def _wait(queue: JobQueue, operation: Operation, tell: Tell, faults: list[BaseException]) -> Done:
    settled = asyncio.Event()
    outcomes: dict[str, Outcome] = {}
    job = queue.submit(operation, origin=Origin(purpose=_purpose(operation)))

    def moved(other: Job) -> None:
        if other.id == job.id:
            tell(other)
            if other.has_ended or other.needs_attention:
                settled.set()

    def done(other: Job, outcome: Outcome) -> None:
        outcomes[other.id] = outcome

    def refused(other: Job, error: UserError) -> None:
        # Nothing is lost by giving up what costs nothing; what was paid for waits until it can be written down.
        if other.id == job.id and operation.spec.effect is Effect.FREE:
            faults.append(error)
            queue.cancel(job.id)
            settled.set()

    queue.job_moved.connect(moved)
    queue.job_done.connect(done)
    queue.disk_refused.connect(refused)
    queue.start(resume=False)
    try:
        await settled.wait()
    except asyncio.CancelledError:
        # What costs nothing is not left behind to be repeated; what may have been paid for is taken up again later.
        if operation.spec.effect is Effect.FREE:
            queue.cancel(job.id)
        raise
    await asyncio.sleep(0)
    if faults:
        raise faults[0]
    ended = queue.get(job.id)
    if ended.state is not State.DONE:
        raise _as_error(ended)
    if job.id not in outcomes:
        outcomes[job.id] = await asyncio.to_thread(queue.outcome, ended)
    return Done(ended, queue.request(ended), outcomes[job.id])


def _purpose(operation: Operation) -> str:
    """A result that lies in files need not wait among the takes of the window; what was paid for always does."""
    return "command line" if operation.spec.effect is Effect.FREE else ""


def _as_error(job: Job) -> StudioError:
    sentence = job.error or job.note or _("“{title}” was not carried out.").format(title=job.title)
    if job.state is State.UNKNOWN:
        return OutcomeUnknown(sentence, provider=job.provider, operation=job.operation, charged=job.cost)
    return JobFailed(sentence, provider=job.provider, operation=job.operation, charged=job.cost)
