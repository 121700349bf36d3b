"""The history panel by mouse and keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.doc.document import Document
from studio.doc.layers import add_layer
from studio.ui.history.panel import HistoryPanel
from tests.qt.tools.desk import session_with, unnamed


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Session, Document]:
    session, document = session_with("rrg", "b.k", folder=tmp_path)
    for name in ("one", "two", "three"):
        step(document, name)
    return session, document


@pytest.fixture
def panel(opened: tuple[Session, Document], qtbot: QtBot) -> HistoryPanel:
    panel = HistoryPanel(opened[0])
    qtbot.addWidget(panel)
    panel.resize(240, 300)
    panel.show()
    return panel


def step(document: Document, name: str) -> None:
    document.apply(name, lambda sprite: add_layer(sprite, name))


def rows(panel: HistoryPanel) -> list[str]:
    """Labels as a screen reader says them."""
    model = panel.findChild(QListView).model()
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() for index in indexes]


def click(panel: HistoryPanel, row: int) -> None:
    view = panel.findChild(QListView)
    index: QModelIndex = view.model().index(row, 0)
    where = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)


def names(document: Document) -> list[str]:
    return [layer.name for layer in document.sprite.layers[1:]]


def test_a_click_goes_back_and_forth(panel: HistoryPanel, opened: tuple[Session, Document]) -> None:
    assert rows(panel) == ["As opened", "one", "two", "three"]
    click(panel, 1)
    assert names(opened[1]) == ["one"]
    assert rows(panel) == ["As opened", "one", "two, undone", "three, undone"]
    click(panel, 0)
    assert names(opened[1]) == []
    click(panel, 3)
    assert names(opened[1]) == ["one", "two", "three"]
    assert rows(panel) == ["As opened", "one", "two", "three"]


def test_the_current_step_is_the_current_row(panel: HistoryPanel, opened: tuple[Session, Document]) -> None:
    view = panel.findChild(QListView)
    opened[1].undo()
    assert view.currentIndex().row() == 2
    step(opened[1], "four")
    assert (rows(panel), view.currentIndex().row()) == (["As opened", "one", "two", "four"], 3)


def test_enter_goes_to_the_row_the_keys_reached(panel: HistoryPanel, opened: tuple[Session, Document]) -> None:
    view = panel.findChild(QListView)
    view.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    assert names(opened[1]) == ["one"]


def test_only_the_sprite_in_front_is_listed(panel: HistoryPanel, opened: tuple[Session, Document]) -> None:
    session, document = opened
    other = session.workspace.add(document.sprite, title="other")
    assert rows(panel) == ["As opened"]
    step(document, "behind")
    assert rows(panel) == ["As opened"]
    session.workspace.close(other)
    assert rows(panel) == ["As opened", "one", "two", "three", "behind"]


def test_without_a_sprite_there_is_a_sentence(panel: HistoryPanel, opened: tuple[Session, Document]) -> None:
    opened[0].workspace.close(opened[1])
    assert panel.findChild(QLabel).isVisible()


def test_every_control_has_its_names(panel: HistoryPanel) -> None:
    assert unnamed(panel) == []
