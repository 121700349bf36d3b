"""Composed pictures of a document's frames, kept as long as nothing in the frame was replaced.

A picture is known by the identity of the layers and cels it was made of, so that no listening is needed: an edit of
one frame costs one composing, undo brings the old objects back and costs nothing more than any other edit.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from studio.doc.document import Document
from studio.doc.model import Cel, Layer, Sprite
from studio.doc.pixels import Pixels

BUDGET = 64 * 1024 * 1024
"""Bytes of pictures that are kept for one document; the ones used longest ago go first."""


class _Kept(NamedTuple):
    layers: tuple[Layer, ...]
    cels: tuple[Cel | None, ...]
    pixels: Pixels


class FramePictures:
    """Pictures of one document."""

    def __init__(self, document: Document, *, budget: int = BUDGET) -> None:
        self._document = document
        self._budget = budget
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0
        self.composings = 0
        """How many pictures had to be made."""

    def of(self, frame_id: str) -> Pixels:
        """(h, w, 4) of the whole canvas, only to be read; with what an open gesture has painted."""
        document = self._document
        sprite = document.sprite
        if document.scratches(frame_id):
            return document.composed(frame_id)
        cels = tuple(sprite.cel(layer.id, frame_id) for layer in sprite.layers)
        known = self._kept.get(frame_id)
        if known is not None and _same(known, sprite, cels):
            self._kept.move_to_end(frame_id)
            return known.pixels
        self.composings += 1
        pixels = document.composed(frame_id)
        self._put(frame_id, _Kept(sprite.layers, cels, pixels))
        return pixels

    def _put(self, frame_id: str, kept: _Kept) -> None:
        old = self._kept.pop(frame_id, None)
        if old is not None:
            self._bytes -= old.pixels.nbytes
        self._kept[frame_id] = kept
        self._bytes += kept.pixels.nbytes
        while self._bytes > self._budget and len(self._kept) > 1:
            _frame, gone = self._kept.popitem(last=False)
            self._bytes -= gone.pixels.nbytes


def _same(known: _Kept, sprite: Sprite, cels: tuple[Cel | None, ...]) -> bool:
    height, width = known.pixels.shape[:2]
    return (
        (known.layers is sprite.layers or known.layers == sprite.layers)
        and (width, height) == sprite.size
        and len(known.cels) == len(cels)
        and all(before is now for before, now in zip(known.cels, cels, strict=True))
    )
