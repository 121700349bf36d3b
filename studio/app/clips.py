"""Copy, cut and paste inside the studio, between layers, frames and open sprites.

With several frames selected whole frames are copied, in pose mode the pose, in mask mode the mask, else the pixels of
the current cel inside the selection.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from studio.app import frame_parts
from studio.app.clipboard import Clip, ClipKind
from studio.app.foreign_frames import import_frames
from studio.app.frame_parts import Part
from studio.app.toolbox import Mode
from studio.core.errors import UserError
from studio.core.geometry import Box
from studio.core.words import _
from studio.doc import edits, frames
from studio.doc.compose import flatten
from studio.doc.document import Document, check_paintable
from studio.doc.floating import Floating
from studio.doc.model import CelKey, LayerKind
from studio.doc.palette import Palette
from studio.doc.pixels import frozen, opaque_box, size_of

if TYPE_CHECKING:
    from studio.app.session import Session


def copy(session: Session) -> None:
    """Put what the mode and the selection name on the clipboard. UserError when there is nothing."""
    document = session.workspace.require_active()
    session.clipboard.put(_clip_of(session, document))


def copy_palette(session: Session) -> None:
    """Put the colours of the sprite in front on the clipboard. UserError when it has none."""
    session.clipboard.put(Clip(ClipKind.PALETTE, palette=_palette_of(session.workspace.require_active())))


def cut(session: Session) -> None:
    """Copy the pixels, then clear them."""
    document = session.workspace.require_active()
    check_paintable(document.sprite, document.cursor.layer)
    session.clipboard.put(_pixels_of(document))
    _clear(document, _("Cut"))


def clear(session: Session) -> None:
    """Make the selected pixels of the current cel transparent; all of it without a selection."""
    _clear(session.workspace.require_active(), _("Clear"))


def _clear(document: Document, label: str) -> None:
    layer, frame = document.cursor
    check_paintable(document.sprite, layer)
    floating = document.floating
    if floating is not None:
        document.apply(label, lambda sprite: edits.put_patches(sprite, floating.key, floating.patches_without))
        return
    box, inside = _chosen(document)
    pixels = edits.layer_raster(document.sprite, layer, frame, box).copy()
    pixels[inside] = 0
    document.apply(label, lambda sprite: edits.put_patches(sprite, CelKey(layer, frame), [(box, frozen(pixels))]))


def can_paste(session: Session) -> bool:
    """Whether something was copied and the sprite in front can take it."""
    active = session.active
    return session.clipboard.clip is not None and active is not None and not active.sprite.read_only


def paste(session: Session) -> None:
    """Put the clip into the sprite in front as one undo step."""
    document = session.workspace.require_active()
    clip = session.clipboard.clip
    if clip is None:
        raise UserError(_("Nothing was copied yet. Copy something first."))
    frame = document.cursor.frame
    if clip.kind is ClipKind.POSE:
        document.apply(_("Paste pose"), lambda sprite: edits.set_pose(sprite, frame, clip.pose))
    elif clip.kind is ClipKind.MASK:
        mask = clip.mask
        if mask is not None and size_of(mask) != document.sprite.size:
            raise UserError(
                _("The copied mask is {mask}, this sprite {size}. Copy it between sprites of one size.").format(
                    mask=size_of(mask), size=document.sprite.size
                )
            )
        document.apply(_("Paste mask"), lambda sprite: edits.set_mask(sprite, frame, mask))
    elif clip.kind is ClipKind.PALETTE and clip.palette is not None:
        palette = clip.palette
        document.apply(_("Paste palette"), lambda sprite: edits.set_palette(sprite, palette))
    elif clip.kind is ClipKind.FRAMES:
        _paste_frames(document, clip)
    else:
        _paste_pixels(document, clip)


def bring_frames(source: Document, target: Document, frame_ids: Sequence[str], index: int, *, layer: str = "") -> None:
    """Copy frames of one open sprite in front of another's frame at `index`, as one undo step; the source stays.

    With `layer` only that layer of the source comes along. The new frames are then the selected ones.
    """
    root, onto = source.sprite, target.cursor.layer
    known = {frame.id for frame in target.sprite.frames}
    target.apply(_("Bring frames"), lambda sprite: import_frames(sprite, root, frame_ids, index, onto=onto, only=layer))
    made = [frame.id for frame in target.sprite.frames if frame.id not in known]
    target.move_to(layer=onto, frame=made[0])
    target.select_frames(made)


def bring_parts(source: Document, target: Document, part: Part, frame_ids: Sequence[str], *, index: int) -> None:
    """Copy poses or masks of one open sprite onto another's frames from `index` on, as one undo step."""
    root = source.sprite
    label = _("Bring poses") if part is Part.POSE else _("Bring masks")
    target.apply(label, lambda sprite: frame_parts.bring_parts(sprite, root, part, frame_ids, index=index))
    target.move_to(frame=target.sprite.frames[index].id)


