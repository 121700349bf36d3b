"""What a person does with the gallery and sees of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from studio.ui.gallery.grid import GalleryGrid
from studio.ui.gallery.model import GalleryModel
from studio.ui.gallery.panel import GalleryPanel
from studio.ui.gallery.places import PlacesList
from studio.ui.notices import NoticeBar


def grid_of(panel: GalleryPanel) -> GalleryGrid:
    found = panel.findChild(GalleryGrid)
    assert found is not None
    return found


def places_of(panel: GalleryPanel) -> PlacesList:
    found = panel.findChild(PlacesList)
    assert found is not None
    return found


def model_of(panel: GalleryPanel) -> GalleryModel:
    model = grid_of(panel).model()
    assert isinstance(model, GalleryModel)
    return model


def listed(panel: GalleryPanel) -> list[str]:
    return [entry.id for entry in model_of(panel).entries]


def chosen(panel: GalleryPanel) -> list[str]:
    return [entry.id for entry in grid_of(panel).chosen()]


def words(panel: GalleryPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisibleTo(panel) else ""


def button(panel: GalleryPanel, name: str) -> QPushButton | QToolButton:
    found: QWidget | None = panel.findChild(QWidget, name)
    assert isinstance(found, QPushButton | QToolButton)
    return found


def at(panel: GalleryPanel, name: str) -> QPoint:
    return grid_of(panel).visualRect(model_of(panel).index_of(name)).center()


def click(panel: GalleryPanel, *names: str) -> None:
    """The first alone, the others with the control key."""
    for number, name in enumerate(names):
        held = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(grid_of(panel).viewport(), Qt.MouseButton.LeftButton, held, at(panel, name))


def press(panel: GalleryPanel, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(grid_of(panel), key, held)


def search(panel: GalleryPanel, text: str) -> None:
    field = panel.findChild(QLineEdit, "gallery-search")
    assert field is not None
    field.clear()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def said(panel: GalleryPanel) -> str:
    bar = panel.findChild(NoticeBar)
    assert bar is not None
    return bar.notice.text if bar.notice is not None else ""


def choose_entry(panel: GalleryPanel, menu: str, name: str) -> None:
    """Choose an entry of a menu that is open."""
    for shown in panel.findChildren(QMenu):
        if menu in ("", shown.objectName()):
            for action in [*shown.actions(), *(one for sub in shown.findChildren(QMenu) for one in sub.actions())]:
                if action.objectName() == f"gallery-{name}":
                    action.trigger()
                    shown.close()
                    return
    raise AssertionError(name)


def once_open(panel: GalleryPanel, name: str, deed: Callable[[QDialog], object]) -> None:
    """Do this with a dialog of the panel as soon as it is open."""
    dialog = panel.findChild(QDialog, name)
    if dialog is None or not dialog.isVisible():
        asyncio.get_event_loop().call_later(0.01, once_open, panel, name, deed)
    else:
        asyncio.get_event_loop().call_later(0.02, deed, dialog)  # what opens it looks at the answer from then on
