"""From the bytes of an .aseprite file to a sprite.

What the model holds is parsed; every other chunk is kept as it is, with the name of the modelled chunk it followed.
Names of places: "" (start of the frame), "external", "palette", "sprite", "tags", "layer:ID", "cel:LAYER:FRAME".
The chunks that layers, palette and external files were read from are kept too: they are the writer's templates.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from studio.codec.aseprite import cels, parts, studio_data
from studio.codec.aseprite.chunks import (
    FLAG_GROUP_BLEND,
    FLAG_LAYER_OPACITY,
    HEADER_SIZE,
    PALETTES,
    Chunk,
    FrameChunks,
    Header,
    Kind,
    split,
)
from studio.codec.aseprite.properties import Maps, decode_map, encode_map, join_maps, split_maps
from studio.codec.guard import damaged, decoding
from studio.codec.limits import check_picture
from studio.codec.opened import Opened
from studio.core.ids import new_id
from studio.core.words import _
from studio.doc.model import (
    Cel,
    CelKey,
    ColourMode,
    Frame,
    Keep,
    Layer,
    LayerKind,
    RawChunk,
    Sprite,
    Tag,
    UserData,
)
from studio.doc.palette import Palette

STUDIO_PLACE = "studio"
"""Place of kept pseudo chunks (kind 0) that hold studio entries without a frame."""

_Part = TypeVar("_Part", Layer, Cel)

_MODES = {32: ColourMode.RGBA, 16: ColourMode.GRAYSCALE, 8: ColourMode.INDEXED}


def read_aseprite(data: bytes, *, name: str = "") -> Sprite:
    """The sprite alone. BadFile as for `open_aseprite`."""
    return open_aseprite(data, name=name).sprite


def open_aseprite(data: bytes, *, name: str = "") -> Opened:
    """The sprite and what should be said about it. BadFile when the bytes are damaged, cut short or too large.

    A file the studio cannot write back whole opens read-only: `sprite.read_only` says why.
    """
    name = name or _("The sprite")
    with decoding(name):
        header, frames = split(data, name)
        check_picture(name, header.size)
        if header.depth not in _MODES:
            raise damaged(name)
        reader = _Reader(header, frames)
        return reader.read(data[:HEADER_SIZE])


class _Reader:
    """One pass over the chunks of one file."""

    def __init__(self, header: Header, frames: list[FrameChunks]) -> None:
        self._header = header
        self._stored = frames
        self._frames = tuple(Frame(new_id("frame"), Fraction(frame.duration)) for frame in frames)
        self._palette = Palette()
        self._first_palette = Palette()
        self._layers: list[Layer] = []
        self._levels: list[str] = []
        self._cels: dict[CelKey, Cel] = {}
        self._links: list[tuple[CelKey, int, cels.CelHead]] = []
        self._tags: list[Tag] = []
        self._user_data: dict[str, UserData] = {}
        self._tilesets: dict[int, cels.Tileset] = {}
        self._external: list[parts.ExternalFile] = []
        self._keep: list[RawChunk] = []
        self._notices: list[str] = []
        self._unknown_parts = False
        self._budget = cels.Budget()
        self._place = ""
        self._owner: str | None = "sprite"
        self._tag_turn: int | None = None

    def read(self, header_bytes: bytes) -> Opened:
        for index, frame in enumerate(self._stored):
            self._read_frame(index, frame)
        self._join_links()
        if not self._layers:
            self._layers.append(Layer(new_id("layer"), _("Layer 1")))
        sprite = Sprite(
            size=self._header.size,
            layers=tuple(self._with_data(f"layer:{layer.id}", layer) for layer in self._layers),
            frames=self._frames,
            cels=MappingProxyType({key: self._with_data(_cel_place(key), cel) for key, cel in self._cels.items()}),
            tags=tuple(self._tags),
            palette=self._first_palette,
            mode=_MODES[self._header.depth],
            read_only=self._read_only(),
            keep=Keep(header_bytes, tuple(self._keep)),
        )
        sprite = self._with_studio_data(sprite)
        return Opened(sprite, tuple(self._notices))

    def _read_frame(self, index: int, frame: FrameChunks) -> None:
        self._place = ""
        self._owner = "sprite" if index == 0 else None
        self._tag_turn = None
        palettes = [chunk for chunk in frame.chunks if chunk.kind in PALETTES]
        self._palette = parts.parse_palette(palettes, self._palette)
        if index == 0:
            self._first_palette = self._palette
        for chunk in frame.chunks:
            self._read_chunk(index, chunk)

    def _read_chunk(self, index: int, chunk: Chunk) -> None:
        match chunk.kind:
            case Kind.USER_DATA:
                self._read_user_data(index, chunk)
            case Kind.CEL:
                self._read_cel(index, chunk)
            case Kind.LAYER if index == 0:
                self._read_layer(chunk)
            case Kind.TAGS if index == 0 and not self._tags:
                self._read_tags(chunk)
            case Kind.EXTERNAL_FILES if index == 0:
                self._external.extend(parts.parse_external(chunk.data))
                self._move_to("external", keep=chunk, owner=self._owner)
            case Kind.PALETTE | Kind.OLD_PALETTE | Kind.OLDER_PALETTE if index == 0:
                self._move_to("palette", keep=chunk, owner="sprite")
            case Kind.TILESET:
                identifier, tileset = cels.parse_tileset(chunk.data, self._colours(), self._budget)
                self._tilesets[identifier] = tileset
                self._keep_raw(index, chunk)
            case _:
                self._keep_raw(index, chunk)

    def _keep_raw(self, index: int, chunk: Chunk) -> None:
        """User data after it is its own, except where the chunk only adds to another."""
        self._keep.append(RawChunk(index, chunk.kind, chunk.data, self._place))
        if chunk.kind not in (Kind.CEL_EXTRA, Kind.COLOUR_PROFILE, *PALETTES):
            self._owner = None
            self._tag_turn = None

    def _move_to(self, place: str, *, owner: str | None, keep: Chunk | None = None) -> None:
        self._place = place
        self._owner = owner
        self._tag_turn = None
        if keep is not None:
            self._keep.append(RawChunk(0, keep.kind, keep.data, place))

    def _read_user_data(self, index: int, chunk: Chunk) -> None:
        if self._tag_turn is not None and self._tag_turn < len(self._tags):
            tag = self._tags[self._tag_turn]
            data = parts.parse_user_data(chunk.data)
            colour = data.colour or tag.colour
            self._tags[self._tag_turn] = replace(tag, colour=colour, user_data=replace(data, colour=None))
            self._tag_turn += 1
        elif self._owner is None or self._owner in self._user_data:
            self._keep.append(RawChunk(index, chunk.kind, chunk.data, self._place))
        else:
            self._user_data[self._owner] = parts.parse_user_data(chunk.data)
            if self._owner == "sprite":
                self._place = "sprite"

    def _read_layer(self, chunk: Chunk) -> None:
        flags = self._header.flags
        record = parts.parse_layer(
            chunk.data,
            opacity_valid=bool(flags & FLAG_LAYER_OPACITY),
            group_valid=bool(flags & FLAG_GROUP_BLEND),
        )
        del self._levels[record.level :]
        parent = self._levels[-1] if self._levels else None
        layer = replace(record.layer, id=new_id("layer"), parent=parent)
        if layer.kind is LayerKind.GROUP:
            self._levels.append(layer.id)
        self._layers.append(layer)
        self._unknown_parts |= not record.known
        place = f"layer:{layer.id}"
        self._move_to(place, keep=chunk, owner=place)

    def _read_tags(self, chunk: Chunk) -> None:
        last_frame = len(self._frames) - 1
        for record in parts.parse_tags(chunk.data):
            first, last = sorted((min(record.first, last_frame), min(record.last, last_frame)))
            self._tags.append(
                Tag(
                    new_id("tag"),
                    record.name,
                    self._frames[first].id,
                    self._frames[last].id,
                    record.colour,
                    record.playback,
                    record.repeat,
                )
            )
        self._move_to("tags", owner=None)
        self._tag_turn = 0

    def _read_cel(self, index: int, chunk: Chunk) -> None:
        head, body = cels.parse_head(chunk.data)
        layer = self._layers[head.layer]
        key = CelKey(layer.id, self._frames[index].id)
        self._move_to(_cel_place(key), owner=_cel_place(key))
        if head.type == cels.LINKED:
            self._links.append((key, int.from_bytes(body[:2], "little"), head))
            return
        if head.type > cels.TILES:
            self._unknown_parts = True
            return
        if head.type == cels.TILES:
            pixels = cels.parse_tiles(body, self._tilesets[layer.tileset or 0], self._budget)
        else:
            pixels = cels.parse_picture(head, body, self._colours(), self._budget, opaque=layer.background)
        if pixels is not None:
            self._cels[key] = Cel(pixels, head.x, head.y, head.opacity, head.z, origin=chunk.data)

    def _colours(self) -> cels.Colours:
        return cels.Colours(self._header.depth, self._palette, self._header.transparent)

    def _join_links(self) -> None:
        """Linked cels share the picture of the cel they name; one that names nothing is said and left out."""
        groups: dict[CelKey, str] = {}
        for key, frame, head in self._links:
            target = CelKey(key.layer, self._frames[frame].id) if frame < len(self._frames) else key
            source = self._cels.get(target)
            if source is None or target == key:
                self._notices.append(_("A linked cel points to a picture that is not in the file. It was left out."))
                continue
            link = source.link or groups.setdefault(target, new_id("link"))
            self._cels[target] = replace(source, link=link)
            self._cels[key] = Cel(source.pixels, head.x, head.y, head.opacity, head.z, link=link)

    def _with_data(self, place: str, part: _Part) -> _Part:
        data = self._user_data.get(place)
        return part if data is None else replace(part, user_data=data)

    def _read_only(self) -> str:
        if self._header.depth == 8:
            return _("This sprite uses indexed colours. It can be looked at and exported, but not changed yet.")
        if self._header.depth == 16:
            return _("This sprite is in grayscale. It can be looked at and exported, but not changed yet.")
        if any(layer.kind is LayerKind.TILEMAP for layer in self._layers):
            return _("This sprite has tilemap layers. It can be looked at and exported, but not changed yet.")
        if self._unknown_parts:
            return _(
                "This sprite has layers of a kind the studio does not know. It can be looked at and exported, "
                "but not changed."
            )
        return ""

    def _with_studio_data(self, sprite: Sprite) -> Sprite:
        """Take the studio's own map out of the sprite's user data and put what it says on the frames."""
        data = self._user_data.get("sprite")
        if data is None:
            return sprite
        key = next((f.id for f in self._external if f.type == 2 and f.name == studio_data.EXTENSION), None)
        maps = split_maps(data.properties)
        ours = next((entry for entry in maps.maps if entry.key == key), None)
        if ours is None:
            return replace(sprite, user_data=data)
        others = tuple(entry for entry in maps.maps if entry is not ours)
        rest = replace(data, properties=join_maps(Maps(others, maps.tail, maps.tail_count)))
        restored = studio_data.restore(sprite, decode_map(ours.data))
        self._notices.extend(restored.notices)
        lost = tuple(RawChunk(0, 0, encode_map(entry), STUDIO_PLACE) for entry in restored.unmatched)
        keep = replace(sprite.keep, chunks=(*sprite.keep.chunks, *lost))
        user_data = None if rest == UserData() else rest
        return replace(restored.sprite, user_data=user_data, keep=keep)


def _cel_place(key: CelKey) -> str:
    return f"cel:{key.layer}:{key.frame}"
