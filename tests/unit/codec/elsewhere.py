"""A sprite with studio data, and what a program that knows nothing of it makes of its file."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from studio.codec.aseprite.chunks import Chunk, FrameChunks, join, split
from studio.core.geometry import Size
from studio.doc.model import Cel, CelKey, Frame, Layer, Sprite
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from tests.unit.codec.sprites import pose

SHADES = (10, 20, 30)


def sprite_of(shades: Sequence[int] = SHADES, *, first: int = 0) -> Sprite:
    """3 x 2; a frame for each shade, wholly of that grey. Frame n has a pose shifted by n and one cell masked."""
    frames = tuple(
        Frame(f"f{index}", Fraction(100 + index, 3), pose(index), mask_at(index))
        for index, _shade in enumerate(shades, first)
    )
    cels = {
        CelKey("a", frame.id): Cel(frozen(np.full((2, 3, 4), [shade, shade, shade, 255], np.uint8)))
        for frame, shade in zip(frames, shades, strict=True)
    }
    return Sprite(Size(3, 2), (Layer("a", "A"),), frames, cels, palette=Palette((Colour(1, 2, 3),)))


def mask_at(index: int) -> np.ndarray:
    mask = np.zeros((2, 3), np.uint8)
    mask.flat[index % 6] = 255
    return frozen(mask)


def elsewhere(data: bytes, order: Sequence[int], *, edit: Sequence[int] = ()) -> bytes:
    """What a program that knows nothing of the studio makes of the file: frames in another order or left out, some
    repainted, everything else as it was."""
    header, frames = split(data, "")
    head = [chunk for chunk in frames[0].chunks if chunk.kind != 0x2005]
    moved = []
    for place, index in enumerate(order):
        cels = [chunk for chunk in frames[index].chunks if chunk.kind == 0x2005]
        if index in edit:
            cels = [Chunk(0x2005, cel.data[:6] + b"\x80" + cel.data[7:]) for cel in cels]
        moved.append(FrameChunks(frames[index].duration, [*(head if place == 0 else []), *cels]))
    return join(replace(header, frames=len(moved)), moved)
