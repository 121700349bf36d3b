"""Which frames of a sprite a result belongs to: those whose pictures were sent, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from studio.doc.document import Cursor
from studio.doc.model import Sprite
from studio.jobs.job import Origin


def home_frames(sprite: Sprite, origin: Origin | None, cursor: Cursor, *, count: int) -> Sequence[str | None]:
    """Ids of the `count` frames a result is put into, in order; None for each that has yet to be made at the end.

    The frames it was made from where each picture has its own; else from the first of them on. What was not made from
    frames of this sprite, or from frames that are gone, starts at the cursor.
    """
    known = {frame.id for frame in sprite.frames}
    sent = origin.frames if origin is not None else ()
    if not sent or not known.issuperset(sent):
        sent = (cursor.frame,)
    if len(sent) == count:
        return sent
    start = sprite.frame_index(sent[0])
    there = [frame.id for frame in sprite.frames[start : start + count]]
    return [*there, *[None] * (count - len(there))]


def returns_home(sprite: Sprite, origin: Origin | None, *, count: int) -> bool:
    """Whether each of several results has a frame of its own that it was made from."""
    sent = origin.frames if origin is not None else ()
    return len(sent) == count > 1 and {frame.id for frame in sprite.frames}.issuperset(sent)
