"""Small sprites whose every pixel can be written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from studio.core.ids import new_id
from studio.doc.edits import from_rasters
from studio.doc.model import Playback, Sprite, Tag
from studio.doc.pixels import Pixels

COLOURS = {
    ".": (0, 0, 0, 0),
    "r": (255, 0, 0, 255),
    "g": (0, 255, 0, 255),
    "b": (0, 0, 255, 255),
    "w": (255, 255, 255, 255),
}


def picture(*rows: str) -> Pixels:
    """Pixels from letters: . transparent, r g b w."""
    return np.array([[COLOURS[letter] for letter in row] for row in rows], np.uint8)


def letters(pixels: Pixels) -> list[str]:
    """The letters of pixels made by `picture`."""
    names = {colour: letter for letter, colour in COLOURS.items()}
    return ["".join(names[tuple(int(value) for value in pixel)] for pixel in row) for row in pixels]


def sprite(*frames: Sequence[str], durations: Sequence[int] = (), tags: Sequence[tuple[str, int, int]] = ()) -> Sprite:
    """One layer, one frame for each list of rows; tags by name, first and last index."""
    times = [Fraction(time) for time in durations or [100] * len(frames)]
    made = from_rasters([picture(*rows) for rows in frames], times)
    return replace(
        made,
        tags=tuple(
            Tag(new_id("tag"), name, made.frames[first].id, made.frames[last].id, playback=Playback.FORWARD)
            for name, first, last in tags
        ),
    )


FOUR = sprite(["r"], ["g"], ["b"], ["w"], durations=(10, 20, 30, 40), tags=[("walk", 0, 1), ("hit", 1, 1)])
"""Four frames of one pixel: red, green, blue, white; the last two have no tag."""
