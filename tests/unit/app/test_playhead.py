"""Playing in the editor, with the time told by the test."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from studio.app.playhead import Playhead, Scope
from studio.app.workspace import Workspace
from studio.core.geometry import Box, Size
from studio.doc import frames, tags
from studio.doc.document import Document
from studio.doc.edits import new_sprite
from studio.doc.gesture import CelTarget
from studio.doc.model import Playback


@pytest.fixture
def workspace() -> Workspace:
    """Frames of 100, 200, 50 and 100 ms; "walk" is the two in the middle."""
    sprite = new_sprite(Size(4, 4), frames=4)
    ids = [frame.id for frame in sprite.frames]
    for index, duration in ((1, 200), (2, 50)):
        sprite = frames.set_durations(sprite, [ids[index]], Fraction(duration))
    workspace = Workspace()
    workspace.add(tags.add_tag(sprite, "walk", ids[1], ids[2]))
    return workspace


def opened(workspace: Workspace) -> Document:
    return workspace.require_active()


def here(workspace: Workspace) -> int:
    document = opened(workspace)
    return document.sprite.frame_index(document.cursor.frame)


def shown(playhead: Playhead, workspace: Workspace, *times: float) -> list[int]:
    """The frame at each time, ms after the start."""
    found = []
    for time in times:
        playhead.advance(time)
        found.append(here(workspace))
    return found


def go(workspace: Workspace, index: int) -> None:
    opened(workspace).move_to(frame=opened(workspace).sprite.frames[index].id)


def test_all_frames_play_at_their_own_times_again_and_again(workspace: Workspace) -> None:
    playhead = Playhead(workspace)
    playhead.start()
    assert playhead.advance(0) == 100
    assert shown(playhead, workspace, 99, 100, 299, 300, 349, 350, 449, 450) == [0, 1, 1, 2, 2, 3, 3, 0]
    assert playhead.advance(310) == 40
    assert not opened(workspace).can_undo


def test_a_late_tick_skips_frames_and_never_falls_behind(workspace: Workspace) -> None:
    playhead = Playhead(workspace)
    playhead.start()
    assert shown(playhead, workspace, 0, 355) == [0, 3]


def test_the_tag_at_the_cursor_plays_from_the_cursor_on(workspace: Workspace) -> None:
    go(workspace, 2)
    playhead = Playhead(workspace)
    playhead.start()
    assert shown(playhead, workspace, 0, 49, 50, 249, 250) == [2, 2, 1, 1, 2]


def test_all_frames_play_when_that_is_wanted(workspace: Workspace) -> None:
    go(workspace, 2)
    playhead = Playhead(workspace)
    playhead.set_scope(Scope.ALL)
    playhead.start()
    assert shown(playhead, workspace, 0, 50, 150) == [2, 3, 0]


def test_a_tag_asked_for_plays_wherever_the_cursor_is(workspace: Workspace) -> None:
    playhead = Playhead(workspace)
    playhead.start(opened(workspace).sprite.tags[0].id)
    assert shown(playhead, workspace, 0, 200, 250) == [1, 2, 1]


def test_several_chosen_frames_play_by_themselves_and_stay_chosen(workspace: Workspace) -> None:
    document = opened(workspace)
    chosen = tuple(frame.id for frame in document.sprite.frames[:2])
    document.select_frames(chosen)
    playhead = Playhead(workspace)
    playhead.start()
    assert shown(playhead, workspace, 0, 100, 300) == [0, 1, 0]
    assert document.selected_frames == chosen


def test_without_repeat_it_ends_at_the_last_frame_and_starts_over(workspace: Workspace) -> None:
    playhead = Playhead(workspace)
    playhead.set_repeat(on=False)
    playhead.start()
    assert shown(playhead, workspace, 449) == [3]
    assert playhead.advance(450) is None
    assert (playhead.playing, here(workspace)) == (False, 3)
    playhead.start()
    assert shown(playhead, workspace, 0) == [0]


def test_without_repeat_a_tag_plays_as_often_as_it_says(workspace: Workspace) -> None:
    document = opened(workspace)
    tag = document.sprite.tags[0].id
    document.apply("tag", lambda sprite: tags.set_tag(sprite, tag, playback=Playback.PINGPONG, repeat=2))
    playhead = Playhead(workspace)
    playhead.set_repeat(on=False)
    playhead.start(tag)
    assert shown(playhead, workspace, 0, 200, 250, 449) == [1, 2, 1, 1]
    assert playhead.advance(450) is None


def test_it_stops_when_painting_begins_and_the_paint_stays(workspace: Workspace) -> None:
    document = opened(workspace)
    playhead = Playhead(workspace)
    playhead.start()
    gesture = document.begin("Pencil", CelTarget(*document.cursor))
    gesture.scratch.write(Box(0, 0, 1, 1), np.full((1, 1, 4), 255, np.uint8))
    gesture.touch(Box(0, 0, 1, 1))
    assert not playhead.playing
    assert playhead.advance(100) is None
    gesture.commit()
    assert document.history.labels() == ["Pencil"]


def test_it_stops_when_frames_come_or_another_sprite_does(workspace: Workspace) -> None:
    document = opened(workspace)
    playhead = Playhead(workspace)
    playhead.start()
    document.apply("new", lambda sprite: frames.add_frame(sprite, 0))
    assert not playhead.playing
    playhead.start()
    workspace.add(new_sprite(Size(4, 4)))
    assert not playhead.playing


def test_a_changed_time_counts_at_once(workspace: Workspace) -> None:
    document = opened(workspace)
    playhead = Playhead(workspace)
    playhead.start()
    playhead.advance(10)
    first = document.sprite.frames[0].id
    document.apply("time", lambda sprite: frames.set_durations(sprite, [first], Fraction(500)))
    assert shown(playhead, workspace, 120, 509, 510) == [0, 0, 1]


def test_going_elsewhere_goes_on_from_there(workspace: Workspace) -> None:
    playhead = Playhead(workspace)
    playhead.start()
    playhead.advance(20)
    go(workspace, 3)
    assert shown(playhead, workspace, 21, 119, 120) == [3, 3, 0]


def test_leaving_the_tag_that_plays_stops_it(workspace: Workspace) -> None:
    playhead = Playhead(workspace)
    playhead.start(opened(workspace).sprite.tags[0].id)
    playhead.advance(0)
    go(workspace, 3)
    assert not playhead.playing


def test_a_single_frame_does_not_play() -> None:
    workspace = Workspace()
    workspace.add(new_sprite(Size(4, 4)))
    playhead = Playhead(workspace)
    playhead.toggle()
    assert not playhead.playing
