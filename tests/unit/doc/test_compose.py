"""Layers become one picture with Aseprite's arithmetic; a box of it costs and shows that box only."""

from dataclasses import replace

import numpy as np
import pytest

from studio.core.geometry import Box, Size
from studio.doc.blend import blend_over
from studio.doc.cels import set_cel
from studio.doc.compose import compose, flatten, onion
from studio.doc.edits import new_sprite, put_raster
from studio.doc.layers import add_group, add_layer, move_layer, set_layer
from studio.doc.model import Blend, Cel, CelKey, Sprite
from studio.doc.pixels import Pixels, frozen
from tests.unit.doc.drawing import drawn, picture, rows, sprite_of


def over(below: tuple[int, ...], above: tuple[int, ...], opacity: int = 255, blend: Blend = Blend.NORMAL) -> list[int]:
    """One pixel on another."""
    result = np.array([[below]], np.uint8)
    blend_over(result, np.array([[above]], np.uint8), opacity=opacity, blend=blend)
    return [int(value) for value in result[0, 0]]


def stacked(*pictures: str) -> Sprite:
    """A sprite of one frame with a layer a picture, bottom first."""
    size = picture(pictures[0]).shape
    sprite = new_sprite(Size(size[1], size[0]))
    for number, raster in enumerate(pictures):
        sprite = sprite if number == 0 else add_layer(sprite)
        sprite = put_raster(sprite, sprite.layers[-1].id, sprite.frames[0].id, picture(raster))
    return sprite


def look(sprite: Sprite) -> str:
    return drawn(flatten(sprite, sprite.frames[0].id))


# Worked by hand: mul(a, b) = (t = a * b + 128, ((t >> 8) + t) >> 8); alpha = sa + ba - mul(sa, ba);
# colour = b + (s - b) * sa / alpha, cut towards zero.
@pytest.mark.parametrize(
    ("below", "above", "opacity", "expected"),
    [
        ((10, 20, 30, 255), (200, 100, 0, 255), 255, [200, 100, 0, 255]),
        ((10, 20, 30, 255), (200, 100, 0, 0), 255, [10, 20, 30, 255]),
        ((10, 20, 30, 255), (200, 100, 0, 128), 255, [105, 60, 15, 255]),
        ((200, 100, 0, 255), (10, 20, 30, 128), 255, [105, 60, 15, 255]),
        ((10, 20, 30, 255), (200, 100, 0, 255), 128, [105, 60, 15, 255]),
        ((10, 20, 30, 128), (200, 100, 0, 128), 255, [136, 73, 10, 192]),
        ((9, 9, 9, 0), (200, 100, 0, 128), 255, [200, 100, 0, 128]),
        ((9, 9, 9, 0), (200, 100, 0, 255), 64, [200, 100, 0, 64]),
        ((10, 20, 30, 255), (200, 100, 0, 255), 0, [10, 20, 30, 255]),
    ],
)
def test_normal_blending_rounds_as_aseprite_does(
    below: tuple[int, ...], above: tuple[int, ...], opacity: int, expected: list[int]
) -> None:
    assert over(below, above, opacity) == expected


# Opaque on opaque, from the definitions of the modes.
@pytest.mark.parametrize(
    ("blend", "expected"),
    [
        (Blend.MULTIPLY, [39, 59, 0]),
        (Blend.SCREEN, [211, 191, 200]),
        (Blend.OVERLAY, [78, 118, 145]),
        (Blend.DARKEN, [50, 100, 0]),
        (Blend.LIGHTEN, [200, 150, 200]),
        (Blend.DIFFERENCE, [150, 50, 200]),
        (Blend.EXCLUSION, [172, 132, 200]),
        (Blend.ADDITION, [250, 250, 200]),
        (Blend.SUBTRACT, [0, 0, 200]),
        (Blend.DIVIDE, [64, 170, 255]),
        (Blend.COLOR_DODGE, [232, 243, 200]),
        (Blend.COLOR_BURN, [0, 0, 0]),
        (Blend.HARD_LIGHT, [167, 127, 0]),
    ],
)
def test_blend_modes_follow_their_definitions(blend: Blend, expected: list[int]) -> None:
    assert over((50, 100, 200, 255), (200, 150, 0, 255), blend=blend) == [*expected, 255]


@pytest.mark.parametrize("blend", list(Blend))
def test_on_nothing_every_mode_shows_the_colour_as_it_is(blend: Blend) -> None:
    assert over((0, 0, 0, 0), (200, 150, 0, 90), blend=blend) == [200, 150, 0, 90]


def test_upper_layers_cover_lower_ones() -> None:
    assert look(stacked("rrr", ".gg", "..b")) == "rgb"


