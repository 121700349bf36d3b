"""Answers as they really come: one picture or many, with or without an envelope, in lists or by name."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from studio.core.errors import BadAnswer
from studio.core.geometry import Size
from studio.doc.pixels import frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.providers.answers import decode_answer, poses_in
from studio.providers.local.declarations import EstimateSkeleton, ProceduralSprite
from studio.providers.pixellab_answers import seed_in
from studio.providers.protocol import Answer, Charge
from studio.providers.wire import image_object

RED = frozen(np.array([[[255, 0, 0, 255]]], np.uint8))
CLEAR = frozen(np.array([[[9, 8, 7, 0]]], np.uint8))
ASKED = ProceduralSprite(seed=3)


def answer(**body: Any) -> Answer:
    return Answer(json.dumps(body).encode())


@pytest.mark.parametrize(
    ("body", "frames", "names"),
    [
        ({"image": image_object(RED)}, [RED], ()),
        ({"images": [image_object(RED), image_object(CLEAR)]}, [RED, CLEAR], ()),
        ({"images": [image_object(RED)["base64"], None]}, [RED], ()),
        ({"image": "data:image/png;base64," + image_object(RED)["base64"]}, [RED], ()),
        ({"images": {"south": image_object(RED), "north": image_object(CLEAR)}}, [RED, CLEAR], ("south", "north")),
        ({"success": True, "data": {"image": image_object(CLEAR)}}, [CLEAR], ()),
    ],
)
def test_pictures_come_out_byte_for_byte(body: dict[str, Any], frames: list[Any], names: tuple[str, ...]) -> None:
    outcome = decode_answer(ASKED, answer(**body))
    assert [frame.tolist() for frame in outcome.frames] == [frame.tolist() for frame in frames]
    assert outcome.names == names
    assert not any(frame.flags.writeable for frame in outcome.frames)


def test_seed_cost_durations_and_notes_are_read() -> None:
    outcome = decode_answer(
        ASKED,
        answer(
            image=image_object(RED),
            seed=3,
            usage={"type": "usd", "usd": 0.0125},
            durations=["100", "50/3"],
            notes=["Hm."],
        ),
    )
    assert outcome.seed == 3
    assert outcome.charge == Charge(Decimal("0.0125"), "usd")
    assert outcome.durations == (Fraction(100), Fraction(50, 3))
    assert outcome.notes == ("Hm.",)


@pytest.mark.parametrize(
    ("usage", "charge"),
    [
        ({"type": "free"}, Charge(Decimal(0), "free")),
        ({"type": "generations", "generations": 2, "usd": None}, Charge(Decimal(2), "generations")),
        ({"type": "usd"}, None),
        (None, None),
        ("much", None),
    ],
)
def test_what_it_cost(usage: object, charge: Charge | None) -> None:
    assert decode_answer(ASKED, answer(image=image_object(RED), usage=usage)).charge == charge


@pytest.mark.parametrize(
    ("told", "seed"),
    [(2**63 - 1, 2**63 - 1), (2**63, None), (2**64 - 1, None), (-(2**63) - 1, None), (True, None), ("7", None)],
)
def test_a_seed_that_cannot_be_stored_is_not_taken_and_the_picture_is(told: object, seed: int | None) -> None:
    outcome = decode_answer(ASKED, answer(image=image_object(RED), seed=told))
    assert (outcome.seed, len(outcome.frames)) == (seed, 1)
    assert seed_in({"last_response": {"seed": told}}) == seed


@pytest.mark.parametrize("durations", ["100", ["1/0"], [0], [-5], [100, "soon"], [True], {}, ["1e999999999"]])
def test_durations_that_make_no_sense_are_left_out(durations: object) -> None:
    assert decode_answer(ASKED, answer(image=image_object(RED), durations=durations)).durations == ()


def test_keypoints_flat_and_a_list_a_frame() -> None:
    point = {"x": 3.5, "y": 1, "label": "NECK", "z_index": 2, "confidence": 0.5}
    pose = Pose.of({"NECK": Keypoint(3.5, 1, 2, confidence=0.5)})
    assert poses_in({"keypoints": [point]}) == (pose,)
    assert poses_in({"keypoints": [[point], [point]]}) == (pose, pose)


def test_keypoints_in_fractions_become_sprite_pixels() -> None:
    found = poses_in({"keypoints": [{"x": 0.5, "y": 0.25, "label": "NECK"}]}, scale=Size(64, 32))
    assert found == (Pose.of({"NECK": Keypoint(32.0, 8.0, 0.0)}),)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>", "The answer is not readable."),
        (b"[1]", "The answer is not what was expected."),
        (b"[" * 100_000, "The answer is not readable."),
        (b"{}", "The answer holds no result."),
        (b'{"images": [null]}', "The answer holds no result."),
        (b'{"keypoints": [[]]}', "The answer holds no result."),
        (b'{"keypoints": [{"label": "NECK", "x": "left", "y": 1}]}', "The keypoints of the answer cannot be read."),
        (b'{"keypoints": [{"label": "NECK", "x": 1e999, "y": 1}]}', "The keypoints of the answer cannot be read."),
        (b'{"keypoints": ["NECK"]}', "The keypoints of the answer cannot be read."),
        (b'{"image": {"type": "base64", "base64": "aGVsbG8="}}', "A picture of the answer cannot be read"),
    ],
)
def test_a_bad_answer_is_said_and_kept(body: bytes, words: str) -> None:
    asked = EstimateSkeleton(image=RED)
    with pytest.raises(BadAnswer, match=words) as caught:
        decode_answer(asked, Answer(body))
    assert str(caught.value).endswith("It was kept; nothing is lost.")
    assert caught.value.excerpt == body[:200].decode()


@pytest.mark.parametrize("amount", ["1e999999999", "0e-999999999", float("nan"), "Infinity"])
def test_a_cost_nobody_can_write_out_is_none(amount: object) -> None:
    usage = {"type": "usd", "usd": amount}
    assert decode_answer(ASKED, answer(image=image_object(RED), usage=usage)).charge is None
