"""What each kind of answer of PixelLab v2 holds, read into an Outcome. Nothing here asks the network.

A finished job stands under `job` where something was fetched beside it, and that under `thing`; several jobs of one
request stand under `jobs`, in the order in which they were accepted, the failed ones with their reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from studio.core.errors import BadFile, Charged, JobFailed
from studio.core.words import _
from studio.doc.pixels import size_of
from studio.providers.answers import Json, read_json, size_hint
from studio.providers.bundle import Kept
from studio.providers.pixellab_answers import (
    Found,
    addresses,
    bad_answer,
    balance_in,
    cost_in,
    decode_pictures,
    failure_in,
    find_pictures,
    keypoints_in,
    seed_in,
)
from studio.providers.pixellab_v2 import account, animating, characters, maps, turning
from studio.providers.pixellab_v2.character_zip import read_character_zip
from studio.providers.pixellab_v2.jobs import direction_of
from studio.providers.protocol import Charge, Outcome
from studio.providers.tables import Row, flat
from studio.spec.operation import Effect, Operation, Returns

ROTATIONS = ("south", "south-west", "west", "north-west", "north", "north-east", "east", "south-east")
"""The order of eight rotations that come as a plain list."""
_HIDDEN = frozenset({"rotation_urls", "animations", "usage", "skeletons", "preview_url", "last_response"})
"""What a row of a table leaves out: pictures, addresses and what stands elsewhere."""

_CHARACTER_FACTS = ("id", "name", "prompt", "directions", "template_id", "view")


def read(operation: Operation, kept: Kept) -> Outcome:
    """The result of an operation. BadAnswer when the answer holds nothing of what was asked."""
    reader = _READERS.get(type(operation), _pictures)
    return reader(operation, kept)


def wanted(operation: Operation, document: Json) -> list[Found]:
    """The pictures of an answer that belong to the result, undecoded, each with its name."""
    if operation.spec.returns is Returns.TABLE:
        return []
    if isinstance(operation, _TILESETS):
        return [Found(str(tile.get("name") or ""), tile["image"]) for tile in _tiles(document)]
    if isinstance(operation, characters.ShowCharacter):
        return [*find_pictures(document), *(one for animation in _animations(document) for one in animation)]
    if isinstance(operation, _MOVEMENTS):
        return _movement(operation, document)
    found = find_pictures(_mapping(document.get("thing"))) or find_pictures(_mapping(document.get("job")) or document)
    if isinstance(operation, turning.GenerateEightRotations) and len(found) == len(ROTATIONS):
        return [Found(one.name or name, one.picture) for one, name in zip(found, ROTATIONS, strict=True)]
    return found


def files_of(operation: Operation, document: Json) -> list[str]:
    """The addresses among them."""
    return addresses(wanted(operation, document))


def _pictures(operation: Operation, kept: Kept) -> Outcome:
    document = read_json(kept.answer)
    outcome = _shown(operation, document, kept)
    if not outcome.frames:
        raise bad_answer(_("The answer holds no picture."), kept.answer)
    return outcome


def _shown(operation: Operation, document: Json, kept: Kept) -> Outcome:
    """Whatever pictures there are, with cost, seed and what went wrong in part."""
    frames, names = decode_pictures(
        wanted(operation, document), size=size_hint(operation), files=kept.files, answer=kept.answer
    )
    return Outcome(
        frames=frames,
        names=names,
        table=_facts(document),
        seed=next((seed for part in _parts(document) if (seed := seed_in(part)) is not None), None),
        charge=_cost(operation, document),
        notes=tuple(_failures(document)),
    )


def _skeleton(operation: Operation, kept: Kept) -> Outcome:
    document = read_json(kept.answer)
    poses = keypoints_in(document, size_of(operation.values["image"]), kept.answer)
    if not poses:
        raise bad_answer(_("The answer holds no keypoints."), kept.answer)
    return Outcome(poses=poses, charge=cost_in(document))


def _tileset(operation: Operation, kept: Kept) -> Outcome:
    """A frame a tile, in the order they came, which is that of the sheet; a row a tile with its corners."""
    document = read_json(kept.answer)
    outcome = _shown(operation, document, kept)
    rows = tuple(_plain(tile) for tile in _tiles(document))
    if not outcome.frames:
        raise bad_answer(_("The answer holds no tiles."), kept.answer)
    return Outcome(
        frames=outcome.frames,
        names=outcome.names,
        table=rows,
        facts=_tileset_facts(document),
        text=_terrains(document),
        seed=outcome.seed,
        charge=outcome.charge,
    )


def _character(operation: Operation, kept: Kept) -> Outcome:
    """A character as it is listed; its pictures are there once it is finished."""
    document = read_json(kept.answer)
    if not isinstance(document.get("id"), str):
        raise bad_answer(_("The answer tells of no character."), kept.answer)
    outcome = _shown(operation, document, kept)
    waiting = () if outcome.frames else (_("Its pictures are still being made."),)
    told = {name: document[name] for name in _CHARACTER_FACTS if document.get(name) not in (None, "")}
    if movements := _told_movements(document):
        told["movements"] = movements
    return Outcome(frames=outcome.frames, names=outcome.names, table=(_plain(document),), facts=told, notes=waiting)


def _characters(_operation: Operation, kept: Kept) -> Outcome:
    document = read_json(kept.answer)
    listed = document.get("characters")
    if not isinstance(listed, list):
        raise bad_answer(_("The answer lists no characters."), kept.answer)
    rows = tuple(_plain(one) for one in listed if isinstance(one, Mapping))
    total = document.get("total")
    known = isinstance(total, int) and not isinstance(total, bool)
    notes = (_("{count} of {total} characters.").format(count=len(rows), total=total),) if known else ()
    return Outcome(table=rows, notes=notes)


def _archive(_operation: Operation, kept: Kept) -> Outcome:
    try:
        found = read_character_zip(kept.answer.body)
    except BadFile as error:
        raise bad_answer(str(error), kept.answer) from error
    told = {name: found.facts[name] for name in _CHARACTER_FACTS if found.facts.get(name) not in (None, "")}
    rows = (_plain(found.facts),) if found.facts else ()
    return Outcome(frames=found.frames, names=found.names, table=rows, facts=told)


def _change(operation: Operation, kept: Kept) -> Outcome:
    """A 200 may carry a failure."""
    document = read_json(kept.answer)
    if document.get("success") is False:
        reason = failure_in(document) or _("no reason was given")
        sentence = _("PixelLab did not do it: {reason}").format(reason=reason)
        raise JobFailed(sentence, operation=operation.spec.id, charged=Charged.NO, status=kept.answer.status)
    return Outcome(table=(_plain(document),), charge=cost_in(document))


def _balance(_operation: Operation, kept: Kept) -> Outcome:
    balance = balance_in(read_json(kept.answer))
    rows = tuple({"left": f"{charge.amount:f}", "unit": charge.unit} for charge in balance.left)
    return Outcome(table=rows, text=balance.text)


def _job(operation: Operation, kept: Kept) -> Outcome:
    """State and facts of any job, with its pictures as far as there are any."""
    document = read_json(kept.answer)
    outcome = _shown(operation, document, kept)
    last = _plain(_mapping(document.get("last_response")))
    return Outcome(
        frames=outcome.frames,
        names=outcome.names,
        table=({**last, **_plain(document)},),
        text=failure_in(document),
        seed=outcome.seed,
        charge=outcome.charge,
    )


def _text(_operation: Operation, kept: Kept) -> Outcome:
    text = kept.answer.body.decode("utf-8", "replace")
    if not text.strip() or "html" in kept.answer.media:
        raise bad_answer(_("The answer is not the document."), kept.answer)
    return Outcome(text=text)


_TILESETS = (maps.CreateTileset, maps.CreateTilesetJob, maps.ShowTileset)
_MOVEMENTS = (characters.AnimateCharacter, characters.CreateCharacterAnimation)
_READERS: Mapping[type[Operation], Callable[[Operation, Kept], Outcome]] = {
    animating.EstimateSkeleton: _skeleton,
    **dict.fromkeys(_TILESETS, _tileset),
    characters.ShowCharacter: _character,
    characters.ListCharacters: _characters,
    characters.DownloadCharacter: _archive,
    characters.DeleteCharacter: _change,
    characters.TagCharacter: _change,
    account.ShowBalance: _balance,
    account.ShowJob: _job,
    account.ShowDocumentation: _text,
}
"""How each operation's answer is read; what is not here is read as pictures."""


