"""What is taken out of the gallery, and results whose files are lost."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
)
from qasync import QEventLoop

from studio.app.session import Session
from studio.codec.images import read_image
from studio.core import paths
from studio.ui.gallery.panel import GalleryPanel
from tests.qt.gallery.conftest import put_away, settle
from tests.qt.gallery.hand import (
    at,
    button,
    choose_entry,
    click,
    grid_of,
    once_open,
    press,
    said,
    words,
)
from tests.unit.doc.drawing import drawn

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard")  # what a menu asks of the offscreen platform


def test_copying_for_here_and_for_other_programs(panel: GalleryPanel, session: Session, loop: QEventLoop) -> None:
    click(panel, "b")
    press(panel, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle(loop)
    assert session.clipboard.clip is not None
    assert len(session.clipboard.clip.pixels) == 3
    assert QGuiApplication.clipboard().image().size().toTuple() == (4, 2)
    grid_of(panel).customContextMenuRequested.emit(at(panel, "b"))
    choose_entry(panel, "gallery-menu", "url")
    settle(loop)
    assert QGuiApplication.clipboard().text().startswith("data:image/webp;base64,")


def test_saving_an_animation(panel: GalleryPanel, loop: QEventLoop, tmp_path: Path) -> None:
    click(panel, "b")
    QTest.mouseClick(button(panel, "gallery-save"), Qt.MouseButton.LeftButton)
    choose_entry(panel, "", "save-webp")
    loop.call_soon(once_open, panel, "save-file", partial(choose_file, path=tmp_path / "b.webp"))
    settle(loop)
    assert [drawn(frame) for frame in read_image(tmp_path / "b.webp").frames] == [
        "r...\n....", ".g..\n....", "..b.\n....",
    ]  # fmt: skip
    assert said(panel) == "Saved b.webp."


def test_a_still_is_saved_as_no_animation(panel: GalleryPanel) -> None:
    click(panel, "a")
    QTest.mouseClick(button(panel, "gallery-save"), Qt.MouseButton.LeftButton)
    (menu,) = panel.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["PNG, one file a frame...", "Sprite (.aseprite)..."]
    menu.close()


def test_a_disk_that_cannot_be_written_is_said(panel: GalleryPanel, loop: QEventLoop, tmp_path: Path) -> None:
    click(panel, "a")
    QTest.mouseClick(button(panel, "gallery-save"), Qt.MouseButton.LeftButton)
    choose_entry(panel, "", "save-png")
    (tmp_path / "a.png").mkdir()
    loop.call_soon(once_open, panel, "save-file", partial(choose_file, path=tmp_path / "a.png" / "b" / "c.png"))
    settle(loop)
    assert "could not be written" in said(panel)


def choose_file(dialog: QDialog, *, path: Path) -> None:
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(path))
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    if name is not None:
        name.setText(str(path))
    dialog.done(QFileDialog.DialogCode.Accepted)


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_result_whose_files_are_lost_says_so(session: Session, loop: QEventLoop, damage: str) -> None:
    picture = paths.data_dir() / "takes" / "c" / "0000.png"
    if damage == "gone":
        picture.unlink()
    else:
        picture.write_bytes(picture.read_bytes()[:40])
    panel = GalleryPanel(session)
    panel.resize(860, 540)
    panel.show()
    settle(loop)
    click(panel, "c")
    settle(loop)
    assert words(panel, "gallery-prompt") == "Its files are missing or damaged, so it cannot be shown."
    assert "0000.png" in panel.findChild(QLabel, "gallery-prompt").toolTip()
    assert not button(panel, "gallery-show").isEnabled()
    assert not button(panel, "gallery-save").isEnabled()
    assert button(panel, "gallery-discard").isEnabled()
    put_away(loop, panel)


def test_a_lost_result_is_told_though_its_small_picture_is_kept(panel: GalleryPanel, loop: QEventLoop) -> None:
    (paths.data_dir() / "takes" / "c" / "0000.png").unlink()
    click(panel, "c")
    settle(loop)
    assert words(panel, "gallery-prompt") == "Its files are missing or damaged, so it cannot be shown."
    assert "0000.png" in panel.findChild(QLabel, "gallery-prompt").toolTip()
    assert not button(panel, "gallery-show").isEnabled()
