"""Take a flat background away from the edges inwards; what is left is fully opaque, what goes is fully clear.

The background colour is the most frequent one along the border. Two extras mend what flat keying leaves: closed holes
of background colour inside the sprite, and the rim of mixed pixels around it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.core.words import _
from studio.local.arrays import BadPixels, Flags, Floats, Rgba, checked, opaque
from studio.local.oklab import to_oklab
from studio.local.regions import FOUR, border, flooded, grown, shifted

_ALIKE = 0.03


def background_colour(rgba: Rgba) -> npt.NDArray[np.uint8] | None:
    """The colour (4,) most border pixels have, near ones counted together; None where most of the border is clear."""
    picture = checked(rgba)
    rim = picture[border(picture.shape)]
    solid = rim[rim[:, 3] >= 128]
    if len(solid) * 2 < len(rim):
        return None
    colours, counts = np.unique(solid, axis=0, return_counts=True)
    if len(colours) > 512:
        keep = np.argsort(-counts, kind="stable")[:512]
        colours, counts = colours[keep], counts[keep]
    lab = to_oklab(colours)
    apart = np.sqrt(((lab[:, None] - lab[None]) ** 2).sum(axis=-1))
    votes = (apart <= _ALIKE) @ counts
    colour: npt.NDArray[np.uint8] = colours[int(np.lexsort((-counts, -votes))[0])]
    return colour


def remove_background(
    rgba: Rgba,
    *,
    tolerance: float = 6.0,
    colour: npt.NDArray[np.uint8] | None = None,
    contiguous: bool = True,
    halo: int = 0,
) -> Rgba:
    """The picture with its background clear and all other pixels opaque.

    `tolerance` is the OKLab distance in hundredths (2 is just visible, 100 is black to white). Without `contiguous`
    background inside the sprite goes too. `halo` removes up to that many rings of pixels mixed with the background.
    """
    picture = checked(rgba)
    if not 0 <= tolerance <= 100:
        raise BadPixels(_("The tolerance runs from 0 to 100; choose a value in between."))
    clear = ~opaque(picture)
    found = background_colour(picture) if colour is None else colour
    if found is not None:
        distance = _distance(picture, found)
        alike = clear | (distance <= tolerance / 100)
        seeds = border(picture.shape)
        gone = flooded(alike, seeds) | clear if contiguous else alike
        gone = _with_rim(picture, gone, found, distance, rings=halo)
    else:
        gone = clear
    cleaned = picture.copy()
    cleaned[..., 3] = 255
    cleaned[gone] = 0
    return cleaned


def _distance(picture: Rgba, colour: npt.NDArray[np.uint8]) -> Floats:
    away: Floats = np.sqrt(((to_oklab(picture) - to_oklab(colour)) ** 2).sum(axis=-1))
    return away


def _with_rim(picture: Rgba, gone: Flags, colour: npt.NDArray[np.uint8], distance: Floats, *, rings: int) -> Flags:
    """The removed region and the pixels next to it that lie between the background and the sprite behind them.

    A pixel counts as mixed when its colour is nearly on the line from the background to a kept neighbour's colour,
    and on the background's half of it.
    """
    lab, back = to_oklab(picture), to_oklab(colour)
    for _ring in range(rings):
        rim = grown(gone) & ~gone
        mixed = np.zeros(gone.shape, np.bool_)
        for dy, dx in FOUR:
            inner = shifted(lab, dy, dx).astype(np.float32)
            farther: Floats = shifted(distance, dy, dx).astype(np.float32)
            kept = shifted(~gone, dy, dx).astype(np.bool_) & (farther > distance)
            way = inner - back
            length = np.maximum((way**2).sum(axis=-1), 1e-6)
            share = ((lab - back) * way).sum(axis=-1) / length
            off = np.sqrt(((lab - back - share[..., None] * way) ** 2).sum(axis=-1))
            mixed |= kept & (share < 0.6) & (off < 0.06)
        gone = gone | (rim & mixed)
    return gone
