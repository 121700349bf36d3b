"""Cels are linked, unlinked, copied, moved and shifted."""

import pytest

from studio.core.errors import UserError
from studio.doc.cels import copy_cel, link_cels, move_cel, set_cel, shift_cels, unlink_cel
from studio.doc.edits import layer_raster, put_raster
from studio.doc.layers import add_layer
from studio.doc.model import CelKey, Sprite
from tests.unit.doc.drawing import drawn, picture, rows, sprite_of

EMPTY = "... ..."


def keys(sprite: Sprite, layer: int = 0) -> list[CelKey]:
    return [CelKey(sprite.layers[layer].id, frame.id) for frame in sprite.frames]


def shown(sprite: Sprite, layer: int = 0) -> list[str]:
    return [drawn(layer_raster(sprite, *key)) for key in keys(sprite, layer)]


def test_linking_shows_the_first_picture_everywhere() -> None:
    sprite = sprite_of(EMPTY, "r.. ...", "..g ...")
    linked = link_cels(sprite, sprite.layers[0].id, [frame.id for frame in sprite.frames])
    assert shown(linked) == [rows("r.. ...")] * 3
    assert len({linked.cels[key].link for key in keys(linked)}) == 1
    assert link_cels(linked, sprite.layers[0].id, [frame.id for frame in sprite.frames]) is linked


def test_empty_frames_cannot_be_linked() -> None:
    sprite = sprite_of(EMPTY, EMPTY)
    with pytest.raises(UserError, match="show nothing"):
        link_cels(sprite, sprite.layers[0].id, [frame.id for frame in sprite.frames])


def test_one_frame_cannot_be_linked() -> None:
    sprite = sprite_of("r.. ...")
    with pytest.raises(UserError, match="two frames"):
        link_cels(sprite, sprite.layers[0].id, [sprite.frames[0].id])


def test_an_unlinked_cel_is_painted_for_itself() -> None:
    sprite = sprite_of("r.. ...", EMPTY, EMPTY)
    layer = sprite.layers[0].id
    linked = link_cels(sprite, layer, [frame.id for frame in sprite.frames])
    apart = unlink_cel(linked, layer, sprite.frames[1].id)
    painted = put_raster(apart, layer, sprite.frames[1].id, picture("bbb bbb"))
    assert shown(painted) == [rows("r.. ..."), rows("bbb bbb"), rows("r.. ...")]


def test_the_last_two_of_a_link_are_both_free_when_it_is_cut() -> None:
    sprite = sprite_of("r.. ...", EMPTY)
    layer = sprite.layers[0].id
    linked = link_cels(sprite, layer, [frame.id for frame in sprite.frames])
    apart = unlink_cel(linked, layer, sprite.frames[0].id)
    assert [apart.cels[key].link for key in keys(apart)] == [None, None]
    assert unlink_cel(apart, layer, sprite.frames[0].id) is apart


def test_a_copied_cel_is_independent() -> None:
    sprite = sprite_of("r.. ...", "..g ...", EMPTY)
    linked = link_cels(sprite, sprite.layers[0].id, [sprite.frames[0].id, sprite.frames[1].id])
    first, _second, third = keys(linked)
    copied = copy_cel(linked, first, third)
    assert shown(copied)[2] == rows("r.. ...")
    assert copied.cels[third].link is None
    assert shown(copy_cel(copied, CelKey(first.layer, third.frame), third))[2] == rows("r.. ...")


def test_copying_emptiness_clears() -> None:
    sprite = sprite_of(EMPTY, "..g ...")
    first, second = keys(sprite)
    assert shown(copy_cel(sprite, first, second)) == [rows(EMPTY)] * 2
    assert copy_cel(sprite, first, first) is sprite


def test_a_cel_moves_to_another_frame_and_layer() -> None:
    sprite = add_layer(sprite_of("r.. ...", "..g ..."))
    moved = move_cel(sprite, keys(sprite)[0], keys(sprite, 1)[1])
    assert shown(moved) == [rows(EMPTY), rows("..g ...")]
    assert shown(moved, 1) == [rows(EMPTY), rows("r.. ...")]


def test_shifting_takes_linked_cels_along_once() -> None:
    sprite = sprite_of("r.. ...", EMPTY, "..g ...")
    linked = link_cels(sprite, sprite.layers[0].id, [sprite.frames[0].id, sprite.frames[1].id])
    first, second, _third = keys(linked)
    shifted = shift_cels(linked, [first, second], 1, 1)
    assert shown(shifted) == [rows("... .r."), rows("... .r."), rows("..g ...")]
    assert shift_cels(linked, [first], 0, 0) is linked


def test_opacity_is_of_the_link_and_z_of_the_cel() -> None:
    sprite = sprite_of("r.. ...", EMPTY)
    linked = link_cels(sprite, sprite.layers[0].id, [frame.id for frame in sprite.frames])
    first, second = keys(linked)
    changed = set_cel(linked, first, opacity=100, z=2)
    assert [(changed.cels[key].opacity, changed.cels[key].z) for key in (first, second)] == [(100, 2), (100, 0)]
    with pytest.raises(UserError, match="0 to 255"):
        set_cel(linked, first, opacity=256)
    with pytest.raises(UserError, match="nothing on this layer"):
        set_cel(sprite, second, opacity=1)
