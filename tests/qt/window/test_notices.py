"""The strip of notices: what goes by itself, what waits for the person, and that nothing else moves for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from qasync import QEventLoop

from studio.app.surface import Level, Notice
from studio.ui.canvas.view import CanvasView
from studio.ui.notices import NoticeBar
from studio.ui.window import MainWindow
from tests.qt.window.conftest import settle

OFFER = Notice("1 sprite was not saved.", Level.WARN, "file.recover")
TROUBLE = Notice("Walk failed.", Level.BAD, "panel.jobs")
NEWS = Notice("The tileset is here.", Level.GOOD)


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    made = NoticeBar()
    qtbot.addWidget(made)
    made.resize(600, 40)
    return made


@pytest.mark.parametrize(
    ("level", "title", "waits"),
    [
        (Level.GOOD, "Show", False),
        (Level.WARN, "", False),
        (Level.WARN, "Recover unsaved sprites", True),
        (Level.BAD, "", True),
    ],
)
def test_an_offer_and_bad_news_wait_until_dismissed(bar: NoticeBar, level: Level, title: str, waits: bool) -> None:
    bar.show_notice(Notice("Something happened.", level, action="file.recover"), action_title=title)
    running = [timer for timer in bar.findChildren(QTimer) if timer.isActive()]
    assert (bar.isVisible(), not running) == (True, waits)


def test_an_offer_comes_back_after_news(bar: NoticeBar) -> None:
    bar.show_notice(OFFER, action_title="Recover")
    bar.show_notice(NEWS)
    assert (words(bar), behind(bar)) == (NEWS.text, "1 more")
    time_is_over(bar)
    assert (words(bar), behind(bar), action(bar)) == (OFFER.text, "", "Recover")
    assert not any(timer.isActive() for timer in bar.findChildren(QTimer))


def test_news_put_away_by_hand_leave_the_offer(bar: NoticeBar) -> None:
    bar.show_notice(OFFER, action_title="Recover")
    bar.show_notice(NEWS)
    press(bar, "notice-close")
    assert words(bar) == OFFER.text
    press(bar, "notice-close")
    assert not bar.isVisible()


def test_two_offers_wait_one_behind_the_other_and_the_same_trouble_again_replaces_itself(bar: NoticeBar) -> None:
    asked: list[str] = []
    bar.action_asked.connect(asked.append)
    bar.show_notice(OFFER, action_title="Recover")
    bar.show_notice(TROUBLE, action_title="Show jobs")
    bar.show_notice(Notice("Run failed.", Level.BAD, "panel.jobs"), action_title="Show jobs")
    assert (words(bar), behind(bar)) == ("Run failed.", "1 more")
    press(bar, "notice-action")
    assert (words(bar), asked) == (OFFER.text, ["panel.jobs"])
    press(bar, "notice-action")
    assert (bar.isVisible(), asked) == (False, ["panel.jobs", "file.recover"])


def test_an_offer_that_was_taken_by_the_menu_is_withdrawn(bar: NoticeBar) -> None:
    bar.show_notice(OFFER, action_title="Recover")
    bar.show_notice(NEWS)
    bar.withdraw("file.recover")
    assert (words(bar), behind(bar)) == (NEWS.text, "")
    time_is_over(bar)
    assert not bar.isVisible()


def test_nothing_changes_under_the_pointer(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(OFFER, action_title="Recover")
    with qtbot.waitExposed(bar):
        bar.show()
    QTest.mouseMove(bar, QPoint(1, 1))
    qtbot.waitUntil(bar.underMouse)
    bar.show_notice(NEWS)
    assert words(bar) == OFFER.text, "the button that is aimed at stays"
    QTest.mouseMove(bar, QPoint(-50, -50))
    qtbot.waitUntil(lambda: words(bar) == NEWS.text)


def test_a_notice_neither_comes_nor_goes_during_a_drag(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(NEWS)
    elsewhere = QLabel("A result that is dragged to a board")
    qtbot.addWidget(elsewhere)
    with qtbot.waitExposed(elsewhere):
        elsewhere.show()
    handle = elsewhere.windowHandle()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    bar.show_notice(Notice("Another one.", Level.INFO))
    time_is_over(bar)
    assert (bar.isVisible(), words(bar)) == (True, NEWS.text)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.waitUntil(lambda: words(bar) == "Another one.")


def test_the_sprite_lies_still_while_a_notice_comes_and_goes(window: MainWindow, loop: QEventLoop) -> None:
    assert window.shell is not None
    centre = window.shell.centre
    canvas = centre.view
    assert canvas is not None
    without_notices(window, loop)
    lies, height = place(canvas), canvas.height()
    centre.notices.show_notice(OFFER, action_title="Recover")
    settle(loop)
    assert centre.notices.isVisible()
    assert (place(canvas), canvas.height()) == (lies, height - centre.notices.height())
    long = Notice(OFFER.text * 20, Level.WARN, "file.recover")
    centre.notices.show_notice(long, action_title="Recover")
    settle(loop)
    assert place(canvas) == lies
    centre.notices.dismiss()
    settle(loop)
    assert (place(canvas), canvas.height()) == (lies, height)
    window.resize(window.width() + 200, window.height() + 100)
    settle(loop)
    assert place(canvas) != lies, "another size of the window fits the sprite again"


def test_what_the_session_says_at_start_does_not_take_its_offer_away(window: MainWindow, loop: QEventLoop) -> None:
    assert window.shell is not None
    assert window.session is not None
    without_notices(window, loop)
    bar = window.shell.centre.notices
    window.session.say(OFFER.text, Level.WARN, action="file.recover")
    window.session.say("The tileset is here.", action="panel.jobs")
    assert words(bar) == "The tileset is here."
    press(bar, "notice-close")
    assert (words(bar), action(bar)) == (OFFER.text, "Recover unsaved sprites")


def test_the_keys_stay_with_the_canvas_when_a_notice_is_answered(window: MainWindow, loop: QEventLoop) -> None:
    assert window.shell is not None
    centre = window.shell.centre
    without_notices(window, loop)
    canvas = centre.view
    assert canvas is not None
    canvas.setFocus()
    centre.notices.show_notice(NEWS)
    press(centre.notices, "notice-close")
    assert QApplication.focusWidget() is canvas
    centre.notices.show_notice(NEWS)
    close = centre.notices.findChild(QAbstractButton, "notice-close")
    assert close is not None
    close.setFocus()
    QTest.keyClick(close, Qt.Key.Key_Space)
    assert not centre.notices.isVisible()
    assert QApplication.focusWidget() is canvas


def test_recovering_by_the_menu_takes_the_offer_away(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    assert window.shell is not None
    without_notices(window, loop)
    notices = window.shell.centre.notices
    notices.show_notice(OFFER, action_title="Recover")
    window.session.safety.recover()
    assert not notices.isVisible()


def without_notices(window: MainWindow, loop: QEventLoop) -> None:
    assert window.shell is not None
    while window.shell.centre.notices.notice is not None:
        window.shell.centre.notices.dismiss()
    assert window.shell.centre.view is not None
    window.shell.centre.view.fit()
    settle(loop)


def place(canvas: CanvasView) -> tuple[object, int, int, QPoint]:
    """Zoom and upper left corner of the sprite, and where the canvas is on the screen."""
    view = canvas.viewport
    return view.zoom, view.left, view.top, canvas.mapToGlobal(QPoint(0, 0))


def words(bar: NoticeBar) -> str:
    label = bar.findChild(QLabel, "notice-text")
    assert label is not None
    assert bar.isVisible()
    return label.text()


def behind(bar: NoticeBar) -> str:
    label = bar.findChild(QLabel, "notice-behind")
    assert label is not None
    return label.text() if label.isVisible() else ""


def action(bar: NoticeBar) -> str:
    button = bar.findChild(QPushButton, "notice-action")
    assert button is not None
    return button.text() if button.isVisible() else ""


def press(bar: NoticeBar, name: str) -> None:
    button = bar.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def time_is_over(bar: NoticeBar) -> None:
    """The notice on show has been there long enough."""
    for timer in bar.findChildren(QTimer):
        if timer.isActive():
            timer.timeout.emit()
