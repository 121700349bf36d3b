"""Limbs keep their lengths when a hand or foot is drawn somewhere."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.doc.skeleton import LABELS, Keypoint, Pose
from studio.ui.skeleton.limbs import below, dragged, reached

ARM = Pose.of(
    {
        "NECK": Keypoint(10, 10),
        "RIGHT SHOULDER": Keypoint(8, 10),
        "RIGHT ELBOW": Keypoint(4, 10),
        "RIGHT ARM": Keypoint(4, 13),
    }
)
PLACE = st.floats(-50, 50, allow_nan=False)


def length(pose: Pose, start: str, end: str) -> float:
    return math.dist(pose.points[start][:2], pose.points[end][:2])


@given(PLACE, PLACE)
def test_bones_keep_their_lengths_wherever_the_hand_is_drawn(x: float, y: float) -> None:
    pose = reached(ARM, "RIGHT ARM", x, y)
    assert length(pose, "RIGHT SHOULDER", "RIGHT ELBOW") == pytest.approx(4, abs=1e-6)
    assert length(pose, "RIGHT ELBOW", "RIGHT ARM") == pytest.approx(3, abs=1e-6)
    assert pose.points["NECK"] == ARM.points["NECK"]


@given(st.floats(0, 2 * math.pi), st.floats(1.01, 6.99))
def test_the_hand_gets_there_where_the_arm_is_long_enough(angle: float, far: float) -> None:
    x, y = 8 + far * math.cos(angle), 10 + far * math.sin(angle)
    assert reached(ARM, "RIGHT ARM", x, y).points["RIGHT ARM"][:2] == pytest.approx((x, y), abs=1e-6)


def test_beyond_its_reach_the_arm_is_straight() -> None:
    pose = reached(ARM, "RIGHT ARM", 108, 10)
    assert pose.points["RIGHT ELBOW"][:2] == pytest.approx((12, 10))
    assert pose.points["RIGHT ARM"][:2] == pytest.approx((15, 10))


def test_the_elbow_bends_to_the_side_it_bent_to() -> None:
    def side(pose: Pose) -> bool:
        root, middle, end = (pose.points[f"RIGHT {part}"] for part in ("SHOULDER", "ELBOW", "ARM"))
        return (end.x - root.x) * (middle.y - root.y) > (end.y - root.y) * (middle.x - root.x)

    assert side(reached(ARM, "RIGHT ARM", 5, 11)) == side(ARM)
    assert side(reached(ARM, "RIGHT ARM", 11, 8)) == side(ARM)


def test_other_joints_take_along_what_hangs_on_them() -> None:
    assert below("LEFT SHOULDER") == ("LEFT SHOULDER", "LEFT ELBOW", "LEFT ARM")
    assert set(below("NECK")) == set(LABELS)
    assert below("RIGHT EAR") == ("RIGHT EAR",)
    pose = dragged(ARM, "RIGHT ELBOW", 1, 2)
    assert {label: point[:2] for label, point in pose.points.items()} == {
        "NECK": (10, 10),
        "RIGHT SHOULDER": (8, 10),
        "RIGHT ELBOW": (5, 12),
        "RIGHT ARM": (5, 15),
    }


def test_an_incomplete_limb_is_moved_like_any_joint() -> None:
    pose = Pose.of({"LEFT LEG": Keypoint(1, 1), "LEFT HIP": Keypoint(0, 0)})
    assert dragged(pose, "LEFT LEG", 2, 3).points["LEFT LEG"][:2] == (3, 4)
