"""What an account tells about itself, as typed rows: what is left, what was spent, what was made, what things cost.

No provider describes these answers whole, so that reading is tolerant: a fact of an unknown name is shown under its
own name, one of an unexpected kind is left out, and nothing here raises for what an answer holds.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from studio.core.errors import Charged
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.ledger import Cleared
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.answers import amount_in
from studio.providers.protocol import Balance, Charge
from studio.providers.tables import Row
from studio.spec.cost import Unit, amount_words
from studio.spec.operation import Operation

MOST_DAYS = 365
"""Between the first and the last day of one question."""
_MOST_DIGITS = 30
"""An amount with more would fill the line, or the memory."""
_LONGEST = 300
"""Letters of one fact."""
_MILLISECONDS_FROM = 10_000_000_000
"""Numbers above this are milliseconds since 1970, not seconds."""


class Topic(StrEnum):
    """What can be asked about an account; the value is the name of the operation that asks it."""

    BALANCE = "show-balance"
    SPENDING = "show-billing"
    HISTORY = "show-usage"
    MODELS = "list-models"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is, and its value, in words."""

    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Made:
    """One thing that was asked for; every part but the place in the list may be empty."""

    id: str = ""
    when: datetime.datetime | None = None
    prompt: str = ""
    model: str = ""
    state: str = ""
    charge: Charge | None = None
    address: str = ""
    """Of its file, as long as the provider tells one."""

    def is_gone(self, now: datetime.datetime, keeps: float | None) -> bool:
        """Whether it is older than the `keeps` seconds for which the provider has files."""
        return keeps is not None and self.when is not None and (now - self.when).total_seconds() > keeps


@dataclass(frozen=True, slots=True)
class Priced:
    """A model, or something that can be asked for, and what it costs."""

    name: str
    price: str
    detail: str = ""


def operation_for(provider_id: str, topic: Topic) -> type[Operation] | None:
    """What is sent to ask this; None where the provider does not offer it."""
    wanted = f"{provider_id}/{topic}"
    return next((one for one in registry.operations(provider_id) if one.spec.id == wanted), None)


def range_problem(first: datetime.date, last: datetime.date, today: datetime.date) -> str:
    """Why these days cannot be asked for, as a sentence; empty when they can."""
    if first > last:
        return _("The first day is after the last.")
    if first > today:
        return _("Nothing was spent yet on days to come.")
    days = (last - first).days
    if days > MOST_DAYS:
        return _("At most {most} days lie between the two; here it is {days}.").format(most=MOST_DAYS, days=days)
    return ""


def balance_facts(rows: Sequence[Row], text: str = "") -> tuple[Fact, ...]:
    """What can be spent, then the rest in the order of the answer: what running jobs hold, the parts, the plan."""
    facts: list[Fact] = []
    for row in rows:
        if "left" in row and "unit" in row:
            unit = str(row["unit"])
            facts.append(Fact(_LEFT.get(unit) or _("Left"), _amount_words(row["left"], unit)))
            continue
        facts += (_balance_fact(name, value) for name, value in row.items() if _is_plain(value))
    if text:
        facts.append(Fact(_("Account"), text))
    left = _("Left")
    return tuple(sorted((fact for fact in facts if fact.words), key=lambda fact: fact.title != left))


def facts_of(balance: Balance) -> tuple[Fact, ...]:
    """The same from what is known already, without its parts."""
    facts = [
        Fact(_LEFT.get(charge.unit) or _("Left"), amount_words(charge.amount, charge.unit))
        for charge in balance.left
        if charge.unit not in _NO_MONEY
    ]
    if balance.text:
        facts.append(Fact(_("Account"), balance.text))
    return tuple(facts)


def spending_facts(rows: Sequence[Row]) -> tuple[Fact, ...]:
    """The sums of a range of days. What is left now is not repeated."""
    facts: list[Fact] = []
    for row in rows:
        for name, value in row.items():
            group, _dot, inner = name.rpartition(".")
            if group == "balance" or not _is_plain(value):
                continue
            if group == "period":
                facts.append(Fact(_PERIOD.get(inner, _own_name(inner)), _day_words(value)))
            else:
                facts.append(_spending_fact(inner, value))
    return tuple(fact for fact in facts if fact.words)


def made_rows(rows: Sequence[Row]) -> tuple[Made, ...]:
    """What was asked for, newest first where the answer says when."""
    made = [_made(row) for row in rows if any(map(_is_plain, row.values()))]
    if made and all(one.when is not None for one in made):
        made.sort(key=lambda one: one.when or _LONG_AGO, reverse=True)
    return tuple(made)