def bring_palette(source: Document, target: Document) -> None:
    """Give one open sprite the colours of another, as one undo step. UserError when that one has none."""
    palette = _palette_of(source)
    target.apply(_("Bring palette"), lambda sprite: edits.set_palette(sprite, palette))


def _palette_of(document: Document) -> Palette:
    palette = document.sprite.palette
    if not palette.colours:
        raise UserError(_("This sprite has no palette to copy. Collect its colours in the Palette panel first."))
    return palette


def _clip_of(session: Session, document: Document) -> Clip:
    frame = document.sprite.frame(document.cursor.frame)
    mode = session.toolbox.mode
    if mode is Mode.POSE:
        if frame.pose is None:
            raise UserError(_("This frame has no pose to copy. Estimate or place a skeleton first."))
        return Clip(ClipKind.POSE, pose=frame.pose)
    if mode is Mode.MASK:
        if frame.mask is None:
            raise UserError(_("This frame has no mask to copy. Paint one first."))
        return Clip(ClipKind.MASK, mask=frame.mask)
    if len(document.selected_frames) > 1 and document.selection is None:
        return _frames_of(document)
    return _pixels_of(document)


def _frames_of(document: Document) -> Clip:
    """The chosen frames with all their layers; their composed pictures are for other programs."""
    sprite, chosen = document.sprite, document.selected_frames
    return Clip(
        ClipKind.FRAMES,
        pixels=tuple(flatten(sprite, frame) for frame in chosen),
        durations=tuple(sprite.frame(frame).duration for frame in chosen),
        sprite=sprite,
        frames=chosen,
    )


def _pixels_of(document: Document) -> Clip:
    layer, frame = document.cursor
    floating = document.floating
    if floating is not None:
        return Clip(ClipKind.PIXELS, pixels=(floating.pixels,), x=floating.box.x, y=floating.box.y)
    box, inside = _chosen(document)
    pixels = edits.layer_raster(document.sprite, layer, frame, box).copy()
    pixels[~inside] = 0
    content = opaque_box(pixels)
    if content.is_empty:
        raise UserError(_("There are no pixels here to copy. Choose another layer, frame or selection."))
    return Clip(
        ClipKind.PIXELS,
        pixels=(frozen(pixels[content.slices].copy()),),
        x=box.x + content.x,
        y=box.y + content.y,
    )


def _chosen(document: Document) -> tuple[Box, np.ndarray[tuple[int, int], np.dtype[np.bool_]]]:
    selection = document.selection
    if document.sprite.layer(document.cursor.layer).kind is not LayerKind.IMAGE:
        raise UserError(_("A group holds no pixels. Choose a layer inside it."))
    if selection is None:
        size = document.sprite.size
        return document.sprite.box, np.ones((size.height, size.width), np.bool_)
    cells: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = selection.cells[selection.box.slices]
    return selection.box, cells


def _paste_frames(document: Document, clip: Clip) -> None:
    layer, source = document.cursor.layer, clip.sprite
    at = document.sprite.frame_index(document.cursor.frame) + 1
    if source is None:
        document.apply(
            _("Paste frames"),
            lambda sprite: frames.insert_rasters(sprite, at, clip.pixels, clip.durations, layer=layer),
        )
    else:
        document.apply(_("Paste frames"), lambda sprite: import_frames(sprite, source, clip.frames, at, onto=layer))
    pasted = [frame.id for frame in document.sprite.frames[at : at + len(clip.pixels)]]
    document.move_to(layer=layer, frame=pasted[0])
    document.select_frames(pasted)


def _paste_pixels(document: Document, clip: Clip) -> None:
    layer, frame = document.cursor
    check_paintable(document.sprite, layer)
    picture = clip.pixels[0]
    size, canvas = size_of(picture), document.sprite.size
    place = Box(clip.x, clip.y, *size)
    if place.intersected(document.sprite.box) != place:
        place = Box(max(0, (canvas.width - size.width) // 2), max(0, (canvas.height - size.height) // 2), *size)
    cel = document.sprite.cel(layer, frame)
    floating = Floating.pasted(CelKey(layer, frame), canvas, cel, pixels=picture, box=place)
    document.put_floating(_("Paste"), floating)  # selected: seen at once, and ready to be moved
