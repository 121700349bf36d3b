"""Which operation to take for what a person wants: one for each intent, with the reasons, the rest in a useful order.

Pure: everything is told by the declarations and by `Circumstances`. What counts, in this order: that no
token is missing, that the account is not empty, that the sprite's size is possible, that a mask that was painted is
used, that the price is known before, that what it needs is there (mask, pose), and last which one most people mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from types import MappingProxyType

import numpy as np

from studio.app.fitting import fit_for
from studio.core.geometry import Size
from studio.core.words import _
from studio.providers.protocol import Balance
from studio.spec.cost import Quote, Unit
from studio.spec.field import Field, FieldValue, Kind, Picture, Source
from studio.spec.operation import Effect, Intent, Operation, OperationSpec, Returns
from studio.spec.validate import problems_in

OFFLINE = "local"
USUAL = (
    "pixellab-v2/create-image-pixflux",
    "pixellab-v2/create-image-bitforge",
    "pixellab-v2/animate-with-text-v2",
    "pixellab-v2/edit-images-v2",
    "pixellab-v2/inpaint",
    "pixellab-v2/edit-image",
    "pixellab-v2/generate-8-rotations-v2",
    "pixellab-v2/create-tileset",
    "pixellab-v2/create-character-with-8-directions",
    "pixel-engine/generate-image",
    "pixel-engine/animate",
    "local/quantise",
    "local/estimate-skeleton",
    "local/inpaint",
    "local/animate-with-skeleton",
)
"""What most people mean, the likeliest first; all others come after them as they are declared."""
ELDER = frozenset({"pixellab-v1"})
"""Providers with a younger API of the same makers."""
_DONE_HERE = frozenset({Intent.CLEAN_UP, Intent.POSE})
"""What this computer does as well as anybody: nothing is paid for it by default."""
_SIZED_FROM = frozenset({Source.FRAME, Source.FRAMES, Source.LAYER})
_MAKES = frozenset({Returns.FRAMES, Returns.KEYPOINTS, Returns.THING})


class Fits(IntEnum):
    """How a sprite's size goes with an operation, the best first."""

    AS_IT_IS = 0
    PADDED = 1
    NOT_AT_ALL = 2


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is there. `balances` holds what is known of accounts; a provider missing in it was not asked yet."""

    size: Size | None = None
    frames: int = 0
    has_mask: bool = False
    has_pose: bool = False
    tokens: frozenset[str] = frozenset()
    """Providers whose token is at hand."""
    unpriced: frozenset[str] = frozenset()
    """Ids of operations of which is known that nobody tells their price before."""
    balances: Mapping[str, Balance] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One operation, why it is the one, and the others of the intent, the more useful first."""

    spec: OperationSpec
    reasons: tuple[str, ...]
    others: tuple[OperationSpec, ...]

    @property
    def why(self) -> str:
        """The reasons as one line of words."""
        return " ".join(self.reasons)


def recommend(
    intent: Intent,
    specs: Iterable[OperationSpec],
    circumstances: Circumstances,
    *,
    title: Callable[[str], str] = str,
) -> Recommendation | None:
    """The operation for an intent; None where nothing makes anything. `title` names a provider for people."""
    of_intent = [spec for spec in specs if spec.intent is intent]
    ranked = sorted(of_intent, key=lambda spec: _rank(spec, circumstances))
    if not ranked or not makes_something(ranked[0]):
        return None
    best = ranked[0]
    return Recommendation(best, _reasons(best, ranked, circumstances, title), tuple(ranked[1:]))


def makes_something(spec: OperationSpec) -> bool:
    """Whether it draws or finds something new, rather than looking something up or putting it away."""
    return spec.effect in (Effect.PAYS, Effect.FREE) and spec.returns in _MAKES


def fits(spec: OperationSpec, size: Size | None) -> Fits:
    """How a sprite of this size can be sent; without a sprite every size is as good."""
    fields = {declared.name for declared in _sized(spec)}
    if size is None or not fields:
        return Fits.AS_IT_IS
    values = _stand_ins(spec, size)
    if not any(problem.blocking and problem.field in fields for problem in problems_in(spec, values)):
        return Fits.AS_IT_IS
    return Fits.PADDED if fit_for(spec, values) is not None else Fits.NOT_AT_ALL


def lacks(spec: OperationSpec, circumstances: Circumstances) -> str:
    """What has to be made before it can be sent, in words; empty when everything is there."""
    if _needs(spec, Kind.MASK) and not circumstances.has_mask:
        return _("Paint a mask first.")
    if _needs(spec, Kind.KEYPOINTS) and not circumstances.has_pose:
        return _("It needs a skeleton first.")
    return ""


def hindrance(spec: OperationSpec, circumstances: Circumstances, *, needs_token: bool) -> str:
    """Why an operation cannot be sent as things stand, in a few words; empty where nothing is in the way."""
    if not makes_something(spec):
        return ""
    if needs_token:
        return _("needs a token")
    if circumstances.size is not None and fits(spec, circumstances.size) is Fits.NOT_AT_ALL:
        return _("not at {size}").format(size=circumstances.size)
    return ""