def priced_rows(rows: Sequence[Row]) -> tuple[Priced, ...]:
    """The models of an answer, with their prices."""
    return tuple(_priced(row) for row in rows if any(map(_is_plain, row.values())))


def per_day(made: Iterable[Made]) -> tuple[tuple[datetime.date, tuple[Charge, ...]], ...]:
    """What was paid on each day (UTC), newest first, by unit; things without a day or a price count nowhere."""
    sums: dict[datetime.date, dict[str, Decimal]] = {}
    for one in made:
        if one.when is not None and one.charge is not None:
            units = sums.setdefault(one.when.astimezone(datetime.UTC).date(), {})
            units[one.charge.unit] = units.get(one.charge.unit, Decimal(0)) + one.charge.amount
    return tuple(
        (day, tuple(Charge(amount, unit) for unit, amount in sorted(units.items())))
        for day, units in sorted(sums.items(), reverse=True)
    )


def in_range(made: Iterable[Made], first: datetime.date, last: datetime.date) -> tuple[Made, ...]:
    """Those of these days (UTC), both counted; without those that nobody knows the day of."""
    return tuple(
        one for one in made if one.when is not None and first <= one.when.astimezone(datetime.UTC).date() <= last
    )


def paid_here(jobs: Iterable[Job], provider_id: str, cleared: Iterable[Cleared] = ()) -> tuple[Made, ...]:
    """What jobs of this computer cost: as charged, else as quoted where they may have been charged.

    `cleared` are those that are off the list; the days of very old ones are not known.
    """
    paid = [
        Made(when=datetime.datetime.fromtimestamp(one.ended, datetime.UTC), charge=Charge(one.amount, one.unit))
        for one in cleared
        if one.provider == provider_id and one.ended and one.unit not in _NO_MONEY
    ]
    for job in jobs:
        charge = job.charged
        if charge is None and job.quoted is not None and job.has_ended and job.cost is not Charged.NO:
            charge = Charge(job.quoted.amount, job.quoted.unit)
        if job.provider != provider_id or charge is None or not charge.amount or charge.unit in _NO_MONEY:
            continue
        when = datetime.datetime.fromtimestamp(job.ended or job.created, datetime.UTC)
        paid.append(Made(job.id, when, job.title, charge=charge))
    return tuple(paid)


def perhaps_paid_here(jobs: Iterable[Job], provider_id: str) -> tuple[Made, ...]:
    """What jobs of this computer would have cost of which nobody can tell whether they were charged, as quoted."""
    return tuple(
        Made(
            job.id,
            datetime.datetime.fromtimestamp(job.ended or job.created, datetime.UTC),
            job.title,
            charge=Charge(job.quoted.amount, job.quoted.unit),
        )
        for job in jobs
        if job.provider == provider_id
        and is_perhaps_paid(job)
        and job.quoted is not None
        and job.quoted.unit not in _NO_MONEY
    )


def is_perhaps_paid(job: Job) -> bool:
    """Whether it stands still, and nobody can tell whether it was charged."""
    stands = job.has_ended or job.state is State.UNKNOWN
    return stands and job.charged is None and job.cost is Charged.MAYBE


def charges_words(charges: Iterable[Charge]) -> str:
    """`12 credits, 0.5 USD`."""
    return ", ".join(amount_words(charge.amount, charge.unit) for charge in charges)


# -- reading -----------------------------------------------------------------------------------------------------------

_NO_MONEY = frozenset({Unit.FREE.value, Unit.UNKNOWN.value})
_LONG_AGO = datetime.datetime.min.replace(tzinfo=datetime.UTC)
_LEFT: Mapping[str, str] = {
    Unit.GENERATIONS: _("Generations left"),
    Unit.USD: _("Credit left"),
}
_BALANCE = {
    "available": _("Left"),
    "credits_remaining": _("Left"),
    "reserved": _("Held by running jobs"),
    "monthly_balance": _("Monthly"),
    "purchased_balance": _("Purchased"),
    "total_balance": _("In all"),
    "generations": _("Generations left"),
    "usd": _("Left"),
    "plan": _("Plan"),
    "email": _("Account of"),
}
_USD_NAMES = frozenset({"usd", "usd_balance", "price_usd", "cost_usd"})
_GENERATION_NAMES = frozenset({"generations"})
_PERIOD = {"start_date": _("From"), "end_date": _("To")}
_SPENDING = {
    "credits_used": _("Used"),
    "credits_added": _("Added"),
    "refunds": _("Given back"),
    "net_change": _("Change in all"),
}
_COUNTS = {"jobs_charged": _("Jobs that cost something")}
_IDS = ("id", "generation_id", "job_id")
_TIMES = ("created_at", "created", "timestamp", "completed_at", "date")
_PROMPTS = ("prompt", "input.prompt", "parameters.prompt", "asked.prompt", "description")
_MODELS = ("model", "model_id", "input.model", "asked.model")
_STATES = ("status", "state")
_COSTS = ("credits_used", "credits", "cost", "price")
_ADDRESSES = ("output_url", "image_url", "result_url", "url")
_NAMES = ("name", "title", "id", "model", "value")
_PRICES = ("credits", "price", "cost", "credits_per_image", "price_usd", "cost_usd")


