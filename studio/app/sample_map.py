"""A small map out of a corner tileset: terrain lies on the corners between cells, and each cell shows the tile whose
four corners are those around it.

Maps are immutable and follow from tiles, size and seed; painting gives another map.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from studio.app.things import CORNERS
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.pixels import Pixels, frozen, size_of

Ground = npt.NDArray[np.uint8]
"""Terrain by corner, (rows + 1, columns + 1): one of LOWER, BETWEEN, UPPER."""
LOWER, BETWEEN, UPPER = 0, 1, 2
_TERRAINS = {"lower": LOWER, "transition": BETWEEN, "upper": UPPER}
_SMOOTHINGS = 2


class Corners(NamedTuple):
    """Terrain of the four corners of a tile."""

    nw: int
    ne: int
    sw: int
    se: int


@dataclass(frozen=True, slots=True, eq=False)
class MapTiles:
    """Tiles of one size with their corners; `by_corners` holds their indices, several where tiles look alike."""

    pictures: tuple[Pixels, ...]
    corners: tuple[Corners, ...]
    by_corners: Mapping[Corners, tuple[int, ...]]

    @property
    def size(self) -> Size:
        """Of one tile."""
        return size_of(self.pictures[0])

    def plain(self, terrain: int) -> int | None:
        """The tile that is of this terrain all over."""
        found = self.by_corners.get(Corners(terrain, terrain, terrain, terrain))
        return found[0] if found else None


@dataclass(frozen=True, slots=True, eq=False)
class SampleMap:
    """One map. `ground` holds LOWER and UPPER only; what lies between them is worked out from the tiles there are."""

    tiles: MapTiles
    ground: Ground
    seed: int

    @property
    def columns(self) -> int:
        return int(self.ground.shape[1]) - 1

    @property
    def rows(self) -> int:
        return int(self.ground.shape[0]) - 1


def map_tiles(pictures: Sequence[Pixels], table: Sequence[Mapping[str, Any]]) -> MapTiles:
    """Tiles from pictures and a row each that names its corners (`NW`: `lower`). UserError when there are none.

    Words other than lower, upper and transition count by the order in which they come.
    """
    words = list(dict.fromkeys(str(row.get(corner)) for row in table for corner in CORNERS if row.get(corner)))
    terrains = _TERRAINS if set(words) <= set(_TERRAINS) else dict(zip(words, (LOWER, UPPER, BETWEEN), strict=False))
    kept: list[Pixels] = []
    corners: list[Corners] = []
    for picture, row in zip(pictures, table, strict=False):
        found = [terrains.get(str(row.get(corner))) for corner in CORNERS]
        if None not in found and (not kept or size_of(picture) == size_of(kept[0])):
            kept.append(picture)
            corners.append(Corners(*(part for part in found if part is not None)))
    if not kept:
        raise UserError(_("None of these tiles tells what its corners are, so no map can be made of them."))
    by_corners: dict[Corners, tuple[int, ...]] = {}
    for index, one in enumerate(corners):
        by_corners[one] = (*by_corners.get(one, ()), index)
    return MapTiles(tuple(kept), tuple(corners), by_corners)


def sample_map(tiles: MapTiles, *, columns: int, rows: int, seed: int) -> SampleMap:
    """A map of both grounds in patches, the same for the same seed."""
    rng = np.random.Generator(np.random.PCG64(seed))
    field = rng.random((rows + 1, columns + 1))
    for _round in range(_SMOOTHINGS):
        field = _smoothed(field)
    ground = np.where(field > np.median(field), UPPER, LOWER).astype(np.uint8)
    return SampleMap(tiles, _sealed(ground), seed)


def painted(shown: SampleMap, x: int, y: int, terrain: int) -> SampleMap:
    """With this terrain at one corner, counted from the upper left; the same map where nothing changes."""
    if not (0 <= x <= shown.columns and 0 <= y <= shown.rows) or shown.ground[y, x] == terrain:
        return shown
    ground = shown.ground.copy()
    ground[y, x] = terrain
    return replace(shown, ground=_sealed(ground))


def picture_of(shown: SampleMap) -> Pixels:
    """The map as pixels."""
    size = shown.tiles.size
    canvas = np.zeros((shown.rows * size.height, shown.columns * size.width, 4), np.uint8)
    chosen, _misses = _chosen(shown)
    for y, row in enumerate(chosen):
        for x, index in enumerate(row):
            canvas[y * size.height : (y + 1) * size.height, x * size.width : (x + 1) * size.width] = (
                shown.tiles.pictures[index]
            )
    return frozen(canvas)


def misses_in(shown: SampleMap) -> int:
    """Cells for which the tileset has no tile of exactly their corners."""
    return _chosen(shown)[1]


def _chosen(shown: SampleMap) -> tuple[list[list[int]], int]:
    """A tile for each cell, and how many of them only come close: with or without a strip between the grounds."""
    plain = _tiles_for(shown, shown.ground)
    if not plain[1] or all(BETWEEN not in corners for corners in shown.tiles.corners):
        return plain
    with_strip = _tiles_for(shown, _with_strip(shown.ground))
    return with_strip if with_strip[1] < plain[1] else plain


def _tiles_for(shown: SampleMap, ground: Ground) -> tuple[list[list[int]], int]:
    misses = 0
    chosen: list[list[int]] = []
    for y in range(shown.rows):
        row = []
        for x in range(shown.columns):
            wanted = Corners(*(int(part) for part in ground[y : y + 2, x : x + 2].ravel()))
            exact = shown.tiles.by_corners.get(wanted)
            misses += exact is None
            fitting = exact or _nearest(shown.tiles, wanted)
            row.append(fitting[(x * 7 + y * 13 + shown.seed) % len(fitting)])
        chosen.append(row)
    return chosen, misses


def _nearest(tiles: MapTiles, wanted: Corners) -> tuple[int, ...]:
    """The tiles whose corners differ least."""
    best = min(tiles.by_corners, key=lambda one: sum(abs(a - b) for a, b in zip(one, wanted, strict=True)))
    return tiles.by_corners[best]


def _with_strip(ground: Ground) -> Ground:
    """Upper corners beside a lower one become the strip between them."""
    around = np.pad(ground, 1, mode="edge")
    height, width = ground.shape
    lowest = ground.copy()
    for dy in range(3):
        for dx in range(3):
            lowest = np.minimum(lowest, around[dy : dy + height, dx : dx + width])
    return np.where((ground == UPPER) & (lowest == LOWER), BETWEEN, ground).astype(np.uint8)


def _smoothed(field: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    around = np.pad(field, 1, mode="edge")
    height, width = field.shape
    total = np.zeros_like(field)
    for dy in range(3):
        for dx in range(3):
            total += around[dy : dy + height, dx : dx + width]
    return total / 9


def _sealed(ground: Ground) -> Ground:
    ground.flags.writeable = False
    return ground


def sheet_picture(tiles: MapTiles) -> Pixels:
    """All tiles in the order they came, in a square as far as possible: sixteen are four rows of four."""
    size, count = tiles.size, len(tiles.pictures)
    columns = math.isqrt(count - 1) + 1
    rows = -(-count // columns)
    canvas = np.zeros((rows * size.height, columns * size.width, 4), np.uint8)
    for index, picture in enumerate(tiles.pictures):
        top, left = index // columns * size.height, index % columns * size.width
        canvas[top : top + size.height, left : left + size.width] = picture
    return frozen(canvas)
