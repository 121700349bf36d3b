"""Putting frames between others, with tags that go where the pointer says.

At the border of a tag a gap belongs to both sides. The frame under the pointer decides: dropped on the half of a
frame inside the tag the frames join it, on the half of a frame outside, or beyond all frames, they stay out or leave
it. A whole tag that is carried joins no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from studio.doc import frames
from studio.doc.model import Sprite, Tag


def moved(sprite: Sprite, ids: Sequence[str], gap: int, beside: str | None) -> Sprite:
    """The frames in front of the frame now at `gap`; `beside` is the frame under the pointer, None for none."""
    return _with_tags(frames.move_frames(sprite, ids, gap), ids, beside)


def copied(sprite: Sprite, ids: Sequence[str], gap: int, beside: str | None) -> Sprite:
    """Copies of the frames in front of the frame now at `gap`."""
    mark = sprite.frames[gap].id if gap < len(sprite.frames) else None
    grown = frames.duplicate_frames(sprite, ids)
    made = fresh(sprite, grown)
    grown = replace(grown, tags=sprite.tags)
    to = len(grown.frames) if mark is None else grown.frame_index(mark)
    return _with_tags(frames.move_frames(grown, made, to), made, beside)


def fresh(old: Sprite, new: Sprite) -> tuple[str, ...]:
    """Ids of the frames that came."""
    known = {frame.id for frame in old.frames}
    return tuple(frame.id for frame in new.frames if frame.id not in known)


def tags_around(sprite: Sprite, ids: Sequence[str]) -> frozenset[str]:
    """Ids of the tags that hold all these frames."""
    indices = [sprite.frame_index(frame) for frame in ids]
    return frozenset(tag.id for tag in sprite.tags if all(index in sprite.tag_range(tag) for index in indices))


def _with_tags(sprite: Sprite, placed: Sequence[str], beside: str | None) -> Sprite:
    if beside in placed:
        return sprite
    tags = tuple(_decided(sprite, tag, placed, beside) for tag in sprite.tags)
    return sprite if tags == sprite.tags else replace(sprite, tags=tags)


def _decided(sprite: Sprite, tag: Tag, placed: Sequence[str], beside: str | None) -> Tag:
    """The tag with the placed frames taken in or left out at its border."""
    span = sprite.tag_range(tag)
    places = [sprite.frame_index(frame) for frame in placed]
    first, last = min(places), max(places)
    if beside is not None and sprite.frame_index(beside) in span:
        if first == span.stop:
            return replace(tag, last=sprite.frames[last].id)
        return replace(tag, first=sprite.frames[first].id) if last == span.start - 1 else tag
    if first < span.start or last >= span.stop or len(span) == len(places):
        return tag
    if last == span.stop - 1:
        return replace(tag, last=sprite.frames[first - 1].id)
    return replace(tag, first=sprite.frames[last + 1].id) if first == span.start else tag
