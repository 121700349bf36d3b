"""Frames of one sprite put into another: a pure edit.

A single layer lands on the layer the person works on; several find their layers by name, and those that find none
become new layers on top. Pictures are centred when the canvases differ, so that a figure stays in the middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from studio.core.errors import UserError
from studio.core.ids import new_id
from studio.core.words import _
from studio.doc.edits import check_image_layer
from studio.doc.model import Cel, CelKey, Frame, Layer, LayerKind, Sprite


def import_frames(
    target: Sprite, source: Sprite, frame_ids: Sequence[str], index: int, *, onto: str, only: str = ""
) -> Sprite:
    """`target` with copies of the source's frames in front of its frame at `index`.

    `onto` is the target's layer for a single layer, `only` the source's layer when the others are left behind.
    UserError when there is nothing that could be brought.
    """
    wanted = set(frame_ids)
    chosen = [frame for frame in source.frames if frame.id in wanted]
    layers = [layer for layer in source.layers if layer.kind is LayerKind.IMAGE and (not only or layer.id == only)]
    if not chosen or not layers:
        raise UserError(_("There are no frames here that another sprite could take."))
    grown, places = _with_layers(target, layers, onto)
    twins = {frame.id: _twin(frame, source, grown) for frame in chosen}
    return _with_frames(grown, index, list(twins.values()), _cels(source, grown, places, twins))


def _with_layers(target: Sprite, layers: Sequence[Layer], onto: str) -> tuple[Sprite, Mapping[str, str]]:
    """The target with every layer that is needed, and which layer of it each of the source's goes to.

    A layer that both have, because the source is an earlier state of the target, stays the same.
    """
    own = {layer.id: layer for layer in target.layers if layer.kind is LayerKind.IMAGE}
    shared = [layer.id for layer in layers if layer.id in own]
    if len(layers) == 1 and not shared:
        return target, {layers[0].id: check_image_layer(target, onto).id}
    places = dict(zip(shared, shared, strict=True))
    free = {layer.name: layer.id for layer in own.values() if layer.id not in places}
    new: list[Layer] = []
    for layer in layers:
        if layer.id in places:
            continue
        found = free.pop(layer.name, None)
        if found is None:
            made = replace(layer, id=new_id("layer"), parent=None, background=False, locked=False, user_data=None)
            new.append(made)
            found = made.id
        places[layer.id] = found
    return replace(target, layers=(*target.layers, *new)), places


def _twin(frame: Frame, source: Sprite, target: Sprite) -> Frame:
    """A copy for the target: pose and mask go along where the canvases agree."""
    if source.size == target.size:
        return replace(frame, id=new_id("frame"))
    return Frame(new_id("frame"), frame.duration)


def _cels(source: Sprite, target: Sprite, places: Mapping[str, str], twins: Mapping[str, Frame]) -> dict[CelKey, Cel]:
    dx = (target.size.width - source.size.width) // 2
    dy = (target.size.height - source.size.height) // 2
    links: dict[tuple[str, str], str] = {}
    members: dict[tuple[str, str], int] = {}
    keys = [key for key in source.cels if key.layer in places and key.frame in twins]
    for key in keys:
        link = source.cels[key].link
        if link is not None:
            members[key.layer, link] = members.get((key.layer, link), 0) + 1
    made: dict[CelKey, Cel] = {}
    for key in keys:
        cel = source.cels[key]
        link = None
        if cel.link is not None and members[key.layer, cel.link] > 1:
            link = links.setdefault((key.layer, cel.link), new_id("link"))
        made[CelKey(places[key.layer], twins[key.frame].id)] = replace(
            cel, x=cel.x + dx, y=cel.y + dy, link=link, origin=None
        )
    return made


def _with_frames(target: Sprite, index: int, frames: Sequence[Frame], cels: Mapping[CelKey, Cel]) -> Sprite:
    """The frames put in; tags around the place grow as they do for any new frame."""
    if not 0 <= index <= len(target.frames):
        raise IndexError(index)
    return replace(
        target,
        frames=(*target.frames[:index], *frames, *target.frames[index:]),
        cels=MappingProxyType({**target.cels, **cels}),
    )
