"""Which frame shows when, exact for any time and duration."""

from fractions import Fraction

import pytest

from studio.doc.frames import set_durations
from studio.doc.model import Playback, Sprite, Tag
from studio.doc.playback import Player, play_order, sequence
from studio.doc.tags import add_tag, set_tag
from tests.unit.doc.drawing import sprite_of


def tagged(first: int, last: int, playback: Playback, repeat: int = 0) -> tuple[Sprite, Tag]:
    """Five frames of 100, 50, 200, 50 and 100 ms with a tag."""
    sprite = sprite_of(*"rgbkw", durations=(100, 50, 200, 50, 100))
    sprite = add_tag(sprite, "tag", sprite.frames[first].id, sprite.frames[last].id)
    sprite = set_tag(sprite, sprite.tags[0].id, playback=playback, repeat=repeat)
    return sprite, sprite.tags[0]


@pytest.mark.parametrize(
    ("playback", "expected"),
    [
        (Playback.FORWARD, [1, 2, 3]),
        (Playback.REVERSE, [3, 2, 1]),
        (Playback.PINGPONG, [1, 2, 3, 2]),
        (Playback.PINGPONG_REVERSE, [3, 2, 1, 2]),
    ],
)
def test_a_period_shows_each_end_once(playback: Playback, expected: list[int]) -> None:
    sprite, tag = tagged(1, 3, playback)
    assert sequence(sprite, tag) == expected


@pytest.mark.parametrize("playback", list(Playback))
def test_one_frame_is_a_period_of_itself(playback: Playback) -> None:
    sprite, tag = tagged(2, 2, playback)
    assert sequence(sprite, tag) == [2]


def test_without_a_tag_all_frames_play() -> None:
    sprite, _tag = tagged(1, 3, Playback.REVERSE)
    assert sequence(sprite, None) == play_order(sprite, None) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("playback", "repeat", "expected"),
    [
        (Playback.FORWARD, 1, [1, 2, 3]),
        (Playback.FORWARD, 2, [1, 2, 3, 1, 2, 3]),
        (Playback.REVERSE, 2, [3, 2, 1, 3, 2, 1]),
        (Playback.PINGPONG, 0, [1, 2, 3, 2, 1]),
        (Playback.PINGPONG, 1, [1, 2, 3]),
        (Playback.PINGPONG, 2, [1, 2, 3, 2, 1]),
        (Playback.PINGPONG, 3, [1, 2, 3, 2, 1, 2, 3]),
        (Playback.PINGPONG_REVERSE, 2, [3, 2, 1, 2, 3]),
    ],
)
def test_repeats_play_as_in_aseprite(playback: Playback, repeat: int, expected: list[int]) -> None:
    sprite, tag = tagged(1, 3, playback, repeat)
    assert play_order(sprite, tag) == expected


def test_one_frame_repeats_as_often_as_asked() -> None:
    sprite, tag = tagged(2, 2, Playback.PINGPONG, 3)
    assert play_order(sprite, tag) == [2, 2, 2]


@pytest.mark.parametrize(
    ("elapsed", "index", "ends"),
    [
        (0, 0, 100),
        (99.9, 0, 100),
        (100, 1, 150),
        (150, 2, 350),
        (499, 4, 500),
        (500, 0, 600),
        (1260, 2, 1350),
        (-5, 0, 100),
    ],
)
def test_a_player_shows_the_frame_of_a_time_for_ever(elapsed: float, index: int, ends: int) -> None:
    sprite, _tag = tagged(0, 0, Playback.FORWARD)
    moment = Player(sprite).position(elapsed)
    assert (moment.index, moment.ends, moment.done) == (index, ends, False)


def test_a_repeated_tag_ends_on_its_last_frame() -> None:
    sprite, tag = tagged(1, 2, Playback.FORWARD, 2)
    player = Player(sprite, tag)
    assert player.length == 500
    assert [player.position(time).index for time in (0, 50, 250, 300, 499, 500, 9999)] == [1, 2, 1, 2, 2, 2, 2]
    assert [player.position(time).done for time in (0, 499, 500)] == [False, False, True]


def test_looping_can_be_asked_for_or_ruled_out() -> None:
    sprite, tag = tagged(1, 2, Playback.FORWARD, 2)
    assert not Player(sprite, tag, loop=True).position(10_000).done
    assert Player(sprite, loop=False).position(500).done


def test_playing_can_start_from_a_frame() -> None:
    sprite, tag = tagged(1, 3, Playback.REVERSE)
    player = Player(sprite, tag)
    assert [player.time_of(index) for index in (3, 2, 1, 0)] == [0, 50, 250, 0]
    assert player.order == (3, 2, 1)


def test_thirds_of_a_millisecond_do_not_drift() -> None:
    sprite = sprite_of("r", "g", "b")
    third = Fraction(100, 3)
    sprite = set_durations(sprite, [frame.id for frame in sprite.frames], third)
    player = Player(sprite)
    assert player.length == 100
    assert player.position(Fraction(100_000_000)).index == 0
    assert player.position(Fraction(100_000_000) + third).index == 1
