"""Humanoid skeleton of 18 keypoints, in the labels of PixelLab: ARM is the wrist, LEG the ankle.

RIGHT and LEFT are the character's own. Coordinates are sprite pixels, sub-pixel floats, y down; the centre of the
top left cell is (0.5, 0.5). Higher `z` is nearer the viewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

LABELS: tuple[str, ...] = (
    "NOSE",
    "NECK",
    "RIGHT SHOULDER",
    "RIGHT ELBOW",
    "RIGHT ARM",
    "LEFT SHOULDER",
    "LEFT ELBOW",
    "LEFT ARM",
    "RIGHT HIP",
    "RIGHT KNEE",
    "RIGHT LEG",
    "LEFT HIP",
    "LEFT KNEE",
    "LEFT LEG",
    "RIGHT EYE",
    "LEFT EYE",
    "RIGHT EAR",
    "LEFT EAR",
)

BONES: tuple[tuple[str, str], ...] = (
    ("NECK", "NOSE"),
    ("NECK", "RIGHT SHOULDER"),
    ("RIGHT SHOULDER", "RIGHT ELBOW"),
    ("RIGHT ELBOW", "RIGHT ARM"),
    ("NECK", "LEFT SHOULDER"),
    ("LEFT SHOULDER", "LEFT ELBOW"),
    ("LEFT ELBOW", "LEFT ARM"),
    ("NECK", "RIGHT HIP"),
    ("RIGHT HIP", "RIGHT KNEE"),
    ("RIGHT KNEE", "RIGHT LEG"),
    ("NECK", "LEFT HIP"),
    ("LEFT HIP", "LEFT KNEE"),
    ("LEFT KNEE", "LEFT LEG"),
    ("NOSE", "RIGHT EYE"),
    ("RIGHT EYE", "RIGHT EAR"),
    ("NOSE", "LEFT EYE"),
    ("LEFT EYE", "LEFT EAR"),
)


class Keypoint(NamedTuple):
    """One joint. `confidence` is 0..1, 1 for what a person placed."""

    x: float
    y: float
    z: float = 0.0
    visible: bool = True
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Pose:
    """The keypoints of one frame by label; labels may be missing. `key` is False for an in-between."""

    points: Mapping[str, Keypoint] = field(default_factory=lambda: MappingProxyType({}))
    key: bool = True

    @classmethod
    def of(cls, points: Mapping[str, Keypoint] | Iterable[tuple[str, Keypoint]], *, key: bool = True) -> Pose:
        """A pose that keeps a private, ordered copy of the points."""
        given = dict(points)
        ordered = {label: given.pop(label) for label in LABELS if label in given}
        return cls(MappingProxyType({**ordered, **given}), key)

    def moved(self, label: str, x: float, y: float) -> Pose:
        """The pose with one joint elsewhere; it becomes a key pose. KeyError for a label it lacks."""
        point = self.points[label]._replace(x=x, y=y, confidence=1.0)
        return Pose.of({**self.points, label: point})

    def shifted(self, dx: float, dy: float, labels: Iterable[str] | None = None) -> Pose:
        """All joints, or those named, moved by whole or part pixels."""
        chosen = self.points.keys() if labels is None else set(labels)
        return Pose.of(
            {
                label: point._replace(x=point.x + dx, y=point.y + dy) if label in chosen else point
                for label, point in self.points.items()
            }
        )

    def mirrored(self, width: float) -> Pose:
        """Flipped left to right in a canvas of `width`, with LEFT and RIGHT swapped: the same person seen mirrored."""
        return replace(
            self,
            points=Pose.of(
                {other_side(label): point._replace(x=width - point.x) for label, point in self.points.items()}
            ).points,
        )


def other_side(label: str) -> str:
    """LEFT ELBOW for RIGHT ELBOW and back; the label itself for a middle joint."""
    if label.startswith("LEFT "):
        return f"RIGHT {label[5:]}"
    if label.startswith("RIGHT "):
        return f"LEFT {label[6:]}"
    return label
