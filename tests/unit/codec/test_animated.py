"""Animations written here play in other programs: every frame is there, with its pixels and its time."""

import io
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from PIL import Image, ImageSequence

from studio.codec.animated import Written, write_apng, write_gif, write_webp
from studio.codec.images import read_image
from studio.core.errors import UserError
from tests.unit.codec.golden import SLIME_DURATIONS, slime_frames, visible
from tests.unit.codec.sprites import CLEAR, GREEN, HALF_BLUE, RED, pixels

Write = Callable[..., Written]
TIMES = [Fraction(ms) for ms in SLIME_DURATIONS]
STEPS = (pixels([RED, CLEAR]), pixels([RED, CLEAR]), pixels([CLEAR, CLEAR]), pixels([HALF_BLUE, GREEN]))
"""Two equal neighbours, then nothing at all, then half-transparent."""


def by_pillow(data: bytes) -> list[np.ndarray]:
    """The frames as another decoder sees them."""
    with Image.open(io.BytesIO(data)) as image:
        return [np.array(frame.convert("RGBA")) for frame in ImageSequence.Iterator(image)]


@pytest.mark.parametrize("write", [write_apng, write_webp])
def test_the_slime_comes_back_exactly(write: Write) -> None:
    data, warnings = write(slime_frames(), TIMES)
    decoded = read_image(data)
    assert warnings == ()
    assert decoded.durations == tuple(TIMES)
    assert decoded.loop == 0
    for frame, other, expected in zip(decoded.frames, by_pillow(data), slime_frames(), strict=True):
        assert np.array_equal(frame, expected)
        assert np.array_equal(visible(other), visible(expected))


@pytest.mark.parametrize(("write", "loop"), [(write_apng, 3), (write_webp, 3), (write_gif, 3), (write_gif, 1)])
def test_how_often_it_plays(write: Write, loop: int) -> None:
    assert read_image(write(slime_frames(), TIMES, loop=loop).data).loop == loop


@pytest.mark.parametrize("write", [write_apng, write_webp, write_gif])
def test_equal_and_empty_frames_stay(write: Write) -> None:
    data = write(STEPS, [Fraction(50)] * 4).data
    decoded = read_image(data)
    assert decoded.durations == (50, 50, 50, 50)
    shown = [frame.tolist() for frame in map(visible, decoded.frames)]
    last = [[[0, 0, 255, 255 if write is write_gif else 128], list(GREEN)]]
    assert shown == [[[list(RED), list(CLEAR)]], [[list(RED), list(CLEAR)]], [[list(CLEAR), list(CLEAR)]], last]
    assert [visible(frame).tolist() for frame in by_pillow(data)] == shown


@pytest.mark.parametrize("write", [write_apng, write_webp, write_gif])
def test_one_frame_is_an_animation_too(write: Write) -> None:
    decoded = read_image(write([pixels([RED])], [Fraction(70)]).data)
    assert (decoded.durations, decoded.frames[0].tolist()) == ((Fraction(70),), [[list(RED)]])


def test_gif_alpha_is_on_or_off_and_says_so() -> None:
    data, warnings = write_gif([pixels([(1, 2, 3, 127), (4, 5, 6, 128)])], [Fraction(100)])
    assert read_image(data).frames[0].tolist() == [[list(CLEAR), [4, 5, 6, 255]]]
    assert warnings == ("GIF knows no half-transparent pixels: they became opaque or transparent.",)


def test_gif_frames_with_other_colours_have_tables_of_their_own() -> None:
    """Two frames of 200 colours each are exact, although 400 are too many for one table."""
    ramps = [np.full((10, 20, 4), 255, np.uint8) for _frame in range(2)]
    for index, ramp in enumerate(ramps):
        ramp[..., 0] = np.arange(200, dtype=np.uint8).reshape(10, 20)
        ramp[..., 1] = index
    data, warnings = write_gif(ramps, [Fraction(100)] * 2)
    assert warnings == ()
    for found in (read_image(data).frames, by_pillow(data)):
        for frame, expected in zip(found, ramps, strict=True):
            assert np.array_equal(frame, expected)


def test_gif_of_too_many_colours_is_reduced_and_says_so() -> None:
    photo = np.random.default_rng(1).integers(0, 256, (40, 40, 4), np.uint8) | np.array([0, 0, 0, 255], np.uint8)
    photo[0, 0, 3] = 0
    data, (warning,) = write_gif([photo], [Fraction(100)])
    frame = read_image(data).frames[0]
    assert "255 colours" in warning
    assert len(np.unique(frame.reshape(-1, 4), axis=0)) <= 256
    assert frame[0, 0, 3] == 0
    assert np.abs(frame[1:, :, :3].astype(int) - photo[1:, :, :3]).mean() < 40


def test_gif_times_keep_their_total() -> None:
    data, warnings = write_gif([pixels([RED])] * 6, [Fraction(100, 3)] * 3 + [Fraction(5)] * 3)
    assert read_image(data).durations == (30, 40, 30, 20, 20, 20)
    assert "hundredths" in warnings[0]


def test_apng_holds_exact_times() -> None:
    times = [Fraction(100, 3), Fraction(65535), Fraction(1, 7), Fraction(123457, 1000), Fraction(65536)]
    data = write_apng([pixels([RED])] * 5, times).data
    assert read_image(data).durations == (*times[:3], Fraction(123), Fraction(65536))


def test_nothing_cannot_be_written() -> None:
    with pytest.raises(UserError, match="no frame to write"):
        write_gif([], [])


@pytest.mark.parametrize("size", [(1, 1), (255, 3), (3, 257)])
def test_any_size_is_written(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(4).integers(0, 4, (*reversed(size), 4), np.uint8) * np.uint8(85)
    for write in (write_apng, write_webp):
        assert np.array_equal(read_image(write([noise, noise], [Fraction(20)] * 2).data).frames[1], noise)
    solid = noise | np.array([0, 0, 0, 255], np.uint8)
    assert np.array_equal(read_image(write_gif([solid, solid], [Fraction(20)] * 2).data).frames[1], solid)


def test_a_webp_is_the_container_that_its_format_describes() -> None:
    """VP8X with animation and alpha, ANIM, then an ANMF a frame that replaces the one before and is lossless."""
    frames = [pixels([RED, CLEAR, GREEN])] * 3
    data = write_webp(frames, [Fraction(40), Fraction(70), Fraction(2**25)], loop=2).data
    assert (data[:4], data[8:12]) == (b"RIFF", b"WEBP")
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    head, animation, *shown = riff_chunks(data[12:])
    assert head == (b"VP8X", bytes([0x12, 0, 0, 0, 2, 0, 0, 0, 0, 0]))
    assert animation == (b"ANIM", bytes([0, 0, 0, 0, 2, 0]))
    assert [name for name, _body in shown] == [b"ANMF"] * 3
    assert [body[:12] for _name, body in shown] == [bytes([0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0])] * 3
    assert [int.from_bytes(body[12:15], "little") for _name, body in shown] == [40, 70, 2**24 - 1]
    assert [body[15] for _name, body in shown] == [2, 2, 2]
    assert [[name for name, _part in riff_chunks(body[16:])] for _name, body in shown] == [[b"VP8L"]] * 3


def riff_chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found = []
    while data:
        size = int.from_bytes(data[4:8], "little")
        found.append((data[:4], data[8 : 8 + size]))
        data = data[8 + size + size % 2 :]
    return found
