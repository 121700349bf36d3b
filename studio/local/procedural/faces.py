"""Eyes and mouths, set pixel by pixel on both sides of the mirror axis."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studio.local.arrays import Flags
from studio.local.procedural.ramps import Scheme, Tone
from studio.local.procedural.stage import Stage

_WHITE = np.array([250, 248, 240, 255], np.uint8)


class EyeStyle(StrEnum):
    """How an eye is drawn."""

    BEAD = "bead"
    ROUND = "round"
    ANGRY = "angry"
    GLOW = "glow"


class MouthStyle(StrEnum):
    """How a mouth is drawn."""

    NONE = "none"
    SMILE = "smile"
    FANGS = "fangs"
    OPEN = "open"
    FLAT = "flat"


class Ink(NamedTuple):
    """The colours faces are drawn with, each (4,) uint8."""

    line: npt.NDArray[np.uint8]
    white: npt.NDArray[np.uint8]
    iris: npt.NDArray[np.uint8]
    glow: npt.NDArray[np.uint8]
    tongue: npt.NDArray[np.uint8]


def ink_of(scheme: Scheme, *, palette_bound: bool) -> Ink:
    """Face colours from the scheme; pure white only where no palette binds the sprite."""
    white = scheme.pale[Tone.SHINE] if palette_bound else _WHITE
    return Ink(
        line=scheme.dark[Tone.LINE],
        white=white,
        iris=scheme.accent[Tone.BODY],
        glow=scheme.accent[Tone.SHINE],
        tongue=scheme.accent[Tone.BODY],
    )


def eye_size(stage: Stage) -> int:
    """Width of a usual eye in pixels."""
    return max(2, round(stage.pixels_per_unit * 1.9))


def draw_eyes(stage: Stage, ink: Ink, *, style: EyeStyle, apart: float, y: float, size: int) -> None:
    """A pair of eyes, `apart` units from the axis to each centre at height `y`, `size` pixels wide."""
    k = stage.pixels_per_unit
    gap = max(round(apart * k - size / 2), 1 if size < 4 else 2)
    top = round(y * k + stage.height / 2 - size / 2)
    right = (stage.width + 1) // 2 + gap - (stage.width % 2)
    left = stage.width - right - size
    for column, outward in ((left, -1), (right, 1)):
        _eye(stage, ink, style=style, column=column, top=top, size=size, outward=outward)


def draw_single_eye(stage: Stage, ink: Ink, *, style: EyeStyle, y: float, size: int) -> None:
    """One eye on the axis; its width is made to fit the parity of the picture."""
    size += (size + stage.width) % 2
    top = round(y * stage.pixels_per_unit + stage.height / 2 - size / 2)
    _eye(stage, ink, style=style, column=(stage.width - size) // 2, top=top, size=size, outward=0)


def draw_mouth(stage: Stage, ink: Ink, *, style: MouthStyle, y: float, wide: float) -> None:
    """A mouth centred on the axis at height `y`, about `wide` units across."""
    if style == MouthStyle.NONE:
        return
    k = stage.pixels_per_unit
    span = max(2 + stage.width % 2, round(wide * k))
    span += (span + stage.width) % 2
    left, row = (stage.width - span) // 2, round(y * k + stage.height / 2)
    thick = max(1, round(k / 2.5))
    _box(stage, (left, row), (span, thick), ink.line)
    if style == MouthStyle.SMILE and span >= 4:
        _box(stage, (left - thick, row - thick), (thick, thick), ink.line)
        _box(stage, (left + span, row - thick), (thick, thick), ink.line)
    if style == MouthStyle.FANGS:
        tooth = max(1, round(k / 2))
        for column in (left + (span > 3) * thick, left + span - tooth - (span > 3) * thick):
            _box(stage, (column, row + thick), (tooth, tooth), ink.white)
    if style == MouthStyle.OPEN and k >= 1.5:
        tall = max(2, round(k * 1.1))
        _box(stage, (left, row), (span, tall), ink.line)
        _box(stage, (left + thick, row + tall), (span - 2 * thick, 1), ink.line)
        _box(stage, (left + thick, row + tall - thick), (span - 2 * thick, thick), ink.tongue)


def _eye(stage: Stage, ink: Ink, *, style: EyeStyle, column: int, top: int, size: int, outward: int) -> None:
    tall = size + (size >= 3 and style == EyeStyle.BEAD)
    if size <= 2:
        _tiny_eye(stage, ink, style=style, column=column, top=top, size=size)
        return
    ball = _disc(size, tall)
    if style == EyeStyle.GLOW:
        _paint(stage, (column, top), ball, ink.line)
        _paint(stage, (column + 1, top + 1), _disc(size - 2, tall - 2), ink.glow)
        return
    if style == EyeStyle.BEAD:
        _paint(stage, (column, top), ball, ink.line)
        if size >= 4:
            _box(stage, (column + 1, top + tall - 2), (size - 2, 1), ink.iris)
        shine = max(1, size // 3)
        _box(stage, (column + (size > 3), top + 1), (shine, shine), ink.white)
        return
    _paint(stage, (column, top), ball, ink.white)
    pupil = max(1, size // 2)
    inward = (size - pupil) // 2 - (outward if size > 3 else 0)
    if outward == 0:
        inward = (size - pupil) // 2
    if pupil >= 3:
        _paint(stage, (column + inward - 1, top + (size - pupil) // 2 - 1), _disc(pupil + 2, pupil + 2), ink.iris)
    _box(stage, (column + inward, top + (size - pupil) // 2), (pupil, pupil), ink.line)
    if pupil >= 2:
        _box(stage, (column + inward, top + (size - pupil) // 2), (1, 1), ink.white)
    if style == EyeStyle.ANGRY:
        _brow(stage, ink, column=column, top=top, size=size, outward=outward)


def _tiny_eye(stage: Stage, ink: Ink, *, style: EyeStyle, column: int, top: int, size: int) -> None:
    """At sixteen pixels an eye is a dark block with one bright pixel, or a bright block with a dark one."""
    if style == EyeStyle.GLOW:
        _box(stage, (column, top), (size, 2), ink.line)
        _box(stage, (column, top), (size, 1), ink.glow)
        return
    _box(stage, (column, top), (size, 2), ink.line)
    _box(stage, (column, top), (1, 1), ink.white)


def _brow(stage: Stage, ink: Ink, *, column: int, top: int, size: int, outward: int) -> None:
    """A dark line over the eye that falls towards the axis."""
    thick = max(1, size // 4)
    _box(stage, (column, top - thick), (size, thick), ink.line)
    if outward:
        inner = column if outward > 0 else column + size - size // 2
        _box(stage, (inner, top), (size // 2, thick), ink.line)


def _disc(width: int, height: int) -> Flags:
    """A filled ellipse that touches all four sides of its box; up to 3 pixels wide a full block."""
    if min(width, height) <= 2:
        return np.ones((max(height, 1), max(width, 1)), np.bool_)
    x = (np.arange(width) + 0.5 - width / 2) / (width / 2)
    y = (np.arange(height) + 0.5 - height / 2) / (height / 2)
    reach = 1.12 if min(width, height) > 3 else 0.9
    inside: Flags = x[None, :] ** 2 + y[:, None] ** 2 <= reach
    return inside


def _box(stage: Stage, corner: tuple[int, int], size: tuple[int, int], colour: npt.NDArray[np.uint8]) -> None:
    width, height = size
    if width > 0 and height > 0:
        _paint(stage, corner, np.ones((height, width), np.bool_), colour)


def _paint(stage: Stage, corner: tuple[int, int], stamp: Flags, colour: npt.NDArray[np.uint8]) -> None:
    column, row = corner
    where = np.zeros((stage.height, stage.width), np.bool_)
    height, width = stamp.shape
    top, left = max(row, 0), max(column, 0)
    bottom, right = min(row + height, stage.height), min(column + width, stage.width)
    if top < bottom and left < right:
        where[top:bottom, left:right] = stamp[top - row : bottom - row, left - column : right - column]
        stage.ink(where, colour)
