"""How a take gets into a sprite: as frames, in place, as a layer, as poses, or as a sprite of its own.

Each way is one pure edit and so one undo step. Pixels are put down as they came: never scaled; a smaller take is
centred, a larger one is refused with what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from studio.app.returning import home_frames, returns_home
from studio.app.takes import Take
from studio.app.things import is_thing, tagged, thing_sprite
from studio.codec.palettes import colours_of
from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.core.words import _
from studio.doc import edits, frames, tags
from studio.doc.compose import flatten
from studio.doc.document import Cursor
from studio.doc.model import Sprite
from studio.doc.pixels import MaskPixels, Pixels, frozen, size_of

Edit = Callable[[Sprite], Sprite]


class Placement(StrEnum):
    """Where an accepted take goes."""

    FRAMES = "frames"
    REPLACE = "replace"
    LAYER = "layer"
    SPRITE = "sprite"
    POSES = "poses"


def placements(take: Take, sprite: Sprite | None, *, made_to_fit: bool = False) -> tuple[Placement, ...]:
    """The ways that make sense for this take, the best first. `made_to_fit`: its size will be seen to before."""
    if not take.frames:
        return (Placement.POSES,) if take.poses and sprite is not None else ()
    if sprite is None or sprite.read_only or not (made_to_fit or _fits(take.size, sprite.size)):
        return (Placement.SPRITE,)
    if is_thing(take):
        return (Placement.SPRITE, Placement.FRAMES, Placement.LAYER)
    if take.mask is not None or returns_home(sprite, take.origin, count=len(take.frames)):
        return (Placement.REPLACE, Placement.LAYER, Placement.FRAMES, Placement.SPRITE)
    return (Placement.FRAMES, Placement.REPLACE, Placement.LAYER, Placement.SPRITE)


def refusal(take: Take, placement: Placement, sprite: Sprite | None) -> str:
    """Why the take cannot be accepted this way, as a sentence; empty when it can."""
    if placement in placements(take, sprite):
        return ""
    if not take.frames:
        return _("This take has no picture.")
    if placement is Placement.POSES:
        return _("This take has a picture. Its poses come along with its frames.")
    if sprite is None:
        return _("No sprite is open.")
    if sprite.read_only:
        return sprite.read_only
    return _too_large(take.size, sprite.size)


def title_of(placement: Placement) -> str:
    """The way in one word, as it stands on a narrow button."""
    return {
        Placement.FRAMES: _("Frames"),
        Placement.REPLACE: _("In place"),
        Placement.LAYER: _("Layer"),
        Placement.SPRITE: _("Sprite"),
        Placement.POSES: _("Use poses"),
    }[placement]


def box_on(take: Take, canvas: Size) -> Box:
    """The cells the take covers: where what was sent lay, else the middle of the canvas."""
    sent = take.origin.box if take.origin is not None else None
    if sent is not None and sent.size == take.size and sent.intersected(Box.of_size(canvas)) == sent:
        return sent
    return _centred(take.size, canvas)


def edit_for(take: Take, placement: Placement, cursor: Cursor) -> Edit:
    """The edit that puts the take down at the cursor. UserError when it cannot go there (raised when applied)."""
    edits_by_placement: dict[Placement, Callable[[Sprite, Take, Cursor], Sprite]] = {
        Placement.FRAMES: _as_frames,
        Placement.REPLACE: _in_place,
        Placement.LAYER: _as_layer,
        Placement.POSES: _as_poses,
    }
    place = edits_by_placement[placement]
    return lambda sprite: place(sprite, take, cursor)


def as_sprite(take: Take) -> Sprite:
    """A sprite of the take's own frames, times, poses and colours (none where there are too many for a palette)."""
    sprite = thing_sprite(take)
    for frame, pose in zip(sprite.frames, take.poses, strict=False):
        sprite = edits.set_pose(sprite, frame.id, pose)
    palette = colours_of(take.frames)
    return sprite if palette is None else edits.set_palette(sprite, palette)


def sent_part(take: Take, canvas: Size) -> Box | None:
    """The part of the canvas that was sent, when only a part was: nothing else is to change."""
    sent = take.origin.box if take.origin is not None else None
    return sent if sent is not None and sent.size != canvas and box_on(take, canvas) == sent else None


def on_canvas(take: Take, index: int, size: Size) -> Pixels:
    """One frame of the take on a transparent canvas of `size`. UserError when it is larger than the canvas."""
    raster = take.frames[index]
    own = size_of(raster)
    if own == size:
        return raster
    if not _fits(own, size):
        raise UserError(_too_large(own, size))
    canvas = np.zeros((size.height, size.width, 4), np.uint8)
    box = box_on(take, size) if own == take.size else _centred(own, size)
    canvas[box.slices] = raster
    return frozen(canvas)


