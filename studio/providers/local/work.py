"""Each local operation carried out: the declared request in, pixels or poses out. Pure, for a worker thread.

The algorithms know arrays and numbers only; this is where declared values are turned into their words and back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.core.words import _, ngettext
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, size_of
from studio.doc.skeleton import Keypoint, Pose
from studio.local import (
    align,
    background,
    estimate,
    inpaint,
    outline,
    pixelate,
    procedural,
    puppet,
    resize,
    rotate,
    tiles,
)
from studio.local import palette as colours
from studio.local.rig import Joints
from studio.providers.local import declarations as ops
from studio.providers.local import presets
from studio.spec.field import Picture
from studio.spec.operation import Operation

Report = Callable[[float | None, str], None]
_FRAME_TIME = Fraction(100)


class Wrong(UserError):
    """What an algorithm cannot work with, and the field to change."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Made:
    """What an operation gave. `durations` are milliseconds, one a frame, or none."""

    frames: tuple[Pixels, ...] = ()
    durations: tuple[Fraction, ...] = ()
    poses: tuple[Pose, ...] = ()
    notes: tuple[str, ...] = ()


def carry_out(operation: Operation, report: Report) -> Made:
    """Run the algorithm. Wrong (or another UserError) when the pictures or numbers do not allow it."""
    return WORK[type(operation)](operation, report)


def _procedural(op: ops.ProceduralSprite, _report: Report) -> Made:
    kind, palette, seed = procedural.Kind(op.kind), _rows(op.palette), op.seed or 1
    if op.gives == "loop" and op.count > 1:
        frames = procedural.animation(kind, op.size, palette, seed, frames=op.count)
        return Made(tuple(frames), (Fraction(150),) * len(frames))
    return Made(tuple(procedural.variations(kind, op.size, palette, seed, count=op.count)))


def _terrain_tile(op: ops.TerrainTile, _report: Report) -> Made:
    terrain, palette, seed = tiles.Terrain(op.terrain), _rows(op.palette), op.seed or 1
    made = [tiles.terrain_tile(terrain, seed + index, size=op.side, palette=palette) for index in range(op.count)]
    return Made(tuple(made))


def _pixelate(op: ops.Pixelate, _report: Report) -> Made:
    grid = None if op.size is None else pixelate.grid_for_size(op.image, op.size)
    small = pixelate.pixelate(op.image, grid=grid).pixels
    return Made((_reduced([small], op)[0],))


def _quantise(op: ops.Quantise, report: Report) -> Made:
    report(None, "")
    return Made(tuple(_reduced([picture.pixels for picture in op.images], op)))


def _reduced(pictures: Sequence[Pixels], op: ops.Pixelate | ops.Quantise) -> list[Pixels]:
    """All pictures in the given palette, or in one made for all of them together."""
    palette = _rows(op.palette)
    if palette is None:
        palette = colours.chosen_palette(pictures, op.colours)
    dither = colours.Dither.BAYER4 if op.dither else colours.Dither.NONE
    return [colours.map_to_palette(picture, palette, dither=dither) for picture in pictures]


def _remove_background(op: ops.RemoveBackground, report: Report) -> Made:
    def cleaned(pixels: Pixels) -> Pixels:
        return background.remove_background(pixels, tolerance=op.tolerance, contiguous=not op.holes, halo=op.halo)

    return _each(op.images, report, cleaned)


def _inpaint(op: ops.Inpaint, _report: Report) -> Made:
    return Made((inpaint.inpaint(op.image, op.mask, seed=op.seed or 1, palette=_rows(op.palette)),))


def _estimate(op: ops.EstimateSkeleton, _report: Report) -> Made:
    return Made(poses=(_estimated(op.image),))


def _estimated(image: Pixels) -> Pose:
    found = estimate.estimate_skeleton(image)
    return Pose.of((label, Keypoint(point.x, point.y, confidence=point.confidence)) for label, point in found.items())


def _animate(op: ops.AnimateWithSkeleton, report: Report) -> Made:
    rest = op.rest[0] if op.rest else _estimated(op.image)
    poses, durations = _movement(op, rest)
    if op.frame_time is not None:
        durations = (Fraction(op.frame_time),) * len(poses)
    bound = puppet.bind(op.image, _joints(rest))
    report(0.3, _("Cut along the skeleton"))
    frames = bound.animated([_joints(pose) for pose in poses])
    return Made(tuple(frames), durations, poses=poses, notes=_cut_note(poses, size_of(op.image)))