def test_hidden_layers_and_layers_in_hidden_groups_do_not_show() -> None:
    sprite = stacked("rrr", ".gg", "..b")
    upper = sprite.layers[2].id
    assert look(set_layer(sprite, upper, visible=False)) == "rgg"
    sprite = add_group(sprite)
    group = sprite.layers[3].id
    sprite = move_layer(sprite, upper, 0, parent=group)
    assert look(sprite) == "rgb"
    assert look(set_layer(sprite, group, visible=False)) == "rgg"


def test_z_moves_one_cel_in_the_drawing_order() -> None:
    sprite = stacked("r", "g", "b")
    bottom, middle, top = (CelKey(layer.id, sprite.frames[0].id) for layer in sprite.layers)
    assert look(set_cel(sprite, bottom, z=1)) == "b"
    assert look(set_cel(sprite, bottom, z=2)) == "r"
    assert look(set_cel(set_cel(sprite, top, z=-2), middle, z=-1)) == "r"


def test_opacities_of_cel_and_layer_multiply() -> None:
    sprite = stacked("w")
    layer, frame = sprite.layers[0].id, sprite.frames[0].id
    sprite = set_layer(set_cel(sprite, CelKey(layer, frame), opacity=128), layer, opacity=128)
    assert flatten(sprite, frame).tolist() == [[[255, 255, 255, 64]]]


def test_reference_layers_are_shown_but_not_exported() -> None:
    sprite = stacked("r", "g")
    sprite = set_layer(sprite, sprite.layers[1].id, reference=True)
    assert look(sprite) == "r"
    assert drawn(compose(sprite, sprite.frames[0].id)) == "g"


def test_cels_may_reach_beyond_the_canvas() -> None:
    sprite = stacked("... ...")
    cel = Cel(frozen(picture("rg bk")), -1, 1)
    sprite = sprite.with_cels({CelKey(sprite.layers[0].id, sprite.frames[0].id): cel})
    assert look(sprite) == rows("... g..")


@pytest.mark.parametrize("box", [Box(0, 0, 3, 2), Box(1, 1, 2, 1), Box(2, 0, 1, 2)])
def test_a_box_shows_the_same_as_the_whole(box: Box) -> None:
    sprite = stacked("rr. .gg", ".b. ..k")
    whole = compose(sprite, sprite.frames[0].id)
    assert compose(sprite, sprite.frames[0].id, box).tolist() == whole[box.slices].tolist()


def test_cells_outside_of_the_canvas_are_transparent() -> None:
    sprite = stacked("rg")
    assert drawn(compose(sprite, sprite.frames[0].id, Box(-1, -1, 4, 2))) == rows(".... .rg.")


def test_another_picture_can_stand_in_for_a_layer() -> None:
    class Source:
        def read(self, box: Box) -> Pixels:
            return picture("b.k")[box.slices]

    sprite = stacked("rrr", "...")
    top = sprite.layers[1].id
    assert drawn(compose(sprite, sprite.frames[0].id, replace={top: Source()})) == "brk"


def test_layers_can_be_chosen() -> None:
    sprite = stacked("rr", ".g")
    only_top = compose(sprite, sprite.frames[0].id, layers=lambda layer: layer is sprite.layers[1])
    assert drawn(only_top) == ".g"


def test_ghosts_of_the_frames_around_do_not_touch_the_picture() -> None:
    sprite = sprite_of("w..", ".k.", "..w")
    ghosts = onion(sprite, sprite.frames[1].id, before_tint=None, after_tint=None, opacity=100)
    assert ghosts.tolist() == [[[255, 255, 255, 100], [0, 0, 0, 0], [255, 255, 255, 100]]]


def test_farther_ghosts_are_fainter_and_the_ends_have_none() -> None:
    sprite = sprite_of("w..", ".w.", "..w")
    ghosts = onion(sprite, sprite.frames[2].id, before=2, after=2, before_tint=None, opacity=100)
    assert ghosts[0, :, 3].tolist() == [50, 100, 0]


def test_flattened_frames_are_read_only_and_hide_nothing_under_transparency() -> None:
    sprite = stacked("..")
    loud = np.array([[[9, 9, 9, 0], [1, 2, 3, 4]]], np.uint8)
    key = CelKey(sprite.layers[0].id, sprite.frames[0].id)
    sprite = sprite.with_cels({key: replace(Cel(frozen(loud)))})
    flat = flatten(sprite, sprite.frames[0].id)
    assert flat.tolist() == [[[0, 0, 0, 0], [1, 2, 3, 4]]]
    assert not flat.flags.writeable
