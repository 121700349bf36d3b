"""The canvas is cut, turned and mirrored; cels, masks and poses go along."""

import pytest

from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.doc.canvas_size import Axis, crop, flip, resize_canvas, rotate90, trim
from studio.doc.cels import link_cels
from studio.doc.compose import flatten
from studio.doc.edits import new_sprite, set_mask, set_pose
from studio.doc.model import Sprite
from studio.doc.skeleton import Keypoint, Pose
from tests.unit.doc.drawing import drawn, marked, mask, rows, sprite_of

HERO = """
    r..
    .g.
"""


def hero() -> Sprite:
    sprite = sprite_of(HERO)
    frame = sprite.frames[0].id
    sprite = set_mask(sprite, frame, mask("#.. .#."))
    return set_pose(sprite, frame, Pose.of({"LEFT EAR": Keypoint(0.5, 0.5), "NOSE": Keypoint(1.5, 1.5)}))


def look(sprite: Sprite) -> tuple[str, str, dict[str, tuple[float, float]]]:
    frame = sprite.frames[0]
    assert frame.mask is not None
    assert frame.pose is not None
    points = {label: (point.x, point.y) for label, point in frame.pose.points.items()}
    return drawn(flatten(sprite, frame.id)), marked(frame.mask), points


def test_a_larger_canvas_moves_everything_to_its_anchor() -> None:
    assert look(resize_canvas(hero(), Size(4, 3), 1, 1)) == (
        rows(".... .r.. ..g."),
        rows(".... .#.. ..#."),
        {"LEFT EAR": (1.5, 1.5), "NOSE": (2.5, 2.5)},
    )


def test_pixels_cut_off_come_back_unless_trimmed() -> None:
    small = resize_canvas(hero(), Size(2, 1), -1, -1)
    assert drawn(flatten(small, small.frames[0].id)) == "g."
    again = resize_canvas(small, Size(3, 2), 1, 1)
    assert drawn(flatten(again, again.frames[0].id)) == rows(HERO)
    trimmed = resize_canvas(hero(), Size(2, 1), -1, -1, trim_outside=True)
    assert [cel.box for cel in trimmed.cels.values()] == [Box(0, 0, 1, 1)]


def test_the_same_size_is_no_change() -> None:
    sprite = hero()
    assert resize_canvas(sprite, Size(3, 2)) is sprite


def test_a_crop_may_reach_beyond_the_canvas() -> None:
    cropped = crop(hero(), Box(1, 0, 3, 3))
    assert drawn(flatten(cropped, cropped.frames[0].id)) == rows("... g.. ...")
    with pytest.raises(UserError, match="Nothing is selected"):
        crop(hero(), Box(0, 0, 0, 2))


def test_trimming_leaves_what_is_drawn_in_any_frame() -> None:
    sprite = sprite_of("..... .r... ..... .....", "..... ..... ...g. .....")
    trimmed = trim(sprite)
    assert [drawn(flatten(trimmed, frame.id)) for frame in trimmed.frames] == [rows("r.. ..."), rows("... ..g")]
    with pytest.raises(UserError, match="empty"):
        trim(new_sprite(Size(3, 3)))


def test_a_horizontal_flip_swaps_the_sides_of_the_pose() -> None:
    assert look(flip(hero(), Axis.HORIZONTAL)) == (
        rows("..r .g."),
        rows("..# .#."),
        {"NOSE": (1.5, 1.5), "RIGHT EAR": (2.5, 0.5)},
    )


def test_a_vertical_flip_keeps_the_sides_of_the_pose() -> None:
    assert look(flip(hero(), Axis.VERTICAL)) == (
        rows(".g. r.."),
        rows(".#. #.."),
        {"LEFT EAR": (0.5, 1.5), "NOSE": (1.5, 0.5)},
    )


def test_a_quarter_turn_goes_clockwise() -> None:
    assert look(rotate90(hero())) == (
        rows(".r g. .."),
        rows(".# #. .."),
        {"LEFT EAR": (1.5, 0.5), "NOSE": (0.5, 1.5)},
    )


def test_four_quarter_turns_are_none() -> None:
    sprite = hero()
    assert rotate90(sprite, 4) is sprite
    assert look(rotate90(rotate90(sprite, 3))) == look(sprite)


def test_linked_cels_still_share_their_pixels_after_a_flip() -> None:
    sprite = sprite_of("r. .g", ".. ..")
    linked = link_cels(sprite, sprite.layers[0].id, [frame.id for frame in sprite.frames])
    first, second = flip(linked, Axis.HORIZONTAL).cels.values()
    assert first.pixels is second.pixels
    assert first.link == second.link
