"""Fewer colours, chosen in OKLab: k-means from a median cut, ordered dithering, one palette for many frames.

The picture's own colours come first: what already fits in the palette comes back unchanged. Results are opaque or
fully transparent unless soft alpha is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from studio.core.words import _
from studio.local.arrays import BadPixels, Floats, Ints, Palette, Rgba, checked, opaque, rgba_palette
from studio.local.oklab import from_oklab, nearest, nearest_entries, to_oklab

MOST_COLOURS = 256
_EXACT_UP_TO = 4096
_ROUNDS = 12
_MIXED_UP_TO = 1 << 14
_CONTRAST_COST = 0.06


class Dither(StrEnum):
    """Ordered dithering between the two palette colours a pixel lies between."""

    NONE = "none"
    BAYER4 = "bayer4"
    BAYER8 = "bayer8"


class Alpha(StrEnum):
    """What becomes of half-transparent pixels."""

    HARD = "hard"
    KEEP = "keep"


class Quantised(NamedTuple):
    """A picture in few colours, and the opaque colours (n, 4) it may use."""

    pixels: Rgba
    palette: Palette


class QuantisedFrames(NamedTuple):
    """Frames that share one palette (n, 4)."""

    frames: list[Rgba]
    palette: Palette


def palette_of(rgba: Rgba) -> Palette:
    """The distinct opaque colours (n, 4), the most frequent first; equal counts go dark to light."""
    colours, counts = _distinct([checked(rgba)])
    lightness = to_oklab(colours)[:, 0] if len(colours) else np.zeros(0, np.float32)
    return _opaque_colours(colours[np.lexsort((lightness, -counts))])


def quantise(
    rgba: Rgba,
    colours: int,
    *,
    dither: Dither = Dither.NONE,
    seed: int = 0,
    keep: Palette | None = None,
    alpha: Alpha = Alpha.HARD,
) -> Quantised:
    """The picture in at most `colours` opaque colours; those of `keep` are always among them."""
    result = quantise_frames([rgba], colours, dither=dither, seed=seed, keep=keep, alpha=alpha)
    return Quantised(result.frames[0], result.palette)


def quantise_frames(
    frames: Sequence[Rgba],
    colours: int,
    *,
    dither: Dither = Dither.NONE,
    seed: int = 0,
    keep: Palette | None = None,
    alpha: Alpha = Alpha.HARD,
) -> QuantisedFrames:
    """All frames with one palette made from all of them together."""
    pictures = [checked(frame) for frame in frames]
    palette = chosen_palette(pictures, colours, seed=seed, keep=keep)
    return QuantisedFrames([map_to_palette(one, palette, dither=dither, alpha=alpha) for one in pictures], palette)


def chosen_palette(frames: Sequence[Rgba], colours: int, *, seed: int = 0, keep: Palette | None = None) -> Palette:
    """At most `colours` opaque colours (n, 4) that serve all frames, dark to light after the protected ones.

    Two starts are refined, a median cut and one drawn by the seed; the closer one wins.
    """
    if not 1 <= colours <= MOST_COLOURS:
        message = _("A palette has between 1 and {most} colours; ask for such a number.")
        raise BadPixels(message.format(most=MOST_COLOURS))
    protected = np.zeros((0, 4), np.uint8) if keep is None else rgba_palette(keep)
    if len(protected) > colours:
        message = _("{kept} colours are protected but only {colours} are asked for; ask for more or protect fewer.")
        raise BadPixels(message.format(kept=len(protected), colours=colours))
    distinct, counts = _distinct(frames)
    others = ~(distinct[:, None, :] == protected[None, :, :3]).all(axis=2).any(axis=1)
    free = colours - len(protected)
    if int(others.sum()) <= free:
        made = distinct[others]
    else:
        made = _clustered(distinct, counts, free, protected=protected, seed=seed)
    made = made[np.argsort(to_oklab(made)[:, 0], kind="stable")] if len(made) else made
    return np.concatenate([protected, _opaque_colours(made)])


def map_to_palette(rgba: Rgba, palette: Palette, *, dither: Dither = Dither.NONE, alpha: Alpha = Alpha.HARD) -> Rgba:
    """Each opaque pixel in its nearest palette colour; with dithering, in one of the two it lies between.

    A clear picture fits every palette; otherwise an empty one is refused (BadPixels).
    """
    picture = checked(rgba)
    visible = opaque(picture) if alpha == Alpha.HARD else picture[..., 3] > 0
    if not visible.any():
        return np.zeros_like(picture)
    colours = rgba_palette(palette)
    chosen = nearest_entries(picture, colours)
    if dither != Dither.NONE:
        chosen = _dithered(picture, colours, chosen, _bayer(4 if dither == Dither.BAYER4 else 8))
    mapped = colours[chosen]
    if alpha == Alpha.KEEP:
        mapped[..., 3] = picture[..., 3]
        mapped[picture[..., 3] == 0] = 0
        return mapped
    mapped[..., 3] = 255
    mapped[~opaque(picture)] = 0
    return mapped


def _opaque_colours(colours: Palette) -> Palette:
    """Opaque (n, 4) colours; an empty list stays empty."""
    return rgba_palette(colours) if len(colours) else np.zeros((0, 4), np.uint8)


def _distinct(frames: Sequence[Rgba]) -> tuple[Palette, Ints]:
    """All opaque colours (n, 3) of the frames in ascending order, with how many pixels have each."""
    packed = []
    for frame in frames:
        solid = frame[opaque(frame)].astype(np.uint32)
        packed.append(solid[:, 0] << 16 | solid[:, 1] << 8 | solid[:, 2])
    keys, counts = np.unique(np.concatenate(packed) if packed else np.zeros(0, np.uint32), return_counts=True)
    return np.stack([keys >> 16, keys >> 8 & 255, keys & 255], axis=-1).astype(np.uint8), counts


def _clustered(distinct: Palette, counts: Ints, free: int, *, protected: Palette, seed: int) -> Palette:
    if free == 0:
        return np.zeros((0, 3), np.uint8)
    points, weights = to_oklab(distinct), counts.astype(np.float32)
    if len(points) > _EXACT_UP_TO:
        points, weights = _binned(distinct, weights)
    fixed = to_oklab(protected)
    rng = np.random.Generator(np.random.PCG64(seed))
    starts = [_median_cut(points, weights, free), _drawn(points, weights, free, rng)]
    refined = [_refined(points, weights, start, fixed) for start in starts]
    errors = [_error(points, weights, np.concatenate([fixed, centres])) for centres in refined]
    return np.unique(from_oklab(refined[int(np.argmin(errors))]), axis=0)


def _binned(distinct: Palette, weights: Floats) -> tuple[Floats, Floats]:
    """Many colours as the weighted means of 5-bit cells."""
    wide = distinct.astype(np.uint32)
    cell = (wide[:, 0] >> 3) << 10 | (wide[:, 1] >> 3) << 5 | wide[:, 2] >> 3
    _cells, where = np.unique(cell, return_inverse=True)
    total = np.bincount(where, weights)
    lab = to_oklab(distinct)
    means = [np.bincount(where, weights * lab[:, axis]) / total for axis in range(3)]
    return np.stack(means, axis=-1).astype(np.float32), total.astype(np.float32)


def _median_cut(points: Floats, weights: Floats, count: int) -> Floats:
    """Split the box with the greatest weighted spread at its median until there are enough."""
    boxes = [np.arange(len(points))]
    while len(boxes) < count:
        spread = [_spread(points[box], weights[box]) for box in boxes]
        widest = int(np.argmax([value for value, _axis in spread]))
        if spread[widest][0] <= 0:
            break
        box = boxes.pop(widest)
        axis = spread[widest][1]
        box = box[np.argsort(points[box, axis], kind="stable")]
        mass = np.cumsum(weights[box])
        middle = int(np.clip(np.searchsorted(mass, mass[-1] / 2) + 1, 1, len(box) - 1))
        boxes += [box[:middle], box[middle:]]
    return np.stack([np.average(points[box], axis=0, weights=weights[box]) for box in boxes]).astype(np.float32)


def _spread(points: Floats, weights: Floats) -> tuple[float, int]:
    if len(points) < 2:
        return 0.0, 0
    mean = np.average(points, axis=0, weights=weights)
    squares = (weights[:, None] * (points - mean) ** 2).sum(axis=0)
    return float(squares.max()), int(squares.argmax())


def _drawn(points: Floats, weights: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Start points drawn far from each other, in proportion to weight and squared distance (k-means++)."""
    chosen = [int(rng.choice(len(points), p=weights / weights.sum(dtype=np.float64)))]
    apart = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < min(count, len(points)):
        chance = (apart * weights).astype(np.float64)
        if chance.sum() <= 0:
            break
        chosen.append(int(rng.choice(len(points), p=chance / chance.sum())))
        apart = np.minimum(apart, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    starts: Floats = points[np.array(chosen)]
    return starts


def _refined(points: Floats, weights: Floats, centres: Floats, fixed: Floats) -> Floats:
    """Lloyd's rounds; the fixed colours attract points but do not move."""
    for _round in range(_ROUNDS):
        owner = nearest(points, np.concatenate([fixed, centres])) - len(fixed)
        mine = owner >= 0
        total = np.bincount(owner[mine], weights[mine], len(centres))
        sums = [np.bincount(owner[mine], weights[mine] * points[mine, axis], len(centres)) for axis in range(3)]
        moved = np.stack(sums, axis=-1) / np.maximum(total, 1e-9)[:, None]
        found = np.where(total[:, None] > 0, moved, centres).astype(np.float32)
        if float(np.abs(found - centres).max()) < 1e-4:
            return found
        centres = found
    return centres


def _error(points: Floats, weights: Floats, centres: Floats) -> float:
    return float((weights * ((points - centres[nearest(points, centres)]) ** 2).sum(axis=1)).sum())


def _bayer(side: int) -> Floats:
    """The ordered threshold matrix of this side, values strictly between 0 and 1."""
    pattern = np.zeros((1, 1), np.float32)
    while len(pattern) < side:
        pattern = np.block([[4 * pattern, 4 * pattern + 2], [4 * pattern + 3, 4 * pattern + 1]])
    thresholds: Floats = ((pattern + 0.5) / side**2).astype(np.float32)
    return thresholds


def _dithered(picture: Rgba, palette: Palette, first: Ints, thresholds: Floats) -> Ints:
    """Where a pixel lies between its nearest colour and a partner, the threshold decides which of the two it gets."""
    packed = picture[..., 0].astype(np.uint32) << 16 | picture[..., 1].astype(np.uint32) << 8 | picture[..., 2]
    keys, at, where = np.unique(packed.ravel(), return_index=True, return_inverse=True)
    if len(keys) > _MIXED_UP_TO:
        keys, at, where = np.unique(packed.ravel() & 0xF8F8F8, return_index=True, return_inverse=True)
    lab, entries = to_oklab(picture.reshape(-1, 4)[at]), to_oklab(palette)
    nearby = first.ravel()[at]
    partner, share = _mixtures(lab, entries, nearby)
    h, w = first.shape
    side = len(thresholds)
    level = np.tile(thresholds, (-(-h // side), -(-w // side)))[:h, :w]
    return np.where(level < share[where].reshape(h, w), partner[where].reshape(h, w), first)


def _mixtures(lab: Floats, entries: Floats, nearby: Ints) -> tuple[Ints, Floats]:
    """For each colour the palette entry it is best mixed with, and how much of that (0 to a half) it takes."""
    start = entries[nearby]
    best_score = ((lab - start) ** 2).sum(axis=-1)
    partner, share = nearby.copy(), np.zeros(nearby.shape, np.float32)
    for index in range(len(entries)):
        way = entries[index] - start
        length = np.maximum((way**2).sum(axis=-1), 1e-9)
        along = np.clip(((lab - start) * way).sum(axis=-1) / length, 0.0, 0.5)
        miss = ((lab - start - along[:, None] * way) ** 2).sum(axis=-1)
        score = miss + _CONTRAST_COST * length * along
        better = (score < best_score) & (index != nearby)
        best_score = np.where(better, score, best_score)
        partner, share = np.where(better, index, partner), np.where(better, along, share)
    return partner, share.astype(np.float32)