def _cut_note(poses: Sequence[Pose], size: Size) -> tuple[str, ...]:
    """Says in which frames joints lie outside the picture, so that pixels were lost there."""
    canvas = Box.of_size(size)
    cut = [
        str(index + 1)
        for index, pose in enumerate(poses)
        if not all(canvas.contains(point.x, point.y) for point in pose.points.values())
    ]
    if not cut:
        return ()
    sentence = ngettext(
        "In frame {frames} the figure leaves the picture and is cut; a larger canvas keeps all of it.",
        "In frames {frames} the figure leaves the picture and is cut; a larger canvas keeps all of it.",
        len(cut),
    )
    return (sentence.format(frames=", ".join(cut)),)


def _movement(op: ops.AnimateWithSkeleton, rest: Pose) -> tuple[tuple[Pose, ...], tuple[Fraction, ...]]:
    if op.keypoints:
        return op.keypoints, (_FRAME_TIME,) * len(op.keypoints)
    try:
        movement = presets.fitted(op.preset or "", rest)
    except UserError as error:
        raise Wrong("preset", str(error)) from error
    return movement.poses, movement.durations


def _rotate(op: ops.Rotate, report: Report) -> Made:
    canvas = rotate.Canvas.GROW if op.grow else rotate.Canvas.KEEP
    frames = []
    for turn in range(op.count):
        degrees = op.angle * (turn + 1)
        frames += [rotate.rotated(picture.pixels, degrees, canvas=canvas) for picture in op.images]
        report((turn + 1) / op.count, "")
    return Made(tuple(frames))


def _resize(op: ops.Resize, report: Report) -> Made:
    change = {"scale": _scaled, "smooth": _smoothed, "canvas": _on_canvas}[op.how]
    return _each(op.images, report, lambda pixels: change(pixels, op))


def _scaled(pixels: Pixels, op: ops.Resize) -> Pixels:
    """By whole factors where they fit exactly, else by the nearest pixel."""
    old, new = size_of(pixels), op.size
    factor = new.width // old.width or 1
    if (old.width * factor, old.height * factor) == new:
        return resize.enlarged(pixels, factor)
    divisor = old.width // new.width or 1
    if (new.width * divisor, new.height * divisor) == old:
        return resize.reduced(pixels, divisor)
    return resize.resized(pixels, new)


def _smoothed(pixels: Pixels, op: ops.Resize) -> Pixels:
    old = size_of(pixels)
    for rule in resize.Smooth:
        if (old.width * rule.value, old.height * rule.value) == op.size:
            return resize.smoothed_up(pixels, rule)
    raise Wrong(
        "size",
        _("Rounding diagonal steps gives two or three times {size}; choose such a size or another way.").format(
            size=old
        ),
    )


def _on_canvas(pixels: Pixels, op: ops.Resize) -> Pixels:
    return resize.with_canvas(pixels, op.size, anchor=resize.Anchor[op.anchor.replace("-", "_").upper()])


def _outline(op: ops.Outline, report: Report) -> Made:
    colour = np.array(Colour.parse(op.colour), np.uint8)
    side = outline.Side(op.side)
    corners = outline.Corners.CLOSED if op.corners else outline.Corners.OPEN

    def lined(pixels: Pixels) -> Pixels:
        return outline.outlined(pixels, colour, side=side, corners=corners, width=op.width)

    return _each(op.images, report, lined)


def _align(op: ops.Align, _report: Report) -> Made:
    sizes = {size_of(picture.pixels) for picture in op.images}
    if len(sizes) > 1:
        raise Wrong("images", _("The frames have different sizes; bring them to one size first."))
    return Made(tuple(align.aligned([picture.pixels for picture in op.images])))


def _each(images: Sequence[Picture], report: Report, change: Callable[[Pixels], Pixels]) -> Made:
    frames = []
    for index, picture in enumerate(images):
        frames.append(change(picture.pixels))
        report((index + 1) / len(images), "")
    return Made(tuple(frames))


def _rows(palette: Palette | None) -> Pixels | None:
    return None if palette is None else palette.array()


def _joints(pose: Pose) -> Joints:
    return {label: (point.x, point.y) for label, point in pose.points.items()}


WORK: Mapping[type[Operation], Callable[[Any, Report], Made]] = {
    ops.ProceduralSprite: _procedural,
    ops.TerrainTile: _terrain_tile,
    ops.Pixelate: _pixelate,
    ops.Quantise: _quantise,
    ops.RemoveBackground: _remove_background,
    ops.Inpaint: _inpaint,
    ops.EstimateSkeleton: _estimate,
    ops.AnimateWithSkeleton: _animate,
    ops.Rotate: _rotate,
    ops.Resize: _resize,
    ops.Outline: _outline,
    ops.Align: _align,
}
