"""However frames are added, moved and removed, tags name frames that are there, in order, and nothing is left over."""

from hypothesis import given
from hypothesis import strategies as st

from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.edits import new_sprite
from studio.doc.frames import add_frame, duplicate_frames, move_frames, remove_frames, reverse_frames
from studio.doc.model import Sprite
from studio.doc.tags import add_tag
from tests.unit.doc.drawing import sprite_of


@st.composite
def tagged(draw: st.DrawFn) -> Sprite:
    sprite = sprite_of(*draw(st.lists(st.sampled_from("rgbk."), min_size=2, max_size=7)))
    ids = [frame.id for frame in sprite.frames]
    for number in range(draw(st.integers(1, 3))):
        sprite = add_tag(sprite, f"tag {number}", draw(st.sampled_from(ids)), draw(st.sampled_from(ids)))
    return sprite


def chosen(draw: st.DataObject, sprite: Sprite) -> list[str]:
    return draw.draw(st.lists(st.sampled_from([frame.id for frame in sprite.frames]), min_size=1, unique=True))


def sound(sprite: Sprite) -> bool:
    ids = [frame.id for frame in sprite.frames]
    return (
        len(set(ids)) == len(ids)
        and all(len(sprite.tag_range(tag)) > 0 for tag in sprite.tags)
        and all(key.frame in ids for key in sprite.cels)
    )


@given(sprite=tagged(), data=st.data())
def test_tags_stay_sound_through_any_edits(sprite: Sprite, data: st.DataObject) -> None:
    for _step in range(data.draw(st.integers(1, 6))):
        match data.draw(st.sampled_from(["add", "copy", "remove", "move", "reverse"])):
            case "add":
                sprite = add_frame(sprite, data.draw(st.integers(-1, len(sprite.frames) - 1)))
            case "copy":
                sprite = duplicate_frames(sprite, chosen(data, sprite), linked=data.draw(st.booleans()))
            case "remove":
                try:
                    sprite = remove_frames(sprite, chosen(data, sprite))
                except UserError:
                    assert sound(sprite)
            case "move":
                sprite = move_frames(sprite, chosen(data, sprite), data.draw(st.integers(0, len(sprite.frames))))
            case _:
                sprite = reverse_frames(sprite, chosen(data, sprite))
        assert sound(sprite)


@given(sprite=tagged(), data=st.data())
def test_moving_loses_no_frame_and_no_tag_and_keeps_who_stayed(sprite: Sprite, data: st.DataObject) -> None:
    ids = chosen(data, sprite)
    moved = move_frames(sprite, ids, data.draw(st.integers(0, len(sprite.frames))))
    assert {frame.id for frame in moved.frames} == {frame.id for frame in sprite.frames}
    assert [tag.name for tag in moved.tags] == [tag.name for tag in sprite.tags]
    for before, after in zip(sprite.tags, moved.tags, strict=True):
        stayed = {sprite.frames[index].id for index in sprite.tag_range(before)} - set(ids)
        assert stayed <= {moved.frames[index].id for index in moved.tag_range(after)}


@given(sprite=tagged(), data=st.data())
def test_a_tag_vanishes_only_with_all_of_its_frames(sprite: Sprite, data: st.DataObject) -> None:
    ids = set(chosen(data, sprite)) - {sprite.frames[0].id}
    left = remove_frames(sprite, ids)
    for tag in sprite.tags:
        members = {sprite.frames[index].id for index in sprite.tag_range(tag)}
        there = [other for other in left.tags if other.id == tag.id]
        assert bool(there) == bool(members - ids)
        for other in there:
            assert {left.frames[index].id for index in left.tag_range(other)} == members - ids


@given(count=st.integers(1, 5), data=st.data())
def test_reversing_twice_is_nothing(count: int, data: st.DataObject) -> None:
    sprite = new_sprite(Size(1, 1), frames=count)
    ids = chosen(data, sprite)
    assert reverse_frames(reverse_frames(sprite, ids), ids).frames == sprite.frames
