"""Creatures: a body plan, limbs, headgear, markings and a face, each chosen by the seed and built back to front."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from studio.local.arrays import Flags, Floats
from studio.local.procedural.faces import (
    EyeStyle,
    Ink,
    MouthStyle,
    draw_eyes,
    draw_mouth,
    draw_single_eye,
    eye_size,
)
from studio.local.procedural.kit import Kit
from studio.local.procedural.ramps import Tone, even
from studio.local.procedural.shapes import blob, cut, limb, plate


class Body(StrEnum):
    """The trunk a creature is built around."""

    ROUND = "round"
    CHIBI = "chibi"
    GHOST = "ghost"
    SLIME = "slime"
    BOX = "box"
    MUSHROOM = "mushroom"
    BEETLE = "beetle"


class Headgear(StrEnum):
    """What grows out of the head."""

    NONE = "none"
    HORNS = "horns"
    ROUND_EARS = "round ears"
    LONG_EARS = "long ears"
    CAT_EARS = "cat ears"
    ANTENNAE = "antennae"
    CREST = "crest"


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the parts of one body sit, in units of design space."""

    head_y: float
    head_rx: float
    head_ry: float
    face_y: float
    shoulder_y: float
    shoulder_x: float
    foot_x: float
    belly: tuple[float, float, float] | None


_HEADGEAR: dict[Body, list[Headgear]] = {
    Body.BEETLE: [Headgear.NONE, Headgear.HORNS, Headgear.ANTENNAE],
    Body.CHIBI: [kind for kind in Headgear if kind != Headgear.NONE],
}

_PLANS = {
    Body.ROUND: Plan(-0.2, 5.4, 5.4, -1.2, 1.4, 4.6, 2.7, (2.6, 3.0, 2.6)),
    Body.CHIBI: Plan(-1.9, 4.9, 4.0, -1.5, 2.9, 2.9, 1.8, (4.1, 1.8, 1.9)),
    Body.GHOST: Plan(-0.6, 4.9, 4.9, -1.2, 1.6, 4.5, 2.5, None),
    Body.SLIME: Plan(1.6, 5.9, 4.4, 1.4, 3.0, 5.0, 2.5, None),
    Body.BOX: Plan(-0.6, 4.9, 4.9, -1.8, 1.2, 4.8, 2.6, (2.2, 2.8, 1.7)),
    Body.MUSHROOM: Plan(-2.6, 6.3, 4.2, 2.5, 3.4, 3.2, 1.9, None),
    Body.BEETLE: Plan(-3.4, 4.0, 3.2, -4.2, 1.0, 4.0, 2.6, None),
}


def build_creature(kit: Kit, ink: Ink) -> None:
    """Put one creature on the stage."""
    body = Body(kit.rng.choice(list(Body)))
    plan = _PLANS[body]
    headgear = Headgear(kit.rng.choice(_HEADGEAR.get(body) or list(Headgear)))
    winged = bool(kit.rng.random() < 0.22) and body in (Body.ROUND, Body.CHIBI, Body.BOX, Body.GHOST)
    if winged:
        _wings(kit, plan)
    if body != Body.MUSHROOM:
        _put_headgear(kit, plan, headgear)
    _BUILDERS[body](kit, plan)
    if body not in (Body.MUSHROOM, Body.BEETLE) and not winged and body != Body.SLIME:
        _arms(kit, plan)
    _face(kit, ink, plan, body)


def _round_body(kit: Kit, plan: Plan) -> None:
    _feet(kit, plan)
    power = float(kit.rng.choice([2.0, 2.4]))
    trunk = kit.stage.put(blob(0, plan.head_y + 0.4, plan.head_rx, plan.head_ry + 0.4, power=power), kit.scheme.main)
    _belly_or_marks(kit, plan, trunk)


def _chibi(kit: Kit, plan: Plan) -> None:
    _feet(kit, plan)
    trunk = kit.stage.put(
        blob(0, 3.6, 3.1, 3.3, power=2.4), kit.scheme.second if kit.rng.random() < 0.5 else kit.scheme.main
    )
    _belly_or_marks(kit, plan, trunk)
    kit.stage.put(blob(0, plan.head_y, plan.head_rx, plan.head_ry, power=2.5), kit.scheme.main)


def _ghost(kit: Kit, _plan: Plan) -> None:
    waves = float(kit.rng.choice([2.5, 3.5]))

    def above_hem(x: Floats, y: Floats) -> Flags:
        hem: Flags = y < 5.4 + 1.1 * np.cos(x * np.float32(np.pi * waves / 4.9))
        return hem

    kit.stage.put(cut(limb((0, -0.6), (0, 9.0), wide=4.9, narrow=5.2), above_hem), kit.scheme.main)


