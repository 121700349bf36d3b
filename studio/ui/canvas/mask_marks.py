"""Hatch and outline of a mask in device pixels: one picture made by numpy for what is exposed, then one plain draw.

Drawing runs and lines one by one costs several times as much, on a dab as on a noisy mask. Pictures are made in blocks
of at most 512 pixels a side in one buffer; blocks without a marked cell cost nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from studio.core.geometry import Box
from studio.doc.pixels import Bools
from studio.ui.canvas.viewport import Viewport

_DRAWN_FROM: Final = 2
"""Device pixels a cell below which the tint alone has to do."""
_HATCH: Final = 8
_HATCH_ALPHA: Final = 190
_BLOCK: Final = 512
_ALL_OR_NONE: Final = np.array([0, 0xFFFFFFFF], np.uint32)
"""The bits of an unmarked and of a marked pixel."""

Words = npt.NDArray[np.uint32]
"""Device pixels as numbers 0xAARRGGBB, premultiplied."""


def draw_marks(painter: QPainter, view: Viewport, marked: Bools, *, around: Box, colour: str) -> None:
    """Paint hatch and outline on the cells of `around`, which `marked` tells about, but for its first row and column:
    those only say where lines are. A line lies on the first pixel of the cells right of and below it."""
    cell = view.cell
    if cell < _DRAWN_FROM or not marked.any():
        return
    height, width = marked.shape
    step = max(1, _BLOCK // cell)
    for y in range(1, height, step):
        for x in range(1, width, step):
            part = marked[y - 1 : y + step, x - 1 : x + step]
            if part.any():
                place = Box(around.x + x, around.y + y, part.shape[1] - 1, part.shape[0] - 1)
                picture = _picture(part, place, cell, colour)
                left, top = view.left + place.x * cell, view.top + place.y * cell
                painter.drawImage(left, top, picture, 0, 0, place.width * cell, place.height * cell)


def _picture(marked: Bools, place: Box, cell: int, colour: str) -> QImage:
    """The cells of `place`; `marked` has one row above and one column to the left more. Valid until the next one."""
    pixels, image = _buffer(max(_BLOCK, cell))
    here, above = marked[1:, 1:], marked[:-1, 1:]
    left, corner = marked[1:, :-1], marked[:-1, :-1]
    hatch, line = _inks(colour, max(_BLOCK, cell))
    x, y = place.x * cell % _HATCH, place.y * cell % _HATCH
    height, width = place.height * cell, place.width * cell
    rows = pixels[:height, :width].reshape(place.height, cell, width)
    strips = hatch[y : y + height, x : x + width].reshape(rows.shape)
    chosen = _ALL_OR_NONE.take(here.view(np.uint8)).repeat(cell, axis=1)
    np.bitwise_and(strips, chosen[:, None], out=rows)
    cells = rows.reshape(place.height, cell, place.width, cell)
    top, side = here != above, here != left
    np.copyto(cells[:, 0], line, where=top[..., None])
    np.copyto(cells[..., 0], line, where=side[:, None])
    np.copyto(cells[:, 0, :, 0], line, where=left != corner)  # where lines of other cells end
    return image


@lru_cache(maxsize=1)
def _buffer(side: int) -> tuple[Words, QImage]:
    pixels = np.zeros((side, side), np.uint32)
    return pixels, QImage(pixels.data, side, side, side * 4, QImage.Format.Format_ARGB32_Premultiplied)


@lru_cache(maxsize=2)
def _inks(colour: str, side: int) -> tuple[Words, np.uint32]:
    """The hatch, a little more than `side` pixels square, and the colour of lines."""
    tint = QColor(colour)
    line = np.uint32(tint.rgba())
    tint.setAlpha(_HATCH_ALPHA)
    small = QImage(_HATCH, _HATCH, QImage.Format.Format_ARGB32_Premultiplied)
    small.fill(Qt.GlobalColor.transparent)
    for step in range(_HATCH):
        small.setPixelColor(step, _HATCH - 1 - step, tint)
    words = np.frombuffer(small.constBits(), np.uint32).reshape(_HATCH, _HATCH)
    repeats = side // _HATCH + 2
    return np.tile(words, (repeats, repeats)), line
