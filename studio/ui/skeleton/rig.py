"""Which joint or bone is meant: pure geometry and words over poses, no Qt.

Distances are logical pixels of the screen, so that joints are as easy to hit at any zoom.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.skeleton import BONES, LABELS, Pose

HIT_RADIUS: Final = 8.0
"""A joint is hit within this distance of its middle: an area of 16 pixels."""
BONE_REACH: Final = 5.0


class Side(Enum):
    """The character's own left and right, told apart by shape and colour."""

    LEFT = auto()
    RIGHT = auto()
    MIDDLE = auto()


class Spot(NamedTuple):
    """A joint on the screen."""

    label: str
    x: float
    y: float


def side_of(label: str) -> Side:
    """The side a label names."""
    if label.startswith("LEFT "):
        return Side.LEFT
    return Side.RIGHT if label.startswith("RIGHT ") else Side.MIDDLE


def joint_name(label: str) -> str:
    """The label as an artist says it; ARM is the wrist and LEG the ankle."""
    names = {
        "NOSE": _("nose"),
        "NECK": _("neck"),
        "RIGHT SHOULDER": _("right shoulder"),
        "RIGHT ELBOW": _("right elbow"),
        "RIGHT ARM": _("right wrist"),
        "LEFT SHOULDER": _("left shoulder"),
        "LEFT ELBOW": _("left elbow"),
        "LEFT ARM": _("left wrist"),
        "RIGHT HIP": _("right hip"),
        "RIGHT KNEE": _("right knee"),
        "RIGHT LEG": _("right ankle"),
        "LEFT HIP": _("left hip"),
        "LEFT KNEE": _("left knee"),
        "LEFT LEG": _("left ankle"),
        "RIGHT EYE": _("right eye"),
        "LEFT EYE": _("left eye"),
        "RIGHT EAR": _("right ear"),
        "LEFT EAR": _("left ear"),
    }
    return names.get(label, label.lower())


def hits(spots: Sequence[Spot], x: float, y: float, *, radius: float = HIT_RADIUS) -> tuple[str, ...]:
    """Labels of the joints at a point of the screen, nearest first."""
    near = [(math.hypot(spot.x - x, spot.y - y), spot.label) for spot in spots]
    return tuple(label for distance, label in sorted(near, key=lambda entry: entry[0]) if distance <= radius)


def bone_at(spots: Sequence[Spot], x: float, y: float) -> tuple[str, str] | None:
    """The bone that passes nearest to a point of the screen, within reach; None when there is none."""
    places = {spot.label: spot for spot in spots}
    best: tuple[float, tuple[str, str]] | None = None
    for bone in BONES:
        if bone[0] in places and bone[1] in places:
            distance = _distance(places[bone[0]], places[bone[1]], x, y)
            if distance <= BONE_REACH and (best is None or distance < best[0]):
                best = (distance, bone)
    return None if best is None else best[1]


def next_label(pose: Pose, label: str | None, step: int) -> str | None:
    """The joint before or after one, in the order of the labels, round and round; None in a pose without joints."""
    labels = [name for name in LABELS if name in pose.points] + [name for name in pose.points if name not in LABELS]
    if not labels:
        return None
    if label not in labels:
        return labels[0 if step > 0 else -1]
    return labels[(labels.index(label) + step) % len(labels)]


def kept_near(pose: Pose, size: Size) -> Pose:
    """The pose with every joint at most one canvas away from the canvas, where it can still be found."""
    changed = {
        label: point._replace(
            x=min(max(point.x, -size.width), 2 * size.width), y=min(max(point.y, -size.height), 2 * size.height)
        )
        for label, point in pose.points.items()
    }
    return pose if changed == pose.points else Pose.of(changed, key=pose.key)


def _distance(start: Spot, end: Spot, x: float, y: float) -> float:
    """From a point to the line between two joints."""
    dx, dy = end.x - start.x, end.y - start.y
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, ((x - start.x) * dx + (y - start.y) * dy) / length))
    return math.hypot(start.x + along * dx - x, start.y + along * dy - y)
