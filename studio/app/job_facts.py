"""What a job's card says beside its state: the usual time, its place in the queue, and whether it stands still.

All of it is derived from jobs; nothing here is kept between two starts of the program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from studio.jobs.job import Job
from studio.jobs.states import State

_LEARNT_FROM = 20
"""Results of an operation that its usual time is learnt from, the newest ones."""
_ENOUGH = 2
"""One result may be an accident."""


def usual_times(jobs: Iterable[Job]) -> dict[str, float]:
    """By operation the median of how many seconds its last results took; only where there were at least two."""
    done = [job for job in jobs if job.state is State.DONE and job.started is not None and job.ended is not None]
    done.sort(key=lambda job: job.ended or 0.0, reverse=True)
    taken: defaultdict[str, list[float]] = defaultdict(list)
    for job in done:
        if len(taken[job.operation]) < _LEARNT_FROM:
            taken[job.operation].append(max(0.0, (job.ended or 0.0) - (job.started or 0.0)))
    return {operation: median(times) for operation, times in taken.items() if len(times) >= _ENOUGH}


def places(jobs: Iterable[Job]) -> dict[str, int]:
    """Of each waiting job how many of its provider go first, and itself: 1 is the next."""
    waiting: defaultdict[str, int] = defaultdict(int)
    found = {}
    for job in sorted((job for job in jobs if job.state is State.QUEUED), key=lambda job: job.position):
        waiting[job.provider] += 1
        found[job.id] = waiting[job.provider]
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    state: State
    progress: float | None
    since: float


class Stillness:
    """Since when nothing has moved at a job, as far as this program saw it. Times are seconds since 1970, UTC."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def look(self, jobs: Iterable[Job], now: float) -> None:
        """Take note of how the jobs under way stand."""
        seen = {}
        for job in jobs:
            if not job.is_active:
                continue
            known = self._seen.get(job.id)
            if known is None:
                # Without a word of progress it may stand still since it was sent.
                since = now if job.progress is not None else (job.started or now)
                seen[job.id] = _Seen(job.state, job.progress, since)
            elif (known.state, known.progress) == (job.state, job.progress):
                seen[job.id] = known
            else:
                seen[job.id] = _Seen(job.state, job.progress, now)
        self._seen = seen

    def is_stalled(self, job: Job, now: float, *, after: float) -> bool:
        """Whether nothing has moved for `after` seconds."""
        known = self._seen.get(job.id)
        return known is not None and job.is_active and now - known.since >= after

    def seconds(self, job: Job, now: float) -> float:
        """How long nothing has moved; 0 for a job that is not under way."""
        known = self._seen.get(job.id)
        return max(0.0, now - known.since) if known is not None else 0.0


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """Of all jobs at one moment."""

    usual: Mapping[str, float]
    place: Mapping[str, int]

    @classmethod
    def of(cls, jobs: tuple[Job, ...]) -> QueueFacts:
        return cls(usual_times(jobs), places(jobs))
