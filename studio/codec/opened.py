"""What opening a file gives: the sprite, and what should be said about it."""

from __future__ import annotations

from typing import NamedTuple

from studio.doc.model import Sprite


class Opened(NamedTuple):
    """A sprite read from a file. `notices` are sentences for the person beside `sprite.read_only`; they stop nobody."""

    sprite: Sprite
    notices: tuple[str, ...] = ()
