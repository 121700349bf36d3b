"""Frames dropped at the border of a tag go in or stay out, as the pointer says."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from tests.qt.timeline.conftest import Setting
from tests.qt.timeline.stage import LEFT, NONE, Stage, strip, tagged


@pytest.fixture
def walking(set_stage: Setting) -> Stage:
    """Frames 1 to 6; "walk" holds 3 and 4."""
    return set_stage(tagged(strip(), "walk", 2, 3))


def members(stage: Stage) -> list[int]:
    """The frames of the tag."""
    first, last = stage.spans["walk"]
    return stage.order[first : last + 1]


def carry(stage: Stage, frame: int, onto: int, *, right: bool, copying: bool = False) -> None:
    """Take the frame at an index, with its neighbour, and let it go on a half of another."""
    stage.drag(stage.number(frame), stage.number(frame + 1))
    stage.drag(stage.number(frame), stage.number(onto), stage.half(onto, right=right), copying=copying)


def test_on_the_last_frame_of_a_tag_they_join_it(walking: Stage) -> None:
    carry(walking, 0, 3, right=True)
    assert (walking.order, members(walking)) == ([3, 4, 1, 2, 5, 6], [3, 4, 1, 2])


def test_on_the_frame_after_a_tag_they_stay_out(walking: Stage) -> None:
    carry(walking, 0, 4, right=False)
    assert (walking.order, members(walking)) == ([3, 4, 1, 2, 5, 6], [3, 4])


def test_on_the_first_frame_of_a_tag_they_join_it(walking: Stage) -> None:
    carry(walking, 4, 2, right=False)
    assert (walking.order, members(walking)) == ([1, 2, 5, 6, 3, 4], [5, 6, 3, 4])


def test_on_the_frame_before_a_tag_they_stay_out(walking: Stage) -> None:
    carry(walking, 4, 1, right=True)
    assert (walking.order, members(walking)) == ([1, 2, 5, 6, 3, 4], [3, 4])


def test_between_its_frames_they_always_join(walking: Stage) -> None:
    carry(walking, 4, 2, right=True)
    assert (walking.order, members(walking)) == ([1, 2, 3, 5, 6, 4], [3, 5, 6, 4])


def test_the_last_frames_of_a_tag_leave_it_where_they_are(set_stage: Setting) -> None:
    stage = set_stage(tagged(strip(), "walk", 0, 3))
    carry(stage, 2, 4, right=False)
    assert (stage.order, members(stage)) == ([1, 2, 3, 4, 5, 6], [1, 2])
    assert stage.document.history.labels() == ["Move frames"]


def test_copies_join_and_stay_out_the_same_way(walking: Stage) -> None:
    carry(walking, 0, 3, right=True, copying=True)
    assert (walking.order, members(walking)) == ([1, 2, 3, 4, 1, 2, 5, 6], [3, 4, 1, 2])
    walking.document.undo()
    carry(walking, 0, 4, right=False, copying=True)
    assert (walking.order, members(walking)) == ([1, 2, 3, 4, 1, 2, 5, 6], [3, 4])


def test_copies_of_its_last_frames_put_elsewhere_do_not_stretch_it(walking: Stage) -> None:
    carry(walking, 2, 5, right=True, copying=True)
    assert (walking.order, members(walking)) == ([1, 2, 3, 4, 5, 6, 3, 4], [3, 4])


def test_the_tag_they_would_join_is_marked_while_dragging(walking: Stage) -> None:
    walking.drag(walking.number(0), walking.number(1))
    view, tag = walking.grid.viewport(), walking.tag("walk").id
    QTest.mousePress(view, LEFT, NONE, walking.number(0))
    seen = []
    for point in (walking.half(3, right=True), walking.half(4, right=False), walking.half(2, right=True)):
        QTest.mouseMove(view, point)
        seen.append(tag in walking.grid.marks.joins)
    QTest.mouseRelease(view, LEFT, NONE, walking.number(0))
    assert seen == [True, False, True]
