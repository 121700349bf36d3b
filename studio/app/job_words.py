"""The words that a person typed for a job: what tells two requests of the same kind apart."""

from __future__ import annotations

from collections.abc import Iterable

from studio.app.takes import Take
from studio.core.errors import StudioError
from studio.jobs.job import Job
from studio.jobs.queue import JobQueue
from studio.spec.operation import Operation

_ASKED_IN = ("prompt", "description", "lower", "action", "preset")
"""Names of fields that say what is wanted, the most telling first."""


def words_asked(operation: Operation) -> str:
    """What the request says in words, on one line; empty where it is all pictures and numbers."""
    for name in _ASKED_IN:
        value = getattr(operation, name, None)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


class AskedWords:
    """By job, found once. An ended request is not decoded for it: its pictures would be read from the disk."""

    def __init__(self, queue: JobQueue) -> None:
        self._queue = queue
        self._known: dict[str, str] = {}

    def look(self, jobs: Iterable[Job], takes: Iterable[Take]) -> None:
        """Take note of what is open, and of what the takes of ended jobs still tell."""
        for job in jobs:
            if job.id not in self._known and not job.has_ended:
                self._known[job.id] = self._words(job)
        for take in takes:
            if take.job_id and take.job_id not in self._known:
                self._known[take.job_id] = _words_told(take)

    def of(self, job: Job) -> str:
        return self._known.get(job.id, "")

    def _words(self, job: Job) -> str:
        try:
            return words_asked(self._queue.request(job))
        except StudioError:
            return ""  # its card says that the request cannot be read


def _words_told(take: Take) -> str:
    """The longest thing that was said in the request, which is what its description is."""
    told = [value for value in take.request.values() if " " in value.strip()]
    return " ".join(max(told, key=len, default="").split())
