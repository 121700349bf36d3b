"""What is drawn on top of the sprite: grid, selection ants, brush outline, frame. Marks of a mask: `mask_marks`.

Every function paints in device pixels: the painter's unit is one screen pixel, so that lines are sharp at any display
scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from PySide6.QtCore import QLine, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from studio.core.geometry import Box, Point
from studio.doc.paint import Brush
from studio.doc.palette import Colour
from studio.ui.canvas.contour import Runs, contour, row_runs
from studio.ui.canvas.viewport import Viewport

_TILE: Final = 512
"""Device pixels of the prepared picture of the grid, and of the largest one of a brush."""
_REACH: Final = 4
"""Device pixels around the cells of a brush that its outline may need."""
_DASH: Final = 4
_DARK: Final = QPen(QColor(0, 0, 0, 160), 3)
_LIGHT: Final = QPen(QColor(255, 255, 255), 1)


def snap_to_device(painter: QPainter, ratio: float) -> None:
    """Make the painter's unit one device pixel and its origin a whole one, wherever the widget lies in its window."""
    if ratio == 1.0:
        return
    transform = painter.deviceTransform()
    painter.translate(
        (math.floor(transform.dx() + 0.5) - transform.dx()) / ratio,
        (math.floor(transform.dy() + 0.5) - transform.dy()) / ratio,
    )
    painter.scale(1 / ratio, 1 / ratio)


def device_rect(view: Viewport, box: Box) -> QRect:
    """The device pixels of the cells of a box."""
    if view.skip == 1:
        cell = view.cell
        return QRect(view.left + box.x * cell, view.top + box.y * cell, box.width * cell, box.height * cell)
    left, top = view.to_device(box.x, box.y)
    right, bottom = view.to_device(box.right, box.bottom)
    x, y = math.floor(left), math.floor(top)
    return QRect(x, y, math.ceil(right) - x, math.ceil(bottom) - y)


def draw_grid(painter: QPainter, view: Viewport, place: QRect, colour: str, *, smallest: int) -> None:
    """One line at the left and top of every cell from a zoom of `smallest`, out of a picture of many cells. `place`:
    the device pixels of whole cells."""
    if view.zoom.numerator >= smallest * view.zoom.denominator:
        _tile(painter, _grid_tile(view.cell, colour), place, left=view.left, top=view.top)


def draw_ants(painter: QPainter, view: Viewport, runs: Runs, phase: int) -> None:
    """The border of a selection in marching dashes, black and white so that it shows on any colour."""
    lines = _lines(view, runs, Box(0, 0, 0, 0))
    painter.setPen(_LIGHT)
    painter.drawLines(lines)
    pen = QPen(QColor("#000000"), 1)
    pen.setDashPattern([_DASH, _DASH])
    pen.setDashOffset(float(-phase % (2 * _DASH)))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLines(lines)


def draw_path(painter: QPainter, view: Viewport, cells: Sequence[Point]) -> None:
    """The open outline of a lasso, through the middles of its cells."""
    if len(cells) < 2:
        return
    line = QPolygonF([QPointF(*view.to_device(cell.x + 0.5, cell.y + 0.5)) for cell in cells])
    painter.setPen(_DARK)
    painter.drawPolyline(line)
    painter.setPen(_LIGHT)
    painter.drawPolyline(line)


def draw_brush(painter: QPainter, view: Viewport, brush: Brush, at: Box, *, ink: Colour | None) -> None:
    """The outline of the cells that a dab would touch, a dark line around a light one; with `ink` also its colour."""
    left, top = view.to_device(at.x, at.y)
    left, top = math.floor(left), math.floor(top)
    if brush.size * view.scale <= _TILE:
        painter.drawPixmap(left - _REACH, top - _REACH, _brush_picture(brush, view.scale, ink))
        return
    painter.translate(left, top)
    _trace_brush(painter, brush, view.scale, ink)
    painter.translate(-left, -top)


def draw_axes(painter: QPainter, view: Viewport, box: Box, *, colour: str, across: bool, down: bool) -> None:
    """The axes of symmetry about the middle of the canvas, dashed."""
    pen = QPen(QColor(colour), 1)
    pen.setDashPattern([6, 4])
    painter.setPen(pen)
    rect = device_rect(view, box)
    if across:
        x = _round(view.to_device(box.x + box.width / 2, 0)[0])
        painter.drawLine(x, rect.top() - 8, x, rect.bottom() + 8)
    if down:
        y = _round(view.to_device(0, box.y + box.height / 2)[1])
        painter.drawLine(rect.left() - 8, y, rect.right() + 8, y)


