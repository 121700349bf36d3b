"""Outpaint as a person does it: how far, then the grown canvas with its mask, then the form that paints it."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox
from qasync import QEventLoop

from studio.core.geometry import Size
from studio.ui.dialogs.outpaint import OutpaintDialog
from studio.ui.forms.panel import GeneratePanel
from studio.ui.window import MainWindow
from tests.qt.tools.desk import unnamed
from tests.qt.window.conftest import settle
from tests.qt.window.test_dialogs import accept, front, opened


def put(dialog: OutpaintDialog, **values: int) -> None:
    for name, value in values.items():
        box = dialog.findChild(QSpinBox, f"outpaint-{name}")
        assert box is not None
        box.setValue(value)


def outpaint(window: MainWindow, loop: QEventLoop) -> OutpaintDialog:
    dialog = opened(window, loop, "sprite.outpaint", "outpaint-dialog")
    assert isinstance(dialog, OutpaintDialog)
    return dialog


def test_the_canvas_grows_as_one_step_and_the_form_that_paints_it_comes(window: MainWindow, loop: QEventLoop) -> None:
    document = front(window)
    dialog = outpaint(window, loop)
    assert unnamed(dialog) == []
    put(dialog, left=4, top=0, right=0, bottom=2, overlap=1)
    words = dialog.findChild(QLabel, "outpaint-size")
    assert words is not None
    assert words.text() == "8 x 8 becomes 12 x 10"
    accept(dialog, loop)
    assert document.sprite.size == Size(12, 10)
    mask = document.sprite.frame(document.cursor.frame).mask
    assert mask is not None
    kept = np.zeros((10, 12), np.bool_)
    kept[0:7, 5:12] = True
    assert np.array_equal(mask == 0, kept)
    panel = window.panel("generate")
    assert isinstance(panel, GeneratePanel)
    assert panel.form is not None
    panel.form.settle()
    assert panel.form.spec.id == "local/inpaint"
    assert panel.form.values["image"].shape == (10, 12, 4)
    assert np.array_equal(panel.form.values["mask"], mask)
    document.undo()
    assert document.sprite.size == Size(8, 8)
    assert document.sprite.frame(document.cursor.frame).mask is None


def test_nothing_happens_while_no_side_grows_or_on_cancel(window: MainWindow, loop: QEventLoop) -> None:
    document = front(window)
    dialog = outpaint(window, loop)
    put(dialog, left=0, top=0, right=0, bottom=0)
    button = dialog.findChild(QPushButton, "accept")
    assert button is not None
    assert not button.isEnabled()
    dialog.reject()
    settle(loop)
    assert document.sprite.size == Size(8, 8)
    assert not document.can_undo
