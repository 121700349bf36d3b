"""Key frames for in-betweens: where they stand, move and end."""

from __future__ import annotations

from fractions import Fraction

import pytest

from studio.app.key_marks import KeyMark, KeyMarks
from studio.doc import edits, frames
from studio.doc.document import Document
from studio.doc.pixels import frozen
from tests.unit.doc.drawing import picture


@pytest.fixture
def document() -> Document:
    """Six frames."""
    rasters = [frozen(picture(ink)) for ink in "rgbkrg"]
    return Document(edits.from_rasters(rasters, [Fraction(100)] * 6), title="hero")


def ids(document: Document, *places: int) -> list[str]:
    return [document.sprite.frames[place].id for place in places]


def marked(document: Document, *places: int) -> KeyMarks:
    marks = KeyMarks()
    for frame in ids(document, *places):
        marks.put(document, KeyMark(frame))
    return marks


def places(document: Document, marks: KeyMarks) -> list[tuple[int, int]]:
    """Frame on the timeline and frame of the result, from 0."""
    return [(document.sprite.frame_index(mark.frame), marks.index(document, mark)) for mark in marks.of(document)]


def test_marks_stand_in_the_order_of_frames_and_count_from_the_first(document: Document) -> None:
    marks = marked(document, 4, 1)
    assert places(document, marks) == [(1, 0), (4, 3)]
    assert marks.length(document) == 4
    assert marks.span(document) == tuple(ids(document, 1, 2, 3, 4))


def test_a_mark_moves_with_its_weight_but_not_onto_another(document: Document) -> None:
    marks = marked(document, 0, 3)
    first, third, fifth = ids(document, 0, 3, 5)
    marks.put(document, KeyMark(third, 0.5))
    marks.move(document, third, fifth)
    assert marks.of(document) == (KeyMark(first), KeyMark(fifth, 0.5))
    marks.move(document, fifth, first)
    assert marks.of(document) == (KeyMark(first), KeyMark(fifth, 0.5))


def test_a_place_of_its_own_in_the_result_belongs_to_no_span(document: Document) -> None:
    marks = marked(document, 0)
    marks.put(document, KeyMark(ids(document, 1)[0], index=7))
    assert places(document, marks) == [(0, 0), (1, 7)]
    assert marks.length(document) == 8
    assert marks.span(document) == ()


def test_the_mark_of_a_frame_that_is_gone_is_passed_over_and_comes_back_with_it(document: Document) -> None:
    marks = marked(document, 0, 2)
    gone = ids(document, 2)
    document.apply("Delete", lambda sprite: frames.remove_frames(sprite, gone))
    assert places(document, marks) == [(0, 0)]
    document.undo()
    assert places(document, marks) == [(0, 0), (2, 2)]


def test_each_change_is_told_once_and_no_change_is_not(document: Document) -> None:
    marks, told = marked(document, 0), []
    marks.changed.connect(lambda: told.append(len(marks.of(document))))
    frame, other = ids(document, 0, 1)
    marks.put(document, KeyMark(frame))
    assert told == []
    marks.toggle(document, other)
    marks.toggle(document, frame)
    marks.clear(document)
    assert told == [2, 1, 0]


def test_there_is_a_place_for_marks_while_they_are_wanted_or_there(document: Document) -> None:
    marks = KeyMarks()
    assert not marks.is_shown(document)
    marks.want(wanted=True)
    assert marks.is_shown(document)
    marks.want(wanted=False)
    marks.put(document, KeyMark(ids(document, 0)[0]))
    assert marks.is_shown(document)
