"""The sprite of a character: made of its directions, and grown by further directions and by animations as they come.

Pure functions. A tag names a direction (`south`) or a movement in one (`walk south`); frames of another size stand in
the middle, and the canvas grows where they are larger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from studio.app import place
from studio.app.directions import EIGHT
from studio.app.takes import Take
from studio.app.things import centred, facts_of, joint_canvas, with_tag
from studio.codec.load import open_sprite
from studio.core.errors import UserError
from studio.core.words import _
from studio.doc import frames
from studio.doc.canvas_size import resize_canvas
from studio.doc.compose import flatten
from studio.doc.model import LayerKind, Sprite
from studio.doc.pixels import Pixels
from studio.store.sprite_file import save_sprite

Sides = Mapping[str, Sequence[Pixels]]
"""Frames by direction."""
_IDENTITY = "thing_id"


def thing_as_sprite(take: Take, thing_id: str, duration: Fraction) -> Sprite:
    """The sprite of a thing, with its id written into it; frames without a time of their own show for `duration`."""
    times = take.durations if len(take.durations) == len(take.frames) else (duration,) * len(take.frames)
    return place.as_sprite(replace(take, durations=times, facts={**take.facts, _IDENTITY: thing_id}))


def identity_in(sprite: Sprite) -> str:
    """The id of the thing that a sprite was made of; empty for any other."""
    found = facts_of(sprite).get(_IDENTITY)
    return found if isinstance(found, str) else ""


def by_direction(take: Take, asked: Sequence[str]) -> dict[str, list[Pixels]]:
    """The frames of a take by the direction in their names; nameless ones belong to the only one asked for."""
    found: dict[str, list[Pixels]] = {}
    names = take.names or ("",) * len(take.frames)
    for picture, name in zip(take.frames, names, strict=True):
        word = name.rpartition("/")[2]
        direction = word if word in EIGHT else asked[0] if len(asked) == 1 else ""
        if direction:
            found.setdefault(direction, []).append(picture)
    return found


class Growth(NamedTuple):
    """What comes to a character: an animation, or without a name further sides of it. `duration` is ms a frame."""

    name: str
    sides: Sides
    duration: Fraction


def grown(sprite: Sprite, growth: Growth) -> Sprite:
    """With an animation, a tag a direction, at the end; with further sides, among the others."""
    name, duration = growth.name, growth.duration
    for direction, pictures in growth.sides.items():
        at = len(sprite.frames) if name else _place_of(sprite, direction)
        sprite = _with_frames(sprite, pictures, duration, at=at)
        first, last = sprite.frames[at], sprite.frames[at + len(pictures) - 1]
        sprite = with_tag(sprite, f"{name}/{direction}" if name else direction, first.id, last.id)
    return sprite


def sides_of(sprite: Sprite) -> dict[str, Pixels]:
    """The first picture of each direction."""
    found: dict[str, Pixels] = {}
    for tag in sprite.tags:
        if tag.name in EIGHT and tag.name not in found:
            found[tag.name] = flatten(sprite, tag.first)
    return found


def pictures_of(sprite: Sprite) -> tuple[Pixels, ...]:
    """Every frame, flat."""
    return tuple(flatten(sprite, frame.id) for frame in sprite.frames)


def read_pictures(file: Path) -> Sprite:
    """The pictures of a thing that are kept on this machine. UserError when they are not there."""
    return open_sprite(file).sprite


def keep_pictures(file: Path, sprite: Sprite) -> None:
    """Write them. UserError when they cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    save_sprite(file, sprite)


def _with_frames(sprite: Sprite, pictures: Sequence[Pixels], duration: Fraction, *, at: int) -> Sprite:
    layer = next((layer.id for layer in sprite.layers if layer.kind is LayerKind.IMAGE), None)
    if layer is None:
        raise UserError(_("This sprite has no layer that pictures can be put on. Add one first."))
    needed = joint_canvas(pictures, least=sprite.size, beside=len(sprite.frames))
    if needed != sprite.size:
        dx, dy = (needed.width - sprite.size.width) // 2, (needed.height - sprite.size.height) // 2
        sprite = resize_canvas(sprite, needed, dx, dy)
    rasters = [centred(picture, sprite.size) for picture in pictures]
    return frames.insert_rasters(sprite, at, rasters, [duration] * len(rasters), layer=layer)


def _place_of(sprite: Sprite, direction: str) -> int:
    """Where a further side goes: before the next of the sides that are there, else behind the last of them."""
    ranges = {tag.name: sprite.tag_range(tag) for tag in sprite.tags if tag.name in EIGHT}
    later = [ranges[word].start for word in EIGHT[EIGHT.index(direction) :] if word in ranges and word != direction]
    if later:
        return min(later)
    return max((one.stop for one in ranges.values()), default=len(sprite.frames))
