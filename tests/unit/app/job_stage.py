"""Jobs of two providers, as a ledger would hold them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.providers.protocol import Charge
from studio.spec.cost import Quote, Unit

JOB = Job(
    id="job-1",
    operation="pixel-engine/animate",
    provider="pixel-engine",
    title="Animate",
    effect="pays",
    created=1000.0,
    quoted=Quote(Decimal(20), Unit.CREDITS),
)


def job(name: str, state: State = State.QUEUED, **facts: Any) -> Job:
    return replace(JOB, id=name, state=state, **facts)


def paid(name: str, amount: str, unit: str = "credits", **facts: Any) -> Job:
    """One that is done and told what it cost."""
    facts.setdefault("ended", 1100.0)
    return job(name, State.DONE, charged=Charge(Decimal(amount), unit), cost=Charged.YES, **facts)
