"""What jobs cost, or may cost: for budgets while they are on the list, and as entries of their own once they are off.

Sums are made from what differs, not from each job: of thousands, most have one of a few prices.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from studio.jobs.rows import charge_from_json, quote_from_json, storable
from studio.jobs.states import ENDED, State
from studio.providers.errors import Charged
from studio.providers.protocol import Charge
from studio.spec.cost import Quote, Unit

QUOTED = "quoted:"
"""Before the unit of what only counts for a budget."""
_COSTS = "state, cost, quoted, charged"
_NAME = '"project": '
# A quotation mark within a text is written with a backslash before it, so this is found only as a name. Jobs of
# earlier versions say no project.
_OF_PROJECT = "(instr(origin, ?) > 0 OR (? AND instr(origin, ?) = 0))"
_SUM = f"""
SELECT unit, amount, NULL, NULL, 1 FROM spent WHERE project = ? AND provider IN (?, '') AND unit IN (?, ?)
UNION ALL
SELECT {_COSTS}, count(*) FROM jobs WHERE provider = ? AND {_OF_PROJECT} GROUP BY {_COSTS}
"""


def spent_in(connection: sqlite3.Connection, project: str, provider: str, unit: str) -> Decimal:
    """What a project has spent or reserved with a provider, in that unit; one look, so nothing is counted twice."""
    project = storable(project)
    named = _NAME + json.dumps(project, ensure_ascii=False)
    asked = (project, provider, unit, f"{QUOTED}{unit}", provider, named, not project, _NAME)
    total = Decimal(0)
    for first, second, quoted, charged, count in connection.execute(_SUM, asked).fetchall():
        if quoted is None:
            total += Decimal(second)
        else:
            counted = _costs(first, second, quoted, charged)
            total += count * sum((amount for of, amount in counted if of.removeprefix(QUOTED) == unit), Decimal(0))
    return total


def set_down(connection: sqlite3.Connection) -> None:
    """Write down what the jobs of the table `gone` cost, before their rows are taken away."""
    asked = f"SELECT {_COSTS}, origin, provider, ended FROM jobs WHERE id IN (SELECT id FROM gone)"
    entries = itertools.chain(*map(_entries, connection.execute(asked).fetchall()))
    connection.executemany("INSERT INTO spent VALUES (?, ?, ?, ?, ?)", entries)


def _entries(row: tuple[Any, ...]) -> Iterator[tuple[str, str, str, str, float]]:
    *costs, origin, provider, ended = row
    for unit, amount in _costs(*costs):
        yield json.loads(origin).get("project", ""), unit, str(amount), provider, ended or 0.0


@lru_cache(maxsize=512)
def _costs(state: str, cost: str, quoted: str, charged: str) -> tuple[tuple[str, Decimal], ...]:
    """By unit what counts of a job, from its columns."""
    price, paid = quote_from_json(_read(quoted)), charge_from_json(_read(charged))
    is_free = State(state) in ENDED and cost == Charged.NO.value
    return (*_paid(price, paid, is_free=is_free), *_as_quoted(price, paid))


def _paid(quoted: Quote | None, charged: Charge | None, *, is_free: bool) -> Iterator[tuple[str, Decimal]]:
    """What it cost, or may cost: its charge, else its quote unless it is known to have cost nothing."""
    # A charge below nothing would let a project spend more than its budget.
    if charged is not None and charged.amount >= 0:
        yield charged.unit, charged.amount
    elif quoted is not None and not is_free:
        yield quoted.unit, quoted.amount


def _as_quoted(quoted: Quote | None, charged: Charge | None) -> Iterator[tuple[str, Decimal]]:
    """What counts for the budget where the charge came in another unit than the price: dollars are quoted, and a
    subscription pays with generations. Else no budget in dollars would ever be used up."""
    if charged is None or quoted is None or charged.amount <= 0:
        return
    if charged.unit != quoted.unit and quoted.unit not in (Unit.FREE, Unit.UNKNOWN):
        yield f"{QUOTED}{quoted.unit}", quoted.amount


def _read(text: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = json.loads(text)
    return found
