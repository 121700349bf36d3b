"""One picture over another, in the integer arithmetic of Aseprite (rounding included), for boxes of any size."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.doc.model import Blend
from studio.doc.pixels import Pixels

Ints = npt.NDArray[np.int32]


def multiply(a: int, b: int) -> int:
    """a * b / 255 rounded to the nearest, for values 0..255."""
    t = a * b + 128
    return ((t >> 8) + t) >> 8


def blend_over(
    below: Pixels,
    above: Pixels,
    *,
    opacity: int = 255,
    blend: Blend = Blend.NORMAL,
    onto_nothing: bool = False,
) -> None:
    """Put `above` on `below` in place; both (h, w, 4). `onto_nothing` promises that `below` is fully transparent."""
    if opacity == 0 or above.size == 0:
        return
    alpha = above[..., 3]
    if onto_nothing:
        _place(below, above, alpha, opacity)
        return
    if opacity == 255 and blend is Blend.NORMAL:
        solid = alpha == 255
        if solid.all() or not ((alpha != 0) & ~solid).any():
            np.copyto(below.view(np.uint32)[..., 0], above.view(np.uint32)[..., 0], where=solid)
            return
    rows, columns = np.nonzero(alpha)
    under, over = below[rows, columns].astype(np.int32), above[rows, columns].astype(np.int32)
    below[rows, columns] = _normal(under, over, opacity)


def _place(below: Pixels, above: Pixels, alpha: npt.NDArray[np.uint8], opacity: int) -> None:
    """Onto fully transparent cells every blend mode shows the colours as they are."""
    np.copyto(below.view(np.uint32)[..., 0], above.view(np.uint32)[..., 0], where=alpha != 0)
    if opacity != 255:
        below[..., 3] = _mul(below[..., 3].astype(np.int32), opacity)


def _normal(below: Ints, above: Ints, opacity: int) -> Ints:
    """(n, 4) over (n, 4). Where `below` is clear the colour of `above` is kept as it is."""
    sa = _mul(above[:, 3], opacity)
    ba = below[:, 3]
    ra = ba + sa - _mul(ba, sa)
    step = (above[:, :3] - below[:, :3]) * sa[:, None]
    divisor = np.maximum(ra, 1)[:, None]
    result = np.empty_like(below)
    result[:, :3] = below[:, :3] + np.sign(step) * (np.abs(step) // divisor)
    clear = ba == 0
    result[clear, :3] = above[clear, :3]
    result[:, 3] = ra
    return result


def _mul(a: Ints, b: Ints | int) -> Ints:
    t = a * b + 128
    result: Ints = ((t >> 8) + t) >> 8
    return result
