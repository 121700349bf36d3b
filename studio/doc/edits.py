"""Edits of cels, masks and poses, and new sprites. Each is a pure function that gives a new root.

An edit that changes nothing gives the root it was given. Rasters are canvas sized; a cel keeps only what its pixels
need, so that a small drawing on a large canvas stays small. Cels with one `link` always change together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.core.ids import new_id
from studio.core.words import _
from studio.doc.model import Cel, CelKey, Frame, Layer, LayerKind, Sprite, check_size
from studio.doc.palette import Palette
from studio.doc.pixels import MaskPixels, Pixels, box_of, frozen, opaque_box, size_of
from studio.doc.skeleton import Pose

DEFAULT_DURATION = Fraction(100)
"""Milliseconds of a frame nobody gave a duration."""
MAX_DURATION = Fraction(65535)
"""Milliseconds; what an .aseprite file can hold."""

Patch = tuple[Box, Pixels]
"""New pixels (h, w, 4) for a box of the canvas."""


def new_sprite(size: Size, *, frames: int = 1, layer_name: str = "", duration: Fraction = DEFAULT_DURATION) -> Sprite:
    """An empty sprite with one layer. UserError for a size or count no sprite can have."""
    check_size(*size)
    if frames < 1:
        raise UserError(_("A sprite has at least one frame. Ask for 1 or more."))
    layer = Layer(new_id("layer"), layer_name or _("Layer 1"))
    made = tuple(Frame(new_id("frame"), check_duration(duration)) for _index in range(frames))
    return Sprite(size=Size(*size), layers=(layer,), frames=made)


def from_rasters(rasters: Sequence[Pixels], durations: Sequence[Fraction], *, layer_name: str = "") -> Sprite:
    """A sprite with one layer that shows these pictures, (h, w, 4) of one size, one a frame."""
    if not rasters:
        raise UserError(_("There is no picture to make a sprite of."))
    size = size_of(rasters[0])
    sprite = new_sprite(size, frames=len(rasters), layer_name=layer_name)
    check_rasters(sprite, rasters)
    if len(durations) != len(rasters):
        raise ValueError(f"{len(rasters)} rasters with {len(durations)} durations")
    frames = tuple(
        replace(frame, duration=check_duration(duration))
        for frame, duration in zip(sprite.frames, durations, strict=True)
    )
    layer = sprite.layers[0].id
    cels = {
        CelKey(layer, frame.id): cel
        for frame, raster in zip(frames, rasters, strict=True)
        if (cel := cel_of(raster)) is not None
    }
    return replace(sprite, frames=frames, cels=MappingProxyType(cels))


def cel_of(raster: Pixels) -> Cel | None:
    """A cel that shows a canvas-sized raster and holds its opaque box only; None when nothing is opaque."""
    box = opaque_box(raster)
    if box.is_empty:
        return None
    return Cel(frozen(raster[box.slices].copy()), box.x, box.y)


def layer_raster(sprite: Sprite, layer_id: str, frame_id: str, box: Box | None = None) -> Pixels:
    """The pixels of one layer in one frame, read-only, canvas sized or of `box`; transparent where it has none."""
    box = sprite.box if box is None else box
    cel = sprite.cel(layer_id, frame_id)
    return frozen(read_cel(cel, box))


def read_cel(cel: Cel | None, box: Box) -> Pixels:
    """A writable copy of the cel's pixels in a box of the canvas."""
    result = np.zeros((box.height, box.width, 4), np.uint8)
    if cel is None:
        return result
    common = cel.box.intersected(box)
    if not common.is_empty:
        result[common.moved(-box.x, -box.y).slices] = cel.pixels[common.moved(-cel.x, -cel.y).slices]
    return result


def put_raster(sprite: Sprite, layer_id: str, frame_id: str, raster: Pixels, *, box: Box | None = None) -> Sprite:
    """Show `raster` (canvas sized) on a layer in a frame. With `box` only these cells are looked at and changed.

    The raster is copied. Cells of the cel outside the canvas stay. Opacity, z and user data of the cel stay.
    """
    if size_of(raster) != sprite.size:
        raise _wrong_size(sprite, raster)
    box = sprite.box if box is None else box.intersected(sprite.box)
    return put_patches(sprite, CelKey(layer_id, frame_id), [(box, raster[box.slices])])


def put_patches(sprite: Sprite, key: CelKey, patches: Iterable[Patch]) -> Sprite:
    """Change some boxes of a cel. The cel grows by what is opaque in them, and shrinks when its rim was erased."""
    layer = check_image_layer(sprite, key.layer)
    sprite.frame_index(key.frame)
    cel = sprite.cels.get(key)
    changed = [patch for patch in (_changed_part(cel, patch) for patch in patches) if patch is not None]
    if not changed:
        return sprite
    picture = _patched(cel, changed)
    if cel is None:
        return sprite if picture is None else sprite.with_cels({key: Cel(picture[1], picture[0].x, picture[0].y)})
    return sprite.with_cels(dict(_replaced(sprite, CelKey(layer.id, key.frame), cel, picture)))


def linked_keys(sprite: Sprite, key: CelKey) -> tuple[CelKey, ...]:
    """The keys of all cels that show the same picture as the one at `key`, itself included, in frame order."""
    cel = sprite.cels.get(key)
    if cel is None or cel.link is None:
        return (key,)
    keys = (CelKey(key.layer, frame.id) for frame in sprite.frames)
    return tuple(other for other in keys if (found := sprite.cels.get(other)) is not None and found.link == cel.link)


