"""A take on the canvas in place of the sprite, and what it would change."""

from __future__ import annotations

import numpy as np

from studio.app import place
from studio.app.takes import Take
from studio.core.words import _, ngettext
from studio.doc.compose import flatten
from studio.doc.document import Document, TakePreview
from studio.doc.pixels import frozen


def preview_of(document: Document, take: Take, index: int) -> TakePreview | None:
    """One frame where it would be put; None for a take that does not fit and can only become a sprite of its own."""
    if not _fits(document, take):
        return None
    size = document.sprite.size
    part = place.sent_part(take, size)
    if part is None:
        return TakePreview(place.on_canvas(take, index, size))
    shown = flatten(document.sprite, document.cursor.frame).copy()
    shown[part.slices] = take.frames[index]
    return TakePreview(frozen(shown))


def difference_words(document: Document, take: Take, index: int) -> str:
    """How many pixels of the current frame the take changes."""
    if not _fits(document, take):
        return _("Before. The take is {size}, larger than the sprite.").format(size=take.size)
    count = changed_pixels(document, take, index)
    return ngettext(
        "Before. The take changes {count} pixel.", "Before. The take changes {count} pixels.", count
    ).format(count=count)


def changed_pixels(document: Document, take: Take, index: int) -> int:
    """Pixels that look different; two fully transparent ones look alike whatever their colours are."""
    before = flatten(document.sprite, document.cursor.frame)
    preview = preview_of(document, take, index)
    after = before if preview is None else preview.pixels
    both_clear = (before[..., 3] == 0) & (after[..., 3] == 0)
    return int(np.count_nonzero((before != after).any(axis=2) & ~both_clear))


def _fits(document: Document, take: Take) -> bool:
    size = document.sprite.size
    return take.size.width <= size.width and take.size.height <= size.height
