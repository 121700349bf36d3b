"""The values a sprite is made of: lookups, palettes, poses and arrays."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from studio.core.errors import UserError
from studio.core.geometry import EMPTY_BOX, Box, Size
from studio.doc.edits import new_sprite
from studio.doc.layers import add_group, add_layer, move_layer, set_layer
from studio.doc.model import Blend, CelKey, check_size
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import blank, box_of, frozen, opaque_box
from studio.doc.skeleton import BONES, LABELS, Keypoint, Pose, other_side
from studio.doc.tags import add_tag
from tests.unit.doc.drawing import mask, picture, sprite_of


def test_layers_frames_and_cels_are_found_by_id() -> None:
    sprite = sprite_of("r", ".")
    layer, (first, second) = sprite.layers[0], sprite.frames
    assert sprite.layer(layer.id) is layer
    assert sprite.frame(second.id) is second
    assert sprite.frame_index(second.id) == 1
    assert sprite.cel(layer.id, first.id) is sprite.cels[CelKey(layer.id, first.id)]
    assert sprite.cel(layer.id, second.id) is None
    for lookup in (sprite.layer, sprite.frame, sprite.layer_index, sprite.frame_index):
        with pytest.raises(KeyError):
            lookup("nobody")


def test_tags_at_a_frame() -> None:
    sprite = sprite_of("r", "g", "b")
    ids = [frame.id for frame in sprite.frames]
    sprite = add_tag(add_tag(sprite, "all", ids[0], ids[2]), "end", ids[2], ids[2])
    assert [[tag.name for tag in sprite.tags_at(index)] for index in range(3)] == [["all"], ["all"], ["all", "end"]]


def test_a_layer_is_shown_when_all_around_it_are() -> None:
    sprite = add_group(add_group(add_layer(new_sprite(Size(1, 1)))))
    layer, outer, inner = (sprite.layers[index].id for index in (0, 2, 3))
    sprite = move_layer(sprite, inner, 0, parent=outer)
    sprite = move_layer(sprite, layer, 0, parent=inner)
    assert sprite.shown(sprite.layer(layer))
    hidden = set_layer(sprite, outer, visible=False)
    assert not hidden.shown(hidden.layer(layer))


def test_values_cannot_be_written_to() -> None:
    sprite = sprite_of("r")
    with pytest.raises(FrozenInstanceError):
        sprite.size = Size(1, 2)  # type: ignore[misc]
    with pytest.raises(TypeError):
        sprite.cels[CelKey("a", "b")] = None  # type: ignore[index]


def test_blend_modes_stand_in_the_order_of_the_format() -> None:
    assert list(Blend).index(Blend.NORMAL) == 0
    assert list(Blend)[18] is Blend.DIVIDE
    assert list(Blend).index(Blend.LUMINOSITY) == 15


@pytest.mark.parametrize(("width", "height"), [(0, 1), (1, -1), (8193, 1), (30000, 30000)])
def test_sizes_no_sprite_can_have(width: int, height: int) -> None:
    with pytest.raises(UserError, match=f"{width} x {height} is"):
        check_size(width, height)


def test_the_largest_and_smallest_size() -> None:
    assert check_size(8192, 1) == Size(8192, 1)


@pytest.mark.parametrize(
    ("text", "colour", "hex_text"),
    [
        ("#f08", Colour(255, 0, 136), "#ff0088"),
        ("0a0B0c", Colour(10, 11, 12), "#0a0b0c"),
        (" #0a0b0c80 ", Colour(10, 11, 12, 128), "#0a0b0c80"),
    ],
)
def test_colours_are_read_and_written(text: str, colour: Colour, hex_text: str) -> None:
    assert Colour.parse(text) == colour
    assert colour.hex == hex_text


@pytest.mark.parametrize("text", ["", "#", "12345", "#12345g", "red", "#123456789"])
def test_what_is_no_colour(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Colour.parse(text)


def test_palettes_are_arrays_of_their_colours() -> None:
    assert Palette((Colour(1, 2, 3), Colour(4, 5, 6, 7))).array().tolist() == [[1, 2, 3, 255], [4, 5, 6, 7]]
    assert Palette().array().shape == (0, 4)
    assert len(Palette((Colour(1, 2, 3),))) == 1


def test_boxes_around_what_is_drawn() -> None:
    assert opaque_box(picture("... .r. ..g")) == Box(1, 1, 2, 2)
    assert opaque_box(blank(Size(3, 2))) == EMPTY_BOX
    assert box_of(mask("... ##.") > 0) == Box(0, 1, 2, 1)


def test_frozen_arrays_are_contiguous_and_read_only() -> None:
    turned = frozen(np.zeros((2, 3, 4), np.uint8)[:, ::-1])
    assert turned.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        turned[0, 0] = 1


def test_bones_join_known_joints() -> None:
    assert len(LABELS) == 18
    assert len(BONES) == 17
    assert {label for bone in BONES for label in bone} == set(LABELS)


POSE = Pose.of({"NOSE": Keypoint(4, 1), "LEFT ARM": Keypoint(6.5, 3, z=1), "TAIL": Keypoint(0, 0)}, key=False)


def test_joints_are_kept_in_the_order_of_the_labels() -> None:
    assert list(Pose.of({"TAIL": Keypoint(0, 0), "NECK": Keypoint(1, 1), "NOSE": Keypoint(2, 2)}).points) == [
        "NOSE",
        "NECK",
        "TAIL",
    ]


def test_moving_a_joint_makes_a_key_pose() -> None:
    moved = POSE.moved("NOSE", 2.5, 3.5)
    assert (moved.points["NOSE"], moved.key) == (Keypoint(2.5, 3.5), True)
    assert moved.points["LEFT ARM"] == POSE.points["LEFT ARM"]
    with pytest.raises(KeyError):
        POSE.moved("LEFT EAR", 0, 0)


def test_joints_shift_together_or_some_of_them() -> None:
    assert POSE.shifted(1, -1).points["LEFT ARM"] == Keypoint(7.5, 2, z=1)
    some = POSE.shifted(1, 1, ["NOSE"])
    assert (some.points["NOSE"], some.points["TAIL"]) == (Keypoint(5, 2), Keypoint(0, 0))


def test_a_mirrored_pose_is_the_same_person_in_a_mirror() -> None:
    mirrored = POSE.mirrored(8)
    assert mirrored.points["RIGHT ARM"] == Keypoint(1.5, 3, z=1)
    assert mirrored.points["NOSE"] == Keypoint(4, 1)
    assert mirrored.mirrored(8) == POSE
    assert [other_side(label) for label in ("LEFT EYE", "RIGHT EYE", "NECK")] == ["RIGHT EYE", "LEFT EYE", "NECK"]
