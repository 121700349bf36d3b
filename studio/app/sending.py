"""What the form in front would send of the sprite, for whoever shows it: the canvas draws a frame around it.

Also where the part of an earlier request lay that is asked for again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from psygnal import Signal

from studio.core.geometry import Box
from studio.doc.pixels import Pixels, size_of
from studio.spec.field import Kind
from studio.spec.operation import Operation


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
        self._cut_out: tuple[Pixels, Box] | None = None

    @property
    def part(self) -> SentPart | None:
        return self._part

    def remember(self, asked: Operation, box: Box | None) -> None:
        """An earlier request for a part of the canvas is about to be seen in its form again: `box` is where the part
        lay, which its pixels alone do not tell."""
        for declared in asked.spec.fields:
            picture = asked.values[declared.name] if declared.kind is Kind.IMAGE else None
            if box is not None and picture is not None and size_of(picture) == box.size:
                self._cut_out = picture, box
                return

    def place_of(self, picture: Pixels) -> Box | None:
        """Where a picture of that request lay; None for any other."""
        if self._cut_out is None:
            return None
        known, box = self._cut_out
        return box if known is picture or np.array_equal(known, picture) else None

    def show(self, part: SentPart | None) -> None:
        """Tell what is sent now, or that no form of the kind is in front."""
        if part != self._part:
            self._part = part
            self.changed.emit()
