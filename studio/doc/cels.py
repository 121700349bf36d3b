"""Edits of whole cels: linking, copying, moving and shifting. Pure functions that give a new root."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from studio.core.errors import UserError
from studio.core.ids import new_id
from studio.core.words import _
from studio.doc.edits import check_image_layer, linked_keys
from studio.doc.model import Cel, CelKey, Sprite


def link_cels(sprite: Sprite, layer_id: str, frame_ids: Iterable[str]) -> Sprite:
    """Let these frames show one picture on a layer: that of the first of them which has one.

    Cels that were linked with the first stay linked with it. UserError when no frame has a picture.
    """
    check_image_layer(sprite, layer_id)
    keys = _keys(sprite, layer_id, frame_ids)
    source = next((key for key in keys if key in sprite.cels), None)
    if source is None:
        raise UserError(_("These frames show nothing on this layer. Draw in one of them first."))
    if len(keys) < 2:
        raise UserError(_("Linking needs two frames or more. Select them in the timeline."))
    cel = sprite.cels[source]
    link = cel.link or new_id("link")
    changes: dict[CelKey, Cel | None] = {}
    for key in keys:
        old = sprite.cels.get(key)
        if old is None or old.link != link:
            changes[key] = replace(cel, link=link, z=old.z if old else cel.z, origin=None)
    return put_cels(sprite, changes) if changes else sprite


def unlink_cel(sprite: Sprite, layer_id: str, frame_id: str) -> Sprite:
    """Let a frame have its picture for itself. The very same root when it already does."""
    key = CelKey(layer_id, frame_id)
    cel = sprite.cels.get(key)
    if cel is None or cel.link is None:
        return sprite
    return put_cels(sprite, {key: independent(cel)})


def copy_cel(sprite: Sprite, from_key: CelKey, to_key: CelKey) -> Sprite:
    """The cel at one place also at another, for itself; an empty place is copied as emptiness."""
    check_image_layer(sprite, to_key.layer)
    sprite.frame_index(to_key.frame)
    cel = sprite.cels.get(from_key)
    if from_key == to_key or (cel is None and to_key not in sprite.cels):
        return sprite
    return put_cels(sprite, {to_key: None if cel is None else independent(cel)})


def move_cel(sprite: Sprite, from_key: CelKey, to_key: CelKey) -> Sprite:
    """The cel at another place, where it takes the place of what was there. Within its layer it keeps its links."""
    check_image_layer(sprite, to_key.layer)
    sprite.frame_index(to_key.frame)
    cel = sprite.cels.get(from_key)
    if cel is None or from_key == to_key:
        return sprite
    moved = replace(cel, origin=None) if from_key.layer == to_key.layer else independent(cel)
    return put_cels(sprite, {from_key: None, to_key: moved})


def shift_cels(sprite: Sprite, keys: Iterable[CelKey], dx: int, dy: int) -> Sprite:
    """Cels moved on the canvas by whole pixels, together with all that are linked with them."""
    if dx == 0 and dy == 0:
        return sprite
    every = {other for key in keys if key in sprite.cels for other in linked_keys(sprite, key)}
    changes: dict[CelKey, Cel | None] = {}
    for key in every:
        cel = sprite.cels[key]
        changes[key] = replace(cel, x=cel.x + dx, y=cel.y + dy, origin=None)
    return sprite.with_cels(changes) if changes else sprite


def set_cel(sprite: Sprite, key: CelKey, *, opacity: int | None = None, z: int | None = None) -> Sprite:
    """Another opacity (0..255, of all linked cels) or place in the drawing order (-32768..32767, of this one)."""
    cel = sprite.cels.get(key)
    if cel is None:
        raise UserError(_("There is nothing on this layer in this frame. Draw something first."))
    changes: dict[CelKey, Cel | None] = {}
    if opacity is not None and opacity != cel.opacity:
        if not 0 <= opacity <= 255:
            raise UserError(_("Opacity goes from 0 to 255."))
        for other in linked_keys(sprite, key):
            changes[other] = replace(sprite.cels[other], opacity=opacity, origin=None)
    if z is not None and z != cel.z:
        if not -32768 <= z <= 32767:
            raise UserError(_("The drawing order goes from -32768 to 32767."))
        changes[key] = replace(changes.get(key) or cel, z=z, origin=None)
    return sprite.with_cels(changes) if changes else sprite


def put_cels(sprite: Sprite, changes: Mapping[CelKey, Cel | None]) -> Sprite:
    """With these cels put in, or taken out where None; a cel that has lost all it was linked with is free."""
    return without_lonely_links(sprite.with_cels(changes), since=sprite)


def without_lonely_links(sprite: Sprite, *, since: Sprite) -> Sprite:
    """The sprite in which cels have no link whose other cels went away after `since`."""
    before, now = _link_counts(since), _link_counts(sprite)
    lonely = {link for link, count in now.items() if count == 1 and before.get(link, 0) > 1}
    if not lonely:
        return sprite
    free = {key: independent(cel) for key, cel in sprite.cels.items() if (key.layer, cel.link) in lonely}
    return sprite.with_cels(free)


def independent(cel: Cel) -> Cel:
    """A cel with the same look and no tie to the place it came from."""
    return replace(cel, link=None, origin=None)


def _link_counts(sprite: Sprite) -> Counter[tuple[str, str | None]]:
    return Counter((key.layer, cel.link) for key, cel in sprite.cels.items() if cel.link is not None)


def _keys(sprite: Sprite, layer_id: str, frame_ids: Iterable[str]) -> Sequence[CelKey]:
    wanted = set(frame_ids)
    return [CelKey(layer_id, frame.id) for frame in sprite.frames if frame.id in wanted]
