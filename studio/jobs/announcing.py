"""Telling of jobs: each move at once, progress of one job at most every 50 ms."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from psygnal import EmitLoopError

from studio.core.clock import Clock
from studio.jobs.job import Job

log = logging.getLogger(__name__)

_EVERY = 0.05
"""Seconds between two announcements of progress of one job."""


class Announcer:
    """`jobs` is the list that is told of; `start` runs a coroutine beside the work, as long as the queue is open."""

    def __init__(
        self,
        jobs: Mapping[str, Job],
        tell: Callable[[Job], None],
        *,
        clock: Clock,
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._jobs = jobs
        self._tell = tell
        self._clock = clock
        self._start = start
        self._told: dict[str, float] = {}
        self._flushing: set[str] = set()

    def moved(self, job_id: str) -> None:
        """Tell how a job stands."""
        job = self._jobs[job_id]
        self._told[job_id] = self._clock.monotonic()
        emit(lambda: self._tell(job))

    def progressed(self, job_id: str) -> None:
        """Tell it now, or as soon as it was not told for a while."""
        wait = self._told.get(job_id, float("-inf")) + _EVERY - self._clock.monotonic()
        if wait <= 0:
            self.moved(job_id)
        elif job_id not in self._flushing:
            self._flushing.add(job_id)
            self._start(self._tell_later(job_id, wait))

    def forget(self, job_id: str) -> None:
        self._told.pop(job_id, None)

    async def _tell_later(self, job_id: str, wait: float) -> None:
        await self._clock.sleep(wait)
        self._flushing.discard(job_id)
        if job_id in self._jobs:
            self.moved(job_id)


def emit(tell: Callable[[], None]) -> None:
    """A listener that fails must not change what becomes of a job."""
    try:
        tell()
    except EmitLoopError:
        log.exception("a listener of the queue failed")
