"""Pictures show every frame as a player does, with exact times and straight alpha."""

import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.codec.decoded import Format
from studio.codec.images import read_image, read_png, write_png
from studio.core.errors import BadFile
from studio.doc.palette import Colour, Palette
from tests.unit.codec import pictures
from tests.unit.codec.golden import SLIME, SLIME_DURATIONS, slime_frames, visible

R, G, B = [255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]
O = [0, 0, 0, 0]  # noqa: E741 - a hole, as it looks in the arrays below


_NOT_SAVED = {
    *(("CMYK", "PNG"), ("LA", "JPEG"), ("P", "JPEG"), ("RGBA", "JPEG"), ("LA", "BMP"), ("CMYK", "BMP")),
}
"""Colour modes these formats do not know."""


def shown(data: bytes) -> list[list[list[list[int]]]]:
    return [frame.tolist() for frame in read_image(data).frames]


@pytest.mark.parametrize("name", ["apng/apngasm/slime.png", "webp/webpmux/slime.webp"])
def test_animations_of_other_programs(name: str) -> None:
    decoded = read_image(SLIME / name)
    assert decoded.durations == tuple(SLIME_DURATIONS)
    assert decoded.loop == 0
    for frame, expected in zip(decoded.frames, slime_frames(), strict=True):
        assert np.array_equal(visible(frame), visible(expected))


@pytest.mark.parametrize(("name", "threshold"), [("gif/aseprite/slime.gif", 1), ("gif/gifsicle-O3/slime.gif", 128)])
def test_gifs_of_other_programs(name: str, threshold: int) -> None:
    decoded = read_image(SLIME / name)
    assert decoded.format is Format.GIF
    assert decoded.durations == tuple(SLIME_DURATIONS)
    for frame, expected in zip(decoded.frames, slime_frames(), strict=True):
        assert np.array_equal(frame[..., 3] > 0, expected[..., 3] >= threshold)
        solid = expected[..., 3] == 255
        assert np.array_equal(frame[solid], expected[solid])


def test_png_round_trip_keeps_every_bit() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (7, 5, 4), np.uint8)
    data = write_png(pixels)
    assert np.array_equal(read_png(data), pixels)
    kinds = [kind for kind in (b"tEXt", b"tIME", b"pHYs", b"gAMA", b"iCCP", b"eXIf") if kind in data]
    assert kinds == []
    assert not read_png(data).flags.writeable


def test_apng_times_areas_disposal_and_blending() -> None:
    """Red everywhere; half green over the right cell for 1/3 s and taken back; a blue cell that replaces, then goes."""
    data = pictures.png(
        pictures.header(2, 1),
        (b"acTL", b"\0\0\0\4\0\0\0\2"),
        pictures.control(0, 2, 1, 0, 0, (1, 1000)),
        (b"IDAT", pictures.solid((255, 0, 0, 255), 2, 1)),
        pictures.control(1, 1, 1, 1, 0, (1, 3), dispose=2, blend=1),
        (b"fdAT", b"\0\0\0\2" + pictures.solid((0, 255, 0, 128), 1, 1)),
        pictures.control(3, 1, 1, 0, 0, (7, 0), dispose=1),
        (b"fdAT", b"\0\0\0\4" + pictures.solid((0, 0, 255, 64), 1, 1)),
        pictures.control(5, 1, 1, 1, 0, (0, 5), blend=1),
        (b"fdAT", b"\0\0\0\6" + pictures.solid((9, 9, 9, 0), 1, 1)),
        pictures.END,
    )
    decoded = read_image(data)
    assert decoded.durations == (Fraction(1), Fraction(1000, 3), Fraction(70), Fraction(100))
    assert decoded.loop == 2
    assert shown(data) == [[[R, R]], [[R, [127, 128, 0, 255]]], [[[0, 0, 255, 64], R]], [[O, R]]]


def test_apng_half_clear_over_clear_keeps_its_colour() -> None:
    data = pictures.png(
        pictures.header(1, 1),
        (b"acTL", b"\0\0\0\2\0\0\0\0"),
        pictures.control(0, 1, 1, 0, 0, (1, 10)),
        (b"IDAT", pictures.solid((0, 0, 0, 0), 1, 1)),
        pictures.control(1, 1, 1, 0, 0, (1, 10), blend=1),
        (b"fdAT", b"\0\0\0\2" + pictures.solid((200, 100, 50, 8), 1, 1)),
        pictures.END,
    )
    assert shown(data) == [[[O]], [[[200, 100, 50, 8]]]]


