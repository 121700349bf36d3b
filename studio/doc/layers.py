"""Edits of the stack of layers. Pure functions that give a new root.

Layers are listed bottom first, each group directly followed by everything inside it. A background layer stays lowest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypedDict, Unpack

import numpy as np

from studio.core.errors import UserError
from studio.core.ids import new_id
from studio.core.words import _
from studio.doc.blend import blend_over, multiply
from studio.doc.cels import put_cels
from studio.doc.compose import compose, visible_layers
from studio.doc.edits import cel_of, check_image_layer, read_cel
from studio.doc.model import Blend, Cel, CelKey, Layer, LayerKind, Sprite, UserData
from studio.doc.pixels import frozen, opaque_box


class LayerChanges(TypedDict, total=False):
    """What `set_layer` may change."""

    name: str
    opacity: int
    blend: Blend
    visible: bool
    locked: bool
    collapsed: bool
    reference: bool
    user_data: UserData | None
    parent: str | None


def add_layer(sprite: Sprite, name: str = "", *, above: str | None = None) -> Sprite:
    """A new empty layer above another one and in the same group, or on top of everything."""
    return _added(sprite, Layer(new_id("layer"), name or _free_name(sprite, _("Layer {number}"))), above)


def add_group(sprite: Sprite, name: str = "", *, above: str | None = None) -> Sprite:
    """A new empty group, placed like a new layer."""
    made = Layer(new_id("layer"), name or _free_name(sprite, _("Group {number}")), kind=LayerKind.GROUP)
    return _added(sprite, made, above)


def duplicate_layer(sprite: Sprite, layer_id: str) -> Sprite:
    """A copy of a layer, or of a group with all inside, right above it. Links among the copies stay."""
    start, stop = _block(sprite, layer_id)
    originals = sprite.layers[start:stop]
    twins = {layer.id: new_id("layer") for layer in originals}
    copies = [
        replace(layer, id=twins[layer.id], parent=twins.get(layer.parent or "", layer.parent), background=False)
        for layer in originals
    ]
    copies[0] = replace(copies[0], name=_("{name} copy").format(name=originals[0].name))
    cels = {
        CelKey(twins[key.layer], key.frame): replace(cel, origin=None)
        for key, cel in sprite.cels.items()
        if key.layer in twins
    }
    return replace(
        sprite,
        layers=(*sprite.layers[:stop], *copies, *sprite.layers[stop:]),
        cels=MappingProxyType({**sprite.cels, **cels}),
    )


def remove_layer(sprite: Sprite, layer_id: str) -> Sprite:
    """Without a layer, or a group and all inside. UserError when no layer would be left."""
    return remove_layers(sprite, [layer_id])


def remove_layers(sprite: Sprite, layer_ids: Iterable[str]) -> Sprite:
    """Without these layers and everything inside those that are groups. UserError when no layer would be left."""
    gone: set[str] = set()
    for layer_id in layer_ids:
        start, stop = _block(sprite, layer_id)
        gone.update(layer.id for layer in sprite.layers[start:stop])
    layers = tuple(layer for layer in sprite.layers if layer.id not in gone)
    if all(layer.kind is LayerKind.GROUP for layer in layers):
        raise UserError(_("A sprite keeps at least one layer. Add another one before removing this."))
    cels = {key: cel for key, cel in sprite.cels.items() if key.layer not in gone}
    return replace(sprite, layers=layers, cels=MappingProxyType(cels)) if gone else sprite


def move_layer(sprite: Sprite, layer_id: str, index: int, *, parent: str | None = None) -> Sprite:
    """A layer, or a group with all inside, as number `index` from the bottom (0 is lowest) among those in `parent`.

    The index counts the others only. UserError for a group that would go into itself, and for a background layer.
    """
    start, stop = _block(sprite, layer_id)
    block = sprite.layers[start:stop]
    if block[0].background:
        raise UserError(_("{name} is the background and stays at the bottom.").format(name=block[0].name))
    if parent is not None and any(layer.id == parent for layer in block):
        raise UserError(_("A group cannot be put into itself. Choose another place."))
    if parent is not None and sprite.layer(parent).kind is not LayerKind.GROUP:
        raise UserError(_("{name} is not a group.").format(name=sprite.layer(parent).name))
    rest = replace(sprite, layers=(*sprite.layers[:start], *sprite.layers[stop:]))
    siblings = [layer for layer in rest.layers if layer.parent == parent]
    if siblings and siblings[0].background:
        index = max(index, 1)
    moved = (replace(block[0], parent=parent), *block[1:])
    place = _place_in(rest, siblings, index, parent)
    layers = (*rest.layers[:place], *moved, *rest.layers[place:])
    return sprite if layers == sprite.layers else replace(sprite, layers=layers)


def step_layer(sprite: Sprite, layer_id: str, by: int) -> Sprite:
    """A layer `by` places higher (lower when negative) within its group; it stops at the ends."""
    layer = sprite.layer(layer_id)
    siblings = [other.id for other in sprite.layers if other.parent == layer.parent]
    index = min(max(siblings.index(layer_id) + by, 0), len(siblings) - 1)
    return move_layer(sprite, layer_id, index, parent=layer.parent)


def set_layer(sprite: Sprite, layer_id: str, **changes: Unpack[LayerChanges]) -> Sprite:
    """Another name, opacity (0..255), blend mode ... of a layer. A new `parent` puts it on top inside that group."""
    layer = sprite.layer(layer_id)
    if not changes.get("name", layer.name).strip():
        raise UserError(_("A layer needs a name."))
    if not 0 <= changes.get("opacity", layer.opacity) <= 255:
        raise UserError(_("Opacity goes from 0 to 255."))
    if "parent" in changes:
        parent = changes.pop("parent")
        if parent != layer.parent:
            sprite = move_layer(sprite, layer_id, len(sprite.layers), parent=parent)
            layer = sprite.layer(layer_id)
    changed = replace(layer, **changes)
    return sprite if changed == layer else sprite.with_layer(changed)


def merge_down(sprite: Sprite, layer_id: str) -> Sprite:
    """A layer put on the one below it, in every frame, as it looks; the lower keeps its name and blend mode.

    Opacities of both are worked into the pixels. UserError when there is no layer with pixels right below.
    """
    upper = check_image_layer(sprite, layer_id)
    siblings = [layer for layer in sprite.layers if layer.parent == upper.parent]
    place = siblings.index(upper)
    if place == 0 or siblings[place - 1].kind is not LayerKind.IMAGE:
        raise UserError(_("There is no layer right below {name} to merge it with.").format(name=upper.name))
    lower = siblings[place - 1]
    changes: dict[CelKey, Cel | None] = {}
    for frame in sprite.frames:
        top = sprite.cel(upper.id, frame.id)
        bottom = sprite.cel(lower.id, frame.id)
        if top is not None or (bottom is not None and lower.opacity != 255):
            changes[CelKey(lower.id, frame.id)] = _merged(bottom, lower, top, upper)
    merged = put_cels(sprite, changes).with_layer(replace(lower, opacity=255))
    return remove_layers(merged, [upper.id])


def flatten_layers(sprite: Sprite, *, name: str = "") -> Sprite:
    """All visible layers as one, at the place of the lowest; hidden and reference layers stay as they are."""
    shown = visible_layers(sprite)
    merged = [
        layer for layer in sprite.layers if layer.id in shown and layer.kind is LayerKind.IMAGE and not layer.reference
    ]
    if not merged:
        raise UserError(_("No layer is visible. Show the layers to flatten."))
    gone = {layer.id for layer in merged}
    flat = Layer(new_id("layer"), name or _("Flattened"), background=merged[0].background)
    cels = {key: cel for key, cel in sprite.cels.items() if key.layer not in gone}
    for frame in sprite.frames:
        cel = cel_of(compose(sprite, frame.id, include_reference=False))
        if cel is not None:
            cels[CelKey(flat.id, frame.id)] = cel
    root = _root_of(sprite, merged[0])
    layers: list[Layer] = []
    for layer in sprite.layers:
        if layer is root:
            layers.append(flat)
        if layer.id not in gone:
            layers.append(layer)
    return replace(sprite, layers=_without_empty_groups(sprite, layers), cels=MappingProxyType(cels))


def _added(sprite: Sprite, layer: Layer, above: str | None) -> Sprite:
    if above is None:
        return replace(sprite, layers=(*sprite.layers, layer))
    _start, stop = _block(sprite, above)
    placed = replace(layer, parent=sprite.layer(above).parent)
    return replace(sprite, layers=(*sprite.layers[:stop], placed, *sprite.layers[stop:]))


def _block(sprite: Sprite, layer_id: str) -> tuple[int, int]:
    """Where a layer and everything inside it starts and ends in the list."""
    start = sprite.layer_index(layer_id)
    inside = {layer_id}
    stop = start + 1
    while stop < len(sprite.layers) and sprite.layers[stop].parent in inside:
        inside.add(sprite.layers[stop].id)
        stop += 1
    return start, stop


def _place_in(sprite: Sprite, siblings: Sequence[Layer], index: int, parent: str | None) -> int:
    """Position in the list where a layer becomes number `index` among the siblings."""
    if index < len(siblings):
        return sprite.layer_index(siblings[max(index, 0)].id)
    if siblings:
        return _block(sprite, siblings[-1].id)[1]
    return 0 if parent is None else sprite.layer_index(parent) + 1


def _free_name(sprite: Sprite, pattern: str) -> str:
    taken = {layer.name for layer in sprite.layers}
    number = 1
    while pattern.format(number=number) in taken:
        number += 1
    return pattern.format(number=number)


def _merged(bottom: Cel | None, lower: Layer, top: Cel | None, upper: Layer) -> Cel | None:
    """One cel that looks like both on top of each other at their layers' opacities."""
    parts = [(cel, layer) for cel, layer in ((bottom, lower), (top, upper)) if cel is not None]
    box = parts[0][0].box
    for cel, _layer in parts[1:]:
        box = box.united(cel.box)
    pixels = np.zeros((box.height, box.width, 4), np.uint8)
    for cel, layer in parts:
        blend = layer.blend if cel is top else Blend.NORMAL
        blend_over(pixels, read_cel(cel, box), opacity=multiply(cel.opacity, layer.opacity), blend=blend)
    used = opaque_box(pixels)
    if used.is_empty:
        return None
    kept = bottom or top
    return Cel(
        frozen(pixels[used.slices].copy()),
        box.x + used.x,
        box.y + used.y,
        z=kept.z if kept else 0,
        user_data=kept.user_data if kept else None,
    )


def _root_of(sprite: Sprite, layer: Layer) -> Layer:
    """The outermost group around a layer, or the layer itself."""
    while layer.parent is not None:
        layer = sprite.layer(layer.parent)
    return layer


def _without_empty_groups(sprite: Sprite, layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """The layers without groups that had something inside before and have nothing now."""
    parents = {layer.parent for layer in sprite.layers}
    kept = list(layers)
    while True:
        used = {layer.parent for layer in kept}
        left = [
            layer for layer in kept if layer.kind is not LayerKind.GROUP or layer.id in used or layer.id not in parents
        ]
        if len(left) == len(kept):
            return tuple(left)
        kept = left
