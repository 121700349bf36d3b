"""Outlines around or inside a sprite, and exact colour replacement."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from studio.core.words import _
from studio.local.arrays import BadPixels, Rgba, checked, opaque, to_keys
from studio.local.oklab import to_oklab
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


def colour_replaced(rgba: Rgba, old: Colour, new: Colour, *, tolerance: float = 0.0) -> Rgba:
    """Every pixel of one colour in another; with a tolerance (OKLab hundredths) also opaque colours that near.

    Without one all four bytes must match; pixels keep their alpha with one.
    """
    picture = checked(rgba)
    replaced = picture.copy()
    if tolerance <= 0:
        replaced[to_keys(picture) == to_keys(_four(old).reshape(1, 1, 4))[0, 0]] = _four(new)
        return replaced
    apart = np.sqrt(((to_oklab(picture) - to_oklab(_four(old))) ** 2).sum(axis=-1))
    near = (apart <= tolerance / 100) & (picture[..., 3] > 0)
    replaced[near, :3] = _four(new)[:3]
    return replaced


def _four(colour: Colour) -> Colour:
    if colour.shape not in ((3,), (4,)) or colour.dtype != np.uint8:
        raise BadPixels(_("The colour is not made of 3 or 4 values from 0 to 255; choose it again."))
    return colour if len(colour) == 4 else np.append(colour, np.uint8(255))
