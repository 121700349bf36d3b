"""Seeded sprites out of nothing but numbers: creatures, ships and items.

They are mirror images of themselves in outline, lit from one side, built from five-tone ramps, outlined, and one
connected part. It reads no prompts: the same kind, size, palette and seed give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from studio.core.words import _
from studio.local.arrays import BadPixels, Palette, Rgba
from studio.local.procedural.creatures import build_creature
from studio.local.procedural.faces import ink_of
from studio.local.procedural.items import build_item
from studio.local.procedural.kit import Kit
from studio.local.procedural.motion import bobbed, hovering
from studio.local.procedural.ramps import own_scheme, palette_scheme
from studio.local.procedural.ships import build_ship
from studio.local.procedural.stage import Stage

SMALLEST, LARGEST = 12, 256
_FLAME = (2.3, 3.1)


class Kind(StrEnum):
    """What can be generated."""

    CREATURE = "creature"
    SHIP = "ship"
    ITEM = "item"


def generate(
    kind: Kind,
    size: tuple[int, int],
    palette: Palette | None,
    seed: int,
    *,
    light: tuple[float, float] = (-0.6, -0.8),
) -> Rgba:
    """One sprite of (width, height) pixels; only the palette's colours if one is given, its own ramps otherwise.

    `light` points towards the light in the picture's plane, y down. BadPixels for a size outside 12 to 256.
    """
    return _drawn(Kind(kind), size, palette, seed, light=light, flame=_FLAME[0])


def animation(
    kind: Kind,
    size: tuple[int, int],
    palette: Palette | None,
    seed: int,
    *,
    frames: int = 4,
    light: tuple[float, float] = (-0.6, -0.8),
) -> list[Rgba]:
    """An idle loop that starts with the very sprite `generate` gives: creatures breathe, items float, ships burn."""
    if frames < 1:
        raise BadPixels(_("An animation needs at least one frame; ask for one or more."))
    kind = Kind(kind)
    depth = max(1, round(min(size) / 24))
    if kind == Kind.SHIP:
        pair = [_drawn(kind, size, palette, seed, light=light, flame=flame) for flame in _FLAME]
        return [pair[index % 2].copy() for index in range(frames)]
    sprite = generate(kind, size, palette, seed, light=light)
    if kind == Kind.CREATURE:
        return bobbed(sprite, frames=frames, depth=depth)
    return hovering(sprite, frames=frames, depth=depth)


def variations(kind: Kind, size: tuple[int, int], palette: Palette | None, seed: int, *, count: int) -> Sequence[Rgba]:
    """Several sprites of one kind from neighbouring seeds, the first one being the seed's own."""
    return [generate(kind, size, palette, seed + index) for index in range(count)]


def _drawn(
    kind: Kind,
    size: tuple[int, int],
    palette: Palette | None,
    seed: int,
    *,
    light: tuple[float, float],
    flame: float,
) -> Rgba:
    width, height = size
    if min(size) < SMALLEST or max(size) > LARGEST:
        message = _("A generated sprite is between {least} and {most} pixels wide and high; choose such a size.")
        raise BadPixels(message.format(least=SMALLEST, most=LARGEST))
    rng = np.random.Generator(np.random.PCG64(seed))
    scheme = own_scheme(rng) if palette is None else palette_scheme(palette, rng)
    kit = Kit(Stage(width, height, light=light), scheme, rng)
    if kind == Kind.CREATURE:
        build_creature(kit, ink_of(scheme, palette_bound=palette is not None))
    elif kind == Kind.SHIP:
        build_ship(kit, flame=flame)
    else:
        build_item(kit)
    return kit.stage.finished()
