"""Painting on plain arrays: brushes, strokes, shapes and fills, all hard-edged.

Works on pictures (h, w, 4) and masks (h, w) alike; `ink` is a Colour or a mask value. Nothing here knows of layers or
frames: a gesture gives a scratch, a stroke leads a brush over it and tells which box was touched.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from studio.core.geometry import EMPTY_BOX, Box, Point, Size
from studio.doc.blend import blend_over
from studio.doc.palette import Colour
from studio.doc.pixels import Bools
from studio.doc.shapes import ellipse_cells, line_cells, rectangle_cells

MAX_BRUSH = 64
"""Largest brush, in pixels."""

Raster: TypeAlias = npt.NDArray[np.uint8]
Ink: TypeAlias = Colour | int
"""A colour for pictures, 0..255 for masks."""


class BrushShape(StrEnum):
    """The outline of a brush."""

    ROUND = "round"
    SQUARE = "square"


class Mixing(StrEnum):
    """REPLACE writes the ink as it is; OVER puts a translucent colour on what was there before the stroke."""

    REPLACE = "replace"
    OVER = "over"


class Canvas(Protocol):
    """What strokes paint on: a gesture's scratch."""

    @property
    def size(self) -> Size: ...

    def edit(self, box: Box) -> AbstractContextManager[Raster]:
        """The cells of the box that are on the canvas, to be written to."""
        ...

    def base(self, box: Box) -> Raster:
        """What was there before the stroke; the box lies on the canvas."""
        ...


