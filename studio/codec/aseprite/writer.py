"""From a sprite to the bytes of an .aseprite file, in the order Aseprite writes.

Kept chunks go back to their places, untouched cels with their original bytes. The studio's external file entry comes
first in the file, as property maps name it by its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studio.codec.aseprite import cels, parts, studio_data
from studio.codec.aseprite.chunks import (
    FLAG_GROUP_BLEND,
    FLAG_LAYER_OPACITY,
    FLAG_UUIDS,
    PALETTES,
    Chunk,
    FrameChunks,
    Header,
    Kind,
    join,
)
from studio.codec.aseprite.properties import KeyedMap, decode_map, encode_map, join_maps, split_maps
from studio.codec.aseprite.reader import STUDIO_PLACE
from studio.core.errors import ReadOnly, UserError
from studio.core.words import _
from studio.doc.model import Blend, Cel, CelKey, Layer, LayerKind, RawChunk, Sprite, UserData
from studio.doc.palette import Palette

_SRGB_PROFILE = Chunk(Kind.COLOUR_PROFILE, (1).to_bytes(2, "little") + bytes(14))
_MOST_FRAMES = 0xFFFF
_MOST_COLOURS = 0xFFFF
_FARTHEST = 0x7FFF


def write_aseprite(sprite: Sprite) -> bytes:
    """The whole file. ReadOnly for a sprite opened without the right to change it; UserError for one that the
    format cannot hold."""
    if sprite.read_only:
        raise ReadOnly(sprite.read_only)
    if len(sprite.frames) > _MOST_FRAMES:
        raise UserError(_("An .aseprite file holds at most 65535 frames. Save this sprite in parts."))
    return _Writer(sprite).file()


class _Writer:
    """One file in the making."""

    def __init__(self, sprite: Sprite) -> None:
        self._sprite = sprite
        self._index_of = {frame.id: index for index, frame in enumerate(sprite.frames)}
        self._layer_index = {layer.id: index for index, layer in enumerate(sprite.layers)}
        self._templates: dict[str, list[Chunk]] = {}
        self._raw: dict[str, list[RawChunk]] = {}
        for chunk in sprite.keep.chunks:
            if _is_template(chunk):
                self._templates.setdefault(chunk.after, []).append(Chunk(chunk.kind, chunk.data))
            elif chunk.after != STUDIO_PLACE:
                self._raw.setdefault(chunk.after, []).append(chunk)
        self._places = {_place(key) for key, cel in sprite.cels.items() if not cel.box.is_empty}
        self._holders: dict[str, CelKey] = {}

    def file(self) -> bytes:
        frames = [
            FrameChunks(studio_data.stored_ms(frame.duration), list(self._frame(index)))
            for index, frame in enumerate(self._sprite.frames)
        ]
        return join(self._header(), frames)

    def _header(self) -> Header:
        kept = self._sprite.keep.header
        header = Header.parse(kept) if kept else Header(1, self._sprite.size)
        flags = header.flags | FLAG_LAYER_OPACITY | FLAG_GROUP_BLEND * self._group_blend
        return replace(
            header,
            frames=len(self._sprite.frames),
            size=self._sprite.size,
            depth=32,
            flags=flags,
            colours=min(max(1, len(self._sprite.palette)), _MOST_COLOURS),
        )

    @property
    def _group_blend(self) -> bool:
        """Whether groups blend as a whole: when the file said so, or a group was given a blend or opacity."""
        return bool(self._kept_flags & FLAG_GROUP_BLEND) or any(
            layer.kind is LayerKind.GROUP and (layer.opacity != 255 or layer.blend is not Blend.NORMAL)
            for layer in self._sprite.layers
        )

    @property
    def _kept_flags(self) -> int:
        kept = self._sprite.keep.header
        return Header.parse(kept).flags if kept else 0

    def _frame(self, index: int) -> Iterator[Chunk]:
        if index == 0:
            yield from self._preamble()
        else:
            yield from self._take_raw("", index)
        yield from self._frame_cels(index)
        yield from self._leftovers(index)

    def _preamble(self) -> Iterator[Chunk]:
        """Everything of frame 0 before its cels."""
        external, sprite_data = self._studio_parts()
        yield from external
        yield from self._take_raw("", 0)
        if not self._sprite.keep.header:
            yield _SRGB_PROFILE
        yield from self._take_raw("external", 0)
        yield from self._palette()
        yield from self._take_raw("palette", 0)
        yield from sprite_data
        yield from self._take_raw("sprite", 0)
        if self._sprite.tags:
            yield from parts.build_tags(self._sprite.tags, self._index_of)
        yield from self._take_raw("tags", 0)
        for layer in self._sprite.layers:
            yield self._layer(layer)
            yield from _user_data(layer.user_data)
            yield from self._take_raw(f"layer:{layer.id}", 0)
        for place in [place for place in self._raw if place.startswith("layer:")]:
            yield from self._take_raw(place, 0)

    def _take_raw(self, place: str, index: int | None = None) -> Iterator[Chunk]:
        """The kept chunks of this place, each given once; with `index` only those of that frame. Frames that went
        leave theirs to the last frame."""
        last = len(self._sprite.frames) - 1
        taken: list[Chunk] = []
        later: list[RawChunk] = []
        for chunk in self._raw.pop(place, []):
            if index is None or min(chunk.frame, last) == index:
                taken.append(Chunk(chunk.kind, chunk.data))
            else:
                later.append(chunk)
        if later:
            self._raw[place] = later
        return iter(taken)

    def _leftovers(self, index: int) -> Iterator[Chunk]:
        """Kept chunks whose place is gone. What only adds to a cel that went goes with it."""
        gone = [place for place in self._raw if place and place not in self._places]
        for place in gone:
            yield from (chunk for chunk in self._take_raw(place, index) if chunk.kind != Kind.CEL_EXTRA)

    def _palette(self) -> list[Chunk]:
        """The chunks it was read from while it is unchanged, since old readers may know only those."""
        kept = self._templates.get("palette", [])
        palette = replace(self._sprite.palette, title="")
        if kept and parts.parse_palette(kept, Palette()) == palette:
            return kept
        return [parts.build_palette(palette)]

    def _layer(self, layer: Layer) -> Chunk:
        place = f"layer:{layer.id}"
        template = self._templates[place][0].data if place in self._templates else b""
        if layer.background and not self._holds_as_background(layer):
            layer = replace(layer, background=False)
        body = parts.build_layer(
            layer,
            self._level(layer),
            template,
            group_valid=self._group_blend,
            uuids=bool(self._kept_flags & FLAG_UUIDS),
        )
        return Chunk(Kind.LAYER, body)

    def _holds_as_background(self, layer: Layer) -> bool:
        """Readers take for granted that a background is lowest, opaque and covers the canvas."""
        cels_of = [cel for key, cel in self._sprite.cels.items() if key.layer == layer.id]
        return self._sprite.layers[0] is layer and all(
            cel.box == self._sprite.box and bool((cel.pixels[..., 3] == 255).all()) for cel in cels_of
        )

    def _level(self, layer: Layer) -> int:
        level = 0
        while layer.parent is not None:
            layer = self._sprite.layer(layer.parent)
            level += 1
        return level

    def _frame_cels(self, index: int) -> Iterator[Chunk]:
        frame = self._sprite.frames[index]
        for layer in self._sprite.layers:
            key = CelKey(layer.id, frame.id)
            cel = self._sprite.cels.get(key)
            if cel is None or cel.box.is_empty:
                continue
            yield Chunk(Kind.CEL, self._cel(key, cel))
            kept = list(self._take_raw(_place(key)))
            yield from (chunk for chunk in kept if chunk.kind == Kind.CEL_EXTRA)
            yield from _user_data(cel.user_data)
            yield from (chunk for chunk in kept if chunk.kind != Kind.CEL_EXTRA)

    def _cel(self, key: CelKey, cel: Cel) -> bytes:
        if max(abs(cel.x), abs(cel.y)) > _FARTHEST:
            raise UserError(
                _("A picture on the layer {name} lies too far outside the canvas to be saved. Move it nearer.").format(
                    name=self._sprite.layer(key.layer).name
                )
            )
        head = cels.CelHead(self._layer_index[key.layer], cel.x, cel.y, cel.opacity, cels.COMPRESSED, cel.z)
        holder = self._holder(key, cel)
        if holder is not None:
            return cels.build_linked(head, self._index_of[holder.frame])
        return cels.build_picture(head, cel.pixels, cel.origin or b"")

    def _holder(self, key: CelKey, cel: Cel) -> CelKey | None:
        """The earlier cel that holds this one's picture, None when this one has to."""
        if cel.link is None:
            return None
        holder = self._holders.setdefault(cel.link, key)
        if holder == key or holder.layer != key.layer:
            return None
        other = self._sprite.cels[holder].pixels
        same = other is cel.pixels or (other.shape == cel.pixels.shape and other.tobytes() == cel.pixels.tobytes())
        return holder if same else None

    def _studio_parts(self) -> tuple[list[Chunk], list[Chunk]]:
        """The external files chunk and the sprite's user data, with the studio's map where one is needed."""
        kept = self._templates.get("external", [])
        unmatched = [decode_map(c.data) for c in self._sprite.keep.chunks if c.after == STUDIO_PLACE]
        values = studio_data.studio_map(self._sprite, unmatched)
        data = self._sprite.user_data
        if not values:
            return kept, list(_user_data(data))
        files = [file for chunk in kept for file in parts.parse_external(chunk.data)]
        ours = next((file for file in files if file.type == 2 and file.name == studio_data.EXTENSION), None)
        if ours is None:
            ours = parts.ExternalFile(max((file.id for file in files), default=0) + 1, 2, studio_data.EXTENSION)
            kept = [parts.build_external([*files, ours])]
        maps = split_maps(data.properties if data else b"")
        maps = maps._replace(maps=(KeyedMap(ours.id, encode_map(values)), *maps.maps))
        return kept, list(_user_data(replace(data or UserData(), properties=join_maps(maps))))


def _user_data(data: UserData | None) -> Iterator[Chunk]:
    if data is not None:
        yield parts.build_user_data(data)


def _is_template(chunk: RawChunk) -> bool:
    """Whether the part that replaces this chunk writes it; a palette of a later frame is kept as any other."""
    return chunk.frame == 0 and (
        (chunk.kind in PALETTES and chunk.after == "palette")
        or (chunk.kind == Kind.EXTERNAL_FILES and chunk.after == "external")
        or (chunk.kind == Kind.LAYER and chunk.after.startswith("layer:"))
    )


def _place(key: CelKey) -> str:
    return f"cel:{key.layer}:{key.frame}"
