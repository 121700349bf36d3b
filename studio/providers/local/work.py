"""Each local operation carried out: the declared request in, pixels or poses out. Pure, for a worker thread.

The algorithms know arrays and numbers only; this is where declared values are turned into their words and back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.palette import Palette
from studio.doc.pixels import Pixels
from studio.doc.skeleton import Keypoint, Pose
from studio.local import background, estimate, inpaint, pixelate, procedural, puppet
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
    return _WORK[type(operation)](operation, report)


def _procedural(op: ops.ProceduralSprite, _report: Report) -> Made:
    kind, palette, seed = procedural.Kind(op.kind), _rows(op.palette), op.seed or 1
    if op.gives == "loop" and op.count > 1:
        frames = procedural.animation(kind, op.size, palette, seed, frames=op.count)
        return Made(tuple(frames), (Fraction(150),) * len(frames))
    return Made(tuple(procedural.variations(kind, op.size, palette, seed, count=op.count)))


def _pixelate(op: ops.Pixelate, _report: Report) -> Made:
    grid = None if op.size is None else pixelate.grid_for_size(op.image, op.size)
    made = pixelate.pixelate(op.image, grid=grid, colours=None if op.palette else op.colours, palette=_rows(op.palette))
    return Made((made.pixels,))


def _quantise(op: ops.Quantise, report: Report) -> Made:
    dither = colours.Dither.BAYER4 if op.dither else colours.Dither.NONE
    pictures = [picture.pixels for picture in op.images]
    palette = _rows(op.palette)
    if palette is None:
        palette = colours.chosen_palette(pictures, op.colours)
    return _each(op.images, report, lambda pixels: colours.map_to_palette(pixels, palette, dither=dither))


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
    return Made(tuple(frames), durations, poses=poses)


def _movement(op: ops.AnimateWithSkeleton, rest: Pose) -> tuple[tuple[Pose, ...], tuple[Fraction, ...]]:
    if op.keypoints:
        return op.keypoints, (_FRAME_TIME,) * len(op.keypoints)
    try:
        movement = presets.fitted(op.preset or "", rest)
    except UserError as error:
        raise Wrong("preset", str(error)) from error
    return movement.poses, movement.durations


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


_WORK: Mapping[type[Operation], Callable[[Any, Report], Made]] = {
    ops.ProceduralSprite: _procedural,
    ops.Pixelate: _pixelate,
    ops.Quantise: _quantise,
    ops.RemoveBackground: _remove_background,
    ops.Inpaint: _inpaint,
    ops.EstimateSkeleton: _estimate,
    ops.AnimateWithSkeleton: _animate,
}
