"""Compressed pixels, remembered: saving a sprite anew, or copying it aside, compresses only the cels that changed.

Rasters of a sprite are read-only and shared between its states, so the stream of one is right for as long as it lives.
What goes into a person's file is checked all the same: a checksum costs a hundredth of compressing.
"""

from __future__ import annotations

import weakref
import zlib
from typing import NamedTuple

from studio.doc.pixels import Pixels

BUDGET = 64 * 2**20
"""Bytes of streams that are remembered."""


class _Kept(NamedTuple):
    raster: weakref.ref[Pixels]
    checksum: int
    stream: bytes


class Deflater:
    """Streams by raster; one forgets itself when its raster is gone. May be used from several threads."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._kept: dict[int, _Kept] = {}
        self.bytes = 0
        """Held by streams."""

    def stream(self, pixels: Pixels) -> bytes:
        """The pixels, row by row, as one zlib stream. One that may still be written to is never remembered."""
        if pixels.flags.writeable or not pixels.flags.c_contiguous:
            return zlib.compress(pixels.tobytes())
        checksum = zlib.crc32(pixels.data)
        known = self._kept.get(id(pixels))
        if known is not None and known.raster() is pixels and known.checksum == checksum:
            return known.stream
        stream = zlib.compress(pixels.data)
        self._keep(pixels, checksum, stream)
        return stream

    def _keep(self, pixels: Pixels, checksum: int, stream: bytes) -> None:
        key = id(pixels)
        self._forget(key)
        if self.bytes + len(stream) <= self._budget:
            self._kept[key] = _Kept(weakref.ref(pixels, lambda _gone: self._forget(key)), checksum, stream)
            self.bytes += len(stream)

    def _forget(self, key: int) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self.bytes -= len(gone.stream)


DEFLATER = Deflater()
"""The one of this process."""