def inside_mask(sent: Pixels, returned: Pixels, mask: MaskPixels) -> tuple[Pixels, int]:
    """`returned` where the mask is set and `sent` elsewhere, and how many pixels outside had come back different.

    Both (h, w, 4) of one size; the outside is byte-identical to `sent` by construction.
    """
    marked = mask > 0
    changed = int(((sent != returned).any(axis=2) & ~marked).sum())
    return frozen(np.where(marked[..., None], returned, sent)), changed


def _marked(take: Take, canvas: Size) -> npt.NDArray[np.bool_] | None:
    """The cells of the canvas that were to be redone, (h, w, 1); None when that was the whole picture.

    A mask of what was cut out of the sprite lies where that lay.
    """
    if take.mask is None or not _fits(size_of(take.mask), canvas) or size_of(take.mask) != take.size:
        return None
    cells = np.zeros((canvas.height, canvas.width, 1), np.bool_)
    cells[box_on(take, canvas).slices] = (take.mask > 0)[..., None]
    return cells


def _centred(own: Size, canvas: Size) -> Box:
    return Box((canvas.width - own.width) // 2, (canvas.height - own.height) // 2, *own)


def _too_large(own: Size, size: Size) -> str:
    return _(
        "This take is {own}, larger than the sprite's {size}. Accept it as a new sprite, or grow the canvas."
    ).format(own=own, size=size)


def _fits(own: Size, size: Size) -> bool:
    return own.width <= size.width and own.height <= size.height


def _as_frames(sprite: Sprite, take: Take, cursor: Cursor) -> Sprite:
    rasters = [on_canvas(take, index, sprite.size) for index in range(len(take.frames))]
    durations = [take.duration(index) for index in range(len(rasters))]
    moves = len(rasters) > 1
    at = _after_tags(sprite, cursor) if moves else sprite.frame_index(cursor.frame) + 1
    result = frames.insert_rasters(sprite, at, rasters, durations, layer=cursor.layer)
    added = result.frames[at : at + len(rasters)]
    for frame, pose in zip(added, take.poses, strict=False):
        result = edits.set_pose(result, frame.id, pose)
    if is_thing(take):
        return tagged(result, take, start=at)
    if moves and sprite.tags:
        result = tags.add_tag(result, take.title, added[0].id, added[-1].id)
    return result


def _after_tags(sprite: Sprite, cursor: Cursor) -> int:
    """Behind the tags around the cursor, so that another animation does not get into the middle of one."""
    index = sprite.frame_index(cursor.frame)
    return max((sprite.tag_range(tag).stop for tag in sprite.tags_at(index)), default=index + 1)


def _in_place(sprite: Sprite, take: Take, cursor: Cursor) -> Sprite:
    marked = _marked(take, sprite.size)
    sprite, homes = _with_homes(sprite, take, cursor)
    for offset, frame in enumerate(homes):
        new = on_canvas(take, offset, sprite.size)
        if np.array_equal(new, flatten(sprite, frame)):
            continue  # it looks so already: its layers stay as they are
        if marked is not None:
            old = edits.layer_raster(sprite, cursor.layer, frame)
            new = frozen(np.where(marked, new, old))
        sprite = edits.put_raster(sprite, cursor.layer, frame, new, box=sent_part(take, sprite.size))
    return sprite


def _with_homes(sprite: Sprite, take: Take, cursor: Cursor) -> tuple[Sprite, list[str]]:
    """The frames that the take's belong to, in order; new ones at the end where there are too few."""
    homes = home_frames(sprite, take.origin, cursor, count=len(take.frames))
    for _missing in (home for home in homes if home is None):
        sprite = frames.add_frame(sprite, len(sprite.frames) - 1, copy=False)
    known = [home for home in homes if home is not None]
    added = len(homes) - len(known)
    return sprite, [*known, *(frame.id for frame in sprite.frames[len(sprite.frames) - added :])]


def _as_layer(sprite: Sprite, take: Take, cursor: Cursor) -> Sprite:
    rasters = [on_canvas(take, index, sprite.size) for index in range(len(take.frames))]
    marked = _marked(take, sprite.size)
    if marked is not None:
        rasters = [frozen(np.where(marked, raster, 0).astype(np.uint8)) for raster in rasters]
    sprite, ids = _with_homes(sprite, take, cursor)
    return frames.rasters_as_layer(sprite, ids, rasters, name=take.title)


def _as_poses(sprite: Sprite, take: Take, cursor: Cursor) -> Sprite:
    start = sprite.frame_index(cursor.frame)
    for offset, pose in enumerate(take.poses):
        if start + offset >= len(sprite.frames):
            break
        sprite = edits.set_pose(sprite, sprite.frames[start + offset].id, pose)
    return sprite
