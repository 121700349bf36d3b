"""The sprite as a tree of frozen values. An edit makes a new root that shares what it did not touch.

Views compare by identity (`old.cels[key] is new.cels[key]`), so the classes here define no equality of their own
where they hold pixels. Layers are listed bottom first; a group's children follow it and name it as `parent`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.core.words import _
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import MaskPixels, Pixels, size_of
from studio.doc.skeleton import Pose

MAX_SIDE = 8192
"""Largest side of a canvas, in pixels."""


class ColourMode(StrEnum):
    """What a file stores for a pixel; in memory it is always RGBA."""

    RGBA = "rgba"
    GRAYSCALE = "grayscale"
    INDEXED = "indexed"


class LayerKind(StrEnum):
    """What a layer holds: pixels, other layers, or tiles (shown, not edited)."""

    IMAGE = "image"
    GROUP = "group"
    TILEMAP = "tilemap"


class Blend(StrEnum):
    """Blend modes in the order of the .aseprite format (value = position)."""

    NORMAL = "normal"
    MULTIPLY = "multiply"
    SCREEN = "screen"
    OVERLAY = "overlay"
    DARKEN = "darken"
    LIGHTEN = "lighten"
    COLOR_DODGE = "color_dodge"
    COLOR_BURN = "color_burn"
    HARD_LIGHT = "hard_light"
    SOFT_LIGHT = "soft_light"
    DIFFERENCE = "difference"
    EXCLUSION = "exclusion"
    HUE = "hsl_hue"
    SATURATION = "hsl_saturation"
    COLOR = "hsl_color"
    LUMINOSITY = "hsl_luminosity"
    ADDITION = "addition"
    SUBTRACT = "subtract"
    DIVIDE = "divide"


class Playback(StrEnum):
    """In which direction a tag plays."""

    FORWARD = "forward"
    REVERSE = "reverse"
    PINGPONG = "pingpong"
    PINGPONG_REVERSE = "pingpong_reverse"


@dataclass(frozen=True, slots=True)
class UserData:
    """Text and colour a person attached; `properties` are other tools' raw property maps, kept byte for byte."""

    text: str = ""
    colour: Colour | None = None
    properties: bytes = b""


@dataclass(frozen=True, slots=True)
class Layer:
    """One row of the timeline."""

    id: str
    name: str
    kind: LayerKind = LayerKind.IMAGE
    parent: str | None = None
    opacity: int = 255
    blend: Blend = Blend.NORMAL
    visible: bool = True
    locked: bool = False
    background: bool = False
    reference: bool = False
    collapsed: bool = False
    user_data: UserData | None = None
    tileset: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Cel:
    """The picture of one layer in one frame.

    `pixels` (h, w, 4) uint8 straight RGBA, read-only; `x`, `y` its place on the canvas (may be negative).
    Cels of one layer with the same `link` (not None) show one picture: an edit of one is an edit of all.
    `origin` is the chunk the cel was read from, written back as it was while the cel is untouched.
    """

    pixels: Pixels
    x: int = 0
    y: int = 0
    opacity: int = 255
    z: int = 0
    link: str | None = None
    user_data: UserData | None = None
    origin: bytes | None = None

    @property
    def box(self) -> Box:
        size = size_of(self.pixels)
        return Box(self.x, self.y, size.width, size.height)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One moment: how long it shows, its pose and its mask (canvas sized, or None when nothing is marked)."""

    id: str
    duration: Fraction = Fraction(100)
    """Milliseconds, exact."""
    pose: Pose | None = None
    mask: MaskPixels | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A named run of frames, held by the ids of its first and last frame."""

    id: str
    name: str
    first: str
    last: str
    colour: Colour = Colour(232, 163, 61)
    playback: Playback = Playback.FORWARD
    repeat: int = 0
    """How often it plays; 0 for ever."""
    user_data: UserData | None = None


