"""Docks and the layout: every panel fills, workspaces, hiding, reset; every control can be told and reached."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QWidget
from qasync import QEventLoop

from studio.ui.panels import HIDDEN_AT_FIRST, WORKSPACES, panels
from studio.ui.window import MainWindow
from tests.qt.tools.desk import unnamed
from tests.qt.window.conftest import settle
from tests.unit.app.takes import take_of


def shown(window: MainWindow) -> set[str]:
    return {panel_id for panel_id, dock in window.docks.items() if not dock.isHidden()}


@pytest.mark.parametrize("panel_id", [panel.id for panel in panels()])
def test_every_panel_fills_when_it_is_shown(window: MainWindow, loop: QEventLoop, panel_id: str) -> None:
    window.show_panel(panel_id)
    settle(loop)
    assert isinstance(window.panel(panel_id), QWidget)


def test_every_control_has_a_name_for_people_and_for_tests(window: MainWindow, loop: QEventLoop) -> None:
    for panel_id in window.docks:
        window.show_panel(panel_id)
    settle(loop)
    assert unnamed(window) == []


@pytest.mark.parametrize("name", sorted(WORKSPACES))
def test_a_workspace_shows_its_panels_and_no_others(window: MainWindow, loop: QEventLoop, name: str) -> None:
    assert window.session is not None
    window.session.commands.run(name)
    settle(loop)
    assert shown(window) == set(WORKSPACES[name])


def test_who_animates_sees_more_of_the_timeline(window: MainWindow, loop: QEventLoop) -> None:
    assert window.shell is not None
    window.resize(1280, 720)
    heights = []
    for name in ("work.draw", "work.animate", "work.draw"):
        window.shell.run(name)
        settle(loop)
        heights.append(window.docks["timeline"].height())
    assert heights[1] - heights[0] == 96
    assert heights[2] == heights[0]


def test_hiding_all_panels_and_back(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    before = shown(window)
    window.session.commands.run("view.bare")
    settle(loop)
    assert shown(window) == set()
    window.session.commands.run("view.bare")
    settle(loop)
    assert shown(window) == before


def test_panels_come_back_with_the_same_ones_in_front(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    window.show_panel("layers")
    settle(loop)
    for _time in range(2):
        window.session.commands.run("view.bare")
        settle(loop)
    in_front = {panel_id for panel_id, dock in window.docks.items() if window.rect().contains(dock.geometry())}
    assert "layers" in in_front
    assert "generate" not in in_front


def test_a_studio_ended_without_panels_gets_them_back_by_the_same_key(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    for dock in window.docks.values():
        dock.hide()
    window.session.commands.run("view.bare")
    settle(loop)
    assert "layers" in shown(window)


def test_reset_brings_every_panel_back_to_its_place(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    window.docks["timeline"].setFloating(True)
    window.docks["layers"].close()
    window.session.commands.run("view.reset")
    settle(loop)
    assert shown(window) == {panel.id for panel in panels()} - HIDDEN_AT_FIRST
    assert {panel_id for panel_id, dock in window.docks.items() if dock.isFloating()} == {
        panel.id for panel in panels() if panel.floats
    }


def test_the_layout_is_remembered(window: MainWindow, loop: QEventLoop) -> None:
    session = window.session
    assert session is not None
    window.docks["preview"].close()
    window.remember_layout()
    again = MainWindow(window_look(window))
    try:
        assert again.docks["preview"].isHidden()
        assert not again.docks["timeline"].isHidden()
    finally:
        again.deleteLater()
        settle(loop)


def window_look(window: MainWindow) -> object:
    from studio.store.look import Look

    assert window.session is not None
    settings = window.session.settings
    return Look(geometry=settings.window_geometry, state=settings.window_state)


def test_a_title_bar_shows_only_where_no_tab_says_the_name(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    for name in ("work.export", "work.generate", "work.animate"):
        window.session.commands.run(name)
        settle(loop)
        titled = {
            panel_id: dock.titleBarWidget() is None for panel_id, dock in window.docks.items() if not dock.isHidden()
        }
        alone = {panel_id: not window.tabifiedDockWidgets(window.docks[panel_id]) for panel_id in titled}
        assert titled == alone


def test_the_canvas_has_the_keyboard_at_the_start_and_in_a_new_workspace(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    assert window.shell is not None
    window.activateWindow()
    assert window.focusWidget() is window.shell.centre.view
    panel = window.panel("layers") or window.docks["layers"]
    panel.setFocus()
    window.session.commands.run("work.generate")
    settle(loop)
    assert window.focusWidget() is window.shell.centre.view


def test_a_small_screen_holds_the_whole_window(window: MainWindow, loop: QEventLoop) -> None:
    settle(loop)
    needed = window.minimumSizeHint()
    assert (needed.width() <= 1024, needed.height() <= 700) == (True, True), needed


def test_a_dock_that_is_made_to_float_steps_aside(window: MainWindow, loop: QEventLoop) -> None:
    dock = window.docks["timeline"]
    button = dock.findChild(QAbstractButton, "qt_dockwidget_floatbutton")
    assert button is not None
    before = dock.mapToGlobal(QPoint(0, 0))
    button.click()
    settle(loop)
    assert dock.isFloating()
    assert dock.pos() != before
    assert dock.pos().y() < before.y()


def test_the_form_gets_back_the_room_that_a_shown_take_took(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    takes, generate = window.session.takes, window.docks["generate"]
    window.resize(1280, 720)
    window.show_panel("takes")
    settle(loop)
    before = generate.height()
    takes.add(take_of("r", name="take-a"))
    takes.choose("take-a")
    assert taller_or_lower(loop, generate, before) < before
    takes.choose(None)
    assert taller_or_lower(loop, generate, generate.height()) >= before


def taller_or_lower(loop: QEventLoop, dock: QWidget, height: int) -> int:
    """The height of a dock once it is another one."""
    for _turn in range(200):
        loop.run_until_complete(asyncio.sleep(0.01))
        if dock.height() != height:
            break
    return dock.height()
