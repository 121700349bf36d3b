"""Bad input gets one clear sentence and nothing is opened: no half picture, no other error, no giant allocation."""

import io
import struct
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.codec.images import read_image
from studio.codec.load import open_sprite
from studio.core.errors import BadFile, UserError
from tests.unit.codec import pictures
from tests.unit.codec.golden import SLIME, SLIME_SPRITE

HERO = "hero.png"


def picture(kind: str, **options: bool) -> bytes:
    pixels = np.random.default_rng(2).integers(0, 256, (17, 23, 3), np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind, **options)
    return stream.getvalue()


def animation(kind: str) -> bytes:
    names = {"APNG": "apng/apngasm/slime.png", "GIF": "gif/gifsicle-O3/slime.gif", "WEBP": "webp/webpmux/slime.webp"}
    return (SLIME / names[kind]).read_bytes()


CUT = {
    **{kind: picture(kind) for kind in ("PNG", "GIF", "WEBP", "JPEG")},
    "progressive JPEG": picture("JPEG", progressive=True),
    **{f"animated {kind}": animation(kind) for kind in ("APNG", "GIF", "WEBP")},
    "aseprite": SLIME_SPRITE.read_bytes(),
}


@pytest.mark.parametrize("kind", CUT)
def test_a_cut_file_is_refused_wherever_it_is_cut(kind: str, tmp_path: Path) -> None:
    data = CUT[kind]
    path = tmp_path / HERO
    path.write_bytes(data)
    assert open_sprite(path).sprite.frames
    for end in range(0, len(data), 1 + len(data) // 300):
        path.write_bytes(data[:end])
        with pytest.raises(BadFile, match=f"^{HERO} ") as caught:
            open_sprite(path)
        assert str(caught.value).endswith(".")
    path.write_bytes(data[:-1])
    with pytest.raises(BadFile):
        open_sprite(path)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "hero.png is empty."),
        (b"not an image", "hero.png is not a picture the studio reads."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "hero.png is not a picture the studio reads."),
        (b"%PDF-1.7", "hero.png is not a picture the studio reads."),
        (b"II*\0\x08\0\0\0", "hero.png is not a picture the studio reads."),
        (pictures.png(pictures.header(0, 0), (b"IDAT", b""), pictures.END), "hero.png says it is 0 x 0 pixels"),
        (
            pictures.png(pictures.header(30_000, 30_000), (b"IDAT", b""), pictures.END),
            "hero.png is 30000 x 30000 pixels. The studio opens pictures of at most 8192 pixels a side",
        ),
        (pictures.gif(0, 4, pictures.gif_image(0, 0, 1, 1, [0])), "hero.png says it is 0 x 4 pixels"),
        (pictures.gif(60_000, 1, pictures.gif_image(0, 0, 1, 1, [0])), "hero.png is 60000 x 1 pixels."),
        (b"BM" + bytes(12) + struct.pack("<Iii", 40, 9000, -9000).ljust(40, b"\0"), "hero.png is 9000 x 9000 pixels."),
        (
            b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + b"\xff\xff\xff\xff\xff\xff",
            "hero.png is 16777216 x 16777216",
        ),
        (
            b"\xff\xd8\xff\xc0\0\x0b\x08\x75\x30\x75\x30\x01\x01\x11\0\xff\xda\0\x02\xff\xd9",
            "hero.png is 30000 x 30000 pixels.",
        ),
        (
            pictures.png(pictures.header(8000, 8000), (b"acTL", b"\0\0\0\2\0\0\0\0"), pictures.END),
            "hero.png holds 2 frames of 8000 x 8000 pixels, more than the 67 million pixels",
        ),
        (pictures.png(pictures.header(4, 4), (b"IDAT", b"nonsense"), pictures.END), "hero.png is damaged"),
        (pictures.png(pictures.header(4, 4), (b"IDAT", pictures.rows(bytes(16))), pictures.END), "hero.png is damaged"),
        (pictures.png(pictures.header(4, 4), pictures.END), "hero.png is cut short"),
        (pictures.gif(1, 1), "hero.png is cut short"),
        (pictures.gif(1, 1, b"?"), "hero.png is damaged"),
    ],
)
def test_bad_input_gets_one_sentence_and_little_memory(data: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / HERO
    path.write_bytes(data)
    tracemalloc.start()
    with pytest.raises(BadFile) as caught:
        open_sprite(path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(caught.value).startswith(sentence)
    assert peak < 2_000_000


def test_a_damaged_checksum_is_noticed() -> None:
    data = bytearray(picture("PNG"))
    data[data.index(b"IDAT") + 9] ^= 1
    with pytest.raises(BadFile, match="damaged"):
        read_image(bytes(data), name=HERO)


def test_a_colour_table_that_does_not_match_its_checksum_is_not_believed() -> None:
    table, data = (b"PLTE", bytes([200, 30, 40])), (b"IDAT", pictures.rows(b"\0"))
    file = bytearray(pictures.png(pictures.header(1, 1, colour_type=3), table, data, pictures.END))
    assert read_image(bytes(file)).frames[0].tolist() == [[[200, 30, 40, 255]]]
    file[file.index(b"PLTE") + 4] = 201
    with pytest.raises(BadFile, match="damaged"):
        read_image(bytes(file), name=HERO)


def test_frames_that_the_count_does_not_tell_of_are_counted_too() -> None:
    side = 4096
    frames = [pictures.control(number, side, side, 0, 0, (1, 10)) for number in range(5)]
    file = pictures.png(pictures.header(side, side), (b"acTL", b"\0\0\0\1\0\0\0\0"), *frames, pictures.END)
    with pytest.raises(BadFile, match="holds 5 frames of 4096 x 4096 pixels"):
        read_image(file, name=HERO)


def test_a_file_that_vanished_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.png is not there"):
        open_sprite(tmp_path / "gone.png")
    with pytest.raises(UserError, match="is a folder"):
        open_sprite(tmp_path)


def test_text_that_unfolds_is_never_unfolded() -> None:
    """20 KB of compressed text that would take 20 MB."""
    data = picture("PNG")
    text = pictures.png((b"zTXt", b"Comment\0\0" + zlib.compress(bytes(20_000_000))))[8:]
    at = data.index(b"IDAT") - 4
    tracemalloc.start()
    frame = read_image(data[:at] + text + data[at:]).frames[0]
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000
    assert np.array_equal(frame, read_image(data).frames[0])
