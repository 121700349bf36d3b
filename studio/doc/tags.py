"""Edits of tags, the named runs of frames. Pure functions that give a new root."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict, Unpack

from studio.core.errors import UserError
from studio.core.ids import new_id
from studio.core.words import _
from studio.doc.model import Playback, Sprite, Tag, UserData
from studio.doc.palette import Colour

MAX_REPEAT = 65535
TAG_COLOURS = (
    Colour(232, 163, 61),
    Colour(63, 182, 198),
    Colour(240, 80, 140),
    Colour(111, 207, 138),
    Colour(150, 130, 235),
    Colour(255, 107, 98),
    Colour(120, 160, 230),
    Colour(200, 200, 205),
)
"""What tags are offered, the usual one first."""


class TagChanges(TypedDict, total=False):
    """What `set_tag` may change."""

    name: str
    first: str
    last: str
    colour: Colour
    playback: Playback
    repeat: int
    user_data: UserData | None


def tag_of(sprite: Sprite, tag_id: str) -> Tag:
    """KeyError when there is none."""
    for tag in sprite.tags:
        if tag.id == tag_id:
            return tag
    raise KeyError(tag_id)


def add_tag(sprite: Sprite, name: str, first: str, last: str) -> Sprite:
    """A tag over the frames from one id to another, whichever comes first."""
    tag = _checked(sprite, Tag(new_id("tag"), name.strip(), first, last))
    tags = sorted((*sprite.tags, tag), key=lambda other: sprite.frame_index(other.first))
    return replace(sprite, tags=tuple(tags))


def set_tag(sprite: Sprite, tag_id: str, **changes: Unpack[TagChanges]) -> Sprite:
    """Another name, range, colour, playback or repeat (0 for ever) of a tag."""
    old = tag_of(sprite, tag_id)
    new = _checked(sprite, replace(old, **changes))
    if new == old:
        return sprite
    return replace(sprite, tags=tuple(new if tag is old else tag for tag in sprite.tags))


def remove_tag(sprite: Sprite, tag_id: str) -> Sprite:
    """Without a tag; its frames stay."""
    gone = tag_of(sprite, tag_id)
    return replace(sprite, tags=tuple(tag for tag in sprite.tags if tag is not gone))


def _checked(sprite: Sprite, tag: Tag) -> Tag:
    if not tag.name:
        raise UserError(_("A tag needs a name."))
    if not 0 <= tag.repeat <= MAX_REPEAT:
        raise UserError(_("A tag repeats 0 to 65535 times; 0 means for ever."))
    if sprite.frame_index(tag.first) > sprite.frame_index(tag.last):
        return replace(tag, first=tag.last, last=tag.first)
    return tag