def test_a_still_that_hides_behind_an_apng_is_left_out() -> None:
    data = pictures.png(
        pictures.header(1, 1),
        (b"acTL", b"\0\0\0\1\0\0\0\0"),
        (b"IDAT", pictures.solid((255, 0, 0, 255), 1, 1)),
        pictures.control(0, 1, 1, 0, 0, (1, 10)),
        (b"fdAT", b"\0\0\0\1" + pictures.solid((0, 0, 255, 255), 1, 1)),
        pictures.END,
    )
    assert shown(data) == [[[B]]]


def test_indexed_png_gives_its_palette() -> None:
    data = pictures.png(
        pictures.header(3, 1, colour_type=3),
        (b"PLTE", bytes([255, 0, 0, 0, 255, 0, 0, 0, 255])),
        (b"tRNS", bytes([255, 40])),
        (b"IDAT", pictures.rows(bytes([0, 1, 2]))),
        pictures.END,
    )
    assert shown(data) == [[[R, [0, 255, 0, 40], B]]]
    assert read_image(data).palette == Palette((Colour(255, 0, 0), Colour(0, 255, 0, 40), Colour(0, 0, 255)))


def test_interlaced_png_is_read_and_a_missing_pass_noticed() -> None:
    """3 x 1: pass 1 holds cell 0, pass 4 cell 2, pass 6 cell 1."""
    passes = [bytes(R), bytes(B), bytes(G)]
    whole = pictures.header(3, 1, interlaced=1), (b"IDAT", pictures.rows(*passes)), pictures.END
    assert shown(pictures.png(*whole)) == [[[R, G, B]]]
    short = pictures.header(3, 1, interlaced=1), (b"IDAT", pictures.rows(*passes[:2])), pictures.END
    with pytest.raises(BadFile, match="damaged"):
        read_image(pictures.png(*short))


def test_sixteen_bit_grey_keeps_its_high_byte() -> None:
    data = pictures.png(
        pictures.header(3, 1, depth=16, colour_type=0),
        (b"tRNS", b"\x12\x34"),
        (b"IDAT", pictures.rows(b"\x00\xff\x12\x34\xfe\x01")),
        pictures.END,
    )
    assert shown(data) == [[[[0, 0, 0, 255], [0x12, 0x12, 0x12, 0], [0xFE, 0xFE, 0xFE, 255]]]]


def test_gif_disposal_clears_to_transparent() -> None:
    """Frame 1 fills with red and is removed; 2 puts green on the left and is taken back; 3 is blue on the right."""
    data = pictures.gif(
        2,
        1,
        pictures.gif_loop(4),
        pictures.gif_control(3, dispose=2) + pictures.gif_image(0, 0, 2, 1, [0, 0]),
        pictures.gif_control(0, dispose=3) + pictures.gif_image(0, 0, 1, 1, [1]),
        pictures.gif_control(65535, transparent=3) + pictures.gif_image(0, 0, 2, 1, [3, 2]),
    )
    decoded = read_image(data)
    assert decoded.durations == (30, 100, 655350)
    assert decoded.loop == 5
    assert shown(data) == [[[R, R]], [[G, O]], [[O, B]]]
    assert decoded.palette == Palette((Colour(255, 0, 0), Colour(0, 255, 0), Colour(0, 0, 255), Colour(9, 9, 9)))


def test_gif_frames_leave_the_canvas_as_it_is() -> None:
    data = pictures.gif(2, 1, pictures.gif_image(0, 0, 2, 1, [0, 0]), pictures.gif_image(1, 0, 3, 1, [2, 1, 1]))
    assert shown(data) == [[[R, R]], [[R, B]]]
    assert read_image(data).loop == 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG", "BMP"])
def test_every_colour_mode_is_read(mode: str, kind: str) -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (4, 6, 4), np.uint8)
    stream = io.BytesIO()
    image = Image.fromarray(pixels).convert(mode)
    try:
        image.save(stream, kind, **({"lossless": True, "exact": True} if kind == "WEBP" else {}))
    except OSError:
        assert (mode, kind) in _NOT_SAVED
        return
    data = stream.getvalue()
    assert np.array_equal(read_image(data).frames[0], np.array(Image.open(io.BytesIO(data)).convert("RGBA")))


def test_jpeg_is_turned_upright() -> None:
    image = Image.new("RGB", (16, 8), (255, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = 6
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif)
    assert read_image(stream.getvalue()).frames[0].shape == (16, 8, 4)


def test_the_name_of_a_file_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "really.txt"
    path.write_bytes((SLIME / "webp" / "webpmux" / "slime.webp").read_bytes())
    assert read_image(path).format is Format.WEBP


def test_only_png_is_read_as_png() -> None:
    with pytest.raises(BadFile, match="hero is not a PNG picture"):
        read_png((SLIME / "gif" / "aseprite" / "slime.gif").read_bytes(), name="hero")
