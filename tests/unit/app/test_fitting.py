"""Sprites of sizes that are not possible: padded, never scaled, and cut back to the pixel."""

from __future__ import annotations

import numpy as np
import pytest

from studio.app.fitting import cut_back, fit_for, fitted, problems_unless_padded, unpadded
from studio.core.geometry import Box, Size
from studio.doc.pixels import MaskPixels, Pixels, frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.spec import fields as f
from studio.spec.field import Picture, Source
from studio.spec.measures import MatchesSize, SizeIn
from studio.spec.operation import Operation

RED = (255, 0, 0, 255)


class Squares(
    Operation,
    id="fitting/squares",
    title="Squares",
    rules=(SizeIn(size="image", squares=(16, 32, 64)), MatchesSize(image="mask", other="image")),
):
    """Squares only, with whatever goes with a picture."""

    image: Pixels = f.image("Picture", maximum=64, source=Source.FRAME)
    mask: MaskPixels | None = f.mask("Mask", default=None)
    poses: tuple[Pose, ...] | None = f.keypoints("Poses", default=None)
    frames: tuple[Picture, ...] | None = f.images("Frames", default=None, nullable_items=True)
    description: str = f.text("Description")


class Wide(Operation, id="fitting/wide", title="Wide"):
    """At least 32 a side, no squares needed; makes something new of another size."""

    style: Pixels = f.image("Style", minimum=32, maximum=96, source=Source.FRAME)
    size: Size = f.size("Size", minimum=16, maximum=512, source=Source.CANVAS_SIZE)


def _red(width: int, height: int) -> Pixels:
    return frozen(np.full((height, width, 4), RED, np.uint8))


def test_a_sprite_of_a_possible_size_is_sent_as_it_is() -> None:
    wish = Squares(image=_red(32, 32), description="a slime")
    assert fitted(wish) == (wish, None)


def test_the_next_possible_size_is_taken_and_said() -> None:
    wish = Squares(image=_red(20, 9), description="a slime")
    sent, fit = fitted(wish)
    assert fit is not None
    assert fit.inset == Box(6, 11, 20, 9)
    assert fit.is_cut_back
    assert (
        fit.sentence
        == "20 x 9 pixels are not possible here: it is sent as 32 x 32, with nothing around it, and cut back."
    )
    expected = np.zeros((32, 32, 4), np.uint8)
    expected[11:20, 6:26] = RED
    assert np.array_equal(sent.values["image"], expected)
    assert np.array_equal(cut_back(sent.values["image"], fit.inset, fit.size), wish.image)
    assert cut_back(_red(7, 7), fit.inset, fit.size).shape == (7, 7, 4)


def test_mask_poses_and_frames_go_along() -> None:
    mask = frozen(np.full((16, 15), 255, np.uint8))
    pose = Pose.of([("NOSE", Keypoint(1.5, 2.0))])
    wish = Squares(
        image=_red(15, 16), mask=mask, poses=(pose,), frames=(None, Picture(_red(15, 16), "note")), description="x"
    )
    sent, fit = fitted(wish)
    assert fit is not None
    assert fit.inset == Box(0, 0, 15, 16)
    assert sent.values["mask"].shape == (16, 16)
    assert sent.values["mask"][:, 15].max() == 0
    assert sent.values["poses"][0].points["NOSE"][:2] == (1.5, 2.0)
    assert sent.values["frames"][0] is None
    assert sent.values["frames"][1].pixels.shape == (16, 16, 4)
    assert sent.values["frames"][1].note == "note"


def test_poses_move_with_the_picture() -> None:
    pose = Pose.of([("NOSE", Keypoint(1.5, 2.0))])
    sent, _fit = fitted(Squares(image=_red(10, 12), poses=(pose,), description="x"))
    assert sent.values["poses"][0].points["NOSE"][:2] == (4.5, 4.0)


def test_what_is_too_large_is_a_problem_as_before() -> None:
    wish = Squares(image=_red(65, 20), description="x")
    assert fitted(wish)[1] is None
    assert any(problem.blocking for problem in problems_unless_padded(wish.spec, wish.values))


def test_what_is_missing_elsewhere_does_not_keep_it_from_being_padded() -> None:
    found = problems_unless_padded(Squares.spec, {"image": _red(20, 20)})
    assert [(problem.field, problem.blocking) for problem in found] == [("description", True), ("image", False)]


def test_an_empty_mask_stays_a_problem() -> None:
    mask = frozen(np.zeros((20, 20), np.uint8))
    assert fit_for(Squares.spec, {"image": _red(20, 20), "mask": mask, "description": "x"}) is None


def test_something_new_of_a_size_of_its_own_is_not_cut() -> None:
    sent, fit = fitted(Wide(style=_red(20, 40), size=Size(32, 40)))
    assert fit is not None
    assert fit.size == Size(32, 40)
    assert not fit.is_cut_back
    assert sent.values["size"] == Size(32, 40)


@pytest.mark.parametrize("size", [(1, 1), (15, 17), (33, 64), (64, 1)])
def test_every_size_up_to_the_largest_comes_back_whole(size: tuple[int, int]) -> None:
    picture = _red(*size)
    sent, fit = fitted(Squares(image=picture, description="x"))
    assert fit is not None
    assert sent.values["image"].shape[0] in (16, 32, 64)
    assert np.array_equal(cut_back(sent.values["image"], fit.inset, fit.size), picture)


def test_a_padded_request_is_asked_for_again_as_it_was() -> None:
    pose = Pose.of([("NOSE", Keypoint(1.5, 2.0))])
    mask = frozen(np.full((9, 20), 255, np.uint8))
    wish = Squares(image=_red(20, 9), mask=mask, poses=(pose,), description="x")
    sent, fit = fitted(wish)
    assert fit is not None
    back = unpadded(sent, fit.inset)
    assert np.array_equal(back.values["image"], wish.image)
    assert np.array_equal(back.values["mask"], mask)
    assert back.values["poses"] == (pose,)
    assert unpadded(wish, None) is wish
