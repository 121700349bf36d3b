"""What the palette panel does to a sprite: pure functions, no Qt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.doc.edits import set_palette
from studio.doc.model import Sprite
from studio.doc.palette import Colour, Palette

MOST_COLOURS = 256


def with_colour(sprite: Sprite, colour: Colour) -> Sprite:
    """The colour at the end of the palette; the very same sprite when it is there already or there is no room."""
    palette = sprite.palette
    if colour in palette.colours or len(palette) >= MOST_COLOURS:
        return sprite
    names = (*palette.names, "") if palette.names else ()
    return set_palette(sprite, replace(palette, colours=(*palette.colours, colour), names=names))


def without_colour(sprite: Sprite, index: int) -> Sprite:
    """The palette less one colour; pixels keep theirs. The very same sprite when there is none at the index."""
    palette = sprite.palette
    if not 0 <= index < len(palette):
        return sprite
    colours = palette.colours[:index] + palette.colours[index + 1 :]
    names = palette.names[:index] + palette.names[index + 1 :]
    return set_palette(sprite, replace(palette, colours=colours, names=names))


def used_colours(sprite: Sprite) -> Palette:
    """The colours of the visible pixels of all cels, the most frequent first, at most 256."""
    counts: dict[int, int] = {}
    for cel in {id(cel.pixels): cel for cel in sprite.cels.values()}.values():
        values = np.ascontiguousarray(cel.pixels).view(np.uint32).reshape(-1)
        seen = values[cel.pixels.reshape(-1, 4)[:, 3] > 0]
        for value, count in zip(*np.unique(seen, return_counts=True), strict=True):
            counts[int(value)] = counts.get(int(value), 0) + int(count)
    ordered = sorted(counts, key=lambda value: (-counts[value], value))[:MOST_COLOURS]
    channels = np.array(ordered, np.uint32).view(np.uint8).reshape(-1, 4)
    return Palette(tuple(Colour(*(int(part) for part in row)) for row in channels))
