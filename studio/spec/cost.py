"""Prices before sending: an amount in the provider's own unit, or free."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from studio.core.words import _


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
        amount = f"{self.amount.normalize():f}"
        if not self.exact:
            amount = _("about {amount}").format(amount=amount)
        templates = {
            Unit.USD: _("{amount} USD"),
            Unit.CREDITS: _("{amount} credits"),
            Unit.GENERATIONS: _("{amount} generations"),
        }
        return templates[self.unit].format(amount=amount)


FREE = Quote(Decimal(0), Unit.FREE)
