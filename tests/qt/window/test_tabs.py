"""Sprites as tabs, the window's title, closing with unsaved changes, dropping files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from qasync import QEventLoop

from studio.ui.window import MainWindow
from tests.qt.window.conftest import picture, settle


def titles(window: MainWindow) -> list[str]:
    assert window.shell is not None
    tabs = window.shell.centre.tabs
    return [tabs.tabText(index) for index in range(tabs.count())]


def test_a_tab_for_each_sprite_and_the_title_of_the_one_in_front(window: MainWindow, loop: QEventLoop) -> None:
    assert titles(window) == ["first.png", "second.png"]
    assert window.windowTitle() == "second.png[*] - Sprite Studio"
    assert window.shell is not None
    window.shell.centre.tabs.setCurrentIndex(0)
    settle(loop)
    assert window.windowTitle() == "first.png[*] - Sprite Studio"


def test_many_tabs_are_scrolled_and_keep_their_names_whole(
    window: MainWindow, loop: QEventLoop, tmp_path: Path
) -> None:
    assert window.session is not None
    assert window.shell is not None
    window.resize(1280, 720)
    for number in range(8):
        window.session.open_path(picture(tmp_path, f"a sprite with a long name {number}"))
    settle(loop)
    tabs = window.shell.centre.tabs
    for index, title in enumerate(titles(window)):
        assert tabs.tabRect(index).width() > tabs.fontMetrics().horizontalAdvance(title)
    assert tabs.rect().intersects(tabs.tabRect(tabs.currentIndex()))
    assert tabs.width() < window.shell.centre.width()


def test_each_sprite_keeps_its_own_history(window: MainWindow, loop: QEventLoop) -> None:
    session = window.session
    assert session is not None
    session.commands.run("frame.new")
    session.workspace.activate(session.documents[0])
    settle(loop)
    assert not window.actions_by_id["edit.undo"].isEnabled()
    session.workspace.activate(session.documents[1])
    settle(loop)
    assert window.actions_by_id["edit.undo"].isEnabled()
    assert titles(window) == ["first.png", "• second.png"]


def test_a_file_that_is_open_comes_to_the_front(window: MainWindow, loop: QEventLoop, tmp_path: Path) -> None:
    session = window.session
    assert session is not None
    saved = loop.run_until_complete(session.save(session.documents[0], tmp_path / "first.aseprite"))
    session.workspace.activate(session.documents[1])
    assert session.open_path(saved) is session.documents[0]
    assert len(session.documents) == 2


def test_a_dropped_picture_opens(window: MainWindow, loop: QEventLoop, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture(tmp_path, "third")))])
    where, copy = QPointF(10, 10), Qt.DropAction.CopyAction
    button, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(where.toPoint(), copy, data, button, no_key))
    assert window.session is not None
    opened = loop.create_future()
    window.session.documents_changed.connect(lambda: opened.set_result(True))
    QApplication.sendEvent(window, QDropEvent(where, copy, data, button, no_key))
    loop.run_until_complete(opened)
    settle(loop)
    assert titles(window) == ["first.png", "second.png", "third.png"]


def test_closing_an_unchanged_sprite_asks_nothing(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    window.session.commands.run("file.close")
    settle(loop)
    assert titles(window) == ["first.png"]


def test_closing_a_changed_sprite_asks_and_cancel_keeps_it(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    window.session.commands.run("frame.new")
    window.session.commands.run("file.close")
    settle(loop)
    question = window.findChild(QMessageBox, "question")
    assert question is not None
    assert question.text() == "second.png has unsaved changes."
    answers = [button.text() for button in question.buttons()]
    assert sorted(answers) == ["Cancel", "Close without saving", "Save"]
    press(question, "Cancel")
    settle(loop)
    assert titles(window) == ["first.png", "• second.png"]


def test_close_without_saving_keeps_a_copy_aside(window: MainWindow, loop: QEventLoop, tmp_path: Path) -> None:
    session = window.session
    assert session is not None
    session.start()
    session.commands.run("frame.new")
    closing = session.active
    assert closing is not None
    session.commands.run("file.close")
    settle(loop)
    question = window.findChild(QMessageBox, "question")
    assert question is not None
    closed = loop.create_future()
    session.documents_changed.connect(lambda: closed.set_result(True))
    press(question, "Close without saving")
    loop.run_until_complete(closed)
    assert titles(window) == ["first.png"]
    copies = list((tmp_path / "home" / "data" / "recovery").rglob("*.aseprite"))
    assert [copy.stem for copy in copies] == [closing.id]


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.findChildren(QPushButton) if button.text() == text).click()
