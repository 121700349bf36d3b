"""Ready-made movements on a sprite's own skeleton: own bone lengths, planted feet, mirrored where it faces left."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from studio.core.errors import UserError
from studio.doc.skeleton import BONES, Pose
from studio.providers.local.declarations import AnimateWithSkeleton
from studio.providers.local.presets import fitted, load_preset, preset_names

HEIGHT = 64.0


def scaled(pose: Pose, by: float) -> Pose:
    return Pose.of({label: point._replace(x=point.x * by, y=point.y * by) for label, point in pose.points.items()})


STANDING = scaled(load_preset("stand-side").poses[0], HEIGHT)


def length(pose: Pose, bone: tuple[str, str]) -> float:
    near, far = pose.points[bone[0]], pose.points[bone[1]]
    return math.hypot(far.x - near.x, far.y - near.y)


def lowest(pose: Pose) -> float:
    return max(pose.points["LEFT LEG"].y, pose.points["RIGHT LEG"].y)


def test_the_form_offers_every_movement_that_ships() -> None:
    choices = AnimateWithSkeleton.spec.field("preset").choices
    assert sorted(choice.value for choice in choices) == sorted(preset_names())
    assert {choice.value: choice.title for choice in choices} == {
        name: load_preset(name).title for name in preset_names()
    }


def test_a_figure_built_like_the_preset_takes_its_very_poses() -> None:
    walk = load_preset("walk")
    for pose, expected in zip(fitted("walk", STANDING).poses, walk.poses, strict=True):
        for label, point in scaled(expected, HEIGHT).points.items():
            assert (pose.points[label].x, pose.points[label].y) == pytest.approx((point.x, point.y), abs=0.35), label


def test_durations_are_those_of_the_preset() -> None:
    assert fitted("walk", STANDING).durations == (Fraction(100),) * 8


@pytest.mark.parametrize("name", preset_names())
def test_bones_are_turned_but_never_stretched_out_of_proportion(name: str) -> None:
    long_legs = STANDING.shifted(0, 6, ["LEFT KNEE", "RIGHT KNEE", "LEFT LEG", "RIGHT LEG"])
    for pose in fitted(name, long_legs).poses:
        assert pose.points.keys() == STANDING.points.keys()
        for bone in BONES:
            assert length(pose, bone) <= length(long_legs, bone) * 1.2 + HEIGHT * 0.06, bone


@pytest.mark.parametrize("name", ["idle", "walk"])
def test_feet_stay_on_the_ground_of_the_sprite(name: str) -> None:
    lifted = STANDING.shifted(3, -7)
    for pose in fitted(name, lifted).poses:
        assert lowest(pose) == pytest.approx(lowest(lifted), abs=1.0)


def test_a_figure_that_lies_keeps_its_head_above_the_ground() -> None:
    head = STANDING.points["NECK"].y - STANDING.points["NOSE"].y
    last = fitted("death", STANDING).poses[-1]
    assert last.points["NOSE"].y + head <= lowest(STANDING)


def test_a_sprite_that_faces_left_moves_mirrored() -> None:
    right = fitted("attack", STANDING).poses
    left = fitted("attack", STANDING.mirrored(HEIGHT)).poses
    for pose, other in zip(right, left, strict=True):
        for label, point in pose.mirrored(HEIGHT).points.items():
            assert (other.points[label].x, other.points[label].y) == pytest.approx((point.x, point.y)), label


def test_a_sprite_that_faces_the_viewer_walks_on_the_spot() -> None:
    front = scaled(load_preset("stand-front").poses[0], HEIGHT)
    poses = fitted("walk", front).poses
    for pose in poses:
        for label, point in front.points.items():
            assert pose.points[label].x == pytest.approx(point.x, abs=0.5), label
    lifted = {side: max(lowest(pose) - pose.points[f"{side} LEG"].y for pose in poses) for side in ("LEFT", "RIGHT")}
    assert min(lifted.values()) > 1.0


def test_a_skeleton_with_missing_joints_moves_what_it_has() -> None:
    few = Pose.of({label: STANDING.points[label] for label in ("NECK", "RIGHT HIP", "LEFT HIP", "NOSE")})
    assert fitted("walk", few).poses[0].points.keys() == few.points.keys()


def test_a_skeleton_without_trunk_is_refused_in_a_sentence() -> None:
    with pytest.raises(UserError) as caught:
        fitted("walk", Pose.of({"NECK": STANDING.points["NECK"]}))
    assert str(caught.value) == "The rest pose has no right hip, left hip; place or estimate it first."


def test_an_unknown_movement_names_those_there_are() -> None:
    with pytest.raises(UserError, match="There is no movement moonwalk; there are attack, block"):
        fitted("moonwalk", STANDING)
