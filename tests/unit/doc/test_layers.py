"""The stack of layers is edited; groups stay whole and the picture stays what it was where that is promised."""

from dataclasses import replace

import pytest

from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.cels import set_cel
from studio.doc.compose import flatten
from studio.doc.edits import new_sprite, put_raster
from studio.doc.layers import (
    add_group,
    add_layer,
    duplicate_layer,
    flatten_layers,
    merge_down,
    move_layer,
    remove_layer,
    remove_layers,
    set_layer,
    step_layer,
)
from studio.doc.model import Blend, CelKey, Layer, LayerKind, Sprite
from tests.unit.doc.drawing import drawn, picture, rows, sprite_of


def stack(*entries: str) -> Sprite:
    """A 2 x 1 sprite with these layers, bottom first; `>` in front for each group around, `*` marks a group."""
    layers: list[Layer] = []
    for entry in entries:
        depth, name = entry.count(">"), entry.strip(">*")
        parents = [layer.id for layer in layers]
        while parents and _depth(layers, parents[-1]) >= depth:
            parents.pop()
        kind = LayerKind.GROUP if "*" in entry else LayerKind.IMAGE
        layers.append(Layer(name, name, kind, parents[-1] if depth and parents else None))
    return replace(new_sprite(Size(2, 1)), layers=tuple(layers))


def _depth(layers: list[Layer], layer_id: str) -> int:
    layer = next(layer for layer in layers if layer.id == layer_id)
    return 0 if layer.parent is None else 1 + _depth(layers, layer.parent)


def names(sprite: Sprite) -> list[str]:
    """The layers in the notation of `stack`."""
    return [
        ">" * _depth(list(sprite.layers), layer.id) + ("*" if layer.kind is LayerKind.GROUP else "") + layer.name
        for layer in sprite.layers
    ]


def test_a_new_layer_goes_on_top_or_above_another_in_its_group() -> None:
    sprite = stack("a", "*g", ">b", "c")
    assert names(add_layer(sprite, "new")) == ["a", "*g", ">b", "c", "new"]
    assert names(add_layer(sprite, "new", above="b")) == ["a", "*g", ">b", ">new", "c"]
    assert names(add_layer(sprite, "new", above="g")) == ["a", "*g", ">b", "new", "c"]
    assert names(add_group(sprite, "new", above="a")) == ["a", "*new", "*g", ">b", "c"]


def test_a_layer_without_a_name_gets_the_next_free_one() -> None:
    assert [layer.name for layer in add_layer(add_layer(new_sprite(Size(1, 1)))).layers] == [
        "Layer 1",
        "Layer 2",
        "Layer 3",
    ]


def test_a_group_is_duplicated_with_all_inside() -> None:
    sprite = stack("*g", ">a", ">*h", ">>b", "c")
    sprite = put_raster(sprite, "b", sprite.frames[0].id, picture("r."))
    twice = duplicate_layer(sprite, "g")
    assert names(twice) == ["*g", ">a", ">*h", ">>b", "*g copy", ">a", ">*h", ">>b", "c"]
    copy = twice.layers[7]
    assert copy.parent == twice.layers[6].id != "h"
    cel = twice.cel(copy.id, sprite.frames[0].id)
    assert cel is not None
    assert drawn(cel.pixels) == "r"


def test_a_group_is_removed_with_all_inside() -> None:
    sprite = stack("a", "*g", ">b")
    sprite = put_raster(sprite, "b", sprite.frames[0].id, picture("r."))
    removed = remove_layer(sprite, "g")
    assert names(removed) == ["a"]
    assert dict(removed.cels) == {}


def test_the_last_layer_stays() -> None:
    with pytest.raises(UserError, match="at least one layer"):
        remove_layers(stack("*g", "a"), ["a"])


@pytest.mark.parametrize(
    ("moved", "index", "parent", "expected"),
    [
        ("a", 1, None, ["*g", ">b", ">c", "a", "d"]),
        ("a", 9, None, ["*g", ">b", ">c", "d", "a"]),
        ("a", 1, "g", ["*g", ">b", ">a", ">c", "d"]),
        ("a", 9, "g", ["*g", ">b", ">c", ">a", "d"]),
        ("g", 0, None, ["*g", ">b", ">c", "a", "d"]),
        ("c", 0, "g", ["a", "*g", ">c", ">b", "d"]),
        ("c", 0, None, ["c", "a", "*g", ">b", "d"]),
    ],
)
def test_layers_move_among_those_of_a_group(moved: str, index: int, parent: str | None, expected: list[str]) -> None:
    assert names(move_layer(stack("a", "*g", ">b", ">c", "d"), moved, index, parent=parent)) == expected


