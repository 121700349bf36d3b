"""Small pictures of cels, kept as long as their cel is the same object.

All cels of a layer are shown through one window, the cells that any of them covers, so that a movement is seen.
"""

from __future__ import annotations

import numpy as np

from studio.core.geometry import EMPTY_BOX, Box
from studio.doc.document import Document
from studio.doc.edits import read_cel
from studio.doc.model import CelKey, Sprite
from studio.doc.pixels import Pixels

_KEPT = 4096


class CelThumbnails:
    """Whole pixels of the cel, every n-th of one that is larger than its place; never resampled."""

    def __init__(self) -> None:
        self._document: Document | None = None
        self._kept: dict[CelKey, tuple[Pixels, Box, int, Pixels]] = {}
        self._windows: dict[str, Box] = {}
        self._windows_of: Sprite | None = None

    def use(self, document: Document | None) -> None:
        """Pictures of this document from now on."""
        self._document = document
        self._kept.clear()
        self._windows_of = None

    def of(self, key: CelKey, side: int) -> Pixels | None:
        """At most `side` pixels wide and high; None where there is no cel to see."""
        sprite = self._document.sprite if self._document is not None else None
        cel = sprite.cels.get(key) if sprite is not None else None
        if sprite is None or cel is None:
            return None
        window = self._window(sprite, key.layer)
        if window.is_empty:
            return None
        step = -(-max(window.size) // max(1, side))
        known = self._kept.get(key)
        placed = cel.box.moved(-window.x, -window.y)
        if known is not None and known[0] is cel.pixels and known[1:3] == (placed, step):
            return known[3]
        if len(self._kept) > _KEPT:
            self._kept.clear()
        small = np.ascontiguousarray(read_cel(cel, window)[::step, ::step])
        self._kept[key] = (cel.pixels, placed, step, small)
        return small

    def _window(self, sprite: Sprite, layer: str) -> Box:
        """The canvas cells that the layer covers in any frame."""
        if self._windows_of is not sprite:
            self._windows_of = sprite
            self._windows = {}
            for key, cel in sprite.cels.items():
                self._windows[key.layer] = self._windows.get(key.layer, EMPTY_BOX).united(cel.box)
        return self._windows.get(layer, EMPTY_BOX).intersected(sprite.box)
