"""Dragging a joint with its limb: hands and feet reach with bones of their own length, other joints take along what
hangs on them. Pure geometry over poses.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final

from studio.doc.skeleton import BONES, Keypoint, Pose

_CHAINS: Final = {
    f"{side} {end}": (f"{side} {root}", f"{side} {middle}")
    for side in ("LEFT", "RIGHT")
    for root, middle, end in (("SHOULDER", "ELBOW", "ARM"), ("HIP", "KNEE", "LEG"))
}


def dragged(pose: Pose, label: str, dx: float, dy: float) -> Pose:
    """The pose after a joint was drawn by so much with its limb. KeyError for a joint it lacks."""
    chain = _CHAINS.get(label)
    if chain is not None and all(joint in pose.points for joint in chain):
        point = pose.points[label]
        return reached(pose, label, point.x + dx, point.y + dy)
    return pose.shifted(dx, dy, below(label))


def reached(pose: Pose, label: str, x: float, y: float) -> Pose:
    """A wrist or ankle as near to a place as its two bones reach; elbow or knee bends to the side it bent to before.

    KeyError for another joint, or when the limb is not complete.
    """
    root_label, middle_label = _CHAINS[label]
    root, middle, end = (pose.points[joint] for joint in (root_label, middle_label, label))
    upper, lower = _distance(root, middle), _distance(middle, end)
    away = math.hypot(x - root.x, y - root.y)
    reach = min(max(away, abs(upper - lower)), upper + lower)
    angle = math.atan2(y - root.y, x - root.x) if away else math.atan2(end.y - root.y, end.x - root.x)
    bend = _bend(upper, lower, reach) * _side(root, middle, end)
    knee = middle._replace(x=root.x + upper * math.cos(angle + bend), y=root.y + upper * math.sin(angle + bend))
    foot = end._replace(x=root.x + reach * math.cos(angle), y=root.y + reach * math.sin(angle), confidence=1.0)
    return Pose.of({**pose.points, middle_label: knee, label: foot})


@cache
def below(label: str) -> tuple[str, ...]:
    """The joint and all that hangs on it, away from the neck."""
    found = [label]
    for near, far in BONES:
        if near in found and far not in found:
            found.append(far)
    return tuple(found)


def _bend(upper: float, lower: float, reach: float) -> float:
    """The angle between the upper bone and the line from root to end; 0 when the limb is straight."""
    if upper == 0 or reach == 0:
        return 0.0
    cosine = (upper**2 + reach**2 - lower**2) / (2 * upper * reach)
    return math.acos(min(1.0, max(-1.0, cosine)))


def _side(root: Keypoint, middle: Keypoint, end: Keypoint) -> int:
    """On which side of the line from root to end the middle joint lies."""
    cross = (end.x - root.x) * (middle.y - root.y) - (end.y - root.y) * (middle.x - root.x)
    return -1 if cross < 0 else 1


def _distance(start: Keypoint, end: Keypoint) -> float:
    return math.hypot(end.x - start.x, end.y - start.y)
