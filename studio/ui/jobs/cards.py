"""What one card of the list says, put together from the job and from what is known around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from studio.app.job_facts import QueueFacts, Stillness
from studio.app.results import job_of
from studio.app.session import Session
from studio.app.takes import Take
from studio.core.words import _
from studio.doc.pixels import Pixels
from studio.jobs.charged import is_charged_without_result
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.ui.jobs.words import (
    STATE_ICONS,
    minutes_words,
    place_words,
    price_words,
    provider_words,
    state_title,
    time_words,
)

_STALLED_ICON = "stalled"
_FOREVER = float("inf")
_SOON = 3 * 3600.0
"""Seconds before the provider deletes a result from which on the card says it first."""


class Card(NamedTuple):
    """The words of one row, the icon of its state, and the picture where there is one."""

    title: str
    asked: str
    state: str
    state_icon: str
    details: str
    provider: str
    price: str
    picture: Pixels | None = None
    is_early: bool = False
    """The picture is not final: more is to come."""
    is_stalled: bool = False
    kept: str = ""
    """How long the provider keeps a result that is not here yet."""
    kept_brief: str = ""
    """The same for where there is little room."""

    @property
    def summary(self) -> str:
        """All of it in one line, for those who do not see the card."""
        parts = (self.title, self.asked, self.state, self.details, self.provider, self.kept_brief, self.price)
        return ", ".join(part for part in parts if part)


class CardMaker:
    """`look` takes in how everything stands; `card` is cheap, since it is asked for at each repaint."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._still = Stillness()
        self._facts = QueueFacts({}, {})
        self._takes: Mapping[str, Take] = {}
        self._judged: dict[str, tuple[Job, bool]] = {}
        self.lost: frozenset[str] = frozenset()
        """Ids of jobs that were charged, or may have been, and gave nothing."""
        self.stalled = 0
        """How many jobs had no news for long."""

    def look(self, jobs: tuple[Job, ...], now: float) -> None:
        """Bring everything up to date."""
        self._facts = QueueFacts.of(jobs)
        self._still.look(jobs, now)
        self._takes = {job_of(take): take for take in reversed(self._session.takes.takes)}
        self.lost = frozenset(job.id for job in jobs if self._is_lost(job))
        self.stalled = self.count_stalled(jobs, now)

    def take_of(self, job: Job) -> Take | None:
        """The job's take, of several the newest, as long as it is on the shelf."""
        return self._takes.get(job.id)

    def count_stalled(self, jobs: tuple[Job, ...], now: float) -> int:
        """How many of them had no news for long; time alone changes that."""
        return sum(self.is_stalled(job, now) for job in jobs)

    def is_stalled(self, job: Job, now: float) -> bool:
        """Whether nothing has moved for longer than its provider usually needs."""
        return job.is_active and self._still.is_stalled(job, now, after=_stalled_after(self._session, job))

    def card(self, job: Job, now: float) -> Card:
        """What the job's row says at this moment."""
        take = self.take_of(job)
        stalled = self.is_stalled(job, now)
        picture = take.frames[0] if take is not None and take.frames else None
        early = picture is not None and not job.has_ended
        return Card(
            title=job.title,
            asked=self._session.asked_words.of(job),
            state=_("Stalled") if stalled else state_title(job),
            state_icon=_STALLED_ICON if stalled else STATE_ICONS[job.state],
            details="  ·  ".join(part for part in self._details(job, now, early=early) if part),
            provider=provider_words(job),
            price=price_words(job),
            picture=picture,
            is_early=early,
            is_stalled=stalled,
            kept=self._kept(job, now, brief=False),
            kept_brief=self._kept(job, now, brief=True),
        )

    def _details(self, job: Job, now: float, *, early: bool) -> tuple[str, ...]:
        if job.state is State.QUEUED:
            return (place_words(self._facts.place.get(job.id, 1)), job.note)
        if job.error and (job.has_ended or job.needs_attention):
            return (job.error,)
        time = time_words(job, now, self._facts.usual.get(job.operation))
        if self.is_stalled(job, now):
            time = _("no news for {time}").format(time=minutes_words(self._still.seconds(job, now)))
        early_words = _("first pictures, not final") if early else ""
        until = self._session.queue.kept_until(job)
        hurry = self._kept(job, now, brief=True) if until is not None and until - now < _SOON else ""
        return (hurry, time, early_words, job.note if job.is_active else "")

    def _is_lost(self, job: Job) -> bool:
        """The calls of a plan are read from the ledger, so each job is judged once as long as it stands as it does."""
        if job.cost is Charged.NO or job.is_active:
            return False
        known = self._judged.get(job.id)
        if known is None or known[0] is not job:
            known = (job, is_charged_without_result(job, self._session.queue.calls(job.id)))
            self._judged[job.id] = known
        return known[1]

    def _kept(self, job: Job, now: float, *, brief: bool) -> str:
        until = self._session.queue.kept_until(job)
        if until is None:
            return ""
        if until <= now:
            return _("perhaps deleted") if brief else _("The provider may have deleted it.")
        words = _("kept {time}") if brief else _("The provider keeps it for {time}.")
        return words.format(time=minutes_words(until - now))


def _stalled_after(session: Session, job: Job) -> float:
    """Seconds; never for what this machine does itself, which shows how far it is."""
    return session.providers(job.provider).policy.stalled_after if job.provider != "local" else _FOREVER
