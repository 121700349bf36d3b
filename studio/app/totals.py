"""What was spent, what is held by jobs under way, and what may have been charged: by provider, in its own unit.

The same reckoning as the ledger's budget: a charge counts as it was told, else the quote does, unless it is known
that nothing was charged.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from studio.app.rates import about_usd
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.ledger import Cleared
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.providers.registry import entry
from studio.spec.cost import Unit, amount_words

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Total:
    """Money with one provider in one unit."""

    provider: str
    unit: str
    spent: Decimal = _NOTHING
    held: Decimal = _NOTHING
    """By jobs that wait or are under way, as quoted."""
    maybe: Decimal = _NOTHING
    """Of jobs nobody can tell about, as quoted."""
    unpriced: int = 0
    """Jobs that cost something nobody told the amount of."""

    @property
    def all(self) -> Decimal:
        """What counts against a budget."""
        return self.spent + self.held + self.maybe

    def plus(self, other: Total) -> Total:
        return replace(
            self,
            spent=self.spent + other.spent,
            held=self.held + other.held,
            maybe=self.maybe + other.maybe,
            unpriced=self.unpriced + other.unpriced,
        )


def totals(jobs: Iterable[Job], more: Iterable[Total] = ()) -> tuple[Total, ...]:
    """Of these jobs, by provider and unit in the order of their names; without those that cost nothing."""
    found: dict[tuple[str, str], Total] = {}
    for one in (*filter(None, map(_total_of, jobs)), *more):
        key = (one.provider, one.unit)
        found[key] = found[key].plus(one) if key in found else one
    return tuple(found[key] for key in sorted(found))


def of_cleared(entries: Iterable[Cleared]) -> tuple[Total, ...]:
    """What jobs cost that are off the list; those nobody knows the provider of stand under no name."""
    paid = [entry for entry in entries if entry.unit != Unit.FREE]
    return tuple(
        Total(entry.provider, entry.unit, unpriced=1)
        if entry.unit == Unit.UNKNOWN
        else Total(entry.provider, entry.unit, spent=entry.amount)
        for entry in paid
        if entry.amount or entry.unit == Unit.UNKNOWN
    )


def midnight(now: datetime.datetime) -> float:
    """When the day of `now` began in its time zone, in seconds since 1970."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def since(jobs: Iterable[Job], start: float) -> tuple[Job, ...]:
    """Those that ended, or were asked for, since then; what is still open is of today."""
    return tuple(job for job in jobs if not job.has_ended or (job.ended or job.created) >= start)


def total_words(total: Total) -> str:
    """`0.03 USD`, `12 credits (about 0.06 to 0.12 USD)`."""
    words = amount_words(total.spent, total.unit)
    dollars = about_usd(total.spent, total.provider, total.unit)
    return _("{amount} ({dollars})").format(amount=words, dollars=dollars) if dollars else words


def open_words(total: Total) -> list[str]:
    """`2 credits held`, `1 credit perhaps charged`; empty where nothing is open."""
    parts = []
    if total.held:
        parts.append(_("{amount} held").format(amount=amount_words(total.held, total.unit)))
    if total.maybe:
        parts.append(_("{amount} perhaps charged").format(amount=amount_words(total.maybe, total.unit)))
    return parts


def short_words(found: Iterable[Total]) -> str:
    """What was spent, for where there is little room: `0.03 USD, 12 credits`. Dollars are dollars, but credits of two
    providers are not the same and are never added up."""
    spent = [total for total in found if total.spent]
    dollars = sum((total.spent for total in spent if total.unit == Unit.USD), _NOTHING)
    others = [total for total in spent if total.unit != Unit.USD]
    parts = [amount_words(dollars, Unit.USD)] if dollars else []
    for total in others:
        words = amount_words(total.spent, total.unit)
        is_alone = sum(other.unit == total.unit for other in others) == 1
        parts.append(words if is_alone else f"{entry(total.provider).title} {words}")
    return ", ".join(parts)


def _total_of(job: Job) -> Total | None:
    charged, quoted = job.charged, job.quoted
    if charged is not None and charged.amount >= 0:
        if charged.unit == Unit.FREE or not charged.amount:
            return None
        return Total(job.provider, charged.unit, spent=charged.amount)
    if quoted is None or quoted.unit is Unit.FREE or (job.has_ended and job.cost is Charged.NO):
        return None
    if quoted.unit is Unit.UNKNOWN:
        return Total(job.provider, quoted.unit, unpriced=1)
    if job.state is State.UNKNOWN or (job.has_ended and job.cost is Charged.MAYBE):
        return Total(job.provider, quoted.unit, maybe=quoted.amount)
    if job.has_ended:
        return Total(job.provider, quoted.unit, spent=quoted.amount)
    return Total(job.provider, quoted.unit, held=quoted.amount)
