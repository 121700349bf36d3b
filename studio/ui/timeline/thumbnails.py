"""Small pictures of cels, kept as long as their cel is the same object."""

from __future__ import annotations

import numpy as np

from studio.doc.document import Document
from studio.doc.model import CelKey
from studio.doc.pixels import Pixels, size_of

_LARGEST = 64
_KEPT = 4096


class CelThumbnails:
    """Whole pixels of the cel, every n-th of a large one; never resampled."""

    def __init__(self) -> None:
        self._document: Document | None = None
        self._kept: dict[int, tuple[Pixels, Pixels]] = {}

    def use(self, document: Document | None) -> None:
        """Pictures of this document from now on."""
        self._document = document

    def of(self, key: CelKey) -> Pixels | None:
        """At most 64 pixels on a side; None where there is no cel."""
        cel = self._document.sprite.cels.get(key) if self._document is not None else None
        if cel is None:
            return None
        known = self._kept.get(id(cel.pixels))
        if known is not None and known[0] is cel.pixels:
            return known[1]
        if len(self._kept) > _KEPT:
            self._kept.clear()
        step = -(-max(size_of(cel.pixels)) // _LARGEST)
        small = np.ascontiguousarray(cel.pixels[::step, ::step])
        self._kept[id(cel.pixels)] = (cel.pixels, small)
        return small
