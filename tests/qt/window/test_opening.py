"""A large file that is opened: the window goes on living, says what it does, and lets go when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from qasync import QEventLoop

from studio.codec.images import write_png
from studio.doc.pixels import frozen
from studio.ui.canvas.view import CanvasView
from studio.ui.window import MainWindow
from tests.qt.window.conftest import picture

SIDE = 3000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture that takes long enough to be noticed."""
    pixels = np.random.default_rng(5).integers(0, 256, (SIDE, SIDE, 4), np.uint8)
    path = tmp_path_factory.mktemp("large") / "large.png"
    path.write_bytes(write_png(frozen(pixels)))
    return path


def test_a_timer_goes_on_ticking_while_a_large_file_opens(window: MainWindow, loop: QEventLoop, large: Path) -> None:
    ticks: list[str] = []
    timer = QTimer(window)
    timer.setInterval(1000 // 60)
    timer.timeout.connect(lambda: ticks.append(words(window)))
    timer.start()
    loop.run_until_complete(window.open_targets([large]))
    timer.stop()
    assert len(ticks) >= 8
    assert "Opening large.png" in ticks
    assert words(window) == ""
    assert [document.title for document in documents(window)] == ["first.png", "second.png", "large.png"]


@pytest.mark.parametrize("way", ["key", "button"])
def test_escape_or_the_button_leaves_it_and_all_that_wait(
    window: MainWindow, loop: QEventLoop, large: Path, tmp_path: Path, way: str
) -> None:
    bar = window.findChild(QWidget, "opening-bar")
    act = {"key": lambda: QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape), "button": press(window)}
    watch = WhenShown(bar, lambda: loop.call_soon(act[way]))
    loop.run_until_complete(window.open_targets([large, picture(tmp_path, "third")]))
    assert watch.seen
    assert not bar.isVisible()
    assert [document.title for document in documents(window)] == ["first.png", "second.png"]
    loop.run_until_complete(window.open_targets([picture(tmp_path, "third")]))
    assert [document.title for document in documents(window)] == ["first.png", "second.png", "third.png"]


def press(window: MainWindow) -> Callable[[], None]:
    return lambda: QTest.mouseClick(window.findChild(QWidget, "opening-stop"), Qt.MouseButton.LeftButton)


class WhenShown(QObject):
    """Does something once when a widget appears."""

    def __init__(self, watched: QWidget, act: Callable[[], object]) -> None:
        super().__init__(watched)
        self.seen = False
        self._act = act
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and not self.seen:
            self.seen = True
            self._act()
        return False


def words(window: MainWindow) -> str:
    """What the status bar says of opening; nothing while that part is hidden."""
    label = window.findChild(QLabel, "opening-words")
    return label.text() if label.isVisible() else ""


def documents(window: MainWindow) -> tuple[object, ...]:
    assert window.session is not None
    return window.session.documents


def test_somebody_who_types_goes_on_typing_while_files_open(
    window: MainWindow, loop: QEventLoop, tmp_path: Path
) -> None:
    window.activateWindow()
    loop.run_until_complete(window.filled)
    line = next(line for line in window.findChildren(QLineEdit) if line.isVisible())
    line.setFocus()
    assert QApplication.focusWidget() is line
    loop.run_until_complete(window.open_targets([picture(tmp_path, "third")]))
    assert QApplication.focusWidget() is line
    canvas = next(view for view in window.findChildren(CanvasView) if view.isVisible())
    canvas.setFocus()
    loop.run_until_complete(window.open_targets([picture(tmp_path, "fourth")]))
    front = next(view for view in window.findChildren(CanvasView) if view.isVisible())
    assert front is not canvas
    assert QApplication.focusWidget() is front
