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
        return slice(self.y, self.bottom), slice(self.x, self.right)

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def moved(self, dx: int, dy: int) -> Box:
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: int) -> Box:
        """Larger by `by` cells on each side (smaller when negative)."""
        return Box.spanning(self.x - by, self.y - by, self.right + by, self.bottom + by)

    def intersected(self, other: Box) -> Box:
        return Box.spanning(
            max(self.x, other.x), max(self.y, other.y), min(self.right, other.right), min(self.bottom, other.bottom)
        )

    def united(self, other: Box) -> Box:
        """The smallest box around both; an empty box adds nothing."""
        if self.is_empty:
            return other
        if other.is_empty:
            return self
        return Box.spanning(
            min(self.x, other.x), min(self.y, other.y), max(self.right, other.right), max(self.bottom, other.bottom)
        )


EMPTY_BOX = Box(0, 0, 0, 0)
