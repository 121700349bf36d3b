"""The typed property maps of a user data chunk (0x2020).

Other tools' maps are never decoded: they are cut out as bytes and put back as bytes. What lies behind a map with a
type that is not known here cannot be cut apart any more and stays in one piece, the `tail`.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from studio.codec.aseprite.chunks import Input, pack_string
from studio.core.geometry import Box, Point, Size

Value: TypeAlias = (
    "bool | int | float | Fraction | str | Point | Size | Box | uuid.UUID | Sequence[Value] | Mapping[str, Value]"
)
"""What a property can hold."""

_DEEPEST = 32


class Type(IntEnum):
    """Types of values, as numbered by the format."""

    BOOL = 0x0001
    INT8 = 0x0002
    UINT8 = 0x0003
    INT16 = 0x0004
    UINT16 = 0x0005
    INT32 = 0x0006
    UINT32 = 0x0007
    INT64 = 0x0008
    UINT64 = 0x0009
    FIXED = 0x000A
    FLOAT = 0x000B
    DOUBLE = 0x000C
    STRING = 0x000D
    POINT = 0x000E
    SIZE = 0x000F
    RECT = 0x0010
    VECTOR = 0x0011
    MAP = 0x0012
    UUID = 0x0013


class UnknownType(ValueError):
    """A value of a type newer than this list; how long it is nobody here can tell."""


class KeyedMap(NamedTuple):
    """One property map as bytes: its count and its properties. `key` 0 is the person's own, others name extensions."""

    key: int
    data: bytes


class Maps(NamedTuple):
    """A block of property maps cut apart. `tail` holds the last `tail_count` of them, uncut."""

    maps: tuple[KeyedMap, ...] = ()
    tail: bytes = b""
    tail_count: int = 0


def split_maps(block: bytes) -> Maps:
    """Cut a block (total size, count, maps) apart. EOFError when it is shorter than it says."""
    if not block:
        return Maps()
    source = Input(block)
    source.dword()
    count = source.dword()
    maps: list[KeyedMap] = []
    for index in range(count):
        start = source.at
        try:
            key = source.dword()
            _read_map(source, 0)
        except UnknownType:
            return Maps(tuple(maps), block[start:], count - index)
        maps.append(KeyedMap(key, block[start + 4 : source.at]))
    return Maps(tuple(maps))


def join_maps(maps: Maps) -> bytes:
    """The block of these maps; empty when there are none."""
    count = len(maps.maps) + maps.tail_count
    if count == 0:
        return b""
    body = b"".join(struct.pack("<I", entry.key) + entry.data for entry in maps.maps) + maps.tail
    return struct.pack("<II", 8 + len(body), count) + body


def decode_map(data: bytes) -> dict[str, Value]:
    """The properties of one map. UnknownType or EOFError when it cannot be read to its end."""
    return _read_map(Input(data), 0)


def encode_map(values: Mapping[str, Value]) -> bytes:
    """One map, each value in the type that fits it: whole numbers as 32 or 64 bits, others as double."""
    body = b"".join(pack_string(name) + _typed(value) for name, value in values.items())
    return struct.pack("<I", len(values)) + body


def _read_map(source: Input, depth: int) -> dict[str, Value]:
    if depth > _DEEPEST:
        raise ValueError("property maps nested too deep")
    values: dict[str, Value] = {}
    for _index in range(source.dword()):
        name = source.string()
        values[name] = _read_value(source, source.word(), depth)
    return values


def _read_vector(source: Input, depth: int) -> list[Value]:
    if depth > _DEEPEST:
        raise ValueError("properties nested too deep")
    count = source.dword()
    shared = source.word()
    return [_read_value(source, shared or source.word(), depth) for _index in range(count)]


def _read_value(source: Input, kind: int, depth: int) -> Value:
    if kind == Type.MAP:
        return _read_map(source, depth + 1)
    if kind == Type.VECTOR:
        return _read_vector(source, depth + 1)
    if kind == Type.STRING:
        return source.string()
    found = _PLAIN.get(kind)
    if found is None:
        raise UnknownType(f"property type {kind:#06x}")
    form, make = found
    value: Value = make(*form.unpack(source.take(form.size)))
    return value


def _fixed(value: int) -> Fraction:
    return Fraction(value, 1 << 16)


def _uuid(value: bytes) -> uuid.UUID:
    return uuid.UUID(bytes=value)


_PLAIN: dict[int, tuple[struct.Struct, Callable[..., Any]]] = {
    Type.BOOL: (struct.Struct("<B"), bool),
    Type.INT8: (struct.Struct("<b"), int),
    Type.UINT8: (struct.Struct("<B"), int),
    Type.INT16: (struct.Struct("<h"), int),
    Type.UINT16: (struct.Struct("<H"), int),
    Type.INT32: (struct.Struct("<i"), int),
    Type.UINT32: (struct.Struct("<I"), int),
    Type.INT64: (struct.Struct("<q"), int),
    Type.UINT64: (struct.Struct("<Q"), int),
    Type.FIXED: (struct.Struct("<i"), _fixed),
    Type.FLOAT: (struct.Struct("<f"), float),
    Type.DOUBLE: (struct.Struct("<d"), float),
    Type.POINT: (struct.Struct("<ii"), Point),
    Type.SIZE: (struct.Struct("<ii"), Size),
    Type.RECT: (struct.Struct("<iiii"), Box),
    Type.UUID: (struct.Struct("<16s"), _uuid),
}


def _typed(value: Value) -> bytes:
    """Type and value. Points, sizes and boxes are tuples too and so come before lists."""
    match value:
        case bool():
            return struct.pack("<HB", Type.BOOL, value)
        case int():
            return _typed_int(value)
        case float():
            return struct.pack("<Hd", Type.DOUBLE, value)
        case Fraction():
            return struct.pack("<Hi", Type.FIXED, round(value * (1 << 16)))
        case str():
            return struct.pack("<H", Type.STRING) + pack_string(value)
        case Point():
            return struct.pack("<Hii", Type.POINT, *value)
        case Size():
            return struct.pack("<Hii", Type.SIZE, *value)
        case Box():
            return struct.pack("<Hiiii", Type.RECT, *value)
        case uuid.UUID():
            return struct.pack("<H", Type.UUID) + value.bytes
        case Mapping():
            return struct.pack("<H", Type.MAP) + encode_map(value)
        case _:
            return struct.pack("<HIH", Type.VECTOR, len(value), 0) + b"".join(_typed(item) for item in value)


def _typed_int(value: int) -> bytes:
    if -(2**31) <= value < 2**31:
        return struct.pack("<Hi", Type.INT32, value)
    if 0 <= value < 2**32:
        return struct.pack("<HI", Type.UINT32, value)
    return struct.pack("<Hq", Type.INT64, value)
