"""Where the sprite lies in the widget: a pure mapping, exact to the device pixel.

Widget coordinates are Qt's logical pixels (floats), device coordinates are screen pixels (ints), sprite coordinates
are cells (floats; cell (3, 5) covers 3 <= x < 4, 5 <= y < 6). One cell is always a whole number of device pixels, or
one device pixel a whole number of cells, at any display scale: that keeps every pixel of a sprite the same size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final, NamedTuple

from studio.core.geometry import Box, Point, Size

ZOOMS: Final = (
    *(Fraction(1, n) for n in (32, 16, 12, 8, 6, 4, 3, 2)),
    *(Fraction(n) for n in (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64)),
)
"""The steps of the wheel: logical pixels a cell."""

_KEPT_IN_SIGHT: Final = 24
"""Logical pixels of the sprite (at least) that stay inside the widget when panning."""


class Rect(NamedTuple):
    """Whole logical pixels of a widget."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Viewport:
    """`zoom` in logical pixels a cell; `left`, `top` the device pixel of the sprite's top left corner; `ratio` the
    device pixels a logical pixel."""

    zoom: Fraction = Fraction(1)
    left: int = 0
    top: int = 0
    ratio: float = 1.0
    cell: int = field(init=False)
    """Device pixels a cell; 1 when several cells share a pixel."""
    skip: int = field(init=False)
    """Cells a device pixel; 1 from 1:1 upwards."""
    scale: float = field(init=False)
    """Device pixels a cell, below 1 when several cells share a pixel."""

    def __post_init__(self) -> None:
        wanted = float(self.zoom) * self.ratio
        cell, skip = max(1, _nearest(wanted)), max(1, _nearest(1 / wanted))
        object.__setattr__(self, "cell", cell)
        object.__setattr__(self, "skip", skip)
        object.__setattr__(self, "scale", cell / skip)

    def to_sprite(self, x: float, y: float) -> tuple[float, float]:
        """Sprite coordinates of a point of the widget."""
        scale = self.scale
        return (x * self.ratio - self.left) / scale, (y * self.ratio - self.top) / scale

    def cell_at(self, x: float, y: float) -> Point:
        """The cell under a point of the widget; it may lie outside the sprite."""
        column, row = self.to_sprite(x, y)
        return Point(math.floor(column), math.floor(row))

    def to_device(self, x: float, y: float) -> tuple[float, float]:
        """Device coordinates of a point of the sprite."""
        return self.left + x * self.scale, self.top + y * self.scale

    def to_widget(self, x: float, y: float) -> tuple[float, float]:
        """Widget coordinates of a point of the sprite."""
        across, down = self.to_device(x, y)
        return across / self.ratio, down / self.ratio

    def rect_of(self, box: Box, *, margin: int = 0) -> Rect:
        """The logical pixels that the cells touch, `margin` more on each side."""
        if self.ratio == 1.0 and self.skip == 1:
            across, down, width, height = box
            x, y, cell = self.left + across * self.cell - margin, self.top + down * self.cell - margin, self.cell
            return Rect(x, y, width * cell + 2 * margin, height * cell + 2 * margin)
        left, top = self.to_widget(box.x, box.y)
        right, bottom = self.to_widget(box.right, box.bottom)
        x, y = math.floor(left) - margin, math.floor(top) - margin
        return Rect(x, y, math.ceil(right) + margin - x, math.ceil(bottom) + margin - y)

    def exposed(self, rect: Rect, size: Size) -> Box:
        """The cells of the sprite that a part of the widget shows; empty when it shows none."""
        # Whole numbers where they do: this is asked at each paint, as `rect_of` is at each move of the mouse.
        if self.ratio == 1.0 and self.skip == 1:
            cell, x, y = self.cell, rect.x - self.left, rect.y - self.top
            beyond, below = -(-(x + rect.width) // cell), -(-(y + rect.height) // cell)  # rounded up
            return Box.spanning(max(0, x // cell), max(0, y // cell), min(beyond, size.width), min(below, size.height))
        left, top = self.to_sprite(rect.x, rect.y)
        right, bottom = self.to_sprite(rect.x + rect.width, rect.y + rect.height)
        across, down = max(0, math.floor(left)), max(0, math.floor(top))
        return Box.spanning(across, down, min(math.ceil(right), size.width), min(math.ceil(bottom), size.height))

    def zoomed(self, zoom: Fraction, x: float, y: float) -> Viewport:
        """Another zoom; what lies under the point of the widget stays there."""
        column, row = self.to_sprite(x, y)
        other = replace(self, zoom=zoom)
        return replace(
            other,
            left=_nearest(x * self.ratio - column * other.scale),
            top=_nearest(y * self.ratio - row * other.scale),
        )

    def stepped(self, steps: int, x: float, y: float) -> Viewport:
        """So many steps of the wheel nearer (or, negative, farther), about the point of the widget."""
        if steps == 0:
            return self
        nearer = [zoom for zoom in ZOOMS if zoom > self.zoom]
        farther = [zoom for zoom in reversed(ZOOMS) if zoom < self.zoom]
        way = nearer if steps > 0 else farther
        if not way:
            return self
        return self.zoomed(way[min(abs(steps), len(way)) - 1], x, y)

    def panned(self, dx: float, dy: float) -> Viewport:
        """Moved by logical pixels."""
        return replace(self, left=self.left + _nearest(dx * self.ratio), top=self.top + _nearest(dy * self.ratio))

    def kept_in_sight(self, size: Size, width: int, height: int) -> Viewport:
        """Moved back just so far that some of the sprite shows in a widget of `width` x `height` logical pixels."""
        return replace(
            self,
            left=_clamped(self.left, size.width * self.scale, width * self.ratio, _KEPT_IN_SIGHT * self.ratio),
            top=_clamped(self.top, size.height * self.scale, height * self.ratio, _KEPT_IN_SIGHT * self.ratio),
        )

    def at_ratio(self, ratio: float) -> Viewport:
        """The same view on a screen of another display scale."""
        if ratio == self.ratio:
            return self
        other = replace(self, ratio=ratio)
        return replace(
            other, left=_nearest(self.left * ratio / self.ratio), top=_nearest(self.top * ratio / self.ratio)
        )


def centred(zoom: Fraction, size: Size, width: int, height: int, *, ratio: float = 1.0) -> Viewport:
    """The sprite in the middle of a widget of `width` x `height` logical pixels."""
    view = Viewport(zoom, ratio=ratio)
    return replace(
        view,
        left=math.floor((width * ratio - size.width * view.scale) / 2),
        top=math.floor((height * ratio - size.height * view.scale) / 2),
    )


def fitted(size: Size, width: int, height: int, *, ratio: float = 1.0, margin: int = 16) -> Viewport:
    """The largest step of zoom at which the whole sprite shows, in the middle."""
    room_x, room_y = max(1, width - 2 * margin), max(1, height - 2 * margin)
    for zoom in reversed(ZOOMS):
        if size.width * zoom <= room_x and size.height * zoom <= room_y:
            return centred(zoom, size, width, height, ratio=ratio)
    return centred(ZOOMS[0], size, width, height, ratio=ratio)


def _clamped(start: int, length: float, room: float, kept: float) -> int:
    kept = min(kept, length)
    return _nearest(min(max(start, kept - length), room - kept))


def _nearest(value: float) -> int:
    """Halves go up, so that neighbours never round towards each other."""
    return math.floor(value + 0.5)
