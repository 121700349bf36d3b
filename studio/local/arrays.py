"""Shapes every algorithm here agrees on, packed colour keys, and the checks of input.

Pictures are straight RGBA (h, w, 4) uint8 indexed [y, x]; masks are (h, w) uint8, 0 or 255; palettes are (n, 3) or
(n, 4) uint8. A pixel counts as opaque from alpha 128 on.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.core.errors import UserError
from studio.core.words import _

Rgba = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]
Palette = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]

OPAQUE_FROM = 128


class BadPixels(UserError, ValueError):
    """A picture, mask, palette or setting an algorithm cannot work with; its text is one sentence for a person."""


def checked(rgba: Rgba) -> Rgba:
    """Return the picture as a contiguous array; BadPixels if it is not (h, w, 4) uint8 with at least one pixel."""
    if rgba.ndim != 3 or rgba.shape[2] != 4 or rgba.dtype != np.uint8:
        raise BadPixels(_("The picture is not made of 8-bit red, green, blue and alpha values; open it again."))
    if rgba.shape[0] == 0 or rgba.shape[1] == 0:
        raise BadPixels(_("The picture has no pixels; choose one that is at least 1 by 1."))
    return np.ascontiguousarray(rgba)


def checked_mask(mask: Mask, rgba: Rgba) -> Flags:
    """Return the mask as booleans; BadPixels if its size differs from the picture's."""
    if mask.shape != rgba.shape[:2]:
        message = _("The mask is {mask} pixels but the picture is {picture}; paint the mask on this picture.")
        raise BadPixels(message.format(mask=_size_text(mask.shape), picture=_size_text(rgba.shape)))
    flags: Flags = mask.astype(np.uint8) * 255 >= OPAQUE_FROM if mask.dtype == np.bool_ else mask >= OPAQUE_FROM
    return flags


def opaque(rgba: Rgba) -> Flags:
    """Where the picture counts as solid, (h, w) bool."""
    flags: Flags = rgba[..., 3] >= OPAQUE_FROM
    return flags


def to_keys(rgba: Rgba) -> Keys:
    """One uint32 a pixel, equal exactly when all four bytes are equal."""
    keys: Keys = np.ascontiguousarray(rgba).view(np.uint32)[..., 0]
    return keys


def from_keys(keys: Keys) -> Rgba:
    """The inverse of to_keys; shape (..., 4)."""
    pixels: Rgba = np.ascontiguousarray(keys)[..., None].view(np.uint8)
    return pixels


def rgba_palette(palette: Palette) -> Palette:
    """The palette as (n, 4) with opaque alpha where none was given; BadPixels when it is empty or misshapen."""
    if palette.ndim != 2 or palette.shape[1] not in (3, 4) or palette.dtype != np.uint8:
        raise BadPixels(_("The palette is not a list of colours; choose a palette file or a picture."))
    if len(palette) == 0:
        raise BadPixels(_("The palette is empty; add at least one colour."))
    if palette.shape[1] == 4:
        return palette
    return np.concatenate([palette, np.full((len(palette), 1), 255, np.uint8)], axis=1)


def _size_text(shape: tuple[int, ...]) -> str:
    return f"{shape[1]} x {shape[0]}"
