"""What providers make besides single pictures, as sprites: characters with a tag for each direction and movement,
tilesets with one tile a frame.

What the provider told about it (ids, corners, terrains) is written into the sprite's own user data, in the person's
map of properties, where other programs can read it too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

import numpy as np

from studio.app.directions import EIGHT
from studio.app.takes import DEFAULT_DURATION
from studio.codec.aseprite.properties import KeyedMap, Maps, Value, decode_map, encode_map, join_maps, split_maps
from studio.codec.limits import check_picture
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc import edits, tags
from studio.doc.model import Sprite, UserData
from studio.doc.pixels import Pixels, frozen, size_of

CORNERS = ("NW", "NE", "SW", "SE")
_PERSONS_OWN = 0
"""Key of the property map that belongs to no program."""
_TWO = 2
_NO_SIZE = Size(0, 0)
_INT64 = 2**63
_DEEPEST = 16
"""Levels of facts inside facts; readers of the property map stop soon after."""


class Made(Protocol):
    """A take, or a result that is not one yet."""

    @property
    def frames(self) -> tuple[Pixels, ...]: ...

    @property
    def durations(self) -> tuple[Fraction, ...]: ...

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def table(self) -> tuple[Mapping[str, Any], ...]: ...

    @property
    def facts(self) -> Mapping[str, Any]: ...


class Run(NamedTuple):
    """Frames in a row that show one thing, from `start` to before `stop`."""

    name: str
    start: int
    stop: int


def runs_of(names: Sequence[str]) -> tuple[Run, ...]:
    """Neighbours with one name together; frames without a name are in no run."""
    runs: list[Run] = []
    for index, name in enumerate(names):
        if runs and runs[-1].name == name and runs[-1].stop == index:
            runs[-1] = runs[-1]._replace(stop=index + 1)
        else:
            runs.append(Run(name, index, index + 1))
    return tuple(run for run in runs if run.name)


def is_tileset(take: Made) -> bool:
    """Whether each frame is a tile whose corners are known."""
    rows = take.table
    return bool(rows) and len(rows) == len(take.frames) and all(_corners(row) for row in rows)


def is_thing(take: Made) -> bool:
    """Whether it makes sense as a sprite of its own only: tiles, or a figure from several sides."""
    return is_tileset(take) or len({run.name for run in runs_of(take.names)}) >= _TWO


def tagged(sprite: Sprite, take: Made, *, start: int = 0) -> Sprite:
    """With a tag for each run of the take's frames, which stand in the sprite from frame `start` on. Tiles get none."""
    if is_tileset(take):
        return sprite
    for run in runs_of(take.names):
        first, last = sprite.frames[start + run.start], sprite.frames[start + run.stop - 1]
        sprite = with_tag(sprite, run.name, first.id, last.id)
    return sprite


def with_tag(sprite: Sprite, name: str, first: str, last: str) -> Sprite:
    """With a tag for `walk/south` over these frames; the tags of a movement have one colour, each movement its own."""
    movement = name.rpartition("/")[0]
    known = list(dict.fromkeys(("", *(_movement_of(tag.name) for tag in sprite.tags), movement)))
    tagged_so = tags.add_tag(sprite, tag_name(name), first, last)
    before = {tag.id for tag in sprite.tags}
    new = next(tag.id for tag in tagged_so.tags if tag.id not in before)
    return tags.set_tag(tagged_so, new, colour=tags.TAG_COLOURS[known.index(movement) % len(tags.TAG_COLOURS)])


def _movement_of(name: str) -> str:
    """`walk` of `walk south`; empty where the tag names a direction alone, or none at all."""
    movement, _space, direction = name.rpartition(" ")
    return movement if direction in EIGHT else ""


def tag_name(name: str) -> str:
    """`walk/south-west` as a tag: `walk south-west`."""
    return " ".join(part.strip() for part in name.split("/") if part.strip())


