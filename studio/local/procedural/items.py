"""Items: weapons and staffs lie on the diagonal, everything else stands upright; all but the
key are mirror images of themselves."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np

from studio.local.arrays import Flags, Floats, Palette
from studio.local.procedural.kit import Kit
from studio.local.procedural.ramps import Tone, even
from studio.local.procedural.shapes import Shape, blob, cut, limb, mirrored, plate, turned

_DIAGONAL = 0.5


class Item(StrEnum):
    """What is drawn."""

    SWORD = "sword"
    AXE = "axe"
    STAFF = "staff"
    POTION = "potion"
    SHIELD = "shield"
    GEM = "gem"
    KEY = "key"
    COIN = "coin"
    HEART = "heart"
    CROWN = "crown"
    CHEST = "chest"
    APPLE = "apple"


def build_item(kit: Kit) -> None:
    """Put one item on the stage."""
    _BUILDERS[Item(kit.rng.choice(list(Item)))](kit)


def _sword(kit: Kit) -> None:
    wide, guard = float(kit.rng.uniform(1.1, 1.5)), float(kit.rng.uniform(2.2, 3.0))
    left = [(-wide, 2.4), (-wide, -6.6), (0.0, -8.6), (0.0, 2.4)]
    _lying(kit, plate(left, bevel=0.1), kit.scheme.metal, rim=None)
    half = _lying(kit, plate([(-x, y) for x, y in left], bevel=0.1), kit.scheme.metal, rim=None)
    kit.stage.set_tone(half, Tone.SHADOW)
    _lying(kit, limb((0, 3.0), (0, 7.4), wide=0.8), kit.scheme.second)
    _lying(kit, limb((-guard, 3.1), (guard, 3.1), wide=0.85), kit.scheme.main)
    _lying(kit, blob(0, 7.9, 1.15, 1.15), kit.scheme.accent)


def _axe(kit: Kit) -> None:
    _lying(kit, limb((0, -6.6), (0, 8.2), wide=0.85), kit.scheme.second)
    reach = float(kit.rng.uniform(4.2, 5.0))
    blade = [(0.4, -5.4), (reach - 1.0, -7.2), (reach, -4.2), (reach - 1.0, -1.2), (0.4, -3.0)]
    _lying(kit, plate(blade, bevel=1.3), kit.scheme.metal)
    _lying(kit, mirrored(plate(blade, bevel=1.3)), kit.scheme.metal)
    _lying(kit, limb((0, -5.6), (0, -2.8), wide=1.15), kit.scheme.main)


def _staff(kit: Kit) -> None:
    _lying(kit, limb((0, -3.5), (0, 8.4), wide=0.85), kit.scheme.second)
    _lying(kit, limb((-1.9, -5.2), (-0.2, -1.6), wide=0.75), kit.scheme.main)
    _lying(kit, limb((1.9, -5.2), (0.2, -1.6), wide=0.75), kit.scheme.main)
    radius = float(kit.rng.uniform(1.9, 2.3))
    _lying(kit, blob(0, -5.2, radius, radius), kit.scheme.accent)
    _lying(kit, blob(0, 3.4, 1.15, 0.8), kit.scheme.main)


def _potion(kit: Kit) -> None:
    round_flask = bool(kit.rng.random() < 0.6)
    power, wide = (2.0, 5.2) if round_flask else (3.6, 4.2)
    flask = blob(0, 2.2, wide, 4.6, power=power)
    kit.stage.put(limb((0, -4.6), (0, 0.0), wide=1.7), kit.scheme.metal)
    glass = kit.stage.put(flask, kit.scheme.metal, rim=None)
    level = float(kit.rng.uniform(0.2, 1.4))

    def under(_x: Floats, y: Floats) -> Flags:
        liquid: Flags = y > level
        return liquid

    kit.stage.put(cut(blob(0, 2.2, wide - 0.7, 3.9, power=power), under), kit.scheme.main, rim=None, only_on=glass)
    kit.stage.put(blob(0, level + 0.3, wide - 1.2, 0.55), even(kit.scheme.main, Tone.LIGHT), rim=None, only_on=glass)
    kit.stage.put(blob(-wide * 0.45, 0.6, 0.55, 1.0), even(kit.scheme.pale, Tone.SHINE), rim=None, only_on=glass)
    kit.stage.put(limb((-1.3, -3.9), (1.3, -3.9), wide=0.8), kit.scheme.metal)
    kit.stage.put(plate([(-1.4, -6.6), (1.4, -6.6), (1.2, -4.4), (-1.2, -4.4)]), kit.scheme.second)


def _shield(kit: Kit) -> None:
    if kit.rng.random() < 0.4:
        kit.stage.put(blob(0, 0, 6.4, 6.4), kit.scheme.metal)
        face = kit.stage.put(blob(0, 0, 5.0, 5.0), kit.scheme.main, rim=Tone.SHADOW)
    else:
        outline = [(-5.8, -6.0), (0.0, -6.8), (5.8, -6.0), (5.6, 1.0), (3.4, 4.8), (0.0, 7.0), (-3.4, 4.8), (-5.6, 1.0)]
        kit.stage.put(plate(outline, bevel=1.6), kit.scheme.metal)
        face = kit.stage.put(
            plate([(x * 0.76, y * 0.76) for x, y in outline], bevel=2.0), kit.scheme.main, rim=Tone.SHADOW
        )
    mark = int(kit.rng.integers(0, 3))
    if mark == 0:
        kit.stage.put(
            plate([(-1.1, -9), (1.1, -9), (1.1, 9), (-1.1, 9)], bevel=0.1), kit.scheme.pale, rim=None, only_on=face
        )
        kit.stage.put(
            plate([(-9, -2.2), (9, -2.2), (9, 0.0), (-9, 0.0)], bevel=0.1), kit.scheme.pale, rim=None, only_on=face
        )
    elif mark == 1:
        kit.stage.put(plate([(0, -3.6), (3.0, -0.4), (0, 2.8), (-3.0, -0.4)], bevel=1.5), kit.scheme.accent)
    kit.stage.put(
        blob(0, -0.4 if mark == 1 else -1.0 if mark == 0 else 0.0, 1.5, 1.5),
        kit.scheme.accent if mark != 1 else kit.scheme.pale,
    )


def _gem(kit: Kit) -> None:
    """Facets are plates of one tone each, lit from the left."""
    girdle, top, point, table = -1.8, -5.4, 6.6, float(kit.rng.uniform(2.4, 3.2))
    wide = float(kit.rng.uniform(5.6, 6.4))
    facets = [
        ([(-table, top), (table, top), (table * 0.7, girdle), (-table * 0.7, girdle)], Tone.LIGHT),
        ([(-wide, girdle), (-table, top), (-table * 0.7, girdle)], Tone.SHINE),
        ([(wide, girdle), (table, top), (table * 0.7, girdle)], Tone.BODY),
        ([(-wide - 1, girdle), (-table * 0.7, girdle), (0, point), (-1, point + 1)], Tone.LIGHT),
        ([(-table * 0.7, girdle), (table * 0.7, girdle), (0, point)], Tone.BODY),
        ([(wide + 1, girdle), (table * 0.7, girdle), (0, point), (1, point + 1)], Tone.SHADOW),
    ]
    whole = [(-table, top), (table, top), (wide, girdle), (0.35, point), (-0.35, point), (-wide, girdle)]
    body = kit.stage.put(plate(whole, bevel=0.1), kit.scheme.main)
    for corners, tone in facets:
        kit.stage.put(plate(corners, bevel=0.1), even(kit.scheme.main, tone), rim=None, only_on=body)
    kit.stage.put(
        plate([(-table * 0.7, top + 0.8), (-0.2, top + 0.8), (-0.9, top + 2.0), (-table * 0.6, top + 2.0)]),
        even(kit.scheme.main, Tone.SHINE),
        rim=None,
        only_on=body,
    )


def _key(kit: Kit) -> None:
    def ring(x: Floats, y: Floats) -> Flags:
        hole: Flags = x * x + (y + 4.2) ** 2 > 1.5**2
        return hole

    kit.stage.put(limb((0, -2.0), (0, 6.2), wide=1.0), kit.scheme.main)
    for y in (3.2, 5.8):
        kit.stage.put(limb((0.6, y), (3.4 if y < 4 else 2.6, y), wide=0.8), kit.scheme.main, rim=None)
    kit.stage.put(cut(blob(0, -4.2, 3.4, 2.9, power=2.3), ring), kit.scheme.main)


def _coin(kit: Kit) -> None:
    kit.stage.put(blob(0, 0, 6.0, 6.4), kit.scheme.main)
    face = kit.stage.put(blob(0, 0, 4.5, 4.9), kit.scheme.main, rim=Tone.SHADOW)
    sign = [(0.0, -3.2), (1.0, -0.9), (3.2, -0.6), (1.5, 0.9), (2.0, 3.2), (0.0, 2.0)]
    star = [*sign, *((-x, y) for x, y in reversed(sign[1:-1]))]
    figure = plate(star if kit.rng.random() < 0.5 else [(-1.1, -3.0), (1.1, -3.0), (1.1, 3.0), (-1.1, 3.0)], bevel=0.4)
    kit.stage.put(figure, even(kit.scheme.main, Tone.SHINE), rim=Tone.SHADOW, only_on=face)


def _heart(kit: Kit) -> None:
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    across = 16 * np.sin(turn) ** 3
    up = 13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn)
    wide = float(kit.rng.uniform(0.38, 0.42))
    curve = [(float(x) * wide, -float(y) * 0.42 - 0.9) for x, y in zip(across, up, strict=True)]
    kit.stage.put(plate(curve, bevel=4.2), kit.scheme.main)
    kit.stage.put(blob(-3.2, -3.0, 1.1, 0.9), even(kit.scheme.main, Tone.SHINE), rim=None)


def _crown(kit: Kit) -> None:
    middle = float(kit.rng.uniform(-6.4, -5.4))
    corners = [(-6.2, 4.6), (-6.4, -3.0), (-3.2, 0.6), (0.0, middle), (3.2, 0.6), (6.4, -3.0), (6.2, 4.6)]
    kit.stage.put(plate(corners, bevel=1.6), kit.scheme.main)
    kit.stage.put(limb((-5.2, 4.6), (5.2, 4.6), wide=1.25), kit.scheme.main, rim=Tone.SHADOW)
    kit.stage.put(blob(0, 1.8, 1.2, 1.5), kit.scheme.accent, rim=Tone.SHADOW)
    kit.stage.put(blob(3.8, 2.2, 0.95, 0.95), kit.scheme.second, both_sides=True, rim=Tone.SHADOW)
    kit.stage.put(blob(5.9, -3.2, 1.1, 1.1), kit.scheme.pale, both_sides=True, rim=None)
    kit.stage.put(blob(0, middle, 1.2, 1.2), kit.scheme.pale, rim=None)


def _chest(kit: Kit) -> None:
    kit.stage.put(plate([(-6.2, -0.6), (6.2, -0.6), (5.8, 6.0), (-5.8, 6.0)], bevel=1.1), kit.scheme.second, darker=1)

    def lid(_x: Floats, y: Floats) -> Flags:
        above: Flags = y < 0.0
        return above

    kit.stage.put(cut(blob(0, -0.2, 6.6, 5.0, power=3.2), lid), kit.scheme.second)
    kit.stage.put(
        plate([(3.6, -5.2), (5.2, -5.2), (5.2, 6.0), (3.6, 6.0)], bevel=0.5),
        kit.scheme.metal,
        both_sides=True,
        rim=Tone.SHADOW,
        only_on=kit.stage.solid(),
    )
    kit.stage.put(
        plate([(-6.4, -0.9), (6.4, -0.9), (6.4, 0.5), (-6.4, 0.5)], bevel=0.3),
        kit.scheme.metal,
        rim=None,
        only_on=kit.stage.solid(),
    )
    kit.stage.put(blob(0, 0.9, 1.7, 1.9, power=3.0), kit.scheme.main)
    kit.stage.put(limb((0, 0.8), (0, 1.7), wide=0.5), even(kit.scheme.dark, Tone.LINE), rim=None)


def _apple(kit: Kit) -> None:
    kit.stage.put(limb((0.0, -2.4), (0.7, -6.3), wide=0.75), kit.scheme.dark)
    kit.stage.put(blob(2.2, 1.4, 3.9, 5.0, power=2.2), kit.scheme.main, both_sides=True, rim=None)
    kit.stage.put(blob(0, 1.8, 5.6, 4.5, power=2.2), kit.scheme.main, rim=None)
    kit.stage.put(
        plate([(0.6, -4.2), (2.2, -6.6), (5.0, -6.4), (4.2, -4.2), (2.0, -3.2)], bevel=1.2), kit.scheme.accent
    )
    kit.stage.put(blob(-2.9, -0.7, 0.9, 1.2), even(kit.scheme.main, Tone.SHINE), rim=None)


def _lying(kit: Kit, shape: Shape, ramp: Palette, *, rim: Tone | None = Tone.LINE) -> Flags:
    return kit.stage.put(turned(shape, _DIAGONAL), ramp, rim=rim)


_BUILDERS: dict[Item, Callable[[Kit], None]] = {
    Item.SWORD: _sword,
    Item.AXE: _axe,
    Item.STAFF: _staff,
    Item.POTION: _potion,
    Item.SHIELD: _shield,
    Item.GEM: _gem,
    Item.KEY: _key,
    Item.COIN: _coin,
    Item.HEART: _heart,
    Item.CROWN: _crown,
    Item.CHEST: _chest,
    Item.APPLE: _apple,
}
