"""Small pictures of cels, kept as long as their cel is the same object."""

from __future__ import annotations

import numpy as np

from studio.doc.document import Document
from studio.doc.model import CelKey
from studio.doc.pixels import Pixels, size_of

_KEPT = 4096


class CelThumbnails:
    """Whole pixels of the cel, every n-th of one that is larger than its place; never resampled."""

    def __init__(self) -> None:
        self._document: Document | None = None
        self._kept: dict[tuple[int, int], tuple[Pixels, Pixels]] = {}

    def use(self, document: Document | None) -> None:
        """Pictures of this document from now on."""
        self._document = document
        self._kept.clear()

    def of(self, key: CelKey, side: int) -> Pixels | None:
        """At most `side` pixels wide and high; None where there is no cel."""
        cel = self._document.sprite.cels.get(key) if self._document is not None else None
        if cel is None or 0 in cel.pixels.shape:
            return None
        step = -(-max(size_of(cel.pixels)) // max(1, side))
        known = self._kept.get((id(cel.pixels), step))
        if known is not None and known[0] is cel.pixels:
            return known[1]
        if len(self._kept) > _KEPT:
            self._kept.clear()
        small = np.ascontiguousarray(cel.pixels[::step, ::step])
        self._kept[id(cel.pixels), step] = (cel.pixels, small)
        return small
