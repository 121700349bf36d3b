"""Key frames for in-betweens: which frames of a sprite have to appear, where in the result, and with what weight.

One truth for the form's field and the marks of the timeline. Marks are wishes for a request, not part of the sprite:
they are neither saved nor undone. Those of frames that are gone are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from psygnal import Signal

from studio.doc.document import Document


@dataclass(frozen=True, slots=True)
class KeyMark:
    """A frame that has to appear. `strength` is 0..1, None leaves it to the provider; `index` is its place in the
    result from 0, None for the place it has on the timeline, counted from the first mark."""

    frame: str
    strength: float | None = None
    index: int | None = None


class KeyMarks:
    """The marks of every open document. `changed` comes after each change."""

    changed = Signal()

    def __init__(self) -> None:
        self._marks: dict[str, tuple[KeyMark, ...]] = {}
        self._is_wanted = False

    def want(self, *, wanted: bool) -> None:
        """Whether a form that takes key frames is in front: then there is a place to mark them."""
        if wanted != self._is_wanted:
            self._is_wanted = wanted
            self.changed.emit()

    def is_shown(self, document: Document) -> bool:
        """Whether there is a place for marks: while one could be wanted, and as long as there are any."""
        return self._is_wanted or bool(self.of(document))

    def of(self, document: Document) -> tuple[KeyMark, ...]:
        """In the order of the frames."""
        places = {frame.id: index for index, frame in enumerate(document.sprite.frames)}
        known = [mark for mark in self._marks.get(document.id, ()) if mark.frame in places]
        return tuple(sorted(known, key=lambda mark: places[mark.frame]))

    def find(self, document: Document, frame: str) -> KeyMark | None:
        return next((mark for mark in self.of(document) if mark.frame == frame), None)

    def index(self, document: Document, mark: KeyMark) -> int:
        """Where the mark's frame appears in the result, from 0."""
        if mark.index is not None:
            return mark.index
        sprite = document.sprite
        return sprite.frame_index(mark.frame) - sprite.frame_index(self.of(document)[0].frame)

    def length(self, document: Document) -> int:
        """Frames of the shortest result that holds all of them; 0 without marks."""
        return max((self.index(document, mark) + 1 for mark in self.of(document)), default=0)

    def span(self, document: Document) -> tuple[str, ...]:
        """The frames from the first mark to the last, where each appears in its own place; else nothing."""
        marks = self.of(document)
        sprite = document.sprite
        if not marks or any(mark.index is not None for mark in marks):
            return ()
        first, last = sprite.frame_index(marks[0].frame), sprite.frame_index(marks[-1].frame)
        return tuple(frame.id for frame in sprite.frames[first : last + 1])

    def put(self, document: Document, mark: KeyMark) -> None:
        """Mark a frame, or mark it otherwise."""
        others = [one for one in self.of(document) if one.frame != mark.frame]
        self._set(document, (*others, mark))

    def remove(self, document: Document, frame: str) -> None:
        """Take a mark off; nothing happens where there is none."""
        self._set(document, tuple(one for one in self.of(document) if one.frame != frame))

    def toggle(self, document: Document, frame: str) -> None:
        if self.find(document, frame) is None:
            self.put(document, KeyMark(frame))
        else:
            self.remove(document, frame)

    def move(self, document: Document, frame: str, to: str) -> None:
        """Put the mark, with its weight, on another frame; one that is marked already stays as it is."""
        mark = self.find(document, frame)
        if mark is not None and self.find(document, to) is None:
            others = tuple(one for one in self.of(document) if one.frame != frame)
            self._set(document, (*others, replace(mark, frame=to, index=None)))

    def clear(self, document: Document) -> None:
        """Take all marks of a document off."""
        self._set(document, ())

    def _set(self, document: Document, marks: tuple[KeyMark, ...]) -> None:
        if marks != self._marks.get(document.id, ()):
            self._marks[document.id] = marks
            self.changed.emit()
