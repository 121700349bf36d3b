"""Prices before sending: an amount in the provider's own unit, or free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from studio.core.words import _, ngettext


class Unit(StrEnum):
    """What a provider counts in."""

    FREE = "free"
    USD = "usd"
    CREDITS = "credits"
    GENERATIONS = "generations"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of one operation. `exact` is False for an estimate; `text` adds what a person should know."""

    amount: Decimal
    unit: Unit
    text: str = ""
    exact: bool = True

    def __str__(self) -> str:
        words = self._words(_("about {amount}"))
        return f"{words} ({self.text})" if self.text else words

    @property
    def brief(self) -> str:
        """The price alone, for where there is little room: `~0.5 USD`."""
        return self._words(_("~{amount}"))

    def _words(self, estimate: str) -> str:
        if self.unit is Unit.FREE:
            return _("Free")
        if self.unit is Unit.UNKNOWN:
            return _("Price not known")
        words = amount_words(self.amount, self.unit)
        return words if self.exact else estimate.format(amount=words)


def amount_words(amount: Decimal, unit: str) -> str:
    """`12 credits`, `0.5 USD`; the bare unit where it is none of the known."""
    count = 1 if amount == 1 else 2
    templates: Mapping[str, str] = {
        Unit.USD: _("{amount} USD"),
        Unit.CREDITS: ngettext("{amount} credit", "{amount} credits", count),
        Unit.GENERATIONS: ngettext("{amount} generation", "{amount} generations", count),
    }
    template = templates.get(unit, "{amount} {unit}")
    return template.format(amount=f"{amount.normalize():f}", unit=unit)


FREE = Quote(Decimal(0), Unit.FREE)


def total_of(quotes: Sequence[Quote]) -> Quote:
    """The price of several requests together; not known as soon as one of them is not, or they differ in unit."""
    if len(quotes) == 1:
        return quotes[0]
    units = {quote.unit for quote in quotes if quote.unit is not Unit.FREE}
    if not units:
        return FREE
    text = ngettext("{count} request", "{count} requests", len(quotes)).format(count=len(quotes))
    if len(units) > 1 or Unit.UNKNOWN in units:
        return Quote(Decimal(0), Unit.UNKNOWN, text)
    amount = sum((quote.amount for quote in quotes), Decimal(0))
    return Quote(amount, units.pop(), text, exact=all(quote.exact for quote in quotes))
