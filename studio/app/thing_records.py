"""What is kept at a provider as more than a picture: characters, tilesets, isometric tiles, map objects, as records.

Records are plain values: they are read from the tables that providers answer with, tolerantly, and from the list that
is kept on this machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from studio.app.directions import EIGHT, FOUR
from studio.app.takes_store import moment_in
from studio.core.geometry import Size
from studio.core.words import _

Json: TypeAlias = Mapping[str, Any]
NO_SIZE = Size(0, 0)
_LONGEST_NAME = 40
_MOST = len(EIGHT)


class ThingKind(StrEnum):
    """What a thing is."""

    CHARACTER = "character"
    TILESET = "tileset"
    TILE = "isometric-tile"
    OBJECT = "map-object"


LIFETIMES: Mapping[ThingKind, float] = MappingProxyType({ThingKind.OBJECT: 8 * 3600.0})
"""Seconds after which the provider deletes a thing of this kind by itself."""


@dataclass(frozen=True, slots=True)
class Movement:
    """An animation of a character: what was asked for and what is in its sprite by now.

    `job` is the latest job that draws it, empty for what the provider told. Without a `name` it is the character as it
    stands, seen from directions that were missing. `duration` is milliseconds a frame.
    """

    name: str
    asked: tuple[str, ...]
    done: tuple[str, ...] = ()
    job: str = ""
    template: str = ""
    duration: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """Directions that were asked for and are not there."""
        return tuple(direction for direction in self.asked if direction not in self.done)

    def with_done(self, directions: Sequence[str]) -> Movement:
        """With further directions in the sprite."""
        return replace(self, done=tuple(dict.fromkeys((*self.done, *directions))))


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing. `id` is the provider's; times are seconds since 1970, UTC."""

    id: str
    kind: ThingKind
    name: str = ""
    prompt: str = ""
    """The words it was made from."""
    size: Size = NO_SIZE
    wanted: tuple[str, ...] = ()
    """Directions a character is meant to have."""
    directions: tuple[str, ...] = ()
    """Those whose picture is known."""
    movements: tuple[Movement, ...] = ()
    tags: tuple[str, ...] = ()
    created: float = 0.0
    expires: float | None = None
    """When the provider deletes it; None where it does not."""
    file: str = ""
    """The sprite that was made of it."""
    document: str = ""
    """Id of that sprite while it is open."""
    job: str = ""
    made_with: Json = field(default_factory=lambda: MappingProxyType({}))
    """What was asked for, where it was made here: plain values by field."""
    base_tiles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Tile id by terrain."""
    is_listed: bool = False
    """Whether the provider has told of it."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Directions without a picture; none while nothing is known of any."""
        return tuple(one for one in self.wanted if one not in self.directions) if self.directions else ()

    @property
    def title(self) -> str:
        """Its name, or what it is."""
        return self.name or kind_title(self.kind)

    def movement(self, job_id: str) -> Movement | None:
        """The animation that a job draws."""
        return next((one for one in self.movements if one.job and one.job == job_id), None)

    def with_movement(self, movement: Movement) -> Thing:
        """With this animation in place of the one of its name, or as another one."""
        if all(known.name != movement.name for known in self.movements):
            return replace(self, movements=(*self.movements, movement))
        return replace(
            self, movements=tuple(movement if known.name == movement.name else known for known in self.movements)
        )


def kind_title(kind: ThingKind) -> str:
    """The kind for people."""
    return {
        ThingKind.CHARACTER: _("Character"),
        ThingKind.TILESET: _("Tileset"),
        ThingKind.TILE: _("Isometric tile"),
        ThingKind.OBJECT: _("Map object"),
    }[kind]


def character_of_row(row: Json) -> Thing | None:
    """A character as a provider lists it; None for a row without an id. Whatever else is missing is left open."""
    identity = row.get("id")
    if not isinstance(identity, str) or not identity or _sound(identity) != identity:
        return None
    row = _sound(row)
    tags = row.get("tags")
    prompt = row.get("prompt")
    words = row.get("name") or prompt
    return Thing(
        id=identity,
        kind=ThingKind.CHARACTER,
        name=short_name(words) if isinstance(words, str) else "",
        prompt=prompt if isinstance(prompt, str) else "",
        size=_size(row),
        wanted=_wanted(row.get("directions")),
        movements=_movements(row.get("movements")),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list | tuple) else (),
        created=_time(row.get("created_at")),
        is_listed=True,
    )


def merged(known: Thing, told: Thing) -> Thing:
    """What was known, brought up to date by what the provider tells; what only this machine knows stays."""
    movements = known.movements
    for movement in told.movements:
        same = next((one for one in movements if one.name == movement.name), None)
        if same is None:
            movements = (*movements, movement)
    return replace(
        known,
        name=known.name or told.name,
        prompt=told.prompt or known.prompt,
        size=told.size if told.size != NO_SIZE else known.size,
        wanted=told.wanted or known.wanted,
        directions=in_order((*known.directions, *told.directions)),
        movements=movements,
        tags=told.tags,
        created=known.created or told.created,
        is_listed=True,
    )


