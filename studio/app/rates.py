"""What a provider's unit is worth in US dollars, where the provider says so; prices are told in its own unit first."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from studio.core.words import _
from studio.spec.cost import Unit


class Rate(NamedTuple):
    """US dollars of one unit: what it costs at least and at most, and who says so."""

    least: Decimal
    most: Decimal
    source: str


RATES: Mapping[tuple[str, str], Rate] = MappingProxyType(
    {
        # pixelengine.ai/docs: about 200 credits a month for 1 USD, 100 bought ones for 1 USD.
        ("pixel-engine", Unit.CREDITS): Rate(Decimal("0.005"), Decimal("0.01"), "pixelengine.ai/docs"),
    }
)
"""By provider and unit. PixelDojo, PixelAPI and PixelLab's generations are not here: what they cost depends on the
plan, and no document tells."""


def about_usd(amount: Decimal, provider: str, unit: str) -> str:
    """`about 0.1 to 0.2 USD`; empty where no rate is known, and for dollars themselves."""
    rate = RATES.get((provider, unit))
    if rate is None or amount == 0:
        return ""
    least, most = (_rounded(amount * side) for side in (rate.least, rate.most))
    if least == most:
        return _("about {amount} USD").format(amount=least)
    return _("about {least} to {most} USD").format(least=least, most=most)


def _rounded(amount: Decimal) -> str:
    """Two digits that count."""
    digits = max(2, 1 - amount.adjusted())
    return f"{amount.quantize(Decimal(1).scaleb(-digits)).normalize():f}"
