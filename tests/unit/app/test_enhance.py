"""The question for better words, as a form gives it."""

from __future__ import annotations

import numpy as np
import pytest

from studio.app.enhance import enhancer_of, wish_for
from studio.core.errors import UserError
from studio.doc.pixels import Pixels, frozen
from studio.providers.local.declarations import Inpaint
from studio.providers.pixel_engine.declarations import Animate, EnhancePrompt, GenerateImage, Keyframes
from studio.spec.field import Keyframe


def plain(width: int, height: int) -> Pixels:
    return frozen(np.full((height, width, 4), 255, np.uint8))


def test_every_prompt_of_pixel_engine_can_be_improved_and_nothing_else() -> None:
    for operation in (Animate, Keyframes, GenerateImage):
        assert enhancer_of(operation.spec, "prompt") is EnhancePrompt
    assert enhancer_of(Animate.spec, "negative_prompt") is None
    assert enhancer_of(EnhancePrompt.spec, "prompt") is None
    assert enhancer_of(Inpaint.spec, "prompt") is None


def test_words_picture_and_model_go_along() -> None:
    picture = plain(300, 256)
    wish = wish_for(Animate.spec, {"prompt": "breathes", "image": picture, "model": "frame-engine-v1.1", "frames": 8})
    assert wish.operation.values["prompt"] == "breathes"
    assert wish.operation.values["image"] is picture
    assert wish.operation.values["model"] == "frame-engine-v1.1"
    assert wish.picture is picture


def test_the_first_key_frame_is_the_picture() -> None:
    first = plain(16, 16)
    values = {"prompt": "", "keyframes": (Keyframe(0, first), Keyframe(3, plain(16, 16))), "render_mode": "pixel"}
    wish = wish_for(Keyframes.spec, values)
    assert wish.picture is first
    assert wish.operation.values["model"] == "pixel-engine-v1.1"


def test_the_style_of_key_frames_says_whose_words_they_are() -> None:
    wish = wish_for(Keyframes.spec, {"prompt": "walks", "render_mode": "detailed"})
    assert wish.operation.values["model"] == "frame-engine-v1.1"


def test_a_picture_that_cannot_go_along_is_told_and_left_out() -> None:
    wish = wish_for(Animate.spec, {"prompt": "breathes", "image": plain(900, 900), "model": "pixel-engine-v1.1"})
    assert wish.operation.values["image"] is None
    assert wish.picture is None
    assert wish.note == "The picture does not go along: its size or shape is not possible here."


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"prompt": ""}, "There are no words to improve yet."), ({"prompt": "x" * 2001}, "2000")],
    ids=["nothing", "too much"],
)
def test_nothing_or_too_much_is_said_before_anything_is_asked(values: dict[str, object], sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        wish_for(Animate.spec, values)
