"""The strip of notices: what goes by itself and what waits for the person."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from studio.app.surface import Level, Notice
from studio.ui.notices import NoticeBar


@pytest.mark.parametrize(
    ("level", "title", "waits"),
    [
        (Level.GOOD, "Show", False),
        (Level.WARN, "", False),
        (Level.WARN, "Recover unsaved sprites", True),
        (Level.BAD, "", True),
    ],
)
def test_an_offer_and_bad_news_wait_until_dismissed(qtbot: QtBot, level: Level, title: str, waits: bool) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice(Notice("Something happened.", level, action="file.recover"), action_title=title)
    running = [timer for timer in bar.findChildren(QTimer) if timer.isActive()]
    assert (bar.isVisible(), not running) == (True, waits)
