"""Poses and masks taken from frames to other frames, of the same sprite or another: pure edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType

from studio.core.errors import UserError
from studio.core.words import _
from studio.doc import edits
from studio.doc.model import Frame, Sprite
from studio.doc.pixels import MaskPixels
from studio.doc.skeleton import Pose


class Part(StrEnum):
    """What a frame has beside its picture."""

    POSE = "pose"
    MASK = "mask"


def part_of(frame: Frame, part: Part) -> Pose | MaskPixels | None:
    """The frame's pose or mask."""
    return frame.pose if part is Part.POSE else frame.mask


def shift_parts(sprite: Sprite, part: Part, ids: Sequence[str], by: int, *, keeps: bool) -> Sprite:
    """The parts of these frames `by` frames further; they stay where they were as well when `keeps`.

    Frames without one are passed over. UserError when none has one, IndexError when one would leave the sprite.
    """
    held = _held(sprite, part, ids)
    if not keeps:
        for index in held:
            sprite = _with(sprite, index, Frame(sprite.frames[index].id, sprite.frames[index].duration), part)
    for index, frame in held.items():
        sprite = _with(sprite, index + by, frame, part)
    return sprite


def bring_parts(target: Sprite, source: Sprite, part: Part, ids: Sequence[str], *, index: int) -> Sprite:
    """The parts of another sprite's frames on the target's frames from `index` on, as far apart as they were.

    What would come after the last frame is left out. Poses move along with the middle of the canvas; masks need
    canvases of one size. UserError otherwise, and when no frame has one.
    """
    held = _held(source, part, ids)
    if part is Part.MASK and source.size != target.size:
        raise UserError(
            _("The mask is {mask}, this sprite {size}. A mask goes only to sprites of its own size.").format(
                mask=source.size, size=target.size
            )
        )
    dx, dy = (target.size.width - source.size.width) // 2, (target.size.height - source.size.height) // 2
    first = min(held)
    for at, frame in held.items():
        if index + at - first >= len(target.frames):
            break
        pose = frame.pose.shifted(dx, dy) if frame.pose is not None and (dx or dy) else frame.pose
        target = _with(target, index + at - first, replace(frame, pose=pose), part)
    return target


def _held(sprite: Sprite, part: Part, ids: Sequence[str]) -> Mapping[int, Frame]:
    """Those frames that have one, by index, in order."""
    wanted = set(ids)
    held = {
        index: frame
        for index, frame in enumerate(sprite.frames)
        if frame.id in wanted and part_of(frame, part) is not None
    }
    if not held:
        raise UserError(
            _("There is no pose here to take.") if part is Part.POSE else _("There is no mask here to take.")
        )
    return MappingProxyType(held)


def _with(sprite: Sprite, index: int, frame: Frame, part: Part) -> Sprite:
    """The sprite whose frame at `index` has the other frame's part."""
    if index < 0:
        raise IndexError(index)
    frame_id = sprite.frames[index].id
    if part is Part.POSE:
        return edits.set_pose(sprite, frame_id, frame.pose)
    return edits.set_mask(sprite, frame_id, frame.mask)
