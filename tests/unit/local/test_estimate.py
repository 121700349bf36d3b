"""Skeletons estimated from drawn figures, against the joints they were drawn from."""

from __future__ import annotations

import numpy as np
import pytest

from studio.doc.skeleton import LABELS
from studio.local.arrays import BadPixels, Rgba
from studio.local.estimate import Estimate, estimate_skeleton
from studio.local.procedural import Kind, generate
from tests.unit.local.drawing import picture
from tests.unit.local.figures import FRONT, SIDE, Joints, front_hero, side_hero


def _farthest(found: dict[str, Estimate], drawn: Joints) -> float:
    return max(float(np.hypot(found[label].x - x, found[label].y - y)) for label, (x, y) in drawn.items())


def _mirrored(joints: Joints, width: int) -> Joints:
    swap = {"RIGHT": "LEFT", "LEFT": "RIGHT"}
    return {
        " ".join(swap.get(word, word) for word in label.split(" ")): (width - x, y) for label, (x, y) in joints.items()
    }


def _bigger(sprite: Rgba, factor: int) -> Rgba:
    return np.repeat(np.repeat(sprite, factor, axis=0), factor, axis=1)


def test_a_figure_from_the_front() -> None:
    found = estimate_skeleton(front_hero())
    assert set(found) == set(LABELS)
    assert _farthest(found, FRONT) < 3.6
    assert found["RIGHT ARM"].x < found["LEFT ARM"].x


def test_a_figure_in_profile_both_ways() -> None:
    assert _farthest(estimate_skeleton(side_hero()), SIDE) < 4.5
    assert _farthest(estimate_skeleton(side_hero()[:, ::-1].copy()), _mirrored(SIDE, 48)) < 4.5


def test_size_and_place_do_not_matter() -> None:
    big = estimate_skeleton(_bigger(front_hero(), 3))
    assert _farthest(big, {label: (x * 3, y * 3) for label, (x, y) in FRONT.items()}) < 12
    wide = np.pad(front_hero(), ((9, 2), (30, 5), (0, 0)))
    here, there = estimate_skeleton(front_hero()), estimate_skeleton(wide)
    for label in LABELS:
        assert (there[label].x - 30, there[label].y - 9) == pytest.approx((here[label].x, here[label].y), abs=0.01)


def test_arms_held_out_are_followed() -> None:
    wide = {**FRONT, "RIGHT ELBOW": (13.0, 22.5), "RIGHT ARM": (8.0, 20.0), "LEFT ELBOW": (35.0, 22.5)}
    wide["LEFT ARM"] = (40.0, 20.0)
    assert _farthest(estimate_skeleton(front_hero(wide)), wide) < 4.5


def test_every_label_lies_on_the_canvas_whatever_is_drawn() -> None:
    for seed in range(20):
        for kind in Kind:
            sprite = generate(kind, (24, 24), None, seed)
            for point in estimate_skeleton(sprite).values():
                assert 0.5 <= point.x <= 23.5
                assert 0.5 <= point.y <= 23.5
                assert 0 <= point.confidence <= 1


def test_stray_pixels_are_not_part_of_the_figure() -> None:
    sprite = front_hero()
    sprite[0, 0] = sprite[47, 47] = (200, 40, 40, 255)
    assert estimate_skeleton(sprite) == estimate_skeleton(front_hero())


@pytest.mark.parametrize(
    ("sprite", "sentence"),
    [
        (np.zeros((16, 16, 4), np.uint8), "empty"),
        (np.full((16, 16, 4), 255, np.uint8), "no clear background"),
        (picture("....", ".rr.", "...."), "too small"),
    ],
)
def test_what_holds_no_figure_is_refused_in_a_sentence(sprite: Rgba, sentence: str) -> None:
    with pytest.raises(BadPixels, match=sentence):
        estimate_skeleton(sprite)
