"""Sheets with the JSON that Aseprite or TexturePacker wrote beside them, as sprites with durations and tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from studio.codec.decoded import DEFAULT_DURATION
from studio.codec.guard import damaged, decoding
from studio.codec.images import read_file, read_image
from studio.codec.limits import check_picture
from studio.core.errors import BadFile
from studio.core.geometry import Box, Point, Size
from studio.core.ids import new_id
from studio.core.words import _
from studio.doc.edits import MAX_DURATION, from_rasters
from studio.doc.model import Playback, Sprite, Tag
from studio.doc.palette import Colour
from studio.doc.pixels import Pixels, frozen, size_of

Json: TypeAlias = Any
"""A value out of a JSON document, of any shape until looked at."""

_MOST_SHEETS = 64
_TAG_IN_NAME = re.compile(r" #(.+?)(?: \d+)?(?:\.\w+)?$")


class _Piece(NamedTuple):
    """One frame: where it lies in its picture and where on its canvas."""

    name: str
    sheet: str
    box: Box
    at: Point
    canvas: Size
    turned: bool
    duration: Fraction | None


def is_sheet_data(data: bytes) -> bool:
    """Whether the bytes look like the JSON of a sheet."""
    head = data[:65536].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"frames"' in head and (b'"frame"' in head or b'"meta"' in head)


def open_sheet(path: Path) -> Sprite:
    """The sprite a JSON file describes; its pictures lie in the same folder. Frames of unequal size share the largest
    canvas, top left.

    BadFile when it is no such JSON or its pictures do not fit it; UserError when a picture is missing.
    """
    name = path.name
    with decoding(name):
        documents = list(_documents(path))
        pieces = [piece for document in documents for piece in _pieces(document)]
        if not pieces:
            raise BadFile(_("{name} describes no frames of a sheet.").format(name=name))
        if not any(piece.duration for piece in pieces):
            pieces.sort(key=lambda piece: _natural(piece.name))
        canvas = Size(max(piece.canvas.width for piece in pieces), max(piece.canvas.height for piece in pieces))
        check_picture(name, canvas, frames=len(pieces))
        pictures = {sheet: _picture(path, sheet) for sheet in {piece.sheet for piece in pieces}}
        rasters = [_raster(piece, pictures[piece.sheet], canvas, name) for piece in pieces]
        durations = [min(max(piece.duration or DEFAULT_DURATION, Fraction(1)), MAX_DURATION) for piece in pieces]
        sprite = from_rasters(rasters, durations)
        return replace(sprite, tags=tuple(_tags(sprite, pieces, documents[0].get("meta", {}))))


def _documents(path: Path) -> Iterator[Mapping[str, Json]]:
    """The JSON and those of the same pack that it names."""
    seen: list[str] = []
    waiting = [path.name]
    while waiting and len(seen) < _MOST_SHEETS:
        name = waiting.pop(0)
        document = json.loads(read_file(path.with_name(name)).decode("utf-8-sig"))
        if not isinstance(document, Mapping):
            raise damaged(path.name)
        yield document
        seen.append(name)
        packs = document.get("meta", {}).get("related_multi_packs", [])
        waiting.extend(pack for pack in packs if _is_bare(pack) and pack not in (*seen, *waiting))


def _pieces(document: Mapping[str, Json]) -> Iterator[_Piece]:
    if "textures" in document:
        for texture in document["textures"]:
            yield from _entries(texture["frames"], str(texture["image"]))
    else:
        yield from _entries(document["frames"], str(document["meta"]["image"]))


def _entries(frames: Json, sheet: str) -> Iterator[_Piece]:
    named = frames.items() if isinstance(frames, Mapping) else ((entry["filename"], entry) for entry in frames)
    for name, entry in named:
        box = Box(*(int(entry["frame"][side]) for side in "xywh"))
        source = entry.get("spriteSourceSize", {})
        canvas = entry.get("sourceSize", {"w": box.width, "h": box.height})
        duration = entry.get("duration")
        yield _Piece(
            str(name),
            sheet,
            box,
            Point(int(source.get("x", 0)), int(source.get("y", 0))),
            Size(int(canvas["w"]), int(canvas["h"])),
            bool(entry.get("rotated", False)),
            # Not from a text: as a fraction, 1e999999999 would be worked out for hours.
            None if duration is None else Fraction(str(duration if isinstance(duration, int) else float(duration))),
        )


def _picture(path: Path, sheet: str) -> Pixels:
    if not _is_bare(sheet):
        raise damaged(path.name)
    return read_image(path.with_name(sheet)).frames[0]


def _is_bare(name: Json) -> bool:
    """A name without a folder: nothing outside the JSON's own folder is ever read."""
    return isinstance(name, str) and name not in ("", ".", "..") and not set(name) & set("/\\:\0")


def _raster(piece: _Piece, picture: Pixels, canvas: Size, name: str) -> Pixels:
    """The frame on its canvas. A turned piece lies clockwise in the sheet, its size given upright."""
    size = Size(piece.box.height, piece.box.width) if piece.turned else piece.box.size
    box = Box(piece.box.x, piece.box.y, *size)
    placed = Box(*piece.at, *piece.box.size)
    if box.intersected(Box.of_size(size_of(picture))) != box or placed.intersected(Box.of_size(canvas)) != placed:
        raise damaged(name)
    part = np.rot90(picture[box.slices]) if piece.turned else picture[box.slices]
    result = np.zeros((canvas.height, canvas.width, 4), np.uint8)
    result[placed.slices] = part
    return frozen(result)


def _tags(sprite: Sprite, pieces: Sequence[_Piece], meta: Mapping[str, Json]) -> Iterator[Tag]:
    """Tags by frame index; where the sheet was split by tags those no longer count and the names say it."""
    names = [match[1] if (match := _TAG_IN_NAME.search(piece.name)) else None for piece in pieces]
    if any(names):
        start = 0
        for name, run in groupby(names):
            end = start + len(list(run))
            if name is not None:
                stated: Mapping[str, Json] = next(
                    (tag for tag in meta.get("frameTags", []) if tag.get("name") == name), {}
                )
                yield _tag(sprite, {**stated, "name": name, "from": start, "to": end - 1})
            start = end
        return
    for stated in meta.get("frameTags", []):
        if 0 <= int(stated["from"]) <= int(stated["to"]) < len(pieces):
            yield _tag(sprite, stated)


def _tag(sprite: Sprite, stated: Mapping[str, Json]) -> Tag:
    first, last = (sprite.frames[int(stated[end])].id for end in ("from", "to"))
    tag = Tag(new_id("tag"), str(stated["name"]), first, last, repeat=int(stated.get("repeat", 0)))
    if "color" in stated:
        tag = replace(tag, colour=Colour.parse(stated["color"]))
    return replace(tag, playback=Playback(stated.get("direction", Playback.FORWARD)))


def _natural(name: str) -> list[tuple[int, str]]:
    """Key that puts `walk 10` after `walk 9`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]
