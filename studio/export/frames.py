"""The pictures of a sheet: each frame composed once, trimmed, and known by identity to the next sheet.

A live preview builds a sheet after every stroke. Only the frames whose cels or layers are other objects than last
time are composed again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.core.words import _
from studio.doc.compose import compose
from studio.doc.model import Cel, Frame, Layer, LayerKind, Sprite, Tag
from studio.doc.pixels import Pixels, frozen, opaque_box
from studio.export.recipe import Layout, Recipe, Split


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A composed frame, canvas sized, with zeros wherever nothing shows."""

    pixels: Pixels
    opaque: Box
    """Around all that shows; empty for an empty frame."""
    checksum: int


@dataclass(frozen=True, slots=True)
class Shot:
    """One entry of the sheet before it has a place: a frame as part of a tag or layer, where these are told apart."""

    frame: Frame
    index: int
    picture: Picture
    tag: Tag | None = None
    layer: Layer | None = None
    number: int = 0
    """Counts from 0 within the tag when tags are split, else the index of the frame."""
    alone: bool = False
    """The only frame of its tag or sprite."""

    @property
    def duration(self) -> Fraction:
        return self.frame.duration


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    size: Size
    layers: tuple[Layer, ...]
    cels: tuple[Cel | None, ...]
    picture: Picture

    def fits(self, size: Size, layers: tuple[Layer, ...], cels: tuple[Cel | None, ...]) -> bool:
        return (
            self.size == size
            and (self.layers is layers or self.layers == layers)
            and len(self.cels) == len(cels)
            and all(mine is theirs for mine, theirs in zip(self.cels, cels, strict=True))
        )


class FrameCache:
    """Composed frames of one sprite, as long as they are asked for. Not shared between threads."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str, tuple[str, ...]], _Entry] = {}
        self._used: set[tuple[str, str, tuple[str, ...]]] = set()

    def picture(self, sprite: Sprite, frame: Frame, *, only: str = "", ignored: frozenset[str]) -> Picture:
        """The frame without the layers named in `ignored`; of the layer with the id `only` alone, if given."""
        key = (frame.id, only, tuple(sorted(ignored)))
        cels = tuple(sprite.cel(layer.id, frame.id) for layer in sprite.layers)
        self._used.add(key)
        entry = self._entries.get(key)
        if entry is None or not entry.fits(sprite.size, sprite.layers, cels):
            entry = _Entry(sprite.size, sprite.layers, cels, _compose(sprite, frame, only, ignored))
            self._entries[key] = entry
        return entry.picture

    def forget_unused(self) -> None:
        """Drop the frames nobody asked for since the last call."""
        self._entries = {key: entry for key, entry in self._entries.items() if key in self._used}
        self._used.clear()


def shots(sprite: Sprite, recipe: Recipe, cache: FrameCache) -> list[Shot]:
    """All entries of the sheet in their order. UserError for a tag the sprite does not have, or nothing to show."""
    ignored = frozenset(recipe.ignore_layers)
    tags = _chosen_tags(sprite, recipe)
    found: list[Shot] = []
    for layer in _chosen_layers(sprite, recipe):
        only = layer.id if layer else ""
        for tag, indices in _runs(sprite, recipe, tags):
            for number, index in enumerate(indices):
                frame = sprite.frames[index]
                picture = cache.picture(sprite, frame, only=only, ignored=ignored)
                shown = number if tag else index
                alone = len(indices) == 1 if tag else len(sprite.frames) == 1
                found.append(Shot(frame, index, picture, tag, layer, shown, alone))
    if not found:
        raise UserError(_("There is no frame to export. Choose other tags or layers."))
    return found


def splits_tags(recipe: Recipe) -> bool:
    """Whether a frame occurs once for each of its tags."""
    return recipe.split is Split.TAGS or recipe.layout is Layout.TAG_ROWS


def _runs(sprite: Sprite, recipe: Recipe, tags: tuple[Tag, ...]) -> Iterator[tuple[Tag | None, list[int]]]:
    everything = range(len(sprite.frames))
    if splits_tags(recipe):
        for tag in tags:
            yield tag, list(sprite.tag_range(tag))
        covered = {index for tag in sprite.tags for index in sprite.tag_range(tag)}
        rest = [] if recipe.only_tags else [index for index in everything if index not in covered]
        if rest:
            yield None, rest
    elif recipe.only_tags:
        covered = {index for tag in tags for index in sprite.tag_range(tag)}
        yield None, sorted(covered)
    else:
        yield None, list(everything)


def _chosen_tags(sprite: Sprite, recipe: Recipe) -> tuple[Tag, ...]:
    ordered = ordered_tags(sprite)
    if not recipe.only_tags:
        return ordered
    names = {tag.name for tag in ordered}
    for name in recipe.only_tags:
        if name not in names:
            raise UserError(
                _("The sprite has no tag “{name}”. It has: {names}.").format(
                    name=name, names=", ".join(sorted(names)) or _("none")
                )
            )
    return tuple(tag for tag in ordered if tag.name in recipe.only_tags)


def ordered_tags(sprite: Sprite) -> tuple[Tag, ...]:
    """By first frame, the longer one first, as Aseprite lists them."""

    def place(tag: Tag) -> tuple[int, int]:
        frames = sprite.tag_range(tag)
        return frames.start, -len(frames)

    return tuple(sorted(sprite.tags, key=place))


def innermost_tag(sprite: Sprite, index: int) -> str:
    """Name of the shortest tag around a frame; empty where there is none."""
    around = [tag for tag in ordered_tags(sprite) if index in sprite.tag_range(tag)]
    return min(around, key=lambda tag: len(sprite.tag_range(tag))).name if around else ""


def absent_layers(sprite: Sprite, recipe: Recipe) -> tuple[str, ...]:
    """Names of layers that are to be left out and that the sprite does not have."""
    known = {layer.name for layer in sprite.layers}
    return tuple(name for name in recipe.ignore_layers if name not in known)


def exported_layers(sprite: Sprite, recipe: Recipe) -> tuple[Layer, ...]:
    """Layers and groups that show in the files, bottom first: no hidden, reference or ignored ones."""
    left_out = _with_children(sprite, frozenset(recipe.ignore_layers))
    return tuple(
        layer for layer in sprite.layers if sprite.shown(layer) and not layer.reference and layer.id not in left_out
    )


def _chosen_layers(sprite: Sprite, recipe: Recipe) -> list[Layer | None]:
    if recipe.split is not Split.LAYERS:
        return [None]
    return [layer for layer in exported_layers(sprite, recipe) if layer.kind is LayerKind.IMAGE]


def _compose(sprite: Sprite, frame: Frame, only: str, ignored: frozenset[str]) -> Picture:
    left_out = _with_children(sprite, ignored)
    pixels = compose(
        sprite,
        frame.id,
        layers=lambda layer: layer.id not in left_out and (not only or layer.id == only),
        include_reference=False,
    )
    pixels[pixels[..., 3] == 0] = 0
    pixels = frozen(pixels)
    return Picture(pixels, opaque_box(pixels), zlib.crc32(pixels.data))


def _with_children(sprite: Sprite, names: frozenset[str]) -> set[str]:
    """Ids of the layers with these names and of everything inside those that are groups."""
    found: set[str] = set()
    for layer in sprite.layers:
        if layer.name in names or layer.parent in found:
            found.add(layer.id)
    return found
