"""The words that a person typed for a job: what tells two requests of the same kind apart."""

from __future__ import annotations

import json
from collections.abc import Mapping

from studio.jobs.job import Job
from studio.jobs.ledger import Ledger, LedgerTrouble

ASKED_IN = ("prompt", "description", "lower", "action", "preset")
"""Names of fields that say what is wanted, the most telling first."""


def words_asked(request: str) -> str:
    """What a request of the ledger says in words, on one line; empty where it is all pictures and numbers."""
    try:
        values = json.loads(request)["values"]
    except (ValueError, KeyError, TypeError):
        return ""  # whoever opens it is told that it is damaged
    if not isinstance(values, Mapping):
        return ""
    for name in ASKED_IN:
        value = values.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


class AskedWords:
    """By job, read once. The request is not decoded for it, which would read its pictures."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[str, str] = {}

    def of(self, job: Job) -> str:
        """Empty also for a job that is not in the ledger any more."""
        if job.id not in self._known:
            try:
                self._known[job.id] = words_asked(self._ledger.request(job.id))
            except (KeyError, LedgerTrouble):
                return ""  # a card is painted while its job goes away, or the program ends
        return self._known[job.id]