def _slime(kit: Kit, _plan: Plan) -> None:
    def above_ground(_x: Floats, y: Floats) -> Flags:
        ground: Flags = y < 6.4
        return ground

    kit.stage.put(cut(blob(0, 4.4, 6.4, 3.2), above_ground), kit.scheme.main)
    kit.stage.put(cut(blob(0, 2.0, 5.4, 5.6), above_ground), kit.scheme.main, rim=None)
    if kit.rng.random() < 0.6:
        kit.stage.put(limb((0, -2.6), (0.8, -5.4), wide=1.6, narrow=0.8), kit.scheme.main, rim=None)
    kit.stage.put(blob(-2.6, -0.9, 1.1, 0.8), even(kit.scheme.main, Tone.SHINE), rim=None)


def _box(kit: Kit, plan: Plan) -> None:
    _feet(kit, plan)
    trunk = kit.stage.put(blob(0, 0.3, 5.0, 5.6, power=4.5), kit.scheme.main)
    _belly_or_marks(kit, plan, trunk)


def _mushroom(kit: Kit, _plan: Plan) -> None:
    kit.stage.put(blob(1.9, 6.0, 1.5, 1.1), kit.scheme.second, both_sides=True)
    kit.stage.put(blob(0, 2.6, 3.6, 4.0, power=2.6), kit.scheme.pale)

    def above_brim(_x: Floats, y: Floats) -> Flags:
        brim: Flags = y < 0.4
        return brim

    cap = kit.stage.put(cut(blob(0, -0.9, 6.4, 5.4, power=2.3), above_brim), kit.scheme.main)
    for x, y, r in ((0.0, -4.2, 1.4), (3.7, -2.3, 1.25)):
        kit.stage.put(blob(x, y, r, r * 0.85), kit.scheme.pale, both_sides=x > 0, rim=None, only_on=cap)


def _beetle(kit: Kit, plan: Plan) -> None:
    for y, reach in ((-0.6, 6.3), (2.0, 6.7), (4.4, 6.1)):
        knee = (reach - 1.4, y - 1.0)
        kit.stage.put(limb((3.0, y), knee, wide=0.75), kit.scheme.dark, both_sides=True)
        kit.stage.put(limb(knee, (reach, y + 1.2), wide=0.75, narrow=0.6), kit.scheme.dark, both_sides=True)
    kit.stage.put(blob(0, plan.head_y, plan.head_rx, plan.head_ry, power=2.3), kit.scheme.second)
    shell = kit.stage.put(blob(0, 2.6, 4.9, 4.6, power=2.3), kit.scheme.main)
    for x, y, r in ((2.4, 0.8, 1.1), (2.6, 3.8, 1.0)):
        kit.stage.put(blob(x, y, r, r), kit.scheme.dark, both_sides=True, rim=None, only_on=shell)
    seam = np.zeros_like(shell)
    middle = kit.stage.width // 2
    seam[:, middle - (1 - kit.stage.width % 2) : middle + 1] = True
    if kit.stage.pixels_per_unit >= 2:
        kit.stage.set_tone(seam & shell, Tone.LINE)
    else:
        kit.stage.shade(seam & shell)


def _feet(kit: Kit, plan: Plan) -> None:
    kit.stage.put(blob(plan.foot_x, 6.0, 1.7, 1.25), kit.scheme.second, both_sides=True)


def _arms(kit: Kit, plan: Plan) -> None:
    hand = (plan.shoulder_x + 1.4, plan.shoulder_y + float(kit.rng.choice([-2.2, 1.6, 2.2])))
    start = (plan.shoulder_x, plan.shoulder_y)
    kit.stage.put(limb(start, hand, wide=1.0, narrow=1.15), kit.scheme.main, both_sides=True)


def _wings(kit: Kit, plan: Plan) -> None:
    y = plan.shoulder_y - 1.4
    if kit.rng.random() < 0.5:
        corners = [
            (2.0, y + 2.0),
            (4.6, y - 3.6),
            (7.2, y - 4.4),
            (7.1, y + 0.6),
            (5.9, y - 0.2),
            (5.2, y + 2.2),
            (4.0, y + 1.4),
        ]
        kit.stage.put(plate(corners, bevel=0.9), kit.scheme.second, both_sides=True)
        return
    for drop, reach in ((2.2, 6.0), (0.8, 6.8), (-0.8, 7.0)):
        kit.stage.put(
            limb((3.4, y + 0.4), (reach, y + drop - 1.8), wide=1.3, narrow=0.9),
            kit.scheme.pale,
            both_sides=True,
            rim=Tone.SHADOW,
        )


