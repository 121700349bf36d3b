"""Outlines around or inside a sprite, and exact colour replacement."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from studio.core.words import _
from studio.local.arrays import BadPixels, Rgba, checked, opaque
from studio.local.regions import grown

Colour = npt.NDArray[np.uint8]


class Side(StrEnum):
    """Where the line goes."""

    OUTSIDE = "outside"
    INSIDE = "inside"


class Corners(StrEnum):
    """Whether the line also closes diagonal corners."""

    OPEN = "open"
    CLOSED = "closed"


def outlined(
    rgba: Rgba, colour: Colour, *, side: Side = Side.OUTSIDE, corners: Corners = Corners.OPEN, width: int = 1
) -> Rgba:
    """The sprite with a line `width` pixels wide in the colour (3 or 4 bytes) along its silhouette.

    Outside, the line takes clear pixels only; inside, it recolours the sprite's own rim, and the canvas' edge counts
    as part of the sprite.
    """
    picture = checked(rgba)
    if width < 1:
        raise BadPixels(_("An outline is at least 1 pixel wide; choose a bigger width."))
    solid = opaque(picture)
    diagonals = corners == Corners.CLOSED
    if side == Side.OUTSIDE:
        line = grown(solid, diagonals=diagonals, steps=width) & ~solid
    else:
        line = grown(~solid, diagonals=diagonals, steps=width) & solid
    drawn = picture.copy()
    drawn[line] = _four(colour)
    return drawn


def _four(colour: Colour) -> Colour:
    if colour.shape not in ((3,), (4,)) or colour.dtype != np.uint8:
        raise BadPixels(_("The colour is not made of 3 or 4 values from 0 to 255; choose it again."))
    return colour if len(colour) == 4 else np.append(colour, np.uint8(255))
