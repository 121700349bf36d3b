"""Which of several notices is in front, and which come back after it.

What goes by itself is shown over what waits for the person and then gives way to it again; nothing that has to be
answered is lost under news.
"""

from __future__ import annotations

from typing import NamedTuple

from studio.app.surface import Level, Notice


class Shown(NamedTuple):
    """A notice and the word on its button, empty where it has none."""

    notice: Notice
    button: str = ""

    @property
    def waits(self) -> bool:
        """Whether it stays until it is answered: bad news, and a warning with something to do about it."""
        return self.notice.level is Level.BAD or (self.notice.level is Level.WARN and bool(self.button))


class NoticePile:
    """One for each offer waits at most: news of the same kind replaces what was said before."""

    def __init__(self) -> None:
        self._waiting: list[Shown] = []
        self._passing: Shown | None = None

    @property
    def front(self) -> Shown | None:
        """What is to be seen now: the newest."""
        if self._passing is not None:
            return self._passing
        return self._waiting[-1] if self._waiting else None

    @property
    def behind(self) -> int:
        """How many come back once the one in front is gone."""
        return max(0, len(self._waiting) - (self._passing is None))

    def put(self, shown: Shown) -> None:
        """Another one in front."""
        if not shown.waits:
            self._passing = shown
            return
        self.withdraw(shown.notice.action)
        self._passing = None
        self._waiting.append(shown)

    def drop_front(self) -> None:
        """The one in front was answered, or has been seen long enough."""
        if self._passing is not None:
            self._passing = None
        elif self._waiting:
            self._waiting.pop()

    def withdraw(self, action: str) -> None:
        """What this action would answer needs no answer any more; empty for bad news without an action."""
        self._waiting = [shown for shown in self._waiting if shown.notice.action != action]
