"""Panels and forms go with their last reference: a cycle of Qt objects would be taken apart in any order."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.spec.field import Keyframe, Picture
from studio.ui.forms.form import OperationForm
from studio.ui.forms.panel import GeneratePanel
from studio.ui.jobs.panel import JobsPanel
from studio.ui.takes.panel import TakesPanel
from tests.qt.forms.stage import Everything
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import picture


def filled_form(session: Session) -> QWidget:
    form = OperationForm(Everything, session)
    pixels = picture("rg")
    form.show_values({"images": (Picture(pixels),), "noted": (Picture(pixels),), "keyframes": (Keyframe(0, pixels),)})
    return form


def generate_panel(session: Session) -> QWidget:
    panel = GeneratePanel(session)
    panel.choose("local/inpaint")
    return panel


@pytest.mark.parametrize("make", [filled_form, generate_panel, JobsPanel, TakesPanel])
def test_nothing_keeps_it_alive(make: Callable[[Session], QWidget], session: Session, qtbot: QtBot) -> None:
    session.takes.add(take_of("rg"))
    gc.collect()
    gc.disable()
    try:
        made = make(session)
        held = weakref.ref(made)
        del made
        assert held() is None
    finally:
        gc.enable()
