"""The palette panel by mouse and keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.codec.palettes import read_palette
from studio.doc.document import Document
from studio.doc.edits import set_palette
from studio.doc.palette import Colour, Palette
from studio.ui.forms.number_box import NumberBox
from studio.ui.palette.areas import HueBar, OpacityBar, ShadeField
from studio.ui.palette.editor import ColourEditor
from studio.ui.palette.grid import SwatchGrid
from studio.ui.palette.panel import PalettePanel
from studio.ui.timeline.drags import Goods, Load
from studio.ui.timeline.dropping import packed
from tests.qt.tools.desk import session_with, unnamed
from tests.unit.ui.canvas.hand import INK, sprite_of

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Session, Document]:
    return session_with("rrg", "b.k", folder=tmp_path)


@pytest.fixture
def panel(opened: tuple[Session, Document], qtbot: QtBot) -> PalettePanel:
    panel = PalettePanel(opened[0])
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.show()
    return panel


def three(document: Document) -> None:
    palette = Palette((INK["r"], INK["g"], INK["b"]), title="Three")
    document.apply("palette", lambda sprite: set_palette(sprite, palette))


def click(panel: PalettePanel, name: str) -> None:
    QTest.mouseClick(panel.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def swatch(index: int) -> QPoint:
    return QPoint(2 + index * 22 + 11, 13)


def test_without_a_palette_one_click_collects_the_colours_of_the_sprite(
    panel: PalettePanel, opened: tuple[Session, Document]
) -> None:
    assert panel.findChild(QAbstractButton, "palette-collect").isVisible()
    click(panel, "palette-collect")
    assert opened[1].sprite.palette.colours[0] == INK["r"]
    assert set(opened[1].sprite.palette.colours) == {INK["r"], INK["g"], INK["b"], INK["k"]}
    assert not panel.findChild(QAbstractButton, "palette-collect").isVisible()
    opened[1].undo()
    assert panel.findChild(QAbstractButton, "palette-collect").isVisible()


def test_left_and_right_click_take_a_colour(panel: PalettePanel, opened: tuple[Session, Document]) -> None:
    three(opened[1])
    grid = panel.findChild(SwatchGrid)
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, swatch(1))
    QTest.mouseClick(grid, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, swatch(2))
    assert (opened[0].toolbox.colour, opened[0].toolbox.secondary) == (INK["g"], INK["b"])
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, swatch(9))
    assert opened[0].toolbox.colour == INK["g"]


def test_keys_walk_the_swatches(panel: PalettePanel, opened: tuple[Session, Document]) -> None:
    three(opened[1])
    grid = panel.findChild(SwatchGrid)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(grid, key)
    assert opened[0].toolbox.colour == INK["b"]
    QTest.keyClick(grid, Qt.Key.Key_Home)
    QTest.keyClick(grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert opened[0].toolbox.secondary == INK["r"]
    assert grid.accessibleName() == "Palette: 1: #c83232"


def test_the_colour_in_the_hand_is_added_and_a_chosen_one_removed(
    panel: PalettePanel, opened: tuple[Session, Document]
) -> None:
    session, document = opened
    three(document)
    session.toolbox.colour = Colour(9, 8, 7)
    click(panel, "palette-add")
    assert document.sprite.palette.colours == (INK["r"], INK["g"], INK["b"], Colour(9, 8, 7))
    QTest.mouseClick(panel.findChild(SwatchGrid), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, swatch(1))
    click(panel, "palette-remove")
    assert document.sprite.palette.colours == (INK["r"], INK["b"], Colour(9, 8, 7))


def test_a_palette_that_ships_is_loaded_as_one_undo_step(panel: PalettePanel, opened: tuple[Session, Document]) -> None:
    menu = panel.findChild(QAbstractButton, "palette-more").menu()
    first = menu.actions()[0]
    first.trigger()
    assert len(opened[1].sprite.palette) >= 4
    assert opened[1].history.labels() == ["Load palette"]


def test_the_editor_changes_the_colour_in_the_hand(panel: PalettePanel, opened: tuple[Session, Document]) -> None:
    toolbox = opened[0].toolbox
    editor = panel.findChild(ColourEditor)
    field = editor.findChild(QLineEdit, "colour-hex")
    field.setText("#e8a33d80")
    field.editingFinished.emit()
    assert toolbox.colour == Colour(0xE8, 0xA3, 0x3D, 0x80)
    field.setText("no colour")
    field.editingFinished.emit()
    assert field.text() == "#e8a33d80"
    editor.findChild(NumberBox, "colour-alpha").set_number(255)
    assert toolbox.colour == Colour(0xE8, 0xA3, 0x3D)


def test_numbers_take_sums_and_stay_in_range(panel: PalettePanel, opened: tuple[Session, Document]) -> None:
    opened[0].toolbox.colour = Colour(0, 0, 0)
    for name, typed in (("red", "2*64"), ("green", "999")):
        field = panel.findChild(NumberBox, f"colour-{name}")
        field.lineEdit().setFocus()
        field.lineEdit().selectAll()
        QTest.keyClicks(field.lineEdit(), typed)
    assert opened[0].toolbox.colour == Colour(128, 255, 0)


def test_shade_hue_and_opacity_by_pointer_and_keys(panel: PalettePanel, opened: tuple[Session, Document]) -> None:
    toolbox = opened[0].toolbox
    toolbox.colour = Colour(255, 0, 0)
    editor = panel.findChild(ColourEditor)
    shade, hue, opacity = editor.findChild(ShadeField), editor.findChild(HueBar), editor.findChild(OpacityBar)
    QTest.mouseClick(hue, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, _share(hue, 1 / 3))
    assert toolbox.colour.g == 255
    assert toolbox.colour.r < 8
    QTest.mouseClick(shade, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(3, 3))
    assert toolbox.colour == Colour(255, 255, 255)
    QTest.keyClick(opacity, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert toolbox.colour.a == 230


def test_the_editor_can_change_the_second_colour(panel: PalettePanel, opened: tuple[Session, Document]) -> None:
    toolbox = opened[0].toolbox
    toolbox.secondary = Colour(10, 20, 30)
    click(panel, "palette-edit-second")
    assert panel.findChild(ColourEditor).colour == Colour(10, 20, 30)
    panel.findChild(NumberBox, "colour-blue").set_number(99)
    assert toolbox.secondary == Colour(10, 20, 99)


def test_the_panel_follows_the_sprite_in_front_and_hears_each_once(
    panel: PalettePanel, opened: tuple[Session, Document]
) -> None:
    session, first = opened
    three(first)
    ears = len(first.changed)
    second = session.workspace.add(sprite_of("kk"), title="second")
    assert panel.findChild(QAbstractButton, "palette-collect").isVisible()
    session.workspace.activate(first)
    session.workspace.activate(second)
    session.workspace.activate(first)
    assert not panel.findChild(QAbstractButton, "palette-collect").isVisible()
    assert len(first.changed) == ears


def test_every_control_has_its_names(panel: PalettePanel) -> None:
    assert unnamed(panel) == []


def _share(widget: HueBar, share: float) -> QPoint:
    return QPoint(round(3 + share * (widget.width() - 6)), widget.height() // 2)


def test_a_palette_is_saved_as_a_file_that_loads_again(
    panel: PalettePanel, opened: tuple[Session, Document], tmp_path: Path
) -> None:
    three(opened[1])
    panel.findChild(QAbstractButton, "palette-more").menu().findChild(QAction, "palette-save").trigger()
    dialog = panel.findChild(QFileDialog, "save-palette")
    dialog.fileSelected.emit(str(tmp_path / "three.gpl"))
    dialog.reject()
    assert read_palette(tmp_path / "three.gpl").colours == (INK["r"], INK["g"], INK["b"])


def test_the_handle_copies_on_a_click_and_the_panel_takes_the_palette_of_another_sprite(
    panel: PalettePanel, opened: tuple[Session, Document]
) -> None:
    session, first = opened
    three(first)
    click(panel, "palette-handle")
    assert session.clipboard.clip is not None
    assert session.clipboard.clip.palette == first.sprite.palette
    other = session.workspace.add(sprite_of("rg"), title="other")
    three_of_first = packed(Load(first.id, goods=Goods.PALETTE))
    panel.dropEvent(QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, three_of_first, LEFT, NO_KEY))
    assert other.sprite.palette == first.sprite.palette
    assert other.history.labels() == ["Bring palette"]