def _balance_fact(name: str, value: object) -> Fact:
    inner = name.rpartition(".")[2]
    title = _BALANCE.get(inner, _own_name(name))
    if _number(value) is None:
        return Fact(title, _plain_words(value))
    return Fact(title, _amount_words(value, _unit_of(inner)))


def _spending_fact(name: str, value: object) -> Fact:
    if name in _COUNTS or _number(value) is None:
        return Fact(_COUNTS.get(name, _own_name(name)), _plain_words(value))
    return Fact(_SPENDING.get(name, _own_name(name)), _amount_words(value, _unit_of(name)))


def _made(row: Row) -> Made:
    cost = _first(row, _COSTS)
    amount = _number(cost)
    address = _text(row, _ADDRESSES)
    return Made(
        id=_text(row, _IDS),
        when=_moment(_first(row, _TIMES)),
        prompt=_text(row, _PROMPTS),
        model=_text(row, _MODELS),
        state=_text(row, _STATES).lower(),
        charge=None if amount is None else Charge(amount, Unit.CREDITS),
        address=address if address.startswith(("https://", "http://")) else "",
    )


def _priced(row: Row) -> Priced:
    name = next((key for key in _NAMES if isinstance(row.get(key), str) and row[key]), "")
    price = next((key for key in _PRICES if _number(row.get(key)) is not None), "")
    rest = (
        _plain_words(value)
        for key, value in row.items()
        if key not in (name, price) and _is_plain(value) and not isinstance(value, bool)
    )
    return Priced(
        name=str(row[name]) if name else _("(no name)"),
        price=_amount_words(row[price], _unit_of(price)) if price else _("Price not known"),
        detail=", ".join(filter(None, rest)),
    )


def _unit_of(name: str) -> str:
    if name in _USD_NAMES:
        return Unit.USD
    return Unit.GENERATIONS if name in _GENERATION_NAMES else Unit.CREDITS


def _amount_words(value: object, unit: str) -> str:
    amount = _amount(value)
    return _plain_words(value) if amount is None else amount_words(amount, unit)


def _number(value: object) -> Decimal | None:
    """An amount that is told as a number; None for text, and for what nobody ever had."""
    return None if isinstance(value, str) else _amount(value)


def _amount(value: object) -> Decimal | None:
    """The same, also where a text says it."""
    if not isinstance(value, str | int | float) or (isinstance(value, int) and abs(value) >= 10**_MOST_DIGITS):
        return None
    amount = amount_in(value)
    return amount if amount is not None and amount.is_finite() and amount.adjusted() < _MOST_DIGITS else None


def _first(row: Row, names: Sequence[str]) -> Any:  # noqa: ANN401 - whatever stands in an answer
    return next((row[name] for name in names if row.get(name) is not None), None)


def _text(row: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((found.strip() for name in names if isinstance(found := row.get(name), str) and found.strip()), "")


def _moment(value: object) -> datetime.datetime | None:
    """A point in time, in UTC, from ISO text or a number since 1970; text without a zone is UTC. None for the ends of
    the calendar: no other zone could tell of them."""
    try:
        if isinstance(value, str):
            told = datetime.datetime.fromisoformat(value)
            moment = (told if told.tzinfo is not None else told.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            moment = datetime.datetime.fromtimestamp(
                value / 1000 if value > _MILLISECONDS_FROM else value, datetime.UTC
            )
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return moment if datetime.MINYEAR < moment.year < datetime.MAXYEAR else None


def _day_words(value: object) -> str:
    moment = _moment(value)
    return _plain_words(value) if moment is None else moment.date().isoformat()


def _own_name(name: str) -> str:
    """`monthly_balance` as `Monthly balance`."""
    words = name.replace("_", " ").replace(".", ", ").strip()
    return words[:1].upper() + words[1:]


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float)


def _plain_words(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    amount = _number(value)
    if amount is not None:
        return f"{amount.normalize():f}"
    words = f"{Decimal(value):.3E}" if isinstance(value, int) else str(value).strip()
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
