"""What cannot be seen is not paid for, and what a key or a click was not meant for does not happen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPushButton,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.app.sources import file_source
from studio.ui.dock import Dock
from studio.ui.forms.finder_rows import Role
from studio.ui.forms.panel import GeneratePanel
from studio.ui.forms.picture_view import PictureView
from studio.ui.forms.slot import PictureSlot


@pytest.fixture
def tabs(session: Session, qtbot: QtBot) -> QTabWidget:
    """The panel, filled in and ready to be sent, with another one behind it; brought to the front when asked for."""
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    panel = GeneratePanel(session)
    panel.choose("local/rotate")
    tabs.addTab(panel, "generate")
    tabs.addTab(QWidget(), "layers")
    tabs.resize(300, 460)
    tabs.show()
    return tabs


def panel_of(tabs: QTabWidget) -> GeneratePanel:
    panel = tabs.widget(0)
    assert isinstance(panel, GeneratePanel)
    return panel


def said(tabs: QTabWidget) -> str:
    remark = tabs.findChild(QWidget, "generate-remark")
    assert isinstance(remark, QWidget)
    return remark.accessibleName() if remark.isVisible() else ""


def test_a_form_in_sight_is_sent_at_once(tabs: QTabWidget, session: Session) -> None:
    session.commands.run("take.generate")
    assert len(session.queue.jobs()) == 1


def test_a_form_behind_another_panel_comes_forward_first_and_is_sent_the_second_time(
    tabs: QTabWidget, session: Session
) -> None:
    tabs.setCurrentIndex(1)
    wanted: list[str] = []

    def bring_forward(panel: str) -> None:
        wanted.append(panel)
        tabs.setCurrentIndex(0)

    session.panel_wanted.connect(bring_forward)
    session.commands.run("take.generate")
    assert (wanted, session.queue.jobs()) == (["generate"], ())
    assert said(tabs) == "Nothing was sent, since this was not in sight. Ctrl+Enter sends it now."
    session.commands.run("take.generate")
    assert len(session.queue.jobs()) == 1


def test_a_form_behind_the_list_of_operations_comes_forward_first(tabs: QTabWidget, session: Session) -> None:
    chooser = tabs.findChild(QToolButton, "generate-choose")
    assert isinstance(chooser, QToolButton)
    QTest.mouseClick(chooser, Qt.MouseButton.LeftButton)
    button = tabs.findChild(QPushButton, "generate-button")
    assert isinstance(button, QPushButton)
    assert not button.isVisible()
    session.commands.run("take.generate")
    assert (button.isVisible(), session.queue.jobs()) == (True, ())
    session.commands.run("take.generate")
    assert len(session.queue.jobs()) == 1


def test_a_double_click_on_the_button_sends_once(tabs: QTabWidget, session: Session) -> None:
    button = tabs.findChild(QPushButton, "generate-button")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    for event in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        place = QPointF(button.rect().center())
        held = Qt.MouseButton.LeftButton if event == QEvent.Type.MouseButtonDblClick else Qt.MouseButton.NoButton
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(button, QMouseEvent(event, place, button.mapToGlobal(place), left, held, none))
    assert len(session.queue.jobs()) == 1
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(session.queue.jobs()) == 2


def test_the_second_click_of_a_double_click_in_the_list_changes_nothing_in_the_form(
    session: Session, qtbot: QtBot
) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 460)
    panel.show()
    rows = panel.findChild(QListWidget, "generate-operations")
    assert isinstance(rows, QListWidget)
    place = rows.visualItemRect(rows.item(1)).center()
    where = rows.viewport().mapTo(panel, place)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.form is not None
    assert panel.form.spec.id == rows.item(1).data(Role.OPERATION)
    before = dict(panel.form.drafts())
    for below in panel.form.findChildren(QWidget):
        inside = below.rect().contains(below.mapFrom(panel, where))
        if inside and below.isVisible():
            QTest.mouseDClick(below, Qt.MouseButton.LeftButton, pos=below.mapFrom(panel, where))
    panel.form.settle()
    assert dict(panel.form.drafts()) == before


async def test_the_keyboard_is_not_on_the_button_once_it_pays(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.choose("pixelapi/generate-image")
    panel.show()
    await session.accounts.look("pixelapi")
    asked: list[str] = []
    session.account_wanted.connect(asked.append)
    button = panel.findChild(QPushButton, "generate-button")
    assert isinstance(button, QPushButton)
    assert button.text().startswith("Add a ")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert asked == ["pixelapi"]
    assert panel.focusWidget() is not button
    await session.accounts.save("pixelapi", "a-token")
    assert button.text().startswith("Generate")
    await session.accounts.forget("pixelapi")
    await session.close()


@pytest.fixture
def docks(session: Session, qtbot: QtBot) -> tuple[QMainWindow, GeneratePanel, Dock]:
    """The panel and another one as tabs of one place, beside something to draw on; widgets behind a tab count as
    visible there."""
    window = QMainWindow()
    qtbot.addWidget(window)
    canvas = QLineEdit()
    canvas.setObjectName("canvas")
    window.setCentralWidget(canvas)
    panel, behind = Dock("Generate", "generate", window), Dock("Pose", "pose", window)
    made = GeneratePanel(session)
    made.choose("local/rotate")
    panel.setWidget(made)
    for dock in (panel, behind):
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.tabifyDockWidget(panel, behind)
    window.resize(900, 560)
    window.show()
    panel.raise_()
    qtbot.waitUntil(lambda: not made.visibleRegion().isEmpty())
    window.activateWindow()
    return window, made, behind


def test_a_panel_that_goes_behind_a_tab_hands_the_keyboard_to_the_canvas(
    docks: tuple[QMainWindow, GeneratePanel, Dock], qtbot: QtBot
) -> None:
    _window, panel, behind = docks
    slot = panel.findChild(PictureSlot)
    assert isinstance(slot, PictureSlot)
    slot.setFocus()
    qtbot.waitUntil(slot.hasFocus)
    behind.raise_()
    qtbot.waitUntil(lambda: panel.visibleRegion().isEmpty())
    assert QApplication.focusWidget().objectName() == "canvas"
    slot.click()
    assert QApplication.activePopupWidget() is None


def test_what_stands_behind_a_tab_is_not_sent(
    docks: tuple[QMainWindow, GeneratePanel, Dock], session: Session, qtbot: QtBot
) -> None:
    _window, panel, behind = docks
    wanted: list[str] = []
    session.panel_wanted.connect(wanted.append)
    behind.raise_()
    qtbot.waitUntil(lambda: panel.visibleRegion().isEmpty())
    session.commands.run("take.generate")
    assert (wanted, session.queue.jobs()) == (["generate"], ())
    panel.choose("local/inpaint")
    session.commands.run("take.generate")
    assert (wanted, session.queue.jobs()) == (["generate", "generate"], ())


def test_a_file_that_is_no_picture_leaves_the_picture_that_was_there(
    tabs: QTabWidget, session: Session, tmp_path: Path
) -> None:
    panel = panel_of(tabs)
    panel.choose("local/pixelate")
    assert panel.form is not None
    before = panel.form.values["image"]
    kept = panel.form.drafts()["image"]
    (tmp_path / "story.txt").write_text("once upon a time")
    view = panel.form.row("image").editor.findChild(PictureView)
    assert isinstance(view, PictureView)
    view.take_source(file_source(tmp_path / "story.txt"))
    panel.form.settle()
    assert (panel.form.values["image"] == before).all()
    assert panel.form.drafts()["image"] == kept == "frame"
    assert panel.form.row("image").remark.words.startswith("story.txt is not a picture the studio reads.")
