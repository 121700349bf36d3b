"""The gallery in the window: opened by its key and from the takes, put away by the same key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget
from qasync import QEventLoop

from studio.app.toolbox import Tool
from studio.ui.window import MainWindow
from tests.qt.window.conftest import settle


def test_its_key_opens_it_with_the_keyboard_and_puts_it_away(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    dock = window.docks["gallery"]
    assert dock.isHidden()
    window.session.commands.run("view.gallery")
    settle(loop)
    assert not dock.isHidden()
    assert dock.isFloating()
    assert dock.width() >= 800
    search = dock.findChild(QLineEdit, "gallery-search")
    assert search is not None
    assert search.hasFocus()  # there is no card yet
    window.session.commands.run("view.gallery")
    assert dock.isHidden()


def test_letters_typed_in_it_leave_the_tools_alone(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    window.session.toolbox.tool = Tool.PENCIL
    window.session.commands.run("view.gallery")
    window.docks["gallery"].setFloating(False)  # so that its keys reach the window at all
    settle(loop)
    boards = window.docks["gallery"].findChild(QWidget, "gallery-places")
    assert boards is not None
    window.activateWindow()
    boards.setFocus()
    settle(loop)
    QTest.keyClick(boards, Qt.Key.Key_E)
    QTest.keyClick(boards, Qt.Key.Key_Z)
    assert window.session.toolbox.tool is Tool.PENCIL


def test_the_takes_lead_to_it(window: MainWindow, loop: QEventLoop) -> None:
    window.show_panel("takes")
    settle(loop)
    button = window.findChild(QToolButton, "takes-gallery")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(loop)
    assert not window.docks["gallery"].isHidden()
