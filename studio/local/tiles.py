"""Small terrain tiles by seed: each repeats without a seam, and borders lie on the grass side of earth and water.

Noise fades to one level along a tile's edges, details keep inside them and the stones on them are always the same, so
that tiles of one terrain fit each other in any order.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from studio.core.words import _
from studio.local.arrays import BadPixels, Palette, Rgba
from studio.local.palette import map_to_palette
from studio.local.procedural.ramps import Tone, ramp
from studio.local.regions import border

Heights = npt.NDArray[np.float64]
Tones = npt.NDArray[np.intp]


class Terrain(StrEnum):
    """What a tile shows."""

    GRASS = "grass"
    EARTH = "earth"
    WATER = "water"
    STONE = "stone"


_RAMPS = {
    Terrain.GRASS: ramp(138, chroma=0.13, lift=0.02),
    Terrain.EARTH: ramp(62, chroma=0.08, lift=-0.02),
    Terrain.WATER: ramp(238, chroma=0.12, lift=0.02),
    Terrain.STONE: ramp(265, chroma=0.02, lift=0.02),
}
_RAMPS[Terrain.STONE][Tone.LINE] = ramp(265, chroma=0.03, lift=-0.1)[Tone.SHADOW]


def terrain_tile(terrain: Terrain, seed: int, *, size: int = 16, palette: Palette | None = None) -> Rgba:
    """One opaque, seamlessly repeating tile of `size` by `size` pixels, in the palette's colours if one is given."""
    if not 8 <= size <= 64:
        raise BadPixels(_("A tile is between 8 and 64 pixels a side; choose such a size."))
    kind = Terrain(terrain)
    rng = np.random.Generator(np.random.PCG64([seed, list(Terrain).index(kind)]))
    tones = _PAINTERS[kind](rng, size)
    tile = _RAMPS[kind][tones]
    return tile if palette is None else map_to_palette(tile, palette)


def tileset(seed: int, *, size: int = 16, variants: int = 4, palette: Palette | None = None) -> Rgba:
    """A sheet with a row for each terrain and a column for each variant, then a row of grass edges over earth."""
    rows = [
        np.concatenate(
            [terrain_tile(kind, seed * 31 + at, size=size, palette=palette) for at in range(variants)], axis=1
        )
        for kind in Terrain
    ]
    edges = np.concatenate([bank_tile(side, seed, size=size, palette=palette) for side in _SIDES[:variants]], axis=1)
    missing = variants * size - edges.shape[1]
    return np.concatenate([*rows, np.pad(edges, ((0, 0), (0, missing), (0, 0)))], axis=0)


def bank_tile(side: str, seed: int, *, size: int = 16, palette: Palette | None = None) -> Rgba:
    """Earth with grass along one side (top, right, bottom or left); its neighbours along that side fit on."""
    if side not in _SIDES:
        raise BadPixels(_("A bank lies at the top, right, bottom or left; choose one of these."))
    earth = terrain_tile(Terrain.EARTH, seed, size=size)
    grass = terrain_tile(Terrain.GRASS, seed, size=size)
    rng = np.random.Generator(np.random.PCG64([seed, 9]))
    edge = np.rint(size * 0.3 + size * 0.09 * _wave(rng, size)).astype(np.intp)
    depth = np.arange(size)[:, None]
    tile = np.where((depth < edge[None, :])[..., None], grass, earth)
    tile[(depth == edge[None, :] - 1)] = _RAMPS[Terrain.GRASS][Tone.SHADOW]
    tile[(depth == edge[None, :])] = _RAMPS[Terrain.EARTH][Tone.LINE]
    tile[(depth == edge[None, :] + 1)] = _RAMPS[Terrain.EARTH][Tone.SHADOW]
    turned = np.ascontiguousarray(np.rot90(tile, -_SIDES.index(side)))
    return turned if palette is None else map_to_palette(turned, palette)


_SIDES = ("top", "right", "bottom", "left")


def _grass(rng: np.random.Generator, size: int) -> Tones:
    """Soft patches, and tufts of two blades with light tips."""
    tones = np.where(_noise(rng, size) > 0.66, Tone.LIGHT, Tone.BODY).astype(np.intp)
    for y, x in _scattered(rng, size, box=(3, 3), gap=4):
        tones[y + 1 : y + 3, x + 1] = Tone.SHADOW
        tones[y + 2, x if rng.random() < 0.5 else x + 2] = Tone.SHADOW
        tones[y, x + int(rng.integers(0, 3))] = Tone.LIGHT
    return tones


