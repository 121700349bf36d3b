"""The comparison over the canvas: four ways to look, by keys and mouse, with what is counted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSpinBox, QTableWidget, QToolButton
from pytestqt.qtbot import QtBot
from qasync import QEventLoop

from studio.app.session import Session
from studio.doc.compose import flatten
from studio.doc.edits import from_rasters
from studio.doc.frames import add_frame
from studio.doc.pixels import frozen
from studio.ui.centre import Centre
from studio.ui.takes.compare_stage import Look
from studio.ui.takes.compare_view import CompareView
from tests.qt.export.stage import until
from tests.qt.tools.desk import unnamed
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import INKS, drawn, picture

BEFORE, AFTER = "rrrr rrrr", "rggr rggr"


@pytest.fixture
def centre(session: Session, qtbot: QtBot) -> Centre:
    """A red sprite of 4 x 2, a take whose two middle columns are green, and one whose second frame is all green."""
    sprite = from_rasters([frozen(picture(BEFORE))], [Fraction(100)])
    session.workspace.add(sprite, title="red")
    session.takes.add(take_of(AFTER, name="still", created=1))
    session.takes.add(take_of(AFTER, "gggg gggg", name="moving", created=2))
    made = Centre(session)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    return made


@pytest.fixture
def view(centre: Centre, session: Session, loop: QEventLoop) -> CompareView:
    """The take that stands still is compared."""
    session.takes.choose("still")
    session.takes.compare(on=True)
    found = centre.findChild(CompareView)
    assert found is not None
    until(loop, lambda: "change" in words(found))
    return found


def words(view: CompareView) -> str:
    label = view.findChild(QLabel, "compare-words")
    assert label is not None
    return label.text()


def row_of_colours(view: CompareView) -> list[str]:
    """What each cell of the middle row of the left picture is painted in, at the middle of its cell."""
    image = view.stage.grab().toImage()
    found = []
    letters = {colour.hex: letter for letter, colour in INKS.items() if colour.a}
    for column in range(4):
        x, y = view.stage.viewport.to_widget(column + 0.25, 1.75)
        found.append(letters.get(image.pixelColor(round(x), round(y)).name(), "?"))
    return found


def press(view: CompareView, key: Qt.Key) -> None:
    QTest.keyClick(view.stage, key)


def table(view: CompareView) -> QTableWidget:
    found = view.findChild(QTableWidget)
    assert found is not None
    return found


def test_the_wipe_shows_the_sprite_on_the_left_and_the_take_on_the_right(view: CompareView) -> None:
    assert view.stage.look is Look.WIPE
    view.stage.wipe_to(0)
    assert row_of_colours(view) == ["r", "g", "g", "r"]
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Right)
    assert row_of_colours(view) == ["r", "r", "g", "r"]
    QTest.keyClick(view.stage, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.stage.column == 4
    assert row_of_colours(view) == ["r", "r", "r", "r"]


def test_the_wipe_is_dragged(view: CompareView) -> None:
    for column in (1, 3):
        place = QPointF(*view.stage.viewport.to_widget(column, 1)).toPoint()
        QTest.mousePress(view.stage, Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseRelease(view.stage, Qt.MouseButton.LeftButton, pos=place)
        assert view.stage.column == column


def test_side_by_side_shows_both_whole(view: CompareView) -> None:
    press(view, Qt.Key.Key_S)
    assert row_of_colours(view) == ["r", "r", "r", "r"]
    image = view.stage.grab().toImage()
    x, y = view.stage.viewport.to_widget(1.25, 1.75)
    right = view.stage.width() // 2 + 1
    assert image.pixelColor(round(x) + right, round(y)).name() == INKS["g"].hex


def test_blinking_shows_them_in_turns_for_the_time_that_is_set(view: CompareView, loop: QEventLoop) -> None:
    time = view.findChild(QSpinBox, "compare-blink-time")
    assert time is not None
    assert not time.isVisible()
    press(view, Qt.Key.Key_B)
    assert time.isVisible()
    assert row_of_colours(view) == ["r", "g", "g", "r"]
    time.setValue(200)
    until(loop, lambda: not view.stage.shows_after)
    assert row_of_colours(view) == ["r", "r", "r", "r"]
    until(loop, lambda: view.stage.shows_after)


def test_the_difference_marks_what_changes_and_counts_it(view: CompareView) -> None:
    assert words(view) == "4 pixels change"
    press(view, Qt.Key.Key_D)
    shown = row_of_colours(view)
    assert [shown[0], shown[3]] == ["?", "?"]
    image = view.stage.grab().toImage()
    left, top = (round(at) for at in view.stage.viewport.to_widget(1, 0))
    right, _bottom = (round(at) for at in view.stage.viewport.to_widget(2, 1))
    hues = {image.pixelColor(x, top + 40).name() for x in range(left + 2, right - 2)}
    assert INKS["g"].hex in hues
    assert len(hues) > 1, "no hatch"


def test_the_colours_that_change_are_listed_and_a_row_marks_its_pixels(view: CompareView) -> None:
    rows = table(view)
    assert [rows.item(row, 0).text() for row in range(rows.rowCount())] == [
        "c81e28 → 28b43c",
        "Only in the take",
        "28b43c",
    ]
    assert rows.item(0, 1).text() == "4"
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(0, 0)).center())
    assert view.stage.look is Look.DIFFERENCE
    QTest.keyClick(rows, Qt.Key.Key_W)
    assert view.stage.look is Look.WIPE


def test_up_and_down_go_through_the_four_ways(view: CompareView) -> None:
    seen = []
    for _step in range(4):
        press(view, Qt.Key.Key_Down)
        seen.append(view.stage.look)
    assert seen == [Look.SIDE, Look.BLINK, Look.DIFFERENCE, Look.WIPE]
    press(view, Qt.Key.Key_Up)
    assert view.stage.look is Look.DIFFERENCE


def test_an_animation_plays_and_is_stepped_through(view: CompareView, loop: QEventLoop) -> None:
    press(view, Qt.Key.Key_1)
    until(loop, lambda: "in all frames" in words(view))
    assert view.player.is_playing
    press(view, Qt.Key.Key_Space)
    assert not view.player.is_playing
    view.player.show(0)
    assert words(view) == "Frame 1 of 2  ·  4 pixels change  ·  12 in all frames"
    press(view, Qt.Key.Key_Period)
    assert words(view) == "Frame 2 of 2  ·  8 pixels change  ·  12 in all frames"
    view.stage.wipe_to(0)
    assert row_of_colours(view) == ["g", "g", "g", "g"]


def test_zoom_is_a_whole_number_of_pixels_a_cell(view: CompareView) -> None:
    before = view.stage.viewport.cell
    press(view, Qt.Key.Key_Minus)
    assert view.stage.viewport.cell < before
    press(view, Qt.Key.Key_0)
    assert view.stage.viewport.cell == before


def test_what_is_under_the_pointer_is_told(view: CompareView) -> None:
    QTest.mouseMove(view.stage, QPointF(*view.stage.viewport.to_widget(1.5, 0.5)).toPoint())
    assert words(view).endswith("x 1  y 0  c81e28 → 28b43c")
    press(view, Qt.Key.Key_S)
    right = view.stage.width() // 2 + 1
    place = QPointF(*view.stage.viewport.to_widget(3.5, 1.5)).toPoint()
    QTest.mouseMove(view.stage, place + QPoint(right, 0))
    assert words(view).endswith("x 3  y 1  c81e28")


def test_escape_leaves_the_comparison_and_keeps_the_take(view: CompareView, session: Session) -> None:
    press(view, Qt.Key.Key_Escape)
    assert not session.takes.is_comparing
    assert not view.isVisible()
    assert session.takes.chosen is not None


def test_a_accepts_and_leaves(view: CompareView, session: Session) -> None:
    press(view, Qt.Key.Key_A)
    sprite = session.workspace.require_active().sprite
    assert [drawn(flatten(sprite, frame.id)).replace("\n", " ") for frame in sprite.frames] == [BEFORE, AFTER]
    assert not view.isVisible()


def test_the_comparison_follows_the_sprite(view: CompareView, session: Session, loop: QEventLoop) -> None:
    session.accept(session.takes.takes[1])
    session.takes.choose("still")
    session.takes.compare(on=True)
    until(loop, lambda: words(view) == "0 pixels change")


def test_the_comparison_follows_the_cursor(view: CompareView, session: Session, loop: QEventLoop) -> None:
    document = session.workspace.require_active()
    document.apply("empty frame", lambda sprite: add_frame(sprite, 0, copy=False))
    document.move_to(frame=document.sprite.frames[1].id)
    until(loop, lambda: words(view) == "8 pixels change")


def test_escape_among_the_cards_ends_the_comparison_first(view: CompareView, session: Session) -> None:
    session.commands.run("take.leave")
    assert not session.takes.is_comparing
    assert session.takes.chosen is not None
    session.commands.run("take.leave")
    assert session.takes.chosen is None


def test_keys_of_the_window_do_not_reach_through(view: CompareView) -> None:
    pressed: list[str] = []
    for key in ("W", "B", "Space", "Esc"):
        QShortcut(QKeySequence(key), view.window()).activated.connect(lambda key=key: pressed.append(key))
    view.stage.setFocus()
    for key in (Qt.Key.Key_W, Qt.Key.Key_B, Qt.Key.Key_Space):
        press(view, key)
    assert pressed == []


def test_every_control_can_be_named_by_a_screen_reader(view: CompareView) -> None:
    assert unnamed(view) == []
    assert all(button.accessibleName() for button in view.findChildren(QToolButton))
