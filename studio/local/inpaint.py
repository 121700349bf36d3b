"""Fill a mask from the rest of the sprite: exemplar patches, outlines first, only colours the sprite already has.

Order and matching follow Criminisi, Pérez and Toyama, "Region filling and object removal by exemplar-based image
inpainting" (2004): the rim pixel with the most known surroundings and the strongest line running into the hole is
filled first, by the patch that agrees best with what is known around it and, less strictly, with a guess of what the
hole holds. Pixel art is mirrored more often than not, so mirrored patches count as sources too. Pixels outside the
mask keep every byte; clear surroundings stay clear.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.core.words import _
from studio.local.arrays import (
    BadPixels,
    Flags,
    Floats,
    Ints,
    Mask,
    Palette,
    Rgba,
    checked,
    checked_mask,
    from_keys,
    opaque,
    rgba_palette,
    to_keys,
)
from studio.local.guide import CLEAR_APART, bounds_of, features_of, guide_for, surrounded_by_clear
from studio.local.oklab import nearest_entries
from studio.local.regions import grown

_ALMOST_AS_GOOD = 1.04
_MANY = 12_000
_UPSIDE_DOWN = 1e-3
_FITS_WELL = 4e-3
_SMALLER_IS_BETTER = 0.6
_REACHES = (3, 2, 1)


def inpaint(rgba: Rgba, mask: Mask, *, seed: int, palette: Palette | None = None) -> Rgba:
    """The picture with the pixels under the mask (255) made anew; the seed decides between equally good patches.

    With a palette the new pixels take its nearest colours. BadPixels (a ValueError) when the mask leaves nothing to
    learn from.
    """
    picture = checked(rgba)
    hole = checked_mask(mask, picture)
    if not hole.any():
        return picture.copy()
    if hole.all():
        raise BadPixels(_("The mask covers the whole picture, so there is nothing to fill it from; leave some pixels."))
    filled = _Filling(picture, hole, np.random.Generator(np.random.PCG64(seed))).run()
    if palette is not None:
        filled[hole] = _in_palette(filled[hole], rgba_palette(palette))
    return filled


@dataclass(slots=True)
class _Sources:
    """Patches that are known as a whole: features (n, side * side, 4), and the pixels they bring (n, side * side)."""

    features: Floats
    squares: Floats
    centres: Ints
    pixels: Ints
    penalty: Floats


class _Filling:
    """One run. Arrays are padded by the largest patch reach; the padding is never filled, and known only as clear."""

    def __init__(self, picture: Rgba, hole: Flags, rng: np.random.Generator) -> None:
        self._picture, self._hole = picture, hole
        self._height, self._width = hole.shape
        self._reach = _REACHES[0]
        pad = ((self._reach, self._reach), (self._reach, self._reach))
        self._keys = np.pad(np.where(picture[..., 3] > 0, to_keys(picture), 0), pad)
        self._todo = np.pad(hole, pad)
        self._known = np.pad(~hole, pad, constant_values=surrounded_by_clear(opaque(picture), ~hole))
        self._features = np.pad(features_of(picture), (*pad, (0, 0)))
        self._features[self._known & (self._keys == 0)] = (0, 0, 0, CLEAR_APART)
        guide = guide_for(picture, hole)
        self._guess = np.pad(guide.features, (*pad, (0, 0)))
        self._trust = np.pad(guide.weight, pad)
        self._rng = rng
        self._sure = self._known.astype(np.float32)
        self._box = bounds_of(self._todo, margin=1)
        self._twin = None if guide.axis is None else guide.axis + 2 * self._reach
        self._sources = {reach: self._gathered(reach) for reach in _REACHES}

    def run(self) -> Rgba:
        """Fill until nothing is left, then cut the padding off."""
        while self._todo.any():
            row, column = self._next()
            if not self._fill_by_patch(row, column):
                self._fill_by_neighbour(row, column)
        r = self._reach
        made = from_keys(self._keys[r : r + self._height, r : r + self._width])
        return np.where(self._hole[..., None], made, self._picture)

    def _next(self) -> tuple[int, int]:
        """The rim pixel of highest priority; equal ones in reading order."""
        rows, columns = np.nonzero(self._todo[self._box] & grown(self._known[self._box]))
        rows, columns = rows + self._box[0].start, columns + self._box[1].start
        offsets = np.arange(-2, 3)
        around = (rows[:, None, None] + offsets[None, :, None], columns[:, None, None] + offsets[None, None, :])
        confidence = self._sure[around].mean(axis=(1, 2))
        light = np.where(self._known[around], self._features[around][..., 0], np.nan)
        clear = np.where(self._known[around], self._features[around][..., 3], np.nan)
        lines = _spread(light) + _spread(clear)
        best = int(np.argmax(confidence * (0.15 + lines)))
        return int(rows[best]), int(columns[best])

    def _fill_by_patch(self, row: int, column: int) -> bool:
        """Copy the unknown pixels around (row, column) from their best source, if there is any.

        The largest patch that fits well is taken; where none does, the one that fits best.
        """
        best: tuple[float, tuple[slice, slice], Ints] | None = None
        for reach in _REACHES:
            sources = self._sources[reach]
            box = (slice(row - reach, row + reach + 1), slice(column - reach, column + reach + 1))
            known = self._known[box].ravel()
            if len(sources.pixels) == 0 or known.sum() < max(2, reach):
                continue
            chosen, cost = self._match(sources, box, known)
            if best is None or cost < best[0] * _SMALLER_IS_BETTER:
                best = (cost, box, sources.pixels[chosen])
            if cost < _FITS_WELL:
                break
        if best is None:
            return False
        self._copy(best[1], best[2])
        return True

    def _match(self, sources: _Sources, box: tuple[slice, slice], known: Flags) -> tuple[int, float]:
        """The source that fits the box best, drawn from those almost as good, and the mean square it is off."""
        reach = (box[0].stop - box[0].start) // 2
        middle = np.array([box[0].start + reach, box[1].start + reach])
        apart = np.abs(sources.centres - middle).max(axis=1)
        weight = np.where(known, np.float32(1), self._trust[box].ravel())
        wanted = np.where(known[:, None], self._features[box].reshape(-1, 4), self._guess[box].reshape(-1, 4))
        cost = sources.squares @ weight
        cost -= 2 * (sources.features.reshape(len(apart), -1) @ (wanted * weight[:, None]).ravel())
        cost += float((wanted**2).sum(axis=1) @ weight)
        cost = np.maximum(cost, 0) / weight.sum()
        ranked = cost + 2e-4 + 2e-5 * apart + sources.penalty
        good = np.flatnonzero(ranked <= ranked.min() * _ALMOST_AS_GOOD)
        chosen = int(good[int(self._rng.integers(len(good)))])
        return chosen, float(cost[chosen])

    def _copy(self, box: tuple[slice, slice], pixels: Ints) -> None:
        fresh = self._todo[box]
        side = fresh.shape[0]
        flat = pixels.reshape(side, side)[fresh]
        self._keys[box][fresh] = self._keys.ravel()[flat]
        self._features[box][fresh] = self._features.reshape(-1, 4)[flat]
        self._sure[box][fresh] = self._sure[box].mean()
        self._known[box][fresh] = True
        self._todo[box][fresh] = False

    def _fill_by_neighbour(self, row: int, column: int) -> None:
        """Where no patch of any size is known: the colour of a known neighbour, drawn by the seed."""
        box = (slice(row - 1, row + 2), slice(column - 1, column + 2))
        rows, columns = np.nonzero(self._known[box])
        pick = int(self._rng.integers(len(rows)))
        source = (row - 1 + int(rows[pick]), column - 1 + int(columns[pick]))
        self._keys[row, column] = self._keys[source]
        self._features[row, column] = self._features[source]
        self._known[row, column], self._todo[row, column] = True, False
        self._sure[row, column] = 0.1

    def _gathered(self, reach: int) -> _Sources:
        """All patches known as a whole at the start, their mirror images, and upside down at a small cost."""
        side = 2 * reach + 1
        whole = np.lib.stride_tricks.sliding_window_view(self._known, (side, side)).all(axis=(2, 3))
        rows, columns = self._closest(*np.nonzero(whole), reach=reach)
        offsets = np.arange(side)
        width = self._known.shape[1]
        flat = (rows[:, None, None] + offsets[None, :, None]) * width + columns[:, None, None] + offsets[None, None, :]
        ways = [flat, flat[:, :, ::-1], flat[:, ::-1]]
        pixels = np.concatenate(ways).reshape(len(ways) * len(rows), side * side)
        centres = np.tile(np.stack([rows + reach, columns + reach], axis=-1), (len(ways), 1))
        penalty = np.repeat(np.array([0, 0, _UPSIDE_DOWN], np.float32), len(rows))
        features = self._features.reshape(-1, 4)[pixels]
        return _Sources(features, (features**2).sum(axis=-1), centres, pixels, penalty)

    def _closest(self, rows: Ints, columns: Ints, *, reach: int) -> tuple[Ints, Ints]:
        """Of very many patches only those nearest to the hole or to its mirror image."""
        if len(rows) <= _MANY:
            return rows, columns
        high, wide = self._box
        down = np.maximum(np.maximum(high.start - rows - reach, rows + reach - high.stop), 0)
        across = np.maximum(np.maximum(wide.start - columns - reach, columns + reach - wide.stop), 0)
        if self._twin is not None:
            left, right = self._twin - wide.stop, self._twin - wide.start
            across = np.minimum(across, np.maximum(np.maximum(left - columns - reach, columns + reach - right), 0))
        kept = np.sort(np.argsort(np.maximum(down, across), kind="stable")[:_MANY])
        return rows[kept], columns[kept]


def _spread(values: npt.NDArray[np.float32]) -> Floats:
    """Standard deviation over known neighbours, (n, 5, 5) to (n,)."""
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=(1, 2)), 1)
    filled = np.where(known, values, 0)
    mean = filled.sum(axis=(1, 2)) / count
    square = (filled**2).sum(axis=(1, 2)) / count
    deviation: Floats = np.sqrt(np.maximum(square - mean**2, 0)).astype(np.float32)
    return deviation


def _in_palette(pixels: Rgba, palette: Palette) -> Rgba:
    mapped: Rgba = palette[nearest_entries(pixels, palette)]
    mapped[pixels[..., 3] < 128] = 0
    return mapped
