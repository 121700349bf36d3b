"""Ready-made movements from `resources/poses`, fitted to a sprite's own skeleton.

A preset tells how a standing figure turns its bones. The turns are applied to the rest pose of the sprite, whose bones
keep their own lengths; the lowest foot keeps its way above the ground. Mirrored when the sprite faces the other way;
a sprite that faces the viewer shows a sideways movement foreshortened: what swings to the front gets shorter.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from studio.core import assets
from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.skeleton import Keypoint, Pose

FOLDER = "poses"
_STANDING = {"east": "stand-side", "south": "stand-front"}
_ROOT = "ROOT"
_SHORT_BONE = 0.03
"""Fraction of the figure below which a bone's direction says nothing; its end is moved instead of turned."""
_LEAST_STRETCH, _MOST_STRETCH = 0.25, 1.2

_TREE: tuple[tuple[str, str], ...] = (
    (_ROOT, "NECK"),
    (_ROOT, "RIGHT HIP"),
    (_ROOT, "LEFT HIP"),
    ("NECK", "NOSE"),
    ("NECK", "RIGHT SHOULDER"),
    ("NECK", "LEFT SHOULDER"),
    ("RIGHT SHOULDER", "RIGHT ELBOW"),
    ("RIGHT ELBOW", "RIGHT ARM"),
    ("LEFT SHOULDER", "LEFT ELBOW"),
    ("LEFT ELBOW", "LEFT ARM"),
    ("RIGHT HIP", "RIGHT KNEE"),
    ("RIGHT KNEE", "RIGHT LEG"),
    ("LEFT HIP", "LEFT KNEE"),
    ("LEFT KNEE", "LEFT LEG"),
    ("NOSE", "RIGHT EYE"),
    ("NOSE", "LEFT EYE"),
    ("RIGHT EYE", "RIGHT EAR"),
    ("LEFT EYE", "LEFT EAR"),
)

_HEAD_RADIUS = 1.3
"""Of the way from the neck to the nose."""
_FRONT_SHOULDERS = 0.4
"""Width of the shoulders, as a share of the trunk, from which a figure counts as facing the viewer."""

Points = Mapping[str, complex]
"""Joints as complex numbers, x + iy, y down: turning is multiplying."""

Turn = Callable[[complex, complex, complex, float], complex]
"""From the preset's bone moved and still, the sprite's own bone and the scale to the sprite's bone moved."""


@dataclass(frozen=True, slots=True)
class Preset:
    """One movement. Poses are fractions of a square canvas; durations are milliseconds."""

    name: str
    title: str
    facing: str
    loop: bool
    poses: tuple[Pose, ...]
    durations: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """A preset on a sprite: poses in sprite pixels, one duration in milliseconds each."""

    poses: tuple[Pose, ...]
    durations: tuple[Fraction, ...]


def preset_names() -> tuple[str, ...]:
    """Every movement that ships, without the two standing figures they are told against."""
    names = (name.removesuffix(".json") for name in assets.list_assets(FOLDER, suffix=".json"))
    return tuple(name for name in names if name not in _STANDING.values())


@cache
def load_preset(name: str) -> Preset:
    """The preset; UserError naming those there are when there is none of this name."""
    if name not in (*preset_names(), *_STANDING.values()):
        raise UserError(
            _("There is no movement {name}; there are {names}.").format(name=name, names=", ".join(preset_names()))
        )
    document: dict[str, Any] = json.loads(assets.read_text(FOLDER, f"{name}.json"))
    frames = document["frames"]
    return Preset(
        name=name,
        title=document["name"],
        facing=document["facing"],
        loop=document["loop"],
        poses=tuple(_pose(frame["keypoints"]) for frame in frames),
        durations=tuple(Fraction(str(frame["duration_ms"])) for frame in frames),
    )


