"""One request through the same queue and ledger that the window uses, waited for on the spot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from studio.app.billing import limit_of
from studio.app.results import belonging
from studio.cli.each import Sending
from studio.cli.sentences import token_hint, with_hints
from studio.cli.services import Services, services
from studio.cli.terminal import say
from studio.core.errors import JobFailed, OutcomeUnknown, StudioError, UserError
from studio.core.words import _
from studio.jobs.job import Job, Origin
from studio.jobs.ledger import OverBudget
from studio.jobs.resuming import can_look_again, waits_for_token
from studio.jobs.reuse import find_equal
from studio.jobs.states import State
from studio.providers.protocol import Outcome
from studio.spec.cost import Unit, amount_words, total_of
from studio.spec.operation import Effect, Operation
from studio.store.project import project_around

Tell = Callable[[Job], None]
"""Called with the job whenever it has moved."""


@dataclass(frozen=True, slots=True)
class Done:
    """A finished job, the request as it was sent (its seed drawn), and its result."""

    job: Job
    operation: Operation
    outcome: Outcome
    reused: bool = False
    """The result of an earlier equal request; nothing was sent or paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a request may be carried out."""

    budget: Decimal | None = None
    """The most that this request may cost, in the provider's unit."""
    place: Path | None = None
    """Where the result goes; a project there pays, and its budget holds."""
    reuse: bool = False
    wait: bool = True
    """False: come back as soon as the provider has accepted it."""


TERMS = Terms()
PLAINLY = Sending()


def carry_out(operation: Operation, tell: Tell, terms: Terms = TERMS, sending: Sending = PLAINLY) -> Done | Job:
    """Send the request and wait for its result; OutcomeUnknown or JobFailed otherwise. A job that is still under way
    is given only where the terms say not to wait."""
    return asyncio.run(_carry_out(operation, tell, terms, sending))


def carried_out(operation: Operation, tell: Tell) -> Done:
    """As `carry_out`, always to the end."""
    done = carry_out(operation, tell)
    assert isinstance(done, Done)
    return done


async def _carry_out(operation: Operation, tell: Tell, terms: Terms, sending: Sending) -> Done | Job:
    async with services() as open_services:
        if terms.reuse and not sending.calls:
            done = await asyncio.to_thread(_kept, operation, open_services)
            if done is not None:
                return done
        return await _send(operation, tell, terms, using=open_services, sending=sending)


def _kept(operation: Operation, using: Services) -> Done | None:
    job = find_equal(operation, using.ledger, using.results)
    return None if job is None else replace(_done(job, using), reused=True)


async def _send(operation: Operation, tell: Tell, terms: Terms, *, using: Services, sending: Sending) -> Done | Job:
    queue, settled = using.queue, asyncio.Event()
    asked = sending.calls[0].operation if sending.calls else operation
    project = None if terms.place is None else project_around(terms.place)
    if terms.budget is not None:
        _check_price(operation, sending, terms.budget, using)
    origin = Origin(
        project="" if project is None else str(project.folder), purpose=_purpose(operation), inset=sending.inset
    )
    try:
        job = queue.submit(
            asked, origin=origin, limit=limit_of(project, operation, using.providers), calls=sending.calls
        )
    except OverBudget as error:
        whose = _("It is the budget of the project around {folder}.").format(folder=terms.place)
        raise UserError(f"{error} {whose}") from error

    def moved(other: Job) -> None:
        if other.id == job.id:
            tell(other)
            # A plan is not left: its calls are sent from here, one after the other.
            left_alone = not terms.wait and other.state is State.RUNNING and not queue.calls(other.id)
            if other.has_ended or other.needs_attention or left_alone:
                settled.set()

    def refused(other: Job, error: UserError) -> None:
        # Nothing is lost by giving up what costs nothing; what was paid for waits until it can be written down.
        if other.id == job.id and operation.spec.effect is Effect.FREE:
            using.faults.append(error)
            queue.cancel(job.id)
            settled.set()

    queue.job_moved.connect(moved)
    queue.disk_refused.connect(refused)
    queue.start(resume=False)
    try:
        await settled.wait()
    except asyncio.CancelledError:
        # What costs nothing is not left behind to be repeated; what may have been paid for is taken up again later.
        if operation.spec.effect is Effect.FREE:
            queue.cancel(job.id)
        else:
            say(_left_words(queue.get(job.id)), err=True)
        raise
    await asyncio.sleep(0)
    if using.faults:
        raise using.faults[0]
    return await result_of(queue.get(job.id), using)


