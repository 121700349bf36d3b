"""Cel chunks (0x2005) and the tilesets (0x2023) some of them need: from stored bytes to straight RGBA and back."""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

import numpy as np

from studio.codec.aseprite.chunks import Input
from studio.codec.aseprite.deflate import DEFLATER
from studio.core.geometry import Size
from studio.doc.model import MAX_SIDE
from studio.doc.palette import Palette
from studio.doc.pixels import Pixels, frozen, size_of

MAX_CEL_PIXELS = 128 * 2**20
"""Pixels over all cels of one file."""

_CEL = struct.Struct("<HhhBHh5s")
_PICTURE = struct.Struct("<HH")
RAW, LINKED, COMPRESSED, TILES = range(4)

_FULL_ID_MASK = 0x1FFFFFFF
_TILES_INSIDE = 2
_NO_TILE = 0xFFFFFFFF


class CelHead(NamedTuple):
    """The fixed part of a cel chunk."""

    layer: int
    x: int
    y: int
    opacity: int
    type: int
    z: int
    reserved: bytes = b"\0" * 5


class Colours(NamedTuple):
    """How stored values become colours. `palette` and `transparent` count in indexed files."""

    depth: int
    palette: Palette
    transparent: int

    def decode(self, data: bytes, size: Size, *, opaque: bool) -> Pixels:
        """Read-only (h, w, 4). On an `opaque` layer (a background) no index is transparent."""
        if self.depth == 32:
            return frozen(np.frombuffer(data, np.uint8).reshape(size.height, size.width, 4))
        if self.depth == 16:
            pairs = np.frombuffer(data, np.uint8).reshape(size.height, size.width, 2)
            return frozen(pairs[..., [0, 0, 0, 1]])
        return frozen(self._table(opaque=opaque)[np.frombuffer(data, np.uint8).reshape(size.height, size.width)])

    @property
    def bytes(self) -> int:
        """Bytes a pixel."""
        return self.depth // 8

    def _table(self, *, opaque: bool) -> Pixels:
        table = np.zeros((256, 4), np.uint8)
        known = self.palette.array()[:256]
        table[: len(known)] = known
        if not opaque and self.transparent < 256:
            table[self.transparent] = 0
        return table


class Tileset(NamedTuple):
    """Tiles (n, h, w, 4), and whether tile 0 is the empty one."""

    tiles: Pixels
    zero_is_empty: bool


class Budget:
    """Pixels a file may still unfold into."""

    def __init__(self, pixels: int = MAX_CEL_PIXELS) -> None:
        self._left = pixels

    def spend(self, size: Size) -> None:
        """ValueError when the file would unfold into more than the studio holds."""
        self._left -= size.area
        if self._left < 0 or max(size) > 0xFFFF or min(size) < 1:
            raise ValueError(f"too many pixels: {size}")


def parse_head(data: bytes) -> tuple[CelHead, bytes]:
    """The head and what follows it."""
    head = CelHead(*_CEL.unpack_from(data))
    return head, data[_CEL.size :]


def parse_picture(head: CelHead, body: bytes, colours: Colours, budget: Budget, *, opaque: bool) -> Pixels | None:
    """The pixels of a raw or compressed cel; None when it has a side of 0."""
    size = Size(*_PICTURE.unpack_from(body))
    if size.area == 0:
        return None
    if max(size) > MAX_SIDE:
        raise ValueError(f"cel of {size}")
    budget.spend(size)
    wanted = size.area * colours.bytes
    stored = body[_PICTURE.size :]
    if head.type == COMPRESSED:
        return colours.decode(inflate(stored, wanted), size, opaque=opaque)
    if len(stored) < wanted:
        raise EOFError("raw cel too short")
    return colours.decode(stored[:wanted], size, opaque=opaque)


