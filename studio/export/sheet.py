"""The sheet itself: pixels and one cell a frame. The live preview and the export build it by the same call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.core.words import _
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels, frozen
from studio.export.frames import FrameCache, Shot, innermost_tag, shots
from studio.export.layout import Slot, arrange
from studio.export.recipe import Format, Recipe, check

_LARGEST_AREA = 1 << 28
"""Pixels of a sheet; its bytes are four times as many."""
_CONTACT_SHEET_AREA = 1 << 24
"""Up to here a sequence is also shown as a sheet, for the preview."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One frame in the sheet, in sheet pixels; lengths are already scaled."""

    name: str
    index: int
    """Of the frame in the sprite."""
    frame: str
    duration: Fraction
    """Milliseconds, exact."""
    box: Box
    """In the sheet, without padding and extruded edges."""
    source: Box
    """Which part of the frame's canvas that is."""
    source_size: Size
    """Of the frame's whole canvas."""
    trimmed: bool
    tag: str = ""
    layer: str = ""
    duplicate_of: int | None = None
    """Index of the earlier cell that shows the same pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """`pixels` (h, w, 4), read-only; zeros wherever nothing shows. Those of a long sequence are left empty."""

    pixels: Pixels
    cells: tuple[Cell, ...]
    size: Size
    frames: Mapping[str, Pixels] = field(default_factory=lambda: MappingProxyType({}))
    """Canvas-sized picture by cell name, not scaled."""


def build_sheet(sprite: Sprite, recipe: Recipe, *, title: str = "sprite", cache: FrameCache | None = None) -> Sheet:
    """The sheet a recipe gives. With a `cache` kept between calls only changed frames are composed again.

    UserError for a recipe that cannot be carried out: unknown tag, too large, two frames of one name.
    """
    check(recipe)
    cache = cache or FrameCache()
    taken = shots(sprite, recipe, cache)
    cache.forget_unused()
    arrangement = arrange(taken, recipe)
    drawn = recipe.format is not Format.PNG_SEQUENCE or arrangement.size.area <= _CONTACT_SHEET_AREA
    if drawn and arrangement.size.area > _LARGEST_AREA:
        raise UserError(
            _("The sheet would have {count} million pixels, which is too many. Export fewer frames at once.").format(
                count=arrangement.size.area // 1_000_000
            )
        )
    size = arrangement.size if drawn else Size(0, 0)
    pixels = np.zeros((size.height, size.width, 4), np.uint8)
    cells = []
    pictures = {}
    for shot, slot in zip(taken, arrangement.slots, strict=True):
        if drawn and slot.duplicate_of is None:
            _put(pixels, shot.picture.pixels[slot.source.slices], slot, recipe)
        cell = _cell(shot, slot, recipe, _name(shot, recipe, title, sprite))
        if cell.name in pictures:
            raise same_name(cell.name, recipe)
        cells.append(cell)
        pictures[cell.name] = shot.picture.pixels
    return Sheet(frozen(pixels), tuple(cells), size, MappingProxyType(pictures))


def enlarged(pixels: Pixels, scale: int) -> Pixels:
    """Each pixel `scale` times as wide and high."""
    return pixels if scale == 1 else pixels.repeat(scale, axis=0).repeat(scale, axis=1)


def same_name(name: str, recipe: Recipe) -> UserError:
    """Two frames would get one name; with what tells them apart."""
    if recipe.names and "{frame}" not in recipe.names:
        return UserError(
            _("Two frames would be called “{name}”. Put {placeholder} into the frame names.").format(
                name=name, placeholder="{frame}"
            )
        )
    if recipe.names and "{tag}" not in recipe.names:
        return UserError(
            _("Two frames would be called “{name}”. Put {placeholder} into the frame names.").format(
                name=name, placeholder="{tag}"
            )
        )
    return UserError(_("Two frames would be called “{name}”. Give tags and layers different names.").format(name=name))


def _put(sheet: Pixels, picture: Pixels, slot: Slot, recipe: Recipe) -> None:
    drawn = enlarged(picture, recipe.scale)
    if recipe.extrude:
        by = recipe.extrude
        drawn = np.pad(drawn, ((by, by), (by, by), (0, 0)), mode="edge")
    sheet[slot.box.grown(recipe.extrude).slices] = drawn


def _cell(shot: Shot, slot: Slot, recipe: Recipe, name: str) -> Cell:
    height, width = shot.picture.pixels.shape[:2]
    scale = recipe.scale
    source = slot.source
    return Cell(
        name=name,
        index=shot.index,
        frame=shot.frame.id,
        duration=shot.duration,
        box=slot.box,
        source=Box(source.x * scale, source.y * scale, source.width * scale, source.height * scale),
        source_size=Size(width * scale, height * scale),
        trimmed=source != Box(0, 0, width, height),
        tag=shot.tag.name if shot.tag else "",
        layer=shot.layer.name if shot.layer else "",
        duplicate_of=slot.duplicate_of,
    )


def _name(shot: Shot, recipe: Recipe, title: str, sprite: Sprite) -> str:
    tag = shot.tag.name if shot.tag else ""
    layer = shot.layer.name if shot.layer else ""
    if recipe.names:
        told = tag or innermost_tag(sprite, shot.index)
        return _by_pattern(
            recipe.names, {"{title}": title, "{tag}": told, "{layer}": layer, "{frame}": str(shot.number)}
        )
    parts = [title]
    if layer:
        parts.append(f"({layer})")
    if tag:
        parts.append(f"#{tag}")
    if not shot.alone:
        parts.append(str(shot.number))
    return " ".join(parts) + ".aseprite"


def _by_pattern(pattern: str, values: Mapping[str, str]) -> str:
    """A frame without a tag begins with no separator: `0` of `{tag}_{frame}`."""
    name = pattern
    for placeholder, value in values.items():
        name = name.replace(placeholder, value)
    has_gap = any(not value and placeholder in pattern for placeholder, value in values.items())
    return (name.strip(" _-.#") if has_gap else name) or pattern
