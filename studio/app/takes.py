"""Results waiting to be chosen, as they came; nothing of a take is in a sprite until it is accepted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from psygnal import Signal

from studio.core.geometry import Size
from studio.doc.pixels import MaskPixels, Pixels, size_of
from studio.doc.skeleton import Pose
from studio.jobs.job import Origin

DEFAULT_DURATION = Fraction(100)
"""Milliseconds a frame of a take shows where the provider names no time."""


class Mark(StrEnum):
    """What the person decided about a take; kept over the end of the program."""

    ACCEPTED = "accepted"
    DISCARDED = "discarded"
    STARRED = "starred"


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """One result. `mask` is the mask that was sent with an inpaint (canvas sized), else None.

    `job_id` names the job in the ledger; empty for a take that came with a project.
    """

    id: str
    operation: str
    title: str
    job_id: str = ""
    frames: tuple[Pixels, ...] = ()
    durations: tuple[Fraction, ...] = ()
    poses: tuple[Pose, ...] = ()
    text: str = ""
    names: tuple[str, ...] = ()
    """One a frame where the frames mean something (`walk/south`); else empty."""
    table: tuple[Mapping[str, Any], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What the provider told about it as a whole."""
    seed_sent: int | None = None
    seed_returned: int | None = None
    cost: str = ""
    created: float = 0.0
    origin: Origin | None = None
    mask: MaskPixels | None = None
    changed_outside: int = 0
    """Pixels outside the mask that came back different and were put back."""
    notes: tuple[str, ...] = ()
    request: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    accepted: bool = False
    starred: bool = False

    @property
    def size(self) -> Size:
        """Of its first frame; 0 x 0 when the result is no picture."""
        return size_of(self.frames[0]) if self.frames else Size(0, 0)

    def duration(self, index: int) -> Fraction:
        """Milliseconds of one frame."""
        return self.durations[index] if index < len(self.durations) else DEFAULT_DURATION


class TakeShelf:
    """The takes of this session, newest first, and the one that is chosen.

    Discarding can be undone until the program ends; the kept files of a result are never deleted by it.
    `marked` tells of each decision: the take, the mark, and whether it was put on or taken off. `comparing_changed`
    comes when the comparison of the chosen take with the sprite begins or ends.
    """

    changed = Signal()
    chosen_changed = Signal()
    marked = Signal(object, object, bool)

    comparing_changed = Signal()

    def __init__(self) -> None:
        self._comparing = False
        self._takes: tuple[Take, ...] = ()
        self._chosen: str | None = None
        self._discarded: list[tuple[int, Take]] = []

    @property
    def takes(self) -> tuple[Take, ...]:
        return self._takes

    @property
    def chosen(self) -> Take | None:
        return next((take for take in self._takes if take.id == self._chosen), None)

    @property
    def can_restore(self) -> bool:
        return bool(self._discarded)

    def add(self, take: Take) -> bool:
        """Put a new take in front; one with the same id is replaced where it stands. Whether it is new.

        A take that was accepted and has grown since waits again.
        """
        old = next((old for old in self._takes if old.id == take.id), None)
        if old is None:
            self._takes = (take, *self._takes)
        self._put(take if old is None else replace(take, starred=old.starred))
        if old is not None and old.accepted:
            self.marked.emit(take, Mark.ACCEPTED, False)
        return old is None

    def fill(self, takes: Sequence[Take]) -> None:
        """Put takes of an earlier run behind those that are here; `takes` newest first. Known ids are left alone."""
        known = {take.id for take in self._takes} | {take.id for _index, take in self._discarded}
        fresh = [take for take in takes if take.id not in known]
        if fresh:
            self._takes = tuple(sorted((*self._takes, *fresh), key=lambda take: -take.created))
            self.changed.emit()

    def choose(self, take_id: str | None) -> None:
        """Choose one, or none. KeyError for an id that is not here."""
        if take_id is not None and all(take.id != take_id for take in self._takes):
            raise KeyError(take_id)
        if take_id == self._chosen:
            return
        self._chosen = take_id
        self.chosen_changed.emit()
        self.compare(on=self._comparing)

    @property
    def is_comparing(self) -> bool:
        """Whether the chosen take is looked at beside the sprite."""
        return self._comparing

    def leave(self) -> None:
        """Out of the comparison, or else away from the chosen take."""
        if self._comparing:
            self.compare(on=False)
        else:
            self.choose(None)

    def compare(self, *, on: bool) -> None:
        """Look at the chosen take beside the sprite, or no longer. Nothing happens without a chosen take."""
        on = on and self.chosen is not None and bool(self.chosen.frames)
        if on != self._comparing:
            self._comparing = on
            self.comparing_changed.emit()

    def step(self, by: int) -> None:
        """Choose the neighbour `by` places on, stopping at the ends."""
        if not self._takes:
            return
        ids = [take.id for take in self._takes]
        if self._chosen not in ids:
            self.choose(ids[0])
            return
        self.choose(ids[min(len(ids) - 1, max(0, ids.index(self._chosen) + by))])

    def mark_accepted(self, take_id: str, *, on: bool = True) -> None:
        """Note that it is in a sprite now, or no longer is. It stays here until the program ends, to be accepted once
        more."""
        take = replace(self._take(take_id), accepted=on)
        self._put(take)
        self.marked.emit(take, Mark.ACCEPTED, on)

    def star(self, take_id: str, *, on: bool) -> None:
        """Put a star on it, or take the star off."""
        take = replace(self._take(take_id), starred=on)
        self._put(take)
        self.marked.emit(take, Mark.STARRED, on)

    def discard(self, take_id: str) -> None:
        """Take it off the shelf; `restore` brings the last one back to its place."""
        take = self._take(take_id)
        index = self._takes.index(take)
        self._discarded.append((index, take))
        self._takes = (*self._takes[:index], *self._takes[index + 1 :])
        if self._chosen == take_id:
            self.choose(None)
        self.changed.emit()
        self.marked.emit(take, Mark.DISCARDED, True)

    def restore(self) -> None:
        """Bring back what was discarded last; nothing happens when there is nothing."""
        if not self._discarded:
            return
        index, take = self._discarded.pop()
        self._takes = (*self._takes[:index], take, *self._takes[index:])
        self.changed.emit()
        self.marked.emit(take, Mark.DISCARDED, False)

    def bring_back(self, ids: Collection[str]) -> None:
        """Bring back these of the discarded, wherever they lie among them."""
        back = [take for _index, take in self._discarded if take.id in ids]
        self._discarded = [(index, take) for index, take in self._discarded if take.id not in ids]
        self.fill(back)
        for take in back:
            self.marked.emit(take, Mark.DISCARDED, False)

    def forget(self, ids: Collection[str]) -> None:
        """These are deleted for good: what was discarded of them cannot be brought back."""
        self._discarded = [(index, take) for index, take in self._discarded if take.id not in ids]
        self.changed.emit()

    def _take(self, take_id: str) -> Take:
        for take in self._takes:
            if take.id == take_id:
                return take
        raise KeyError(take_id)

    def _put(self, take: Take) -> None:
        self._takes = tuple(take if old.id == take.id else old for old in self._takes)
        self.changed.emit()
