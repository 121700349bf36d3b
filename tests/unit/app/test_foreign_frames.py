"""Frames of one sprite brought into another."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from studio.app.clips import bring_frames
from studio.app.foreign_frames import import_frames
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc import cels, frames, tags
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.edits import new_sprite, put_raster, set_mask
from studio.doc.layers import add_layer, set_layer
from studio.doc.model import Sprite


def dot(sprite: Sprite, layer: int, frame: int, red: int) -> Sprite:
    """One pixel at 1, 1."""
    raster = np.zeros((sprite.size.height, sprite.size.width, 4), np.uint8)
    raster[1, 1] = (red, 0, 0, 255)
    return put_raster(sprite, sprite.layers[layer].id, sprite.frames[frame].id, raster)


def reds(sprite: Sprite, x: int = 1, y: int = 1) -> list[int]:
    """The red of one pixel in every frame."""
    return [int(flatten(sprite, frame.id)[y, x, 0]) for frame in sprite.frames]


def one(side: int = 4, *values: int) -> Sprite:
    """One layer, a dot of each value in its own frame."""
    sprite = new_sprite(Size(side, side), frames=len(values), layer_name="ink")
    for index, value in enumerate(values):
        sprite = dot(sprite, 0, index, value)
    return sprite


def test_frames_of_a_plain_sprite_land_on_the_layer_in_hand() -> None:
    target = add_layer(one(4, 10, 20), "top")
    source = one(4, 100, 110)
    ids = [frame.id for frame in source.frames]
    brought = import_frames(target, source, ids, 1, onto=target.layers[1].id)
    assert reds(brought) == [10, 100, 110, 20]
    assert [layer.name for layer in brought.layers] == ["ink", "top"]
    assert brought.cel(target.layers[1].id, brought.frames[1].id) is not None
    assert brought.cel(target.layers[0].id, brought.frames[1].id) is None


def test_several_layers_find_their_names_and_the_rest_is_added() -> None:
    target = one(4, 10)
    source = dot(add_layer(one(4, 100), "hat"), 1, 0, 130)
    source = set_layer(source, source.layers[1].id, opacity=128)
    brought = import_frames(target, source, [source.frames[0].id], 1, onto=target.layers[0].id)
    assert [(layer.name, layer.opacity) for layer in brought.layers] == [("ink", 255), ("hat", 128)]
    assert brought.layers[0].id == target.layers[0].id
    assert reds(brought) == [10, 115]


def test_one_layer_alone_can_be_brought() -> None:
    target = one(4, 10)
    source = dot(add_layer(one(4, 100), "hat"), 1, 0, 130)
    brought = import_frames(
        target, source, [source.frames[0].id], 0, onto=target.layers[0].id, only=source.layers[0].id
    )
    assert (reds(brought), len(brought.layers)) == ([100, 10], 1)


def test_a_smaller_figure_stands_in_the_middle() -> None:
    target, source = one(8, 10), one(4, 100)
    brought = import_frames(target, source, [source.frames[0].id], 1, onto=target.layers[0].id)
    assert reds(brought, 3, 3) == [0, 100]


def test_times_masks_and_links_come_along() -> None:
    source = one(4, 100, 110)
    ids = [frame.id for frame in source.frames]
    source = frames.set_durations(source, ids[:1], Fraction(1000, 60))
    source = set_mask(source, ids[0], np.full((4, 4), 255, np.uint8))
    source = cels.link_cels(source, source.layers[0].id, ids)
    target = one(4, 10)
    layer = target.layers[0].id
    brought = import_frames(target, source, ids, 1, onto=layer)
    first, second = brought.frames[1:]
    assert (first.duration, first.mask is not None, second.mask) == (Fraction(1000, 60), True, None)
    link = brought.cel(layer, first.id).link
    assert link is not None
    assert link == brought.cel(layer, second.id).link
    assert link != source.cel(source.layers[0].id, ids[0]).link


def test_a_mask_of_another_size_stays_behind() -> None:
    source = one(4, 100)
    source = set_mask(source, source.frames[0].id, np.full((4, 4), 255, np.uint8))
    target = one(8, 10)
    brought = import_frames(target, source, [source.frames[0].id], 1, onto=target.layers[0].id)
    assert brought.frames[1].mask is None


def test_a_tag_around_the_place_grows() -> None:
    target = one(4, 10, 20)
    target = tags.add_tag(target, "walk", target.frames[0].id, target.frames[1].id)
    source = one(4, 100)
    brought = import_frames(target, source, [source.frames[0].id], 1, onto=target.layers[0].id)
    assert brought.tag_range(brought.tags[0]) == range(3)


def test_bringing_is_one_undo_step_and_leaves_the_source() -> None:
    source, target = Document(one(4, 100, 110)), Document(one(4, 10))
    before = source.sprite
    bring_frames(source, target, [frame.id for frame in source.sprite.frames], 1)
    assert reds(target.sprite) == [10, 100, 110]
    assert target.selected_frames == tuple(frame.id for frame in target.sprite.frames[1:])
    assert source.sprite is before
    target.undo()
    assert reds(target.sprite) == [10]


def test_frames_that_are_gone_are_said_so() -> None:
    source, target = Document(one(4, 100)), Document(one(4, 10))
    with pytest.raises(UserError, match="no frames here"):
        bring_frames(source, target, ["frame-gone"], 1)
    assert not target.can_undo
