"""Strokes that paint through a gesture: freehand, shapes, fill. One stroke is one undo step."""

from __future__ import annotations

import numpy as np

from studio.app.toolbox import Tool
from studio.core.geometry import Box, Point
from studio.core.words import _
from studio.doc import paint
from studio.doc.edits import layer_raster
from studio.doc.fill import Region, region_at
from studio.doc.pixels import Bools
from studio.doc.shapes import (
    box_between,
    ellipse_cells,
    line_cells,
    rectangle_cells,
    rim,
    squared,
    straightened,
)
from studio.ui.canvas.strokes.base import Bench, require_inside
from studio.ui.canvas.touch import Button, Touch


class Freehand:
    """Pencil and eraser: leads the brush along the pointer. `start` is where the line comes from when it goes on from
    an earlier stroke (Shift)."""

    def __init__(self, bench: Bench, tool: Tool, touch: Touch, *, start: Point | None = None) -> None:
        ink = bench.ink(touch.button, tool)
        self._gesture = bench.begin(_label(bench, tool, touch.button))
        self._stroke = paint.Stroke(
            self._gesture.scratch,
            bench.brush,
            ink,
            mixing=bench.mixing(ink),
            symmetry=bench.symmetry,
            perfect=bench.toolbox.pixel_perfect,
        )
        self._last = start or touch.cell
        self._gesture.touch(self._stroke.to(self._last))
        self.move(touch)

    def move(self, touch: Touch) -> None:
        cell = touch.cell
        if cell != self._last and self._gesture.is_open:
            self._last = cell
            self._gesture.touch(self._stroke.to(cell))

    def release(self, touch: Touch) -> None:
        self.move(touch)
        self._gesture.commit()

    def cancel(self) -> None:
        self._gesture.cancel()


class Shape:
    """Line, rectangle and ellipse: follow the pointer until the release. Shift squares or straightens, Ctrl grows
    from the middle."""

    def __init__(self, bench: Bench, tool: Tool, touch: Touch) -> None:
        self._bench = bench
        self._tool = tool
        self._ink = bench.ink(touch.button, tool)
        self._start = touch.cell
        self._shown: tuple[Point, Point] | None = None
        self._gesture = bench.begin(_label(bench, tool, touch.button))
        self.move(touch)

    def move(self, touch: Touch) -> None:
        ends = self._ends(touch)
        if ends == self._shown or not self._gesture.is_open:
            return
        self._shown = ends
        self._gesture.restart()
        if self._tool is Tool.LINE:
            self._gesture.touch(self._line(*ends))
        else:
            self._shape(*ends)

    def release(self, touch: Touch) -> None:
        self.move(touch)
        self._gesture.commit()

    def cancel(self) -> None:
        self._gesture.cancel()

    def _ends(self, touch: Touch) -> tuple[Point, Point]:
        start, end = self._start, touch.cell
        if touch.shift:
            end = straightened(start, end) if self._tool is Tool.LINE else squared(start, end)
        if touch.ctrl:
            start = Point(2 * start.x - end.x, 2 * start.y - end.y)
        return start, end

    def _line(self, start: Point, end: Point) -> Box:
        brush, symmetry = self._bench.brush, self._bench.symmetry
        points = [image for point in line_cells(start, end) for image in symmetry.images(point, brush)]
        return paint.put_points(self._gesture.scratch, points, brush, self._ink, mixing=self._bench.mixing(self._ink))

    def _shape(self, start: Point, end: Point) -> None:
        box = box_between(start, end)
        cells = outlined(self._tool, box, thickness=0 if self._bench.toolbox.filled else self._bench.toolbox.brush_size)
        canvas = self._bench.document.sprite.size
        boxes = {box: cells}
        if self._bench.toolbox.symmetry_x:
            boxes |= {b._replace(x=canvas.width - b.right): c[:, ::-1] for b, c in boxes.items()}
        if self._bench.toolbox.symmetry_y:
            boxes |= {b._replace(y=canvas.height - b.bottom): c[::-1] for b, c in boxes.items()}
        mixing = self._bench.mixing(self._ink)
        for place, part in boxes.items():
            self._gesture.touch(paint.put_cells(self._gesture.scratch, place, part, self._ink, mixing=mixing))


class Fill:
    """Fills what has the colour under the pointer; in a mask, what has that colour in the picture, or with Shift what
    the mask's own outline encloses."""

    def __init__(self, bench: Bench, touch: Touch) -> None:
        require_inside(bench, touch.cell)
        ink = bench.ink(touch.button, Tool.FILL)
        gesture = bench.begin(_label(bench, Tool.FILL, touch.button))
        cells = _region(bench, touch)
        gesture.touch(paint.put_cells(gesture.scratch, bench.document.sprite.box, cells, ink, mixing=bench.mixing(ink)))
        gesture.commit()

    def move(self, touch: Touch) -> None:
        """A fill is done at the press."""

    def release(self, touch: Touch) -> None:
        """A fill is done at the press."""

    def cancel(self) -> None:
        """A fill is done at the press."""


def outlined(tool: Tool, box: Box, *, thickness: int) -> Bools:
    """The cells of a rectangle or ellipse, (h, w) of the box; filled when `thickness` is 0."""
    shape = ellipse_cells if tool is Tool.ELLIPSE else rectangle_cells
    cells = shape(box.size)
    if thickness == 0:
        return cells
    if thickness == 1:
        return rim(cells)
    inner = box.grown(-thickness)
    if inner.is_empty:
        return cells
    result = cells.copy()
    hole = inner.moved(-box.x, -box.y)
    result[hole.slices] &= ~shape(inner.size)
    return result


def _region(bench: Bench, touch: Touch) -> Bools:
    document, toolbox = bench.document, bench.toolbox
    frame = document.cursor.frame
    if bench.masks and touch.shift:
        mask = document.mask(frame)
        size = document.sprite.size
        return region_at(np.zeros((size.height, size.width), np.uint8) if mask is None else mask, touch.cell)
    picture = document.composed(frame) if bench.masks else layer_raster(document.sprite, document.cursor.layer, frame)
    region = Region.CONTIGUOUS if toolbox.contiguous else Region.EVERYWHERE
    return region_at(picture, touch.cell, tolerance=toolbox.tolerance, region=region)


def _label(bench: Bench, tool: Tool, button: Button) -> str:
    if bench.masks:
        unmarks = tool is Tool.ERASER or button is Button.RIGHT
        return _("Unmark") if unmarks else _("Mark")
    return {
        Tool.PENCIL: _("Draw"),
        Tool.ERASER: _("Erase"),
        Tool.FILL: _("Fill"),
        Tool.LINE: _("Line"),
        Tool.RECTANGLE: _("Rectangle"),
        Tool.ELLIPSE: _("Ellipse"),
    }[tool]
