"""Where each frame stands in the sheet. Pure arithmetic; pictures are only asked for their sizes and sameness."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.core.errors import UserError
from studio.core.geometry import Box, Point, Size
from studio.core.words import _
from studio.export.frames import Shot
from studio.export.packing import pack
from studio.export.recipe import Format, Layout, Recipe

_NOTHING = Box(0, 0, 1, 1)
"""What an empty frame keeps when trimmed: engines read a box without area as something else."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one shot. `source` is the part of its canvas that is shown, in canvas pixels; `box` lies in the
    sheet, without padding and extruded edges; both sides of `box` are `scale` times those of `source`."""

    source: Box
    box: Box
    duplicate_of: int | None = None
    """Index of the earlier shot whose picture stands in for this one."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One slot a shot, and the size of the sheet."""

    slots: tuple[Slot, ...]
    size: Size


def arrange(shots: Sequence[Shot], recipe: Recipe) -> Arrangement:
    """Places for all shots. UserError when the sheet would be larger than the recipe allows; a sequence has no sheet
    on disk and so no limit."""
    sources = [_source(shot, recipe) for shot in shots]
    twins = _duplicates(shots, sources, recipe)
    originals = [index for index in range(len(shots)) if index not in twins]
    sizes = [_room(sources[index], recipe) for index in originals]
    if recipe.layout is Layout.PACKED:
        corners, size = _pack(sizes, recipe)
    elif recipe.layout is Layout.TAG_ROWS:
        corners, size = _grid(sizes, _row_cells(shots), recipe)
    else:
        corners, size = _grid(sizes, _cells(len(sizes), recipe), recipe)
    if recipe.power_of_two:
        size = Size(_power_of_two(size.width), _power_of_two(size.height))
    if recipe.format is not Format.PNG_SEQUENCE:
        _check_size(size, recipe)
    margin = recipe.inner_padding + recipe.extrude
    places = dict(zip(originals, corners, strict=True))
    slots = []
    for index, source in enumerate(sources):
        original = twins.get(index)
        corner = places[index if original is None else original]
        box = Box(corner.x + margin, corner.y + margin, source.width * recipe.scale, source.height * recipe.scale)
        slots.append(Slot(source, box, original))
    return Arrangement(tuple(slots), size)


def _source(shot: Shot, recipe: Recipe) -> Box:
    if not recipe.trim:
        height, width = shot.picture.pixels.shape[:2]
        return Box(0, 0, width, height)
    return _NOTHING if shot.picture.opaque.is_empty else shot.picture.opaque


def _duplicates(shots: Sequence[Shot], sources: Sequence[Box], recipe: Recipe) -> dict[int, int]:
    """Index of the first shot with the same pixels, for all later ones."""
    if not recipe.merge_duplicates or recipe.layout is Layout.TAG_ROWS:
        return {}
    first: dict[tuple[Size, int], list[int]] = {}
    twins: dict[int, int] = {}
    for index, (shot, source) in enumerate(zip(shots, sources, strict=True)):
        pixels = shot.picture.pixels[source.slices]
        # The checksum is of the whole canvas; trimmed twins may stand elsewhere on it.
        key = (source.size, hash(pixels.tobytes()) if recipe.trim else shot.picture.checksum)
        for other in first.setdefault(key, []):
            if np.array_equal(pixels, shots[other].picture.pixels[sources[other].slices]):
                twins[index] = other
                break
        else:
            first[key].append(index)
    return twins


def _room(source: Box, recipe: Recipe) -> Size:
    around = 2 * (recipe.inner_padding + recipe.extrude)
    return Size(source.width * recipe.scale + around, source.height * recipe.scale + around)


def _pack(sizes: Sequence[Size], recipe: Recipe) -> tuple[list[Point], Size]:
    # Padding goes to the right of and below each piece, and is taken off the sheet's edge again.
    padded = tuple(Size(size.width + recipe.padding, size.height + recipe.padding) for size in sizes)
    widest = max(1, recipe.max_size - 2 * recipe.border + recipe.padding)
    packed = pack(padded, widest=widest)
    corners = [Point(point.x + recipe.border, point.y + recipe.border) for point in packed.points]
    around = 2 * recipe.border - recipe.padding
    return corners, Size(packed.size.width + around, packed.size.height + around)


def _grid(sizes: Sequence[Size], cells: Sequence[Point], recipe: Recipe) -> tuple[list[Point], Size]:
    """Equal cells, each as large as the largest piece, so that engines can cut by cell."""
    width = max(size.width for size in sizes)
    height = max(size.height for size in sizes)
    corners = [
        Point(
            recipe.border + cell.x * (width + recipe.padding),
            recipe.border + cell.y * (height + recipe.padding),
        )
        for cell in cells
    ]
    right = max(corner.x for corner in corners) + width + recipe.border
    bottom = max(corner.y for corner in corners) + height + recipe.border
    return corners, Size(right, bottom)


def _cells(count: int, recipe: Recipe) -> list[Point]:
    if recipe.layout is Layout.STRIP:
        return [Point(index, 0) for index in range(count)]
    columns = min(recipe.columns or math.ceil(math.sqrt(count)), count)
    if recipe.layout is Layout.ROWS:
        return [Point(index % columns, index // columns) for index in range(count)]
    rows = math.ceil(count / columns)
    return [Point(index // rows, index % rows) for index in range(count)]


def _row_cells(shots: Sequence[Shot]) -> list[Point]:
    rows: list[object] = []
    cells: list[Point] = []
    for shot in shots:
        row = (shot.layer.id if shot.layer else "", shot.tag.id if shot.tag else "")
        if row not in rows:
            rows.append(row)
            column = 0
        else:
            column = cells[-1].x + 1
        cells.append(Point(column, len(rows) - 1))
    return cells


def _power_of_two(side: int) -> int:
    return 1 << (side - 1).bit_length()


def _check_size(size: Size, recipe: Recipe) -> None:
    if max(size) > recipe.max_size:
        raise UserError(
            _(
                "The sheet would be {width} x {height} pixels, and the limit is {limit}. "
                "Export fewer frames, trim them, choose the packed layout or raise the limit."
            ).format(width=size.width, height=size.height, limit=recipe.max_size)
        )
