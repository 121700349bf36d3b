"""Prices before sending: an amount in the provider's own unit, or free."""

from __future__ import annotations

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
        words = self._words()
        return f"{words} ({self.text})" if self.text else words

    def _words(self) -> str:
        if self.unit is Unit.FREE:
            return _("Free")
        if self.unit is Unit.UNKNOWN:
            return _("Price not known")
        count = 1 if self.amount == 1 else 2
        template = {
            Unit.USD: _("{amount} USD"),
            Unit.CREDITS: ngettext("{amount} credit", "{amount} credits", count),
            Unit.GENERATIONS: ngettext("{amount} generation", "{amount} generations", count),
        }[self.unit]
        words = template.format(amount=f"{self.amount.normalize():f}")
        return words if self.exact else _("about {amount}").format(amount=words)


FREE = Quote(Decimal(0), Unit.FREE)
