"""The cut-out puppet moves a sprite's own pixels, whole pixels at a time."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.arrays import BadPixels, Rgba
from studio.local.puppet import animate, bind, pose_frame
from studio.local.rig import Part, draw_order, laid_out
from tests.unit.local.drawing import colours_of
from tests.unit.local.figures import FRONT, SIDE, Joints, front_hero, side_hero


def _moved(rest: Joints, by: tuple[float, float], *labels: str) -> Joints:
    return {
        label: (x + by[0], y + by[1]) if not labels or label in labels else (x, y) for label, (x, y) in rest.items()
    }


def _owners(sprite: Rgba, rest: Joints) -> dict[Part, np.ndarray]:
    layout = laid_out(sprite, rest)
    return {part: layout.owners == index for index, part in enumerate(layout.order)}


def test_the_rest_pose_gives_the_same_bytes() -> None:
    for sprite, rest in ((front_hero(), FRONT), (side_hero(), SIDE)):
        sprite[0, 0] = (1, 2, 3, 0)
        sprite[1, 1] = (9, 8, 7, 40)
        assert np.array_equal(pose_frame(sprite, rest, rest), sprite)
        assert np.array_equal(pose_frame(sprite, rest, {}), sprite)


def test_every_pixel_belongs_to_one_part() -> None:
    for sprite, rest in ((front_hero(), FRONT), (side_hero(), SIDE)):
        owners = laid_out(sprite, rest).owners
        assert ((owners >= 0) == (sprite[..., 3] > 0)).all()


def test_parts_hold_their_joints() -> None:
    masks = _owners(front_hero(), FRONT)
    for label, part in (
        ("NOSE", Part.HEAD),
        ("RIGHT EYE", Part.HEAD),
        ("RIGHT ARM", Part.RIGHT_FOREARM),
        ("LEFT ARM", Part.LEFT_FOREARM),
        ("RIGHT LEG", Part.RIGHT_SHIN),
        ("LEFT LEG", Part.LEFT_SHIN),
    ):
        x, y = FRONT[label]
        assert masks[part][int(y), int(x)], label
    assert masks[Part.TORSO][28, 24]
    assert masks[Part.RIGHT_SHIN][44, 20]


def test_the_trunk_of_a_profile_is_not_taken_by_the_arm() -> None:
    masks = _owners(side_hero(), SIDE)
    assert masks[Part.TORSO].sum() > masks[Part.RIGHT_UPPER_ARM].sum()
    assert masks[Part.LEFT_THIGH].sum() == 0


def test_the_whole_figure_moved_is_the_figure_moved() -> None:
    sprite = front_hero()
    made = pose_frame(sprite, FRONT, _moved(FRONT, (3.0, 1.0)))
    assert np.array_equal(made[1:, 3:], sprite[:-1, :-3])


def test_half_pixels_are_rounded_to_whole_ones() -> None:
    sprite = front_hero()
    assert np.array_equal(pose_frame(sprite, FRONT, _moved(FRONT, (2.4, 0.0)))[:, 2:], sprite[:, :-2])


def test_a_moved_head_leaves_the_legs_alone() -> None:
    sprite = front_hero()
    head = ("NOSE", "NECK", "RIGHT EYE", "LEFT EYE", "RIGHT EAR", "LEFT EAR")
    made = pose_frame(sprite, FRONT, _moved(FRONT, (0.0, -1.0), *head))
    assert np.array_equal(made[34:], sprite[34:])
    assert np.array_equal(made[4:16], sprite[5:17])


def test_a_foot_goes_where_its_joint_goes() -> None:
    sprite = front_hero()
    target = {**FRONT, "LEFT KNEE": (29.0, 36.0), "LEFT LEG": (29.0, 40.0)}
    made = pose_frame(sprite, FRONT, target)
    foot = sprite[42:46, 24:31]
    assert (made[39:43, 26:33][foot[..., 3] > 0] == foot[foot[..., 3] > 0]).all(axis=-1).mean() > 0.8
    assert not made[44:, 27:, 3].any()


def test_a_raised_arm_brings_no_new_colour_and_leaves_no_hole() -> None:
    sprite = front_hero()
    raised = {**FRONT, "LEFT ELBOW": (35.5, 20.0), "LEFT ARM": (38.0, 15.5)}
    made = pose_frame(sprite, FRONT, raised)
    assert colours_of(made) <= colours_of(sprite)
    assert made[15, 38, 3] == 255
    assert not made[28:36, 33:38, 3].any()
    assert (made[24:31, 21:27, 3] == 255).all()


def test_a_profile_walks_on_two_legs() -> None:
    stride = {
        **SIDE,
        "RIGHT KNEE": (26.5, 37.0),
        "RIGHT LEG": (28.5, 42.5),
        "LEFT KNEE": (22.0, 37.5),
        "LEFT LEG": (17.5, 42.5),
    }
    made = pose_frame(side_hero(), SIDE, stride)
    columns = np.flatnonzero(made[42, :, 3])
    assert columns[0] < 19
    assert columns[-1] > 28
    assert (np.diff(columns) > 1).any()


def test_what_leaves_the_canvas_is_cut_without_a_word() -> None:
    for by in ((30.0, 0.0), (-300.0, 0.0), (0.0, 47.0), (0.0, -1000.0), (1e6, 1e6)):
        made = pose_frame(front_hero(), FRONT, _moved(FRONT, by))
        assert made.shape == (48, 48, 4)


def test_frames_do_not_depend_on_each_other() -> None:
    sprite = front_hero()
    poses = [FRONT, {**FRONT, "LEFT ARM": (38.0, 26.0)}, {**FRONT, "RIGHT LEG": (16.0, 41.0)}]
    together = animate(sprite, FRONT, poses)
    for frame, pose in zip(together, poses, strict=True):
        assert np.array_equal(frame, pose_frame(sprite, FRONT, pose))
    assert bind(sprite, FRONT).animated([]) == []


def test_the_far_arm_of_a_profile_lies_behind_all() -> None:
    assert draw_order(SIDE)[0] == Part.LEFT_UPPER_ARM
    assert draw_order(SIDE)[-1] == Part.RIGHT_FOREARM
    facing_left = {label: (48 - x, y) for label, (x, y) in SIDE.items()}
    assert draw_order(facing_left)[0] == Part.RIGHT_UPPER_ARM
    assert draw_order(FRONT)[-1] == Part.LEFT_FOREARM


def test_limbs_the_pose_lacks_stay_with_their_neighbours() -> None:
    rest = {label: point for label, point in FRONT.items() if "KNEE" not in label and "ELBOW" not in label}
    sprite = front_hero()
    assert np.array_equal(pose_frame(sprite, rest, _moved(rest, (0.0, -2.0)))[:-2], sprite[2:])


def test_a_pose_without_a_trunk_is_refused() -> None:
    with pytest.raises(BadPixels, match="has no neck, left hip"):
        bind(front_hero(), {label: at for label, at in FRONT.items() if label not in ("NECK", "LEFT HIP")})


def test_an_outlined_sprite_stays_outlined() -> None:
    sprite = front_hero()
    light = [colour for colour in colours_of(sprite) if sum(colour[:3]) > 330]
    target = {**FRONT, "LEFT ELBOW": (35.5, 20.0), "LEFT ARM": (38.0, 15.5), "LEFT LEG": (30.0, 40.0)}
    made = pose_frame(sprite, FRONT, target)
    padded = np.pad(made[..., 3], 1)
    bare = (padded[:-2, 1:-1] == 0) | (padded[2:, 1:-1] == 0) | (padded[1:-1, :-2] == 0) | (padded[1:-1, 2:] == 0)
    seen = {tuple(int(part) for part in pixel) for pixel in made[bare & (made[..., 3] > 0)]}
    assert not seen & set(light)


def test_a_sprite_without_an_outline_gets_none() -> None:
    sprite = front_hero()
    sprite[sprite[..., 3] > 0] = (200, 180, 90, 255)
    target = {**FRONT, "LEFT ELBOW": (35.5, 20.0), "LEFT ARM": (38.0, 15.5)}
    assert colours_of(pose_frame(sprite, FRONT, target)) == {(200, 180, 90, 255)}


def test_a_big_sprite_is_cut_like_a_small_one() -> None:
    small, big = front_hero(), np.repeat(np.repeat(front_hero(), 8, axis=0), 8, axis=1)
    wide = {label: (x * 8, y * 8) for label, (x, y) in FRONT.items()}
    assert np.array_equal(pose_frame(big, wide, wide), big)
    same = laid_out(big, wide).owners[4::8, 4::8] == laid_out(small, FRONT).owners
    assert same[small[..., 3] > 0].mean() > 0.9
