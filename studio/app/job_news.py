"""What is worth telling about jobs to somebody who looks elsewhere: that one ended, failed or waits for a decision.

What a person did themselves is no news to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from psygnal import Signal

from studio.app.surface import Level
from studio.core.words import _, ngettext
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.spec.operation import Effect

if TYPE_CHECKING:
    from studio.app.session import Session


class Kind(Enum):
    """What became of a job."""

    DONE = "done"
    FAILED = "failed"
    WAITS = "waits"


class News(NamedTuple):
    """One job, and what became of it."""

    job: Job
    kind: Kind


def kind_of(before: State, job: Job) -> Kind | None:
    """What is new about a job that was in another state before; None when nothing is."""
    if before is job.state:
        return None
    if job.state is State.DONE:
        return Kind.DONE if job.effect != Effect.READS else None
    if job.state in (State.FAILED, State.EXPIRED):
        return Kind.FAILED
    return Kind.WAITS if job.needs_attention else None


def headline(news: Sequence[News]) -> str:
    """One line: `Walk is done`, `3 jobs have ended, 1 needs you`."""
    if len(news) == 1:
        return {
            Kind.DONE: _("{title} is done"),
            Kind.FAILED: _("{title} failed"),
            Kind.WAITS: _("{title} needs you"),
        }[news[0].kind].format(title=news[0].job.title)
    ended = sum(one.kind is not Kind.WAITS for one in news)
    waits = len(news) - ended
    parts = []
    if ended:
        parts.append(ngettext("{count} job has ended", "{count} jobs have ended", ended).format(count=ended))
    if waits:
        parts.append(ngettext("{count} needs you", "{count} need you", waits).format(count=waits))
    return ", ".join(parts)


def details(news: Sequence[News]) -> str:
    """Why, for one job; how many failed, for several. May be empty."""
    if len(news) == 1:
        return news[0].job.error or news[0].job.note
    failed = sum(one.kind is Kind.FAILED for one in news)
    return ngettext("{count} of them failed.", "{count} of them failed.", failed).format(count=failed) if failed else ""


class JobNews:
    """`came` carries each piece of news. Bad news is said in the window as well, with the way to the jobs."""

    came = Signal(object)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._states = {job.id: job.state for job in session.queue.jobs()}
        session.queue.job_moved.connect(self._on_job)

    def start(self) -> None:
        """Say what was taken up from the last time."""
        jobs = [job for job in map(self._now, self._states) if job is not None and self._is_ours(job)]
        words = taken_up_words(jobs)
        if words:
            self._session.say(words, action="panel.jobs")  # goes by itself; the bell stays lit

    def _now(self, job_id: str) -> Job | None:
        return next((job for job in self._session.queue.jobs() if job.id == job_id), None)

    def _is_ours(self, job: Job) -> bool:
        return not job.has_ended and self._session.queue.is_own(job.id)

    def _on_job(self, job: Job) -> None:
        before = self._states.get(job.id, State.QUEUED)
        self._states[job.id] = job.state
        kind = kind_of(before, job)
        if kind is None or not self._session.queue.is_own(job.id):
            return
        self.came.emit(News(job, kind))
        if kind is Kind.FAILED:
            text = _("{title} failed. {reason}").format(title=job.title, reason=job.error or job.note)
            self._session.say(text.strip(), Level.BAD, action="panel.jobs")
        elif kind is Kind.WAITS:
            text = _("{title} needs you. {reason}").format(title=job.title, reason=job.error or job.note)
            self._session.say(text.strip(), Level.WARN, action="panel.jobs")


def taken_up_words(jobs: Sequence[Job]) -> str:
    """`2 jobs from last time go on. 1 needs you.`; empty when there are none."""
    waits = sum(job.needs_attention for job in jobs)
    goes_on = len(jobs) - waits
    parts = []
    if goes_on:
        parts.append(
            ngettext("{count} job from last time goes on.", "{count} jobs from last time go on.", goes_on).format(
                count=goes_on
            )
        )
    if waits:
        parts.append(
            ngettext("{count} job from last time needs you.", "{count} jobs from last time need you.", waits).format(
                count=waits
            )
        )
    return " ".join(parts)


def leaving_words(jobs: Sequence[Job]) -> str:
    """What becomes of open jobs when the studio is closed now; empty when there are none that somebody paid for."""
    paid = [job for job in jobs if not job.has_ended and job.effect == Effect.PAYS]
    at_provider = sum(job.is_active for job in paid)
    waiting = sum(job.state is State.QUEUED for job in paid)
    parts = []
    if at_provider:
        parts.append(
            ngettext(
                "{count} job goes on at its provider and is picked up at the next start.",
                "{count} jobs go on at their providers and are picked up at the next start.",
                at_provider,
            ).format(count=at_provider)
        )
    if waiting:
        parts.append(
            ngettext(
                "{count} job is not sent yet; the studio asks about it at the next start.",
                "{count} jobs are not sent yet; the studio asks about them at the next start.",
                waiting,
            ).format(count=waiting)
        )
    return " ".join(parts)
