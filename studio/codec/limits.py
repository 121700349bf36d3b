"""How much the studio reads from one file, checked against what a header declares before anything is decoded."""

from __future__ import annotations

from studio.core.errors import BadFile
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.model import MAX_SIDE

MAX_PIXELS = 64 * 2**20
"""Pixels over all frames of one picture."""

MAX_FRAMES = 10_000
"""Frames of one picture."""


def check_picture(name: str, size: Size, *, frames: int = 1) -> None:
    """BadFile when the studio does not open pictures of this size."""
    if size.width < 1 or size.height < 1:
        raise BadFile(
            _("{name} says it is {width} x {height} pixels, so there is nothing in it to open.").format(
                name=name, width=size.width, height=size.height
            )
        )
    if max(size) > MAX_SIDE:
        raise BadFile(
            _(
                "{name} is {width} x {height} pixels. The studio opens pictures of at most {limit} pixels a side: "
                "make it smaller first."
            ).format(name=name, width=size.width, height=size.height, limit=MAX_SIDE)
        )
    if frames > MAX_FRAMES or size.area * frames > MAX_PIXELS:
        raise BadFile(
            _(
                "{name} holds {frames} frames of {width} x {height} pixels, more than the {limit} million pixels the "
                "studio opens at once: make it smaller or shorter first."
            ).format(name=name, frames=frames, width=size.width, height=size.height, limit=MAX_PIXELS // 10**6)
        )