def fill_around(painter: QPainter, rect: QRect, hole: QRect, colour: str) -> None:
    """Fill a rectangle but for a hole that lies inside it, which something opaque will cover."""
    hole = hole.intersected(rect)
    tint = QColor(colour)
    if hole.isEmpty():
        painter.fillRect(rect, tint)
        return
    left, top, right, bottom = rect.x(), rect.y(), rect.x() + rect.width(), rect.y() + rect.height()
    painter.fillRect(left, top, rect.width(), hole.y() - top, tint)
    painter.fillRect(left, hole.y() + hole.height(), rect.width(), bottom - hole.y() - hole.height(), tint)
    painter.fillRect(left, hole.y(), hole.x() - left, hole.height(), tint)
    painter.fillRect(hole.x() + hole.width(), hole.y(), right - hole.x() - hole.width(), hole.height(), tint)


def draw_edge(painter: QPainter, view: Viewport, box: Box, colour: str) -> None:
    """One line around the sprite, outside its pixels."""
    painter.setPen(QPen(QColor(colour), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(device_rect(view, box).adjusted(-1, -1, 0, 0))


def draw_frame(painter: QPainter, rect: QRect, colour: str, *, width: int, strong: bool) -> None:
    """The border of the widget, inside `rect`, in the tint of the mode; strong where the keyboard goes."""
    tint = QColor(colour)
    tint.setAlpha(255 if strong else 110)
    inner = rect.adjusted(width, width, -width, -width)
    for side in (
        QRect(rect.left(), rect.top(), rect.width(), width),
        QRect(rect.left(), inner.bottom() + 1, rect.width(), width),
        QRect(rect.left(), inner.top(), width, inner.height()),
        QRect(inner.right() + 1, inner.top(), width, inner.height()),
    ):
        painter.fillRect(side, tint)


def _lines(view: Viewport, runs: Runs, origin: Box) -> list[QLine]:
    """Runs of cell corners as device lines that lie on the first pixel of the cells right of and below them."""
    if view.skip == 1:
        left, top = view.left + origin.x * view.cell, view.top + origin.y * view.cell
        corners = runs * view.cell + np.array([left, top, left, top], np.int32)
    else:
        across, down = view.to_device(origin.x, origin.y)
        corners = np.floor(runs * view.scale + (across, down, across, down)).astype(np.int32)
    return [QLine(x1, y1, x2, y2) for x1, y1, x2, y2 in corners.tolist()]


@lru_cache(maxsize=8)
def _brush_picture(brush: Brush, scale: float, ink: Colour | None) -> QPixmap:
    """Lines take ten times as long as this picture of them."""
    side = math.ceil(brush.size * scale) + 2 * _REACH
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.translate(_REACH, _REACH)
    _trace_brush(painter, brush, scale, ink)
    painter.end()
    return picture


def _trace_brush(painter: QPainter, brush: Brush, scale: float, ink: Colour | None) -> None:
    """Its cells and outline, from the painter's origin."""
    if ink is not None:
        tint = QColor(*ink)
        for x, y, width, height in np.floor(row_runs(brush.cells) * scale).astype(int).tolist():
            painter.fillRect(x, y, max(1, width), max(1, height), tint)
    corners = np.floor(contour(brush.cells) * scale).astype(int).tolist()
    lines = [QLine(x1, y1, x2, y2) for x1, y1, x2, y2 in corners]
    painter.setPen(_DARK)
    painter.drawLines(lines)
    painter.setPen(_LIGHT)
    painter.drawLines(lines)


def _tile(painter: QPainter, tile: QPixmap, rect: QRect, *, left: int, top: int) -> None:
    """Cover a rectangle with a picture repeated from `left`, `top`. Copying parts of one large picture is twenty times
    faster on a dab than a textured brush."""
    width, height = tile.width(), tile.height()
    start, y = rect.x(), rect.y()
    right, bottom = start + rect.width(), y + rect.height()
    while y < bottom:
        from_y = (y - top) % height
        down = min(height - from_y, bottom - y)
        x = start
        while x < right:
            from_x = (x - left) % width
            across = min(width - from_x, right - x)
            painter.drawPixmap(x, y, tile, from_x, from_y, across, down)
            x += across
        y += down


@lru_cache(maxsize=2)
def _grid_tile(cell: int, colour: str) -> QPixmap:
    side = cell * max(1, _TILE // cell)
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    tint = QColor(colour)
    # Fainter where lines lie close together, so that the sprite stays the brightest thing.
    tint.setAlpha(min(96, 24 + 3 * cell))
    painter = QPainter(tile)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for place in range(0, side, cell):
        painter.fillRect(0, place, side, 1, tint)
        painter.fillRect(place, 0, 1, side, tint)
    painter.end()
    return tile


def _round(value: float) -> int:
    return math.floor(value + 0.5)
