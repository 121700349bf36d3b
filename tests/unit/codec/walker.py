"""A strict reader of .aseprite bytes that shares nothing with the studio's: it adds up every size and count.

It walks as the least forgiving programs do, so a file that passes opens everywhere.
"""

import struct
import zlib
from typing import Any, NamedTuple


class Walked(NamedTuple):
    """What the walk saw. Chunks as (type, body) lists, one a frame."""

    size: tuple[int, int]
    flags: int
    colours: int
    durations: list[int]
    frames: list[list[tuple[int, bytes]]]
    layers: list[dict[str, Any]]
    cels: list[dict[str, Any]]
    tags: list[dict[str, Any]]

    def kinds(self, frame: int) -> list[int]:
        return [kind for kind, _body in self.frames[frame]]


def walk(data: bytes) -> Walked:
    """AssertionError wherever the bytes break the format."""
    size, magic, count, width, height, depth, flags = struct.unpack_from("<IHHHHHI", data)
    assert size == len(data)
    assert magic == 0xA5E0
    assert depth == 32
    assert flags & 1, "layer opacity must be declared valid"
    assert data[20:28] == bytes(8)
    (colours,) = struct.unpack_from("<H", data, 32)
    at = 128
    durations, frames = [], []
    for _frame in range(count):
        frame_size, frame_magic, old_count, duration, zero, new_count = struct.unpack_from("<IHHH2sI", data, at)
        assert frame_magic == 0xF1FA
        assert zero == b"\0\0"
        assert 1 <= duration <= 65535
        assert old_count == min(new_count, 0xFFFF)
        frames.append(_chunks(data[at + 16 : at + frame_size], new_count))
        durations.append(duration)
        at += frame_size
    assert at == len(data)
    walked = Walked((width, height), flags, colours, durations, frames, [], [], [])
    _check_order(walked)
    for index, chunks in enumerate(frames):
        _read_frame(walked, index, chunks)
    return walked


def _chunks(data: bytes, count: int) -> list[tuple[int, bytes]]:
    at = 0
    found = []
    while at < len(data):
        size, kind = struct.unpack_from("<IH", data, at)
        assert size >= 6
        assert at + size <= len(data)
        found.append((kind, data[at + 6 : at + size]))
        at += size
    assert len(found) == count
    return found


def _check_order(walked: Walked) -> None:
    """External files first, palette before user data and layers, every layer before the first cel."""
    kinds = walked.kinds(0)
    if 0x2008 in kinds:
        assert kinds[0] == 0x2008
    palette = min(kinds.index(kind) for kind in (0x2019, 0x0004) if kind in kinds)
    assert palette < kinds.index(0x2004)
    if 0x2020 in kinds:
        assert palette < kinds.index(0x2020)
    if 0x2005 in kinds:
        assert max(i for i, kind in enumerate(kinds) if kind == 0x2004) < kinds.index(0x2005)
    assert all(0x2004 not in walked.kinds(index) for index in range(1, len(walked.frames)))


def _read_frame(walked: Walked, index: int, chunks: list[tuple[int, bytes]]) -> None:
    for position, (kind, body) in enumerate(chunks):
        if kind == 0x2004:
            walked.layers.append(_layer(body, walked))
        elif kind == 0x2005:
            walked.cels.append(_cel(body, index, walked))
        elif kind == 0x2018:
            walked.tags.extend(_tags(body, len(walked.frames)))
            following = [kind for kind, _body in chunks[position + 1 : position + 1 + len(walked.tags)]]
            assert following == [0x2020] * len(walked.tags), "one user data chunk a tag, in order"
        elif kind == 0x2019:
            _palette(body)
        elif kind == 0x2020:
            _user_data(body)


def _layer(body: bytes, walked: Walked) -> dict[str, Any]:
    flags, kind, level, _width, _height, blend, opacity, zero = struct.unpack_from("<HHHHHHB3s", body)
    assert kind in (0, 1)
    assert blend <= 18
    assert zero == bytes(3)
    assert level <= (walked.layers[-1]["level"] + (walked.layers[-1]["kind"] == 1) if walked.layers else 0)
    name, end = _string(body, 16)
    assert end + (16 if walked.flags & 4 else 0) == len(body)
    return {"flags": flags, "kind": kind, "level": level, "blend": blend, "opacity": opacity, "name": name}


def _cel(body: bytes, frame: int, walked: Walked) -> dict[str, Any]:
    layer, x, y, opacity, kind, z, zero = struct.unpack_from("<HhhBHh5s", body)
    assert layer < len(walked.layers)
    assert walked.layers[layer]["kind"] == 0
    assert zero == bytes(5)
    assert (layer, frame) not in [(cel["layer"], cel["frame"]) for cel in walked.cels]
    cel = {"layer": layer, "frame": frame, "x": x, "y": y, "opacity": opacity, "kind": kind, "z": z}
    if kind == 1:
        (target,) = struct.unpack("<H", body[16:])
        holder = next(cel for cel in walked.cels if (cel["layer"], cel["frame"]) == (layer, target))
        assert holder["kind"] in (0, 2), "a link names a cel with a picture, in an earlier frame"
        return cel | {"target": target}
    assert kind in (0, 2)
    width, height = struct.unpack_from("<HH", body, 16)
    assert width > 0
    assert height > 0
    stream = zlib.decompressobj()
    pixels = stream.decompress(body[20:]) if kind == 2 else body[20:]
    assert kind == 0 or (stream.eof and not stream.unused_data)
    assert len(pixels) == width * height * 4
    return cel | {"width": width, "height": height, "pixels": pixels}


def _tags(body: bytes, frames: int) -> list[dict[str, Any]]:
    (count,) = struct.unpack_from("<H8x", body)
    at = 10
    tags = []
    for _tag in range(count):
        first, last, direction, repeat, zero, colour, pad = struct.unpack_from("<HHBH6s3sB", body, at)
        assert 0 <= first <= last < frames
        assert direction <= 3
        assert (zero, pad) == (bytes(6), 0)
        name, at = _string(body, at + 17)
        tag = {"first": first, "last": last, "direction": direction, "repeat": repeat}
        tags.append(tag | {"name": name, "rgb": colour})
    assert at == len(body)
    return tags


def _palette(body: bytes) -> None:
    size, first, last = struct.unpack_from("<III8x", body)
    assert 0 <= first <= last < size
    at = 20
    for _entry in range(first, last + 1):
        (flags,) = struct.unpack_from("<H4x", body, at)
        at += 6
        if flags & 1:
            _name, at = _string(body, at)
    assert at == len(body)


def _user_data(body: bytes) -> None:
    (flags,) = struct.unpack_from("<I", body)
    at = 4
    if flags & 1:
        _text, at = _string(body, at)
    at += 4 * bool(flags & 2)
    if flags & 4:
        size, maps = struct.unpack_from("<II", body, at)
        assert size >= 8
        assert maps >= 1
        at += size
    assert at == len(body)


def _string(body: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<H", body, at)
    end = at + 2 + length
    assert end <= len(body)
    return body[at + 2 : end].decode("utf-8"), end
