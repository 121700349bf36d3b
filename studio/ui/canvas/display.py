"""What the canvas shows, at sprite size: checker, onion skin, layers and mask in one opaque array.

The array is (h, w, 4) uint8 in the byte order B G R X of QImage.Format_RGB32 and belongs to numpy; the QImage is a
view over it and lives as long as this object. Composition is lazy: cells are brought up to date when they are about
to be painted, in tiles of 256 for what changed at large and box by box for dabs. Nothing here is ever read back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from studio.core.geometry import Box, Size
from studio.doc.palette import Colour
from studio.doc.pixels import MaskPixels, Pixels

TILE: Final = 256
_MASK_PERCENT: Final = 45
"""Share of the mask's tint."""

_OPAQUE: Final = np.uint32(0xFF000000)

PictureSource = Callable[[Box], Pixels]
"""Straight RGBA of the cells of a box."""

MaskSource = Callable[[Box], MaskPixels | None]
"""The mask of the cells of a box; None when nothing is marked."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The checker beneath the sprite: two colours in squares of `square` cells; and the tint of the mask."""

    light: Colour = Colour(0x3A, 0x3D, 0x42)
    dark: Colour = Colour(0x30, 0x33, 0x38)
    square: int = 1
    mask: Colour = Colour(0xF0, 0x50, 0x8C)
    mask_percent: int = _MASK_PERCENT


