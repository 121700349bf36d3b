"""Poses and masks taken from frame to frame and from sprite to sprite."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.app import clips
from studio.app.frame_parts import Part, bring_parts, shift_parts
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.document import Document
from studio.doc.edits import new_sprite, set_mask, set_palette, set_pose
from studio.doc.model import Sprite
from studio.doc.palette import Colour, Palette
from studio.doc.skeleton import Keypoint, Pose


def posed(size: Size, noses: list[float | None]) -> Sprite:
    """A frame for each place of a nose; None has no pose."""
    sprite = new_sprite(size, frames=len(noses))
    for frame, x in zip(sprite.frames, noses, strict=True):
        if x is not None:
            sprite = set_pose(sprite, frame.id, Pose.of({"NOSE": Keypoint(x, 2.0)}))
    return sprite


def noses(sprite: Sprite) -> list[tuple[float, float] | None]:
    return [
        None if frame.pose is None else (frame.pose.points["NOSE"].x, frame.pose.points["NOSE"].y)
        for frame in sprite.frames
    ]


def test_poses_move_over_each_other_without_a_loss() -> None:
    sprite = posed(Size(8, 8), [1, 2, None, 4])
    ids = [frame.id for frame in sprite.frames[:2]]
    assert noses(shift_parts(sprite, Part.POSE, ids, 1, keeps=False)) == [None, (1, 2), (2, 2), (4, 2)]
    assert noses(shift_parts(sprite, Part.POSE, ids, 2, keeps=True)) == [(1, 2), (2, 2), (1, 2), (2, 2)]
    ids = [frame.id for frame in sprite.frames[1:]]
    assert noses(shift_parts(sprite, Part.POSE, ids, -1, keeps=False)) == [(2, 2), None, (4, 2), None]


def test_poses_come_to_another_canvas_as_far_apart_as_they_were_and_about_its_middle() -> None:
    source, target = posed(Size(8, 8), [1, None, 3]), posed(Size(12, 10), [None, 9, None, None])
    ids = [frame.id for frame in source.frames]
    assert noses(bring_parts(target, source, Part.POSE, ids, index=1)) == [None, (3, 3), None, (5, 3)]
    assert noses(bring_parts(target, source, Part.POSE, ids, index=2)) == [None, (9, 2), (3, 3), None]


def test_a_mask_goes_only_to_a_canvas_of_its_size() -> None:
    source = new_sprite(Size(3, 2), frames=2)
    mask = np.array([[0, 255, 0], [0, 0, 0]], np.uint8)
    source = set_mask(source, source.frames[1].id, mask)
    ids = [source.frames[1].id]
    brought = bring_parts(new_sprite(Size(3, 2)), source, Part.MASK, ids, index=0)
    assert brought.frames[0].mask is not None
    assert brought.frames[0].mask.tolist() == [[0, 255, 0], [0, 0, 0]]
    with pytest.raises(UserError, match="only to sprites of its own size"):
        bring_parts(new_sprite(Size(4, 2)), source, Part.MASK, ids, index=0)


def test_frames_without_a_pose_have_nothing_to_give() -> None:
    sprite = posed(Size(8, 8), [None, 2])
    with pytest.raises(UserError, match="no pose here"):
        shift_parts(sprite, Part.POSE, [sprite.frames[0].id], 1, keeps=True)


def test_what_is_brought_is_one_step_and_the_source_stays() -> None:
    source, target = Document(posed(Size(8, 8), [1, 2])), Document(posed(Size(8, 8), [None, None, None]))
    colours = Palette((Colour(1, 2, 3), Colour(4, 5, 6)))
    source.apply("palette", lambda sprite: set_palette(sprite, colours))
    before = source.sprite
    ids = [frame.id for frame in source.sprite.frames]
    clips.bring_parts(source, target, Part.POSE, ids, index=1)
    clips.bring_palette(source, target)
    assert noses(target.sprite) == [None, (1, 2), (2, 2)]
    assert target.sprite.palette == colours
    assert target.history.labels() == ["Bring poses", "Bring palette"]
    assert source.sprite is before
    with pytest.raises(UserError, match="no palette"):
        clips.bring_palette(Document(replace(before, palette=Palette())), target)
