"""The layers panel by mouse and keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionSlider,
    QTreeView,
)
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.doc.document import Document
from studio.doc.layers import add_group, add_layer, set_layer
from studio.doc.model import Blend, Sprite
from studio.ui.layers.model import EYE, LOCK, NAME, LayersModel
from studio.ui.layers.panel import LayersPanel
from tests.qt.tools.desk import session_with, unnamed

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def stacked(sprite: Sprite) -> Sprite:
    """From the top: sky, group with inner, Layer 1."""
    sprite = add_group(sprite, "group")
    group = sprite.layers[-1].id
    sprite = add_layer(sprite, "inner")
    sprite = set_layer(sprite, sprite.layers[-1].id, parent=group)
    return add_layer(sprite, "sky")


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Session, Document]:
    session, document = session_with("rrg", "b.k", folder=tmp_path)
    document.apply("layers", stacked)
    document.history.mark_saved()
    return session, document


@pytest.fixture
def document(opened: tuple[Session, Document]) -> Document:
    return opened[1]


@pytest.fixture
def panel(opened: tuple[Session, Document], qtbot: QtBot) -> LayersPanel:
    panel = LayersPanel(opened[0])
    qtbot.addWidget(panel)
    panel.resize(300, 400)
    panel.show()
    return panel


def tree(panel: LayersPanel) -> QTreeView:
    return panel.findChild(QTreeView)


def model(panel: LayersPanel) -> LayersModel:
    found = tree(panel).model()
    assert isinstance(found, LayersModel)
    return found


def named(document: Document, name: str) -> str:
    return next(layer.id for layer in document.sprite.layers if layer.name == name)


def click(panel: LayersPanel, document: Document, name: str, column: int = NAME) -> None:
    index = model(panel).index_of(named(document, name)).siblingAtColumn(column)
    QTest.mouseClick(tree(panel).viewport(), LEFT, NONE, tree(panel).visualRect(index).center())


def press(panel: LayersPanel, name: str) -> None:
    QTest.mouseClick(panel.findChild(QAbstractButton, name), LEFT)


def shown(panel: LayersPanel) -> list[str]:
    """Names from top to bottom, those inside groups with a dash."""
    names, view = [], tree(panel)
    index = view.model().index(0, NAME)
    while index.isValid():
        names.append(("-" if index.parent().isValid() else "") + index.data())
        index = view.indexBelow(index)
    return names


def labels(document: Document) -> list[str]:
    return document.history.labels()[1:]


def test_the_top_layer_is_on_top_and_groups_hold_theirs(panel: LayersPanel) -> None:
    assert shown(panel) == ["sky", "group", "-inner", "Layer 1"]


def test_a_click_works_on_that_layer(panel: LayersPanel, document: Document) -> None:
    click(panel, document, "inner")
    assert document.cursor.layer == named(document, "inner")
    QTest.keyClick(tree(panel), Qt.Key.Key_Down)
    assert document.cursor.layer == named(document, "Layer 1")


def test_eye_and_lock_are_one_step_each(panel: LayersPanel, document: Document) -> None:
    click(panel, document, "inner", EYE)
    click(panel, document, "inner", LOCK)
    inner = document.sprite.layer(named(document, "inner"))
    assert (inner.visible, inner.locked) == (False, True)
    assert labels(document) == ["Hide layer", "Lock layer"]


def test_keys_hide_and_delete_the_layer(panel: LayersPanel, document: Document) -> None:
    click(panel, document, "sky")
    QTest.keyClick(tree(panel), Qt.Key.Key_Space)
    assert not document.sprite.layer(named(document, "sky")).visible
    QTest.keyClick(tree(panel), Qt.Key.Key_Delete)
    assert shown(panel) == ["group", "-inner", "Layer 1"]
    assert labels(document) == ["Hide layer", "Delete layer"]


@pytest.mark.qt_log_ignore("grabbing the keyboard")  # what a menu asks of the offscreen platform
def test_the_menu_key_is_about_the_current_layer(panel: LayersPanel, document: Document) -> None:
    click(panel, document, "inner")
    view = tree(panel)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(20, 5), view.mapToGlobal(QPoint(20, 5)))
    QApplication.sendEvent(view.viewport(), event)
    menu = next(menu for menu in panel.findChildren(QMenu) if menu.isVisible())
    menu.findChild(QAction, "layer.duplicate").trigger()
    menu.close()
    assert shown(panel) == ["sky", "group", "-inner copy", "-inner", "Layer 1"]


def test_a_name_is_typed_in_place(panel: LayersPanel, document: Document, qtbot: QtBot) -> None:
    click(panel, document, "sky")
    tree(panel).setFocus()
    QTest.keyClick(tree(panel), Qt.Key.Key_F2)
    field = tree(panel).findChild(QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "clouds")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(panel)[0] == "clouds")
    assert labels(document) == ["Rename layer"]


def handle(slider: QSlider) -> QPoint:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider).center()


def test_dragging_the_opacity_is_seen_at_once_and_one_undo_step(panel: LayersPanel, document: Document) -> None:
    slider = panel.findChild(QSlider)
    start = handle(slider)
    QTest.mousePress(slider, LEFT, NONE, start)
    seen = []
    for step in (10, 20, 30):
        QTest.mouseMove(slider, start - QPoint(step, 0))
        seen.append(document.sprite.layer(document.cursor.layer).opacity)
    QTest.mouseRelease(slider, LEFT, NONE, start - QPoint(30, 0))
    assert 255 > seen[0] > seen[1] > seen[2]
    assert document.sprite.layer(document.cursor.layer).opacity == seen[2]
    assert labels(document) == ["Layer opacity"]
    document.undo()
    assert document.sprite.layer(document.cursor.layer).opacity == 255
    assert slider.value() == 255


def test_two_drags_are_two_steps(panel: LayersPanel, document: Document) -> None:
    slider = panel.findChild(QSlider)
    for _turn in range(2):
        start = handle(slider)
        QTest.mousePress(slider, LEFT, NONE, start)
        QTest.mouseMove(slider, start - QPoint(12, 0))
        QTest.mouseRelease(slider, LEFT, NONE, start - QPoint(12, 0))
    assert labels(document) == ["Layer opacity", "Layer opacity"]


def test_an_opacity_is_typed(panel: LayersPanel, document: Document) -> None:
    number = panel.findChild(QSpinBox, "layer-opacity-number")
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "128")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert document.sprite.layer(document.cursor.layer).opacity == 128
    assert labels(document) == ["Layer opacity"]


def test_a_blend_mode_is_chosen(panel: LayersPanel, document: Document) -> None:
    box = panel.findChild(QComboBox)
    box.setCurrentIndex(box.findData(Blend.MULTIPLY))
    box.activated.emit(box.currentIndex())
    assert document.sprite.layer(document.cursor.layer).blend is Blend.MULTIPLY
    document.undo()
    assert box.currentText() == "Normal"


def test_a_layer_is_dropped_into_a_group_and_out_again(panel: LayersPanel, document: Document) -> None:
    layers = model(panel)
    sky = layers.index_of(named(document, "sky"))
    layers.dropMimeData(
        layers.mimeData([sky]), Qt.DropAction.MoveAction, -1, -1, layers.index_of(named(document, "group"))
    )
    assert shown(panel) == ["group", "-sky", "-inner", "Layer 1"]
    inner = layers.index_of(named(document, "inner"))
    layers.dropMimeData(layers.mimeData([inner]), Qt.DropAction.MoveAction, 2, 0, layers.index(-1, -1))
    assert shown(panel) == ["group", "-sky", "Layer 1", "inner"]
    assert labels(document) == ["Move layer", "Move layer"]


def test_buttons_make_double_merge_and_delete(panel: LayersPanel, document: Document) -> None:
    click(panel, document, "Layer 1")
    press(panel, "layer-new")
    assert shown(panel)[-2:] == ["Layer 2", "Layer 1"]
    press(panel, "layer-merge_down")
    assert shown(panel)[-1] == "Layer 1"
    press(panel, "layer-duplicate")
    assert shown(panel)[-2:] == ["Layer 1 copy", "Layer 1"]
    press(panel, "layer-group")
    assert shown(panel)[-3:] == ["Group 1", "Layer 1 copy", "Layer 1"]
    press(panel, "layer-delete")
    assert shown(panel)[-2:] == ["Layer 1 copy", "Layer 1"]


def test_a_folded_group_stays_folded(panel: LayersPanel, document: Document) -> None:
    tree(panel).collapse(model(panel).index_of(named(document, "group")))
    assert document.sprite.layer(named(document, "group")).collapsed
    assert shown(panel) == ["sky", "group", "Layer 1"]
    document.undo()
    assert shown(panel) == ["sky", "group", "-inner", "Layer 1"]


def test_what_a_row_is_can_be_heard(panel: LayersPanel, document: Document) -> None:
    index = model(panel).index_of(named(document, "inner"))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "inner, layer, shown, unlocked, 100 %"


def test_the_last_layer_cannot_be_deleted(panel: LayersPanel, document: Document) -> None:
    for name in ("sky", "group"):
        click(panel, document, name)
        press(panel, "layer-delete")
    assert shown(panel) == ["Layer 1"]
    assert not panel.findChild(QAbstractButton, "layer-delete").isEnabled()


def test_every_control_has_its_names(panel: LayersPanel) -> None:
    assert unnamed(panel) == []
