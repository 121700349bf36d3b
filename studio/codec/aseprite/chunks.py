"""Little-endian primitives, the file header, and the walk from bytes to frames of chunks and back.

Sizes are checked before anything is taken: a declared length never makes an allocation of its own.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from studio.codec.guard import cut_short, damaged
from studio.core.geometry import Size

HEADER_SIZE = 128
FILE_MAGIC = 0xA5E0
FRAME_MAGIC = 0xF1FA

FLAG_LAYER_OPACITY = 1
FLAG_GROUP_BLEND = 2
FLAG_UUIDS = 4

_HEADER = struct.Struct("<IHHHHHIH8xB3xHBBhhHH")
_FRAME = struct.Struct("<IHHH2xI")
_CHUNK = struct.Struct("<IH")
_OLD_COUNT_FULL = 0xFFFF


class Kind(IntEnum):
    """Chunk types the studio knows by name."""

    OLD_PALETTE = 0x0004
    OLDER_PALETTE = 0x0011
    LAYER = 0x2004
    CEL = 0x2005
    CEL_EXTRA = 0x2006
    COLOUR_PROFILE = 0x2007
    EXTERNAL_FILES = 0x2008
    TAGS = 0x2018
    PALETTE = 0x2019
    USER_DATA = 0x2020
    SLICE = 0x2022
    TILESET = 0x2023


PALETTES = (Kind.OLD_PALETTE, Kind.OLDER_PALETTE, Kind.PALETTE)


class Chunk(NamedTuple):
    """A chunk without its six bytes of size and type."""

    kind: int
    data: bytes


class FrameChunks(NamedTuple):
    """One frame as stored: whole milliseconds and its chunks in order."""

    duration: int
    chunks: list[Chunk]


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of the file header that mean something; the rest of its 128 bytes is zero."""

    frames: int
    size: Size
    depth: int = 32
    flags: int = FLAG_LAYER_OPACITY
    speed: int = 100
    transparent: int = 0
    colours: int = 0
    pixel_ratio: tuple[int, int] = (1, 1)
    grid: tuple[int, int, int, int] = (0, 0, 16, 16)

    @classmethod
    def parse(cls, data: bytes) -> Header:
        fields = _HEADER.unpack_from(data)
        _size, _magic, frames, width, height, depth, flags, speed, transparent, colours, *rest = fields
        ratio = (rest[0], rest[1])
        grid = (rest[2], rest[3], rest[4], rest[5])
        return cls(frames, Size(width, height), depth, flags, speed, transparent, colours, ratio, grid)

    def pack(self, file_size: int) -> bytes:
        packed = _HEADER.pack(
            file_size,
            FILE_MAGIC,
            self.frames,
            *self.size,
            self.depth,
            self.flags,
            self.speed,
            self.transparent,
            self.colours,
            *self.pixel_ratio,
            *self.grid,
        )
        return packed.ljust(HEADER_SIZE, b"\0")


class Input:
    """Takes values off bytes from front to back. EOFError when there are too few."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        end = self.at + count
        if count < 0 or end > len(self._data):
            raise EOFError(f"{count} bytes at {self.at} of {len(self._data)}")
        taken = self._data[self.at : end]
        self.at = end
        return taken

    def rest(self) -> bytes:
        return self.take(len(self._data) - self.at)

    @property
    def left(self) -> int:
        return len(self._data) - self.at

    def byte(self) -> int:
        return self.take(1)[0]

    def word(self) -> int:
        return int.from_bytes(self.take(2), "little")

    def short(self) -> int:
        return int.from_bytes(self.take(2), "little", signed=True)

    def dword(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def string(self) -> str:
        """16-bit length and UTF-8; bytes that are no UTF-8 become the replacement character."""
        return self.take(self.word()).decode("utf-8", "replace")


def pack_string(text: str) -> bytes:
    """16-bit length and UTF-8, cut at 65,535 bytes between characters."""
    encoded = text.encode("utf-8", "replace")[:0xFFFF].decode("utf-8", "ignore").encode()
    return len(encoded).to_bytes(2, "little") + encoded


def is_aseprite(data: bytes) -> bool:
    """Whether the bytes begin like an .aseprite file."""
    return len(data) >= 6 and int.from_bytes(data[4:6], "little") == FILE_MAGIC


def split(data: bytes, name: str) -> tuple[Header, list[FrameChunks]]:
    """The header and the chunks of every frame. BadFile when sizes lead past the end.

    The header's file size is not believed, since Aseprite does not either.
    """
    if len(data) < HEADER_SIZE:
        raise cut_short(name)
    header = Header.parse(data)
    if header.frames == 0:
        raise damaged(name)
    frames = []
    at = HEADER_SIZE
    for _index in range(header.frames):
        frame, at = _split_frame(data, at, header, name)
        frames.append(frame)
    return header, frames


def join(header: Header, frames: list[FrameChunks]) -> bytes:
    """The file: every size adds up and both chunk counts are set."""
    body = b"".join(_join_frame(frame) for frame in frames)
    return header.pack(HEADER_SIZE + len(body)) + body


def _split_frame(data: bytes, at: int, header: Header, name: str) -> tuple[FrameChunks, int]:
    if at + _FRAME.size > len(data):
        raise cut_short(name)
    size, magic, old_count, duration, new_count = _FRAME.unpack_from(data, at)
    end = at + size
    if magic != FRAME_MAGIC or size < _FRAME.size:
        raise damaged(name)
    if end > len(data):
        raise cut_short(name)
    at += _FRAME.size
    chunks = []
    for _index in range(new_count or old_count):
        if at + _CHUNK.size > end:
            raise damaged(name)
        length, kind = _CHUNK.unpack_from(data, at)
        if length < _CHUNK.size or at + length > end:
            raise damaged(name)
        chunks.append(Chunk(kind, data[at + _CHUNK.size : at + length]))
        at += length
    return FrameChunks(duration or header.speed or 100, chunks), end


def _join_frame(frame: FrameChunks) -> bytes:
    body = b"".join(_CHUNK.pack(_CHUNK.size + len(chunk.data), chunk.kind) + chunk.data for chunk in frame.chunks)
    count = len(frame.chunks)
    head = _FRAME.pack(_FRAME.size + len(body), FRAME_MAGIC, min(count, _OLD_COUNT_FULL), frame.duration, count)
    return head + body
