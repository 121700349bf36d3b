"""Whatever a service answers is understood, or told as one of the studio's own errors; nothing else ever comes out."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.codec.images import write_png
from studio.core.errors import ProviderError
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, frozen
from studio.providers.bundle import Kept
from studio.providers.pixel_engine import declarations as engine
from studio.providers.pixel_engine.matte import far_colour, matte_of, without_matte
from studio.providers.pixel_engine.provider import PixelEngine
from studio.providers.pixelapi import declarations as api
from studio.providers.pixelapi.provider import PixelApi
from studio.providers.pixeldojo.declarations import Flux
from studio.providers.pixeldojo.provider import PixelDojo
from studio.providers.protocol import Answer, Outcome
from studio.providers.remote import RemoteProvider
from studio.spec.field import Keyframe
from studio.spec.operation import Operation

PICTURE = frozen(np.array([[(0, 0, 0, 0), (9, 9, 9, 255)]], np.uint8))
ADDRESS = "https://files.example.org/1"
FILE = write_png(frozen(np.array([[(9, 9, 9, 255)] * 6], np.uint8)))
CASES: Sequence[tuple[RemoteProvider, Operation]] = (
    (PixelEngine(), engine.Animate(image=PICTURE, prompt="x", seed=1)),
    (PixelEngine(), engine.Keyframes(keyframes=(Keyframe(0, PICTURE),), prompt="x", seed=1)),
    (PixelEngine(), engine.RemoveBackground(image_url=ADDRESS)),
    (PixelEngine(), engine.EnhancePrompt(prompt="x")),
    (PixelEngine(), engine.ShowJob(job="1")),
    (PixelEngine(), engine.ShowBilling()),
    (PixelDojo(), Flux(prompt="x", seed=1)),
    (PixelApi(), api.GenerateImage(prompt="x", seed=1)),
    (PixelApi(), api.ShowImage(generation_id="1")),
    (PixelApi(), api.ListModels()),
)
_NAMES = st.sampled_from(
    (
        *("api_job_id", "jobId", "generation_id", "id", "status", "progress", "output", "url", "images", "image"),
        *("output_url", "metadata", "frame_w", "frame_h", "frame_count", "fps", "output_format", "inputs", "seed"),
        *("matte_color", "billing", "credits_charged", "credits_used", "error", "code", "message", "plan", "data"),
        *("enhanced_prompt", "available", "reserved", "credits_remaining"),
    )
)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 10**12)
    | st.floats()
    | st.sampled_from([ADDRESS, "success", "failure", "completed", "spritesheet", "#808080", "#00ff00", "x", ""])
    | st.text(max_size=5)
)
_DOCUMENTS = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=6), max_leaves=12
)


_ANSWERS = st.dictionaries(_NAMES, _DOCUMENTS, max_size=8)
_FILES = st.sampled_from([FILE, b"", b"\x89PNG\r\n\x1a\n"])


@pytest.mark.parametrize(("provider", "operation"), CASES, ids=[case[1].spec.id for case in CASES])
@given(document=_ANSWERS, file=_FILES)
def test_any_answer_is_understood_or_told(
    provider: RemoteProvider, operation: Operation, document: dict[str, object], file: bytes
) -> None:
    provider.read_submission(operation, document)
    addresses = list(provider.files_in(operation, document))
    assert all(addresses)
    with contextlib.suppress(ProviderError):
        provider.read_status(operation, document)
    found = Outcome()
    with contextlib.suppress(ProviderError):
        answer = Answer(json.dumps(document).encode())
        found = provider.read(operation, Kept(answer, dict.fromkeys(addresses, file)))
    assert len(found.durations) in (0, len(found.frames))
    assert all(duration > 0 for duration in found.durations)


@pytest.mark.parametrize("provider", [PixelEngine(), PixelApi()], ids=lambda one: one.id)
@given(document=_ANSWERS)
def test_any_balance_is_understood_or_told(provider: RemoteProvider, document: dict[str, object]) -> None:
    with contextlib.suppress(ProviderError):
        assert provider.read_balance(document).left


_COLOURS = st.lists(st.tuples(*[st.integers(0, 255)] * 3), max_size=40)


@given(_COLOURS)
def test_the_fill_colour_is_never_one_of_the_sprite(colours: list[tuple[int, int, int]]) -> None:
    chosen = far_colour(np.array(colours, np.uint8).reshape(-1, 3))
    assert tuple(chosen[:3]) not in colours
    nearest = min((sum(abs(a - b) for a, b in zip(chosen, one, strict=False)) for one in colours), default=765)
    assert nearest >= 60  # forty colours never fill the cube: some corner of it is far from all of them


@given(st.integers(0, 2**32), st.integers(1, 9), st.integers(1, 9), st.integers(1, 4))
def test_what_is_flattened_and_taken_out_again_is_the_sprite(seed: int, width: int, height: int, shades: int) -> None:
    sprite = _hard_edged(np.random.default_rng(seed), width, height, shades)
    matte = matte_of([sprite], palette=Palette((Colour(255, 0, 255),)), wished=None)
    if matte is None:
        assert (sprite[..., 3] == 255).all()
        return
    flat = np.where(sprite[..., 3:] == 0, np.array(matte.colour, np.uint8), sprite)
    assert without_matte(frozen(flat), matte.colour).tolist() == sprite.tolist()


def _hard_edged(random: np.random.Generator, width: int, height: int, shades: int) -> Pixels:
    """Opaque pixels of a few colours, the others clear."""
    colours = random.integers(0, 256, (shades, 4), np.uint8) | np.array([0, 0, 0, 255], np.uint8)
    picked = colours[random.integers(0, shades, (height, width))]
    return frozen(np.where(random.random((height, width, 1)) < 0.5, np.uint8(0), picked))
