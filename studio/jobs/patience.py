"""How long is waited: for the next poll, for a place at a provider, and until enough is enough."""

from __future__ import annotations

import random
from collections import Counter
from math import ceil

from studio.core.clock import Clock
from studio.core.words import _, ngettext
from studio.jobs.job import Job
from studio.providers.errors import NotReady, RateLimit, TooManyJobs

LONGEST_WAIT = 60.0
LONGEST_ASKED = 120.0
_SHORTEST_WAIT = 1.0
"""A provider that asks for no pause at all is not asked without end."""
BUSY_WAIT = 30.0
"""Seconds a refused wish waits where the provider names no time."""
SENDINGS = 3
"""Times a wish is sent at most while the provider says that requests come too fast."""
_LAST_DOUBLING = 10
_DAY = 24 * 3600
_HOUR = 3600
_MINUTE = 60

_jitter = random.SystemRandom()


class Age:
    """Seconds since a job was sent, by the steady clock from the first look on: setting the clock makes no job old."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sent_at: float | None = None

    def of(self, job: Job) -> float:
        now = self._clock.monotonic()
        if self._sent_at is None:
            self._sent_at = now - max(0.0, self._clock.now() - (job.started or job.created))
        return now - self._sent_at


class Refused:
    """The wishes that providers refused for now."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._not_before: dict[str, float] = {}
        self._for_a_place: set[str] = set()
        self._refusals: Counter[str] = Counter()

    def again(self, job_id: str, error: RateLimit | NotReady) -> float | None:
        """Seconds until the wish may be sent again; None when it was sent often enough."""
        wait = BUSY_WAIT if error.after is None else error.after
        if isinstance(error, TooManyJobs):
            self._for_a_place.add(job_id)
        elif isinstance(error, RateLimit):
            self._refusals[job_id] += 1
            if self._refusals[job_id] >= SENDINGS or wait > LONGEST_ASKED:
                return None
        wait = min(wait, LONGEST_ASKED)
        self._not_before[job_id] = self._clock.monotonic() + wait
        return wait

    def is_due(self, job_id: str) -> bool:
        return self._not_before.get(job_id, float("-inf")) <= self._clock.monotonic()

    def a_place_is_free(self, job_ids: set[str]) -> None:
        """A job of the same provider ended: those of `job_ids` that wait for a place need not wait any longer."""
        for job_id in self._for_a_place & job_ids:
            self._for_a_place.discard(job_id)
            self._not_before.pop(job_id, None)

    def forget(self, job_id: str) -> None:
        self._for_a_place.discard(job_id)
        self._not_before.pop(job_id, None)
        self._refusals.pop(job_id, None)


async def slept_out(clock: Clock, seconds: float) -> None:
    """A sleep of at least this long: the timers of a window may fire a few percent early, and what is not due yet
    when its only alarm rings would wait for ever."""
    due = clock.monotonic() + seconds
    await clock.sleep(seconds)
    while (left := due - clock.monotonic()) > 0:
        await clock.sleep(left)


def sent_again_words(error: RateLimit | NotReady, seconds: float) -> str:
    """Why a wish waits, and that it is sent again by itself."""
    if isinstance(error, TooManyJobs):
        return str(error)  # it says so already
    again = ngettext(
        "It is sent again by itself in {count} second.", "It is sent again by itself in {count} seconds.", ceil(seconds)
    )
    return f"{error} {again.format(count=ceil(seconds))}"


def backed_off(faults: int, *, asked: float | None) -> float:
    """Seconds until the next poll: what the provider asked for, else full jitter up to a minute."""
    if asked is not None:
        return min(max(asked, _SHORTEST_WAIT), LONGEST_ASKED)
    return 1.0 + _jitter.random() * min(LONGEST_WAIT, 2.0 ** min(faults, _LAST_DOUBLING))


def how_long(seconds: float) -> str:
    """A deadline in words."""
    if seconds == _DAY:
        return _("a day")
    if seconds >= _HOUR:
        hours = round(seconds / _HOUR)
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    minutes = max(1, round(seconds / _MINUTE))
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
