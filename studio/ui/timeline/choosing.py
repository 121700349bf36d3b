"""Choosing frames the way lists do: one, from an anchor to another, one more or less, a whole tag. Free of Qt."""

from __future__ import annotations

from collections.abc import Sequence

from studio.doc.document import Document
from studio.doc.model import Tag


class FrameChoice:
    """The anchor is the frame from which Shift extends; every plain choice sets it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._anchor = document.cursor.frame

    def pick(self, index: int, *, layer: str | None = None) -> None:
        """Work on one frame, and on a layer when it is given."""
        frame = self._document.sprite.frames[index].id
        self._anchor = frame
        self._document.move_to(layer=layer, frame=frame)
        self._document.select_frames([frame])

    def extend(self, index: int) -> None:
        """Choose everything from the anchor to a frame; the cursor goes to that frame."""
        ids = [frame.id for frame in self._document.sprite.frames]
        if self._anchor not in ids:
            self._anchor = self._document.cursor.frame
        self._document.select_frames(between(ids, self._anchor, ids[index]))
        self._document.move_to(frame=ids[index])

    def toggle(self, index: int) -> None:
        """One frame more, or less; the last one stays. The cursor is always on a chosen frame."""
        document = self._document
        frame = document.sprite.frames[index].id
        chosen = set(document.selected_frames) ^ {frame}
        if not chosen:
            return
        self._anchor = frame
        document.select_frames(chosen)
        if frame in chosen:
            document.move_to(frame=frame)
        elif document.cursor.frame not in chosen:
            document.move_to(frame=document.selected_frames[0])

    def pick_tag(self, tag: Tag) -> None:
        """All frames of a tag; the cursor goes to its first unless it is inside."""
        span = self._document.sprite.tag_range(tag)
        ids = [self._document.sprite.frames[index].id for index in span]
        self._anchor = ids[0]
        self._document.select_frames(ids)
        if self._document.cursor.frame not in ids:
            self._document.move_to(frame=ids[0])
            self._document.select_frames(ids)

    def holds_many(self, index: int) -> bool:
        """Whether the frame is one of several that are chosen."""
        chosen = self._document.selected_frames
        return len(chosen) > 1 and self._document.sprite.frames[index].id in chosen


def between(ids: Sequence[str], one: str, other: str) -> tuple[str, ...]:
    """The ids from one to the other, whichever comes first."""
    first, last = sorted((ids.index(one), ids.index(other)))
    return tuple(ids[first : last + 1])
