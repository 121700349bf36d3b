"""Arrays of pixels and the promise that nobody writes into a shared one.

Pixels: (h, w, 4) uint8 straight RGBA, indexed [y, x]. Mask: (h, w) uint8, 0 keep, 255 repaint (values between only
when a soft mask was asked for).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from studio.core.geometry import EMPTY_BOX, Box, Size

Pixels: TypeAlias = npt.NDArray[np.uint8]
MaskPixels: TypeAlias = npt.NDArray[np.uint8]
Bools: TypeAlias = npt.NDArray[np.bool_]


def frozen(array: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The array, contiguous and read-only. Takes ownership: the caller must not keep a writable view."""
    result = np.ascontiguousarray(array)
    result.flags.writeable = False
    return result


def blank(size: Size) -> Pixels:
    """Read-only fully transparent pixels (all zero)."""
    return frozen(np.zeros((size.height, size.width, 4), np.uint8))


def size_of(array: npt.NDArray[np.uint8]) -> Size:
    return Size(array.shape[1], array.shape[0])


def opaque_box(pixels: Pixels) -> Box:
    """The smallest box around all pixels with alpha above 0; EMPTY_BOX when there are none."""
    return box_of(pixels[..., 3] > 0)


def box_of(cells: Bools) -> Box:
    """The smallest box around all true cells; EMPTY_BOX when there are none."""
    rows = np.flatnonzero(cells.any(axis=1))
    if rows.size == 0:
        return EMPTY_BOX
    columns = np.flatnonzero(cells.any(axis=0))
    return Box.spanning(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
