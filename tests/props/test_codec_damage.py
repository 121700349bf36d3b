"""Whatever happens to a file's bytes, opening it gives a sprite or one clear sentence, and takes little memory."""

import io
import tracemalloc
from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from studio.codec.aseprite import write_aseprite
from studio.codec.load import Opened, open_bytes
from studio.core.errors import BadFile
from studio.doc.compose import flatten
from studio.doc.pixels import frozen
from tests.unit.codec.golden import SLIME, SLIME_SPRITE, SPRITES
from tests.unit.codec.sprites import pose, two_frames

_MOST_MEMORY = 8 * 2**20
"""Bytes, beside what the opened canvas needs: damage never makes room for what a file does not hold."""


def _with_studio_data() -> bytes:
    sprite = two_frames()
    mask = frozen(np.full((3, 4), 255, np.uint8))
    return write_aseprite(sprite.with_frame(replace(sprite.frames[0], duration=Fraction(1, 3), pose=pose(), mask=mask)))


def _saved(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (12, 9, 3), np.uint8)).save(stream, kind)
    return stream.getvalue()


FILES = [
    *(path.read_bytes() for path in (*SPRITES, SLIME_SPRITE)),
    *((SLIME / name).read_bytes() for name in ("apng/apngasm/slime.png", "webp/webpmux/slime.webp")),
    *((SLIME / "gif" / name / "slime.gif").read_bytes() for name in ("aseprite", "gifsicle-O3")),
    *(_saved(kind) for kind in ("PNG", "GIF", "WEBP", "JPEG", "BMP")),
    _with_studio_data(),
]

files = st.sampled_from(FILES)
MAGICS = [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\xff\0\0\0WEBP", b"\xff\xd8\xff", b"BM"]


@st.composite
def damages(draw: st.DrawFn) -> bytes:
    """A file with some of its bytes changed, taken out, put in or doubled; near the front as often as anywhere."""
    data = draw(files)
    for _step in range(draw(st.integers(1, 4))):
        reach = draw(st.sampled_from([min(len(data), 300), len(data)]))
        at = draw(st.integers(0, max(0, reach - 1)))
        patch = draw(st.binary(max_size=4) | st.sampled_from([b"\xff" * 4, b"\0" * 4, b"\xff\x7f", b"\0\0\0\x80"]))
        over = draw(st.sampled_from([len(patch), 0, len(patch) + 3]))
        data = data[:at] + patch + data[at + over :]
    return data


def check(data: bytes) -> None:
    tracemalloc.start()
    opened, sentence = attempt(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    area = opened.sprite.size.area * len(opened.sprite.frames) if opened else 0
    assert peak < _MOST_MEMORY + 16 * area
    if opened is None:
        assert sentence.startswith("hero ")
        assert sentence.endswith(".")
    else:
        for frame in opened.sprite.frames[:3]:
            assert flatten(opened.sprite, frame.id).shape == (*reversed(opened.sprite.size), 4)


def attempt(data: bytes) -> tuple[Opened | None, str]:
    try:
        return open_bytes(data, name="hero"), ""
    except BadFile as error:
        return None, str(error)


@settings(max_examples=300, deadline=None)
@given(damages())
def test_damaged_files(data: bytes) -> None:
    check(data)


@settings(max_examples=150, deadline=None)
@given(files, st.data())
def test_one_flipped_bit(data: bytes, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(data) * 8 - 1))
    flipped = bytearray(data)
    flipped[at // 8] ^= 1 << at % 8
    check(bytes(flipped))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(MAGICS), st.binary())
def test_noise(magic: bytes, noise: bytes) -> None:
    check(magic + noise)


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=122, max_size=122), st.binary(max_size=200))
def test_noise_that_says_it_is_a_sprite(header: bytes, noise: bytes) -> None:
    check(b"\0\0\0\0\xe0\xa5" + header + noise)
