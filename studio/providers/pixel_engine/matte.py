"""The colour that transparent parts travel in: far from all of the sprite's, and taken out of the result exactly.

Pixel Engine flattens alpha onto a colour and gives opaque frames back. With a colour that no pixel of the sprite has,
whatever comes back in exactly that colour is background. The choice depends on the request alone, so that it is the
same when the result is read after a restart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, frozen

Colours = npt.NDArray[np.uint8]
"""(n, 3) RGB."""

_MAGENTA = (255, 0, 255)
_STEPS = (0, 51, 102, 153, 204, 255)
_CANDIDATES = np.array([_MAGENTA, *(step for step in product(_STEPS, repeat=3) if step != _MAGENTA)], np.int64)
_MANY = 4096
_WEIGHTS = np.array([2, 4, 3], np.int64)
"""Of red, green and blue in a squared distance: roughly how far apart an eye finds them."""


class Matte(NamedTuple):
    """What transparent parts are filled with. `removable`: something is, and no pixel of the sprite has that colour."""

    colour: Colour
    removable: bool


def matte_of(
    pictures: Sequence[Pixels], *, palette: Palette | None, wished: str | None, unseen: bool = False
) -> Matte | None:
    """The matte of a request; None when nothing in its pictures is transparent and no colour was wished.

    `unseen`: there are pictures beside these that nobody here has seen.
    """
    filled = unseen or any(bool((picture[..., 3] < 255).any()) for picture in pictures)
    colours = _colours(pictures, palette)
    if wished is not None:
        colour = Colour.parse(wished)
        return Matte(colour, removable=filled and not _contains(colours, np.array(colour[:3])))
    return Matte(far_colour(colours), removable=True) if filled else None


def far_colour(colours: Colours) -> Colour:
    """An RGB colour that is none of these, as far as possible from the nearest of them; magenta for none."""
    known = _thinned(colours)
    apart = np.array([_distance(candidate, known) for candidate in _CANDIDATES])
    for at in np.argsort(-apart, kind="stable"):
        if not _contains(colours, _CANDIDATES[at]):
            return _as_colour(_CANDIDATES[at])
    taken = np.zeros(1 << 24, bool)
    taken[_packed(colours)] = True
    free = int(np.argmin(taken))
    return Colour(free >> 16, free >> 8 & 255, free & 255)


def has_half_transparent(pictures: Sequence[Pixels]) -> bool:
    """Whether flattening mixes some pixel with the matte."""
    return any(bool(((picture[..., 3] > 0) & (picture[..., 3] < 255)).any()) for picture in pictures)


def without_matte(frame: Pixels, colour: Colour) -> Pixels:
    """The frame with every pixel of exactly this colour wholly transparent; the same frame when there is none."""
    behind = (frame == np.array(colour, np.uint8)).all(axis=-1)
    if not behind.any():
        return frame
    return frozen(np.where(behind[..., None], np.uint8(0), frame))


def _colours(pictures: Sequence[Pixels], palette: Palette | None) -> Colours:
    """Every RGB colour that is seen in a picture or allowed by the palette."""
    seen = [picture[picture[..., 3] > 0][:, :3] for picture in pictures]
    if palette is not None:
        seen.append(palette.array()[:, :3])
    packed = np.unique(np.concatenate([_packed(colours) for colours in seen])) if seen else np.zeros(0, np.int64)
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=-1).astype(np.uint8)


def _thinned(colours: Colours) -> npt.NDArray[np.int64]:
    """The same colours, those of a photograph only roughly: it has too many to measure each."""
    if len(colours) <= _MANY:
        return colours.astype(np.int64)
    return np.unique(colours >> 3, axis=0).astype(np.int64) * 8 + 4


def _packed(colours: Colours) -> npt.NDArray[np.int64]:
    wide = colours.astype(np.int64)
    packed: npt.NDArray[np.int64] = wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2]
    return packed


def _contains(colours: Colours, colour: npt.NDArray[np.int64]) -> bool:
    return bool((colours == colour).all(axis=-1).any())


def _distance(candidate: npt.NDArray[np.int64], colours: npt.NDArray[np.int64]) -> int:
    """Weighted squared distance to the nearest of these; larger than any for none."""
    if not len(colours):
        return 1 << 20
    return int((((colours - candidate) ** 2) * _WEIGHTS).sum(axis=-1).min())


def _as_colour(colour: npt.NDArray[np.int64]) -> Colour:
    return Colour(int(colour[0]), int(colour[1]), int(colour[2]))
