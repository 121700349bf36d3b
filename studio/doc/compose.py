"""From layers to one picture, for a box of the canvas: the only place where cels are put on top of each other.

Integer arithmetic as in Aseprite: effective opacity = mul(cel, layer); drawing order is layer
position + z, then z. Cost grows with the box and the layers, never with the canvas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

import numpy as np

from studio.core.geometry import Box
from studio.doc.blend import blend_over, multiply
from studio.doc.model import Blend, Cel, Layer, LayerKind, Sprite
from studio.doc.palette import Colour
from studio.doc.pixels import Pixels, frozen

LayerTest = Callable[[Layer], bool]


class PixelSource(Protocol):
    """Something that stands in for the picture of a layer, in canvas coordinates (a gesture's scratch)."""

    def read(self, box: Box) -> Pixels:
        """(h, w, 4) of the box, which lies inside the canvas; not to be written to."""
        ...


class _Drawn(NamedTuple):
    """One layer's part of a frame, ready to be put on top. `picture` is None when `source` stands in for it."""

    cel: Cel | None
    source: PixelSource | None
    opacity: int
    blend: Blend

    def whole(self, box: Box) -> Pixels | None:
        """The pixels of the box as they are, where this is all that covers it and nothing changes their opacity."""
        if self.opacity != 255:
            return None
        if self.source is not None:
            return self.source.read(box)
        cel = self.cel
        if cel is None or cel.box.intersected(box) != box:
            return None
        return cel.pixels[box.moved(-cel.x, -cel.y).slices]


class Stack:
    """What a frame shows, in drawing order, found once and put together for as many boxes as are asked for.

    Arguments as of `compose`. Good until the sprite is another one; stand-ins are read anew for each box.
    """

    def __init__(
        self,
        sprite: Sprite,
        frame_id: str,
        *,
        replace: Mapping[str, PixelSource] | None = None,
        layers: LayerTest | None = None,
        include_reference: bool = True,
    ) -> None:
        self._canvas = sprite.box
        self._drawn = _drawing_order(sprite, frame_id, replace or {}, layers, include_reference=include_reference)

    def picture(self, box: Box) -> Pixels:
        """(h, w, 4) of the box; writable and the caller's own. Cells outside the canvas are transparent."""
        result = np.zeros((box.height, box.width, 4), np.uint8)
        inside = box.intersected(self._canvas)
        if inside.is_empty:
            return result
        target = result if inside == box else result[inside.moved(-box.x, -box.y).slices]
        empty = True
        for drawn in self._drawn:
            empty = _draw(target, inside, drawn, onto_nothing=empty) and empty
        return result

    def read(self, box: Box) -> Pixels:
        """(h, w, 4) of the box, which lies inside the canvas, only to be read; clear cells may have any colour."""
        if len(self._drawn) == 1:
            alone = self._drawn[0].whole(box)
            if alone is not None:
                return alone
        return self.picture(box)


def compose(
    sprite: Sprite,
    frame_id: str,
    box: Box | None = None,
    *,
    replace: Mapping[str, PixelSource] | None = None,
    layers: LayerTest | None = None,
    include_reference: bool = True,
) -> Pixels:
    """The frame as it looks, (h, w, 4) of the box (the whole canvas without one); writable and the caller's own.

    `replace` gives another picture for some layers, by id; `layers` says which layers take part beyond those that
    are visible. Cells of the box outside the canvas stay transparent.
    """
    stack = Stack(sprite, frame_id, replace=replace, layers=layers, include_reference=include_reference)
    return stack.picture(sprite.box if box is None else box)


def flatten(sprite: Sprite, frame_id: str) -> Pixels:
    """The frame as it is exported: visible layers without reference layers, read-only."""
    return frozen(compose(sprite, frame_id, include_reference=False))


def onion(
    sprite: Sprite,
    frame_id: str,
    box: Box | None = None,
    *,
    before: int = 1,
    after: int = 1,
    before_tint: Colour | None = Colour(230, 70, 60),
    after_tint: Colour | None = Colour(70, 120, 230),
    opacity: int = 96,
) -> Pixels:
    """Ghosts of the frames around one, for a box: farther ones fainter, earlier ones below. Without a tint they
    keep their colours."""
    box = sprite.box if box is None else box
    result = np.zeros((box.height, box.width, 4), np.uint8)
    here = sprite.frame_index(frame_id)
    for distance in range(max(before, after), 0, -1):
        strength = opacity * (max(before, after) + 1 - distance) // max(before, after)
        for index, reach, tint in ((here - distance, before, before_tint), (here + distance, after, after_tint)):
            if distance > reach or not 0 <= index < len(sprite.frames):
                continue
            ghost = compose(sprite, sprite.frames[index].id, box, include_reference=False)
            if tint is not None:
                _tint(ghost, tint)
            blend_over(result, ghost, opacity=strength)
    return result


def visible_layers(sprite: Sprite) -> set[str]:
    """Ids of the layers that are visible themselves and inside visible groups."""
    shown: set[str] = set()
    for layer in sprite.layers:
        if layer.visible and (layer.parent is None or layer.parent in shown):
            shown.add(layer.id)
    return shown


def _drawing_order(
    sprite: Sprite,
    frame_id: str,
    replace: Mapping[str, PixelSource],
    layers: LayerTest | None,
    *,
    include_reference: bool,
) -> tuple[_Drawn, ...]:
    shown = visible_layers(sprite)
    found: list[tuple[int, int, int, _Drawn]] = []
    for index, layer in enumerate(sprite.layers):
        if layer.kind is LayerKind.GROUP or layer.id not in shown:
            continue
        if (layer.reference and not include_reference) or (layers is not None and not layers(layer)):
            continue
        cel = sprite.cel(layer.id, frame_id)
        source = replace.get(layer.id)
        if cel is None and source is None:
            continue
        z = cel.z if cel else 0
        opacity = multiply(cel.opacity, layer.opacity) if cel else layer.opacity
        found.append((index + z, z, index, _Drawn(cel, source, opacity, layer.blend)))
    found.sort(key=lambda entry: entry[:3])
    return tuple(entry[3] for entry in found)


def _draw(target: Pixels, box: Box, drawn: _Drawn, *, onto_nothing: bool) -> bool:
    """Put one layer on `target`, which is the picture of `box`. True when nothing was drawn."""
    if drawn.opacity == 0:
        return True
    if drawn.source is not None:
        blend_over(target, drawn.source.read(box), opacity=drawn.opacity, blend=drawn.blend, onto_nothing=onto_nothing)
        return False
    if drawn.cel is None:
        return True
    common = drawn.cel.box.intersected(box)
    if common.is_empty:
        return True
    above = drawn.cel.pixels[common.moved(-drawn.cel.x, -drawn.cel.y).slices]
    below = target[common.moved(-box.x, -box.y).slices]
    blend_over(below, above, opacity=drawn.opacity, blend=drawn.blend, onto_nothing=onto_nothing)
    return False


def _tint(pixels: Pixels, tint: Colour) -> None:
    """Move the colours half way to the tint, in place; alpha stays."""
    half = np.array(tint[:3], np.uint16)
    pixels[..., :3] = ((pixels[..., :3].astype(np.uint16) + half) // 2).astype(np.uint8)
