"""Finding the kept result of an equal request, so that nothing is paid twice for the same wish.

Requests are equal when their operation and all their values are, pictures byte for byte. A seed that is left open in
the wish may have been any.
"""

from __future__ import annotations

import json
from typing import Any

from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.requests import encode
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from studio.spec.field import Kind
from studio.spec.operation import Effect, Operation


def find_equal(wish: Operation, ledger: Ledger, results: ResultStore) -> Job | None:
    """The newest job that did exactly this and whose answer is still kept; None when there is none.

    What only asks or changes something at the provider is never found: its answer holds for the moment it was given.
    """
    if wish.spec.effect in (Effect.READS, Effect.CHANGES):
        return None
    open_seeds = _open_seeds(wish)
    wanted = _without(encode(wish, results), open_seeds)
    for job in reversed(ledger.jobs()):
        if job.operation != wish.spec.id or job.state is not State.DONE or not job.answers:
            continue
        asked = ledger.request(job.id)
        if any(ledger.call_request(call) == asked for call in ledger.calls(job.id)):
            continue  # sent for several values of a field, of which the wish names one
        if _without(asked, open_seeds) == wanted and results.path(job.answers[-1].file).is_file():
            return job
    return None


def _open_seeds(wish: Operation) -> frozenset[str]:
    return frozenset(
        declared.name
        for declared in wish.spec.fields
        if declared.kind is Kind.SEED
        and not declared.constant
        and (wish.values[declared.name] is None or wish.values[declared.name] in declared.random)
    )


def _without(request: str, names: frozenset[str]) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(request)["values"]
    return {name: value for name, value in values.items() if name not in names}