def _check_price(operation: Operation, sending: Sending, budget: Decimal, using: Services) -> None:
    """UserError when the request would cost more than the person wants to pay for it, or nobody knows."""
    provider = using.providers(operation.spec.provider)
    calls = sending.calls or provider.calls(operation)
    price = total_of([provider.quote(call.operation) for call in calls])
    if price.unit is Unit.UNKNOWN:
        raise UserError(
            _("The price is not known, so --budget cannot be kept; nothing was sent. Leave --budget out to send it.")
        )
    if price.amount > budget:
        raise UserError(
            _("It costs {price}, more than the {budget} of --budget; nothing was sent.").format(
                price=replace(price, text=""), budget=amount_words(budget, price.unit)
            )
        )


def _purpose(operation: Operation) -> str:
    """A result that lies in files need not wait among the takes of the window; what was paid for always does."""
    return "command line" if operation.spec.effect is Effect.FREE else ""


def _left_words(job: Job) -> str:
    """What becomes of a job whose command is stopped."""
    if job.state in (State.RUNNING, State.FETCHING):
        return _("The provider goes on with it. Fetch it with: sprite-studio jobs resume {id}").format(id=job.id)
    return _("It is written down. See: sprite-studio jobs show {id}").format(id=job.id)


async def result_of(job: Job, using: Services) -> Done | Job:
    """The result of a job that has ended; the job itself while it is under way. OutcomeUnknown or JobFailed
    otherwise."""
    if job.is_active:
        return job
    if job.state is not State.DONE:
        raise failure_of(job, using, has_parts=_has_parts(job, using))
    return await asyncio.to_thread(_done, job, using)


async def parts_of(job: Job, using: Services) -> Done | Job:
    """As `result_of`; of a plan that did not come to its end, what it has given, with what is missing as a note."""
    if job.is_active or job.state is State.DONE or not _has_parts(job, using):
        return await result_of(job, using)
    done = await asyncio.to_thread(_done, job, using)
    return replace(done, outcome=replace(done.outcome, notes=(*done.outcome.notes, str(failure_of(job, using)))))


def _done(job: Job, using: Services) -> Done:
    """The result in its place: cut back, and as it was outside of masks."""
    operation, outcome = using.queue.request(job), using.queue.outcome(job)
    return Done(job, operation, belonging(outcome, operation, inset=job.origin.inset).outcome)


def _has_parts(job: Job, using: Services) -> bool:
    return any(call.state is State.DONE for call in using.queue.calls(job.id))


def failure_of(job: Job, using: Services, *, has_parts: bool = False) -> StudioError:
    """Why there is no result, or `has_parts` no whole one, with what can be done."""
    sentence = job.error or job.note or _("“{title}” was not carried out.").format(title=job.title)
    if job.state is State.UNKNOWN:
        return unanswerable(job, with_hints(sentence, *(_part_hints(job) if has_parts else ())))
    told = with_hints(sentence, *_hints(job, using, has_parts=has_parts))
    return JobFailed(told, provider=job.provider, operation=job.operation, charged=job.cost)


def unanswerable(job: Job, sentence: str) -> OutcomeUnknown:
    """Nobody can be asked what became of it; with the ways out."""
    told = with_hints(sentence, _show_hint(job))
    return OutcomeUnknown(told, provider=job.provider, operation=job.operation, charged=job.cost)


def _show_hint(job: Job) -> str:
    return _("See what can be done with: sprite-studio jobs show {id}").format(id=job.id)


def _part_hints(job: Job) -> Iterator[str]:
    yield _("Write what came with: sprite-studio jobs resume {id} --out FOLDER").format(id=job.id)
    yield _("Send what is missing with: sprite-studio jobs send-anew {id}").format(id=job.id)


def _hints(job: Job, using: Services, *, has_parts: bool) -> Iterator[str]:
    if has_parts:
        yield from _part_hints(job)
    if waits_for_token(job) or job.error_kind == "Auth":
        yield token_hint(using.accounts, job.provider)
    if can_look_again(job):
        yield _("Look once more, for nothing, with: sprite-studio jobs resume {id}").format(id=job.id)
    if job.state is State.PAUSED:
        yield _("Go on with: sprite-studio jobs resume {id}").format(id=job.id)
