"""Requests to services in the plain form: whatever can be said can be filled in, and the form sends the very same."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.providers import registry
from studio.providers.wire import build_request
from studio.spec.operation import Operation
from studio.ui.forms.form import OperationForm
from tests.contract import test_pixel_engine, test_pixelapi, test_pixeldojo
from tests.contract.pixellab_requests import MASK, MAXIMAL, MINIMAL, NOTHING, SPRITE
from tests.contract.test_pixellab_v1 import MAXIMAL as FIRST_MAXIMAL
from tests.contract.test_pixellab_v1 import MINIMAL as FIRST_MINIMAL

OTHERS = [
    *(*test_pixel_engine.MINIMAL, *test_pixel_engine.FULL),
    *(test_pixelapi.MINIMAL, test_pixelapi.FULL, test_pixelapi.FLUX),
    *(test_pixeldojo.MINIMAL, test_pixeldojo.FULL),
]
ASKED = [*MINIMAL, *MAXIMAL, *FIRST_MINIMAL, *FIRST_MAXIMAL, *OTHERS]


def form_of(asked: Operation, session: Session, qtbot: QtBot) -> OperationForm:
    """The form of an operation, filled in with a request."""
    form = OperationForm(type(asked), session)
    qtbot.addWidget(form)
    form.show_values(asked.values)
    return form


def without_the_unused(asked: Operation, form: OperationForm) -> Operation:
    """The request without what no form holds: deprecated and constant fields, and those greyed."""
    spec = asked.spec
    dropped = {
        one.name: one.default
        for one in spec.fields
        if not one.required and not one.measures and (not one.in_form or one.name not in form.values)
    }
    return asked.changed(**dropped)


@pytest.mark.parametrize("asked", ASKED, ids=lambda one: one.spec.id)
def test_the_form_sends_what_was_filled_in(asked: Operation, session: Session, qtbot: QtBot) -> None:
    form = form_of(asked, session, qtbot)
    assert [problem.message for problem in form.problems if problem.blocking] == []
    assert build_request(form.request()) == build_request(without_the_unused(asked, form))


@pytest.mark.parametrize("asked", MAXIMAL, ids=lambda one: one.spec.id)
def test_nothing_that_is_used_gets_lost_on_the_way(asked: Operation, session: Session, qtbot: QtBot) -> None:
    form = form_of(asked, session, qtbot)
    lost = {
        one.name
        for one in asked.spec.form_fields
        if asked.values[one.name] is not None and one.name not in form.values and form.row(one.name).isEnabled()
    }
    assert {name for name in lost if not form.row(name).editor.toolTip()} == set()


def test_a_frame_may_be_left_without_a_picture(session: Session, qtbot: QtBot) -> None:
    asked = next(one for one in MAXIMAL if one.spec.name == "animate-with-skeleton")
    form = form_of(asked, session, qtbot)
    frames = form.values["frames"]
    assert frames[0].pixels.tolist() == SPRITE.tolist()
    assert frames[1:] == (None, None)
    assert [None if one is None else one.tolist() for one in form.values["masks"]] == [NOTHING.tolist(), None, None]


def test_an_optional_mask_is_not_taken_from_the_sprite(session: Session, qtbot: QtBot) -> None:
    form = OperationForm(registry.operation("pixellab-v2/create-image-bitforge"), session)
    qtbot.addWidget(form)
    form.settle()
    assert "mask" not in form.values
    form.row("mask").editor.show_value(MASK)
    form.settle()
    assert form.values["mask"].tolist() == MASK.tolist()


def test_twin_addresses_are_one_entry(session: Session) -> None:
    twins = {one.spec.id: one.spec.twin_of for one in registry.operations() if one.spec.twin_of}
    assert twins == {
        "pixellab-v2/create-character-animation": "pixellab-v2/animate-character",
        "pixellab-v2/create-tileset-job": "pixellab-v2/create-tileset",
    }


def test_frames_are_taken_from_the_sprite_where_only_an_address_could_stand_in_their_place(
    session: Session, qtbot: QtBot
) -> None:
    document = session.active
    assert document is not None
    document.select_frames([frame.id for frame in document.sprite.frames])
    form = OperationForm(registry.operation("pixel-engine/remove-background"), session)
    qtbot.addWidget(form)
    assert [len(form.values["images"]), "image_url" in form.values, form.is_sound] == [3, False, True]
