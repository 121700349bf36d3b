"""Which joint is meant, and what presets do to a sprite."""

from __future__ import annotations

import pytest

from studio.core.geometry import Box, Size
from studio.doc.edits import set_pose
from studio.doc.skeleton import LABELS, Keypoint, Pose
from studio.ui.skeleton.changes import stretched, with_movement, with_preset_pose, with_standing
from studio.ui.skeleton.rig import Side, Spot, bone_at, hits, joint_name, kept_near, next_label, side_of
from tests.unit.ui.canvas.hand import sprite_of

BLOCK = ("........", "..rrrr..", "..rrrr..", "..rrrr..", "..rrrr..", "..rrrr..", "..rrrr..", "........")


def test_every_label_has_a_side_and_a_name_of_its_own() -> None:
    sides = [side_of(label) for label in LABELS]
    assert {side: sides.count(side) for side in Side} == {Side.LEFT: 8, Side.RIGHT: 8, Side.MIDDLE: 2}
    names = {joint_name(label) for label in LABELS}
    assert len(names) == 18
    assert {"right wrist", "left ankle"} <= names


@pytest.mark.parametrize(
    ("place", "expected"),
    [((10, 10), ("NOSE", "NECK")), ((14, 10), ("NECK", "NOSE")), ((10, 19), ()), ((22, 10), ("NECK",))],
)
def test_hits_nearest_first(place: tuple[float, float], expected: tuple[str, ...]) -> None:
    assert hits([Spot("NOSE", 10, 10), Spot("NECK", 15, 10)], *place) == expected


def test_a_bone_is_hit_between_its_joints_only() -> None:
    spots = [Spot("NOSE", 0, 0), Spot("NECK", 100, 0), Spot("RIGHT SHOULDER", 100, 60)]
    assert bone_at(spots, 50, 4) == ("NECK", "NOSE")
    assert bone_at(spots, 96, 30) == ("NECK", "RIGHT SHOULDER")
    assert bone_at(spots, 50, 6) is None
    assert bone_at(spots, -6, 0) is None


def test_walking_from_joint_to_joint_goes_round() -> None:
    pose = Pose.of({"NOSE": Keypoint(0, 0), "NECK": Keypoint(0, 0), "LEFT EAR": Keypoint(0, 0)})
    assert [next_label(pose, label, 1) for label in (None, "NOSE", "LEFT EAR")] == ["NOSE", "NECK", "NOSE"]
    assert next_label(pose, "NOSE", -1) == "LEFT EAR"
    assert next_label(Pose(), None, 1) is None


def test_a_joint_cannot_be_lost_far_away() -> None:
    pose = Pose.of({"NOSE": Keypoint(-900, 5), "NECK": Keypoint(3, 900)})
    near = kept_near(pose, Size(16, 32))
    assert {label: point[:2] for label, point in near.points.items()} == {"NOSE": (-16, 5), "NECK": (3, 64)}


def test_a_standing_skeleton_lies_inside_what_the_frame_shows() -> None:
    sprite = sprite_of(*BLOCK)
    frame = sprite.frames[0].id
    pose = with_standing(sprite, frame).frame(frame).pose
    assert tuple(pose.points) == LABELS
    assert all(1 <= point.y <= 7 for point in pose.points.values())
    assert abs(sum(point.x for point in pose.points.values()) / 18 - 4) < 1


def test_missing_joints_are_added_and_those_there_stay() -> None:
    sprite = sprite_of(*BLOCK)
    frame = sprite.frames[0].id
    sprite = set_pose(sprite, frame, Pose.of({"NOSE": Keypoint(1.25, 2.5)}))
    points = with_standing(sprite, frame).frame(frame).pose.points
    assert points["NOSE"][:2] == (1.25, 2.5)
    assert len(points) == 18


def test_stretching_keeps_proportions() -> None:
    pose = Pose.of({"NOSE": Keypoint(0.5, 0.0), "NECK": Keypoint(0.6, 0.5)})
    points = stretched(pose, Box(10, 20, 40, 100)).points
    assert points["NECK"].y - points["NOSE"].y == pytest.approx(86)
    assert points["NECK"].x - points["NOSE"].x == pytest.approx(0.1 * 172)


def test_a_movement_poses_the_frames_from_here_on_and_adds_what_is_missing() -> None:
    sprite = sprite_of(*BLOCK, frames=3)
    second = sprite.frames[1].id
    moved = with_movement(sprite, second, "walk")
    assert len(moved.frames) == 9
    assert [frame.pose is not None for frame in moved.frames] == [False] + [True] * 8
    assert moved.frames[1].pose.points != moved.frames[4].pose.points


def test_one_pose_of_a_movement_keeps_the_bones_of_the_sprite() -> None:
    sprite = sprite_of(*BLOCK)
    frame = sprite.frames[0].id
    rest = with_standing(sprite, frame)
    posed = with_preset_pose(rest, frame, "run", 0)

    def upper_leg(pose: Pose) -> float:
        hip, knee = pose.points["RIGHT HIP"], pose.points["RIGHT KNEE"]
        return ((hip.x - knee.x) ** 2 + (hip.y - knee.y) ** 2) ** 0.5

    assert posed.frame(frame).pose.points != rest.frame(frame).pose.points
    assert upper_leg(posed.frame(frame).pose) <= 1.25 * upper_leg(rest.frame(frame).pose)
