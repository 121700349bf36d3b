"""GIF87a and GIF89a. The blocks are walked here; each frame goes to Pillow as a GIF of its own, for its indices only.

So the times are exact, disposal 2 clears to transparent as browsers do (Pillow fills with the background colour), and
limits hold before a pixel is decoded.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from PIL import Image
from PIL.GifImagePlugin import GifImageFile

from studio.codec.decoded import DEFAULT_DURATION, Decoded, Format
from studio.codec.guard import cut_short, damaged
from studio.codec.limits import check_picture
from studio.core.geometry import Box, Size
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, frozen

_RESTORE_BACKGROUND = 2
_RESTORE_PREVIOUS = 3
_INTERLACED = 0x40
_HAS_TABLE = 0x80


class _Control(NamedTuple):
    """A graphic control extension; it speaks of the next image."""

    dispose: int = 0
    duration: Fraction = DEFAULT_DURATION
    transparent: int | None = None


class _Image(NamedTuple):
    box: Box
    interlaced: bool
    table: bytes
    body: bytes
    """LZW code size and the sub-blocks with their end."""
    control: _Control


@dataclass(slots=True)
class _File:
    size: Size
    table: bytes
    images: list[_Image] = field(default_factory=list)
    loop: int = 1


def read_frames(data: bytes, name: str) -> Decoded:
    """Every frame as a browser shows it."""
    file = _Walker(data, name).file()
    canvas = np.zeros((file.size.height, file.size.width, 4), np.uint8)
    frames: list[Pixels] = []
    for image in file.images:
        visible = image.box.intersected(Box.of_size(file.size))
        target = canvas[visible.slices]
        before = target.copy()
        source = _decode(image)[: visible.height, : visible.width]
        target[...] = np.where(source[..., 3:] == 0, target, source)
        frames.append(frozen(canvas.copy()))
        if image.control.dispose == _RESTORE_BACKGROUND:
            target[...] = 0
        elif image.control.dispose == _RESTORE_PREVIOUS:
            target[...] = before
    durations = tuple(image.control.duration for image in file.images)
    palette = _palette(file.table or file.images[0].table)
    return Decoded(tuple(frames), durations, Format.GIF, loop=file.loop, palette=palette)


def compressed(indices: Pixels) -> bytes:
    """(h, w) indices as LZW of 8 bits with its code size and sub-blocks. Pillow keeps the values of a grey picture."""
    stream = io.BytesIO()
    Image.fromarray(indices).save(stream, "GIF", optimize=False, interlace=False)
    return _Walker(stream.getvalue(), "").file().images[0].body


class _Walker:
    """Reads the blocks of one file in order."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data = data
        self._name = name
        self._at = 6

    def file(self) -> _File:
        width, height, flags, _background, _aspect = struct.unpack("<HHBBB", self._take(7))
        check_picture(self._name, Size(width, height))
        file = _File(Size(width, height), self._table(flags))
        control = _Control()
        while (kind := self._take(1)) != b";":
            if kind == b"!":
                control = self._extension(file, control)
            elif kind == b",":
                file.images.append(self._image(file, control))
                control = _Control()
                check_picture(self._name, file.size, frames=len(file.images))
            else:
                raise damaged(self._name)
        if not file.images:
            raise cut_short(self._name)
        return file

    def _extension(self, file: _File, control: _Control) -> _Control:
        label = self._take(1)[0]
        blocks = self._blocks()
        content = _joined(blocks)
        if label == 0xF9 and len(content) >= 4:
            flags, delay, transparent = struct.unpack_from("<BHB", content)
            return _Control(
                flags >> 2 & 7, Fraction(delay * 10) or DEFAULT_DURATION, transparent if flags & 1 else None
            )
        if label == 0xFF and content[:11] in (b"NETSCAPE2.0", b"ANIMEXTS1.0") and len(content) >= 14:
            repeats = int.from_bytes(content[12:14], "little")
            file.loop = repeats + 1 if repeats else 0
        return control

    def _image(self, file: _File, control: _Control) -> _Image:
        x, y, width, height, flags = struct.unpack("<HHHHB", self._take(9))
        check_picture(self._name, Size(width, height))
        table = self._table(flags) or file.table
        code_size = self._take(1)
        return _Image(Box(x, y, width, height), bool(flags & _INTERLACED), table, code_size + self._blocks(), control)

    def _table(self, flags: int) -> bytes:
        return self._take(3 << (flags & 7) + 1) if flags & _HAS_TABLE else b""

    def _blocks(self) -> bytes:
        """The sub-blocks from here, with lengths and the closing zero."""
        start = self._at
        while length := self._take(1)[0]:
            self._take(length)
        return self._data[start : self._at]

    def _take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise cut_short(self._name)
        taken = self._data[self._at : end]
        self._at = end
        return taken


def _joined(blocks: bytes) -> bytes:
    parts = []
    at = 0
    while length := blocks[at]:
        parts.append(blocks[at + 1 : at + 1 + length])
        at += 1 + length
    return b"".join(parts)


def _decode(image: _Image) -> Pixels:
    """The image's own pixels, its transparent index as alpha 0."""
    size = struct.pack("<HH", image.box.width, image.box.height)
    flags = _INTERLACED if image.interlaced else 0
    alone = b"GIF89a" + size + b"\0\0\0,\0\0\0\0" + size + bytes([flags]) + image.body + b";"
    with GifImageFile(io.BytesIO(alone)) as picture:
        indices = np.array(picture, np.uint8)
    return _lookup(image)[indices]


def _lookup(image: _Image) -> Pixels:
    table = np.zeros((256, 4), np.uint8)
    table[:, 3] = 255
    colours = np.frombuffer(image.table, np.uint8).reshape(-1, 3)
    table[: len(colours), :3] = colours
    if image.control.transparent is not None:
        table[image.control.transparent] = 0
    return table


def _palette(table: bytes) -> Palette | None:
    if not table:
        return None
    return Palette(tuple(Colour(*table[at : at + 3]) for at in range(0, len(table), 3)))
