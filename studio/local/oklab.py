"""sRGB to OKLab and back, and the exactly nearest colour of a palette in OKLab.

Matrices: Björn Ottosson, "A perceptual color space for image processing" (2020). Lightness runs 0..1, so a distance of
0.02 is about the smallest step an eye sees.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from studio.local.arrays import Floats, Ints, Palette, Rgba

_TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
_CHUNK = 1 << 16
_IN_GAMUT = 0.012


def to_oklab(rgb: npt.NDArray[np.uint8]) -> Floats:
    """Bytes (..., 3 or 4) to lightness, green-red, blue-yellow as float32 (..., 3); alpha is ignored."""
    linear = _linear_table()[rgb[..., :3]]
    lab: Floats = np.cbrt(linear @ _TO_CONE.T) @ _TO_LAB.T
    return lab


def from_oklab(lab: Floats) -> npt.NDArray[np.uint8]:
    """OKLab (..., 3) to the nearest sRGB bytes (..., 3); out of gamut values are clipped."""
    cones = (np.asarray(lab, np.float32) @ np.linalg.inv(_TO_LAB).T) ** 3
    linear = np.clip(cones @ np.linalg.inv(_TO_CONE).T, 0.0, 1.0)
    srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    rgb: npt.NDArray[np.uint8] = np.rint(srgb * 255).astype(np.uint8)
    return rgb


def from_oklch(lightness: float, chroma: float, hue_degrees: float) -> npt.NDArray[np.uint8]:
    """One colour by lightness 0..1, chroma (0.15 is vivid) and hue, as (3,) bytes, with chroma cut to fit sRGB."""
    angle = np.deg2rad(hue_degrees)
    for share in (1.0, 0.85, 0.7, 0.55, 0.4, 0.2):
        c = chroma * share
        lab = np.array([lightness, c * np.cos(angle), c * np.sin(angle)], np.float32)
        rgb = from_oklab(lab)
        if float(np.abs(to_oklab(rgb) - lab).max()) < _IN_GAMUT:
            return rgb
    return from_oklab(np.array([lightness, 0.0, 0.0], np.float32))


def nearest(colours: Floats, palette: Floats) -> Ints:
    """Index of the nearest palette entry for each OKLab colour (n, 3) against (k, 3); the first one wins a tie."""
    found = np.empty(len(colours), np.intp)
    weights = (palette * palette).sum(axis=1)
    for start in range(0, len(colours), _CHUNK):
        part = colours[start : start + _CHUNK]
        found[start : start + _CHUNK] = (weights - 2 * (part @ palette.T)).argmin(axis=1)
    return found


def nearest_entries(pixels: Rgba, palette: Palette) -> Ints:
    """Index of the nearest palette colour for each pixel (..., 3 or 4), looked up once per distinct colour."""
    packed = (
        pixels[..., 0].astype(np.uint32) << 16
        | pixels[..., 1].astype(np.uint32) << 8
        | pixels[..., 2].astype(np.uint32)
    )
    distinct, where = np.unique(packed.ravel(), return_inverse=True)
    colours = np.stack([distinct >> 16, distinct >> 8 & 255, distinct & 255], axis=-1).astype(np.uint8)
    return nearest(to_oklab(colours), to_oklab(palette))[where].reshape(packed.shape)


@cache
def _linear_table() -> Floats:
    value = np.arange(256, dtype=np.float64) / 255
    table: Floats = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return table