def _put_headgear(kit: Kit, plan: Plan, kind: Headgear) -> None:
    top, side = plan.head_y - plan.head_ry, plan.head_rx
    roof = max(top - 2.0, -6.9)
    if kind == Headgear.HORNS:
        kit.stage.put(
            limb((side * 0.55, top + 1.4), (side * 0.95, roof), wide=1.35, narrow=0.55),
            kit.scheme.pale,
            both_sides=True,
        )
    elif kind == Headgear.ROUND_EARS:
        kit.stage.put(blob(side * 0.74, top + 0.9, 1.9, 1.9), kit.scheme.main, both_sides=True)
        kit.stage.put(blob(side * 0.74, top + 1.1, 0.95, 0.95), kit.scheme.pale, both_sides=True, rim=None)
    elif kind == Headgear.LONG_EARS:
        tip = (side * 0.56, max(top - 3.4, -6.4))
        kit.stage.put(limb((side * 0.42, top + 2.0), tip, wide=1.35, narrow=1.05), kit.scheme.main, both_sides=True)
        kit.stage.put(
            limb((side * 0.44, top + 2.0), tip, wide=0.55, narrow=0.45), kit.scheme.accent, both_sides=True, rim=None
        )
    elif kind == Headgear.CAT_EARS:
        corners = [(side * 0.12, top + 1.6), (side * 0.86, max(top - 1.8, -7.0)), (side * 0.98, top + 3.2)]
        kit.stage.put(plate(corners, bevel=1.4), kit.scheme.main, both_sides=True)
    elif kind == Headgear.ANTENNAE:
        tip = (side * 0.62, max(top - 1.9, -6.0))
        kit.stage.put(limb((side * 0.3, top + 1.0), tip, wide=0.55), kit.scheme.dark, both_sides=True)
        kit.stage.put(blob(tip[0], tip[1], 1.05, 1.05), kit.scheme.accent, both_sides=True)
    elif kind == Headgear.CREST:
        corners = [
            (-1.7, top + 1.4),
            (-1.5, top - 0.6),
            (0.0, max(top - 2.2, -7.0)),
            (1.5, top - 0.6),
            (1.7, top + 1.4),
        ]
        kit.stage.put(plate(corners, bevel=1.2), kit.scheme.accent)


def _belly_or_marks(kit: Kit, plan: Plan, trunk: Flags) -> None:
    choice = int(kit.rng.integers(0, 4))
    if choice <= 1 and plan.belly is not None:
        y, rx, ry = plan.belly
        kit.stage.put(blob(0, y, rx, ry), kit.scheme.pale, rim=None, only_on=trunk)
    elif choice == 2:
        spot = even(kit.scheme.main, Tone.SHADOW)
        for x, y, r in ((3.6, 3.4, 0.9), (2.6, -4.6, 0.95)):
            kit.stage.put(blob(x, y, r, r), spot, both_sides=True, rim=None, only_on=trunk)


def _face(kit: Kit, ink: Ink, plan: Plan, body: Body) -> None:
    style = EyeStyle(kit.rng.choice(list(EyeStyle), p=[0.42, 0.28, 0.18, 0.12]))
    mouth = MouthStyle(kit.rng.choice(list(MouthStyle), p=[0.15, 0.3, 0.25, 0.15, 0.15]))
    size = eye_size(kit.stage)
    below = plan.face_y + 2.5
    if kit.rng.random() < 0.16 and body in (Body.ROUND, Body.BOX, Body.SLIME, Body.GHOST):
        draw_single_eye(kit.stage, ink, style=EyeStyle.ROUND, y=plan.face_y, size=round(size * 1.7))
        below += 0.7
    else:
        apart = plan.head_rx * 0.43 if body != Body.MUSHROOM else 1.55
        draw_eyes(kit.stage, ink, style=style, apart=apart, y=plan.face_y, size=size)
    if body == Body.BEETLE:
        return
    draw_mouth(
        kit.stage, ink, style=mouth, y=below if body != Body.MUSHROOM else plan.face_y + 1.9, wide=plan.head_rx * 0.42
    )


_BUILDERS: dict[Body, Callable[[Kit, Plan], None]] = {
    Body.ROUND: _round_body,
    Body.CHIBI: _chibi,
    Body.GHOST: _ghost,
    Body.SLIME: _slime,
    Body.BOX: _box,
    Body.MUSHROOM: _mushroom,
    Body.BEETLE: _beetle,
}
