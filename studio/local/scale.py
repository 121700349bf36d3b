"""Scale2x on packed colours, once or several times: bigger without a single new colour.

Rule by Andrea Mazzoleni (AdvanceMAME Scale2x): a corner takes a neighbour's colour when the two neighbours there agree
and differ from the opposite ones.
"""

from __future__ import annotations

import numpy as np

from studio.local.arrays import Ints, Keys


def scale2x(keys: Keys) -> Keys:
    """(h, w) packed colours to (2h, 2w)."""
    h, w = keys.shape
    around = np.pad(keys, 1, mode="edge")
    up, right = around[:-2, 1:-1], around[1:-1, 2:]
    left, down = around[1:-1, :-2], around[2:, 1:-1]
    bends = (left != right) & (up != down)
    big = np.empty((h * 2, w * 2), keys.dtype)
    big[::2, ::2] = np.where(bends & (left == up), left, keys)
    big[::2, 1::2] = np.where(bends & (up == right), right, keys)
    big[1::2, ::2] = np.where(bends & (left == down), left, keys)
    big[1::2, 1::2] = np.where(bends & (down == right), right, keys)
    return big


def scale3x(keys: Keys) -> Keys:
    """(h, w) packed colours to (3h, 3w), the three-fold rule of the same family."""
    h, w = keys.shape
    p = np.pad(keys, 1, mode="edge")
    a, b, c = p[:-2, :-2], p[:-2, 1:-1], p[:-2, 2:]
    d, e, f = p[1:-1, :-2], keys, p[1:-1, 2:]
    g, i = p[2:, :-2], p[2:, 2:]
    n = p[2:, 1:-1]
    bends = (b != n) & (d != f)
    big = np.empty((h * 3, w * 3), keys.dtype)
    big[0::3, 0::3] = np.where(bends & (d == b), d, e)
    big[0::3, 1::3] = np.where(bends & (((d == b) & (e != c)) | ((b == f) & (e != a))), b, e)
    big[0::3, 2::3] = np.where(bends & (b == f), f, e)
    big[1::3, 0::3] = np.where(bends & (((d == b) & (e != g)) | ((d == n) & (e != a))), d, e)
    big[1::3, 1::3] = e
    big[1::3, 2::3] = np.where(bends & (((b == f) & (e != i)) | ((n == f) & (e != c))), f, e)
    big[2::3, 0::3] = np.where(bends & (d == n), d, e)
    big[2::3, 1::3] = np.where(bends & (((d == n) & (e != i)) | ((n == f) & (e != g))), n, e)
    big[2::3, 2::3] = np.where(bends & (n == f), f, e)
    return big


def scaled_up(keys: Keys, *, doublings: int) -> Keys:
    """Scale2x applied `doublings` times; 3 gives the eight-fold picture rotations are sampled from."""
    for _doubling in range(doublings):
        keys = scale2x(keys)
    return keys


def sampled_up(keys: Keys, row: Ints, column: Ints, *, doublings: int) -> Keys:
    """What `scaled_up(keys, doublings=doublings)[row, column]` would give, without making the last enlargement."""
    big = scaled_up(keys, doublings=doublings - 1)
    height, width = big.shape
    y, x = row >> 1, column >> 1
    above = np.where(row & 1, np.minimum(y + 1, height - 1), np.maximum(y - 1, 0))
    beside = np.where(column & 1, np.minimum(x + 1, width - 1), np.maximum(x - 1, 0))
    other_row = np.where(row & 1, np.maximum(y - 1, 0), np.minimum(y + 1, height - 1))
    other_column = np.where(column & 1, np.maximum(x - 1, 0), np.minimum(x + 1, width - 1))
    flat, start = big.ravel(), y * width
    vertical, horizontal = flat[above * width + x], flat[start + beside]
    bends = (vertical == horizontal) & (flat[other_row * width + x] != vertical)
    bends &= flat[start + other_column] != horizontal
    found: Keys = np.where(bends, vertical, flat[start + x])
    return found
