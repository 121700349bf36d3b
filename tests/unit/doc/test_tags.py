"""Tags are added, changed and removed."""

import pytest

from studio.core.errors import UserError
from studio.doc.model import Playback
from studio.doc.tags import add_tag, remove_tag, set_tag
from tests.unit.doc.drawing import sprite_of


def test_a_tag_spans_its_frames_whichever_is_named_first() -> None:
    sprite = sprite_of("r", "g", "b")
    sprite = add_tag(sprite, " walk ", sprite.frames[2].id, sprite.frames[1].id)
    (walk,) = sprite.tags
    assert (walk.name, sprite.tag_range(walk)) == ("walk", range(1, 3))


def test_tags_are_listed_by_their_first_frame() -> None:
    sprite = sprite_of("r", "g", "b")
    sprite = add_tag(sprite, "late", sprite.frames[1].id, sprite.frames[2].id)
    sprite = add_tag(sprite, "early", sprite.frames[0].id, sprite.frames[0].id)
    assert [tag.name for tag in sprite.tags] == ["early", "late"]


def test_a_tag_changes_and_goes_while_its_frames_stay() -> None:
    sprite = sprite_of("r", "g", "b")
    sprite = add_tag(sprite, "walk", sprite.frames[0].id, sprite.frames[1].id)
    tag = sprite.tags[0].id
    changed = set_tag(sprite, tag, name="run", playback=Playback.PINGPONG, repeat=3, last=sprite.frames[2].id)
    (run,) = changed.tags
    assert (run.name, run.playback, run.repeat, changed.tag_range(run)) == ("run", Playback.PINGPONG, 3, range(3))
    assert set_tag(changed, tag, name="run") is changed
    removed = remove_tag(changed, tag)
    assert removed.tags == ()
    assert removed.frames is sprite.frames


@pytest.mark.parametrize(("name", "repeat"), [("", 0), ("walk", -1), ("walk", 65536)])
def test_a_tag_needs_a_name_and_a_repeat_a_file_can_hold(name: str, repeat: int) -> None:
    sprite = sprite_of("r")
    sprite = add_tag(sprite, "walk", sprite.frames[0].id, sprite.frames[0].id)
    with pytest.raises(UserError, match="A tag"):
        set_tag(sprite, sprite.tags[0].id, name=name, repeat=repeat)


def test_an_unknown_tag_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        remove_tag(sprite_of("r"), "nobody")