def parse_tiles(body: bytes, tileset: Tileset, budget: Budget) -> Pixels | None:
    """A tilemap cel as pixels; None when it has a side of 0."""
    source = Input(body)
    width, height, bits = source.word(), source.word(), source.word()
    id_mask, x_mask, y_mask, diagonal_mask = (source.dword() for _mask in range(4))
    source.take(10)
    if width * height == 0:
        return None
    if bits != 32:
        raise ValueError(f"tiles of {bits} bits")
    _count, tile_height, tile_width, _channels = tileset.tiles.shape
    size = Size(width * tile_width, height * tile_height)
    if max(size) > MAX_SIDE:
        raise ValueError(f"tilemap of {size}")
    budget.spend(size)
    cells = np.frombuffer(inflate(source.rest(), width * height * 4), "<u4").reshape(height, width)
    result = np.zeros((height, tile_height, width, tile_width, 4), np.uint8)
    for row, column in np.argwhere(cells != _NO_TILE):
        cell = int(cells[row, column])
        index = cell & (id_mask or _FULL_ID_MASK)
        if (index == 0 and tileset.zero_is_empty) or index >= len(tileset.tiles):
            continue
        tile = tileset.tiles[index]
        if cell & diagonal_mask and tile_width == tile_height:
            tile = tile.swapaxes(0, 1)
        tile = tile[:: -1 if cell & y_mask else 1, :: -1 if cell & x_mask else 1]
        result[row, :, column] = tile
    return frozen(result.reshape(size.height, size.width, 4))


def parse_tileset(data: bytes, colours: Colours, budget: Budget) -> tuple[int, Tileset]:
    """Id and tiles of a tileset chunk; one whose tiles lie in another file has none."""
    source = Input(data)
    identifier, flags, count = source.dword(), source.dword(), source.dword()
    size = Size(source.word(), source.word())
    source.take(16)
    source.string()
    if flags & 1:
        source.take(8)
    empty_zero = bool(flags & 4)
    if not flags & _TILES_INSIDE:
        budget.spend(size)
        return identifier, Tileset(np.zeros((0, size.height, size.width, 4), np.uint8), empty_zero)
    whole = Size(size.width, size.height * count)
    if size.area == 0 or whole.area > MAX_CEL_PIXELS:
        raise ValueError(f"{count} tiles of {size}")
    stored = inflate(source.take(source.dword()), whole.area * colours.bytes)
    pixels = colours.decode(stored, whole, opaque=False)
    return identifier, Tileset(pixels.reshape(count, size.height, size.width, 4), empty_zero)


def build_linked(head: CelHead, frame: int) -> bytes:
    """A cel that shows the picture the same layer has in an earlier frame."""
    return _CEL.pack(*head._replace(type=LINKED)) + struct.pack("<H", frame)


def build_picture(head: CelHead, pixels: Pixels, origin: bytes) -> bytes:
    """A cel with its own picture. The stored bytes of `origin` are used again when they still hold these pixels."""
    if origin:
        old, body = parse_head(origin)
        if old.type in (RAW, COMPRESSED) and _holds(old, body, pixels):
            return _CEL.pack(*head._replace(type=old.type, reserved=old.reserved)) + body
    size = size_of(pixels)
    return _CEL.pack(*head._replace(type=COMPRESSED)) + _PICTURE.pack(*size) + DEFLATER.stream(pixels)


def inflate(stored: bytes, wanted: int) -> bytes:
    """Exactly `wanted` bytes out of a whole zlib stream; never makes more. ValueError or zlib.error otherwise."""
    stream = zlib.decompressobj()
    data = stream.decompress(stored, wanted + 1)
    if len(data) != wanted or not stream.eof:
        raise ValueError(f"{len(data)} of {wanted} bytes")
    return data


def _holds(head: CelHead, body: bytes, pixels: Pixels) -> bool:
    """Whether a stored RGBA picture is these pixels. Reading it is several times cheaper than compressing anew."""
    if _PICTURE.unpack_from(body) != size_of(pixels):
        return False
    stored = body[_PICTURE.size :]
    wanted = pixels.nbytes
    data = inflate(stored, wanted) if head.type == COMPRESSED else stored[:wanted]
    return data == pixels.tobytes()
