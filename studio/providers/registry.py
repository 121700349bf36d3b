"""Which providers there are. A provider's package is imported when it is first asked for.

Listing operations loads declarations only; the code that carries them out (and numpy, codecs, the network) is loaded
with the first `provider(id)`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from studio.core.errors import UserError
from studio.core.words import _
from studio.providers.access import configure
from studio.spec.operation import Operation

if TYPE_CHECKING:
    from studio.providers.protocol import Provider


__all__ = ["PROVIDERS", "Entry", "configure", "entry", "operation", "operations", "provider"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One provider: where its declarations (`OPERATIONS`) and its maker (`make_provider`) are found."""

    id: str
    title: str
    package: str

    def operations(self) -> tuple[type[Operation], ...]:
        declared: tuple[type[Operation], ...] = import_module(f"{self.package}.declarations").OPERATIONS
        return declared

    def make(self) -> Provider:
        maker: Callable[[], Provider] = import_module(f"{self.package}.provider").make_provider
        return maker()


PROVIDERS: tuple[Entry, ...] = (
    Entry("local", _("This computer"), "studio.providers.local"),
    Entry("pixellab-v2", _("PixelLab"), "studio.providers.pixellab_v2"),
    Entry("pixellab-v1", _("PixelLab (first API)"), "studio.providers.pixellab_v1"),
    Entry("pixel-engine", _("Pixel Engine"), "studio.providers.pixel_engine"),
    Entry("pixeldojo", _("PixelDojo"), "studio.providers.pixeldojo"),
    Entry("pixelapi", _("PixelAPI"), "studio.providers.pixelapi"),
)


def entry(provider_id: str) -> Entry:
    """The entry of a provider; UserError naming near matches when there is none."""
    for known in PROVIDERS:
        if known.id == provider_id:
            return known
    sentence = _("There is no provider {id}.").format(id=provider_id)
    raise UserError(_with_near(sentence, provider_id, [known.id for known in PROVIDERS]))


@cache
def provider(provider_id: str) -> Provider:
    """The provider, made on first use and shared from then on."""
    return entry(provider_id).make()


def operations(provider_id: str = "") -> tuple[type[Operation], ...]:
    """All declared operations, or those of one provider, in the order in which they are shown."""
    chosen = (entry(provider_id),) if provider_id else PROVIDERS
    return tuple(operation for known in chosen for operation in known.operations())


def operation(operation_id: str) -> type[Operation]:
    """The operation with this id; UserError naming near matches when there is none."""
    provider_id, slash, _name = operation_id.partition("/")
    known = operations(provider_id) if slash else operations()
    for declared in known:
        if declared.spec.id == operation_id:
            return declared
    sentence = _("There is no operation {id}.").format(id=operation_id)
    raise UserError(_with_near(sentence, operation_id, [declared.spec.id for declared in known]))


def _with_near(sentence: str, wanted: str, known: list[str]) -> str:
    near = [name for name in known if wanted in name][:3] or difflib.get_close_matches(wanted, known, n=2, cutoff=0.7)
    if near:
        return sentence + " " + _("Did you mean {names}?").format(names=_(" or ").join(near))
    return sentence + " " + _("List them with: sprite-studio providers")
