"""The part of the sprite that goes along with a mask: chosen in the form, shown on the canvas, sent and put back."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.app.place import Placement
from studio.app.session import Session
from studio.core.geometry import Box, Size
from studio.doc import edits
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.pixels import frozen
from studio.providers.registry import operation
from studio.ui.canvas.sent_frame import SentFrame
from studio.ui.canvas.view import CanvasView
from studio.ui.forms.form import OperationForm
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.panel import GeneratePanel


@pytest.fixture
def document(session: Session) -> Document:
    """A sprite of 64 x 48 in front, a mask of 10 x 6 at (20, 20) on its frame."""
    document = session.new_document(Size(64, 48), title="large")
    mask = np.zeros((48, 64), np.uint8)
    mask[20:26, 20:30] = 255
    frame = document.cursor.frame
    document.apply("Mask", lambda sprite: edits.set_mask(sprite, frame, frozen(mask)))
    return document


@pytest.fixture
def panel(session: Session, document: Document, qtbot: QtBot) -> GeneratePanel:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 560)
    panel.show()
    panel.choose("local/inpaint")
    return panel


def choose(panel: QWidget, reach: str, padding: int) -> None:
    combo = panel.findChild(QComboBox, "field-mask-reach")
    box = panel.findChild(NumberBox, "field-mask-padding")
    assert isinstance(combo, QComboBox)
    assert isinstance(box, NumberBox)
    combo.setCurrentIndex(combo.findText(reach))
    combo.activated.emit(combo.currentIndex())
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, str(padding))
    box.editingFinished.emit()
    for form in panel.findChildren(OperationForm):
        form.settle()


def test_the_whole_picture_is_sent_unless_somebody_says_otherwise(panel: GeneratePanel, session: Session) -> None:
    form = panel.form
    assert form is not None
    form.settle()
    assert form.values["image"].shape == (48, 64, 4)
    assert form.sent_box is None
    assert session.sending.part is not None
    assert session.sending.part.box == Box(0, 0, 64, 48)
    assert session.sending.part.words == "64 x 48 sent"


def test_around_the_mask_only_that_part_is_sent_and_the_job_knows_where_it_belongs(
    panel: GeneratePanel, session: Session, document: Document
) -> None:
    choose(panel, "Around the mask", 4)
    form = panel.form
    assert form is not None
    assert form.sent_box == Box(16, 16, 18, 14)
    assert form.values["image"].shape == (14, 18, 4)
    assert form.values["mask"].shape == (14, 18)
    assert session.sending.part is not None
    assert session.sending.part.words == "18 x 14 sent"
    panel.generate()
    origin = session.queue.jobs()[0].origin
    assert origin.box == Box(16, 16, 18, 14)
    assert origin.frames == (document.cursor.frame,)


async def test_a_redone_part_comes_back_to_its_place_and_the_rest_is_the_same_to_the_pixel(
    panel: GeneratePanel, session: Session, document: Document
) -> None:
    layer, frame = document.cursor
    noise = np.random.default_rng(3).integers(0, 256, (48, 64, 4), dtype=np.uint8)
    noise[..., 3] = 255
    document.apply("Paint", lambda sprite: edits.put_raster(sprite, layer, frame, frozen(noise)))
    choose(panel, "Around the mask", 5)
    session.start()
    landed = asyncio.Event()
    session.take_landed.connect(lambda _take: landed.set())
    panel.generate()
    async with asyncio.timeout(20):
        await landed.wait()
    take = session.takes.takes[0]
    assert take.size == Size(20, 16)
    session.accept(take, Placement.REPLACE)
    after = flatten(document.sprite, frame)
    outside = np.ones((48, 64), np.bool_)
    outside[20:26, 20:30] = False
    assert np.array_equal(after[outside], noise[outside])
    assert not np.array_equal(after[~outside], noise[~outside])
    document.undo()
    assert np.array_equal(flatten(document.sprite, frame), noise)
    await session.close()


def test_the_choice_comes_back_with_the_form(panel: GeneratePanel, session: Session, qtbot: QtBot) -> None:
    choose(panel, "Around the mask", 3)
    panel.hide()
    again = GeneratePanel(session)
    qtbot.addWidget(again)
    again.show()
    assert again.form is not None
    again.form.settle()
    assert again.form.sent_box == Box(17, 17, 16, 12)


def test_a_sprite_too_large_for_an_operation_is_sent_around_the_mask_until_somebody_chooses(
    session: Session, qtbot: QtBot
) -> None:
    document = session.new_document(Size(400, 300), title="scene")
    mask = np.zeros((300, 400), np.uint8)
    mask[100:140, 200:260] = 255
    frame = document.cursor.frame
    document.apply("Mask", lambda sprite: edits.set_mask(sprite, frame, frozen(mask)))
    form = OperationForm(operation("pixellab-v2/inpaint"), session)
    qtbot.addWidget(form)
    form.show()
    form.settle()
    assert form.sent_box == Box(192, 92, 76, 56)
    assert not [one.message for one in form.problems if one.field == "image"]
    choose(form, "Whole picture", 8)
    form.settle()
    assert form.sent_box is None
    assert "between 16 and 200 pixels, not 400" in form.row("image").remark.words


def test_asked_for_again_the_part_still_knows_its_place(
    panel: GeneratePanel, session: Session, document: Document
) -> None:
    choose(panel, "Around the mask", 4)
    panel.generate()
    first = session.queue.jobs()[0]
    form = panel.form
    assert form is not None
    form.show_values({})
    session.form_wanted.emit(session.asked(first.id))
    form.settle()
    assert form.sent_box == Box(16, 16, 18, 14)
    assert form.values["image"].shape == (14, 18, 4)
    assert session.sending.part is not None
    assert session.sending.part.box == Box(16, 16, 18, 14)
    panel.generate()
    assert session.queue.jobs()[0].origin.box == Box(16, 16, 18, 14)
    other = np.zeros((14, 18, 4), np.uint8)
    other[0, 0] = 255
    form.row("image").editor.show_value(frozen(other))
    form.settle()
    assert form.sent_box is None


def test_a_picture_from_elsewhere_is_sent_whole(panel: GeneratePanel) -> None:
    choose(panel, "Around the mask", 4)
    form = panel.form
    assert form is not None
    form.row("image").editor.show_value(form.row("image").editor.value())
    form.settle()
    assert form.sent_box is None
    assert form.values["image"].shape == (48, 64, 4)


def test_the_canvas_shows_the_part_while_the_form_is_in_front(
    panel: GeneratePanel, session: Session, document: Document, qtbot: QtBot
) -> None:
    view = CanvasView(document, session.toolbox)
    qtbot.addWidget(view)
    frame = SentFrame(session, view)
    view.resize(320, 240)
    view.show()
    choose(panel, "Around the mask", 4)
    assert frame.isVisible()
    assert frame.words == "18 x 14 sent"
    assert frame.size() == view.size()
    left, top, _width, _height = view.viewport.rect_of(Box(16, 16, 18, 14))
    shown = view.grab().toImage()
    edge = {shown.pixelColor(left + step, top - 1).name() for step in range(2, 30)}
    assert len(edge) > 1, "a dashed line has at least two colours"
    other = session.new_document(Size(8, 8), title="other")
    assert not frame.isVisible() or session.active is other
    session.workspace.activate(document)
    panel.form.settle()
    panel.hide()
    assert not frame.isVisible()
    assert frame.words == ""


def test_outpaint_is_offered_where_a_part_is_redone(panel: GeneratePanel) -> None:
    button = panel.findChild(QToolButton, "field-mask-outpaint")
    assert isinstance(button, QToolButton)
    assert button.isVisible()
    assert button.accessibleName() == "Outpaint..."