class CelKey(NamedTuple):
    """Ids of the layer and the frame that meet in a cel."""

    layer: str
    frame: str


@dataclass(frozen=True, slots=True)
class RawChunk:
    """A chunk of an .aseprite file that the studio does not model. `frame` is the index it was read in; `after`
    names the modelled chunk it followed (`""` for the start of the frame), so that it goes back into its place."""

    frame: int
    kind: int
    data: bytes
    after: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """What an opened file holds beyond the model, to be written back untouched."""

    header: bytes = b""
    chunks: tuple[RawChunk, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """The root. Use the functions of `studio.doc.edits` to make new ones."""

    size: Size
    layers: tuple[Layer, ...]
    frames: tuple[Frame, ...]
    cels: Mapping[CelKey, Cel] = field(default_factory=lambda: MappingProxyType({}))
    tags: tuple[Tag, ...] = ()
    palette: Palette = Palette()
    mode: ColourMode = ColourMode.RGBA
    user_data: UserData | None = None
    read_only: str = ""
    """Why this sprite cannot be changed, as a sentence; empty when it can."""
    keep: Keep = Keep()

    @property
    def box(self) -> Box:
        return Box.of_size(self.size)

    def layer(self, layer_id: str) -> Layer:
        """KeyError when there is none."""
        return self.layers[self.layer_index(layer_id)]

    def frame(self, frame_id: str) -> Frame:
        """KeyError when there is none."""
        return self.frames[self.frame_index(frame_id)]

    def layer_index(self, layer_id: str) -> int:
        for index, layer in enumerate(self.layers):
            if layer.id == layer_id:
                return index
        raise KeyError(layer_id)

    def frame_index(self, frame_id: str) -> int:
        for index, frame in enumerate(self.frames):
            if frame.id == frame_id:
                return index
        raise KeyError(frame_id)

    def cel(self, layer_id: str, frame_id: str) -> Cel | None:
        return self.cels.get(CelKey(layer_id, frame_id))

    def tag_range(self, tag: Tag) -> range:
        """Frame indices of the tag, first to last."""
        return range(self.frame_index(tag.first), self.frame_index(tag.last) + 1)

    def tags_at(self, index: int) -> Iterator[Tag]:
        return (tag for tag in self.tags if index in self.tag_range(tag))

    def shown(self, layer: Layer) -> bool:
        """Whether the layer and all groups around it are visible."""
        while True:
            if not layer.visible:
                return False
            if layer.parent is None:
                return True
            layer = self.layer(layer.parent)

    def with_cels(self, changes: Mapping[CelKey, Cel | None]) -> Sprite:
        """A root with these cels put in, or taken out where None."""
        cels = dict(self.cels)
        for key, cel in changes.items():
            if cel is None:
                cels.pop(key, None)
            else:
                cels[key] = cel
        return replace(self, cels=MappingProxyType(cels))

    def with_frame(self, frame: Frame) -> Sprite:
        """A root in which this frame stands in the place of the one with its id."""
        index = self.frame_index(frame.id)
        return replace(self, frames=(*self.frames[:index], frame, *self.frames[index + 1 :]))

    def with_layer(self, layer: Layer) -> Sprite:
        """A root in which this layer stands in the place of the one with its id."""
        index = self.layer_index(layer.id)
        return replace(self, layers=(*self.layers[:index], layer, *self.layers[index + 1 :]))


def check_size(width: int, height: int) -> Size:
    """The size, or UserError when a sprite cannot have it."""
    if width < 1 or height < 1:
        raise UserError(
            _("{width} x {height} is not a size. A sprite is at least 1 x 1 pixel.").format(width=width, height=height)
        )
    if width > MAX_SIDE or height > MAX_SIDE:
        raise UserError(
            _("{width} x {height} is too large. A sprite's sides are at most {limit} pixels.").format(
                width=width, height=height, limit=MAX_SIDE
            )
        )
    return Size(width, height)
