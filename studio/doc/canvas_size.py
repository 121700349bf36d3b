"""Edits of the canvas as a whole: size, crop, flips and turns. Pure functions that give a new root.

Cels, masks and poses go along. Pixels that leave the canvas are kept in their cels unless trimming is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from studio.core.errors import UserError
from studio.core.geometry import EMPTY_BOX, Box, Size
from studio.core.words import _
from studio.doc.model import Cel, Frame, Sprite, check_size
from studio.doc.pixels import MaskPixels, Pixels, frozen, opaque_box, size_of
from studio.doc.skeleton import Keypoint, Pose


class Axis(StrEnum):
    """HORIZONTAL swaps left and right, VERTICAL top and bottom."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


def resize_canvas(sprite: Sprite, size: Size, dx: int = 0, dy: int = 0, *, trim_outside: bool = False) -> Sprite:
    """Another canvas size with everything moved by dx, dy; no pixel is scaled. UserError for an impossible size."""
    size = check_size(*size)
    if size == sprite.size and dx == 0 and dy == 0:
        return sprite
    canvas = Box.of_size(size)

    def move_cel(cel: Cel) -> Cel | None:
        moved = cel if dx == 0 and dy == 0 else replace(cel, x=cel.x + dx, y=cel.y + dy, origin=None)
        return _cut(moved, canvas) if trim_outside else moved

    return _transformed(
        sprite,
        size,
        cel=move_cel,
        mask=lambda mask: _placed_mask(mask, size, dx, dy),
        pose=lambda pose: replace(pose.shifted(dx, dy), key=pose.key),
    )


def crop(sprite: Sprite, box: Box, *, trim_outside: bool = False) -> Sprite:
    """The canvas cut to a box, which may also reach beyond it."""
    if box.is_empty:
        raise UserError(_("Nothing is selected to crop to. Select an area first."))
    return resize_canvas(sprite, box.size, -box.x, -box.y, trim_outside=trim_outside)


def trim(sprite: Sprite) -> Sprite:
    """The canvas cut to what is drawn on it in any frame and layer. UserError when nothing is."""
    box = EMPTY_BOX
    for cel in sprite.cels.values():
        box = box.united(opaque_box(cel.pixels).moved(cel.x, cel.y).intersected(sprite.box))
    if box.is_empty:
        raise UserError(_("The sprite is empty, so there is nothing to trim to. Draw something first."))
    return crop(sprite, box)


def flip(sprite: Sprite, axis: Axis) -> Sprite:
    """The whole sprite mirrored. A horizontal flip swaps the LEFT and RIGHT joints of poses."""
    width, height = sprite.size
    flipped = _Memo(lambda pixels: np.flip(pixels, 1 if axis is Axis.HORIZONTAL else 0))

    def flip_cel(cel: Cel) -> Cel:
        x, y = (width - cel.box.right, cel.y) if axis is Axis.HORIZONTAL else (cel.x, height - cel.box.bottom)
        return replace(cel, pixels=flipped(cel.pixels), x=x, y=y, origin=None)

    def flip_pose(pose: Pose) -> Pose:
        if axis is Axis.HORIZONTAL:
            return pose.mirrored(width)
        return _each_point(pose, lambda point: point._replace(y=height - point.y))

    return _transformed(sprite, sprite.size, cel=flip_cel, mask=flipped, pose=flip_pose)


def rotate90(sprite: Sprite, turns: int = 1) -> Sprite:
    """The whole sprite turned clockwise by quarter turns."""
    turns %= 4
    for _turn in range(turns):
        sprite = _turned(sprite)
    return sprite


def _turned(sprite: Sprite) -> Sprite:
    height = sprite.size.height
    turned = _Memo(lambda pixels: np.rot90(pixels, -1))

    def turn_cel(cel: Cel) -> Cel:
        return replace(cel, pixels=turned(cel.pixels), x=height - cel.box.bottom, y=cel.x, origin=None)

    def turn_pose(pose: Pose) -> Pose:
        return _each_point(pose, lambda point: point._replace(x=height - point.y, y=point.x))

    return _transformed(sprite, Size(height, sprite.size.width), cel=turn_cel, mask=turned, pose=turn_pose)


class _Memo:
    """Transforms each array once, so that cels which share a picture still do afterwards."""

    def __init__(self, transform: Callable[[Pixels], Pixels]) -> None:
        self._transform = transform
        self._done: dict[int, tuple[Pixels, Pixels]] = {}

    def __call__(self, pixels: Pixels) -> Pixels:
        done = self._done.get(id(pixels))
        if done is None:
            done = self._done[id(pixels)] = pixels, frozen(self._transform(pixels).copy())
        return done[1]


def _transformed(
    sprite: Sprite,
    size: Size,
    *,
    cel: Callable[[Cel], Cel | None],
    mask: Callable[[MaskPixels], MaskPixels],
    pose: Callable[[Pose], Pose],
) -> Sprite:
    cels = {key: new for key, old in sprite.cels.items() if (new := cel(old)) is not None}
    frames = tuple(_with_place(frame, mask, pose) for frame in sprite.frames)
    return replace(sprite, size=size, frames=frames, cels=MappingProxyType(cels))


def _with_place(frame: Frame, mask: Callable[[MaskPixels], MaskPixels], pose: Callable[[Pose], Pose]) -> Frame:
    if frame.mask is None and frame.pose is None:
        return frame
    new_mask = None if frame.mask is None else mask(frame.mask)
    if new_mask is not None and not new_mask.any():
        new_mask = None
    return replace(frame, mask=new_mask, pose=None if frame.pose is None else pose(frame.pose))


def _cut(cel: Cel, canvas: Box) -> Cel | None:
    inside = cel.box.intersected(canvas)
    if inside.is_empty:
        return None
    if inside == cel.box:
        return cel
    pixels = cel.pixels[inside.moved(-cel.x, -cel.y).slices]
    return replace(cel, pixels=frozen(pixels.copy()), x=inside.x, y=inside.y, origin=None)


def _placed_mask(mask: MaskPixels, size: Size, dx: int, dy: int) -> MaskPixels:
    result = np.zeros((size.height, size.width), np.uint8)
    there = Box.of_size(size_of(mask)).moved(dx, dy).intersected(Box.of_size(size))
    if not there.is_empty:
        result[there.slices] = mask[there.moved(-dx, -dy).slices]
    return frozen(result)


def _each_point(pose: Pose, change: Callable[[Keypoint], Keypoint]) -> Pose:
    return Pose.of({label: change(point) for label, point in pose.points.items()}, key=pose.key)
