"""Pictures of things: a character with its directions, and a tileset as a map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shots import Shot, session_of, settled

if TYPE_CHECKING:
    from studio.app.takes import Take
    from studio.app.thing_records import Thing
    from studio.doc.pixels import Pixels
    from studio.ui.window import MainWindow

PROVIDERS = True
_TILE = 16
_MADE = 1_795_161_600.0
"""Seconds since 1970."""
_EDGE = 0.12
"""How far from the middle between two grounds the bank reaches."""


async def _character(window: MainWindow) -> QWidget:
    from studio.app.directions import EIGHT  # noqa: PLC0415
    from studio.app.takes import Take  # noqa: PLC0415
    from studio.app.thing_records import Movement, Thing, ThingKind  # noqa: PLC0415
    from studio.doc.compose import flatten  # noqa: PLC0415
    from studio.doc.pixels import frozen, size_of  # noqa: PLC0415

    await _opened(window)
    sprite = session_of(window).workspace.require_active().sprite
    frames = [flatten(sprite, frame.id) for frame in sprite.frames]
    missing = ("north", "north-east")
    shown = [side for side in EIGHT if side not in missing]
    pictures = [
        frozen(frames[at % len(frames)][:, :: -1 if "west" in side else 1].copy()) for at, side in enumerate(shown)
    ]
    thing = Thing(
        "hero",
        ThingKind.CHARACTER,
        name="Knight with a red scarf",
        prompt="a young knight with a long red scarf, brown hair and a green tunic",
        created=_MADE,
        size=size_of(frames[0]),
        wanted=EIGHT,
        directions=tuple(shown),
        movements=(
            Movement("walk", asked=EIGHT, done=EIGHT),
            Movement("jump", asked=EIGHT, done=EIGHT[:6], template="jumping-1"),
        ),
        tags=("hero", "level 1"),
        is_listed=True,
    )
    await _shown(window, thing, Take("", "", thing.name, frames=tuple(pictures), names=tuple(shown)))
    return window.docks["things"]


async def _tileset(window: MainWindow) -> QWidget:
    from studio.app.takes import Take  # noqa: PLC0415
    from studio.app.thing_records import Thing, ThingKind  # noqa: PLC0415
    from studio.core.geometry import Size  # noqa: PLC0415

    await _opened(window)
    words = ("lower", "upper")
    kinds = [[words[number >> bit & 1] for bit in range(4)] for number in range(16)]
    table = [
        {
            "id": str(at),
            "name": str(at),
            **{f"corners.{corner}": kind for corner, kind in zip(_CORNERS, one, strict=True)},
        }
        for at, one in enumerate(kinds)
    ]
    made_with = {"lower": "deep sea", "upper": "meadow"}
    thing = Thing(
        "tiles",
        ThingKind.TILESET,
        name="deep sea and meadow",
        created=_MADE,
        size=Size(_TILE, _TILE),
        made_with=made_with,
        is_listed=True,
    )
    await _shown(window, thing, Take("", "", thing.name, frames=tuple(_tile(one) for one in kinds), table=tuple(table)))
    return window.docks["things"]


_CORNERS = ("NW", "NE", "SW", "SE")


async def _opened(window: MainWindow) -> None:
    """The panel alone at the right, after it has asked for its list."""
    for name in ("takes", "jobs"):
        window.docks[name].hide()
    window.show_panel("things")
    await settled()


async def _shown(window: MainWindow, thing: Thing, take: Take) -> None:
    from fractions import Fraction  # noqa: PLC0415

    from studio.app.thing_sprites import keep_pictures, thing_as_sprite  # noqa: PLC0415

    desk = session_of(window).things
    keep_pictures(desk.shelf.picture_file(thing), thing_as_sprite(take, thing.id, Fraction(100)))
    desk.shelf.put(thing)
    desk.wanted.emit(thing.id)
    await settled()


def _tile(kinds: Sequence[str]) -> Pixels:
    """Grass and water with a bank that bends around the corners."""
    import numpy as np  # noqa: PLC0415

    from studio.doc.pixels import frozen  # noqa: PLC0415
    from studio.local.tiles import Terrain, terrain_tile  # noqa: PLC0415

    grass, earth, water = (terrain_tile(one, 3, size=_TILE) for one in (Terrain.GRASS, Terrain.EARTH, Terrain.WATER))
    nw, ne, sw, se = (float(kind == "upper") for kind in kinds)
    along = (np.arange(_TILE) + 0.5) / _TILE
    top = nw * (1 - along) + ne * along
    bottom = sw * (1 - along) + se * along
    height = top[None, :] * (1 - along[:, None]) + bottom[None, :] * along[:, None]
    tile = np.where((height > 0.5)[..., None], grass, water)
    return frozen(np.where((np.abs(height - 0.5) < _EDGE)[..., None] & (height > 0.5)[..., None], earth, tile))


SHOTS = (Shot("things", _character), Shot("tileset", _tileset))
