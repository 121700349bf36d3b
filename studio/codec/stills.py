"""WebP (still and animated), JPEG and BMP: the container is checked here, the pixels are Pillow's work.

Each of Pillow's readers is named, here and for PNG and GIF: `Image.open` would load dozens more of them for a WebP.
"""

from __future__ import annotations

import io
import struct
from fractions import Fraction

from PIL import ImageOps
from PIL.BmpImagePlugin import BmpImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.WebPImagePlugin import WebPImageFile

from studio.codec.decoded import DEFAULT_DURATION, Decoded, Format, rgba
from studio.codec.guard import cut_short, damaged
from studio.codec.limits import check_picture
from studio.core.geometry import Size

BMP_SMALLEST = 26

_JPEG_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers without a length: TEM, RST0-7, SOI."""


def read_webp(data: bytes, name: str) -> Decoded:
    """Every frame of a WebP; libwebp composes them."""
    size, durations, loop = _webp_facts(data, name)
    check_picture(name, size, frames=len(durations))
    with WebPImageFile(io.BytesIO(data)) as image:
        if image.size != size or getattr(image, "n_frames", 1) != len(durations):
            raise damaged(name)
        frames = []
        for index in range(len(durations)):
            image.seek(index)
            frames.append(rgba(image))
    return Decoded(tuple(frames), tuple(durations), Format.WEBP, loop=loop)


def read_jpeg(data: bytes, name: str) -> Decoded:
    """The picture, turned upright as its EXIF orientation says."""
    check_picture(name, _jpeg_size(data, name))
    with JpegImageFile(io.BytesIO(data)) as image:
        pixels = rgba(ImageOps.exif_transpose(image))
    return Decoded((pixels,), (DEFAULT_DURATION,), Format.JPEG)


def read_bmp(data: bytes, name: str) -> Decoded:
    check_picture(name, _bmp_size(data))
    with BmpImageFile(io.BytesIO(data)) as image:
        pixels = rgba(image)
    return Decoded((pixels,), (DEFAULT_DURATION,), Format.BMP)


def _webp_facts(data: bytes, name: str) -> tuple[Size, list[Fraction], int]:
    """Canvas, milliseconds of each frame, loop count."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise cut_short(name)
    size: Size | None = None
    durations: list[Fraction] = []
    loop = 0
    at = 12
    while at + 8 <= end:
        kind = data[at : at + 4]
        body = data[at + 8 : at + 8 + int.from_bytes(data[at + 4 : at + 8], "little")]
        if kind == b"VP8X":
            size = Size(1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
        elif kind == b"VP8L":
            bits = int.from_bytes(body[1:5], "little")
            size = size or Size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        elif kind == b"VP8 ":
            width, height = struct.unpack_from("<HH", body, 6)
            size = size or Size(width & 0x3FFF, height & 0x3FFF)
        elif kind == b"ANIM":
            loop = int.from_bytes(body[4:6], "little")
        elif kind == b"ANMF":
            durations.append(Fraction(int.from_bytes(body[12:15], "little")) or DEFAULT_DURATION)
        at += 8 + len(body) + len(body) % 2
    if size is None:
        raise damaged(name)
    return size, durations or [DEFAULT_DURATION], loop


def _jpeg_size(data: bytes, name: str) -> Size:
    """Walks the markers to the end of the picture, so that a cut file is noticed."""
    size: Size | None = None
    at = 2
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 2 > len(data):
            raise cut_short(name)
        marker = data[at + 1]
        if marker == 0xD9:
            break
        if marker in _JPEG_ALONE or marker in (0x00, 0xFF):
            at += 1 if marker == 0xFF else 2
            continue
        if at + 4 > len(data):
            raise cut_short(name)
        if marker in _JPEG_FRAME_HEADERS and at + 9 <= len(data):
            height, width = struct.unpack_from(">HH", data, at + 5)
            size = Size(width, height)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    if size is None:
        raise damaged(name)
    return size


def _bmp_size(data: bytes) -> Size:
    if int.from_bytes(data[14:18], "little") == 12:
        return Size(*struct.unpack_from("<HH", data, 18))
    width, height = struct.unpack_from("<ii", data, 18)
    return Size(width, abs(height))
