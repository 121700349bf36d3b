"""PNG and APNG (PNG specification, third edition).

Pillow decodes single pictures only: every frame is handed to it as a bare PNG of header, palette and image data, so
that no text, profile or EXIF chunk is ever parsed, and animations are composed here with exact times and alpha.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from studio.codec.decoded import DEFAULT_DURATION, Decoded, Format, rgba
from studio.codec.guard import cut_short, damaged
from studio.codec.limits import check_picture
from studio.core.geometry import Box, Size
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, frozen

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_PIECE = 2**20
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By colour type: grey, RGB, indexed, grey with alpha, RGBA."""
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""The passes of an interlaced picture: first column and row, step across and down."""
_PREVIOUS = 2
_BACKGROUND = 1
_OVER = 1
_CHECKED = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"acTL", b"fcTL", b"fdAT"))


class Chunk(NamedTuple):
    """A chunk without length and checksum."""

    kind: bytes
    data: bytes


class _Control(NamedTuple):
    """One fcTL: where a frame goes, how long it shows, what happens to it afterwards."""

    box: Box
    duration: Fraction
    dispose: int
    blend: int


@dataclass(slots=True)
class _File:
    """The parts of a PNG that make pixels."""

    header: bytes = b""
    shared: list[Chunk] = field(default_factory=list)
    still: list[bytes] = field(default_factory=list)
    controls: list[_Control] = field(default_factory=list)
    bodies: list[list[bytes]] = field(default_factory=list)
    animated: bool = False
    plays: int = 0

    @property
    def size(self) -> Size:
        return Size(*struct.unpack_from(">II", self.header))


def read_frames(data: bytes, name: str) -> Decoded:
    """Every frame of a PNG or APNG. A still picture that hides behind an animation is left out."""
    file = _parse(data, name)
    palette = _palette(file)
    if not file.controls:
        still = _decode(file, file.size, file.still)
        return Decoded((still,), (DEFAULT_DURATION,), Format.PNG, loop=0, palette=palette)
    frames = _compose(file, name)
    durations = tuple(control.duration or DEFAULT_DURATION for control in file.controls)
    return Decoded(frames, durations, Format.PNG, loop=file.plays, palette=palette)


def write(pixels: Pixels) -> bytes:
    """A lossless RGBA PNG of (h, w, 4) pixels, nothing in it but the picture."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def image_data(pixels: Pixels) -> list[bytes]:
    """The compressed rows of (h, w, 4) pixels as 8-bit RGBA, as the bodies of its IDAT chunks."""
    return [chunk.data for chunk in _chunks(write(pixels), "") if chunk.kind == b"IDAT"]


def animation_chunk(frames: int, loop: int) -> Chunk:
    """The acTL chunk; `loop` 0 for ever."""
    return Chunk(b"acTL", struct.pack(">II", frames, loop))


def control_chunk(sequence: int, size: Size, delay: tuple[int, int]) -> Chunk:
    """The fcTL chunk of a whole frame that replaces what was there; `delay` is a fraction of a second."""
    return Chunk(b"fcTL", struct.pack(">5I2H2B", sequence, *size, 0, 0, *delay, 0, 0))


def join(size: Size, chunks: list[Chunk]) -> bytes:
    """The file of these chunks, 8-bit RGBA."""
    header = Chunk(b"IHDR", struct.pack(">II", *size) + b"\x08\x06\0\0\0")
    return SIGNATURE + b"".join(_chunk_bytes(chunk) for chunk in (header, *chunks, Chunk(b"IEND", b"")))


def _parse(data: bytes, name: str) -> _File:
    file = _File()
    for kind, body in _chunks(data, name):
        if not file.header:
            if kind != b"IHDR" or len(body) != 13:
                raise damaged(name)
            file.header = body
            check_picture(name, file.size)
        elif kind in (b"PLTE", b"tRNS"):
            file.shared.append(Chunk(kind, body))
        elif kind == b"acTL" and not file.still:
            count, file.plays = struct.unpack(">II", body)
            file.animated = True
            check_picture(name, file.size, frames=count)
        elif kind == b"fcTL" and file.animated:
            file.controls.append(_control(body, file.size, name))
            file.bodies.append([])
            check_picture(name, file.size, frames=len(file.controls))
        elif kind == b"IDAT":
            file.still.append(body)
            if file.controls:
                file.bodies[-1].append(body)
        elif kind == b"fdAT" and file.controls:
            file.bodies[-1].append(body[4:])
    if not file.still or not all(file.bodies):
        raise cut_short(name)
    return file


