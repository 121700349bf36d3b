"""Sprites written out by hand, and how two of them are compared without their ids."""

from fractions import Fraction
from typing import Any

import numpy as np

from studio.core.geometry import Size
from studio.doc.model import Cel, CelKey, Frame, Layer, LayerKind, Playback, Sprite, Tag, UserData
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from studio.doc.skeleton import Keypoint, Pose

RED = (255, 0, 0, 255)
GREEN = (0, 255, 0, 255)
HALF_BLUE = (0, 0, 255, 128)
CLEAR = (0, 0, 0, 0)


def pixels(*rows: list[tuple[int, int, int, int]]) -> np.ndarray:
    return frozen(np.array(rows, np.uint8))


def two_frames() -> Sprite:
    """A group with a layer, a layer beside it, two frames, three cels, a tag, a palette."""
    layers = (
        Layer("body", "Body", LayerKind.GROUP),
        Layer("skin", "Skin ✨", parent="body", opacity=200),
        Layer("top", "Top", visible=False, locked=True, user_data=UserData("note", Colour(1, 2, 3, 4))),
    )
    frames = (Frame("one", Fraction(70)), Frame("two", Fraction(130)))
    cels = {
        CelKey("skin", "one"): Cel(pixels([RED, GREEN], [HALF_BLUE, CLEAR]), 1, -1, opacity=255, z=0),
        CelKey("skin", "two"): Cel(pixels([GREEN]), 2, 2, opacity=99, z=-1, user_data=UserData("cel")),
        CelKey("top", "two"): Cel(pixels([HALF_BLUE, RED]), 0, 1),
    }
    tag = Tag("tag", "walk", "one", "two", Colour(9, 8, 7, 6), Playback.PINGPONG_REVERSE, 3, UserData("step"))
    palette = Palette((Colour(*RED), Colour(*GREEN), Colour(10, 20, 30, 40)), ("red", "", "glass"))
    return Sprite(Size(4, 3), layers, frames, cels, (tag,), palette)


def pose(shift: float = 0.0) -> Pose:
    return Pose.of({"NOSE": Keypoint(1.5 + shift, 0.25), "LEFT ARM": Keypoint(3.5, 2.0, -1.0, False, 0.5)})


def outline(sprite: Sprite) -> dict[str, Any]:
    """Everything a person would miss, with places in the lists instead of ids."""
    layer_at = {layer.id: index for index, layer in enumerate(sprite.layers)}
    frame_at = {frame.id: index for index, frame in enumerate(sprite.frames)}
    links: dict[str, int] = {}
    ordered = sorted(sprite.cels.items(), key=lambda item: (frame_at[item[0].frame], layer_at[item[0].layer]))
    return {
        "size": sprite.size,
        "palette": sprite.palette,
        "user_data": sprite.user_data,
        "layers": [_layer(layer, layer_at) for layer in sprite.layers],
        "frames": [
            (frame.duration, frame.pose, None if frame.mask is None else frame.mask.tolist()) for frame in sprite.frames
        ],
        "tags": [
            (tag.name, frame_at[tag.first], frame_at[tag.last], tag.colour, tag.playback, tag.repeat, tag.user_data)
            for tag in sprite.tags
        ],
        "cels": [
            (
                layer_at[key.layer],
                frame_at[key.frame],
                *(cel.x, cel.y, cel.opacity, cel.z, cel.user_data, cel.pixels.tolist()),
                None if cel.link is None else links.setdefault(cel.link, len(links)),
            )
            for key, cel in ordered
        ],
    }


def _layer(layer: Layer, layer_at: dict[str, int]) -> tuple[Any, ...]:
    return (
        *(layer.name, layer.kind, None if layer.parent is None else layer_at[layer.parent], layer.opacity, layer.blend),
        *(layer.visible, layer.locked, layer.background, layer.reference, layer.collapsed, layer.user_data),
    )
