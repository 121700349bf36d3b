"""Sizes, points and boxes in whole sprite pixels: x to the right, y down, boxes half open."""

from __future__ import annotations

from typing import NamedTuple


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def area(self) -> int:
        return self.width * self.height

    def __str__(self) -> str:
        return f"{self.width} x {self.height}"


class Point(NamedTuple):
    """The cell in column x and row y."""

    x: int
    y: int


class Box(NamedTuple):
    """Cells with x <= column < x + width and y <= row < y + height. Empty when a side is 0."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of_size(cls, size: Size) -> Box:
        return cls(0, 0, size.width, size.height)

    @classmethod
    def spanning(cls, left: int, top: int, right: int, bottom: int) -> Box:
        """From left/top up to but without right/bottom; empty when turned inside out."""
        return cls(left, top, max(0, right - left), max(0, bottom - top))

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def is_empty(self) -> bool:
        return self.width <= 0 or self.height <= 0

    @property
    def slices(self) -> tuple[slice, slice]:
        """Index of these cells in an array [y, x]; the box must not start left of or above 0."""
        x, y, width, height = self
        return slice(y, y + height), slice(x, x + width)

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def moved(self, dx: int, dy: int) -> Box:
        x, y, width, height = self
        return Box(x + dx, y + dy, width, height)

    def grown(self, by: int) -> Box:
        """Larger by `by` cells on each side (smaller when negative)."""
        x, y, width, height = self
        return Box(x - by, y - by, max(0, width + 2 * by), max(0, height + 2 * by))

    def intersected(self, other: Box) -> Box:
        x, y, width, height = self
        other_x, other_y, other_width, other_height = other
        right, bottom = other_x + other_width, other_y + other_height
        if other_x <= x and other_y <= y and x + width <= right and y + height <= bottom:
            return self  # most of what is asked about while painting lies inside
        left, top = max(x, other_x), max(y, other_y)
        return Box.spanning(left, top, min(x + width, right), min(y + height, bottom))

    def united(self, other: Box) -> Box:
        """The smallest box around both; an empty box adds nothing."""
        x, y, width, height = self
        if width <= 0 or height <= 0:
            return other
        other_x, other_y, other_width, other_height = other
        if other_width <= 0 or other_height <= 0:
            return self
        left, top = min(x, other_x), min(y, other_y)
        right, bottom = max(x + width, other_x + other_width), max(y + height, other_y + other_height)
        return Box(left, top, right - left, bottom - top)


EMPTY_BOX = Box(0, 0, 0, 0)
