"""Between the window and the first sprite nothing is shown that only flashes by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from qasync import QEventLoop

from studio.app.session import Session
from studio.store.look import Look
from studio.store.settings import Settings
from studio.ui.window import MainWindow
from tests.qt.window.conftest import picture, settle


@pytest.fixture
def starting(loop: QEventLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window whose program has not opened anything yet."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    made = MainWindow(Look(theme="dark"))
    made.show()
    session = Session(Settings.load(tmp_path / "home" / "settings.json"))
    made.awaits_first = True
    made.attach(session)
    for _turn in range(4):
        settle(loop)
    yield made
    loop.run_until_complete(session.close())
    made.hide()
    made.deleteLater()
    settle(loop)


def test_nothing_is_said_to_be_missing_until_it_is_known(
    starting: MainWindow, loop: QEventLoop, tmp_path: Path
) -> None:
    assert (empty_page(starting).isVisible(), starting.panel("timeline"), starting.panel("preview")) == (
        False,
        None,
        None,
    )
    assert starting.panel("generate") is not None
    assert starting.session is not None
    starting.session.open_path(picture(tmp_path, "first"))
    loop.run_until_complete(starting.filled)
    assert starting.panel("timeline") is not None
    starting.session.workspace.close(starting.session.documents[0])
    assert empty_page(starting).isVisible()


def test_where_nothing_could_be_opened_it_is_said(starting: MainWindow, loop: QEventLoop) -> None:
    starting.end_wait()
    loop.run_until_complete(starting.filled)
    assert empty_page(starting).isVisible()
    assert starting.panel("timeline") is not None


def empty_page(window: MainWindow) -> QWidget:
    page = window.findChild(QWidget, "no-sprite")
    assert page is not None
    return page