def _earth(rng: np.random.Generator, size: int) -> Tones:
    """Broad patches with pebbles lit from above."""
    field = _noise(rng, size)
    tones = np.where(field > 0.68, Tone.LIGHT, np.where(field < 0.26, Tone.SHADOW, Tone.BODY)).astype(np.intp)
    for y, x in _scattered(rng, size, box=(2, 2), gap=6):
        tones[y, x : x + 2] = Tone.LIGHT
        tones[y + 1, x : x + 2] = Tone.SHADOW
    return tones


def _water(rng: np.random.Generator, size: int) -> Tones:
    """Short ripples: a light dash with a darker one below it."""
    tones = np.full((size, size), Tone.BODY, np.intp)
    for y, x in _scattered(rng, size, box=(2, 6), gap=5):
        length = int(rng.integers(3, 6))
        tones[y + 1, x + 1 : x + 1 + length] = Tone.SHADOW
        tones[y, x : x + length] = Tone.LIGHT
        if rng.random() < 0.35:
            tones[y, x + 1 : x + length - 1] = Tone.SHINE
    return tones


def _stone(rng: np.random.Generator, size: int) -> Tones:
    """Cobbles: the cells of points on a jittered grid, each lit from the upper left, with dark joints."""
    side = max(2, 2 * round(size / 10))
    pitch = size / side
    row, column = np.divmod(np.arange(side * side), side)
    centres = np.stack([row + 0.5, column + 0.5 + 0.5 * (row % 2)], axis=-1) * pitch
    fixed = np.random.Generator(np.random.PCG64(size))
    centres += fixed.uniform(-0.12, 0.12, centres.shape) * pitch
    y, x = np.mgrid[:size, :size] + 0.5
    dy = (y[..., None] - centres[:, 0] + size / 2) % size - size / 2
    dx = (x[..., None] - centres[:, 1] + size / 2) % size - size / 2
    away = np.hypot(dx, dy)
    owner, sorted_away = away.argmin(axis=-1), np.sort(away, axis=-1)
    joint = sorted_away[..., 1] - sorted_away[..., 0] < max(1.0, pitch * 0.2)
    slope = np.take_along_axis(dx + 1.3 * dy, owner[..., None], axis=-1)[..., 0] / pitch
    tones = np.where(slope < -0.35, Tone.LIGHT, np.where(slope > 0.4, Tone.SHADOW, Tone.BODY)).astype(np.intp)
    on_edge = np.unique(owner[border(owner.shape)])
    for stone in range(side * side):
        if stone not in on_edge:
            worn = owner == stone
            tones[worn] = np.clip(tones[worn] + int(rng.integers(-1, 2)), Tone.SHADOW, Tone.SHINE)
    tones[joint] = Tone.LINE
    return tones


def _noise(rng: np.random.Generator, size: int) -> Heights:
    """Smooth noise, 0..1, that is level along the edges."""
    cells = max(3, size // 4)
    knots = rng.random((cells, cells))
    knots[0, :] = knots[:, 0] = 0.45
    place = np.arange(size) * cells / size
    low = np.floor(place).astype(np.intp)
    part = place - low
    ease = part * part * (3 - 2 * part)
    rows = knots[low % cells] * (1 - ease)[:, None] + knots[(low + 1) % cells] * ease[:, None]
    field: Heights = rows[:, low % cells] * (1 - ease) + rows[:, (low + 1) % cells] * ease
    return field


def _wave(rng: np.random.Generator, size: int) -> Heights:
    """A closed line around the tile, -1..1, zero at the seam so that any two banks meet."""
    turn = 2 * np.pi * (np.arange(size) + 0.5) / size
    return np.sin(turn) * float(rng.uniform(-1, 1)) + np.sin(2 * turn) * float(rng.uniform(-1, 1))


def _scattered(rng: np.random.Generator, size: int, *, box: tuple[int, int], gap: int) -> list[tuple[int, int]]:
    """Upper left corners (y, x) for details of a box (height, width) inside the tile, at least `gap` steps apart."""
    tall, wide = size - box[0] + 1, size - box[1] + 1
    chosen: list[tuple[int, int]] = []
    for index in rng.permutation(tall * wide):
        y, x = divmod(int(index), wide)
        if all(max(abs(y - oy), abs(x - ox) * 3 // 4) >= gap for oy, ox in chosen):
            chosen.append((y, x))
        if len(chosen) * gap * gap * 2 >= size * size:
            break
    return chosen


_PAINTERS = {Terrain.GRASS: _grass, Terrain.EARTH: _earth, Terrain.WATER: _water, Terrain.STONE: _stone}