def _parts(document: Json) -> list[Json]:
    """The jobs of an answer, or the answer itself."""
    several = _jobs(document)
    return [answer for _id, answer in several] if several else [_mapping(document.get("job")) or document]


def _jobs(document: Json) -> list[tuple[str, Json]]:
    """Id and answer of each of several jobs, in the order in which they were accepted; those that failed are empty."""
    jobs = (_mapping(document.get("job")) or document).get("jobs")
    several = [_mapping(job) for job in jobs] if isinstance(jobs, list) else []
    return [(str(job.get("id")), _mapping(job.get("answer"))) for job in several]


def _cost(operation: Operation, document: Json) -> Charge | None:
    """The sum over all jobs. Where several units come, that of the first job counts."""
    if operation.spec.effect is Effect.READS:
        return None
    costs = [cost for part in _parts(document) if (cost := cost_in(part)) is not None]
    if not costs:
        return None
    unit = next((cost.unit for cost in costs if cost.amount), costs[0].unit)
    return Charge(sum((cost.amount for cost in costs if cost.unit == unit), Decimal(0)), unit)


def _failures(document: Json) -> Iterator[str]:
    """Why some of several jobs gave nothing."""
    jobs = (_mapping(document.get("job")) or document).get("jobs")
    for job in jobs if isinstance(jobs, list) else ():
        reason = _mapping(job).get("error")
        if isinstance(reason, str):
            direction = direction_of(str(_mapping(job).get("id"))) or _("One direction")
            yield _("{direction}: {reason}").format(direction=direction.capitalize(), reason=reason)


