"""Find the pixel grid of enlarged or painted-over pixel art, and bring it down to one pixel a cell.

The grid shows as edges that come at equal distances. For each axis the edge profile's response at every period and its
overtones is taken; its phase says where the cells begin. Periods need not be whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from studio.core.words import _
from studio.local.arrays import BadPixels, Ints, Palette, Rgba, checked
from studio.local.palette import MOST_COLOURS, Dither, Quantised, QuantisedFrames, chosen_palette, map_to_palette

SMALLEST_CELL, LARGEST_CELL = 2.0, 48.0
_OVERTONES = 3
_STEP = 0.1
_SURE = 0.6
_SAMPLES = 5
_LINES = 256
_NOISE = 1.1
_NEAR_EDGE = 0.35
_ENOUGH_CELLS = 12
_SIMPLER_BY = 0.03
_Profile = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of `cell_w` by `cell_h` pixels; the first whole cell starts at (`phase_x`, `phase_y`), 0 <= phase < cell.

    `confidence` runs from 0 (no grid) to 1 (every edge lies on it).
    """

    cell_w: float
    cell_h: float
    phase_x: float = 0.0
    phase_y: float = 0.0
    confidence: float = 1.0


class Reduce(StrEnum):
    """Which colour a cell gets."""

    MEDIAN = "median"
    MAJORITY = "majority"


def detect_grid(rgba: Rgba) -> Grid:
    """The most likely grid; a cell of 1 pixel with confidence 0 where there is none."""
    picture = checked(rgba)
    profiles = (_edges(picture, axis=1), _edges(picture, axis=0))
    across, down = _alike(profiles, _period(profiles[0]), _period(profiles[1]))
    return Grid(across.cell, down.cell, across.phase, down.phase, min(across.confidence, down.confidence))


def grid_for_size(rgba: Rgba, size: tuple[int, int]) -> Grid:
    """The grid that turns the picture into (width, height) cells. BadPixels when that is more than the picture has."""
    height, width = checked(rgba).shape[:2]
    if not (1 <= size[0] <= width and 1 <= size[1] <= height):
        message = _("The picture is {width} x {height}; choose a target of at least 1 x 1 and no more than that.")
        raise BadPixels(message.format(width=width, height=height))
    return Grid(width / size[0], height / size[1])


def pixelate(
    rgba: Rgba,
    *,
    grid: Grid | None = None,
    colours: int | None = None,
    palette: Palette | None = None,
    reduce: Reduce = Reduce.MEDIAN,
    dither: Dither = Dither.NONE,
    seed: int = 0,
) -> Quantised:
    """One pixel a cell with hard alpha, in the given palette or in at most `colours` of its own.

    Without a grid it is detected; BadPixels when none can be seen.
    """
    made = pixelate_frames([rgba], grid=grid, colours=colours, palette=palette, reduce=reduce, dither=dither, seed=seed)
    return Quantised(made.frames[0], made.palette)


def pixelate_frames(
    frames: Sequence[Rgba],
    *,
    grid: Grid | None = None,
    colours: int | None = None,
    palette: Palette | None = None,
    reduce: Reduce = Reduce.MEDIAN,
    dither: Dither = Dither.NONE,
    seed: int = 0,
) -> QuantisedFrames:
    """All frames with one grid (that of the frame it shows in best) and one palette, so that nothing jumps."""
    pictures = [checked(frame) for frame in frames]
    grid = grid or max((detect_grid(one) for one in pictures), key=lambda found: found.confidence)
    if grid.confidence < _SURE:
        raise BadPixels(_("No pixel grid can be seen in this picture; say which size the result is to have."))
    if min(grid.cell_w, grid.cell_h) < 1:
        raise BadPixels(_("A cell is at least 1 pixel wide and high; choose a bigger cell."))
    limit = palette
    if limit is None and reduce == Reduce.MAJORITY:
        limit = chosen_palette(pictures, colours or MOST_COLOURS, seed=seed)
    small = [_reduced(one, grid, limit if reduce == Reduce.MAJORITY else None) for one in pictures]
    chosen = chosen_palette(small, colours or MOST_COLOURS, seed=seed) if palette is None else palette
    return QuantisedFrames([map_to_palette(one, chosen, dither=dither) for one in small], chosen)


def _reduced(picture: Rgba, grid: Grid, limit: Palette | None) -> Rgba:
    """One pixel a cell: the median of each, or the colour of a palette that most of its pixels have."""
    columns = _bounds(picture.shape[1], grid.cell_w, grid.phase_x)
    rows = _bounds(picture.shape[0], grid.cell_h, grid.phase_y)
    if limit is None:
        return _medians(picture, rows, columns)
    return _majority(map_to_palette(picture, limit), rows, columns)


