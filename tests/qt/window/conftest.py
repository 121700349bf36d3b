"""The whole window with a session, on a Qt event loop, in a home of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from studio.app.session import Session
from studio.codec.images import write_png
from studio.doc.pixels import frozen
from studio.store.look import Look
from studio.store.settings import Settings
from studio.ui.window import MainWindow
from tests.qt.loop import loop

__all__ = ["loop", "picture", "settle", "window"]


@pytest.fixture
def window(
    loop: QEventLoop, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """Shown, attached to a session with two sprites; ended in the program's own way."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    made = MainWindow(Look(theme="dark"))
    made.show()
    session = Session(Settings.load(tmp_path / "home" / "settings.json"))
    made.attach(session)
    for name in ("first", "second"):
        session.open_path(picture(tmp_path, name))
    settle(loop)
    yield made
    loop.run_until_complete(session.close())
    made.hide()
    made.deleteLater()
    settle(loop)


def picture(folder: Path, name: str, *, side: int = 8) -> Path:
    """A PNG with a red square in the middle."""
    pixels = np.zeros((side, side, 4), np.uint8)
    pixels[2:-2, 2:-2] = (200, 40, 40, 255)
    path = folder / f"{name}.png"
    path.write_bytes(write_png(frozen(pixels)))
    return path


def settle(loop: QEventLoop) -> None:
    """Let everything that is due happen."""
    for _turn in range(5):
        loop.run_until_complete(asyncio.sleep(0))
