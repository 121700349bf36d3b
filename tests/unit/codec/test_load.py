"""Any file a person chooses becomes a sprite."""

import struct
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from studio.codec.images import write_png
from studio.codec.load import open_bytes, open_sprite
from studio.doc.compose import flatten
from studio.doc.palette import Colour
from tests.unit.codec import pictures
from tests.unit.codec.golden import SLIME, SLIME_DURATIONS, SLIME_SPRITE, slime_frames, visible


@pytest.mark.parametrize("path", [SLIME / "apng/apngasm/slime.png", SLIME / "webp/webpmux/slime.webp", SLIME_SPRITE])
def test_frames_and_times(path: Path) -> None:
    sprite, notices = open_sprite(path)
    assert notices == ()
    assert [frame.duration for frame in sprite.frames] == SLIME_DURATIONS
    for frame, expected in zip(sprite.frames, slime_frames(), strict=True):
        assert np.array_equal(visible(flatten(sprite, frame.id)), visible(expected))


def test_a_still_picture_is_one_frame() -> None:
    sprite, _notices = open_sprite(SLIME / "frames-and-times" / "frames" / "0000.png")
    assert len(sprite.frames) == 1
    assert len(sprite.layers) == 1
    assert sprite.read_only == ""


def test_a_gif_brings_its_palette() -> None:
    sprite, _notices = open_bytes(pictures.gif(1, 1, pictures.gif_image(0, 0, 1, 1, [2])))
    assert sprite.palette.colours == (Colour(255, 0, 0), Colour(0, 255, 0), Colour(0, 0, 255), Colour(9, 9, 9))
    assert flatten(sprite, sprite.frames[0].id).tolist() == [[[0, 0, 255, 255]]]


def test_a_picture_without_a_colour_table_brings_its_colours() -> None:
    """In the order they appear; a photograph brings none."""
    rows = [[[1, 2, 3, 255], [0, 0, 0, 0]], [[9, 9, 9, 128], [1, 2, 3, 255]]]
    sprite, _notices = open_bytes(write_png(np.array(rows, np.uint8)))
    assert sprite.palette.colours == (Colour(1, 2, 3), Colour(9, 9, 9, 128))
    photo = np.random.default_rng(1).integers(0, 256, (32, 32, 4), np.uint8)
    assert len(open_bytes(write_png(photo)).sprite.palette) == 0


def test_times_a_sprite_cannot_hold_are_cut_and_said() -> None:
    data = pictures.gif(1, 1, pictures.gif_control(6554) + pictures.gif_image(0, 0, 1, 1, [0]))
    sprite, (notice,) = open_bytes(data)
    assert [frame.duration for frame in sprite.frames] == [Fraction(65535)]
    assert "65535 milliseconds" in notice


def test_the_name_of_a_sprite_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "slime.png"
    path.write_bytes(SLIME_SPRITE.read_bytes())
    assert len(open_sprite(path).sprite.frames) == 8


def test_a_picture_that_looks_like_a_sprite_is_a_picture() -> None:
    """Bytes 4 and 5 of an .aseprite file could stand in other files too; the picture's own magic wins."""
    head = b"BM" + struct.pack("<HHII", 0, 0xA5E0, 0, 54)
    data = head + struct.pack("<IiiHH", 40, 1, 1, 1, 24) + bytes(24) + bytes(4)
    assert open_bytes(data).sprite.size == (1, 1)
