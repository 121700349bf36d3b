"""A small humanoid with known joints, seen from the front or the side, drawn for tests of skeletons and puppets."""

from __future__ import annotations

import numpy as np

from studio.local.arrays import Rgba
from studio.local.procedural.ramps import ramp
from studio.local.procedural.shapes import blob, limb
from studio.local.procedural.stage import Stage

Joints = dict[str, tuple[float, float]]

FRONT: Joints = {
    "NOSE": (24.0, 15.0),
    "NECK": (24.0, 20.0),
    "RIGHT SHOULDER": (18.5, 22.0),
    "RIGHT ELBOW": (16.0, 28.0),
    "RIGHT ARM": (15.0, 33.0),
    "LEFT SHOULDER": (29.5, 22.0),
    "LEFT ELBOW": (32.0, 28.0),
    "LEFT ARM": (33.0, 33.0),
    "RIGHT HIP": (21.5, 32.0),
    "RIGHT KNEE": (21.0, 37.5),
    "RIGHT LEG": (21.0, 43.0),
    "LEFT HIP": (26.5, 32.0),
    "LEFT KNEE": (27.0, 37.5),
    "LEFT LEG": (27.0, 43.0),
    "RIGHT EYE": (21.5, 13.5),
    "LEFT EYE": (26.5, 13.5),
    "RIGHT EAR": (18.0, 14.0),
    "LEFT EAR": (30.0, 14.0),
}
SIDE: Joints = {
    "NOSE": (29.0, 15.0),
    "NECK": (23.5, 20.5),
    "RIGHT SHOULDER": (23.0, 22.0),
    "RIGHT ELBOW": (22.5, 27.5),
    "RIGHT ARM": (25.0, 32.0),
    "LEFT SHOULDER": (24.5, 22.0),
    "LEFT ELBOW": (24.5, 27.5),
    "LEFT ARM": (27.0, 32.0),
    "RIGHT HIP": (23.5, 32.0),
    "RIGHT KNEE": (23.5, 37.5),
    "RIGHT LEG": (23.0, 43.0),
    "LEFT HIP": (24.5, 32.0),
    "LEFT KNEE": (24.5, 37.5),
    "LEFT LEG": (24.0, 43.0),
    "RIGHT EYE": (27.0, 13.5),
    "LEFT EYE": (28.5, 13.5),
    "RIGHT EAR": (22.0, 14.0),
    "LEFT EAR": (23.0, 14.0),
}
_SKIN, _SHIRT, _TROUSERS = ramp(55, chroma=0.09, lift=0.1), ramp(250), ramp(30, chroma=0.05, lift=-0.08)
_HAIR, _BOOTS = ramp(60, chroma=0.08, lift=-0.15), ramp(20, chroma=0.1, lift=-0.12)


def front_hero(joints: Joints = FRONT) -> Rgba:
    """48 x 48, facing the viewer, joints as in FRONT or with other arms and legs."""
    stage = Stage(48, 48, light=(-0.6, -0.8))
    at = {label: _unit(point) for label, point in joints.items()}
    for side in ("RIGHT", "LEFT"):
        _leg(stage, at, side, foot=0.0)
    stage.put(blob(0, 0.9, 2.4, 2.7, power=3.4), _SHIRT)
    for side in ("RIGHT", "LEFT"):
        _arm(stage, at, side)
    stage.put(blob(0, -3.4, 2.9, 2.9, power=2.4), _SKIN)
    stage.put(blob(0, -5.0, 3.1, 1.7), _HAIR)
    for eye in ("RIGHT EYE", "LEFT EYE"):
        stage.put(blob(*at[eye], 0.34, 0.6), _eye(), rim=None)
    return stage.finished()


def side_hero() -> Rgba:
    """48 x 48, facing the viewer's right, joints as in SIDE; the far arm and leg are hidden behind the near ones."""
    stage = Stage(48, 48, light=(-0.6, -0.8))
    at = {label: _unit(point) for label, point in SIDE.items()}
    _leg(stage, at, "RIGHT", foot=0.7)
    stage.put(blob(0, 0.9, 1.7, 2.7, power=3.4), _SHIRT)
    stage.put(blob(0.2, -3.4, 2.8, 2.9, power=2.4), _SKIN)
    stage.put(blob(-0.4, -4.7, 2.9, 2.1), _HAIR)
    stage.put(blob(*at["RIGHT EYE"], 0.34, 0.6), _eye(), rim=None)
    _arm(stage, at, "RIGHT")
    return stage.finished()


def _leg(stage: Stage, at: Joints, side: str, *, foot: float) -> None:
    hip, knee, ankle = (at[f"{side} {name}"] for name in ("HIP", "KNEE", "LEG"))
    stage.put(limb(hip, knee, wide=0.95), _TROUSERS)
    stage.put(limb(knee, ankle, wide=0.85), _TROUSERS, rim=None)
    stage.put(blob(ankle[0] + foot, ankle[1] + 0.4, 1.1 + foot / 3, 0.75), _BOOTS)


def _arm(stage: Stage, at: Joints, side: str) -> None:
    shoulder, elbow, wrist = (at[f"{side} {name}"] for name in ("SHOULDER", "ELBOW", "ARM"))
    stage.put(limb(shoulder, elbow, wide=0.85), _SHIRT)
    stage.put(limb(elbow, wrist, wide=0.75), _SKIN, rim=None)


def _eye() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.repeat(ramp(280, lift=-0.3)[:1], 5, axis=0)


def _unit(point: tuple[float, float]) -> tuple[float, float]:
    return (point[0] - 24) / 3, (point[1] - 24) / 3
