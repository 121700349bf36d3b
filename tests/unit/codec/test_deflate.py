"""A raster is compressed once, and forgotten with the raster."""

from __future__ import annotations

import zlib

import numpy as np

from studio.codec.aseprite import write_aseprite
from studio.codec.aseprite.deflate import DEFLATER, Deflater
from studio.doc.pixels import Pixels, frozen
from tests.unit.codec.sprites import two_frames


def raster(value: int) -> Pixels:
    return frozen(np.full((4, 4, 4), value, np.uint8))


def test_the_stream_holds_the_pixels_and_is_made_once() -> None:
    deflater, pixels = Deflater(), raster(7)
    stream = deflater.stream(pixels)
    assert zlib.decompress(stream) == pixels.tobytes()
    assert deflater.stream(pixels) is stream
    assert deflater.bytes == len(stream)


def test_it_is_forgotten_with_its_raster() -> None:
    deflater = Deflater()
    pixels = raster(7)
    deflater.stream(pixels)
    del pixels
    assert deflater.bytes == 0


def test_what_may_still_be_painted_on_is_never_remembered() -> None:
    deflater, pixels = Deflater(), raster(7).copy()
    deflater.stream(pixels)
    pixels[0, 0] = 9
    assert zlib.decompress(deflater.stream(pixels)) == pixels.tobytes()
    assert deflater.bytes == 0


def test_a_raster_somebody_wrote_to_after_all_is_compressed_anew() -> None:
    deflater, owner = Deflater(), np.full((4, 4, 4), 7, np.uint8)
    pixels = owner[:]
    pixels.flags.writeable = False
    deflater.stream(pixels)
    owner[0, 0] = 9
    assert zlib.decompress(deflater.stream(pixels)) == owner.tobytes()


def test_no_more_is_remembered_than_the_budget() -> None:
    kept, other = raster(1), raster(2)
    room = len(zlib.compress(kept.tobytes())) + 1
    deflater = Deflater(budget=room)
    first = deflater.stream(kept)
    assert zlib.decompress(deflater.stream(other)) == other.tobytes()
    assert deflater.stream(kept) is first
    assert deflater.bytes <= room


def test_a_sprite_saved_twice_is_the_same_file_and_compressed_once() -> None:
    sprite = two_frames()
    before = DEFLATER.bytes
    first = write_aseprite(sprite)
    held = DEFLATER.bytes
    assert held > before
    assert write_aseprite(sprite) == first
    assert DEFLATER.bytes == held
