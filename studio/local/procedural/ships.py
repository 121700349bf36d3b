"""Ships seen from above, nose up: engines, wings, hull, guns, stripes and a cockpit, chosen by the seed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from studio.local.arrays import Flags
from studio.local.procedural.kit import Kit
from studio.local.procedural.ramps import Tone, even
from studio.local.procedural.shapes import blob, limb, plate


class Wing(StrEnum):
    """The outline of a wing."""

    SWEPT = "swept"
    DELTA = "delta"
    FORWARD = "forward"
    STUB = "stub"
    RING = "ring"


@dataclass(frozen=True, slots=True)
class Hull:
    """Half the width, and the upper and lower end, in units."""

    half: float
    nose: float
    tail: float


@dataclass(frozen=True, slots=True)
class Engines:
    """Where the nozzles are: distance from the axis and their lower end, in units."""

    x: float
    y: float
    radius: float


def build_ship(kit: Kit, *, flame: float) -> None:
    """Put one ship on the stage; `flame` is the length of the exhaust in units."""
    wing = Wing(kit.rng.choice(list(Wing)))
    half = float(kit.rng.uniform(1.9, 2.9))
    hull = Hull(half, float(kit.rng.uniform(-6.9, -6.2)), float(kit.rng.uniform(3.6, 4.6)))
    twin = bool(kit.rng.random() < 0.55)
    engines = Engines(half * 0.75 if twin else 0.0, hull.tail + 0.7, 1.05 if twin else 1.5)
    _exhaust(kit, engines, flame)
    if kit.rng.random() < 0.5:
        _guns(kit)
    _wings(kit, wing, hull)
    for_both = engines.x > 0
    kit.stage.put(
        limb((engines.x, hull.tail - 1.5), (engines.x, hull.tail + 0.4), wide=engines.radius),
        kit.scheme.metal,
        both_sides=for_both,
    )
    skin = _hull(kit, hull)
    _trim(kit, hull, skin)
    _cockpit(kit, hull)


def _exhaust(kit: Kit, engines: Engines, flame: float) -> None:
    both = engines.x > 0
    hot, core = engines.radius * 0.8, engines.radius * 0.42
    kit.stage.put(
        limb((engines.x, engines.y - 0.6), (engines.x, engines.y + flame), wide=hot, narrow=hot * 0.45),
        even(kit.scheme.fire, Tone.BODY),
        both_sides=both,
    )
    kit.stage.put(
        limb((engines.x, engines.y - 0.6), (engines.x, engines.y + flame * 0.45), wide=core),
        even(kit.scheme.fire, Tone.SHINE),
        both_sides=both,
        rim=None,
    )


def _guns(kit: Kit) -> None:
    x = float(kit.rng.uniform(3.6, 5.4))
    kit.stage.put(limb((x, 1.5), (x, -2.6), wide=0.62), kit.scheme.metal, both_sides=True, rim=_fine_rim(kit))


def _wings(kit: Kit, wing: Wing, hull: Hull) -> None:
    paint = (kit.scheme.main, kit.scheme.metal, kit.scheme.second)[int(kit.rng.integers(0, 3))]
    root = hull.half * 0.4
    span = float(kit.rng.uniform(6.3, 7.1))
    if wing == Wing.SWEPT:
        corners = [(root, -1.6), (span, 3.2), (span, 5.0), (root, hull.tail - 0.6)]
    elif wing == Wing.DELTA:
        corners = [(root, -3.2), (span - 0.3, hull.tail - 0.4), (span - 0.6, hull.tail + 0.8), (root, hull.tail)]
    elif wing == Wing.FORWARD:
        corners = [(root, 0.6), (span, -3.6), (span + 0.1, -1.6), (span - 2.0, 3.6), (root, hull.tail - 0.4)]
    elif wing == Wing.STUB:
        corners = [(root, -0.6), (span - 1.8, 0.4), (span - 1.8, 3.4), (root, hull.tail - 0.4)]
    else:
        ring = blob(span - 2.2, 1.6, 2.0, 2.9, power=2.6)
        kit.stage.put(
            plate([(root, 0.4), (span - 2.0, 0.9), (span - 2.0, 2.3), (root, 2.9)]), kit.scheme.metal, both_sides=True
        )
        kit.stage.put(ring, paint, both_sides=True)
        kit.stage.put(blob(span - 2.2, 0.0, 1.1, 0.9), kit.scheme.dark, both_sides=True, rim=Tone.SHADOW)
        return
    covered = kit.stage.put(plate(corners, bevel=1.0), paint, both_sides=True)
    tip = np.zeros_like(covered)
    reach = round((span - 1.5 if wing != Wing.STUB else span - 3.0) * kit.stage.pixels_per_unit)
    columns = np.abs(np.arange(kit.stage.width) + 0.5 - kit.stage.width / 2)
    tip[:, columns > reach] = True
    if kit.rng.random() < 0.5:
        kit.stage.put(
            plate([(0, -9), (9, -9), (9, 9), (0, 9)], bevel=0.01),
            kit.scheme.accent,
            both_sides=True,
            rim=None,
            only_on=tip & covered,
            darker=1,
        )


def _hull(kit: Kit, hull: Hull) -> Flags:
    kind = int(kit.rng.integers(0, 3))
    if kind == 0:
        skin = kit.stage.put(
            limb((0, hull.nose + 0.9), (0, hull.tail - hull.half * 0.75), wide=0.95, narrow=hull.half), kit.scheme.main
        )
    elif kind == 1:
        skin = kit.stage.put(
            blob(0, (hull.nose + hull.tail) / 2, hull.half, (hull.tail - hull.nose) / 2, power=2.2), kit.scheme.main
        )
    else:
        corners = [
            (-0.8, hull.nose),
            (0.8, hull.nose),
            (hull.half, -1.4),
            (hull.half * 0.9, hull.tail - 0.6),
            (hull.half * 0.5, hull.tail + 0.2),
        ]
        corners += [(-x, y) for x, y in reversed(corners[2:])]
        skin = kit.stage.put(plate(corners, bevel=hull.half * 0.8), kit.scheme.main)
    return skin


def _trim(kit: Kit, hull: Hull, skin: Flags) -> None:
    """A stripe across or along the hull, and a seam on bigger sprites."""
    k = kit.stage.pixels_per_unit
    if kit.rng.random() < 0.6:
        y = float(kit.rng.uniform(1.6, 2.6))
        band = plate([(-9, y), (9, y), (9, y + 0.95), (-9, y + 0.95)], bevel=0.01)
        kit.stage.put(band, kit.scheme.accent, rim=None, only_on=skin)
    if k < 2:
        return
    seam = np.zeros_like(skin)
    row = kit.stage.at(0.0, hull.tail - 1.0)[1]
    seam[row : row + max(1, round(k / 3)), :] = True
    kit.stage.set_tone(seam & skin, Tone.SHADOW)


def _cockpit(kit: Kit, hull: Hull) -> None:
    y = hull.nose + float(kit.rng.uniform(4.3, 5.1))
    ry = float(kit.rng.uniform(1.5, 2.0))
    kit.stage.put(blob(0, y, max(hull.half * 0.52, 1.0), ry, power=2.2), kit.scheme.glass, rim=_fine_rim(kit))


def _fine_rim(kit: Kit) -> Tone:
    """Small parts get a dark line around them only where there are pixels to spare."""
    return Tone.LINE if kit.stage.pixels_per_unit >= 1.5 else Tone.SHADOW
