"""Edits of the run of frames: adding, copying, removing, ordering, timing. Pure functions that give a new root.

Tags follow the frames they name: they grow with frames put inside, shrink with frames taken out, and vanish only
when none of their frames is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from studio.core.errors import UserError
from studio.core.ids import new_id
from studio.core.words import _
from studio.doc.cels import independent, put_cels, without_lonely_links
from studio.doc.edits import (
    DEFAULT_DURATION,
    MAX_DURATION,
    cel_of,
    check_duration,
    check_image_layer,
    check_rasters,
)
from studio.doc.layers import add_layer
from studio.doc.model import Cel, CelKey, Frame, Sprite, Tag
from studio.doc.pixels import Pixels


def add_frame(sprite: Sprite, after_index: int, *, copy: bool = False) -> Sprite:
    """A frame after another (-1 puts it first): an empty one of the same duration, or a copy with pose and mask.

    A tag around the frame at `after_index`, its end included, grows.
    """
    if not -1 <= after_index < len(sprite.frames):
        raise IndexError(after_index)
    model = sprite.frames[max(after_index, 0)]
    if copy:
        return duplicate_frames(sprite, [model.id])
    return _inserted(sprite, after_index + 1, [Frame(new_id("frame"), model.duration)], {}, grow_end=True)


def duplicate_frames(sprite: Sprite, frame_ids: Iterable[str], *, linked: bool = False) -> Sprite:
    """Copies of these frames, in their order, after the last of them; with `linked` they share their pictures."""
    chosen = _chosen(sprite, frame_ids)
    if not chosen:
        return sprite
    links: dict[CelKey, Cel | None] = {}
    cels: dict[CelKey, Cel] = {}
    copies = []
    for frame in chosen:
        twin = replace(frame, id=new_id("frame"))
        copies.append(twin)
        for layer in sprite.layers:
            cel = sprite.cel(layer.id, frame.id)
            if cel is None:
                continue
            if linked and cel.link is None:
                cel = links[CelKey(layer.id, frame.id)] = replace(cel, link=new_id("link"), origin=None)
            cels[CelKey(layer.id, twin.id)] = replace(cel, origin=None) if linked else independent(cel)
    index = sprite.frame_index(chosen[-1].id) + 1
    return _inserted(sprite.with_cels(links) if links else sprite, index, copies, cels, grow_end=True)


def remove_frames(sprite: Sprite, frame_ids: Iterable[str]) -> Sprite:
    """Without these frames and their cels. UserError when none would be left."""
    gone = {frame.id for frame in _chosen(sprite, frame_ids)}
    if not gone:
        return sprite
    frames = tuple(frame for frame in sprite.frames if frame.id not in gone)
    if not frames:
        raise UserError(_("A sprite keeps at least one frame. Leave one of them."))
    tags = []
    for tag in sprite.tags:
        left = [sprite.frames[index].id for index in sprite.tag_range(tag) if sprite.frames[index].id not in gone]
        if left:
            tags.append(_spanning(tag, left[0], left[-1]))
    cels = {key: cel for key, cel in sprite.cels.items() if key.frame not in gone}
    shorter = replace(sprite, frames=frames, tags=tuple(tags), cels=MappingProxyType(cels))
    return without_lonely_links(shorter, since=sprite)


def move_frames(sprite: Sprite, frame_ids: Iterable[str], to_index: int) -> Sprite:
    """These frames, in their order, in front of the frame now at `to_index` (the number of frames: at the end).

    A tag whose frames all move goes along. Otherwise it spans those that stayed, what was put between them, and
    its own moved frames where they still adjoin.
    """
    chosen = _chosen(sprite, frame_ids)
    moving = {frame.id for frame in chosen}
    if not 0 <= to_index <= len(sprite.frames):
        raise IndexError(to_index)
    before = [frame for frame in sprite.frames[:to_index] if frame.id not in moving]
    after = [frame for frame in sprite.frames[to_index:] if frame.id not in moving]
    frames = (*before, *chosen, *after)
    if frames == sprite.frames:
        return sprite
    order = [frame.id for frame in frames]
    tags = tuple(_moved_tag(sprite, tag, moving, order) for tag in sprite.tags)
    return replace(sprite, frames=frames, tags=tags)


def reverse_frames(sprite: Sprite, frame_ids: Iterable[str]) -> Sprite:
    """These frames in the opposite order, in the same places; tags stay on their places."""
    chosen = _chosen(sprite, frame_ids)
    if len(chosen) < 2:
        return sprite
    wanted = {frame.id for frame in chosen}
    backwards = iter(reversed(chosen))
    frames = tuple(next(backwards) if frame.id in wanted else frame for frame in sprite.frames)
    tags = tuple(
        _spanning(tag, frames[sprite.frame_index(tag.first)].id, frames[sprite.frame_index(tag.last)].id)
        for tag in sprite.tags
    )
    return replace(sprite, frames=frames, tags=tags)


def set_durations(sprite: Sprite, frame_ids: Iterable[str], duration: Fraction) -> Sprite:
    """Show these frames for `duration` ms each. UserError outside 1..65535 ms."""
    duration = check_duration(duration)
    return _with_durations(sprite, {frame.id: duration for frame in _chosen(sprite, frame_ids)})


def scale_durations(sprite: Sprite, frame_ids: Iterable[str], factor: Fraction) -> Sprite:
    """Show these frames `factor` times as long, exactly; what would leave 1..65535 ms stops there."""
    if factor <= 0:
        raise UserError(_("Durations can be multiplied by numbers above zero only."))
    chosen = _chosen(sprite, frame_ids)
    return _with_durations(
        sprite, {frame.id: min(max(frame.duration * factor, Fraction(1)), MAX_DURATION) for frame in chosen}
    )


def insert_rasters(
    sprite: Sprite, index: int, rasters: Sequence[Pixels], durations: Sequence[Fraction] = (), *, layer: str
) -> Sprite:
    """New frames in front of the one at `index` that show these canvas-sized pictures on a layer, and nothing else.

    Without durations they take that of the frame before. A tag grows when they come between its frames.
    """
    check_image_layer(sprite, layer)
    check_rasters(sprite, rasters)
    if not 0 <= index <= len(sprite.frames):
        raise IndexError(index)
    if not rasters:
        return sprite
    usual = sprite.frames[index - 1].duration if index else DEFAULT_DURATION
    times = [check_duration(duration) for duration in durations] or [usual] * len(rasters)
    frames = [Frame(new_id("frame"), duration) for _raster, duration in zip(rasters, times, strict=True)]
    cels = {
        CelKey(layer, frame.id): cel
        for frame, raster in zip(frames, rasters, strict=True)
        if (cel := cel_of(raster)) is not None
    }
    return _inserted(sprite, index, frames, cels)


def replace_rasters(sprite: Sprite, frame_ids: Sequence[str], rasters: Sequence[Pixels], *, layer: str) -> Sprite:
    """Each of these frames shows its canvas-sized picture on a layer in place of what it showed; links are cut."""
    check_image_layer(sprite, layer)
    check_rasters(sprite, rasters)
    changes: dict[CelKey, Cel | None] = {}
    for frame_id, raster in zip(frame_ids, rasters, strict=True):
        sprite.frame_index(frame_id)
        key = CelKey(layer, frame_id)
        old, new = sprite.cels.get(key), cel_of(raster)
        if new is not None and old is not None:
            new = replace(new, opacity=old.opacity, z=old.z, user_data=old.user_data)
        changes[key] = new
    return put_cels(sprite, changes) if changes else sprite


def rasters_as_layer(sprite: Sprite, frame_ids: Sequence[str], rasters: Sequence[Pixels], *, name: str = "") -> Sprite:
    """A new layer on top that shows these canvas-sized pictures in these frames."""
    grown = add_layer(sprite, name)
    return replace_rasters(grown, frame_ids, rasters, layer=grown.layers[-1].id)


def _chosen(sprite: Sprite, frame_ids: Iterable[str]) -> list[Frame]:
    """The frames with these ids in their order. KeyError for an id the sprite lacks."""
    wanted = set(frame_ids)
    chosen = [frame for frame in sprite.frames if frame.id in wanted]
    if len(chosen) != len(wanted):
        raise KeyError(*(wanted - {frame.id for frame in chosen}))
    return chosen


def _inserted(
    sprite: Sprite, index: int, frames: Sequence[Frame], cels: Mapping[CelKey, Cel], *, grow_end: bool = False
) -> Sprite:
    """With frames in front of the one at `index`; with `grow_end` a tag that ends right before takes them in."""
    tags = sprite.tags
    if grow_end and index > 0:
        previous = sprite.frames[index - 1].id
        tags = tuple(replace(tag, last=frames[-1].id) if tag.last == previous else tag for tag in tags)
    return replace(
        sprite,
        frames=(*sprite.frames[:index], *frames, *sprite.frames[index:]),
        tags=tags,
        cels=MappingProxyType({**sprite.cels, **cels}) if cels else sprite.cels,
    )


def _spanning(tag: Tag, first: str, last: str) -> Tag:
    return tag if (tag.first, tag.last) == (first, last) else replace(tag, first=first, last=last)


def _moved_tag(sprite: Sprite, tag: Tag, moving: set[str], order: Sequence[str]) -> Tag:
    members = {sprite.frames[index].id for index in sprite.tag_range(tag)}
    anchors = members - moving or members
    places = [index for index, frame_id in enumerate(order) if frame_id in anchors]
    first, last = places[0], places[-1]
    while first > 0 and order[first - 1] in members:
        first -= 1
    while last + 1 < len(order) and order[last + 1] in members:
        last += 1
    return _spanning(tag, order[first], order[last])


def _with_durations(sprite: Sprite, durations: Mapping[str, Fraction]) -> Sprite:
    frames = tuple(
        replace(frame, duration=durations[frame.id])
        if durations.get(frame.id, frame.duration) != frame.duration
        else frame
        for frame in sprite.frames
    )
    if all(new is old for new, old in zip(frames, sprite.frames, strict=True)):
        return sprite
    return replace(sprite, frames=frames)
