"""What every picture reader gives back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from PIL import Image

from studio.core.geometry import Size
from studio.doc.palette import Palette
from studio.doc.pixels import Pixels, frozen, size_of

DEFAULT_DURATION = Fraction(100)
"""Milliseconds a frame shows when its file does not say (0, which players also slow to this)."""


class Format(StrEnum):
    """The picture formats the studio reads; the value is Pillow's name."""

    PNG = "PNG"
    GIF = "GIF"
    WEBP = "WEBP"
    JPEG = "JPEG"
    BMP = "BMP"


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """Frames of one size, composed as a player shows them: read-only (h, w, 4) uint8 straight RGBA."""

    frames: tuple[Pixels, ...]
    durations: tuple[Fraction, ...]
    """Milliseconds, exact, one a frame."""
    format: Format
    loop: int = 0
    """How often it plays; 0 for ever."""
    palette: Palette | None = None
    """The colour table of a picture that has one."""

    @property
    def size(self) -> Size:
        return size_of(self.frames[0])


def rgba(image: Image.Image) -> Pixels:
    """Pixels of a loaded Pillow image of any mode; 16-bit grey keeps its high byte."""
    if image.mode.startswith("I"):
        return _deep_grey(image)
    return frozen(np.array(image.convert("RGBA"), np.uint8))


def _deep_grey(image: Image.Image) -> Pixels:
    values = np.asarray(image).astype(np.int64)
    result = np.empty((*values.shape, 4), np.uint8)
    result[..., :3] = np.clip(values >> 8, 0, 255)[..., None].astype(np.uint8)
    result[..., 3] = np.where(values == image.info.get("transparency", -1), 0, 255)
    return frozen(result)
