"""Idle loops by whole pixels: rows are left out or repeated, the picture is never resampled."""

from __future__ import annotations

import math

import numpy as np

from studio.local.arrays import Rgba, opaque
from studio.local.regions import shifted


def bobbed(sprite: Rgba, *, frames: int, depth: int) -> list[Rgba]:
    """The sprite breathing: what is above its middle sinks by up to `depth` rows and rises again, the feet stay."""
    return [_sunk(sprite, _sway(index, frames, depth)) for index in range(frames)]


def hovering(sprite: Rgba, *, frames: int, depth: int) -> list[Rgba]:
    """The sprite floating: it moves down by up to `depth` rows as far as its outline stays on the canvas."""
    rows = np.flatnonzero(opaque(sprite).any(axis=1))
    room = sprite.shape[0] - 1 - int(rows[-1]) if len(rows) else 0
    reach = min(depth, room) if room else -min(depth, int(rows[0]) if len(rows) else 0)
    moves = [round(_share(index, frames) * reach) for index in range(frames)]
    return [shifted(sprite, move, 0).astype(np.uint8) for move in moves]


def _share(index: int, frames: int) -> float:
    """0 at the start of the loop, 1 in its middle."""
    return (1 - math.cos(2 * math.pi * index / frames)) / 2


def _sway(index: int, frames: int, depth: int) -> int:
    return round(_share(index, frames) * depth)


def _sunk(sprite: Rgba, by: int) -> Rgba:
    """Leave out `by` rows a little below the middle of the solid part and move all above them down."""
    rows = np.flatnonzero(opaque(sprite).any(axis=1))
    if by == 0 or len(rows) < 4 + by:
        return sprite.copy()
    top, bottom = int(rows[0]), int(rows[-1])
    waist = top + (bottom - top) * 3 // 4
    frame = sprite.copy()
    frame[by : waist + 1] = sprite[: waist + 1 - by]
    frame[:by] = 0
    return frame
