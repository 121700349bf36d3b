"""A take that comes: neither the canvas under somebody's hand nor the panel under somebody's pointer is exchanged."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from qasync import QEventLoop

from studio.ui.window import MainWindow
from tests.qt.window.conftest import settle
from tests.unit.app.takes import take_of

GREEN = "gggg gggg"


def land(window: MainWindow, loop: QEventLoop, name: str = "a") -> None:
    """A take of the sprite in front comes."""
    session = window.session
    assert session is not None
    assert window.shell is not None
    window.shell.centre.notices.dismiss()
    take = take_of(GREEN, name=name)
    loop.call_soon(session.takes.add, take)
    loop.call_soon(session.take_landed.emit, take)
    settle(loop)


def said(window: MainWindow, loop: QEventLoop) -> str:
    """What the notice says once it does."""
    assert window.shell is not None
    notices = window.shell.centre.notices
    for _turn in range(200):
        loop.run_until_complete(asyncio.sleep(0.01))
        if notices.notice is not None:
            return notices.notice.text
    return ""


def chosen(window: MainWindow) -> str:
    take = window.session.takes.chosen if window.session is not None else None
    return take.id if take is not None else ""


def in_front(window: MainWindow, panel_id: str) -> bool:
    return not window.docks[panel_id].visibleRegion().isEmpty()


def test_a_take_plays_on_the_canvas_while_the_keys_go_elsewhere(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    window.activateWindow()
    window.show_panel("takes")
    settle(loop)
    window.docks["layers"].widget().setFocus()
    window.setFocus()
    land(window, loop)
    assert chosen(window) == "a"


def test_a_take_leaves_the_canvas_to_who_works_there(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    assert window.shell is not None
    window.activateWindow()
    window.show_panel("takes")
    settle(loop)
    view = window.shell.centre.view
    assert view is not None
    view.setFocus()
    land(window, loop)
    assert chosen(window) == ""
    assert said(window, loop) == "A take of “Rotate” is here."
    assert window.session.arrivals.unseen == ()  # its card is in sight
    show = window.shell.centre.notices.findChild(QPushButton, "notice-action")
    loop.call_soon(QTest.mouseClick, show, Qt.MouseButton.LeftButton)
    settle(loop)
    assert chosen(window) == "a"
    assert window.session.active is not None
    assert window.session.active.preview is not None


def test_the_jobs_stay_in_front_and_the_tab_of_the_takes_counts(window: MainWindow, loop: QEventLoop) -> None:
    window.show_panel("jobs")
    settle(loop)
    land(window, loop, "a")
    land(window, loop, "b")
    assert in_front(window, "jobs")
    assert window.docks["takes"].windowTitle() == "Takes (2 new)"
    assert said(window, loop) == "2 takes are here."
    window.show_panel("takes")
    settle(loop)
    assert in_front(window, "takes")
    assert window.docks["takes"].windowTitle() == "Takes"


def test_a_hidden_panel_comes_when_it_is_asked_for(window: MainWindow, loop: QEventLoop) -> None:
    assert window.shell is not None
    window.docks["takes"].hide()
    settle(loop)
    land(window, loop)
    assert window.docks["takes"].isHidden()
    assert said(window, loop) == "A take of “Rotate” is here."
    show = window.shell.centre.notices.findChild(QPushButton, "notice-action")
    assert show is not None
    assert show.text() == "Show"
    loop.call_soon(QTest.mouseClick, show, Qt.MouseButton.LeftButton)
    settle(loop)
    assert in_front(window, "takes")