def _facts(document: Json) -> tuple[Mapping[str, Any], ...]:
    """Ids of what was made, from the last response of each job."""
    found: dict[str, Any] = {}
    for part in (*_parts(document), _mapping(document.get("thing"))):
        for place in (part, _mapping(part.get("last_response"))):
            for key in ("character_id", "animation_id", "object_id", "tile_id", "tileset_id"):
                if isinstance(place.get(key), str):
                    found.setdefault(key, place[key])
    return (found,) if found else ()


def _movement(operation: Operation, document: Json) -> list[Found]:
    """Frames direction by direction. What a job does not hold itself is taken from the character."""
    parts = [(direction_of(job_id), answer) for job_id, answer in _jobs(document)]
    if not parts:
        asked: tuple[str, ...] = operation.values["directions"] or ()
        parts = [(asked[0] if len(asked) == 1 else "", _mapping(document.get("job")) or document)]
    found = [
        Found(one.name or direction or _told_direction(answer), one.picture)
        for direction, answer in parts
        for one in find_pictures(answer)
    ]
    return found or _newest(_animations(_mapping(document.get("thing")), only=_names(operation)))


def _told_direction(answer: Json) -> str:
    told = _mapping(answer.get("last_response")).get("direction")
    return told if isinstance(told, str) else ""


def _names(operation: Operation) -> frozenset[str]:
    """What an animation may be called in the character's record."""
    asked = (operation.values["template"], operation.values["name"], operation.values["action"])
    return frozenset(name for name in asked if name)


def _animations(character: Json, *, only: frozenset[str] = frozenset()) -> list[list[Found]]:
    """Frames of each animation that a character's record names, or of those called so, as `walk/south`."""
    found: list[list[Found]] = []
    animations = character.get("animations")
    for animation in animations if isinstance(animations, list) else ():
        record = _mapping(animation)
        names = [str(record[key]) for key in ("display_name", "animation_type") if record.get(key)]
        if only and not only.intersection(names):
            continue
        found.append([Found(f"{names[0]}/{one.name}" if names else one.name, one.picture) for one in _frames(record)])
    return found


