"""How a take gets into a sprite, pixel by pixel."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from studio.app.place import Placement, as_sprite, box_on, edit_for, inside_mask, on_canvas, placements, refusal
from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.doc import edits, tags
from studio.doc.compose import flatten
from studio.doc.document import Cursor
from studio.doc.model import Sprite
from studio.doc.pixels import frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.jobs.job import Origin
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import INKS, drawn, picture


def sprite_of(*frames: str) -> Sprite:
    return edits.from_rasters([frozen(picture(rows)) for rows in frames], [Fraction(100)] * len(frames))


def cursor_of(sprite: Sprite, frame: int = 0) -> Cursor:
    return Cursor(sprite.layers[0].id, sprite.frames[frame].id)


def shown(sprite: Sprite) -> list[str]:
    return [drawn(flatten(sprite, frame.id)) for frame in sprite.frames]


def placed(sprite: Sprite, how: Placement, *frames: str, at: int = 0, mask: list[list[int]] | None = None) -> list[str]:
    marked = frozen(np.array(mask, np.uint8)) if mask else None
    take = take_of(*frames, mask=marked)
    return shown(edit_for(take, how, cursor_of(sprite, at))(sprite))


def test_frames_come_after_the_current_one() -> None:
    assert placed(sprite_of("r", "g"), Placement.FRAMES, "b", "k") == ["r", "b", "k", "g"]


def test_an_animation_comes_after_the_tag_it_was_made_from_with_a_tag_of_its_own() -> None:
    sprite = sprite_of("r", "g", "k")
    sprite = tags.add_tag(sprite, "idle", sprite.frames[0].id, sprite.frames[1].id)
    result = edit_for(take_of("b", "b"), Placement.FRAMES, cursor_of(sprite))(sprite)
    assert shown(result) == ["r", "g", "b", "b", "k"]
    assert [(tag.name, list(result.tag_range(tag))) for tag in result.tags] == [
        ("idle", [0, 1]),
        (take_of("b").title, [2, 3]),
    ]


def test_a_single_picture_joins_the_tag_it_is_put_into() -> None:
    sprite = sprite_of("r", "g")
    sprite = tags.add_tag(sprite, "idle", sprite.frames[0].id, sprite.frames[1].id)
    result = edit_for(take_of("b"), Placement.FRAMES, cursor_of(sprite))(sprite)
    assert shown(result) == ["r", "b", "g"]
    assert [list(result.tag_range(tag)) for tag in result.tags] == [[0, 1, 2]]


def test_in_place_replaces_from_the_current_frame_on_and_adds_what_is_missing() -> None:
    assert placed(sprite_of("r", "g"), Placement.REPLACE, "b", "k", at=1) == ["r", "b", "k"]


def test_in_place_changes_nothing_outside_the_mask() -> None:
    assert placed(sprite_of("rr"), Placement.REPLACE, "bb", mask=[[0, 255]]) == ["rb"]


def test_a_layer_holds_only_what_the_mask_marks() -> None:
    sprite = sprite_of("rr")
    take = take_of("bb", mask=frozen(np.array([[0, 255]], np.uint8)))
    result = edit_for(take, Placement.LAYER, cursor_of(sprite))(sprite)
    assert len(result.layers) == 2
    assert drawn(edits.layer_raster(result, result.layers[1].id, result.frames[0].id)) == ".b"


def test_poses_go_onto_frames_from_the_current_one_on() -> None:
    pose = Pose.of({"NOSE": Keypoint(1, 1)})
    sprite = sprite_of("r", "g", "b")
    result = edit_for(take_of(poses=(pose, pose)), Placement.POSES, cursor_of(sprite, 1))(sprite)
    assert [frame.pose for frame in result.frames] == [None, pose, pose]


def test_a_sprite_of_its_own_keeps_times() -> None:
    sprite = as_sprite(take_of("r", "g", durations=(Fraction(50), Fraction(70))))
    assert shown(sprite) == ["r", "g"]
    assert [frame.duration for frame in sprite.frames] == [50, 70]


def test_a_sprite_of_its_own_has_its_colours_for_a_palette() -> None:
    made = as_sprite(take_of("rg.", "grb"))
    assert made.palette.colours == (INKS["r"], INKS["g"], INKS["b"])


def test_a_smaller_take_is_centred() -> None:
    assert drawn(on_canvas(take_of("b"), 0, Size(3, 3))) == "...\n.b.\n..."
    assert box_on(take_of("b"), Size(3, 3)) == Box(1, 1, 1, 1)


def test_what_was_cut_out_of_a_sprite_goes_back_to_where_it_was_and_changes_nothing_else() -> None:
    sprite = sprite_of("rrr")
    take = take_of("b", origin=Origin(box=Box(2, 0, 1, 1)))
    assert box_on(take, sprite.size) == Box(2, 0, 1, 1)
    assert shown(edit_for(take, Placement.REPLACE, cursor_of(sprite))(sprite)) == ["rrb"]
    assert shown(edit_for(take, Placement.FRAMES, cursor_of(sprite))(sprite)) == ["rrr", "..b"]


def test_an_empty_cut_out_erases_only_its_own_place() -> None:
    sprite = sprite_of("rrr")
    take = take_of(".", origin=Origin(box=Box(0, 0, 1, 1)))
    assert shown(edit_for(take, Placement.REPLACE, cursor_of(sprite))(sprite)) == [".rr"]


def test_a_larger_take_can_only_become_a_sprite_and_says_why() -> None:
    sprite, take = sprite_of("r"), take_of("bb")
    assert placements(take, sprite) == (Placement.SPRITE,)
    assert refusal(take, Placement.FRAMES, sprite) == (
        "This take is 2 x 1, larger than the sprite's 1 x 1. Accept it as a new sprite, or grow the canvas."
    )
    assert refusal(take, Placement.SPRITE, sprite) == ""
    with pytest.raises(UserError, match="larger than"):
        on_canvas(take, 0, sprite.size)


def test_what_a_mask_was_sent_for_goes_in_place_first() -> None:
    take = take_of("b", mask=frozen(np.array([[255]], np.uint8)))
    assert placements(take, sprite_of("r"))[0] is Placement.REPLACE


def test_without_a_sprite_there_is_one_way() -> None:
    assert placements(take_of("b"), None) == (Placement.SPRITE,)
    assert refusal(take_of("b"), Placement.LAYER, None) == "No sprite is open."


def test_the_outside_of_a_mask_is_put_back_and_counted() -> None:
    sent, returned = frozen(picture("rrr")), frozen(picture("gbr"))
    clean, changed = inside_mask(sent, returned, frozen(np.array([[255, 0, 0]], np.uint8)))
    assert drawn(clean) == "grr"
    assert changed == 1