@dataclass(frozen=True, slots=True)
class _Axis:
    cell: float
    phase: float
    confidence: float


_NO_GRID = _Axis(1.0, 0.0, 0.0)


def _edges(picture: Rgba, *, axis: int) -> _Profile:
    """How much changes between neighbouring columns (axis 1) or rows (axis 0); entry i lies between i and i + 1.

    Of big pictures about 256 lines are looked at; half-transparent pixels count as they look on black.
    """
    lines = picture if axis == 1 else picture.transpose(1, 0, 2)
    lines = lines[:: max(1, len(lines) // _LINES)]
    wide = lines.astype(np.int16)
    light = wide[..., 0] + 2 * wide[..., 1] + wide[..., 2]
    if lines[..., 3].min() < 255:
        light = np.where(wide[..., 3] > 0, light, 0) + 2 * wide[..., 3]
    change = np.minimum(np.abs(np.diff(light, axis=1)), 4 * 64)
    profile: _Profile = change.sum(axis=0, dtype=np.float64)
    return profile


def _period(profile: _Profile) -> _Axis:
    """The period of an edge profile, its phase as the start of a cell, and how much of all change lies there."""
    level = profile - profile.mean() if len(profile) >= 2 * SMALLEST_CELL else np.zeros(0)
    norm = float(np.abs(level).sum())
    if norm == 0:
        return _NO_GRID
    strength = np.zeros(len(_periods(len(profile))))
    for overtone in range(1, _OVERTONES + 1):
        strength += np.abs(_waves(len(profile), overtone) @ level.astype(np.complex64)) / norm
    likely = np.flatnonzero(strength > 0.85 * strength.max())
    return _settled(profile, _sharpened(level, float(_periods(len(profile))[likely[-1]])))


def _alike(profiles: tuple[_Profile, _Profile], across: _Axis, down: _Axis) -> tuple[_Axis, _Axis]:
    """Cells are square as a rule: one cell size for both axes unless that explains the edges clearly worse."""
    if _NO_GRID in (across, down) or abs(across.cell - down.cell) <= 0.02 * across.cell:
        return across, down
    shared = [tuple(_with_phase(profile, cell) for profile in profiles) for cell in (across.cell, down.cell)]
    best = max(shared, key=lambda pair: min(axis.confidence for axis in pair))
    if min(axis.confidence for axis in best) >= min(across.confidence, down.confidence) - 0.15:
        return best[0], best[1]
    return across, down


def _sharpened(level: _Profile, cell: float) -> float:
    """The period to a fiftieth of a pixel or better: the strongest response near the first guess."""
    fine = np.arange(cell - _STEP * 1.5, cell + _STEP * 1.5, min(0.02, cell * cell / len(level) / 6))
    at = np.arange(len(level), dtype=np.float32)
    wave = np.exp((-2j * np.pi * at[None, :] / fine[:, None]).astype(np.complex64))
    weights = level.astype(np.complex64)
    response = np.zeros(len(fine))
    overtone = np.ones_like(wave)
    for _number in range(_OVERTONES):
        overtone = overtone * wave
        response += np.abs(overtone @ weights)
    return float(fine[int(np.argmax(response))])


def _settled(profile: _Profile, cell: float) -> _Axis:
    """The simplest grid that explains the edges: whole cells, cells that fill the picture, or a divided cell."""
    length = len(profile) + 1
    whole, fitting = float(round(cell)), length / max(1, round(length / cell))
    tries = [near for near in (fitting, whole) if abs(cell - near) * length / cell < 1.0]
    scored = [_with_phase(profile, one) for one in (*tries, cell)]
    enough = max(axis.confidence for axis in scored) - _SIMPLER_BY
    best = next(axis for axis in scored if axis.confidence >= enough)
    for parts in (2, 3):
        if best.cell / parts >= SMALLEST_CELL:
            divided = _with_phase(profile, best.cell / parts)
            if divided.confidence > best.confidence + 0.2:
                return divided
    return best


def _with_phase(profile: _Profile, cell: float) -> _Axis:
    """A grid of this cell where the edges lie best; whole cells start at whole pixels."""
    level = profile - profile.mean()
    turn = np.angle(np.exp(-2j * np.pi * np.arange(len(profile)) / cell) @ level)
    phase = float((1 - turn / (2 * np.pi) * cell) % cell)
    if cell.is_integer():
        phase = round(phase) % cell
    if min(phase, cell - phase) < _NEAR_EDGE:
        phase = 0.0
    edges = np.maximum(profile - _NOISE * np.median(profile), 0)
    share = float(edges.sum() / max(profile.sum(), 1.0))
    trust = min(1.0, len(profile) / cell / _ENOUGH_CELLS, 5 * share)
    return _Axis(cell, phase, trust * _coverage(edges, cell, phase))


def _coverage(profile: _Profile, cell: float, phase: float) -> float:
    """The share of all change that lies on the grid's lines, against what chance would put there."""
    lines = np.rint(np.arange(phase, len(profile) + 1, cell)).astype(np.intp) - 1
    lines = lines[(lines >= 0) & (lines < len(profile))]
    if len(lines) == 0 or profile.sum() == 0:
        return 0.0
    near = np.zeros(len(profile), np.bool_)
    reach = 1 if cell >= 5 else 0
    for offset in range(-reach, reach + 1):
        near[np.clip(lines + offset, 0, len(profile) - 1)] = True
    share, chance = float(profile[near].sum() / profile.sum()), float(near.mean())
    return float(np.clip((share - chance) / max(1 - chance, 1e-6), 0.0, 1.0))


@lru_cache(maxsize=8)
def _waves(length: int, overtone: int) -> npt.NDArray[np.complex64]:
    at = np.arange(length, dtype=np.float32)
    turns = np.exp((-2j * np.pi * overtone) * at[None, :] / _periods(length)[:, None])
    waves: npt.NDArray[np.complex64] = turns.astype(np.complex64)
    return waves


def _periods(length: int) -> _Profile:
    longest = min(LARGEST_CELL, length / 2)
    return np.arange(SMALLEST_CELL, longest + _STEP / 2, _STEP)


def _bounds(length: int, cell: float, phase: float) -> Ints:
    """Where cells begin and end, in pixels: the grid's lines and the picture's edges; slivers join their neighbour."""
    lines = np.arange(phase, length + cell, cell)
    inner = np.floor(lines[(lines > 0) & (lines < length)] + 0.5).astype(np.intp)
    bounds = np.unique(np.concatenate([[0], inner, [length]]))
    if len(bounds) > 2 and bounds[1] - bounds[0] < cell * 0.4:
        bounds = np.delete(bounds, 1)
    if len(bounds) > 2 and bounds[-1] - bounds[-2] < cell * 0.4:
        bounds = np.delete(bounds, -2)
    return bounds


def _medians(picture: Rgba, rows: Ints, columns: Ints) -> Rgba:
    """The median colour of points spread over the inner part of each cell, away from blurred borders."""
    at_y, at_x = _samples(rows), _samples(columns)
    height, width = len(rows) - 1, len(columns) - 1
    points = picture[at_y.ravel()][:, at_x.ravel()].reshape(height, at_y.shape[1], width, at_x.shape[1], 4)
    points = points.transpose(0, 2, 1, 3, 4).reshape(height, width, -1, 4)
    solid = points[..., 3] >= 128
    covered = solid.mean(axis=2) >= 0.5
    filled = np.where(solid[..., None], points[..., :3].astype(np.float32), np.float32(np.nan))
    filled[~covered] = 0
    small = np.zeros((height, width, 4), np.uint8)
    small[..., :3] = np.nanmedian(filled, axis=2).astype(np.uint8)
    small[..., 3] = np.where(covered, 255, 0)
    small[~covered] = 0
    return small


def _samples(bounds: Ints) -> npt.NDArray[np.intp]:
    """Up to five positions inside each cell, (cells, n), in its middle three fifths."""
    size = np.diff(bounds)
    count = int(min(_SAMPLES, max(1, size.max())))
    share = np.array([0.5]) if count == 1 else np.linspace(0.2, 0.8, count)
    inside = bounds[:-1, None] + np.floor(size[:, None] * share[None, :]).astype(np.intp)
    positions: npt.NDArray[np.intp] = np.minimum(inside, bounds[1:, None] - 1)
    return positions


def _majority(picture: Rgba, rows: Ints, columns: Ints) -> Rgba:
    """The colour most pixels of a cell have; the darker index wins a tie."""
    colours = np.unique(picture.reshape(-1, 4), axis=0)
    keys = picture.view(np.uint32)[..., 0]
    order = np.argsort(colours.view(np.uint32)[:, 0])
    index = order[np.searchsorted(colours.view(np.uint32)[order, 0], keys)]
    height, width = len(rows) - 1, len(columns) - 1
    row_of = np.repeat(np.arange(height), np.diff(rows))
    column_of = np.repeat(np.arange(width), np.diff(columns))
    cell = row_of[:, None] * width + column_of[None, :]
    votes = np.bincount((cell * len(colours) + index).ravel(), minlength=height * width * len(colours))
    small: Rgba = colours[votes.reshape(height, width, len(colours)).argmax(axis=2)]
    return small
