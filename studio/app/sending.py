"""What the form in front would send of the sprite, for whoever shows it: the canvas draws a frame around it."""

from __future__ import annotations

from typing import NamedTuple

from psygnal import Signal

from studio.core.geometry import Box


class SentPart(NamedTuple):
    """Cells of one document's canvas; `box` reaches beyond the canvas where nothing is put around the sprite."""

    document: str
    box: Box
    words: str
    """Short: what stands at the frame."""


class Sending:
    """At most one part, that of the form in front. `changed` comes after each change."""

    changed = Signal()

    def __init__(self) -> None:
        self._part: SentPart | None = None

    @property
    def part(self) -> SentPart | None:
        return self._part

    def show(self, part: SentPart | None) -> None:
        """Tell what is sent now, or that no form of the kind is in front."""
        if part != self._part:
            self._part = part
            self.changed.emit()
