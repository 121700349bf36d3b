"""Pictures written as text: one letter a pixel, one line a row."""

from __future__ import annotations

import numpy as np

from studio.local.arrays import Mask, Rgba

COLOURS = {
    ".": (0, 0, 0, 0),
    "k": (0, 0, 0, 255),
    "w": (255, 255, 255, 255),
    "r": (200, 40, 40, 255),
    "g": (40, 160, 60, 255),
    "b": (40, 60, 200, 255),
    "y": (240, 220, 60, 255),
    "h": (200, 40, 40, 90),
}


def picture(*rows: str) -> Rgba:
    """The rows as pixels; every letter must be in COLOURS."""
    return np.array([[COLOURS[letter] for letter in row] for row in rows], np.uint8)


def mask(*rows: str) -> Mask:
    """255 where a row has an x."""
    return np.array([[255 if letter == "x" else 0 for letter in row] for row in rows], np.uint8)


def written(rgba: Rgba) -> list[str]:
    """The rows of a picture as letters; KeyError for a colour that is not in COLOURS."""
    letters: dict[tuple[int, ...], str] = {colour: letter for letter, colour in COLOURS.items()}
    return ["".join(letters[tuple(int(part) for part in pixel)] for pixel in row) for row in rgba]


def colours_of(rgba: Rgba) -> set[tuple[int, ...]]:
    """The distinct colours of all pixels that are not fully clear."""
    return {tuple(int(part) for part in pixel) for pixel in rgba.reshape(-1, 4) if pixel[3]}
