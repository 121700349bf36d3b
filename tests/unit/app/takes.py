"""Takes for tests, from rows of letters."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from studio.app.takes import Take
from studio.doc.pixels import frozen
from tests.unit.doc.drawing import picture


def take_of(*frames: str, name: str = "take-1", created: float = 1.0, **facts: Any) -> Take:
    """A take whose frames show the letters, 100 ms each."""
    facts.setdefault("durations", (Fraction(100),) * len(frames))
    return Take(
        id=name,
        operation="local/rotate",
        title="Rotate",
        frames=tuple(frozen(picture(rows)) for rows in frames),
        created=created,
        **facts,
    )
