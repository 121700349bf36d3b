"""What is sent can be looked at, pixel by pixel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.ui.forms.enlarged import EnlargedWindow
from studio.ui.forms.panel import GeneratePanel
from studio.ui.forms.sent import SentView
from studio.ui.forms.slot import PictureSlot
from tests.unit.ui.canvas.hand import letters


def test_a_click_shows_a_picture_large_and_the_arrows_the_others(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 560)
    panel.show()
    document = session.workspace.require_active()
    document.select_frames([frame.id for frame in document.sprite.frames[:2]])
    panel.choose("local/rotate")
    view = panel.findChild(SentView)
    fold = view.findChild(QToolButton, "what-is-sent")
    panel.form.settle()
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    QTest.mouseClick(view.findChildren(PictureSlot)[0], Qt.MouseButton.LeftButton)
    (window,) = panel.findChildren(EnlargedWindow)
    assert window.findChild(QLabel, "enlarged-words").text() == "Pictures, 4 x 2, 1 of 2"
    assert letters(window.picture.pixels) == ["rgb.", "k..k"]
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert letters(window.picture.pixels) == ["....", "...."]
    QTest.mouseClick(window.findChild(QToolButton, "enlarged-back"), Qt.MouseButton.LeftButton)
    assert letters(window.picture.pixels) == ["rgb.", "k..k"]
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_control_and_enter_on_a_picture_is_left_to_the_form(session: Session, qtbot: QtBot) -> None:
    panel = GeneratePanel(session)
    qtbot.addWidget(panel)
    panel.show()
    panel.choose("local/pixelate")
    slot = panel.form.row("image").editor.findChild(PictureSlot)
    asked: list[bool] = []
    slot.clicked.connect(asked.append)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    event.ignore()
    QApplication.sendEvent(slot, event)
    assert not event.isAccepted()
    QTest.keyClick(slot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked == []
