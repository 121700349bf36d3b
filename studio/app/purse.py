"""What is left with a provider beside what the next request costs, in words for where there is little room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from studio.app.balances import Phase, Told, left_in
from studio.app.recommend import can_pay
from studio.core.words import _
from studio.jobs.job import Job
from studio.spec.cost import Quote, Unit, amount_words


class Help(StrEnum):
    """What a person can do about it."""

    NONE = ""
    ASK = "ask again"
    TOKEN = "change the token"


@dataclass(frozen=True, slots=True)
class Purse:
    """One line, whether it is trouble, and what helps. `short` is what matters most where the line has no room."""

    words: str
    is_trouble: bool = False
    help: Help = Help.NONE
    short: str = ""


NOTHING = Purse("")


def purse_of(told: Told, provider: str, *, title: str, jobs: Iterable[Job], quote: Quote | None) -> Purse:
    """What to say of an account; `title` is its provider's name, `quote` the price of what the form would send."""
    match told.phase:
        case Phase.FAILED:
            helps = Help.TOKEN if told.is_refused else Help.ASK
            words = _("What is left could not be read. {reason}").format(reason=told.reason)
            return Purse(words, is_trouble=True, help=helps)
        case Phase.ASKING if told.balance is None:
            return Purse(_("Asking {provider} what is left.").format(provider=title))
        case Phase.SILENT:
            return Purse(_("{provider} does not tell what is left.").format(provider=title))
        case Phase.TOLD | Phase.ASKING:
            return _left(told, provider, title=title, jobs=tuple(jobs), quote=quote)
        case _:
            return NOTHING


def reserved(jobs: Iterable[Job], provider: str, unit: str) -> Decimal:
    """What open jobs with a provider are quoted at, in one unit."""
    quotes = [job.quoted for job in jobs if job.provider == provider and not job.has_ended]
    return sum((quote.amount for quote in quotes if quote is not None and quote.unit == unit), Decimal(0))


def _left(told: Told, provider: str, *, title: str, jobs: tuple[Job, ...], quote: Quote | None) -> Purse:
    parts, pressing = [], []
    for charge in left_in(told.balance):
        held = reserved(jobs, provider, charge.unit)
        part = amount_words(charge.amount, charge.unit)
        if held:
            part = _("{left}, {held} reserved").format(left=part, held=f"{held.normalize():f}")
        parts.append(part)
        if held or (quote is not None and quote.unit == charge.unit):
            pressing.append(part)
    if not parts:
        return NOTHING
    words = _("Left: {amounts}").format(amounts="; ".join(parts))
    short = _("Left: {amounts}").format(amounts="; ".join(pressing or parts))
    if quote is not None and quote.unit is not Unit.UNKNOWN and can_pay(quote, told.balance) is False:
        words = _("{left}. That is too little for this with {provider}.").format(left=words, provider=title)
        return Purse(words, is_trouble=True, help=Help.ASK)
    return Purse(words, help=Help.ASK, short=short if short != words else "")
