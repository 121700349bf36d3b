"""Sheet data as Aseprite writes it (its exporter of 2026-08): every engine with an Aseprite importer reads this.

`frames` is an object by name (hash) or a list (array), in timeline order, never rotated; durations are whole
milliseconds; directions and blend modes carry Aseprite's own words. `meta.sha256` is ours: it names the very sheet
this data belongs to.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from studio import __version__
from studio.core.geometry import Box, Size
from studio.doc.model import Blend, Cel, Layer, LayerKind, Sprite, Tag, UserData
from studio.doc.palette import Colour
from studio.export.frames import exported_layers, ordered_tags, splits_tags
from studio.export.recipe import Format, Recipe, Split
from studio.export.sheet import Cell, Sheet

_APP = "Sprite Studio"


def render(sheet: Sheet, sprite: Sprite, recipe: Recipe, *, image: str, png: bytes) -> bytes:
    """The JSON beside a sheet whose file is named `image` and holds `png`; UTF-8, the same bytes for the same input."""
    entries = {cell.name: _frame(cell) for cell in sheet.cells}
    frames: object = entries
    if recipe.format is Format.ASEPRITE_JSON_ARRAY:
        frames = [{"filename": name, **entry} for name, entry in entries.items()]
    places = _places(sheet, sprite, recipe)
    meta = {
        "app": _APP,
        "version": __version__,
        "image": image,
        "format": "RGBA8888",
        "size": _size(sheet.size),
        "scale": "1",
        "sha256": hashlib.sha256(png).hexdigest(),
        "frameTags": [_tag(sprite, tag, places) for tag in ordered_tags(sprite) if _listed(tag, recipe)],
        "layers": [_layer(sprite, layer) for layer in exported_layers(sprite, recipe)],
        "slices": [],
    }
    return json.dumps({"frames": frames, "meta": meta}, ensure_ascii=False, indent=1).encode() + b"\n"


def _frame(cell: Cell) -> dict[str, Any]:
    return {
        "frame": _box(cell.box),
        "rotated": False,
        "trimmed": cell.trimmed,
        "spriteSourceSize": _box(cell.source),
        "sourceSize": _size(cell.source_size),
        "duration": milliseconds(cell),
    }


def milliseconds(cell: Cell) -> int:
    """The duration as the formats with whole milliseconds have it: rounded, at least 1."""
    return max(1, round(cell.duration))


def _listed(tag: Tag, recipe: Recipe) -> bool:
    return not recipe.only_tags or tag.name in recipe.only_tags


def _places(sheet: Sheet, sprite: Sprite, recipe: Recipe) -> list[int]:
    """Position in `frames` by index of the frame in the sprite; the index itself where frames occur several times."""
    places = list(range(len(sprite.frames)))
    if recipe.split is Split.NONE and not splits_tags(recipe):
        for place, cell in enumerate(sheet.cells):
            places[cell.index] = place
    return places


def _tag(sprite: Sprite, tag: Tag, places: list[int]) -> dict[str, Any]:
    frames = sprite.tag_range(tag)
    entry: dict[str, Any] = {
        "name": tag.name,
        "from": places[frames.start],
        "to": places[frames.stop - 1],
        "direction": tag.playback.value,
    }
    if tag.repeat:
        entry["repeat"] = str(tag.repeat)
    entry["color"] = _colour(tag.colour)
    entry.update(_notes(tag.user_data, colour=False))
    return entry


def _layer(sprite: Sprite, layer: Layer) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": layer.name}
    if layer.parent is not None:
        entry["group"] = sprite.layer(layer.parent).name
    if layer.kind is not LayerKind.GROUP:
        entry["opacity"] = layer.opacity
        entry["blendMode"] = Blend(layer.blend).value
    entry.update(_notes(layer.user_data))
    cels = [
        _cel(index, cel)
        for index, frame in enumerate(sprite.frames)
        if (cel := sprite.cel(layer.id, frame.id)) is not None and _notes(cel.user_data)
    ]
    if cels:
        entry["cels"] = cels
    return entry


def _cel(index: int, cel: Cel) -> dict[str, Any]:
    entry: dict[str, Any] = {"frame": index}
    if cel.opacity != 255:
        entry["opacity"] = cel.opacity
    if cel.z:
        entry["zIndex"] = cel.z
    entry.update(_notes(cel.user_data))
    return entry


def _notes(data: UserData | None, *, colour: bool = True) -> dict[str, str]:
    if data is None:
        return {}
    notes = {}
    if colour and data.colour is not None:
        notes["color"] = _colour(data.colour)
    if data.text:
        notes["data"] = data.text
    return notes


def _colour(colour: Colour) -> str:
    return f"#{colour.r:02x}{colour.g:02x}{colour.b:02x}{colour.a:02x}"


def _box(box: Box) -> dict[str, int]:
    return {"x": box.x, "y": box.y, "w": box.width, "h": box.height}


def _size(size: Size) -> dict[str, int]:
    return {"w": size.width, "h": size.height}
