"""How the verbs of dev.py speak: plain sentences on stdout, one reason when they stop."""

import sys


class Stop(Exception):
    """The verb cannot go on; the text is what the person reads: what happened and what to do now."""


def say(sentence: str) -> None:
    """One line of progress, at once even into a pipe."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


class Counter:
    """Progress of many small steps: one line rewritten in place on a terminal, every tenth step in a log."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._on_terminal = sys.stdout.isatty()

    def step(self, name: str) -> None:
        """One more step has begun, on the thing called `name`."""
        self._done = min(self._done + 1, self._total)
        if self._on_terminal:
            sys.stdout.write(f"\r  {self._done} of {self._total}: {name:<40.40}")
            sys.stdout.flush()
        elif self._done % 10 == 0:
            say(f"  {self._done} of {self._total}: {name}")

    def end(self) -> None:
        """Leave the rewritten line clean for the next sentence."""
        if self._on_terminal:
            sys.stdout.write("\r" + " " * 60 + "\r")
            sys.stdout.flush()