def fitted(name: str, rest: Pose) -> Movement:
    """The preset moving a figure whose rest pose, in sprite pixels, is `rest`. UserError when it lacks the trunk."""
    missing = [label for label in ("NECK", "RIGHT HIP", "LEFT HIP") if label not in rest.points]
    if missing:
        raise UserError(
            _("The rest pose has no {labels}; place or estimate it first.").format(labels=", ".join(missing).lower())
        )
    preset = load_preset(name)
    standing = load_preset(_STANDING[preset.facing]).poses[0]
    poses: Sequence[Pose] = preset.poses
    if _faces_left(rest) and preset.facing == "east":
        standing, poses = standing.mirrored(1.0), [pose.mirrored(1.0) for pose in poses]
    turn = _foreshortened if preset.facing == "east" and _faces_viewer(rest) else _turned
    stand, own = _points(standing), _points(rest)
    return Movement(tuple(_applied(_points(pose), stand, own, rest, turn=turn) for pose in poses), preset.durations)


def _applied(pose: Points, stand: Points, own: Points, rest: Pose, *, turn: Turn) -> Pose:
    scale = _height(own) / _height(stand)
    placed: dict[str, complex] = {_ROOT: own[_ROOT] + turn(pose[_ROOT] - stand[_ROOT], 0j, 0j, scale)}
    for near, far in _TREE:
        if far not in own:
            continue
        base = near if near in own and near in placed else _ROOT
        placed[far] = placed[base] + turn(pose[far] - pose[base], stand[far] - stand[base], own[far] - own[base], scale)
    lift = _lowest(own) + (_lowest(pose) - _lowest(stand)) * scale - _lowest(placed)
    lift -= max(0.0, _head_bottom(placed, own) + lift - _lowest(own))
    return Pose.of(
        {
            label: point._replace(x=placed[label].real, y=placed[label].imag + lift, confidence=1.0)
            for label, point in rest.points.items()
            if label in placed
        }
    )


def _turned(moved: complex, still: complex, own: complex, scale: float) -> complex:
    """The sprite's own bone, turned and shortened as the preset's bone is against its standing figure."""
    if abs(still) < _SHORT_BONE or abs(moved) < _SHORT_BONE:
        return own + (moved - still) * scale
    turn = moved / still
    stretch = min(max(abs(turn), _LEAST_STRETCH), _MOST_STRETCH)
    return own * turn / abs(turn) * stretch


def _head_bottom(placed: Points, own: Points) -> float:
    """How far down the head reaches; a lying figure's head rests on the ground, it does not sink into it."""
    if "NOSE" not in placed:
        return -math.inf
    return placed["NOSE"].imag + _HEAD_RADIUS * abs(own["NOSE"] - own["NECK"])


def _foreshortened(moved: complex, still: complex, own: complex, scale: float) -> complex:
    """The same as seen from the front: the sideways part is depth, so that only heights change."""
    if abs(still.imag) < _SHORT_BONE:
        return own + 1j * (moved - still).imag * scale
    return complex(own.real, own.imag * min(max(moved.imag / still.imag, -1.0), _MOST_STRETCH))


def _points(pose: Pose) -> Points:
    points = {label: complex(point.x, point.y) for label, point in pose.points.items()}
    return {_ROOT: (points["RIGHT HIP"] + points["LEFT HIP"]) / 2, **points}


def _height(points: Points) -> float:
    """From the neck to the middle of the hips: the one length every figure has."""
    return max(abs(points["NECK"] - points[_ROOT]), math.ulp(1.0))


def _lowest(points: Points) -> float:
    feet = [points[label].imag for label in ("RIGHT LEG", "LEFT LEG") if label in points]
    return max(feet, default=points[_ROOT].imag)


def _faces_left(rest: Pose) -> bool:
    nose = rest.points.get("NOSE")
    return nose is not None and nose.x < rest.points["NECK"].x - 0.25


def _faces_viewer(rest: Pose) -> bool:
    """Shoulders as far apart as only a front or back view shows them; unknown shoulders count as sideways."""
    right, left = rest.points.get("RIGHT SHOULDER"), rest.points.get("LEFT SHOULDER")
    if right is None or left is None:
        return False
    return abs(right.x - left.x) >= _FRONT_SHOULDERS * _height(_points(rest))


def _pose(keypoints: Sequence[Mapping[str, Any]]) -> Pose:
    return Pose.of((point["label"], Keypoint(point["x"], point["y"], point["z"])) for point in keypoints)
