"""The live sheet: it follows the sprite, names what is under the pointer, and exports again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot
from qasync import QEventLoop

from studio.app.session import Session
from studio.app.surface import Level, Notice
from studio.codec.images import read_png
from studio.doc import edits
from studio.doc.pixels import frozen
from studio.export.recipe import Layout
from studio.ui.sheet.panel import SheetPanel
from studio.ui.sheet.view import SheetView
from tests.qt.export.stage import until
from tests.qt.tools.desk import unnamed
from tests.unit.doc.drawing import drawn, picture, sprite_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@pytest.fixture
def panel(session: Session, loop: QEventLoop, qtbot: QtBot) -> SheetPanel:
    panel = SheetPanel(session)
    qtbot.addWidget(panel)
    panel.resize(240, 160)
    panel.show()
    until(loop, lambda: "KiB" in facts(panel) or "bytes" in facts(panel))
    return panel


def facts(panel: SheetPanel) -> str:
    lines = [panel.findChild(QLabel, name) for name in ("sheet-facts", "sheet-below")]
    return "\n".join(line.text() for line in lines if line is not None)


def test_the_size_of_the_sheet_is_told_whole_in_a_narrow_panel(panel: SheetPanel) -> None:
    panel.resize(220, 200)
    label = panel.findChild(QLabel, "sheet-facts")
    assert label is not None
    assert label.width() >= label.fontMetrics().horizontalAdvance("2304 × 2304   144 frames")


def view_of(panel: SheetPanel) -> SheetView:
    view = panel.findChild(SheetView, "sheet-view")
    assert view is not None
    return view


def shown(panel: SheetPanel) -> str:
    sheet = view_of(panel).sheet
    return drawn(sheet.pixels) if sheet is not None else ""


def button(panel: SheetPanel, name: str) -> QToolButton:
    found = panel.findChild(QToolButton, name)
    assert found is not None
    return found


def test_the_sheet_of_the_sprite_in_front_is_shown_as_large_as_whole_steps_allow(panel: SheetPanel) -> None:
    view = view_of(panel)
    assert shown(panel).split() == ["wr...gg.", "rr...gg.", "..bb.gg.", "..bb.gg."]
    assert view.zoom == int(view.zoom)
    assert 8 * view.zoom <= view.width() < 8 * (view.zoom + 1) or 4 * (view.zoom + 1) > view.height() or view.zoom == 16
    assert facts(panel).startswith("8 × 4   4 frames   ")


def test_a_stroke_is_in_the_sheet_a_moment_later(panel: SheetPanel, session: Session, loop: QEventLoop) -> None:
    document = session.workspace.require_active()
    key = document.cursor
    document.apply("Paint", lambda sprite: edits.put_raster(sprite, key.layer, key.frame, frozen(picture("kkkk kkkk"))))
    until(loop, lambda: "kkkk" in shown(panel))


def test_another_sprite_in_front_is_another_sheet(panel: SheetPanel, session: Session, loop: QEventLoop) -> None:
    first = session.workspace.require_active()
    session.workspace.add(sprite_of("kk kk"), title="other")
    until(loop, lambda: shown(panel) == "kk\nkk")
    session.workspace.activate(first)
    until(loop, lambda: facts(panel).startswith("8 × 4"))


def test_the_frame_under_the_pointer_is_named_with_its_tag_and_time(panel: SheetPanel) -> None:
    view = view_of(panel)
    sheet = view.sheet
    assert sheet is not None
    QTest.mouseMove(view, view.rect_of(sheet.cells[2]).center())
    assert facts(panel) == "hero 2.aseprite   tag walk\n0, 2   4 × 2   100 ms"
    QTest.mouseMove(view, QPoint(1, 1))
    assert facts(panel).startswith("8 × 4   4 frames")


def test_another_recipe_changes_the_sheet(panel: SheetPanel, session: Session, loop: QEventLoop) -> None:
    session.exports.keep([replace(session.exports.recipe, layout=Layout.STRIP)], chosen=0)
    until(loop, lambda: facts(panel).startswith("16 × 2"))


def test_export_again_waits_for_a_folder_and_then_writes_into_it(
    panel: SheetPanel, session: Session, loop: QEventLoop, tmp_path: Path
) -> None:
    said: list[Notice] = []
    session.notice.connect(said.append)
    again = button(panel, "sheet-export")
    assert not again.isEnabled()
    session.exports.keep([replace(session.exports.recipe, folder="out")], chosen=0)
    until(loop, again.isEnabled)
    # From within the loop: a click turns Qt's events, and tasks that wait among them need the loop to be running.
    loop.call_soon(QTest.mouseClick, again, Qt.MouseButton.LeftButton)
    until(loop, lambda: bool(said))
    assert said[0].text == f"2 files are up to date in {tmp_path / 'game' / 'out'}."
    assert (tmp_path / "game" / "out" / "hero.png").is_file()


def test_the_arrow_beside_it_exports_with_all_recipes(
    panel: SheetPanel, session: Session, loop: QEventLoop, tmp_path: Path
) -> None:
    sheet = replace(session.exports.recipe, folder="sheets")
    walk = replace(sheet, name="Walk", folder="walk", only_tags=("walk",))
    session.exports.keep([sheet, walk], chosen=0)
    until(loop, button(panel, "sheet-export").isEnabled)
    menu = panel.findChild(QMenu, "sheet-recipes")
    assert menu is not None
    menu.popup(panel.mapToGlobal(QPoint(0, 0)))
    titles = [action.text() for action in menu.actions() if action.text()]
    assert titles == ["Export “Sheet”", "Export “Walk”", "Export with all recipes"]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[-1]).center())
    until(loop, (tmp_path / "game" / "walk" / "hero.json").is_file)
    assert read_png((tmp_path / "game" / "sheets" / "hero.png").read_bytes()).shape == (4, 8, 4)
    assert read_png((tmp_path / "game" / "walk" / "hero.png").read_bytes()).shape == (2, 8, 4)


def test_recipes_that_write_over_each_other_are_told_of(panel: SheetPanel, session: Session, loop: QEventLoop) -> None:
    said: list[Notice] = []
    session.notice.connect(said.append)
    sheet = replace(session.exports.recipe, folder="sheets")
    session.exports.keep([sheet, replace(sheet, name="Walk", only_tags=("walk",))], chosen=0)
    until(loop, button(panel, "sheet-export").isEnabled)
    loop.call_soon(button(panel, "sheet-export").click)
    until(loop, lambda: len(said) == 2)
    assert said[1].text == "The recipe “Walk” writes the same files. Give one of the two another file name or folder."
    assert said[1].level is Level.WARN


def test_a_recipe_that_cannot_be_carried_out_is_explained(
    panel: SheetPanel, session: Session, loop: QEventLoop
) -> None:
    session.exports.keep([replace(session.exports.recipe, only_tags=("fly",))], chosen=0)
    until(loop, lambda: "fly" in facts(panel))
    assert view_of(panel).sheet is None


def test_every_control_has_a_name(panel: SheetPanel) -> None:
    assert unnamed(panel) == []