def test_a_layer_steps_up_and_down_within_its_group() -> None:
    sprite = stack("a", "*g", ">b", ">c", "d")
    assert names(step_layer(sprite, "b", 1)) == ["a", "*g", ">c", ">b", "d"]
    assert names(step_layer(sprite, "d", -1)) == ["a", "d", "*g", ">b", ">c"]
    assert step_layer(sprite, "c", 5) is sprite


def test_a_group_does_not_go_into_itself() -> None:
    with pytest.raises(UserError, match="into itself"):
        move_layer(stack("*g", ">*h", ">>a"), "g", 0, parent="h")


def test_the_background_stays_lowest() -> None:
    sprite = set_background(stack("a", "b"), "a")
    assert names(move_layer(sprite, "b", 0)) == ["a", "b"]
    with pytest.raises(UserError, match="stays at the bottom"):
        move_layer(sprite, "a", 1)


def set_background(sprite: Sprite, layer: str) -> Sprite:
    return sprite.with_layer(replace(sprite.layer(layer), background=True))


def test_a_layer_is_changed_and_checked() -> None:
    sprite = stack("a", "*g", ">b")
    changed = set_layer(sprite, "a", name="Body", opacity=10, blend=Blend.MULTIPLY, visible=False, locked=True)
    body = changed.layer("a")
    assert (body.name, body.opacity, body.blend, body.visible, body.locked) == ("Body", 10, Blend.MULTIPLY, False, True)
    assert names(set_layer(sprite, "a", parent="g")) == ["*g", ">b", ">a"]
    assert set_layer(sprite, "a", name="a") is sprite
    with pytest.raises(UserError, match="needs a name"):
        set_layer(sprite, "a", name=" ")
    with pytest.raises(UserError, match="0 to 255"):
        set_layer(sprite, "a", opacity=300)


def two_layers() -> Sprite:
    sprite = add_layer(sprite_of("rr. ...", "... ..."), "Top")
    return put_raster(sprite, sprite.layers[1].id, sprite.frames[0].id, picture(".bb ..."))


def test_merging_down_keeps_the_look() -> None:
    sprite = two_layers()
    merged = merge_down(sprite, sprite.layers[1].id)
    assert [layer.name for layer in merged.layers] == ["Layer 1"]
    assert drawn(flatten(merged, merged.frames[0].id)) == rows("rbb ...")
    assert drawn(flatten(merged, merged.frames[1].id)) == rows("... ...")


def test_merging_down_works_opacities_into_the_pixels() -> None:
    sprite = two_layers()
    lower, upper = (layer.id for layer in sprite.layers)
    sprite = set_layer(set_layer(sprite, lower, opacity=128), upper, opacity=64)
    sprite = set_cel(sprite, CelKey(upper, sprite.frames[0].id), opacity=128)
    before = flatten(sprite, sprite.frames[0].id)
    merged = merge_down(sprite, upper)
    assert merged.layers[0].opacity == 255
    assert flatten(merged, merged.frames[0].id).tolist() == before.tolist()


def test_there_must_be_a_layer_right_below_to_merge_with() -> None:
    with pytest.raises(UserError, match="right below a"):
        merge_down(stack("a", "b"), "a")
    with pytest.raises(UserError, match="right below b"):
        merge_down(stack("a", "*g", "b"), "b")


def test_flattening_keeps_the_look_and_hidden_layers() -> None:
    sprite = add_layer(two_layers(), "Notes")
    notes = sprite.layers[2].id
    sprite = set_layer(put_raster(sprite, notes, sprite.frames[0].id, picture("kkk kkk")), notes, visible=False)
    before = flatten(sprite, sprite.frames[0].id).tolist()
    flat = flatten_layers(sprite)
    assert [layer.name for layer in flat.layers] == ["Flattened", "Notes"]
    assert flatten(flat, flat.frames[0].id).tolist() == before
    with pytest.raises(UserError, match="No layer is visible"):
        flatten_layers(set_layer(flat, flat.layers[0].id, visible=False))


def test_flattening_takes_emptied_groups_away() -> None:
    assert names(flatten_layers(stack("*g", ">a", "b", "*empty"), name="One")) == ["One", "*empty"]
