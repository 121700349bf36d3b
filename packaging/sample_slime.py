"""The slime of the sample project: one jump on the spot, squashed and stretched, its volume kept."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from studio.doc.palette import Colour
from studio.doc.pixels import Bools, Pixels

SIDE = 32
LINE, DARK, BODY, LIGHT, GLOW, WHITE = (
    Colour.parse(text) for text in ("#24255e", "#295695", "#0f8dc7", "#6ac1d8", "#bff0ef", "#f5f0e0")
)
COLOURS = (LINE, DARK, BODY, LIGHT, GLOW, WHITE)
_GROUND = 28
_STEPS = (0.42, 1.02)
"""Where the light tone ends and the dark one begins, from the upper left to the lower right."""


class Moment(NamedTuple):
    """One frame: width and height of the body, its height over the ground, and how long it shows."""

    width: int
    height: int
    lift: int
    milliseconds: int
    eyes: str = "open"


JUMP = (
    Moment(18, 14, 0, 220),
    Moment(22, 10, 0, 110, "shut"),
    Moment(14, 18, 3, 70),
    Moment(16, 15, 9, 140),
    Moment(14, 18, 4, 70),
    Moment(24, 9, 0, 110, "shut"),
)


def body(moment: Moment) -> Pixels:
    """The slime without its shadow."""
    picture = np.zeros((SIDE, SIDE, 4), np.uint8)
    inside = _shape(moment)
    left, top, right, bottom = _box(moment)
    rows, columns = np.nonzero(inside)
    across = (columns + 0.5 - left) / (right - left)
    down = (rows + 0.5 - top) / (bottom - top)
    shade = 0.55 * across + 0.9 * down
    tones = np.array([LIGHT, BODY, DARK], np.uint8)
    picture[rows, columns] = tones[np.digitize(shade, _STEPS)]
    rim = inside & ~_inner(inside)
    picture[rim] = LINE
    _shine(picture, inside & ~rim, moment)
    _face(picture, moment)
    return picture


def shadow(moment: Moment) -> Pixels:
    """A flat ellipse on the ground, smaller the higher the slime is."""
    picture = np.zeros((SIDE, SIDE, 4), np.uint8)
    half = max(5, moment.width // 2 - moment.lift // 3)
    for row, inset in ((_GROUND - 1, 2), (_GROUND, 0), (_GROUND + 1, 2)):
        picture[row, SIDE // 2 - half + inset : SIDE // 2 + half - inset] = (*LINE[:3], 96)
    return picture


def _box(moment: Moment) -> tuple[int, int, int, int]:
    left = (SIDE - moment.width) // 2
    bottom = _GROUND - moment.lift
    return left, bottom - moment.height, left + moment.width, bottom


def _shape(moment: Moment) -> Bools:
    """A dome on the ground, an egg in the air."""
    left, top, right, bottom = _box(moment)
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    waist = top + (bottom - top) * (0.62 if moment.lift == 0 else 0.55)
    across = np.abs(x - (left + right) / 2) / ((right - left) / 2)
    up = np.where(y < waist, (waist - y) / (waist - top), (y - waist) / (bottom - waist))
    power = np.where(y < waist, 2.0, 3.2 if moment.lift == 0 else 2.2)
    inside: Bools = across**power + up**power <= 1.0
    return inside


def _inner(cells: Bools) -> Bools:
    inner = cells.copy()
    for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
        inner &= np.roll(cells, step, axis)
    return inner


def _shine(picture: Pixels, room: Bools, moment: Moment) -> None:
    """A glint at the upper left, and light that comes through at the lower right."""
    left, top, right, bottom = _box(moment)
    x, y = left + moment.width // 4, top + max(2, moment.height // 5)
    for dx, dy, tone in ((0, 0, WHITE), (1, 0, WHITE), (0, 1, WHITE), (2, 0, GLOW), (-1, 2, GLOW), (1, 1, GLOW)):
        if room[y + dy, x + dx]:
            picture[y + dy, x + dx] = tone
    for dx in range(moment.width // 3):
        at = (bottom - 3, right - 5 - dx)
        if room[at] and dx % 4 != 3:
            picture[at] = BODY


def _face(picture: Pixels, moment: Moment) -> None:
    _left, top, _right, bottom = _box(moment)
    y = top + (bottom - top) * 11 // 20
    spread = {14: 2, 16: 3}.get(moment.width, 4)
    middle = SIDE // 2 - 1
    for x, outer in ((middle - spread, -1), (middle + spread, 0)):
        if moment.eyes == "open":
            picture[y - 1 : y + 2, x : x + 2] = LINE
            picture[y - 1, x] = WHITE
        else:
            picture[y, x + outer : x + outer + 3] = LINE
    picture[y + 2, middle : middle + 2] = LINE
