"""Results go back to the frames whose pictures were sent."""

from __future__ import annotations

from studio.app.place import Placement, edit_for, placements
from studio.app.returning import home_frames
from studio.jobs.job import Origin
from tests.unit.app.takes import take_of
from tests.unit.app.test_place import cursor_of, shown, sprite_of


def test_each_result_goes_to_its_frame_wherever_the_cursor_is() -> None:
    sprite = sprite_of("r", "g", "b", "k")
    first, last = sprite.frames[0].id, sprite.frames[3].id
    take = take_of("k", "r", origin=Origin(frames=(first, last)))
    assert shown(edit_for(take, Placement.REPLACE, cursor_of(sprite, 1))(sprite)) == ["k", "g", "b", "r"]


def test_an_animation_of_one_frame_starts_where_that_frame_is() -> None:
    sprite = sprite_of("r", "g", "b")
    take = take_of("k", "k", "k", origin=Origin(frames=(sprite.frames[1].id,)))
    assert shown(edit_for(take, Placement.REPLACE, cursor_of(sprite, 0))(sprite)) == ["r", "k", "k", "k"]


def test_a_layer_is_put_over_the_frames_that_were_sent() -> None:
    sprite = sprite_of("r", "g", "b")
    take = take_of("k", origin=Origin(frames=(sprite.frames[2].id,)))
    result = edit_for(take, Placement.LAYER, cursor_of(sprite, 0))(sprite)
    assert shown(result) == ["r", "g", "k"]


def test_what_came_from_no_frame_or_one_that_is_gone_starts_at_the_cursor() -> None:
    sprite = sprite_of("r", "g", "b")
    cursor = cursor_of(sprite, 1)
    here, after = sprite.frames[1].id, sprite.frames[2].id
    for origin in (None, Origin(), Origin(frames=("frame-gone",)), Origin(frames=(sprite.frames[0].id, "frame-gone"))):
        assert list(home_frames(sprite, origin, cursor, count=3)) == [here, after, None]


def test_a_frame_that_looks_so_already_keeps_its_cel() -> None:
    sprite = sprite_of("r", "g", "b")
    take = take_of("r", "k", "b", origin=Origin(frames=tuple(frame.id for frame in sprite.frames)))
    result = edit_for(take, Placement.REPLACE, cursor_of(sprite))(sprite)
    assert shown(result) == ["r", "k", "b"]
    layer = sprite.layers[0].id
    for place, is_same in ((0, True), (1, False), (2, True)):
        frame = sprite.frames[place].id
        assert (result.cel(layer, frame) is sprite.cel(layer, frame)) is is_same


def test_results_that_have_a_frame_each_go_in_place_first() -> None:
    sprite = sprite_of("r", "g", "b")
    sent = tuple(frame.id for frame in sprite.frames[:2])
    assert placements(take_of("k", "k", origin=Origin(frames=sent)), sprite)[0] is Placement.REPLACE
    for take in (take_of("k", "k", "k", origin=Origin(frames=sent)), take_of("k", origin=Origin(frames=sent[:1]))):
        assert placements(take, sprite)[0] is Placement.FRAMES
