"""Jobs that were charged, or may have been, and gave nothing; and what to write to the provider about one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.plans import PlannedCall
from studio.jobs.queue import JobQueue
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.providers.protocol import Provider
from studio.spec.cost import amount_words

_WITHOUT_RESULT = frozenset({State.FAILED, State.EXPIRED, State.CANCELLED, State.UNKNOWN})
_REQUEST_IDS = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray", "date")
"""Headers by which a provider finds a request in its own records."""


def is_charged_without_result(job: Job, calls: Sequence[PlannedCall] = ()) -> bool:
    """Whether it ended, or stands still, without a result though it cost something or may have.

    `calls` are those of a plan: one of them is enough.
    """
    if calls:
        return any(is_charged_without_result(call.job) for call in calls)
    return job.state in _WITHOUT_RESULT and job.cost is not Charged.NO


def charged_without_result(queue: JobQueue) -> tuple[Job, ...]:
    """All such jobs of the list, newest first."""
    suspects = [job for job in queue.jobs() if job.state in _WITHOUT_RESULT and job.cost is not Charged.NO]
    return tuple(job for job in suspects if is_charged_without_result(job, queue.calls(job.id)))


def support_text(job: Job, *, provider: Provider, results: ResultStore, calls: Sequence[PlannedCall] = ()) -> str:
    """What the provider's support needs to find the request and to judge it, ready to be sent; no token is in it."""
    parts = [call.job for call in calls if is_charged_without_result(call.job)] or [job]
    lines = [
        _headline(parts).format(provider=provider.title),
        "",
        _("Operation: {title} ({id})").format(title=job.title, id=job.operation),
    ]
    for at, part in enumerate(parts):
        lines += [""] if at else []
        lines += _facts(part, results)
    return "\n".join(lines) + "\n"


def _headline(parts: Sequence[Job]) -> str:
    if any(part.charged is not None or part.cost is Charged.YES for part in parts):
        return _("{provider}: charged, but no result")
    return _("{provider}: perhaps charged, and no result")


def _facts(job: Job, results: ResultStore) -> Iterator[str]:
    yield _("Asked for: {time}").format(time=_time(job.created))
    if job.started is not None:
        yield _("Sent: {time}").format(time=_time(job.started))
    if job.ended is not None:
        yield _("Ended: {time}").format(time=_time(job.ended))
    if job.remote_id:
        yield _("Number at the provider: {value}").format(value=job.remote_id)
    for name, value in _request_ids(job):
        yield f"{name}: {value}"
    if job.seed_sent is not None:
        yield _("Seed sent: {value}").format(value=job.seed_sent)
    yield _("Price before sending: {price}").format(price=job.quoted or _("not known"))
    yield _("Charged: {price}").format(price=_charged(job))
    yield _("State: {state}").format(state=job.state)
    if job.error or job.note:
        yield _("What was told: {sentence}").format(sentence=job.error or job.note)
    for kept in job.answers:
        yield _("Answer (status {status}): {path}").format(status=kept.status, path=results.path(kept.file))


def _request_ids(job: Job) -> Iterator[tuple[str, str]]:
    told = dict.fromkeys(
        (name.lower(), value)
        for kept in job.answers
        for name, value in kept.headers.items()
        if name.lower() in _REQUEST_IDS
    )
    yield from told


def _charged(job: Job) -> str:
    if job.charged is not None:
        return amount_words(job.charged.amount, job.charged.unit)
    return _("yes, how much is not told") if job.cost is Charged.YES else _("maybe")


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
