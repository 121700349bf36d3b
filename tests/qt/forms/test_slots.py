"""Picture slots: what can be put into them, and what they say about what cannot."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.codec.base64image import encode_data_url
from studio.doc import edits, layers
from studio.doc.pixels import frozen
from studio.providers.registry import operation
from studio.ui.forms.form import OperationForm
from studio.ui.forms.panel import GeneratePanel
from studio.ui.forms.slot import PictureSlot
from studio.ui.forms.source_menu import SourceMenu
from studio.ui.forms.thumbnail import image_of
from tests.qt.forms.stage import Everything
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import drawn, picture
from tests.unit.ui.canvas.hand import letters

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(session: Session, qtbot: QtBot) -> OperationForm:
    form = OperationForm(Everything, session)
    qtbot.addWidget(form)
    form.show()
    return form


def slot_of(form: OperationForm, field: str) -> PictureSlot:
    found = form.row(field).editor.findChild(PictureSlot)
    assert isinstance(found, PictureSlot)
    return found


def said(form: OperationForm, field: str) -> str:
    form.settle()
    return form.row(field).remark.words


def drop(slot: PictureSlot, mime: QMimeData) -> bool:
    """Whether the slot shows that it would take it."""
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(8, 8), copy, mime, left, none)
    enter.setAccepted(False)
    QApplication.sendEvent(slot, enter)
    QApplication.sendEvent(slot, QDropEvent(QPointF(8, 8), copy, mime, left, none))
    return enter.isAccepted()


def words(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def shown(form: OperationForm, field: str) -> str:
    form.settle()
    return drawn(form.values[field])


def test_a_data_address_is_pasted_with_the_keys_and_dropped(form: OperationForm) -> None:
    QGuiApplication.clipboard().setText(encode_data_url(frozen(picture("rk"))))
    QTest.keyClick(slot_of(form, "image"), Qt.Key.Key_V, CONTROL)
    assert shown(form, "image") == "rk"
    assert drop(slot_of(form, "image"), words(encode_data_url(frozen(picture("bb")))))
    assert shown(form, "image") == "bb"
    assert not drop(slot_of(form, "image"), words("https://example.org/hat.png"))


def test_what_is_no_picture_is_said_and_what_was_there_stays(form: OperationForm) -> None:
    slot = slot_of(form, "image")
    drop(slot, words(encode_data_url(frozen(picture("rk")))))
    drop(slot, words("data:image/png;base64,AAAA"))
    assert "The pasted address" in said(form, "image")
    assert shown(form, "image") == "rk"
    other = form.row("image").editor.findChild(QToolButton, f"{slot.objectName()}-other")
    assert other is not None
    assert other.isVisible()
    drop(slot, words(encode_data_url(frozen(picture("b")))))
    assert said(form, "image") == ""
    assert not other.isVisible()


def test_an_empty_clipboard_is_said_at_the_slot(form: OperationForm) -> None:
    QGuiApplication.clipboard().clear()
    for field in ("image", "mask"):
        QTest.keyClick(slot_of(form, field), Qt.Key.Key_V, CONTROL)
        assert said(form, field) == "There is no picture in the clipboard."


def test_the_clipboard_of_the_desktop_fills_a_slot(form: OperationForm) -> None:

    QGuiApplication.clipboard().setImage(image_of(frozen(picture("gk"))))
    menu = slot_of(form, "image").findChild(SourceMenu)
    assert isinstance(menu, SourceMenu)
    menu.fill()
    entry = next(action for action in menu.actions() if action.text() == "Clipboard")
    assert entry.isEnabled()
    entry.trigger()
    assert shown(form, "image") == "gk"


def test_a_layer_is_chosen_by_name_and_lists_take_all_that_show(form: OperationForm, session: Session) -> None:
    document = session.workspace.require_active()
    low, frame = document.sprite.layers[0].id, document.cursor.frame
    document.apply("Add", lambda sprite: layers.add_layer(sprite, above=low, name="hat"))
    top = document.sprite.layers[1].id
    document.apply("Paint", lambda sprite: edits.put_raster(sprite, top, frame, frozen(picture("k... ...."))))
    for field, titles in (
        ("image", ["hat", document.sprite.layers[0].name]),
        ("images", ["Shown layers, one picture each", "hat", document.sprite.layers[0].name]),
    ):
        menu = slot_of(form, field).findChild(SourceMenu)
        assert isinstance(menu, SourceMenu)
        menu.fill()
        inner = next(action.menu() for action in menu.actions() if action.text() == "Layer")
        entries = [action for action in inner.actions() if action.text()]
        assert [action.text() for action in entries] == titles
        menu.triggered.emit(entries[0])
        form.settle()
    assert drawn(form.values["image"]) == "k...\n...."
    lower, upper = (one.pixels for one in form.values["images"])
    assert letters(lower) == ["rgb.", "k..k"]
    assert drawn(upper) == "k...\n...."


def test_delete_and_paste_at_a_slot_are_not_the_windows(form: OperationForm) -> None:

    slot = slot_of(form, "image")
    for key, modifier in ((Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_V, CONTROL)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifier)
        event.setAccepted(False)
        QApplication.sendEvent(slot, event)
        assert event.isAccepted()


async def test_a_picture_with_too_many_bytes_is_said_at_its_slot_before_anything_is_sent(
    session: Session, qtbot: QtBot
) -> None:
    form = OperationForm(operation("pixel-engine/animate"), session)
    qtbot.addWidget(form)
    noise = np.random.default_rng(1).integers(0, 256, (1500, 1500, 4), dtype=np.uint8)
    noise[..., 3] = 255
    weighed = asyncio.Event()
    form.settled.connect(weighed.set)
    form.show_values({"image": frozen(noise), "prompt": "breathes", "model": "frame-engine-v1.1"})
    assert form.is_sound
    weighed.clear()
    async with asyncio.timeout(20):
        await weighed.wait()
    assert not form.is_sound
    assert said(form, "image").startswith("The pictures have 7.")
    assert said(form, "image").endswith(" MB as files; 5 MB are possible. Make them smaller first.")
    form.row("image").editor.show_value(frozen(noise[:256, :256].copy()))
    form.settle()
    assert form.is_sound
    await session.close()


def test_takes_of_one_kind_are_told_apart_by_words_and_pictures(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.choose("local/pixelate")
    for name, letters_, words in (("one", "rr", "a wall & a door"), ("two", "gg", "a tower")):
        session.takes.add(
            replace(
                take_of(letters_, name=name, created=2.0),
                operation="pixellab-v2/create-image-pixflux",
                title="Create from words",
                request={"Description": words},
            )
        )
    assert panel.form is not None
    menu = panel.form.row("image").editor.findChild(SourceMenu)
    assert isinstance(menu, SourceMenu)
    menu.fill()
    takes = next(action.menu() for action in menu.actions() if action.text() == "Take")
    assert isinstance(takes, QMenu)
    entries = takes.actions()
    assert [entry.text().split(",")[0] for entry in entries] == ["a tower", "a wall && a door"]
    shown = [entry.icon().pixmap(32, 32).toImage().pixelColor(2, 16).getRgb() for entry in entries]
    assert shown == [(40, 180, 60, 255), (200, 30, 40, 255)]
    entries[1].trigger()
    assert panel.form.drafts()["image"] == "take one"


def test_the_name_of_a_field_stays_whether_it_holds_one_picture_or_several(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 560)
    panel.choose("local/outline")
    panel.show()
    assert panel.form is not None
    editor = panel.form.row("images").editor
    one = panel.form.values["images"]
    for value in (one * 2, one, one * 3):
        editor.show_value(value)
        names = [label for label in editor.findChildren(QLabel) if label.text() == "Pictures"]
        assert [label.isVisible() for label in names] == [True]
