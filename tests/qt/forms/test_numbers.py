"""Numbers: sums, limits, scrubbing, seeds and sizes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.core.geometry import Size
from studio.ui.forms.arithmetic import evaluate
from studio.ui.forms.kinds import make_editor
from studio.ui.forms.number_box import NumberBox, ScrubLabel
from tests.qt.forms.stage import Everything


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("64/2", 32),
        (" 3 * (8 + 4) ", 36),
        ("1,5", 1.5),
        ("-7", -7),
        ("2**10", 1024),
        ("100 ms", 100),
        ("8 × 2", 16),
        ("", None),
        ("1/0", None),
        ("2**9999", None),
        ("9" * 60 + "*9e300", None),
        ("__import__('os')", None),
        ("True", None),
        ("1 +", None),
        ("(" * 60, None),
    ],
)
def test_sums_are_worked_out_and_nothing_else_is(text: str, value: float | None) -> None:
    assert evaluate(text, unit="ms") == value


@pytest.fixture
def box(qtbot: QtBot) -> NumberBox:
    box = NumberBox()
    qtbot.addWidget(box)
    box.limit(2, 64, step=2, unit="px")
    box.show_number(16)
    box.show()
    return box


def test_a_sum_shows_its_result_when_it_is_done(box: NumberBox) -> None:
    box.selectAll()
    QTest.keyClicks(box, "64/2")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.number == 32
    assert box.text() == "32 px"


def test_words_leave_the_number_as_it_was(box: NumberBox) -> None:
    box.selectAll()
    QTest.keyClicks(box, "many")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.number == 16
    assert box.text() == "16 px"


def test_stepping_stops_at_the_limits_but_typing_does_not(box: NumberBox) -> None:
    for _press in range(40):
        QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.number == 64
    box.selectAll()
    QTest.keyClicks(box, "300")
    assert box.number == 300


def test_dragging_the_label_scrubs_within_the_limits(box: NumberBox, qtbot: QtBot) -> None:
    label = ScrubLabel("Colours")
    qtbot.addWidget(label)
    label.scrubs(box)
    label.show()

    def mouse(kind: QEvent.Type, x: float, held: Qt.MouseButton) -> None:
        place = QPointF(x, 5)
        event = QMouseEvent(kind, place, place, Qt.MouseButton.LeftButton, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(label, event)

    mouse(QEvent.Type.MouseButtonPress, 5, Qt.MouseButton.LeftButton)
    mouse(QEvent.Type.MouseMove, 17, Qt.MouseButton.LeftButton)
    assert box.number == 22
    mouse(QEvent.Type.MouseMove, 900, Qt.MouseButton.LeftButton)
    assert box.number == 64
    mouse(QEvent.Type.MouseMove, 5, Qt.MouseButton.LeftButton)
    assert box.number == 16


def test_a_seed_is_random_until_the_dice_fix_one(session: Session, qtbot: QtBot) -> None:
    editor = make_editor(Everything.spec.field("seed"), session)
    qtbot.addWidget(editor)
    assert editor.value() is None
    QTest.mouseClick(editor.findChild(QToolButton, "field-seed-dice"), Qt.MouseButton.LeftButton)
    drawn = editor.value()
    assert 1 <= drawn <= 999
    QTest.mouseClick(editor.findChild(QToolButton, "field-seed-copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == str(drawn)
    QTest.mouseClick(editor.findChild(QToolButton, "field-seed-fixed"), Qt.MouseButton.LeftButton)
    assert editor.value() is None


def test_the_ratio_of_a_size_is_kept_on_demand(session: Session, qtbot: QtBot) -> None:
    editor = make_editor(Everything.spec.field("size"), session)
    qtbot.addWidget(editor)
    editor.show_value(Size(32, 16))
    width = next(box for box in editor.findChildren(NumberBox) if "width" in box.objectName())
    width.set_number(48)
    assert editor.value() == Size(48, 16)
    editor.show_value(Size(32, 16))
    QTest.mouseClick(editor.findChild(QToolButton, "field-size-ratio"), Qt.MouseButton.LeftButton)
    width.set_number(48)
    assert editor.value() == Size(48, 24)
