"""Turn and flip sprites: right angles move every pixel exactly, other angles are sampled from the eight-fold picture.

The second way is the idea of RotSprite: enlarge by Scale2x three times, turn, keep one sample a pixel. Neither makes a
new colour. Angles are degrees clockwise, as seen on screen.
"""

from __future__ import annotations

from enum import Enum, StrEnum

import numpy as np

from studio.local.arrays import Keys, Rgba, checked, from_keys, to_keys
from studio.local.scale import sampled_up

_DOUBLINGS = 3
_RIGHT_ANGLE = 90.0


class Turn(Enum):
    """Exact turns, clockwise."""

    QUARTER = 1
    HALF = 2
    THREE_QUARTERS = 3


class Flip(StrEnum):
    """Mirror directions."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class Canvas(StrEnum):
    """Whether a turned sprite keeps its canvas or gets one that holds all of it."""

    KEEP = "keep"
    GROW = "grow"


def turned(rgba: Rgba, turn: Turn) -> Rgba:
    """All pixels, exactly; four quarter turns give the same bytes back."""
    return np.ascontiguousarray(np.rot90(checked(rgba), -turn.value))


def flipped(rgba: Rgba, direction: Flip) -> Rgba:
    """The mirror image."""
    picture = checked(rgba)
    return np.ascontiguousarray(picture[:, ::-1] if direction == Flip.HORIZONTAL else picture[::-1])


def rotated(
    rgba: Rgba, degrees: float, *, pivot: tuple[float, float] | None = None, canvas: Canvas = Canvas.KEEP
) -> Rgba:
    """The sprite turned clockwise around `pivot` (x, y in pixels, centres at .5; the middle by default).

    An angle of 0 gives the same bytes back, wherever the pivot is. With a growing canvas the pivot has no effect.
    """
    picture = checked(rgba)
    angle = degrees % 360.0
    height, width = picture.shape[:2]
    middle = (width / 2, height / 2)
    grows = canvas == Canvas.GROW
    if angle % _RIGHT_ANGLE == 0 and (grows or (height == width and (pivot is None or pivot == middle)) or angle == 0):
        quarters = round(angle / _RIGHT_ANGLE)
        return turned(picture, Turn(quarters)) if quarters else picture.copy()
    keys = np.where(picture[..., 3] > 0, to_keys(picture), 0).astype(np.uint32)
    if grows:
        size = _bounds(width, height, angle)
        return from_keys(_sampled(keys, angle, size=size, pivot=middle, to=(size[0] / 2, size[1] / 2))).copy()
    around = middle if pivot is None else pivot
    return from_keys(_sampled(keys, angle, size=(width, height), pivot=around, to=around)).copy()


def _bounds(width: int, height: int, angle: float) -> tuple[int, int]:
    """The size that holds the turned canvas, with the parity of the old one so that its middle stays a middle."""
    radians = np.deg2rad(angle)
    c, s = abs(np.cos(radians)), abs(np.sin(radians))
    wide, tall = int(np.ceil(width * c + height * s - 1e-9)), int(np.ceil(width * s + height * c - 1e-9))
    return wide + (wide - width) % 2, tall + (tall - height) % 2


def _sampled(
    keys: Keys, angle: float, *, size: tuple[int, int], pivot: tuple[float, float], to: tuple[float, float]
) -> Keys:
    """Each new pixel's centre turned back and looked up in the enlarged picture; clear outside."""
    zoom = 1 << _DOUBLINGS
    radians = np.deg2rad(angle)
    c, s = _exact(np.cos(radians)), _exact(np.sin(radians))
    x = np.arange(size[0])[None, :] + 0.5 - to[0]
    y = np.arange(size[1])[:, None] + 0.5 - to[1]
    column = np.floor((c * x + s * y + pivot[0]) * zoom + 1e-6).astype(np.intp)
    row = np.floor((c * y - s * x + pivot[1]) * zoom + 1e-6).astype(np.intp)
    within = (column >= 0) & (column < keys.shape[1] * zoom) & (row >= 0) & (row < keys.shape[0] * zoom)
    found = np.zeros(within.shape, np.uint32)
    found[within] = sampled_up(keys, row[within], column[within], doublings=_DOUBLINGS)
    return found


def _exact(value: float) -> float:
    """Sines and cosines of right angles as whole numbers."""
    return float(round(value)) if abs(value - round(value)) < 1e-12 else float(value)
