"""The notice of the desktop: only behind other windows, one for what ends together, and off where nobody wants it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.app.session import Session, make_operation
from studio.jobs.states import State
from studio.providers.registry import operation
from studio.ui.jobs.desktop import DesktopNotice


class Board:
    """Takes what would be put on the desktop."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.posted: list[tuple[str, str]] = []

    def post(self, title: str, text: str) -> None:
        self.posted.append((title, text))


@pytest.fixture
def board(session: Session, qtbot: QtBot) -> Board:
    window = QWidget()
    qtbot.addWidget(window)
    board = Board(window)
    DesktopNotice(session, window, board)
    window.show()
    return board


def put_in_front(board: Board, qtbot: QtBot, *, studio: bool) -> None:
    if studio:
        board.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is board.window)
    else:
        board.window.hide()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is None)


def fail(session: Session, *, seed: int) -> None:
    job = session.generate(make_operation(operation("local/procedural-sprite"), {"seed": seed}))
    session.queue.move(job.id, State.FAILED, error="It was too dark.", ended=1.0)


def told(board: Board, qtbot: QtBot) -> None:
    """Until what has come would have been posted."""
    (notice,) = board.window.findChildren(DesktopNotice)
    assert notice.has_news
    qtbot.waitUntil(lambda: not notice.has_news)


def test_what_ends_behind_other_windows_is_posted_together(session: Session, board: Board, qtbot: QtBot) -> None:
    put_in_front(board, qtbot, studio=False)
    fail(session, seed=1)
    fail(session, seed=2)
    told(board, qtbot)
    assert board.posted == [("2 jobs have ended", "2 of them failed.")]


def test_one_job_is_named_with_its_reason(session: Session, board: Board, qtbot: QtBot) -> None:
    put_in_front(board, qtbot, studio=False)
    fail(session, seed=1)
    told(board, qtbot)
    assert board.posted == [("Make a sprite from a seed failed", "It was too dark.")]


def test_nothing_is_posted_while_the_studio_is_in_front(session: Session, board: Board, qtbot: QtBot) -> None:
    put_in_front(board, qtbot, studio=True)
    fail(session, seed=1)
    told(board, qtbot)
    assert board.posted == []


def test_the_setting_turns_it_off(session: Session, board: Board, qtbot: QtBot) -> None:
    session.settings.set("generate.tell_ends", False)
    put_in_front(board, qtbot, studio=False)
    fail(session, seed=1)
    told(board, qtbot)
    assert board.posted == []