class DisplayCache:
    """Composes what `sources` give over the backdrop, as late and as little as can be."""

    def __init__(self, size: Size, *, backdrop: Backdrop) -> None:
        self.size = size
        self._picture: PictureSource | None = None
        self._ghost: PictureSource | None = None
        self._mask: MaskSource | None = None
        self._base = np.empty((size.height, size.width, 4), np.uint8)
        self._shown = self._base
        self.image = _image_over(self._shown)
        self._dirty: list[tuple[Box, bool]] = []
        self._box = Box.of_size(size)
        self._any_stale = True
        self._stale = np.ones((-(-size.height // TILE), -(-size.width // TILE)), np.bool_)
        self._set_backdrop(backdrop)

    def show(self, picture: PictureSource, *, ghost: PictureSource | None, mask: MaskSource | None) -> None:
        """From now on show these; what they give has to be announced by `touch` or `touch_all`."""
        self._picture, self._ghost = picture, ghost
        if (mask is None) != (self._mask is None):
            # With a mask on top, the picture beneath is kept apart: a stroke on the mask composes no layers.
            self._shown = self._base if mask is None else np.empty_like(self._base)
            self.image = _image_over(self._shown)
            self.touch_all()
        self._mask = mask

    def use(self, backdrop: Backdrop) -> None:
        """Another checker or tint."""
        if backdrop == self._backdrop:
            return
        self._set_backdrop(backdrop)
        self.touch_all()

    def touch(self, box: Box, *, mask_only: bool = False) -> None:
        """The cells of the box may look different."""
        box = box.intersected(self._box)
        if not box.is_empty:
            self._dirty.append((box, mask_only))

    def touch_all(self) -> None:
        """Everything may look different."""
        self._dirty.clear()
        self._stale[:] = self._any_stale = True

    def prepare(self, exposed: Box) -> None:
        """Bring the cells up to date that are about to be painted."""
        if self._dirty:
            pending, self._dirty = self._dirty, []
            for box, mask_only in pending:
                if box.intersected(exposed) == box:
                    self._compose(box, mask_only=mask_only)
                else:
                    self._stale[_tiles(box)] = self._any_stale = True
        if not self._any_stale or exposed.is_empty:
            return
        self._freshen(_tiles(exposed))
        self._any_stale = bool(self._stale.any())

    def _freshen(self, tiles: tuple[slice, slice]) -> None:
        rows, columns = tiles
        for row in range(rows.start, rows.stop):
            column = columns.start
            while column < columns.stop:
                first = column
                while column < columns.stop and self._stale[row, column]:
                    column += 1
                if column > first:
                    box = Box.spanning(first * TILE, row * TILE, column * TILE, (row + 1) * TILE)
                    self._compose(box.intersected(self._box), mask_only=False)
                    self._stale[row, first:column] = False
                column += 1

    def _compose(self, box: Box, *, mask_only: bool) -> None:
        index = box.slices
        base = self._base[index]
        if not mask_only:
            self._compose_base(box, base)
        if self._mask is None:
            return
        shown = self._shown[index]
        shown[...] = base
        mask = self._mask(box)
        if mask is None or not mask.any():
            return
        tinted = (base * self._picture_share + self._tint) >> 8
        np.copyto(shown, tinted, where=(mask > 0)[..., None], casting="unsafe")  # all of it fits into a byte

    def _compose_base(self, box: Box, base: npt.NDArray[np.uint8]) -> None:
        picture = None if self._picture is None else self._picture(box)
        if picture is not None and picture[..., 3].min() == 255:
            _words(base)[...] = _turned(picture)  # nothing beneath can be seen
            return
        rows, columns = box.slices
        _words(base)[...] = self._checker[self._row_parity[rows, None] ^ self._column_parity[columns]]
        if self._ghost is not None:
            _lay_over(base, self._ghost(box))
        if picture is not None:
            _lay_over(base, picture)

    def _set_backdrop(self, backdrop: Backdrop) -> None:
        self._backdrop = backdrop
        self._checker = np.array([_bgrx(backdrop.light), _bgrx(backdrop.dark)], np.uint8).view(np.uint32)[:, 0]
        self._row_parity = _parity(self.size.height, backdrop.square)
        self._column_parity = _parity(self.size.width, backdrop.square)
        share = 256 * backdrop.mask_percent // 100
        self._picture_share = np.uint16(256 - share)
        self._tint = np.array(_bgrx(backdrop.mask), np.uint16) * np.uint16(share)


def _lay_over(base: npt.NDArray[np.uint8], pixels: Pixels) -> None:
    """Blend straight RGBA over opaque BGRX in place."""
    alpha = pixels[..., 3]
    solid = alpha == 255
    np.copyto(_words(base), _turned(pixels), where=solid)
    partly = (alpha > 0) & ~solid
    if not partly.any():
        return
    share = alpha[partly].astype(np.uint32)[:, None]
    over = pixels[partly][:, 2::-1].astype(np.uint32)
    under = base[partly][:, :3].astype(np.uint32)
    base[partly, :3] = (over * share + under * (255 - share) + 127) // 255


def _words(bgrx: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """(h, w) view with one number a cell; whole cells are copied several times faster than their bytes."""
    words: npt.NDArray[np.uint32] = bgrx.view(np.uint32)[..., 0]
    return words


def _turned(rgba: Pixels) -> npt.NDArray[np.uint32]:
    """(h, w) cells in the order B G R X, opaque: whole numbers are turned six times faster than their bytes."""
    words = rgba.view(np.uint32)[..., 0].byteswap()
    words >>= np.uint32(8)
    words |= _OPAQUE
    return words


def _tiles(box: Box) -> tuple[slice, slice]:
    """Index of the tiles that a box touches."""
    return (
        slice(box.y // TILE, -(-box.bottom // TILE)),
        slice(box.x // TILE, -(-box.right // TILE)),
    )


def _parity(length: int, square: int) -> npt.NDArray[np.uint8]:
    return ((np.arange(length) // square) & 1).astype(np.uint8)


def _bgrx(colour: Colour) -> tuple[int, int, int, int]:
    return colour.b, colour.g, colour.r, 255


def _image_over(array: npt.NDArray[np.uint8]) -> QImage:
    height, width = array.shape[:2]
    return QImage(array.data, width, height, width * 4, QImage.Format.Format_RGB32)
