"""A take on the canvas in place of the sprite, as it would be put down."""

from __future__ import annotations

from studio.app import place
from studio.app.accepting import Fitted, fits
from studio.doc.compose import flatten
from studio.doc.document import Document, TakePreview
from studio.doc.pixels import frozen


def preview_of(document: Document, fitted: Fitted, index: int) -> TakePreview | None:
    """One frame where it would be put; None for a take that does not fit and can only become a sprite of its own.

    Of a canvas that would grow, the part that is there already shows.
    """
    size, take = document.sprite.size, fitted.take
    if fitted.canvas is not None:
        return TakePreview(take.frames[index], -fitted.canvas.dx, -fitted.canvas.dy)
    if not fits(take, size):
        return None
    part = place.sent_part(take, size)
    if part is None:
        return TakePreview(place.on_canvas(take, index, size))
    shown = flatten(document.sprite, document.cursor.frame).copy()
    shown[part.slices] = take.frames[index]
    return TakePreview(frozen(shown))