def _told_movements(character: Json) -> list[Json]:
    """Name and directions of each animation that a character's record tells of, also where it names no frames."""
    found: list[Json] = []
    animations = character.get("animations")
    for animation in animations if isinstance(animations, list) else ():
        record = _mapping(animation)
        directions = record.get("directions")
        words = [_mapping(one).get("direction") for one in directions] if isinstance(directions, list) else []
        name = record.get("display_name") or record.get("animation_type")
        found.append({"name": str(name or ""), "directions": [word for word in words if isinstance(word, str)]})
    return found


def _frames(animation: Json) -> list[Found]:
    """The frames of one animation by direction."""
    directions = animation.get("directions")
    records = [_mapping(one) for one in directions] if isinstance(directions, list) else []
    return [
        Found(str(record.get("direction") or ""), frame)
        for record in records
        if isinstance(record.get("frames"), list)
        for frame in record["frames"]
        if frame
    ]


def _newest(animations: list[list[Found]]) -> list[Found]:
    """The frames of the animation that comes last, by direction alone."""
    newest = animations[-1] if animations else []
    return [Found(one.name.rpartition("/")[2], one.picture) for one in newest]


def _tiles(document: Json) -> list[Json]:
    """The tiles that have a picture."""
    holder = _mapping(document.get("thing")) or document
    tiles = _mapping(holder.get("tileset")).get("tiles")
    records = [_mapping(tile) for tile in tiles] if isinstance(tiles, list) else []
    return [record for record in records if record.get("image")]


def _terrains(document: Json) -> str:
    holder = _mapping(document.get("thing")) or document
    kinds = _mapping(holder.get("tileset")).get("terrain_types")
    return " / ".join(str(kind) for kind in kinds) if isinstance(kinds, list) else ""


def _tileset_facts(document: Json) -> Mapping[str, Any]:
    """Terrain names and the ids of the tiles that are one terrain all over, from which further tilesets go on."""
    holder = _mapping(document.get("thing")) or document
    tileset, metadata = _mapping(holder.get("tileset")), _mapping(holder.get("metadata"))
    facts: dict[str, Any] = {}
    for name, found in (
        ("terrains", tileset.get("terrain_types")),
        ("terrain_prompts", metadata.get("terrain_prompts")),
        ("base_tiles", metadata.get("terrain_ids") or _base_tiles(_tiles(document))),
        ("transition_size", metadata.get("transition_size")),
    ):
        if found not in (None, "", [], {}):
            facts[name] = found
    for place in (holder, _mapping(_mapping(document.get("job")).get("last_response"))):
        if isinstance(place.get("tileset_id"), str):
            facts.setdefault("tileset_id", place["tileset_id"])
    return facts


def _base_tiles(tiles: list[Json]) -> dict[str, str]:
    """Id by terrain of the tiles whose corners are all of it."""
    found: dict[str, str] = {}
    for tile in tiles:
        kinds = set(_mapping(tile.get("corners")).values())
        if len(kinds) == 1 and isinstance(tile.get("id"), str):
            found.setdefault(str(kinds.pop()), tile["id"])
    return found


def _plain(record: Json) -> Row:
    """A row for people: no pictures, no addresses, no texts of many lines."""
    return flat({key: part for key, part in record.items() if key not in _HIDDEN and not _is_bulky(part)})


def _is_bulky(part: object) -> bool:
    if isinstance(part, Mapping):
        return "base64" in part or any(_is_bulky(inner) for inner in part.values())
    if isinstance(part, list):
        return any(_is_bulky(inner) for inner in part)
    return isinstance(part, str) and len(part) > _LONGEST_TEXT


_LONGEST_TEXT = 2000


def _mapping(found: object) -> Json:
    return found if isinstance(found, Mapping) else {}
