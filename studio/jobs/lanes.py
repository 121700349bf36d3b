"""How much is under way at one provider at the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from studio.jobs.job import Job

DEFAULT_LANE = 3
"""Requests of one provider that are under way at the same time, where nothing else is said."""
LANES: Mapping[str, int] = {"local": 2}


class Lanes:
    """Each job at work takes a place of its provider's lane; a plan may take more while they are free."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self._sizes = sizes
        self._more: Counter[str] = Counter()

    def has_room(self, provider: str, at_work: Iterable[Job]) -> bool:
        """Whether one more may begin."""
        taken = sum(1 + self._more[job.id] for job in at_work if job.provider == provider)
        return taken < self._sizes.get(provider, DEFAULT_LANE)

    def widen(self, plan: Job, at_work: Iterable[Job]) -> bool:
        """One more place for a plan at work; False while there is none free."""
        if not self.has_room(plan.provider, at_work):
            return False
        self._more[plan.id] += 1
        return True

    def narrow(self, plan_id: str) -> None:
        """The place is free again."""
        self._more[plan_id] -= 1
        if not self._more[plan_id]:
            del self._more[plan_id]
