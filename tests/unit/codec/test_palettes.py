"""Palette files of other programs give their colours, names and titles."""

import struct
from pathlib import Path

import numpy as np
import pytest

from studio.codec.aseprite import write_aseprite
from studio.codec.images import write_png
from studio.codec.palettes import read_palette, write_gpl
from studio.core.errors import BadFile, UserError
from studio.doc.palette import Colour, Palette
from tests.unit.codec import pictures
from tests.unit.codec.sprites import two_frames

RED, GREEN = Colour(255, 0, 0), Colour(0, 255, 8)


@pytest.mark.parametrize(
    ("data", "palette"),
    [
        (
            b"GIMP Palette\r\nName: Dusk\r\nColumns: 2\r\n# said\r\n255   0\t0\tRed brick\r\n  0 255   8\r\n\r\n",
            Palette((RED, GREEN), ("Red brick", ""), "Dusk"),
        ),
        (b"GIMP Palette\n#\n255 0 0\n0 255 8\n", Palette((RED, GREEN))),
        (b"JASC-PAL\r\n0100\r\n2\r\n255 0 0\r\n0 255 8\r\n", Palette((RED, GREEN))),
        (b"JASC-PAL\n0100\n2\n255 0 0 255\n0 255 8 40\n9 9 9 9\n", Palette((RED, Colour(0, 255, 8, 40)))),
        (b"ff0000\n00FF08\n", Palette((RED, GREEN))),
        (b"\xef\xbb\xbf#ff0000\r\n#00ff08\r\n", Palette((RED, GREEN))),
        (b"ff0000, 00ff0828", Palette((RED, Colour(0, 255, 8, 40)))),
        (b";paint.net Palette File\n;Palette Name: x\nFFff0000\n2800ff08\n", Palette((RED, Colour(0, 255, 8, 40)))),
        (
            b"RIFF\x18\0\0\0PAL data\x0c\0\0\0\0\3\2\0" + bytes([255, 0, 0, 0, 0, 255, 8, 0]),
            Palette((RED, GREEN)),
        ),
        (bytes([255, 0, 0, 0, 255, 8]) + bytes(762) + b"\0\2\xff\xff", Palette((RED, GREEN))),
        (bytes([255, 0, 0, 0, 255, 8]) + bytes(762) + b"\0\2\0\1", Palette((RED, GREEN._replace(a=0)))),
    ],
    ids=[
        *("gpl", "bare gpl", "jasc", "jasc with alpha", "hex", "hex with signs"),
        *("one line", "paint.net", "riff", "act", "clear act"),
    ],
)
def test_palette_files(data: bytes, palette: Palette) -> None:
    assert read_palette(data) == palette


def test_an_act_file_without_a_count_has_256_colours() -> None:
    palette = read_palette(bytes(range(256)) * 3)
    assert len(palette) == 256
    assert palette.colours[1] == Colour(3, 4, 5)


def test_adobe_swatches() -> None:
    def block(name: str, model: bytes, *values: float) -> bytes:
        text = (name + "\0").encode("utf-16-be")
        body = struct.pack(">H", len(text) // 2) + text + model + struct.pack(f">{len(values)}f", *values) + b"\0\2"
        return struct.pack(">HI", 1, len(body)) + body

    group = struct.pack(">HI", 0xC001, 6) + b"\0\2\0g\0\0"
    blocks = [group, block("brick", b"RGB ", 1, 0, 0), block("fog", b"Gray", 0.5), block("ink", b"CMYK", 0, 1, 1, 0.5)]
    data = b"ASEF\0\1\0\0" + struct.pack(">I", len(blocks)) + b"".join(blocks)
    assert read_palette(data) == Palette((RED, Colour(128, 128, 128), Colour(128, 0, 0)), ("brick", "fog", "ink"))
    lab = b"ASEF\0\1\0\0\0\0\0\1" + block("x", b"LAB ", 1, 2, 3)
    with pytest.raises(UserError, match="Lab colours"):
        read_palette(lab)


def test_a_picture_gives_its_colours_in_reading_order() -> None:
    rows = [[GREEN, RED, Colour(1, 2, 3, 0)], [RED, Colour(7, 7, 7, 7), GREEN]]
    data = write_png(np.array(rows, np.uint8))
    assert read_palette(data) == Palette((GREEN, RED, Colour(7, 7, 7, 7)))


def test_a_picture_with_a_colour_table_gives_that() -> None:
    data = pictures.gif(1, 1, pictures.gif_image(0, 0, 1, 1, [2]))
    assert read_palette(data).colours == (Colour(255, 0, 0), Colour(0, 255, 0), Colour(0, 0, 255), Colour(9, 9, 9))


def test_a_sprite_gives_its_palette(tmp_path: Path) -> None:
    path = tmp_path / "colours.ase"
    path.write_bytes(write_aseprite(two_frames()))
    assert read_palette(path) == two_frames().palette


def test_a_gpl_written_here_reads_back() -> None:
    palette = Palette((RED, GREEN), ("Red\tbrick\n", "#00ff08"), "Two\nlines")
    assert read_palette(write_gpl(palette)) == Palette((RED, GREEN), ("Red brick", "#00ff08"), "Two lines")
    assert write_gpl(Palette((RED,))) == b"GIMP Palette\nName: \nColumns: 16\n#\n255   0   0\t#ff0000\n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "p.gpl holds no colours."),
        (b"hello there", "p.gpl is not a palette the studio reads."),
        (b"\x00\x01\x02", "p.gpl is not a palette the studio reads."),
        (b"GIMP Palette\nName: x\n", "p.gpl holds no colours."),
        (b"GIMP Palette\n255 0\n", "p.gpl is damaged"),
        (b"GIMP Palette\n256 0 0\n", "p.gpl is damaged"),
        (b"JASC-PAL\n0100\nmany\n", "p.gpl is damaged"),
        (b"ASEF\0\1\0\0\xff\xff\xff\xff", "p.gpl is damaged"),
        (b"RIFF\0\0\0\0PAL ", "p.gpl is damaged"),
    ],
)
def test_bad_palettes_get_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_palette(data, name="p.gpl")
    assert str(caught.value).startswith(sentence)


def test_a_photo_is_no_palette() -> None:
    photo = np.random.default_rng(1).integers(0, 256, (32, 32, 4), np.uint8) | np.uint8([0, 0, 0, 255])
    with pytest.raises(UserError, match="has more than 256 colours, too many for a palette"):
        read_palette(write_png(photo), name="photo.png")
