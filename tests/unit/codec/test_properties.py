"""The typed property maps of user data: every type is read, other tools' maps stay as they are."""

import struct
import uuid
from fractions import Fraction

import pytest

from studio.codec.aseprite import read_aseprite
from studio.codec.aseprite.properties import (
    KeyedMap,
    Maps,
    UnknownType,
    decode_map,
    encode_map,
    join_maps,
    split_maps,
)
from studio.core.geometry import Box, Point, Size
from tests.unit.codec.golden import SPRITES

IDENTITY = uuid.UUID("00112233-4455-6677-8899-aabbccddeeff")


def one(kind: int, body: bytes) -> bytes:
    """A map of one property `p`."""
    return struct.pack("<IH1sH", 1, 1, b"p", kind) + body


@pytest.mark.parametrize(
    ("kind", "body", "value"),
    [
        (0x01, b"\0", False),
        (0x01, b"\2", True),
        (0x02, b"\xff", -1),
        (0x03, b"\xff", 255),
        (0x04, b"\xfe\xff", -2),
        (0x05, b"\xfe\xff", 65534),
        (0x06, b"\xfe\xff\xff\xff", -2),
        (0x07, b"\xfe\xff\xff\xff", 2**32 - 2),
        (0x08, b"\xfe" + b"\xff" * 7, -2),
        (0x09, b"\xfe" + b"\xff" * 7, 2**64 - 2),
        (0x0A, b"\0\x80\xff\xff", Fraction(-1, 2)),
        (0x0B, b"\0\0\xc0\x3f", 1.5),
        (0x0C, b"\0\0\0\0\0\0\xf8\x3f", 1.5),
        (0x0D, "\x04\0äö".encode(), "äö"),
        (0x0E, struct.pack("<ii", -1, 2), Point(-1, 2)),
        (0x0F, struct.pack("<ii", 3, 4), Size(3, 4)),
        (0x10, struct.pack("<iiii", 1, -2, 3, 4), Box(1, -2, 3, 4)),
        (0x11, struct.pack("<IHbb", 2, 2, -1, 5), [-1, 5]),
        (0x11, struct.pack("<IHHbHB", 2, 0, 2, -1, 1, 1), [-1, True]),
        (0x12, struct.pack("<IH1sHB", 1, 1, b"q", 3, 7), {"q": 7}),
        (0x13, IDENTITY.bytes, IDENTITY),
    ],
)
def test_every_type_is_read(kind: int, body: bytes, value: object) -> None:
    assert decode_map(one(kind, body)) == {"p": value}


def test_every_value_comes_back() -> None:
    values = {
        "flags": [True, False],
        "numbers": [0, -1, 2**31 - 1, -(2**31), 2**32 - 1, 2**40, -(2**63)],
        "real": 0.1,
        "fixed": Fraction(3, 2),
        "text": "é",
        "places": [Point(1, 2), Size(3, 4), Box(5, 6, 7, 8)],
        "identity": IDENTITY,
        "deep": {"er": {"": [[], {}, [1, "2"]]}},
    }
    assert decode_map(encode_map(values)) == values


def test_what_aseprite_wrote_is_understood() -> None:
    data = read_aseprite((SPRITES[0].parent / "userdata.aseprite").read_bytes()).user_data
    assert data is not None
    maps = split_maps(data.properties)
    assert join_maps(maps) == data.properties
    (own,) = maps.maps
    assert own.key == 0
    assert decode_map(own.data) == {
        "big": 3_000_000_000,
        "f": 1.5,
        "list": [1, 2, 3],
        "map": {"x": 1, "y": {"z": "deep"}},
        "mixed": [1, "a", False],
        "n": 1,
        "neg": -5,
        "p": Point(1, 2),
        "r": Box(1, 2, 3, 4),
        "t": "täxt",
        "yes": True,
    }


def test_maps_behind_an_unknown_type_stay_in_one_piece() -> None:
    known = KeyedMap(3, encode_map({"a": 1}))
    strange = struct.pack("<I", 4) + one(0x7777, b"??") + struct.pack("<I", 5) + encode_map({})
    block = join_maps(Maps((known,), strange, 2))
    assert struct.unpack_from("<II", block) == (len(block), 3)
    assert split_maps(block) == Maps((known,), strange, 2)
    assert split_maps(b"") == Maps()
    assert join_maps(Maps()) == b""


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\1\0", EOFError),
        (b"\xff\xff\xff\xff", EOFError),
        (one(0x11, b"\xff\xff\xff\xff\x01\0"), EOFError),
        (one(0x7777, b""), UnknownType),
        (one(0x11, struct.pack("<IH", 1, 0x11) * 40), ValueError),
        (one(0x12, struct.pack("<IH1sH", 1, 1, b"q", 0x12) * 40), ValueError),
    ],
    ids=["cut", "many", "long list", "unknown", "deep lists", "deep maps"],
)
def test_nonsense_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        decode_map(data)
