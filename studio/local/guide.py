"""A first guess of what a hole in a sprite should hold: its mirror image where the sprite is symmetric, otherwise a
smooth spread of what surrounds it. The guess only steers the choice of patches, it is never drawn."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from studio.local.arrays import Flags, Floats, Rgba, opaque
from studio.local.oklab import to_oklab
from studio.local.regions import border

CLEAR_APART = 0.6
_SYMMETRIC_FROM = 0.85
_SEEN_FROM = 0.2
_MIRROR_WEIGHT = 2.0
_SPREAD_WEIGHT = 0.05
_ROUNDS = 160
_ROWS_LOOKED_AT = 128
_BRIDGE = 0.9
_BRIDGE_TRUST = np.float32(6.0)


class Guide(NamedTuple):
    """Expected features (h, w, 4) inside a hole, and how much they count, (h, w); a known pixel counts 1.

    `axis` is the sum of two columns that mirror each other, None where the sprite is not symmetric.
    """

    features: Floats
    weight: Floats
    axis: int | None


def features_of(picture: Rgba) -> Floats:
    """OKLab and clearness of each pixel, (h, w, 4); clear pixels are all alike and far from every colour."""
    solid = opaque(picture)
    features = np.zeros((*solid.shape, 4), np.float32)
    features[solid, :3] = to_oklab(picture[solid])
    features[..., 3] = np.where(solid, 0.0, CLEAR_APART)
    return features


def guide_for(picture: Rgba, hole: Flags) -> Guide:
    """What the hole probably holds."""
    known = ~hole
    features = features_of(picture)
    fixed = known.copy()
    weight = np.zeros(hole.shape, np.float32)
    axis = mirror_axis(opaque(picture), known)
    if axis is not None:
        across = axis - np.arange(hole.shape[1])
        valid = (across >= 0) & (across < hole.shape[1])
        source = np.clip(across, 0, hole.shape[1] - 1)
        helped = hole & known[:, source] & valid[None, :]
        features[helped] = features[:, source][helped]
        fixed |= helped
        weight[helped] = _MIRROR_WEIGHT
    guess, certainty = _spread_into(features, fixed)
    weight = np.where(fixed, weight, _SPREAD_WEIGHT * certainty).astype(np.float32)
    return Guide(guess, weight, axis)


def surrounded_by_clear(solid: Flags, known: Flags) -> bool:
    """Whether what is known of the border is mostly clear: a sprite on a canvas, not a tile."""
    seen = known & border(known.shape)
    if not seen.any():
        seen = known
    return bool(seen.any()) and float(solid[seen].mean()) < 0.5


def bounds_of(region: Flags, *, margin: int) -> tuple[slice, slice]:
    """The rows and columns that hold the region, widened by a margin within the picture."""
    rows, columns = np.flatnonzero(region.any(axis=1)), np.flatnonzero(region.any(axis=0))
    return (
        slice(max(int(rows[0]) - margin, 0), int(rows[-1]) + 1 + margin),
        slice(max(int(columns[0]) - margin, 0), int(columns[-1]) + 1 + margin),
    )


def mirror_axis(solid: Flags, known: Flags) -> int | None:
    """The sum of the columns that mirror each other, where the known silhouette is symmetric enough; else None."""
    width = solid.shape[1]
    if not (solid & known).any() or not surrounded_by_clear(solid, known):
        return None
    stride = max(1, solid.shape[0] // _ROWS_LOOKED_AT)
    solid, known = solid[::stride], known[::stride]
    best, best_score = None, _SYMMETRIC_FROM
    for axis in range(width - 1 - width // 3, width - 1 + width // 3 + 1):
        across = axis - np.arange(width)
        inside = (across >= 0) & (across < width)
        mine = np.flatnonzero(inside)
        both = known[:, mine] & known[:, across[mine]]
        left, right = solid[:, mine] & both, solid[:, across[mine]] & both
        score = float((left & right).sum() / max(int((left | right).sum()), 1))
        covered = float(left.sum() / max(int((solid & known).sum()), 1))
        if covered >= _SEEN_FROM and score > best_score:
            best, best_score = axis, score
    return best


def _spread_into(features: Floats, fixed: Flags) -> tuple[Floats, Floats]:
    """Fill what is not fixed by averaging neighbours again and again, colours along solid pixels only.

    Returns the features and how certain it is that a pixel is solid or clear; what closes a gap counts most.
    """
    if fixed.all():
        return features, np.zeros(fixed.shape, np.float32)
    solid = (features[..., 3] == 0) & fixed
    planes = np.concatenate([solid[..., None], np.where(solid[..., None], features[..., :3], 0)], axis=-1)
    planes = planes.astype(np.float32)
    edge_clear = surrounded_by_clear(features[..., 3] == 0, fixed)
    planes[~fixed] = 0 if edge_clear else planes[fixed].mean(axis=0)
    box = bounds_of(~fixed, margin=1)
    part, still = planes[box], fixed[box][..., None]
    for _round in range(_ROUNDS):
        around = np.pad(part, ((1, 1), (1, 1), (0, 0)), mode="constant" if edge_clear else "edge")
        mean = (around[:-2, 1:-1] + around[2:, 1:-1] + around[1:-1, :-2] + around[1:-1, 2:]) / 4
        part = np.where(still, part, mean)
    planes[box] = part
    raw = planes[..., 0]
    bridged = _bridged(solid, fixed)
    share = np.where(bridged, np.maximum(raw, _BRIDGE), raw)
    guess = features.copy()
    guess[~fixed, :3] = (planes[..., 1:] / np.maximum(raw, 1e-3)[..., None])[~fixed]
    clear = ~fixed & (share < 0.5)
    guess[~fixed, 3] = 0
    guess[clear] = (0, 0, 0, CLEAR_APART)
    return guess, np.where(bridged, _BRIDGE_TRUST, np.abs(2 * share - 1))


def _bridged(solid: Flags, known: Flags) -> Flags:
    """Unknown pixels with something solid at both ends of their gap: in their row, their column or a diagonal."""
    bridged = _bridged_down(solid, known) | _bridged_down(solid.T, known.T).T
    for side in (slice(None), slice(None, None, -1)):
        down = _bridged_down(_sheared(solid[:, side]), _sheared(known[:, side]))
        bridged[:, side] |= _unsheared(down, solid.shape[1])
    return bridged & ~known


def _bridged_down(solid: Flags, known: Flags) -> Flags:
    """Pixels whose nearest known pixels above and below are solid."""
    return _last_seen(solid, known, axis=0) & _last_seen(solid[::-1], known[::-1], axis=0)[::-1]


def _sheared(plane: Flags) -> Flags:
    """Each row moved right by its number, so that one diagonal becomes a column."""
    height, width = plane.shape
    wide = np.zeros((height, width + height), np.bool_)
    rows = np.arange(height)[:, None]
    wide[rows, rows + np.arange(width)[None, :]] = plane
    return wide


def _unsheared(wide: Flags, width: int) -> Flags:
    rows = np.arange(len(wide))[:, None]
    plane: Flags = wide[rows, rows + np.arange(width)[None, :]]
    return plane


def _last_seen(solid: Flags, known: Flags, *, axis: int) -> Flags:
    """Whether the nearest known pixel before each one, along the axis, is solid."""
    place = np.arange(solid.shape[axis]).reshape((-1, 1) if axis == 0 else (1, -1))
    last = np.maximum.accumulate(np.where(known, place, -1), axis=axis)
    seen: Flags = np.take_along_axis(solid, np.maximum(last, 0), axis=axis) & (last >= 0)
    return seen
