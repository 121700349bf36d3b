"""Rasters, masks and poses go into a sprite and come out as they were; what did not change is shared."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.doc.cels import link_cels, set_cel
from studio.doc.edits import (
    copy_mask,
    copy_pose,
    from_rasters,
    layer_raster,
    new_sprite,
    put_raster,
    set_mask,
    set_palette,
    set_pose,
)
from studio.doc.layers import add_group
from studio.doc.model import Cel, CelKey, Sprite, UserData
from studio.doc.palette import BLACK, Palette
from studio.doc.skeleton import Keypoint, Pose
from tests.unit.doc.drawing import SIX, drawn, mask, picture, rows, sprite_of

DOT = """
    ......
    ..rr..
    ..rg..
    ......
    ......
    ......
"""


def first_cel(sprite: Sprite, frame: int = 0) -> Cel:
    cel = sprite.cel(sprite.layers[0].id, sprite.frames[frame].id)
    assert cel is not None
    return cel


def test_a_new_sprite_is_empty_and_has_the_asked_frames() -> None:
    sprite = new_sprite(Size(4, 3), frames=2)
    assert sprite.size == (4, 3)
    assert [layer.name for layer in sprite.layers] == ["Layer 1"]
    assert [frame.duration for frame in sprite.frames] == [100, 100]
    assert dict(sprite.cels) == {}


@pytest.mark.parametrize(("width", "height", "frames"), [(0, 4, 1), (4, 0, 1), (8193, 1, 1), (4, 4, 0)])
def test_an_impossible_sprite_is_refused_with_a_sentence(width: int, height: int, frames: int) -> None:
    with pytest.raises(UserError, match=r"\.$"):
        new_sprite(Size(width, height), frames=frames)


def test_a_cel_holds_the_opaque_box_only() -> None:
    cel = first_cel(sprite_of(DOT))
    assert cel.box == Box(2, 1, 2, 2)
    assert drawn(cel.pixels) == rows("rr rg")


def test_a_raster_comes_back_as_it_was_put_in() -> None:
    sprite = sprite_of(DOT)
    raster = layer_raster(sprite, sprite.layers[0].id, sprite.frames[0].id)
    assert drawn(raster) == rows(DOT)
    assert not raster.flags.writeable


def test_an_empty_raster_leaves_no_cel() -> None:
    sprite = sprite_of(DOT)
    key = CelKey(sprite.layers[0].id, sprite.frames[0].id)
    assert put_raster(sprite, *key, np.zeros((6, 6, 4), np.uint8)).cels.get(key) is None


def test_the_same_raster_again_is_no_change() -> None:
    sprite = sprite_of(DOT)
    assert put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, picture(DOT)) is sprite


def test_colours_hidden_under_full_transparency_are_no_change() -> None:
    raster = picture(DOT)
    raster[raster[..., 3] == 0] = (7, 7, 7, 0)
    sprite = from_rasters([raster], [Fraction(100)])
    assert put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, raster) is sprite
    assert put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, picture(DOT)) is sprite


def test_only_the_box_of_a_raster_is_looked_at() -> None:
    sprite = sprite_of(DOT)
    other = picture("bbbbbb " * 6)
    changed = put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, other, box=Box(4, 4, 2, 2))
    assert drawn(layer_raster(changed, sprite.layers[0].id, sprite.frames[0].id)) == rows(
        """
        ......
        ..rr..
        ..rg..
        ......
        ....bb
        ....bb
        """
    )
    assert first_cel(changed).box == Box(2, 1, 4, 5)


def test_erasing_the_rim_of_a_cel_shrinks_it() -> None:
    sprite = sprite_of(DOT)
    changed = put_raster(
        sprite, sprite.layers[0].id, sprite.frames[0].id, np.zeros((6, 6, 4), np.uint8), box=Box(0, 1, 6, 1)
    )
    assert first_cel(changed).box == Box(2, 2, 2, 1)
    assert drawn(first_cel(changed).pixels) == "rg"


def test_pixels_outside_of_the_canvas_survive_painting() -> None:
    sprite = sprite_of(DOT)
    key = CelKey(sprite.layers[0].id, sprite.frames[0].id)
    outside = sprite.with_cels({key: replace(first_cel(sprite), x=5, y=0)})
    painted = put_raster(outside, *key, picture("gg...." + " ......" * 5), box=Box(0, 0, 2, 1))
    cel = painted.cels[key]
    assert cel.box == Box(0, 0, 7, 2)
    assert drawn(cel.pixels) == rows("gg...rr .....rg")


def test_painting_keeps_what_a_cel_has_besides_its_pixels_but_not_its_origin() -> None:
    sprite = sprite_of(DOT)
    key = CelKey(sprite.layers[0].id, sprite.frames[0].id)
    note = UserData(text="hero")
    dressed = sprite.with_cels({key: replace(first_cel(sprite), opacity=9, z=-2, user_data=note, origin=b"chunk")})
    cel = put_raster(dressed, *key, picture("kkkkkk " * 6)).cels[key]
    assert (cel.opacity, cel.z, cel.user_data, cel.origin) == (9, -2, note, None)


def test_painting_a_linked_cel_paints_all_of_the_link() -> None:
    sprite = sprite_of(DOT, DOT, DOT)
    layer, frames = sprite.layers[0].id, [frame.id for frame in sprite.frames]
    sprite = link_cels(sprite, layer, frames[:2])
    sprite = set_cel(sprite, CelKey(layer, frames[1]), z=3)
    painted = put_raster(sprite, layer, frames[0], picture("kkkkkk " * 6))
    assert [drawn(layer_raster(painted, layer, frame)) for frame in frames] == [
        rows("kkkkkk " * 6),
        rows("kkkkkk " * 6),
        rows(DOT),
    ]
    assert painted.cels[CelKey(layer, frames[1])].z == 3
    assert first_cel(painted, 0).pixels is first_cel(painted, 1).pixels


def test_erasing_a_linked_cel_empties_all_of_the_link() -> None:
    sprite = sprite_of(DOT, DOT)
    layer = sprite.layers[0].id
    sprite = link_cels(sprite, layer, [frame.id for frame in sprite.frames])
    assert dict(put_raster(sprite, layer, sprite.frames[1].id, np.zeros((6, 6, 4), np.uint8)).cels) == {}


def test_the_given_raster_may_be_painted_on_afterwards() -> None:
    sprite = new_sprite(SIX)
    raster = picture(DOT)
    changed = put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, raster)
    raster[:] = 0
    assert drawn(layer_raster(changed, changed.layers[0].id, changed.frames[0].id)) == rows(DOT)


def test_a_raster_of_another_size_is_refused() -> None:
    sprite = new_sprite(SIX)
    with pytest.raises(UserError, match="2 x 1 but the sprite is 6 x 6"):
        put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, picture("rr"))


def test_a_group_takes_no_pixels() -> None:
    sprite = add_group(new_sprite(SIX), "Body")
    with pytest.raises(UserError, match="Body is a group"):
        put_raster(sprite, sprite.layers[-1].id, sprite.frames[0].id, picture(DOT))


def test_frames_that_did_not_change_are_shared() -> None:
    sprite = sprite_of(DOT, DOT)
    changed = put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, picture("bbbbbb " * 6))
    assert first_cel(changed, 1) is first_cel(sprite, 1)
    assert changed.frames is sprite.frames


def test_pixels_in_a_sprite_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        first_cel(sprite_of(DOT)).pixels[0, 0] = 0


def test_a_mask_is_kept_and_an_empty_one_is_none() -> None:
    sprite = new_sprite(Size(3, 2))
    frame = sprite.frames[0].id
    marked = set_mask(sprite, frame, mask("##. ..."))
    kept = marked.frame(frame).mask
    assert kept is not None
    assert kept.tolist() == [[255, 255, 0], [0, 0, 0]]
    assert set_mask(marked, frame, mask("##. ...")) is marked
    assert set_mask(marked, frame, mask("... ...")).frame(frame).mask is None
    assert set_mask(sprite, frame, None) is sprite


def test_masks_and_poses_are_copied_between_frames() -> None:
    sprite = new_sprite(Size(3, 2), frames=2)
    here, there = (frame.id for frame in sprite.frames)
    pose = Pose.of({"NOSE": Keypoint(1.5, 0.5)})
    sprite = set_pose(set_mask(sprite, here, mask("##. ...")), here, pose)
    copied = copy_pose(copy_mask(sprite, here, there), here, there)
    assert copied.frame(there).pose == pose
    assert copied.frame(there).mask is sprite.frame(here).mask
    assert set_pose(copied, there, pose) is copied


def test_there_is_no_pose_to_copy_from_a_frame_without() -> None:
    sprite = new_sprite(Size(3, 2), frames=2)
    with pytest.raises(UserError, match="no pose to copy"):
        copy_pose(sprite, sprite.frames[0].id, sprite.frames[1].id)


def test_rasters_become_frames_with_exact_durations() -> None:
    sprite = from_rasters([picture("r."), picture(".g")], [Fraction(100, 3), Fraction(65535)])
    assert [frame.duration for frame in sprite.frames] == [Fraction(100, 3), 65535]


@pytest.mark.parametrize("duration", [Fraction(0), Fraction(65536), Fraction(1, 2)])
def test_a_duration_no_frame_can_have_is_refused(duration: Fraction) -> None:
    with pytest.raises(UserError, match="1 to 65535"):
        from_rasters([picture("r")], [duration])


def test_rasters_of_two_sizes_make_no_sprite() -> None:
    with pytest.raises(UserError, match="2 x 1 but the sprite is 1 x 1"):
        from_rasters([picture("r"), picture("rr")], [Fraction(1), Fraction(1)])


def test_no_rasters_make_no_sprite() -> None:
    with pytest.raises(UserError, match="no picture"):
        from_rasters([], [])


def test_another_palette_changes_no_pixel() -> None:
    sprite = sprite_of(DOT)
    changed = set_palette(sprite, Palette((BLACK,)))
    assert changed.palette.colours == (BLACK,)
    assert changed.cels is sprite.cels
    assert set_palette(changed, Palette((BLACK,))) is changed
