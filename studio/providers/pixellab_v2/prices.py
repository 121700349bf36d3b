"""What PixelLab v2 costs, as far as its users tell: estimates in US dollars, as data.

The service publishes no list. A subscription pays with generations first; what was really charged stands in each
answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from studio.core.words import _
from studio.spec.cost import Quote, Unit
from studio.spec.operation import Operation


@dataclass(frozen=True, slots=True)
class Price:
    """What one call costs, or one direction of it."""

    amount: Decimal
    unit: Unit = Unit.USD
    text: str = ""
    a_direction: bool = False


_PRO = Price(Decimal("0.095"), text=_("or 20 to 40 generations"))
_TILESET = Price(Decimal("0.010"), text=_("or 3 generations"))
_ANIMATION = Price(Decimal("0.032"), text=_("three times as much at 128 pixels"), a_direction=True)
_ALL_DIRECTIONS = 8

PRICES: Mapping[str, Price] = {
    "create-image-pixflux": Price(Decimal("0.0079"), text=_("at 64 x 64; larger pictures cost more")),
    "generate-image-v2": _PRO,
    "generate-with-style-v2": _PRO,
    "animate-with-text-v2": _PRO,
    "edit-images-v2": _PRO,
    "generate-8-rotations-v2": _PRO,
    "animate-with-skeleton": Price(Decimal("0.0136")),
    "estimate-skeleton": Price(Decimal("0.1"), Unit.GENERATIONS),
    "create-character-with-4-directions": Price(Decimal("0.012")),
    "create-character-with-8-directions": Price(Decimal("0.017")),
    "animate-character": _ANIMATION,
    "create-character-animation": _ANIMATION,
    "create-tileset": _TILESET,
    "create-tileset-job": _TILESET,
    "create-isometric-tile": Price(Decimal("0.016")),
    "create-map-object": Price(Decimal("0.0099")),
}
"""By the name of the operation; what is missing is not known."""


def quote(operation: Operation) -> Quote:
    """An estimate, or that none is known."""
    price = PRICES.get(operation.spec.name)
    if price is None:
        return Quote(Decimal(0), Unit.UNKNOWN, exact=False)
    count = _directions(operation) if price.a_direction else 1
    return Quote(price.amount * count, price.unit, price.text, exact=False)


def _directions(operation: Operation) -> int:
    """Those asked for; without any, as many as a character can have."""
    return len(operation.values["directions"] or ()) or _ALL_DIRECTIONS
