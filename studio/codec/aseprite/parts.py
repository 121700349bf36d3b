"""Bodies of the small chunks: layers, tags, palettes, user data, external files. Each is parsed and built here."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from studio.codec.aseprite.chunks import Chunk, Input, Kind, pack_string
from studio.doc.model import Blend, Layer, LayerKind, Playback, Tag, UserData
from studio.doc.palette import BLACK, Colour, Palette

BLENDS = tuple(Blend)
"""Blend modes by their number in the file."""

_LAYER = struct.Struct("<HHHHHHB3s")
_LAYER_KINDS = (LayerKind.IMAGE, LayerKind.GROUP, LayerKind.TILEMAP)
_VISIBLE, _EDITABLE, _BACKGROUND, _COLLAPSED, _REFERENCE = 1, 2, 8, 32, 64
_MODELLED_FLAGS = _VISIBLE | _EDITABLE | _BACKGROUND | _COLLAPSED | _REFERENCE
_PLAYBACKS = tuple(Playback)
_TEXT, _COLOUR, _PROPERTIES = 1, 2, 4
_MOST_COLOURS = 65536
_NAMESPACE = uuid.UUID("5b1c5d3e-6a0f-5f43-9d1e-8f6f2b7a4c10")


class LayerRecord(NamedTuple):
    """A layer chunk. `layer` has neither parent nor id yet; `level` is how deep it is nested."""

    layer: Layer
    level: int
    known: bool
    """False when it is of a kind newer than the studio."""


class TagRecord(NamedTuple):
    """One entry of the tags chunk; frames by index."""

    first: int
    last: int
    name: str
    colour: Colour
    playback: Playback
    repeat: int


class ExternalFile(NamedTuple):
    """One entry of the external files chunk. Type 2 names an extension's properties."""

    id: int
    type: int
    name: str


def parse_layer(data: bytes, *, opacity_valid: bool, group_valid: bool) -> LayerRecord:
    source = Input(data)
    flags, kind, level, _width, _height, blend, opacity, _zero = _LAYER.unpack(source.take(_LAYER.size))
    name = source.string()
    known = kind < len(_LAYER_KINDS)
    layer_kind = _LAYER_KINDS[kind] if known else LayerKind.IMAGE
    valid = group_valid if layer_kind is LayerKind.GROUP else opacity_valid
    blend_valid = (group_valid or layer_kind is not LayerKind.GROUP) and blend < len(BLENDS)
    layer = Layer(
        id="",
        name=name,
        kind=layer_kind,
        opacity=opacity if valid else 255,
        blend=BLENDS[blend] if blend_valid else Blend.NORMAL,
        visible=bool(flags & _VISIBLE),
        locked=not flags & _EDITABLE,
        background=bool(flags & _BACKGROUND),
        reference=bool(flags & _REFERENCE),
        collapsed=bool(flags & _COLLAPSED),
        tileset=source.dword() if layer_kind is LayerKind.TILEMAP else None,
    )
    return LayerRecord(layer, level, known)


def build_layer(layer: Layer, level: int, template: bytes, *, group_valid: bool, uuids: bool) -> bytes:
    """The chunk of an image or group layer. What the model does not hold comes from `template`, the chunk it was
    read from (empty for a layer made here)."""
    flags = (
        _VISIBLE * layer.visible
        | _EDITABLE * (not layer.locked)
        | _BACKGROUND * layer.background
        | _REFERENCE * layer.reference
        | _COLLAPSED * layer.collapsed
    )
    blend, opacity = BLENDS.index(layer.blend), layer.opacity
    width = height = 0
    identity = b""
    if template:
        source = Input(template)
        old_flags, _kind, _level, width, height, old_blend, old_opacity, _zero = _LAYER.unpack(source.take(_LAYER.size))
        source.string()
        identity = source.rest()[-16:]
        flags |= old_flags & ~_MODELLED_FLAGS
        unknown_kept = old_blend >= len(BLENDS) and layer.blend is Blend.NORMAL
        unread = layer.kind is LayerKind.GROUP and not group_valid
        blend = old_blend if unknown_kept or unread else blend
        opacity = old_opacity if unread else opacity
    kind = _LAYER_KINDS.index(layer.kind)
    body = _LAYER.pack(flags, kind, level, width, height, blend, opacity, b"") + pack_string(layer.name)
    if not uuids:
        return body
    return body + (identity if len(identity) == 16 else uuid.uuid5(_NAMESPACE, layer.id).bytes)


def parse_tags(data: bytes) -> list[TagRecord]:
    source = Input(data)
    count = source.word()
    source.take(8)
    records = []
    for _index in range(count):
        first, last, direction, repeat = source.word(), source.word(), source.byte(), source.word()
        source.take(6)
        red, green, blue, _zero = source.take(4)
        playback = _PLAYBACKS[direction] if direction < len(_PLAYBACKS) else Playback.FORWARD
        records.append(TagRecord(first, last, source.string(), Colour(red, green, blue), playback, repeat))
    return records