def short_name(words: str) -> str:
    """The first words of a description, as a name that fits a file and a tab."""
    line = " ".join(words.split()).rstrip(".,;")
    if len(line) <= _LONGEST_NAME:
        return line
    cut = line[: _LONGEST_NAME + 1].rpartition(" ")[0]
    return (cut or line[:_LONGEST_NAME]).rstrip(".,;")


def in_order(directions: Sequence[str]) -> tuple[str, ...]:
    """Each direction once, clockwise from the south; words that are none of the eight stay behind them."""
    known = [one for one in EIGHT if one in directions]
    return tuple(dict.fromkeys((*known, *directions)))


def as_json(thing: Thing) -> dict[str, Any]:
    """The record for the list on this machine."""
    return {
        "id": thing.id,
        "kind": thing.kind.value,
        "name": thing.name,
        "prompt": thing.prompt,
        "size": list(thing.size),
        "wanted": list(thing.wanted),
        "directions": list(thing.directions),
        "movements": [
            {
                "name": one.name,
                "asked": list(one.asked),
                "done": list(one.done),
                "job": one.job,
                "template": one.template,
                "duration": one.duration,
            }
            for one in thing.movements
        ],
        "tags": list(thing.tags),
        "created": thing.created,
        "expires": thing.expires,
        "file": thing.file,
        "job": thing.job,
        "made_with": dict(thing.made_with),
        "base_tiles": dict(thing.base_tiles),
        "is_listed": thing.is_listed,
    }


def from_json(stored: Json) -> Thing:
    """The record of the list. KeyError, TypeError or ValueError when it is damaged."""
    width, height = stored["size"]
    return Thing(
        id=str(stored["id"]),
        kind=ThingKind(stored["kind"]),
        name=str(stored["name"]),
        prompt=str(stored.get("prompt", "")),
        size=Size(int(width), int(height)),
        wanted=_words(stored["wanted"]),
        directions=_words(stored["directions"]),
        movements=tuple(
            Movement(
                name=str(one["name"]),
                asked=_words(one["asked"]),
                done=_words(one["done"]),
                job=str(one["job"]),
                template=str(one["template"]),
                duration=int(one["duration"]),
            )
            for one in stored["movements"]
        ),
        tags=_words(stored["tags"]),
        created=float(stored["created"]),
        expires=None if stored["expires"] is None else float(stored["expires"]),
        file=str(stored["file"]),
        job=str(stored["job"]),
        made_with=MappingProxyType(dict(stored["made_with"])),
        base_tiles=MappingProxyType({str(name): str(tile) for name, tile in dict(stored["base_tiles"]).items()}),
        is_listed=bool(stored["is_listed"]),
    )


def _sound(value: Any) -> Any:  # noqa: ANN401 - whatever stands in an answer
    """The same without halves of surrogates, which no file and no name of a file takes."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case Mapping():
            return {_sound(name): _sound(part) for name, part in value.items()}
        case list() | tuple():
            return [_sound(part) for part in value]
        case _:
            return value


def _words(found: object) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise TypeError("no list of words")
    return tuple(map(str, found))


def _wanted(count: object) -> tuple[str, ...]:
    """A character has four or eight directions."""
    return {len(FOUR): FOUR, _MOST: EIGHT}.get(count, ()) if isinstance(count, int) else ()


def _movements(found: object) -> tuple[Movement, ...]:
    """Animations as `{"name", "directions"}`; those without a name or direction are passed over."""
    movements = []
    for one in found if isinstance(found, list | tuple) else ():
        directions = one.get("directions") if isinstance(one, Mapping) else None
        named = tuple(word for word in directions if isinstance(word, str)) if isinstance(directions, list) else ()
        if named and one.get("name"):
            movements.append(Movement(str(one["name"]), asked=in_order(named), done=in_order(named)))
    return tuple(movements)


def _size(row: Json) -> Size:
    sides = [row.get(f"size.{side}") for side in ("width", "height")]
    if all(isinstance(side, int) and not isinstance(side, bool) and side > 0 for side in sides):
        return Size(*(int(side) for side in sides if side is not None))
    return NO_SIZE


def _time(found: object) -> float:
    """Seconds since 1970 of an ISO 8601 time; 0 for anything else, and for the ends of the calendar."""
    if not isinstance(found, str):
        return 0.0
    try:
        return moment_in(datetime.fromisoformat(found).timestamp())
    except (ValueError, OverflowError, OSError):
        return 0.0
