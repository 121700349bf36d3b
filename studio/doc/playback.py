"""Which frame shows when: pure arithmetic over a sprite and a tag, exact in fractions of milliseconds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from studio.doc.model import Playback, Sprite, Tag

Milliseconds = Fraction


def sequence(sprite: Sprite, tag: Tag | None) -> list[int]:
    """Frame indices of one period; of all frames without a tag. A ping-pong shows each end once a period."""
    frames = list(range(len(sprite.frames)) if tag is None else sprite.tag_range(tag))
    playback = Playback.FORWARD if tag is None else tag.playback
    match playback:
        case Playback.FORWARD:
            return frames
        case Playback.REVERSE:
            return frames[::-1]
        case Playback.PINGPONG:
            return frames + frames[-2:0:-1]
        case Playback.PINGPONG_REVERSE:
            return frames[::-1] + frames[1:-1]


def play_order(sprite: Sprite, tag: Tag | None) -> list[int]:
    """Frame indices from the first to the last shown: one period, or as many as the tag repeats.

    A repeat of a ping-pong is one way, as in Aseprite: 1 is there, 2 is there and back. A tag that plays for ever
    is shown once, there and back.
    """
    if tag is None:
        return sequence(sprite, None)
    if tag.playback in (Playback.FORWARD, Playback.REVERSE):
        return sequence(sprite, tag) * max(tag.repeat, 1)
    way = _one_way(sprite, tag)
    order = list(way)
    for _turn in range((tag.repeat or 2) - 1):
        way = way[::-1]
        order += way[1:] or way
    return order


@dataclass(frozen=True, slots=True)
class Moment:
    """What shows at a time. `ends` is the time it stops showing, ms after the start; `done` after the last repeat."""

    index: int
    ends: Milliseconds
    done: bool = False


class Player:
    """Frame by time for a fixed sprite and tag. Keeps no state: ask for any elapsed time in any order."""

    def __init__(self, sprite: Sprite, tag: Tag | None = None, *, loop: bool | None = None) -> None:
        """`loop` plays for ever whatever the tag says (True), or once through (False)."""
        forever = (tag is None or tag.repeat == 0) if loop is None else loop
        self._order = sequence(sprite, tag) if forever else play_order(sprite, tag)
        self._ends = list(accumulate(sprite.frames[index].duration for index in self._order))
        self._forever = forever

    @property
    def length(self) -> Milliseconds:
        """Of one period when it plays for ever, else of everything."""
        return self._ends[-1]

    @property
    def order(self) -> tuple[int, ...]:
        return tuple(self._order)

    def position(self, elapsed: float | Fraction) -> Moment:
        """What shows `elapsed` ms after the start. After the end it is the last frame, `done`."""
        time = max(Fraction(elapsed), Fraction(0))
        start = Fraction(0)
        if self._forever:
            start = time // self.length * self.length
            time -= start
        elif time >= self.length:
            return Moment(self._order[-1], self.length, done=True)
        place = bisect_right(self._ends, time)
        return Moment(self._order[place], start + self._ends[place])

    def time_of(self, index: int) -> Milliseconds:
        """When the frame with this index first shows, so that playing can start from it; 0 when it never does."""
        if index not in self._order:
            return Fraction(0)
        place = self._order.index(index)
        return self._ends[place - 1] if place else Fraction(0)


def _one_way(sprite: Sprite, tag: Tag) -> list[int]:
    frames = list(sprite.tag_range(tag))
    return frames[::-1] if tag.playback in (Playback.REVERSE, Playback.PINGPONG_REVERSE) else frames