def usual_price(operation: type[Operation], size: Size | None, quote: Callable[[Operation], Quote]) -> Quote:
    """What it costs for a sprite of this size with everything else as it comes."""
    spec = operation.spec
    return quote(operation.from_values(_stand_ins(spec, size or Size(64, 64), required_only=True)))


def can_pay(quote: Quote | None, balance: Balance | None) -> bool | None:
    """Whether what is left covers a price; None when that cannot be said."""
    if quote is None or balance is None or quote.unit in (Unit.UNKNOWN, Unit.FREE):
        return None
    left = [charge.amount for charge in balance.left if charge.unit == quote.unit]
    return sum(left, Decimal(0)) >= quote.amount if left else None


def is_empty(balance: Balance | None) -> bool:
    """Whether an account is known to hold nothing at all."""
    return balance is not None and bool(balance.left) and all(charge.amount <= 0 for charge in balance.left)


def _rank(spec: OperationSpec, there: Circumstances) -> tuple[int, ...]:
    offline = spec.provider == OFFLINE
    has_token = offline or spec.provider in there.tokens
    ignores_mask = there.has_mask and not _needs(spec, Kind.MASK)
    usual = USUAL.index(spec.id) if spec.id in USUAL else len(USUAL)
    return (
        not makes_something(spec),
        _needs(spec, Kind.RESOURCE),
        not has_token,
        is_empty(there.balances.get(spec.provider)),
        fits(spec, there.size),
        not offline if spec.intent in _DONE_HERE else offline,
        ignores_mask,
        spec.id in there.unpriced,
        spec.id not in USUAL,
        bool(lacks(spec, there)),
        usual,
        spec.provider in ELDER,
    )


def _needs(spec: OperationSpec, kind: Kind) -> bool:
    return any(declared.required and declared.kind is kind for declared in spec.form_fields)


def _reasons(
    best: OperationSpec, ranked: Iterable[OperationSpec], there: Circumstances, title: Callable[[str], str]
) -> tuple[str, ...]:
    name = title(best.provider)
    told = []
    if best.provider == OFFLINE:
        others = [spec for spec in ranked if spec.provider != OFFLINE and makes_something(spec)]
        waits = others and not any(spec.provider in there.tokens for spec in others)
        told.append(_("Works without an account.") if waits else _("Nothing leaves this computer."))
    elif best.provider in there.tokens:
        told.append(_("Your {provider} token is there.").format(provider=name))
    else:
        told.append(_("It takes a {provider} token.").format(provider=name))
    if is_empty(there.balances.get(best.provider)):
        told.append(_("The account is empty."))
    told += [words for words in (lacks(best, there), _size_words(best, there.size)) if words]
    return tuple(told)


def _size_words(spec: OperationSpec, size: Size | None) -> str:
    if size is None or not _sized(spec):
        return ""
    match fits(spec, size):
        case Fits.AS_IT_IS:
            takes = any(declared.kind is not Kind.SIZE for declared in _sized(spec))
            return (_("Takes {size} as it is.") if takes else _("Makes {size}.")).format(size=size)
        case Fits.PADDED:
            return _("{size} is padded and cut back.").format(size=size)
        case _:
            return _("{size} is not possible here.").format(size=size)


def _sized(spec: OperationSpec) -> list[Field]:
    """The fields that take their size from the sprite."""
    return [
        declared
        for declared in spec.form_fields
        if (declared.kind in (Kind.IMAGE, Kind.IMAGES) and declared.source in _SIZED_FROM)
        or (declared.kind is Kind.SIZE and (declared.required or declared.source is Source.CANVAS_SIZE))
    ]


def _stand_ins(spec: OperationSpec, size: Size, *, required_only: bool = False) -> dict[str, FieldValue]:
    """Values as cheap as possible that a declaration, or a price, can be asked about."""
    of_sprite = {declared.name for declared in _sized(spec)}
    return {
        declared.name: _stand_in(declared, size)
        for declared in spec.fields
        if declared.required or (declared.name in of_sprite and not required_only)
    }


def _stand_in(declared: Field, size: Size) -> FieldValue:
    plane = np.broadcast_to(np.uint8(255), (size.height, size.width))
    pixels = np.broadcast_to(np.uint8(255), (size.height, size.width, 4))
    match declared.kind:
        case Kind.SIZE:
            return size
        case Kind.IMAGE:
            return pixels
        case Kind.IMAGES:
            return (Picture(pixels),)
        case Kind.MASK:
            return plane
        case Kind.CHOICE:
            return declared.choices[0].value
        case Kind.KEYPOINTS | Kind.WORDS | Kind.MASKS | Kind.KEYFRAMES:
            return ()
        case _:
            return "x"
