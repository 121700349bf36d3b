"""The outline of a sprite as something to keep: where a moved part lays bare what was inside, the line is drawn on.

Packed colours, 0 is clear. Only colours the outline already has are used, and only on clear pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.local.arrays import Flags, Keys, from_keys
from studio.local.oklab import to_oklab
from studio.local.regions import grown

_DARK_BELOW = 0.42
_MOSTLY = 0.85


@dataclass(frozen=True, slots=True)
class Contour:
    """The colour of the line, and all colours seen on the rim of the sprite."""

    line: int
    rim: Keys

    def close(self, frames: Keys) -> None:
        """Draw the line, in place, on clear pixels beside a colour that never lies bare in the sprite. (n, h, w)."""
        bare = frames != 0
        for colour in self.rim:
            bare &= frames != colour
        beside = np.zeros(frames.shape, np.bool_)
        beside[:, 1:] |= bare[:, :-1]
        beside[:, :-1] |= bare[:, 1:]
        beside[:, :, 1:] |= bare[:, :, :-1]
        beside[:, :, :-1] |= bare[:, :, 1:]
        frames[beside & (frames == 0)] = self.line


def contour_of(keys: Keys) -> Contour | None:
    """The contour of a sprite that is dark along nearly all of its rim; None for one without an outline."""
    solid: Flags = keys != 0
    rim = solid & grown(~solid)
    if not rim.any():
        return None
    colours, counts = np.unique(keys[rim], return_counts=True)
    dark = to_oklab(from_keys(colours))[:, 0] < _DARK_BELOW
    inner = solid & ~rim
    if counts[dark].sum() < _MOSTLY * counts.sum() or not inner.any():
        return None
    if float(np.median(to_oklab(from_keys(keys[inner]))[:, 0])) < _DARK_BELOW:
        return None
    return Contour(int(colours[dark][counts[dark].argmax()]), colours)
