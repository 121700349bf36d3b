"""What a person wants to do, in their words, and what an operation costs and takes, in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from studio.app.recommend import ELDER
from studio.core.words import _
from studio.providers.registry import entry
from studio.spec.cost import Quote, Unit
from studio.spec.operation import Effect, Intent, OperationSpec

INTENT_ICONS = {
    Intent.CREATE: "spark",
    Intent.ANIMATE: "animate",
    Intent.EDIT: "edit",
    Intent.ROTATE: "rotate",
    Intent.MAP: "tile",
    Intent.CHARACTER: "character",
    Intent.CLEAN_UP: "clean-up",
    Intent.POSE: "skeleton",
    Intent.ACCOUNT: "info",
}


def intent_title(intent: Intent) -> str:
    """The heading of a group of operations."""
    return {
        Intent.CREATE: _("Create"),
        Intent.ANIMATE: _("Animate"),
        Intent.EDIT: _("Edit"),
        Intent.ROTATE: _("Rotate"),
        Intent.MAP: _("Map"),
        Intent.CHARACTER: _("Character"),
        Intent.CLEAN_UP: _("Clean up"),
        Intent.POSE: _("Pose"),
        Intent.ACCOUNT: _("Account"),
    }[intent]


def provider_title(provider: str) -> str:
    """The provider as people know it."""
    return entry(provider).title


def titles_apart(specs: Iterable[OperationSpec]) -> Mapping[str, str]:
    """Titles by operation id; of operations with one title the first keeps it, the others say how they differ."""
    taken: set[str] = set()
    titles = {}
    for spec in specs:
        way = _("older") if spec.provider in ELDER else provider_title(spec.provider)
        apart = _("{title} ({way})").format(title=spec.title, way=way)
        titles[spec.id] = apart if spec.title in taken else spec.title
        taken.add(spec.title)
    return titles


def is_free(spec: OperationSpec) -> bool:
    """Whether it never costs anything."""
    return spec.effect is not Effect.PAYS


def verb_words(spec: OperationSpec) -> str:
    """What the button of the form does."""
    makes = spec.effect in (Effect.PAYS, Effect.FREE) and spec.intent is not Intent.ACCOUNT
    return _("Generate") if makes else _("Send")


def time_words(seconds: float) -> str:
    """How long it usually takes."""
    if seconds < 1:
        return _("< 1 s")
    if seconds < 90:
        whole = round(seconds)
        return _("~{count} s").format(count=whole)
    minutes = round(seconds / 60)
    return _("~{count} min").format(count=minutes)


def amount_of(quote: Quote | None) -> str:
    """The price where there is little room, and that there is none to tell; empty for no quote."""
    if quote is None:
        return ""
    return _("price unknown") if quote.unit is Unit.UNKNOWN else quote.brief


def price_words(spec: OperationSpec, quote: str = "") -> str:
    """Place, usual time and price: `PixelLab, ~10 s, ~0.0079 USD`; the price last, since the button says it too."""
    time = time_words(spec.usual_seconds)
    if spec.provider == "local":
        return _("Free, on this computer, {time}").format(time=time)
    price = _("free") if is_free(spec) else quote or _("paid")
    return _("{provider}, {time}, {price}").format(provider=provider_title(spec.provider), price=price, time=time)


def where_words(spec: OperationSpec) -> str:
    """Where the pictures and words of a request go."""
    if spec.provider == "local":
        return _("Nothing leaves this computer.")
    return _("Goes to {name}.").format(name=provider_title(spec.provider))


def brief_words(spec: OperationSpec) -> str:
    """Where it is done and whether it costs something: `This computer, free`."""
    price = _("free") if is_free(spec) else _("paid")
    return _("{provider}, {price}").format(provider=provider_title(spec.provider), price=price)
