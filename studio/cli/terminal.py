"""Words for a terminal. What a service or a file says may hold characters that steer one: they are shown as �."""

from __future__ import annotations

import click

_KEPT = frozenset("\n\t")


def printable(words: str) -> str:
    """The words without what moves the cursor, colours the screen or turns the direction of writing."""
    return "".join(char if char.isprintable() or char in _KEPT else "\ufffd" for char in words)


def say(words: str, *, err: bool = False, nl: bool = True) -> None:
    """Print words that may be somebody else's."""
    click.echo(printable(words), err=err, nl=nl)
