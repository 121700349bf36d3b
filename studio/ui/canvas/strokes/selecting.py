"""Strokes that select cells, shown while they are drawn. Selecting is no undo step; a cancel brings the old back."""

from __future__ import annotations

from studio.core.geometry import Point
from studio.doc.fill import Region
from studio.doc.selection import Combine, combined, lasso, rectangle, wand
from studio.doc.shapes import box_between
from studio.ui.canvas.strokes.base import Bench, require_inside
from studio.ui.canvas.touch import Touch


class Marquee:
    """A rectangle from the press to the pointer; a click without a drag takes the selection away."""

    def __init__(self, bench: Bench, touch: Touch) -> None:
        self._bench = bench
        self._how = how_to_combine(touch)
        self._before = bench.document.selection
        self._start = self._end = touch.cell

    def move(self, touch: Touch) -> None:
        if touch.cell == self._end:
            return
        self._end = touch.cell
        document = self._bench.document
        area = rectangle(document.sprite.size, box_between(self._start, self._end))
        document.select(combined(self._before, area, self._how))

    def release(self, touch: Touch) -> None:
        self.move(touch)
        if self._start == self._end and self._how is Combine.REPLACE:
            self._bench.document.select(None)

    def cancel(self) -> None:
        self._bench.document.select(self._before)


class Lasso:
    """A free outline, closed by the release."""

    def __init__(self, bench: Bench, touch: Touch) -> None:
        self._bench = bench
        self._how = how_to_combine(touch)
        self._before = bench.document.selection
        self._points = [touch.cell]

    @property
    def path(self) -> tuple[Point, ...]:
        """The cells the outline went through so far."""
        return tuple(self._points)

    def move(self, touch: Touch) -> None:
        if touch.cell != self._points[-1]:
            self._points.append(touch.cell)

    def release(self, touch: Touch) -> None:
        self.move(touch)
        document = self._bench.document
        if len(self._points) == 1:
            document.select(None if self._how is Combine.REPLACE else self._before)
            return
        document.select(combined(self._before, lasso(document.sprite.size, self._points), self._how))

    def cancel(self) -> None:
        self._points = self._points[:1]


class Wand:
    """Selects one colour of what is seen, joined with the cell under the pointer or everywhere."""

    def __init__(self, bench: Bench, touch: Touch) -> None:
        require_inside(bench, touch.cell)
        document, toolbox = bench.document, bench.toolbox
        region = Region.CONTIGUOUS if toolbox.contiguous else Region.EVERYWHERE
        picture = document.composed(document.cursor.frame)
        area = wand(picture, touch.cell, tolerance=toolbox.tolerance, region=region)
        document.select(combined(document.selection, area, how_to_combine(touch)))

    def move(self, touch: Touch) -> None:
        """The wand is done at the press."""

    def release(self, touch: Touch) -> None:
        """The wand is done at the press."""

    def cancel(self) -> None:
        """The wand is done at the press."""


def how_to_combine(touch: Touch) -> Combine:
    """Shift adds, Alt takes away, both keep what is in both."""
    if touch.shift and touch.alt:
        return Combine.INTERSECT
    if touch.shift:
        return Combine.ADD
    return Combine.SUBTRACT if touch.alt else Combine.REPLACE
