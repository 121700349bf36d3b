"""Keep a figure in place from frame to frame: by its trunk and its feet, not by its bounding box.

A thrown out arm moves the bounding box, the centroid and even the median column; the median of those columns that are
at least a quarter as tall as the tallest stays where the trunk is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from studio.core.words import _
from studio.local.arrays import BadPixels, Rgba, checked, opaque
from studio.local.regions import shifted

_CORE_SHARE = 0.25


class Stance(NamedTuple):
    """The x of the trunk's middle and the y of the foot line (the lower edge of the lowest pixels)."""

    x: float
    y: float


class Offset(NamedTuple):
    """How far to move a frame, whole pixels, right and down."""

    dx: int
    dy: int


def stance_of(rgba: Rgba) -> Stance:
    """Where a figure stands. BadPixels when nothing is drawn."""
    solid = opaque(checked(rgba))
    if not solid.any():
        raise BadPixels(_("The frame is empty, so there is nothing to align; leave it out or draw on it."))
    heights = solid.sum(axis=0)
    core = np.flatnonzero(heights > _CORE_SHARE * heights.max())
    x = float(np.median(np.repeat(core, heights[core]))) + 0.5
    return Stance(x, float(np.flatnonzero(solid.any(axis=1))[-1] + 1))


def offsets_to(frames: Sequence[Rgba], *, reference: int = 0) -> list[Offset]:
    """For each frame the move that puts its trunk and feet where those of the reference frame are; empty ones stay."""
    goal = stance_of(frames[reference])
    return [_move(frame, goal) if opaque(frame).any() else Offset(0, 0) for frame in frames]


def aligned(frames: Sequence[Rgba], *, reference: int = 0) -> list[Rgba]:
    """The frames moved onto the reference frame's stance; pixels that leave the canvas are lost."""
    moves = offsets_to(frames, reference=reference)
    return [shifted(frame, move.dy, move.dx).astype(np.uint8) for frame, move in zip(frames, moves, strict=True)]


def _move(frame: Rgba, goal: Stance) -> Offset:
    here = stance_of(frame)
    return Offset(int(np.floor(goal.x - here.x + 0.5)), int(goal.y - here.y))