def build_tags(tags: Sequence[Tag], index_of: Mapping[str, int]) -> list[Chunk]:
    """The tags chunk and one user data chunk a tag, which holds the colour that counts."""
    body = struct.pack("<H8x", len(tags))
    for tag in tags:
        direction = _PLAYBACKS.index(tag.playback)
        body += struct.pack("<HHBH6x", index_of[tag.first], index_of[tag.last], direction, tag.repeat)
        body += bytes(tag.colour[:3]) + b"\0" + pack_string(tag.name)
    chunks = [Chunk(Kind.TAGS, body)]
    for tag in tags:
        data = replace(tag.user_data or UserData(), colour=tag.colour)
        chunks.append(build_user_data(data))
    return chunks


def parse_user_data(data: bytes) -> UserData:
    source = Input(data)
    flags = source.dword()
    text = source.string() if flags & _TEXT else ""
    colour = Colour(*source.take(4)) if flags & _COLOUR else None
    properties = b""
    if flags & _PROPERTIES:
        size = source.dword()
        properties = size.to_bytes(4, "little") + source.take(size - 4)
    return UserData(text, colour, properties)


def build_user_data(data: UserData) -> Chunk:
    flags = _TEXT * bool(data.text) | _COLOUR * (data.colour is not None) | _PROPERTIES * bool(data.properties)
    body = struct.pack("<I", flags)
    if data.text:
        body += pack_string(data.text)
    if data.colour is not None:
        body += bytes(data.colour)
    return Chunk(Kind.USER_DATA, body + data.properties)


def parse_palette(chunks: Sequence[Chunk], before: Palette) -> Palette:
    """The palette after the palette chunks of one frame. A new chunk makes the old ones of its frame void."""
    newer = [chunk for chunk in chunks if chunk.kind == Kind.PALETTE]
    palette = before
    for chunk in newer or chunks:
        if chunk.kind == Kind.PALETTE:
            palette = _parse_new_palette(chunk.data, palette)
        else:
            palette = _parse_old_palette(chunk.data, palette, six_bits=chunk.kind == Kind.OLDER_PALETTE)
    return palette


def build_palette(palette: Palette) -> Chunk:
    """The new palette chunk. An empty palette becomes one black entry, since every reader expects one."""
    colours = palette.colours or (BLACK,)
    names = palette.names or ("",) * len(colours)
    body = struct.pack("<III8x", len(colours), 0, len(colours) - 1)
    for colour, name in zip(colours, names, strict=True):
        body += struct.pack("<H4B", bool(name), *colour) + (pack_string(name) if name else b"")
    return Chunk(Kind.PALETTE, body)


def parse_external(data: bytes) -> list[ExternalFile]:
    source = Input(data)
    count = source.dword()
    source.take(8)
    files = []
    for _index in range(count):
        identifier, kind = source.dword(), source.byte()
        source.take(7)
        files.append(ExternalFile(identifier, kind, source.string()))
    return files


def build_external(files: Sequence[ExternalFile]) -> Chunk:
    body = struct.pack("<I8x", len(files))
    for file in files:
        body += struct.pack("<IB7x", file.id, file.type) + pack_string(file.name)
    return Chunk(Kind.EXTERNAL_FILES, body)


def _parse_new_palette(data: bytes, before: Palette) -> Palette:
    source = Input(data)
    size, first, last = source.dword(), source.dword(), source.dword()
    source.take(8)
    if size > _MOST_COLOURS or last >= max(size, 1) or first > last:
        raise ValueError(f"palette of {size} with entries {first} to {last}")
    colours = [*before.colours[:size], *[BLACK] * (size - len(before.colours))]
    names = [*before.names[:size], *[""] * (size - len(before.names))]
    for index in range(first, last + 1):
        named = source.word() & 1
        colours[index] = Colour(*source.take(4))
        names[index] = source.string() if named else ""
    return Palette(tuple(colours), tuple(names) if any(names) else ())


def _parse_old_palette(data: bytes, before: Palette, *, six_bits: bool) -> Palette:
    source = Input(data)
    colours = list(before.colours)
    index = 0
    for _packet in range(source.word()):
        index += source.byte()
        for _entry in range(source.byte() or 256):
            red, green, blue = source.take(3)
            if six_bits:
                red, green, blue = (value << 2 & 0xFF | value >> 4 & 3 for value in (red, green, blue))
            colours.extend([BLACK] * (index + 1 - len(colours)))
            colours[index] = Colour(red, green, blue)
            index += 1
    return Palette(tuple(colours))
