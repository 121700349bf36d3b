"""The generate panel as a person uses it."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.app.takes import Take
from studio.codec.images import write_png
from studio.core.geometry import Box, Size
from studio.doc import edits
from studio.doc.pixels import frozen
from studio.doc.selection import Selection
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.panel import GeneratePanel
from studio.ui.forms.slot import TAKE_MIME, PictureSlot
from studio.ui.forms.source_menu import SourceMenu
from studio.ui.theme import measure
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import drawn, picture
from tests.unit.ui.canvas.hand import letters


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> GeneratePanel:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 560)
    panel.show()
    return panel


def child(panel: QWidget, kind: type[QWidget], name: str) -> QWidget:
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def titles(panel: GeneratePanel) -> list[str]:
    shown = child(panel, QListWidget, "generate-operations")
    assert isinstance(shown, QListWidget)
    return [shown.item(row).text() for row in range(shown.count())]


def values(panel: GeneratePanel) -> dict[str, object]:
    assert panel.form is not None
    panel.form.settle()
    return dict(panel.form.values)


def problem(panel: GeneratePanel, field: str) -> str:
    assert panel.form is not None
    panel.form.settle()
    return panel.form.row(field).remark.words


def press(panel: GeneratePanel) -> None:
    QTest.mouseClick(child(panel, QPushButton, "generate-button"), Qt.MouseButton.LeftButton)


def test_a_search_finds_by_title_and_by_what_it_says(panel: GeneratePanel) -> None:
    search = child(panel, QLineEdit, "generate-search")
    QTest.keyClicks(search, "seed creature")
    assert titles(panel) == ["Create", "Make a sprite from a seed"]
    search.clear()  # type: ignore[attr-defined]  # a line edit
    QTest.keyClicks(search, "zzz")
    assert titles(panel) == []
    assert panel.findChild(QListWidget, "generate-operations").isHidden()


def test_a_word_that_only_a_choice_has_is_found_too(panel: GeneratePanel) -> None:
    line = panel.findChild(QLineEdit, "generate-search")
    assert line is not None
    line.setText("walk")
    assert any("nimate" in title for title in titles(panel))


def test_arrows_and_enter_choose_from_the_search(panel: GeneratePanel) -> None:
    search = child(panel, QLineEdit, "generate-search")
    QTest.keyClicks(search, "clean up")
    QTest.keyClick(search, Qt.Key.Key_Down)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert panel.form is not None
    assert panel.form.spec.title == titles(panel)[2]


def test_the_button_carries_verb_and_price(panel: GeneratePanel) -> None:
    panel.choose("local/rotate")
    assert child(panel, QPushButton, "generate-button").text() == "Generate  ·  free"  # type: ignore[attr-defined]


def test_a_narrow_button_keeps_the_verb_where_no_amount_is_known(panel: GeneratePanel) -> None:
    panel.choose("local/rotate")
    button = child(panel, QPushButton, "generate-button")
    button.resize(measure(90), button.height())
    assert button.text() == "Generate"  # type: ignore[attr-defined]


def test_the_form_follows_the_frame_in_front(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/pixelate")
    assert letters(values(panel)["image"]) == ["rgb.", "k..k"]
    document = session.workspace.require_active()
    document.move_to(frame=document.sprite.frames[1].id)
    panel.form.refresh()
    assert letters(values(panel)["image"]) == ["....", "...."]


def test_a_value_outside_its_limits_is_said_at_the_field(panel: GeneratePanel) -> None:
    panel.choose("local/quantise")
    box = panel.form.row("colours").editor.findChild(NumberBox)
    box.selectAll()
    QTest.keyClicks(box, "300")
    assert problem(panel, "colours") == "Colours has to be between 2 and 256, not 300."
    assert not panel.form.is_sound


def test_fields_that_exclude_each_other_grey_with_the_reason(panel: GeneratePanel) -> None:
    panel.choose("local/animate-with-skeleton")
    panel.form.row("preset").editor.show_value("walk")
    panel.form.settle()
    assert not panel.form.row("keypoints").editor.isEnabled()
    assert panel.form.row("keypoints").editor.toolTip() == "Movement is given already; clear it to use this."
    panel.form.row("preset").editor.show_value(None)
    panel.form.settle()
    assert panel.form.row("keypoints").editor.isEnabled()


def test_a_form_that_is_not_complete_says_what_is_missing_and_sends_nothing(
    panel: GeneratePanel, session: Session
) -> None:
    panel.choose("local/inpaint")
    press(panel)
    words = "This frame has no mask. Paint one in mask mode."
    assert problem(panel, "mask") == words
    assert panel.form.row("mask").remark.isVisible()
    assert session.queue.jobs() == ()


def test_a_mask_painted_in_the_sprite_is_in_the_form(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/inpaint")
    document = session.workspace.require_active()
    mask = frozen(np.array([[255, 0, 0, 0], [0, 0, 0, 0]], np.uint8))
    document.apply("mask", lambda sprite: edits.set_mask(sprite, document.cursor.frame, mask))
    panel.form.refresh()
    assert values(panel)["mask"].tolist() == mask.tolist()
    assert problem(panel, "mask") == ""


def test_sending_puts_a_job_with_the_values_into_the_queue(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/rotate")
    panel.form.row("angle").editor.show_value(90.0)
    press(panel)
    (job,) = session.queue.jobs()
    assert session.queue.request(job).values["angle"] == 90.0
    assert job.origin.document_id == session.workspace.require_active().id


def test_a_part_that_is_cut_out_knows_where_it_belongs(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/pixelate")
    cells = np.zeros((2, 4), np.bool_)
    cells[0, 1:3] = True
    session.workspace.require_active().select(Selection.of(cells))
    menu = panel.form.row("image").editor.findChild(SourceMenu)
    menu.fill()
    next(action for action in menu.actions() if action.text() == "Selection").trigger()
    press(panel)
    assert session.queue.jobs()[0].origin.box == Box(1, 0, 2, 1)


def test_the_action_sends_as_the_button_does(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/rotate")
    session.commands.run("take.generate")
    assert len(session.queue.jobs()) == 1


def test_the_action_brings_a_form_that_is_not_complete_into_view(session: Session, qtbot: QtBot) -> None:
    wanted: list[str] = []
    session.panel_wanted.connect(wanted.append)
    session.commands.run("take.generate")
    assert wanted == ["generate"]
    hidden = GeneratePanel(session)
    qtbot.addWidget(hidden)
    hidden.choose("local/inpaint")
    session.commands.run("take.generate")
    assert wanted == ["generate", "generate"]
    assert session.queue.jobs() == ()


def test_the_last_form_comes_back_with_its_values(panel: GeneratePanel, session: Session, qtbot: QtBot) -> None:
    panel.choose("local/procedural-sprite")
    panel.form.row("size").editor.show_value(Size(48, 64))
    panel.form.row("count").editor.show_value(3)
    panel.generate()
    again = GeneratePanel(session)
    qtbot.addWidget(again)
    assert again.form is not None
    assert again.form.spec.id == "local/procedural-sprite"
    assert again.form.values["size"] == Size(48, 64)
    assert again.form.values["count"] == 3


def test_what_is_sent_lists_fields_and_pictures(panel: GeneratePanel) -> None:
    panel.choose("local/outline")
    QTest.mouseClick(child(panel, QToolButton, "what-is-sent"), Qt.MouseButton.LeftButton)
    panel.form.settle()
    view = child(panel, QToolButton, "what-is-sent").parentWidget()
    assert view.rows()[0] == ("Pictures", "1 picture: 4 x 2")  # type: ignore[attr-defined]
    shown = [slot.pixels for slot in view.findChildren(PictureSlot)]
    assert [letters(pixels) for pixels in shown if pixels is not None] == [["rgb.", "k..k"]]


def drop(slot: PictureSlot, mime: QMimeData) -> None:
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    QApplication.sendEvent(slot, QDragEnterEvent(QPoint(8, 8), copy, mime, left, none))
    QApplication.sendEvent(slot, QDropEvent(QPointF(8, 8), copy, mime, left, none))


def test_a_file_and_a_take_can_be_dropped_on_a_slot(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/pixelate")
    slot = panel.form.row("image").editor.findChild(PictureSlot)
    file = session.settings._path.with_name("hat.png")  # noqa: SLF001 - a folder of this test
    file.write_bytes(write_png(frozen(picture("kk"))))
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file))])
    drop(slot, dropped)
    assert drawn(values(panel)["image"]) == "kk"
    session.takes.add(take_of("bb", name="take-a"))
    dropped = QMimeData()
    dropped.setData(TAKE_MIME, b"take-a")
    drop(slot, dropped)
    assert drawn(values(panel)["image"]) == "bb"


def test_a_file_that_is_no_picture_is_said_at_the_slot(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/pixelate")
    slot = panel.form.row("image").editor.findChild(PictureSlot)
    file = session.settings._path.with_name("story.png")  # noqa: SLF001 - a folder of this test
    file.write_text("once upon a time")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file))])
    drop(slot, dropped)
    assert problem(panel, "image").startswith("story.png is not a picture the studio reads.")


def test_a_slot_is_emptied_by_delete_and_filled_from_its_menu(panel: GeneratePanel) -> None:
    panel.choose("local/quantise")
    slot = panel.form.row("images").editor.findChild(PictureSlot)
    QTest.keyClick(slot, Qt.Key.Key_Delete)
    assert "images" not in values(panel)
    menu = panel.form.row("images").editor.findChild(PictureSlot).findChild(SourceMenu)
    menu.fill()
    entries = [action.text() for action in menu.actions() if action.text()]
    assert entries == [
        "Current frame",
        "Selected frames (1)",
        "Current layer",
        "Selection",
        "Clipboard",
        "File...",
        "Clear",
    ]
    menu.actions()[0].trigger()
    assert len(values(panel)["images"]) == 1  # type: ignore[arg-type]  # a tuple of pictures


def test_settings_of_an_earlier_request_fill_the_form(panel: GeneratePanel, session: Session) -> None:
    panel.choose("local/rotate")
    panel.form.row("angle").editor.show_value(15.0)
    panel.generate()
    request = session.queue.request(session.queue.jobs()[0])
    panel.choose("local/quantise")
    session.form_wanted.emit(request)
    assert panel.form.spec.id == "local/rotate"
    assert values(panel)["angle"] == 15.0


async def test_why_a_request_failed_stays_beside_the_button_until_something_is_changed(
    session: Session, qtbot: QtBot
) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    document = session.workspace.require_active()
    document.move_to(frame=document.sprite.frames[1].id)
    panel.choose("local/animate-with-skeleton")
    panel.form.row("preset").editor.show_value("walk")
    failed = asyncio.Event()
    session.queue.job_moved.connect(lambda job: failed.set() if job.error else None)
    session.start()
    panel.generate()
    await asyncio.wait_for(failed.wait(), 20)
    remark = child(panel, QWidget, "generate-remark")
    assert remark.accessibleName().startswith("The picture is empty")
    panel.form.refresh()
    panel.form.settle()
    assert remark.accessibleName().startswith("The picture is empty")
    QTest.keyClick(panel.form.row("preset").editor.findChild(QComboBox), Qt.Key.Key_R)
    assert remark.accessibleName() == ""
    await session.close()


async def test_a_result_lands_on_the_shelf_with_its_seed_shown(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.choose("local/procedural-sprite")
    landed: asyncio.Future[Take] = asyncio.get_running_loop().create_future()
    session.take_landed.connect(landed.set_result)
    session.start()
    panel.generate()
    take = await asyncio.wait_for(landed, 20)
    assert session.takes.takes == (take,)
    assert take.seed_sent == session.queue.jobs()[0].seed_sent
    panel.form.settle()
    assert problem(panel, "seed") == f"Last sent {take.seed_sent}, and used so."
    await session.close()


def test_a_form_that_another_part_opened_waits_for_what_is_missing(panel: GeneratePanel) -> None:
    panel.open_form("local/inpaint", {})
    assert panel.form is not None
    assert panel.form.row("mask").isAncestorOf(panel.window().focusWidget())
