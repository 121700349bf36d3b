"""The small dialogs as a person uses them: values in, one step or one new sprite out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QTreeView,
)
from qasync import QEventLoop

from studio.codec.images import write_png
from studio.core.geometry import Size
from studio.doc.document import Document
from studio.doc.pixels import frozen
from studio.ui.window import MainWindow
from tests.qt.window.conftest import settle


def opened(window: MainWindow, loop: QEventLoop, action: str, name: str) -> QDialog:
    assert window.session is not None
    window.session.commands.run(action)
    settle(loop)
    dialog = window.findChild(QDialog, name)
    assert dialog is not None
    return dialog


def accept(dialog: QDialog, loop: QEventLoop) -> None:
    button = dialog.findChild(QPushButton, "accept")
    assert button is not None
    button.click()
    settle(loop)


def spin(dialog: QDialog, name: str) -> QSpinBox:
    box = dialog.findChild(QSpinBox, name)
    assert box is not None
    return box


def front(window: MainWindow) -> Document:
    assert window.session is not None
    assert window.session.active is not None
    return window.session.active


def test_a_new_sprite_has_the_size_and_name_given(window: MainWindow, loop: QEventLoop) -> None:
    dialog = opened(window, loop, "file.new", "size-dialog")
    name = dialog.findChild(QLineEdit, "name")
    preset = dialog.findChild(QComboBox, "preset")
    assert name is not None
    assert preset is not None
    name.setText("ghost")
    preset.setCurrentIndex(preset.findData(16))
    spin(dialog, "height").setValue(24)
    accept(dialog, loop)
    assert front(window).title == "ghost"
    assert front(window).sprite.size == Size(16, 24)


def test_a_tag_is_one_step_with_all_it_was_given(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    for _frame in range(3):
        window.session.commands.run("frame.new")
    dialog = opened(window, loop, "frame.tag", "tag-dialog")
    name = dialog.findChild(QLineEdit, "name")
    direction = dialog.findChild(QComboBox, "direction")
    assert name is not None
    assert direction is not None
    name.setText("walk")
    spin(dialog, "first").setValue(2)
    spin(dialog, "last").setValue(4)
    spin(dialog, "repeat").setValue(3)
    direction.setCurrentIndex(2)
    before = len(front(window).history.labels())
    accept(dialog, loop)
    sprite = front(window).sprite
    (tag,) = sprite.tags
    assert (tag.name, list(sprite.tag_range(tag)), tag.playback.value, tag.repeat) == ("walk", [1, 2, 3], "pingpong", 3)
    assert len(front(window).history.labels()) == before + 1


def test_the_colour_of_a_tag_is_chosen_by_name_and_swatch(window: MainWindow, loop: QEventLoop) -> None:
    dialog = opened(window, loop, "frame.tag", "tag-dialog")
    colour = dialog.findChild(QComboBox, "colour")
    assert colour is not None
    assert [colour.itemText(row) for row in range(3)] == ["Orange", "Teal", "Pink"]
    swatch = colour.itemIcon(1).pixmap(16).toImage().pixelColor(8, 8)
    assert (swatch.red(), swatch.green(), swatch.blue()) == (63, 182, 198)
    colour.setCurrentIndex(1)
    accept(dialog, loop)
    (tag,) = front(window).sprite.tags
    assert tag.colour.hex == "#3fb6c6"


def test_a_time_shows_no_decimals_that_say_nothing(window: MainWindow, loop: QEventLoop) -> None:
    dialog = opened(window, loop, "frame.duration", "duration-dialog")
    time, rate = dialog.findChild(QDoubleSpinBox, "milliseconds"), dialog.findChild(QDoubleSpinBox, "fps")
    assert time is not None
    assert rate is not None
    time.setValue(160)
    assert time.text() == "160 ms"
    assert rate.text().replace(",", ".") == "6.25"
    dialog.reject()
    settle(loop)


def test_a_layer_gets_its_name_where_it_is_listed(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    window.activateWindow()
    window.session.commands.run("layer.rename")
    settle(loop)
    panel = window.panel("layers")
    assert panel is not None
    tree = panel.findChild(QTreeView)
    assert tree is not None
    field = tree.findChild(QLineEdit)
    assert field is not None
    assert field.text() == front(window).sprite.layers[0].name


def test_a_frame_rate_becomes_an_exact_time(window: MainWindow, loop: QEventLoop) -> None:
    dialog = opened(window, loop, "frame.duration", "duration-dialog")
    fps = dialog.findChild(QDoubleSpinBox, "fps")
    assert fps is not None
    fps.setValue(12)
    accept(dialog, loop)
    assert front(window).sprite.frames[0].duration == Fraction(1000, 12)


def test_a_sheet_is_cut_into_the_frames_that_are_drawn(window: MainWindow, loop: QEventLoop, tmp_path: Path) -> None:
    pixels = np.zeros((16, 48, 4), np.uint8)
    for number, left in enumerate((0, 16)):
        pixels[4:12, left + 4 : left + 12] = (50 + number, 90, 200, 255)
    path = tmp_path / "sheet.png"
    path.write_bytes(write_png(frozen(pixels)))
    assert window.session is not None
    window.session.open_path(path)
    dialog = opened(window, loop, "sprite.slice", "slice-dialog")
    for name, value in (("cell-width", 16), ("cell-height", 16)):
        spin(dialog, name).setValue(value)
    facts = dialog.findChild(QLabel, "slice-facts")
    assert facts is not None
    assert facts.text() == "Gives 2 frames."
    accept(dialog, loop)
    document = front(window)
    assert (document.title, document.sprite.size, len(document.sprite.frames)) == ("sheet", Size(16, 16), 2)
    assert document.composed(document.sprite.frames[1].id)[8, 8].tolist() == [51, 90, 200, 255]
    assert document.is_dirty


def test_a_grid_that_cannot_be_cut_says_so(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    window.session.new_document(Size(8, 8))
    dialog = opened(window, loop, "sprite.slice", "slice-dialog")
    button = dialog.findChild(QPushButton, "accept")
    assert button is not None
    assert not button.isEnabled()
    dialog.reject()
    settle(loop)


def test_the_canvas_grows_around_what_is_drawn(window: MainWindow, loop: QEventLoop) -> None:
    dialog = opened(window, loop, "sprite.canvas_size", "size-dialog")
    spin(dialog, "width").setValue(12)
    accept(dialog, loop)
    composed = front(window).composed(front(window).cursor.frame)
    assert composed.shape == (8, 12, 4)
    assert np.flatnonzero(composed[4, :, 3]).tolist() == [4, 5, 6, 7]


def test_the_anchor_says_which_corner_of_the_picture_stays(window: MainWindow, loop: QEventLoop) -> None:
    dialog = opened(window, loop, "sprite.canvas_size", "size-dialog")
    spin(dialog, "width").setValue(12)
    corner = dialog.findChild(QToolButton, "anchor-6")
    assert corner is not None
    QTest.mouseClick(corner, Qt.MouseButton.LeftButton)
    accept(dialog, loop)
    composed = front(window).composed(front(window).cursor.frame)
    assert np.flatnonzero(composed[4, :, 3]).tolist() == [2, 3, 4, 5]
