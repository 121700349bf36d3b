"""Small pictures as rows of letters, so that a test shows what it expects.

`.` is transparent; the letters are the opaque colours of INKS; `?` in a drawn picture is any other colour.
"""

from fractions import Fraction

import numpy as np

from studio.core.geometry import Size
from studio.doc.edits import from_rasters
from studio.doc.model import Sprite
from studio.doc.palette import TRANSPARENT, Colour
from studio.doc.pixels import MaskPixels, Pixels

INKS = {
    ".": TRANSPARENT,
    "r": Colour(200, 30, 40),
    "g": Colour(40, 180, 60),
    "b": Colour(50, 70, 220),
    "k": Colour(0, 0, 0),
    "w": Colour(255, 255, 255),
}


def picture(rows: str) -> Pixels:
    """(h, w, 4) from lines of letters."""
    lines = rows.split()
    return np.array([[INKS[letter] for letter in line] for line in lines], np.uint8)


def drawn(pixels: Pixels) -> str:
    """The lines of letters of a picture."""
    letters = {colour: letter for letter, colour in INKS.items()}
    return "\n".join(
        "".join("." if pixel[3] == 0 else letters.get(Colour(*map(int, pixel)), "?") for pixel in row) for row in pixels
    )


def rows(text: str) -> str:
    """An expected picture, written with any indent, as `drawn` gives it."""
    return "\n".join(text.split())


def mask(text: str) -> MaskPixels:
    """A mask from lines in which `#` is to be repainted."""
    return np.array([[255 if cell == "#" else 0 for cell in line] for line in text.split()], np.uint8)


def marked(cells: np.ndarray) -> str:
    """Lines with `#` for every cell that is not zero."""
    return "\n".join("".join("#" if cell else "." for cell in row) for row in cells)


def sprite_of(*frames: str, durations: tuple[int, ...] = ()) -> Sprite:
    """A sprite with one layer and a picture a frame."""
    times = durations or (100,) * len(frames)
    return from_rasters([picture(frame) for frame in frames], [Fraction(time) for time in times])


SIX = Size(6, 6)