def set_mask(sprite: Sprite, frame_id: str, mask: MaskPixels | None) -> Sprite:
    """Give a frame its mask, (h, w) uint8 of the canvas' size; None or all zero takes it away. The mask is copied."""
    frame = sprite.frame(frame_id)
    if mask is not None:
        if size_of(mask) != sprite.size:
            raise _wrong_size(sprite, mask)
        mask = frozen(mask.copy()) if mask.any() else None
    if mask is frame.mask or (mask is not None and frame.mask is not None and np.array_equal(mask, frame.mask)):
        return sprite
    return sprite.with_frame(replace(frame, mask=mask))


def copy_mask(sprite: Sprite, from_frame: str, to_frame: str) -> Sprite:
    """The mask of one frame on another too."""
    frame = sprite.frame(to_frame)
    mask = sprite.frame(from_frame).mask
    return sprite if mask is frame.mask else sprite.with_frame(replace(frame, mask=mask))


def set_pose(sprite: Sprite, frame_id: str, pose: Pose | None) -> Sprite:
    """Give a frame its pose, or take it away."""
    frame = sprite.frame(frame_id)
    return sprite if pose == frame.pose else sprite.with_frame(replace(frame, pose=pose))


def copy_pose(sprite: Sprite, from_frame: str, to_frame: str) -> Sprite:
    """The pose of one frame on another too. UserError when there is none to copy."""
    pose = sprite.frame(from_frame).pose
    if pose is None:
        raise UserError(_("This frame has no pose to copy. Estimate or place a skeleton first."))
    return set_pose(sprite, to_frame, pose)


def set_palette(sprite: Sprite, palette: Palette) -> Sprite:
    """Give the sprite another palette; pixels keep their colours."""
    return sprite if palette == sprite.palette else replace(sprite, palette=palette)


def check_duration(duration: Fraction) -> Fraction:
    """The duration in ms, or UserError when no frame can show that long."""
    if not 1 <= duration <= MAX_DURATION:
        raise UserError(_("A frame shows for 1 to 65535 milliseconds. Choose a duration in that range."))
    return Fraction(duration)


def check_rasters(sprite: Sprite, rasters: Iterable[Pixels]) -> None:
    """UserError unless every raster has the canvas' size."""
    for raster in rasters:
        if size_of(raster) != sprite.size:
            raise _wrong_size(sprite, raster)


def check_image_layer(sprite: Sprite, layer_id: str) -> Layer:
    """The layer, or UserError when it cannot hold pixels."""
    layer = sprite.layer(layer_id)
    if layer.kind is LayerKind.GROUP:
        raise UserError(_("{name} is a group and holds no pixels. Choose a layer inside it.").format(name=layer.name))
    if layer.kind is LayerKind.TILEMAP:
        sentence = _("{name} is made of tiles and cannot be painted on. Choose another layer.")
        raise UserError(sentence.format(name=layer.name))
    return layer


def _wrong_size(sprite: Sprite, raster: Pixels) -> UserError:
    return UserError(
        _("The picture is {picture} but the sprite is {sprite}. Resize one of them first.").format(
            picture=size_of(raster), sprite=sprite.size
        )
    )


def _changed_part(cel: Cel | None, patch: Patch) -> Patch | None:
    """The patch without the rows and columns around it that change nothing; None when it changes nothing at all.

    Which colour a fully transparent pixel hides is no difference.
    """
    box, pixels = patch
    if box.is_empty:
        return None
    before, after = read_cel(cel, box), np.ascontiguousarray(pixels)
    different = before.view(np.uint32)[..., 0] != after.view(np.uint32)[..., 0]
    different &= (before[..., 3] | after[..., 3]) != 0
    part = box_of(different)
    return None if part.is_empty else (part.moved(box.x, box.y), pixels[part.slices])


def _patched(cel: Cel | None, patches: Sequence[Patch]) -> tuple[Box, Pixels] | None:
    """Box and read-only pixels of the cel after the patches; None when nothing opaque is left."""
    old = Box(0, 0, 0, 0) if cel is None else cel.box
    box = old
    for at, pixels in patches:
        box = box.united(opaque_box(pixels).moved(at.x, at.y)) if pixels[..., 3].any() else box
    if box.is_empty:
        return None
    result = read_cel(cel, box)
    for at, pixels in patches:
        common = at.intersected(box)
        if not common.is_empty:
            result[common.moved(-box.x, -box.y).slices] = pixels[common.moved(-at.x, -at.y).slices]
    if any(_touches_rim(at, old) for at, _pixels in patches):
        used = opaque_box(result)
        if used.is_empty:
            return None
        if used.size != box.size:
            return used.moved(box.x, box.y), frozen(result[used.slices].copy())
    return box, frozen(result)


def _touches_rim(at: Box, rim: Box) -> bool:
    return at.x <= rim.x or at.y <= rim.y or at.right >= rim.right or at.bottom >= rim.bottom


def _replaced(
    sprite: Sprite, key: CelKey, cel: Cel, picture: tuple[Box, Pixels] | None
) -> Iterator[tuple[CelKey, Cel | None]]:
    """The cel and all linked with it, showing another picture; each keeps its own shift against the others."""
    for other in linked_keys(sprite, key):
        if picture is None:
            yield other, None
            continue
        box, pixels = picture
        member = sprite.cels[other]
        dx, dy = member.x - cel.x, member.y - cel.y
        yield other, replace(member, pixels=pixels, x=box.x + dx, y=box.y + dy, origin=None)
