"""Jobs as lines of text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from studio.app.attention import ways
from studio.cli.charges import charge_words, price_words
from studio.cli.errors import WrongUse
from studio.cli.ledger import opened_ledger
from studio.core import paths
from studio.core.errors import UserError
from studio.core.words import _, ngettext
from studio.jobs.charged import is_charged_without_result, support_text
from studio.jobs.job import Job
from studio.jobs.keeping import kept_until
from studio.jobs.plans import PlannedCall
from studio.jobs.results import ResultStore
from studio.jobs.standing import Standing
from studio.jobs.states import State
from studio.providers.registry import provider

LATEST = 20
"""Of those that ended, as many are listed unless all are asked for."""
_SHORT = 12


def listed() -> tuple[Job, ...]:
    """Jobs as they stand: what needs attention, what is open, and what ended, the latest first."""
    with opened_ledger() as ledger:
        jobs = Standing(ledger, _results()).jobs()
    ended = sorted((job for job in jobs if job.has_ended), key=lambda job: -job.created)
    open_jobs = sorted(
        (job for job in jobs if not job.has_ended), key=lambda job: (not job.needs_attention, job.created)
    )
    return (*open_jobs, *ended)


def _results() -> ResultStore:
    return ResultStore(paths.data_dir() / "results")


def latest(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """All that did not end, and the newest of those that did."""
    ended = [job for job in jobs if job.has_ended]
    return (*(job for job in jobs if not job.has_ended), *ended[:LATEST])


def rest_words(count: int) -> str:
    """That there are more than those shown."""
    return ngettext(
        "{count} more ended earlier. See it with: sprite-studio jobs list --all",
        "{count} more ended earlier. See them with: sprite-studio jobs list --all",
        count,
    ).format(count=count)


def find(jobs: Sequence[Job], typed: str) -> Job:
    """The job whose id is, or begins with, what was typed; WrongUse when none or several do."""
    wanted = typed if typed.startswith("job-") else f"job-{typed}"
    found = [job for job in jobs if job.id == wanted] or [job for job in jobs if job.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(_("{id} fits several jobs. Type more of it.").format(id=typed))
    raise WrongUse(_("There is no job {id}. List them with: sprite-studio jobs list --all").format(id=typed))


def lines_of(jobs: Iterable[Job]) -> Iterator[str]:
    """A line for each job; what needs attention says so."""
    any_job = False
    for job in jobs:
        any_job = True
        mark = "!" if job.needs_attention else " "
        facts = [job.operation, price_words(job), _day(job.created)]
        yield f"{mark} {job.id}  {job.state:<10} {'  '.join(fact for fact in facts if fact)}"
        if job.needs_attention and (job.error or job.note):
            yield f"      {job.error or job.note}"
    if not any_job:
        yield _("Nothing was asked for yet.")


def calls_of(job: Job) -> tuple[PlannedCall, ...]:
    """The requests that a job was sent as, where it is a plan."""
    with opened_ledger() as ledger:
        return Standing(ledger, _results()).calls(job)


def story_of(job: Job, calls: Sequence[PlannedCall] = ()) -> Iterator[str]:
    """Everything a person may want to know, and what can be done."""
    yield f"{job.id}: {job.title} ({job.operation})"
    yield _("State: {state}, asked for on {day}").format(state=job.state, day=_day(job.created))
    for sentence in (job.error, job.note):
        if sentence:
            yield sentence
    for call in calls:
        words = _("Part {number}, {name}: {state}").format(
            number=call.number + 1, name=call.name or call.job.title, state=call.state
        )
        yield f"  {words}. {call.job.error}" if call.job.error else f"  {words}"
    if job.quoted is not None:
        yield _("Quoted: {price}").format(price=job.quoted)
    yield _("Charged: {price}").format(price=charge_words(job))
    for label, value in (
        (_("Seed sent: {value}"), job.seed_sent),
        (_("Seed returned: {value}"), job.seed_returned),
        (_("Number at the provider: {value}"), job.remote_id or None),
    ):
        if value is not None:
            yield label.format(value=value)
    until = _kept_until(job)
    if until is not None:
        yield _("The provider keeps the result until {day}").format(day=_day(until))
    results = _results()
    for kept in job.answers:
        yield _("Answer kept as {path}").format(path=results.path(kept.file))
    yield from _ways_on(job)
    for choice in ways(job):
        command = {"resume": "resume", "give up": "give-up", "send anew": "send-anew"}.get(choice.way)
        if command is None:
            yield _("{title}: sprite-studio token set {provider}").format(title=choice.title, provider=job.provider)
        else:
            yield f"{choice.title}: sprite-studio jobs {command} {job.id}"
        yield f"    {choice.meaning}"


def _ways_on(job: Job) -> Iterator[str]:
    """What a person may want of a job that needs nothing decided."""
    if job.state is State.DONE:
        yield _("Write its result: sprite-studio jobs resume {id} --out FOLDER").format(id=job.id)
    if job.is_active:
        yield _("Wait for it: sprite-studio jobs resume {id} --out FOLDER").format(id=job.id)
        yield _("Cancel: sprite-studio jobs cancel {id}").format(id=job.id)


def support_of(job: Job) -> str:
    """What to write to the provider. UserError for a job that has, or may still get, its result."""
    calls = calls_of(job)
    if not is_charged_without_result(job, calls):
        raise UserError(
            _("Nothing was paid for “{title}” in vain, so there is nothing to write to the provider about.").format(
                title=job.title
            )
        )
    results = _results()
    return support_text(job, provider=provider(job.provider), results=results, calls=calls)


def as_json(job: Job) -> dict[str, Any]:
    """A job as programs read it; times are seconds since 1970, UTC."""
    return {
        "id": job.id,
        "operation": job.operation,
        "provider": job.provider,
        "title": job.title,
        "state": job.state.value,
        "needs_attention": job.needs_attention,
        "created": job.created,
        "started": job.started,
        "ended": job.ended,
        "quoted": None if job.quoted is None else {"amount": f"{job.quoted.amount:f}", "unit": job.quoted.unit.value},
        "charged": None
        if job.charged is None
        else {"amount": f"{job.charged.amount:f}", "unit": str(job.charged.unit)},
        "cost": job.cost.value,
        "seed_sent": job.seed_sent,
        "seed_returned": job.seed_returned,
        "error": job.error,
        "remote_id": job.remote_id,
        "kept_until": _kept_until(job),
        "answers": list(job.files),
    }


def _kept_until(job: Job) -> float | None:
    """When the provider deletes what is not here yet; None for a provider that this version does not know."""
    try:
        return kept_until(job, provider(job.provider).policy)
    except UserError:
        return None


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