def _chunks(data: bytes, name: str) -> Iterator[Chunk]:
    offset = len(SIGNATURE)
    while True:
        if offset + 12 > len(data):
            raise cut_short(name)
        (length,) = struct.unpack_from(">I", data, offset)
        end = offset + 8 + length
        if end + 4 > len(data):
            raise cut_short(name)
        kind = data[offset + 4 : offset + 8]
        if kind == b"IEND":
            return
        if kind in _CHECKED:
            if zlib.crc32(data[offset + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
                raise damaged(name)
            yield Chunk(kind, data[offset + 8 : end])
        offset = end + 4


def _control(body: bytes, canvas: Size, name: str) -> _Control:
    _sequence, width, height, x, y, number, divisor, dispose, blend = struct.unpack(">5I2H2B", body)
    box = Box(x, y, width, height)
    if box.is_empty or box.right > canvas.width or box.bottom > canvas.height:
        raise damaged(name)
    return _Control(box, Fraction(number * 1000, divisor or 100), dispose, blend)


def _decode(file: _File, size: Size, bodies: list[bytes]) -> Pixels:
    if _inflated(bodies, limit=_stored_bytes(file, size)) < _stored_bytes(file, size):
        raise EOFError("rows are missing")
    header = struct.pack(">II", *size) + file.header[8:]
    parts = [Chunk(b"IHDR", header), *file.shared, Chunk(b"IDAT", b"".join(bodies)), Chunk(b"IEND", b"")]
    bare = SIGNATURE + b"".join(_chunk_bytes(part) for part in parts)
    with PngImageFile(io.BytesIO(bare)) as image:
        return rgba(image)


def _stored_bytes(file: _File, size: Size) -> int:
    """Bytes of all filtered rows, of all seven passes where the picture is interlaced."""
    depth, colour_type, *_methods, interlaced = file.header[8:]
    bits = depth * _CHANNELS[colour_type]
    steps = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in steps:
        columns = max(0, -(-(size.width - left) // across))
        lines = max(0, -(-(size.height - top) // down))
        total += lines * (1 + (columns * bits + 7) // 8) if columns else 0
    return total


def _inflated(bodies: list[bytes], *, limit: int) -> int:
    """How many bytes the image data unfolds into, counted up to `limit` a piece at a time; Pillow leaves rows that
    are missing transparent and says nothing."""
    stream = zlib.decompressobj()
    count = 0
    for body in bodies:
        while body and count < limit:
            count += len(stream.decompress(body, _PIECE))
            body = stream.unconsumed_tail
    return count


def _chunk_bytes(chunk: Chunk) -> bytes:
    tagged = chunk.kind + chunk.data
    return len(chunk.data).to_bytes(4, "big") + tagged + zlib.crc32(tagged).to_bytes(4, "big")


def _compose(file: _File, name: str) -> tuple[Pixels, ...]:
    canvas = np.zeros((file.size.height, file.size.width, 4), np.uint8)
    frames: list[Pixels] = []
    for index, (control, bodies) in enumerate(zip(file.controls, file.bodies, strict=True)):
        source = _decode(file, control.box.size, bodies)
        target = canvas[control.box.slices]
        if source.shape != target.shape:
            raise damaged(name)
        before = target.copy()
        target[...] = _over(source, before) if control.blend == _OVER else source
        frames.append(frozen(canvas.copy()))
        if control.dispose == _BACKGROUND or (control.dispose == _PREVIOUS and index == 0):
            target[...] = 0
        elif control.dispose == _PREVIOUS:
            target[...] = before
    return tuple(frames)


def _over(source: Pixels, below: Pixels) -> Pixels:
    """`source` over `below`, straight alpha, in the integers of the APNG specification's sample code."""
    upper = source[..., 3:].astype(np.uint32) * 255
    lower = (255 - source[..., 3:].astype(np.uint32)) * below[..., 3:]
    total = upper + lower
    mixed = (source[..., :3] * upper + below[..., :3] * lower) // np.maximum(total, 1)
    blended = np.concatenate([mixed, total // 255], axis=2).astype(np.uint8)
    opaque = (source[..., 3:] == 255) | (below[..., 3:] == 0)
    return np.where(opaque, source, np.where(source[..., 3:] == 0, below, blended))


def _palette(file: _File) -> Palette | None:
    colour_type = file.header[9]
    table = next((chunk.data for chunk in file.shared if chunk.kind == b"PLTE"), b"")
    if colour_type != 3 or not table:
        return None
    alphas = next((chunk.data for chunk in file.shared if chunk.kind == b"tRNS"), b"")
    count = len(table) // 3
    opacity = alphas[:count].ljust(count, b"\xff")
    channels = zip(table[0::3], table[1::3], table[2::3], opacity, strict=False)
    return Palette(tuple(Colour(*values) for values in channels))