def thing_sprite(take: Made) -> Sprite:
    """A sprite of all frames of the take, with its tags and what is known about it.

    Frames of several sizes stand in the middle of the largest. UserError when there is no picture, or more than the
    studio opens at once: wide and high frames together need a canvas that is both.
    """
    if not take.frames:
        raise UserError(_("This take has no picture. Accept its poses instead."))
    size = joint_canvas(take.frames)
    rasters = [centred(frame, size) for frame in take.frames]
    times = take.durations if len(take.durations) == len(rasters) else (DEFAULT_DURATION,) * len(rasters)
    sprite = edits.from_rasters(rasters, times)
    return _described(tagged(sprite, take), take)


def tiles_of(sprite: Sprite) -> tuple[Mapping[str, Any], ...]:
    """What is known of each tile of a tileset sprite, frame by frame: its name and its corners; nothing for others."""
    found = _properties(sprite).get("tiles")
    return tuple(tile for tile in found if isinstance(tile, Mapping)) if isinstance(found, list) else ()


def facts_of(sprite: Sprite) -> Mapping[str, Any]:
    """What a provider told about the thing that a sprite shows, as far as it is written into the sprite."""
    return _properties(sprite)


def _described(sprite: Sprite, take: Made) -> Sprite:
    facts: dict[str, Value] = {
        name: fact for name, value in take.facts.items() if (fact := _storable(value)) is not None
    }
    if is_tileset(take):
        facts["tiles"] = [_tile(take, index) for index in range(len(take.frames))]
    if not facts:
        return sprite
    data = sprite.user_data or UserData()
    others = tuple(entry for entry in split_maps(data.properties).maps if entry.key != _PERSONS_OWN)
    own = KeyedMap(_PERSONS_OWN, encode_map({**_properties(sprite), **facts}))
    return replace(sprite, user_data=replace(data, properties=join_maps(Maps((own, *others)))))


def _properties(sprite: Sprite) -> dict[str, Value]:
    """The person's own properties of a sprite."""
    block = sprite.user_data.properties if sprite.user_data is not None else b""
    own = next((entry for entry in split_maps(block).maps if entry.key == _PERSONS_OWN), None)
    return {} if own is None else decode_map(own.data)


def _tile(take: Made, index: int) -> dict[str, Value]:
    row = take.table[index]
    known: dict[str, Value] = {"id": str(row.get("id", "")), "name": str(row.get("name", ""))}
    return known | _corners(row)


def _corners(row: Mapping[str, Any]) -> dict[str, str]:
    """Terrain by corner; empty unless all four are told."""
    found = {corner: row.get(f"corners.{corner}") for corner in CORNERS}
    return {corner: str(kind) for corner, kind in found.items() if kind} if all(found.values()) else {}


def _storable(value: object, depth: int = 0) -> Value | None:
    """The value as a property; None for what cannot be one, such as a number of more than 64 bits."""
    if depth > _DEEPEST:
        return None
    match value:
        case bool() | float() | str():
            return value
        case int():
            return value if -_INT64 <= value < _INT64 else None
        case Mapping():
            parts = {str(name): _storable(part, depth + 1) for name, part in value.items()}
            return {name: fact for name, fact in parts.items() if fact is not None}
        case list() | tuple():
            return [fact for part in value if (fact := _storable(part, depth + 1)) is not None]
        case _:
            return None


def joint_canvas(frames: Sequence[Pixels], *, least: Size = _NO_SIZE, beside: int = 0) -> Size:
    """The smallest canvas of at least that size on which each of the frames fits. UserError when it is too large for
    all of them, and the frames `beside` them."""
    sizes = [least, *map(size_of, frames)]
    canvas = Size(max(size.width for size in sizes), max(size.height for size in sizes))
    check_picture(_("This take"), canvas, frames=len(frames) + beside)
    return canvas


def centred(frame: Pixels, size: Size) -> Pixels:
    """The frame in the middle of a transparent canvas that is at least as large."""
    own = size_of(frame)
    if own == size:
        return frame
    canvas = np.zeros((size.height, size.width, 4), np.uint8)
    top, left = (size.height - own.height) // 2, (size.width - own.width) // 2
    canvas[top : top + own.height, left : left + own.width] = frame
    return frozen(canvas)


def table_lines(table: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Head and rows of a table for people: a column for each fact that any row has, in the order they come."""
    head = tuple(dict.fromkeys(name for row in table for name in row))
    return head, tuple(tuple(_cell(row.get(name)) for name in head) for row in table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value))
    return str(value)
