"""Hue, saturation and value of a colour, and back without a loss. Pure arithmetic, no Qt."""

from __future__ import annotations

import colorsys
from typing import NamedTuple

from studio.doc.palette import Colour


class Hsv(NamedTuple):
    """Each 0..1. Hue is kept for greys and saturation for black, so that a drag through them comes back."""

    hue: float
    saturation: float
    value: float


def to_hsv(colour: Colour, *, near: Hsv | None = None) -> Hsv:
    """The colour as HSV. Where it has no hue or saturation of its own, those of `near` are kept; where `near` is the
    same colour already, `near` itself is."""
    if near is not None and to_colour(near, alpha=colour.a) == colour:
        return near
    hue, saturation, value = colorsys.rgb_to_hsv(colour.r / 255, colour.g / 255, colour.b / 255)
    if near is not None and (saturation == 0 or value == 0):
        hue = near.hue
    if near is not None and value == 0:
        saturation = near.saturation
    return Hsv(hue, saturation, value)


def to_colour(hsv: Hsv, *, alpha: int = 255) -> Colour:
    """The nearest colour of 8 bits a channel."""
    red, green, blue = colorsys.hsv_to_rgb(*hsv)
    return Colour(round(red * 255), round(green * 255), round(blue * 255), alpha)
