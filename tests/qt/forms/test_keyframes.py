"""Key frames in the form and on the timeline are one thing."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from studio.app.key_marks import KeyMark
from studio.app.session import Session
from studio.app.sources import given_source
from studio.doc import edits
from studio.doc.document import Document
from studio.doc.pixels import frozen
from studio.providers.registry import operation
from studio.spec.field import Keyframe
from studio.ui.forms.form import OperationForm
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.picture_view import PictureView
from tests.unit.doc.drawing import drawn, picture


@pytest.fixture
def document(session: Session) -> Document:
    """Six frames, a colour each."""
    rasters = [frozen(picture(f"{ink}{ink}")) for ink in "rgbkrg"]
    return session.workspace.add(edits.from_rasters(rasters, [100] * 6), title="walk")


@pytest.fixture
def form(session: Session, document: Document, qtbot: QtBot) -> OperationForm:
    form = OperationForm(operation("pixel-engine/keyframes"), session)
    qtbot.addWidget(form)
    form.show()
    return form


def given(form: OperationForm) -> list[tuple[int, str, float | None]]:
    form.settle()
    frames: tuple[Keyframe, ...] = form.values.get("keyframes", ())
    return [(frame.index, drawn(frame.pixels), frame.strength) for frame in frames]


def box(form: OperationForm, word: str, number: int) -> NumberBox:
    found = form.findChild(NumberBox, f"field-keyframes-{word}-{number}")
    assert isinstance(found, NumberBox)
    return found


def put(box: NumberBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    box.editingFinished.emit()


def button(form: OperationForm, word: str) -> QToolButton:
    found = form.findChild(QToolButton, f"field-keyframes-{word}-control")
    assert isinstance(found, QToolButton)
    return found


def test_marks_of_the_timeline_are_the_key_frames_and_set_how_many_come_back(
    form: OperationForm, session: Session, document: Document
) -> None:
    frames = document.sprite.frames
    session.key_marks.put(document, KeyMark(frames[4].id, 0.5))
    session.key_marks.put(document, KeyMark(frames[1].id))
    assert given(form) == [(0, "gg", None), (3, "rr", 0.5)]
    assert form.values["total_frames"] == 4
    assert form.sent_frames == tuple(frame.id for frame in frames[1:5])


def test_the_chosen_frames_are_marked_from_the_form(form: OperationForm, session: Session, document: Document) -> None:
    assert button(form, "mark").text() == "Mark frame 1"
    document.select_frames([document.sprite.frames[0].id, document.sprite.frames[5].id])
    form.row("keyframes").editor.refresh()
    assert button(form, "mark").text() == "Mark 2 frames"
    button(form, "mark").click()
    assert given(form) == [(0, "rr", None), (5, "gg", None)]
    assert not button(form, "mark").isEnabled()
    assert len(session.key_marks.of(document)) == 2


def test_a_weight_given_in_the_form_is_the_mark_of_the_timeline(
    form: OperationForm, session: Session, document: Document
) -> None:
    frame = document.sprite.frames[2].id
    session.key_marks.put(document, KeyMark(frame))
    put(box(form, "weight", 0), "0.25")
    assert session.key_marks.of(document) == (KeyMark(frame, 0.25),)
    session.key_marks.put(document, KeyMark(frame, 0.75))
    assert box(form, "weight", 0).number == 0.75


def test_a_place_given_in_the_form_stays_with_the_mark(
    form: OperationForm, session: Session, document: Document
) -> None:
    first, second = document.sprite.frames[0].id, document.sprite.frames[1].id
    session.key_marks.put(document, KeyMark(first))
    session.key_marks.put(document, KeyMark(second))
    put(box(form, "frame", 1), "8")
    assert session.key_marks.of(document) == (KeyMark(first), KeyMark(second, index=7))
    assert given(form) == [(0, "rr", None), (7, "gg", None)]
    assert form.values["total_frames"] == 8
    assert form.sent_frames == ()
    put(box(form, "frame", 1), "2")
    assert session.key_marks.of(document) == (KeyMark(first), KeyMark(second))


def test_taking_a_row_out_takes_the_mark_off(form: OperationForm, session: Session, document: Document) -> None:
    session.key_marks.put(document, KeyMark(document.sprite.frames[0].id))
    remove = form.findChild(QToolButton, "field-keyframes-remove-0")
    assert isinstance(remove, QToolButton)
    remove.click()
    assert session.key_marks.of(document) == ()
    assert given(form) == []


def test_another_picture_in_the_place_of_a_marked_frame_takes_its_mark_off(
    form: OperationForm, session: Session, document: Document
) -> None:
    first, third = document.sprite.frames[0].id, document.sprite.frames[2].id
    session.key_marks.put(document, KeyMark(first))
    session.key_marks.put(document, KeyMark(third))
    views = form.row("keyframes").editor.findChildren(PictureView)
    views[1].take_source(given_source(frozen(picture("kk"))))
    assert session.key_marks.of(document) == (KeyMark(first),)
    assert given(form) == [(0, "rr", None), (2, "kk", None)]
    views[0].take_source(None)
    assert session.key_marks.of(document) == ()
    assert given(form) == [(2, "kk", None)]


def test_a_mark_follows_what_is_painted_and_a_frame_that_goes(
    form: OperationForm, session: Session, document: Document
) -> None:
    layer, frame = document.sprite.layers[0].id, document.sprite.frames[0].id
    session.key_marks.put(document, KeyMark(frame))
    document.apply("Paint", lambda sprite: edits.put_raster(sprite, layer, frame, frozen(picture("kk"))))
    form.refresh()
    assert given(form) == [(0, "kk", None)]


def test_settings_of_an_earlier_request_stand_in_place_of_the_marks(
    form: OperationForm, session: Session, document: Document
) -> None:
    session.key_marks.put(document, KeyMark(document.sprite.frames[0].id))
    old = (Keyframe(0, frozen(picture("bk")), 0.5), Keyframe(4, frozen(picture("kb"))))
    form.show_values({"keyframes": old, "prompt": "walks", "total_frames": 6})
    assert given(form) == [(0, "bk", 0.5), (4, "kb", None)]
    assert session.key_marks.of(document) == ()
    assert form.values["total_frames"] == 6


def test_there_is_a_row_for_marks_while_the_form_can_be_seen(
    form: OperationForm, session: Session, document: Document
) -> None:
    assert session.key_marks.is_shown(document)
    form.hide()
    assert not session.key_marks.is_shown(document)
