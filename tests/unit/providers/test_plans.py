"""Animations along more poses than are drawn at a time, and wishes for several directions."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.geometry import Size
from studio.doc.pixels import Pixels, frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.providers.pixellab_v1.declarations import AnimateWithSkeleton as FirstSkeleton
from studio.providers.pixellab_v1.provider import PixelLabV1
from studio.providers.pixellab_v2.animating import AnimateWithSkeleton
from studio.providers.pixellab_v2.provider import PixelLabV2
from studio.providers.plans import Window, each_of, windows_of
from studio.providers.protocol import Outcome
from studio.providers.wire import build_body
from studio.spec.field import Picture
from studio.spec.validate import problems


def _grey(level: int) -> Pixels:
    return frozen(np.full((16, 16, 4), (level, level, level, 255), np.uint8))


def _poses(count: int) -> tuple[Pose, ...]:
    return tuple(Pose.of([("NOSE", Keypoint(float(number), 1.0))]) for number in range(count))


def _starts(poses: tuple[Pose, ...]) -> list[float]:
    return [pose.points["NOSE"].x for pose in poses]


@pytest.mark.parametrize(
    ("count", "windows"),
    [
        (3, [(0, 3, 0)]),
        (4, [(0, 3, 0), (1, 4, 2)]),
        (5, [(0, 3, 0), (2, 5, 1)]),
        (6, [(0, 3, 0), (2, 5, 1), (3, 6, 2)]),
        (7, [(0, 3, 0), (2, 5, 1), (4, 7, 1)]),
    ],
)
def test_windows_of_three_share_a_frame_and_cover_every_pose(count: int, windows: list[tuple[int, int, int]]) -> None:
    assert list(windows_of(count)) == [Window(*window) for window in windows]


@pytest.mark.parametrize("count", range(3, 40))
def test_every_pose_gets_exactly_one_frame(count: int) -> None:
    drawn = [pose for start, stop, carried in windows_of(count) for pose in range(start + carried, stop)]
    assert drawn == list(range(count))


def test_a_long_animation_is_sent_in_windows_with_one_price() -> None:
    wish = AnimateWithSkeleton(reference=_grey(1), skeleton=_poses(6), seed=5)
    assert [problem for problem in problems(wish) if problem.blocking] == []
    calls = PixelLabV2().calls(wish)
    assert [_starts(call.operation.values["skeleton"]) for call in calls] == [[0, 1, 2], [2, 3, 4], [3, 4, 5]]
    assert [(call.name, call.carried, call.wanted) for call in calls] == [
        ("Frames 1 to 3", 0, 3),
        ("Frames 4 to 5", 1, 2),
        ("Frame 6", 2, 1),
    ]
    assert [call.operation.values["seed"] for call in calls] == [5, 5, 5]
    assert PixelLabV2().quote(wish).amount == 3 * PixelLabV2().quote(calls[0].operation).amount


def test_three_poses_are_one_request_as_they_are() -> None:
    wish = FirstSkeleton(reference=_grey(1), size=Size(16, 16), skeleton=_poses(3))
    assert [call.operation for call in PixelLabV1().calls(wish)] == [wish]


def test_a_window_keeps_the_last_frames_of_the_one_before_it() -> None:
    wish = FirstSkeleton(reference=_grey(1), size=Size(16, 16), skeleton=_poses(6))
    provider = PixelLabV1()
    last = provider.calls(wish)[2]
    before = Outcome(frames=(_grey(10), _grey(20), _grey(30)))
    body = build_body(provider.follow(last, before))
    assert [frame is None for frame in body["inpainting_images"]] == [False, False, True]
    assert [mask is None for mask in body["mask_images"]] == [False, False, True]
    followed = provider.follow(last, before)
    assert [int(frame.pixels[0, 0, 0]) for frame in followed.values["frames"][:2]] == [20, 30]
    assert not followed.values["masks"][0].any()


def test_frames_that_a_person_gave_go_with_their_poses() -> None:
    given = tuple(Picture(_grey(number)) for number in range(5))
    masks = tuple(frozen(np.full((16, 16), number, np.uint8)) for number in range(5))
    wish = AnimateWithSkeleton(reference=_grey(1), skeleton=_poses(5), frames=given, masks=masks)
    provider = PixelLabV2()
    second = provider.calls(wish)[1]
    followed = provider.follow(second, Outcome(frames=(_grey(100), _grey(101), _grey(102))))
    assert [int(frame.pixels[0, 0, 0]) for frame in followed.values["frames"]] == [102, 3, 4]
    assert [int(mask[0, 0]) for mask in followed.values["masks"]] == [0, 3, 4]


def test_one_request_for_each_value_of_a_field() -> None:
    wish = AnimateWithSkeleton(reference=_grey(1), skeleton=_poses(3))
    calls = each_of(wish, "direction", ["south", "east"])
    assert [(call.name, call.operation.values["direction"]) for call in calls] == [("south", "south"), ("east", "east")]