@dataclass(frozen=True, slots=True)
class Brush:
    """A hard-edged tip of 1..64 pixels. An even one lies to the left of and above its point."""

    size: int = 1
    shape: BrushShape = BrushShape.ROUND

    def __post_init__(self) -> None:
        if not 1 <= self.size <= MAX_BRUSH:
            raise ValueError(f"brush of {self.size} pixels")

    @property
    def cells(self) -> Bools:
        """(size, size) bool, read-only."""
        size = Size(self.size, self.size)
        return ellipse_cells(size) if self.shape is BrushShape.ROUND else rectangle_cells(size)

    def box_at(self, at: Point) -> Box:
        """The cells under the brush, some of them perhaps outside of a round one."""
        return Box(at.x - self.size // 2, at.y - self.size // 2, self.size, self.size)


@dataclass(frozen=True, slots=True)
class Symmetry:
    """Mirrors for strokes. `across` is twice the place of the upright axis, in cell centres: in a canvas w wide the
    middle is w - 1 (a line between two columns when w is even). `down` the same for the level axis. None: no mirror."""

    across: int | None = None
    down: int | None = None

    @classmethod
    def centred(cls, size: Size, *, across: bool, down: bool) -> Symmetry:
        return cls(size.width - 1 if across else None, size.height - 1 if down else None)

    def images(self, at: Point, brush: Brush) -> list[Point]:
        """The point and its mirror images, such that the brush's cells there are mirrored too; none twice."""
        even = 1 - brush.size % 2
        points = [at]
        if self.across is not None:
            points += [Point(self.across - point.x + even, point.y) for point in points]
        if self.down is not None:
            points += [Point(point.x, self.down - point.y + even) for point in points]
        return list(dict.fromkeys(points))


NO_SYMMETRY = Symmetry()


def stamp(canvas: Raster, at: Point, brush: Brush, ink: Ink) -> Box:
    """Press the brush once on an array; gives the box it touched, cut to the array."""
    box = brush.box_at(at)
    inside = box.intersected(_box_of(canvas))
    if not inside.is_empty:
        canvas[inside.slices][brush.cells[inside.moved(-box.x, -box.y).slices]] = ink
    return inside


def put_cells(canvas: Canvas, box: Box, cells: Bools, ink: Ink, *, mixing: Mixing = Mixing.REPLACE) -> Box:
    """Put ink on the true cells of a box, (h, w) bool; gives the box that was touched, cut to the canvas.

    OVER starts from what was there before the stroke, so going over a cell twice does not add up.
    """
    inside = box.intersected(Box.of_size(canvas.size))
    if inside.is_empty:
        return inside
    chosen = cells if inside == box else cells[inside.moved(-box.x, -box.y).slices]
    with canvas.edit(inside) as pixels:
        if isinstance(ink, int):
            pixels[chosen] = ink
        elif mixing is Mixing.OVER and ink.a < 255:
            mixed = canvas.base(inside)
            blend_over(mixed, np.broadcast_to(np.array(ink, np.uint8), mixed.shape).copy())
            pixels[chosen] = mixed[chosen]
        else:
            pixels.view(np.uint32)[..., 0][chosen] = _word(ink)
    return inside


def put_points(
    canvas: Canvas, points: Iterable[Point], brush: Brush, ink: Ink, *, mixing: Mixing = Mixing.REPLACE
) -> Box:
    """Press the brush at each point; gives the box that was touched. Points near each other are pressed together."""
    touched = EMPTY_BOX
    for run in _runs(points):
        box, cells = _pressed(run, brush)
        touched = touched.united(put_cells(canvas, box, cells, ink, mixing=mixing))
    return touched


def pixel_perfect(points: Sequence[Point]) -> list[Point]:
    """The path without the middle cells of its corners, so that a one-pixel line is never two wide."""
    kept: list[Point] = []
    for point in points:
        if len(kept) >= 2 and _is_corner(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


class Stroke:
    """A freehand line: `to` leads the brush to the next cell the pointer reached and gives the box to redraw.

    Pixel perfect works for brushes of one pixel: a corner cell is taken back as soon as the line turns.
    """

    def __init__(
        self,
        canvas: Canvas,
        brush: Brush,
        ink: Ink,
        *,
        mixing: Mixing = Mixing.REPLACE,
        symmetry: Symmetry = NO_SYMMETRY,
        perfect: bool = False,
    ) -> None:
        self._canvas = canvas
        self._brush = brush
        self._ink = ink
        self._mixing = mixing
        self._symmetry = None if symmetry == NO_SYMMETRY else symmetry
        self._perfect = perfect and brush.size == 1
        self._path: list[Point] = []
        self._uses: Counter[Point] = Counter()

    def to(self, at: Point) -> Box:
        """From the last cell to this one; the first call presses the brush once."""
        new = _steps(self._path[-1], at) if self._path else [at]
        return self._perfectly(new) if self._perfect else self._plainly(new)

    def _plainly(self, new: Sequence[Point]) -> Box:
        if new:
            self._path = [new[-1]]
        if len(new) == 1 and self._symmetry is None:  # most moves
            box = self._brush.box_at(new[0])
            return put_cells(self._canvas, box, self._brush.cells, self._ink, mixing=self._mixing)
        images = [image for point in new for image in self._images(point)]
        return put_points(self._canvas, images, self._brush, self._ink, mixing=self._mixing)

    def _perfectly(self, new: Sequence[Point]) -> Box:
        touched = EMPTY_BOX
        for point in new:
            if len(self._path) == 2 and _is_corner(self._path[0], self._path[1], point):
                touched = touched.united(self._take_back(self._path.pop()))
            self._path = [*self._path[-1:], point]
            images = self._images(point)
            self._uses.update(images)
            touched = touched.united(put_points(self._canvas, images, self._brush, self._ink, mixing=self._mixing))
        return touched

    def _images(self, point: Point) -> Sequence[Point]:
        return (point,) if self._symmetry is None else self._symmetry.images(point, self._brush)

    def _take_back(self, point: Point) -> Box:
        """Unpaint a cell, unless the line has come over it another time too."""
        touched = EMPTY_BOX
        for image in self._images(point):
            self._uses[image] -= 1
            box = self._brush.box_at(image).intersected(Box.of_size(self._canvas.size))
            if self._uses[image] > 0 or box.is_empty:
                continue
            before = self._canvas.base(box)
            with self._canvas.edit(box) as pixels:
                pixels[...] = before
            touched = touched.united(box)
        return touched


def _steps(start: Point, end: Point) -> list[Point]:
    """The cells of a line but for the first."""
    if start != end and abs(end.x - start.x) <= 1 and abs(end.y - start.y) <= 1:
        return [end]
    return line_cells(start, end)[1:]


def _is_corner(first: Point, middle: Point, last: Point) -> bool:
    """Whether the middle cell joins two cells that touch by their corners."""
    joined = (first.x == middle.x or first.y == middle.y) and (last.x == middle.x or last.y == middle.y)
    return joined and abs(first.x - last.x) == 1 and abs(first.y - last.y) == 1


def _pressed(points: Sequence[Point], brush: Brush) -> tuple[Box, Bools]:
    """The cells under the brush at all of the points, and the box they lie in."""
    if len(points) == 1:
        return brush.box_at(points[0]), brush.cells
    left, top = min(point.x for point in points), min(point.y for point in points)
    right, bottom = max(point.x for point in points), max(point.y for point in points)
    box = brush.box_at(Point(left, top)).united(brush.box_at(Point(right, bottom)))
    cells = np.zeros((box.height, box.width), np.bool_)
    tip = brush.cells
    for point in points:
        cells[brush.box_at(point).moved(-box.x, -box.y).slices] |= tip
    return box, cells


def _runs(points: Iterable[Point], longest: int = 64) -> Iterator[list[Point]]:
    """The points in runs that lie together, so that no run's box is much larger than what it paints."""
    run: list[Point] = []
    for point in points:
        if run and (len(run) == longest or max(abs(point.x - run[-1].x), abs(point.y - run[-1].y)) > 2):
            yield run
            run = []
        run.append(point)
    if run:
        yield run


@lru_cache(maxsize=16)
def _word(colour: Colour) -> int:
    """The four bytes of a cell as one number: put down several times faster than one by one."""
    return int.from_bytes(bytes(colour), sys.byteorder)


def _box_of(raster: Raster) -> Box:
    return Box(0, 0, raster.shape[1], raster.shape[0])
