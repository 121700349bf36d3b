"""The settings window by keys and mouse: each change is kept at once and does something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.core.geometry import Size
from studio.store.settings import Settings
from studio.ui import theme
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.row import Remark
from studio.ui.settings.dialog import SettingsDialog
from studio.ui.settings.row import SettingRow
from tests.qt.tools.desk import unnamed


@pytest.fixture
def dialog(session: Session, qtbot: QtBot, qapp: QApplication) -> Iterator[SettingsDialog]:
    dialog = SettingsDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.accept()
    theme.apply_theme(qapp, "dark")


def shown(dialog: SettingsDialog) -> list[str]:
    return [row.declared.name for row in dialog.findChildren(SettingRow) if row.isVisible()]


def stored(tmp_path: Path) -> dict[str, object]:
    settings: dict[str, object] = json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))["settings"]
    return settings


def control(dialog: SettingsDialog, kind: type, name: str) -> object:
    found = dialog.findChild(kind, f"field-{name}-control")
    assert found is not None
    return found


def type_number(dialog: SettingsDialog, name: str, text: str) -> None:
    box = control(dialog, NumberBox, name)
    assert isinstance(box, NumberBox)
    line = box.lineEdit()
    line.selectAll()
    QTest.keyClicks(line, text)


def test_each_section_shows_its_own_settings(dialog: SettingsDialog) -> None:
    sections = dialog.findChild(QListWidget, "settings-sections")
    assert sections is not None
    assert [sections.item(row).text() for row in range(sections.count())] == [
        "Appearance",
        "Canvas",
        "Timeline",
        "Generate",
        "Files",
        "Accounts",
    ]
    assert shown(dialog)[0] == "appearance.theme"
    sections.setFocus()
    QTest.keyClick(sections, Qt.Key.Key_Down)
    assert shown(dialog) == [
        "canvas.pixel_grid_zoom",
        "canvas.mask_opacity",
        "canvas.wheel",
        "canvas.undo_memory",
    ]


def test_a_search_finds_settings_in_all_sections_and_says_when_there_is_none(dialog: SettingsDialog) -> None:
    search = dialog.findChild(QLineEdit, "settings-search")
    nothing = dialog.findChild(QLabel, "settings-nothing")
    assert search is not None
    assert nothing is not None
    QTest.keyClicks(search, "onion")
    assert shown(dialog) == ["timeline.onion_before", "timeline.onion_after"]
    assert not nothing.isVisible()
    QTest.keyClicks(search, "xyz")
    assert shown(dialog) == []
    assert nothing.isVisible()


def test_another_theme_is_seen_and_kept_at_once(dialog: SettingsDialog, tmp_path: Path) -> None:
    box = control(dialog, QComboBox, "appearance.theme")
    assert isinstance(box, QComboBox)
    box.setFocus()
    QTest.keyClicks(box, "High")
    assert theme.current().name == "high-contrast"
    assert stored(tmp_path) == {"appearance.theme": "high-contrast"}


def test_a_sum_is_taken_as_a_number_and_reaches_the_canvas(dialog: SettingsDialog, session: Session) -> None:
    type_number(dialog, "canvas.pixel_grid_zoom", "6+6")
    assert session.settings.get("canvas.pixel_grid_zoom") == 12
    assert session.toolbox.grid_from == 12


def test_a_number_out_of_range_is_explained_and_not_kept(dialog: SettingsDialog, session: Session) -> None:
    type_number(dialog, "files.recovery_seconds", "0")
    remark = dialog.findChild(Remark, "problem-files.recovery_seconds")
    assert remark is not None
    assert remark.words == "Time to a recovery copy has to be between 1 and 600, not 0."
    assert session.settings.get("files.recovery_seconds") == 2


def test_the_way_back_is_offered_only_where_something_was_changed(dialog: SettingsDialog, session: Session) -> None:
    back = dialog.findChild(QToolButton, "reset-appearance.reduced_motion")
    less = control(dialog, QCheckBox, "appearance.reduced_motion")
    assert isinstance(less, QCheckBox)
    assert back is not None
    assert not back.isVisible()
    QTest.keyClick(less, Qt.Key.Key_Space)
    assert session.settings.get("appearance.reduced_motion") is True
    assert back.isVisible()
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert (session.settings.get("appearance.reduced_motion"), less.isChecked()) == (False, False)
    assert not back.isVisible()


def test_all_of_them_go_back_by_one_button(dialog: SettingsDialog, session: Session, tmp_path: Path) -> None:
    session.settings.set("canvas.wheel", "scroll")
    type_number(dialog, "timeline.onion_before", "4")
    button = dialog.findChild(QPushButton, "settings-reset-all")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (session.toolbox.wheel_zooms, session.toolbox.onion_before) == (True, 1)
    assert stored(tmp_path) == {}


def test_every_control_has_a_name(dialog: SettingsDialog) -> None:
    assert unnamed(dialog) == []


def test_settings_of_the_file_are_in_force_from_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    settings = Settings.load(tmp_path / "settings.json")
    settings.set("timeline.duration", 80)
    settings.set("canvas.undo_memory", 16)
    session = Session(settings)
    document = session.new_document(Size(8, 8))
    assert document.sprite.frames[0].duration == 80
    assert document.history.budget_bytes == 16 * 1024 * 1024
