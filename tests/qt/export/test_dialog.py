"""The export window by mouse and keys: the files it writes, what it keeps, and what it says when it cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from qasync import QEventLoop

from studio.app.session import Session
from studio.app.surface import Notice
from studio.codec.images import read_png
from studio.store.project import open_project
from studio.ui.export.dialog import ExportDialog
from studio.ui.export.names_menu import NamesMenu
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.row import Remark
from studio.ui.sheet.view import SheetView
from tests.qt.export.stage import until
from tests.qt.tools.desk import unnamed
from tests.unit.doc.drawing import drawn, rows


@pytest.fixture
def dialog(session: Session, loop: QEventLoop, qtbot: QtBot) -> ExportDialog:
    dialog = ExportDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    until(loop, lambda: dialog.findChild(SheetView, "sheet-view").sheet is not None)  # type: ignore[union-attr]
    return dialog


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

Part = TypeVar("Part", bound=QWidget)


def part(dialog: ExportDialog, kind: type[Part], name: str) -> Part:
    found = dialog.findChild(kind, f"export-{name}")
    assert found is not None
    return found


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def facts(dialog: ExportDialog) -> str:
    return part(dialog, QLabel, "facts").text()


def choose_folder(dialog: ExportDialog, folder: Path) -> None:
    line = part(dialog, QLineEdit, "folder")
    line.selectAll()
    QTest.keyClicks(line, str(folder))


def run(dialog: ExportDialog) -> None:
    click(part(dialog, QPushButton, "run"))


def pick(dialog: ExportDialog, name: str, title: str) -> None:
    box = part(dialog, QComboBox, name)
    box.setFocus()
    QTest.keyClicks(box, title)


def choose_names(dialog: ExportDialog, name: str, *titles: str) -> None:
    button = part(dialog, NamesMenu, name)
    for title in titles:
        click(button)
        menu = button.findChild(QMenu)
        assert menu is not None
        action = next(action for action in menu.actions() if action.text() == title)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_the_sheet_is_shown_before_it_is_written(dialog: ExportDialog) -> None:
    assert facts(dialog) == "8 × 4   4 frames"
    assert part(dialog, QLabel, "files").text().startswith("hero.png (")
    assert not part(dialog, QPushButton, "run").isEnabled()


def test_export_writes_sheet_and_data_and_says_where(
    dialog: ExportDialog, session: Session, loop: QEventLoop, tmp_path: Path
) -> None:
    said: list[Notice] = []
    session.notice.connect(said.append)
    target = tmp_path / "game" / "art"
    choose_folder(dialog, target)
    pick(dialog, "layout", "One")
    until(loop, lambda: facts(dialog).startswith("16 × 2"))
    run(dialog)
    until(loop, lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert drawn(read_png((target / "hero.png").read_bytes())) == rows(
        """
        wr...gg...bb.gg.
        rr...gg...bb.gg.
        """
    )
    tags = json.loads((target / "hero.json").read_text(encoding="utf-8"))["meta"]["frameTags"]
    assert [tag["name"] for tag in tags] == ["idle", "walk"]
    assert [(notice.text, notice.action) for notice in said] == [
        (f"2 files written to {target}.", "file.show_export"),
    ]


def test_frames_are_named_by_the_pattern(dialog: ExportDialog, loop: QEventLoop, tmp_path: Path) -> None:
    choose_folder(dialog, tmp_path / "out")
    pick(dialog, "split", "Once for each t")
    QTest.keyClicks(part(dialog, QLineEdit, "names"), "{tag}_{frame}")
    run(dialog)
    until(loop, lambda: dialog.result() == QDialog.DialogCode.Accepted)
    frames = json.loads((tmp_path / "out" / "hero.json").read_text(encoding="utf-8"))["frames"]
    assert list(frames) == ["idle_0", "idle_1", "walk_0", "walk_1"]


def test_the_recipe_is_kept_in_the_project_with_a_relative_folder(
    dialog: ExportDialog, session: Session, loop: QEventLoop, tmp_path: Path
) -> None:
    choose_folder(dialog, tmp_path / "game" / "art")
    part(dialog, QCheckBox, "trim").click()
    run(dialog)
    until(loop, lambda: dialog.result() == QDialog.DialogCode.Accepted)
    (stored,) = open_project(tmp_path / "game").recipes
    assert (stored["folder"], stored["trim"]) == ("art", True)
    assert session.exports.folder == tmp_path / "game" / "art"


def test_cancel_keeps_nothing(dialog: ExportDialog, session: Session, tmp_path: Path) -> None:
    part(dialog, QCheckBox, "trim").click()
    choose_folder(dialog, tmp_path / "elsewhere")
    click(part(dialog, QPushButton, "cancel"))
    assert (session.exports.recipe.trim, session.exports.recipe.folder) == (False, "")
    assert not (tmp_path / "elsewhere").exists()


def test_two_recipes_that_write_the_same_files_are_told_of(
    dialog: ExportDialog, loop: QEventLoop, tmp_path: Path
) -> None:
    def told() -> str:
        return part(dialog, Remark, "loss").words

    choose_folder(dialog, tmp_path / "sheets")
    assert told() == ""
    click(part(dialog, QToolButton, "recipe-add"))
    clash = "The recipe “Sheet” writes the same files. Give one of the two another file name or folder."
    until(loop, lambda: told() == clash)
    choose_folder(dialog, tmp_path / "other")
    assert told() == ""
    choose_folder(dialog, tmp_path / "sheets")
    assert told() == clash
    QTest.keyClicks(part(dialog, QLineEdit, "file-name"), "walk")
    until(loop, lambda: told() == "")


def test_a_second_recipe_has_its_own_name_tags_and_folder(
    dialog: ExportDialog, session: Session, loop: QEventLoop, tmp_path: Path
) -> None:
    choose_folder(dialog, tmp_path / "sheets")
    click(part(dialog, QToolButton, "recipe-add"))
    name = part(dialog, QLineEdit, "recipe-name")
    assert name.text() == "Sheet 2"
    name.selectAll()
    QTest.keyClicks(name, "Walk only")
    choose_names(dialog, "frames", "walk")
    choose_folder(dialog, tmp_path / "walk")
    until(loop, lambda: facts(dialog) == "8 × 2   2 frames")
    run(dialog)
    until(loop, lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert [recipe.name for recipe in session.exports.recipes] == ["Sheet", "Walk only"]
    assert session.exports.recipe.only_tags == ("walk",)
    assert (tmp_path / "walk" / "hero.png").is_file()
    assert not (tmp_path / "sheets").exists()


def test_going_back_to_a_recipe_shows_what_was_typed_in_it(dialog: ExportDialog, loop: QEventLoop) -> None:
    box = part(dialog, NumberBox, "padding")
    box.lineEdit().selectAll()
    QTest.keyClicks(box.lineEdit(), "1+1")
    click(part(dialog, QToolButton, "recipe-add"))
    recipes = part(dialog, QComboBox, "recipes")
    assert [recipes.itemText(row) for row in range(recipes.count())] == ["Sheet", "Sheet 2"]
    recipes.setFocus()
    QTest.keyClick(recipes, Qt.Key.Key_Up)
    assert (recipes.currentText(), box.number) == ("Sheet", 2)
    click(part(dialog, QToolButton, "recipe-remove"))
    assert recipes.currentText() == "Sheet 2"
    assert not part(dialog, QToolButton, "recipe-remove").isEnabled()
    until(loop, lambda: facts(dialog) == "10 × 6   4 frames")


def test_layers_can_be_left_out(dialog: ExportDialog, loop: QEventLoop) -> None:
    choose_names(dialog, "ignored", "Light")
    view = dialog.findChild(SheetView, "sheet-view")
    assert view is not None
    until(loop, lambda: view.sheet is not None and drawn(view.sheet.pixels).startswith("rr"))
    assert part(dialog, NamesMenu, "ignored").text() == "Light"


def test_what_a_sequence_does_not_use_is_greyed(dialog: ExportDialog) -> None:
    pick(dialog, "format", "One")
    greyed = {name for name in ("layout", "border", "extrude", "scale", "trim") if not child(dialog, name).isEnabled()}
    assert greyed == {"layout", "border", "extrude"}


def test_a_number_out_of_range_is_said_and_nothing_can_be_written(
    dialog: ExportDialog, loop: QEventLoop, tmp_path: Path
) -> None:
    choose_folder(dialog, tmp_path / "out")
    box = part(dialog, NumberBox, "border")
    box.lineEdit().selectAll()
    QTest.keyClicks(box.lineEdit(), "300")
    problem = part(dialog, Remark, "problem")
    until(loop, lambda: problem.words != "")
    assert problem.words == "Border is 300; it has to be between 0 and 256."
    assert not part(dialog, QPushButton, "run").isEnabled()


def test_a_folder_that_is_a_file_is_said_in_the_window_and_nothing_is_lost(
    dialog: ExportDialog, session: Session, loop: QEventLoop, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("mine")
    choose_folder(dialog, tmp_path / "taken")
    run(dialog)
    problem = part(dialog, Remark, "problem")
    until(loop, lambda: problem.words != "")
    assert problem.words.startswith("taken could not be written")
    assert dialog.isVisible()
    assert part(dialog, QPushButton, "run").isEnabled()
    assert (tmp_path / "taken").read_text() == "mine"
    assert session.exports.recipe.folder == ""


@pytest.mark.parametrize(("answer", "replaced"), [("Replace them", True), ("Cancel", False)])
def test_a_file_that_somebody_else_wrote_is_replaced_only_when_the_person_says_so(
    dialog: ExportDialog, loop: QEventLoop, tmp_path: Path, answer: str, *, replaced: bool
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "hero.png").write_bytes(b"by hand")
    choose_folder(dialog, tmp_path / "out")
    run(dialog)
    until(loop, lambda: dialog.findChild(QMessageBox, "question") is not None)
    question = dialog.findChild(QMessageBox, "question")
    assert question is not None
    assert "hero.png" in question.text()
    click(next(button for button in question.buttons() if button.text().replace("&", "") == answer))
    until(loop, lambda: not dialog.isVisible() if replaced else part(dialog, QPushButton, "run").isEnabled())
    assert ((tmp_path / "out" / "hero.png").read_bytes() != b"by hand") is replaced


def test_every_control_has_a_name(dialog: ExportDialog) -> None:
    assert unnamed(dialog) == []


def child(dialog: ExportDialog, name: str) -> QWidget:
    return part(dialog, QWidget, name)
