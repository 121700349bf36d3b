"""The stage a procedural sprite is built on: parts are put on it back to front, then outlined and coloured.

Each pixel knows its part, ramp and tone. Tones come from the light on the part's surface; a part darkens what lies
under its rim, so that overlapping parts stay readable without new colours.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.local.arrays import Flags, Floats, Palette, Rgba
from studio.local.procedural.ramps import Tone
from studio.local.procedural.shapes import Shape, Surface, mirrored
from studio.local.regions import FOUR, grown, largest_part, shifted

_TONE_FROM = (0.30, 0.72, 0.93)
Tones = npt.NDArray[np.int8]


class Stage:
    """An empty picture of `width` by `height` pixels with light from direction (x, y), y down, towards the light."""

    def __init__(self, width: int, height: int, *, light: tuple[float, float]) -> None:
        self.width, self.height = width, height
        self.pixels_per_unit = min(width, height) / 16.0
        across = np.arange(width, dtype=np.float32) + 0.5 - width / 2
        down = np.arange(height, dtype=np.float32) + 0.5 - height / 2
        self._x, self._y = (grid / np.float32(self.pixels_per_unit) for grid in np.meshgrid(across, down))
        towards = np.array([light[0], light[1], 0.0])
        length = max(float(np.hypot(*light)), 1e-6)
        self._light = towards / length * 0.66 + np.array([0.0, 0.0, 0.75])
        self._ramps: list[Palette] = []
        self._part = np.full((height, width), -1, np.int16)
        self._tone: Tones = np.zeros((height, width), np.int8)
        self._ink = np.zeros((height, width, 4), np.uint8)

    def put(
        self,
        shape: Shape,
        ramp: Palette,
        *,
        both_sides: bool = False,
        darker: int = 0,
        rim: Tone | None = Tone.LINE,
        only_on: Flags | None = None,
    ) -> Flags:
        """Add a part on top, on both sides of the axis if asked; returns the pixels it covers.

        `rim` is the tone the parts underneath get along its edge, None for no edge; `darker` lowers all its tones.
        """
        covered = np.zeros(self._part.shape, np.bool_)
        faces = [shape, mirrored(shape)] if both_sides else [shape]
        surfaces = [face(self._x, self._y) for face in faces]
        for surface in surfaces:
            covered |= surface.inside
        if only_on is not None:
            covered &= only_on
        if not covered.any():
            return covered
        if rim is not None:
            self._edge_under(covered, rim)
        self._ramps.append(ramp)
        for surface in surfaces:
            inside = surface.inside & covered
            tones = _despeckled(self._lit(surface), inside)
            self._tone[inside] = np.maximum(tones[inside] - darker, Tone.SHADOW)
        self._part[covered] = len(self._ramps) - 1
        self._ink[covered] = 0
        return covered

    def shade(self, where: Flags, *, by: int = 1) -> None:
        """Lower the tone of solid pixels by some steps, never down to the line tone."""
        chosen = where & (self._part >= 0) & (self._tone > Tone.LINE)
        self._tone[chosen] = np.maximum(self._tone[chosen] - by, Tone.SHADOW)

    def set_tone(self, where: Flags, tone: Tone) -> None:
        """Give solid pixels one tone of their own ramp."""
        self._tone[where & (self._part >= 0)] = tone

    def ink(self, where: Flags, colour: npt.NDArray[np.uint8]) -> None:
        """Colour solid pixels outright: eyes, mouths, windows."""
        self._ink[where & (self._part >= 0)] = colour

    def solid(self) -> Flags:
        """The silhouette so far."""
        flags: Flags = self._part >= 0
        return flags

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Column and row of the pixel that holds a point of design space (may lie outside)."""
        k = self.pixels_per_unit
        return int(np.floor(x * k + self.width / 2)), int(np.floor(y * k + self.height / 2))

    def finished(self) -> Rgba:
        """The picture: one connected part, trimmed of spurs, with an outline one pixel wide outside it."""
        solid = self.solid()
        solid[0, :] = solid[-1, :] = False
        solid[:, 0] = solid[:, -1] = False
        solid = largest_part(_without_spurs(solid))
        picture = np.zeros((self.height, self.width, 4), np.uint8)
        ramps = np.stack(self._ramps)
        picture[solid] = ramps[self._part[solid], self._tone[solid]]
        inked = solid & (self._ink[..., 3] > 0)
        picture[inked] = self._ink[inked]
        self._outline(picture, solid, ramps)
        return picture

    def _outline(self, picture: Rgba, solid: Flags, ramps: Palette) -> None:
        """Each outline pixel takes the line tone of a part it touches, the lowest one in reading order."""
        open_line = grown(solid) & ~solid
        for dy, dx in FOUR:
            owner = shifted(np.where(solid, self._part + 1, 0), dy, dx).astype(np.int16) - 1
            here = open_line & (owner >= 0)
            picture[here] = ramps[owner[here], Tone.LINE]
            open_line &= ~here

    def _edge_under(self, covered: Flags, rim: Tone) -> None:
        below = self.solid()
        line = grown(covered) & ~covered & below
        self._tone[line] = np.minimum(self._tone[line], rim)
        if self.pixels_per_unit >= 2 and rim == Tone.LINE:
            self.shade(shifted(grown(covered), 1, 0).astype(np.bool_) & ~covered & ~line)

    def _lit(self, surface: Surface) -> Tones:
        lx, ly, lz = (np.float32(part) for part in self._light)
        light: Floats = surface.nx * lx + surface.ny * ly + surface.nz * lz
        steps = np.array(_TONE_FROM, np.float32)
        tones: Tones = (1 + (light[..., None] >= steps).sum(axis=-1)).astype(np.int8)
        return tones


def _despeckled(tones: Tones, inside: Flags) -> Tones:
    """Tones in which no pixel differs from all its neighbours of the same part."""
    for _round in range(2):
        around = np.stack([np.where(shifted(inside, *step), shifted(tones, *step), 0) for step in FOUR])
        alone = inside & ~(around == tones).any(axis=0) & (around > 0).any(axis=0)
        counted = np.stack([(around == tone).sum(axis=0) for tone in range(1, 5)])
        tones = np.where(alone, counted.argmax(axis=0) + 1, tones).astype(np.int8)
    return tones


def _without_spurs(solid: Flags) -> Flags:
    """The silhouette without pixels that hang on by one side only and have no neighbour run beside them."""
    neighbours = sum(shifted(solid.astype(np.int8), *step) for step in FOUR)
    flags: Flags = solid & (np.asarray(neighbours) > 1)
    return flags
