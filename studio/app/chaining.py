"""The next tileset after one: its lower ground is the upper ground of the one before, so that both join on a map."""

from __future__ import annotations

from typing import Any

from studio.app.thing_records import Thing, ThingKind
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.pixels import Pixels
from studio.spec.operation import Operation

_LOWER, _UPPER = "lower", "upper"
_TAKEN_OVER = ("transition_size", "outline", "shading", "detail", "view")
"""What the next tileset is asked for in the same way."""
_KEPT = (_LOWER, _UPPER, "transition", *_TAKEN_OVER)


def made_with(request: Operation) -> dict[str, Any]:
    """What a chain needs to know of the request of a tileset, as plain values."""
    values = request.values
    kept = {name: values[name] for name in _KEPT if values.get(name) not in (None, "")}
    return {**kept, "tile_size": list(values["tile_size"])}


def chained(operation: type[Operation], thing: Thing, *, ground: Pixels | None = None) -> Operation:
    """The request of the next tileset, its upper ground still to be told.

    `ground` is the tile that is all of the ground they share: its look is taken on. UserError when nothing is known of
    how the first was made.
    """
    if thing.kind is not ThingKind.TILESET:
        raise UserError(_("Only a tileset can be chained to another."))
    told = thing.made_with
    shared = told.get(_UPPER)
    if not isinstance(shared, str) or not shared:
        raise UserError(
            _("It is not known which grounds “{name}” shows, so nothing can be chained to it.").format(name=thing.title)
        )
    values: dict[str, object] = {name: told[name] for name in _TAKEN_OVER if name in told}
    if isinstance(told.get("tile_size"), list):
        values["tile_size"] = Size(*map(int, told["tile_size"]))
    elif thing.size.width:
        values["tile_size"] = thing.size
    return operation(
        lower=shared,
        upper="",
        lower_tile=thing.base_tiles.get(_UPPER),
        lower_image=ground,
        **values,
    )
