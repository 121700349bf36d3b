"""The takes panel by keys and mouse, with what it does to the sprite and the canvas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QRadioButton, QToolButton
from pytestqt.qtbot import QtBot
from qasync import QEventLoop

from studio.app.place import Placement
from studio.app.session import Session
from studio.app.takes import Take
from studio.codec.images import write_png
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.edits import set_palette
from studio.doc.model import ColourMode
from studio.doc.palette import Palette
from studio.doc.pixels import frozen
from studio.jobs.job import Origin
from studio.ui import theme
from studio.ui.takes.keeping import copy_take, frame_paths
from studio.ui.takes.panel import TakesPanel
from studio.ui.takes.size_strip import SizeStrip
from studio.ui.takes.strip import TakeStrip
from tests.qt.export.stage import until
from tests.qt.tools.desk import unnamed
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import INKS, drawn, picture, sprite_of

RED, GREEN = "rrrr rrrr", "gggg gggg"
"""Pictures of the size of the sprite in front."""


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> TakesPanel:
    panel = TakesPanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 300)
    panel.show()
    return panel


@pytest.fixture
def strip(panel: TakesPanel, session: Session) -> TakeStrip:
    """Two takes are on the shelf: `b` first (two frames), then `a`."""
    session.takes.add(take_of(RED, name="a", created=1))
    session.takes.add(take_of(GREEN, RED, name="b", created=2, seed_sent=7, cost="2 credits"))
    found = panel.findChild(TakeStrip)
    assert found is not None
    return found


def chosen(session: Session) -> str | None:
    return session.takes.chosen.id if session.takes.chosen is not None else None


def in_place(session: Session) -> str:
    """What the canvas shows in place of the sprite; empty for the sprite itself."""
    preview = session.workspace.require_active().preview
    return drawn(preview.pixels).replace("\n", " ") if preview is not None else ""


def words(panel: TakesPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


def frames(session: Session) -> list[str]:
    sprite = session.workspace.require_active().sprite
    return [drawn(flatten(sprite, frame.id)).replace("\n", " ") for frame in sprite.frames]


def way(panel: TakesPanel, placement: Placement) -> QPushButton:
    found = panel.findChild(QPushButton, f"accept-{placement.value}")
    assert found is not None
    return found


def test_a_card_shows_pixels_as_they_are(panel: TakesPanel, session: Session) -> None:
    session.takes.add(take_of("rgr grg rgr", name="a"))
    strip = panel.findChild(TakeStrip)
    assert strip is not None
    card = strip.visualRect(strip.model().index(0, 0))
    shown = strip.viewport().grab(card).toImage()
    middle = [shown.pixelColor(x, card.height() // 2).name() for x in range(6, card.width() - 6)]
    green = INKS["g"].hex, INKS["r"].hex
    changes = [one for one, before in zip(middle[1:], middle, strict=False) if one != before]
    assert set(middle) <= {*green, "#000000"} | {theme.current().checker_a, theme.current().checker_b}
    assert changes.count(INKS["r"].hex) == 1


def test_an_empty_shelf_says_what_to_do(panel: TakesPanel) -> None:
    words = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "No takes yet. Generate something, or drop an image here." in words


def test_number_keys_choose_and_the_chosen_take_is_shown_in_place(strip: TakeStrip, session: Session) -> None:
    QTest.keyClick(strip, Qt.Key.Key_2)
    assert chosen(session) == "a"
    assert in_place(session) == RED
    QTest.keyClick(strip, Qt.Key.Key_1)
    assert chosen(session) == "b"
    assert in_place(session) == GREEN


def test_arrows_walk_along_the_cards(strip: TakeStrip, session: Session) -> None:
    QTest.keyClick(strip, Qt.Key.Key_1)
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert chosen(session) == "a"


def test_a_click_chooses_and_a_click_beside_the_cards_leaves(strip: TakeStrip, session: Session) -> None:
    card = strip.visualRect(strip.model().index(1, 0)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=card)
    assert chosen(session) == "a"
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(270, 100))
    assert chosen(session) is None
    assert in_place(session) == ""


def test_space_pauses_and_full_stop_steps_through_the_frames(strip: TakeStrip, session: Session) -> None:
    QTest.keyClick(strip, Qt.Key.Key_1)
    QTest.keyClick(strip, Qt.Key.Key_Space)
    QTest.keyClick(strip, Qt.Key.Key_Period)
    assert in_place(session) == RED
    QTest.keyClick(strip, Qt.Key.Key_Comma)
    assert in_place(session) == GREEN


def test_a_accepts_the_default_way_as_one_undo_step(strip: TakeStrip, session: Session) -> None:
    before = frames(session)
    QTest.keyClick(strip, Qt.Key.Key_1)
    QTest.keyClick(strip, Qt.Key.Key_A)
    assert frames(session) == [before[0], GREEN, RED, *before[1:]]
    assert in_place(session) == ""
    document = session.workspace.require_active()
    assert document.selected_frames == tuple(frame.id for frame in document.sprite.frames[1:3])
    assert document.cursor.frame == document.sprite.frames[1].id
    document.undo()
    assert frames(session) == before


def test_a_button_accepts_in_place(strip: TakeStrip, session: Session, panel: TakesPanel) -> None:
    QTest.keyClick(strip, Qt.Key.Key_2)
    QTest.mouseClick(way(panel, Placement.REPLACE), Qt.MouseButton.LeftButton)
    assert frames(session)[0] == RED


def test_a_take_that_is_too_large_explains_what_cannot_be_done(
    strip: TakeStrip, session: Session, panel: TakesPanel
) -> None:
    session.takes.add(take_of("rrrrr", name="wide"))
    session.takes.choose("wide")
    assert not way(panel, Placement.FRAMES).isEnabled()
    assert way(panel, Placement.FRAMES).toolTip().startswith("This take is 5 x 1, larger than the sprite's 4 x 2.")
    assert in_place(session) == ""
    QTest.mouseClick(way(panel, Placement.SPRITE), Qt.MouseButton.LeftButton)
    assert len(session.documents) == 2
    assert frames(session) == ["rrrrr"]


def test_c_compares_and_ends_comparing(strip: TakeStrip, session: Session, panel: TakesPanel) -> None:
    QTest.keyClick(strip, Qt.Key.Key_2)
    QTest.keyClick(strip, Qt.Key.Key_C)
    assert session.takes.is_comparing
    assert in_place(session) == ""
    QTest.keyClick(strip, Qt.Key.Key_C)
    assert not session.takes.is_comparing
    assert in_place(session) == RED


def test_delete_discards_and_the_take_can_be_brought_back(strip: TakeStrip, session: Session) -> None:
    said: list[str] = []
    session.notice.connect(lambda notice: said.append(notice.action))
    QTest.keyClick(strip, Qt.Key.Key_1)
    QTest.keyClick(strip, Qt.Key.Key_Delete)
    assert [take.id for take in session.takes.takes] == ["a"]
    assert chosen(session) == "a"
    assert said == ["take.restore"]
    session.commands.run("take.restore")
    assert [take.id for take in session.takes.takes] == ["b", "a"]


def test_keys_of_the_cards_come_before_the_shortcuts_of_the_window(strip: TakeStrip, session: Session) -> None:
    resized: list[bool] = []
    shortcut = QShortcut(QKeySequence("C"), strip.window())
    shortcut.activated.connect(lambda: resized.append(True))
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_2)
    QTest.keyClick(strip, Qt.Key.Key_C)
    assert session.takes.is_comparing
    assert resized == []


def test_escape_leaves_the_take(strip: TakeStrip, session: Session) -> None:
    QTest.keyClick(strip, Qt.Key.Key_1)
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    assert chosen(session) is None
    assert in_place(session) == ""


def test_whoever_paints_sees_the_sprite(strip: TakeStrip, session: Session) -> None:
    from studio.doc.document import Document
    from studio.doc.gesture import CelTarget

    document: Document = session.workspace.require_active()
    QTest.keyClick(strip, Qt.Key.Key_1)
    gesture = document.begin("stroke", CelTarget(*document.cursor))
    with gesture.scratch.edit(document.sprite.box) as cells:
        cells[:] = 9
    gesture.touch(document.sprite.box)
    assert chosen(session) is None
    gesture.commit()


def test_facts_price_and_seed_have_room_in_a_narrow_panel(
    strip: TakeStrip, panel: TakesPanel, loop: QEventLoop
) -> None:
    panel.resize(300, 190)
    QTest.keyClick(strip, Qt.Key.Key_1)
    assert words(panel, "take-title") == "1  ·  Rotate"
    assert words(panel, "take-facts") == "4 x 2  ·  2 frames, 200 ms"
    assert words(panel, "take-cost") == "2 credits"
    assert words(panel, "take-seed") == "Seed 7"
    labels = [panel.findChild(QLabel, name) for name in ("take-facts", "take-cost", "take-seed")]
    until(loop, lambda: all(one.fontMetrics().horizontalAdvance(one.text()) <= one.width() for one in labels))  # type: ignore[union-attr]


def test_the_panel_needs_no_more_width_than_a_narrow_column_has(strip: TakeStrip, panel: TakesPanel) -> None:
    QTest.keyClick(strip, Qt.Key.Key_1)
    assert panel.minimumSizeHint().width() <= 300


def test_the_seed_that_came_back_is_copied(strip: TakeStrip, panel: TakesPanel, session: Session) -> None:
    session.takes.add(take_of(RED, name="c", created=3, seed_sent=7, seed_returned=4294967295))
    QTest.keyClick(strip, Qt.Key.Key_1)
    assert words(panel, "take-seed") == "Seed 7 sent, 4294967295 returned"
    QTest.mouseClick(panel.findChild(QToolButton, "take-copy-seed"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "4294967295"


def test_what_was_changed_around_a_mask_is_said(strip: TakeStrip, panel: TakesPanel, session: Session) -> None:
    session.takes.add(take_of(RED, name="c", created=3, changed_outside=12))
    QTest.keyClick(strip, Qt.Key.Key_1)
    assert words(panel, "take-words") == "12 px outside the mask put back."


def test_undoing_takes_the_used_mark_off_the_card(strip: TakeStrip, session: Session) -> None:
    QTest.keyClick(strip, Qt.Key.Key_1)
    QTest.keyClick(strip, Qt.Key.Key_A)
    assert session.takes.takes[0].accepted
    session.workspace.require_active().undo()
    assert not session.takes.takes[0].accepted


@pytest.mark.qt_log_ignore("does not support")  # what a popup asks of the offscreen platform
def test_a_switch_shows_on_the_canvas_before_anything_is_accepted(
    strip: TakeStrip, panel: TakesPanel, session: Session, loop: QEventLoop
) -> None:
    document = session.workspace.require_active()
    document.apply("palette", lambda sprite: set_palette(sprite, Palette((INKS["g"],))))
    QTest.keyClick(strip, Qt.Key.Key_2)
    button = panel.findChild(QToolButton, "take-switches")
    assert button is not None
    assert not button.isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    popup = button.findChild(QFrame, "take-switches-popup")
    mapped = popup.findChild(QRadioButton, "switch-map")
    loop.call_soon(QTest.mouseClick, mapped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
    until(loop, lambda: in_place(session) == GREEN)
    assert popup.isVisible()  # more than one thing may be set at once
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert button.isChecked()
    assert "Map to the sprite’s palette" in button.toolTip()
    QTest.mouseClick(way(panel, Placement.REPLACE), Qt.MouseButton.LeftButton)
    assert frames(session)[0] == GREEN


def test_a_larger_take_is_made_to_fit_by_one_of_three_ways(
    strip: TakeStrip, panel: TakesPanel, session: Session, loop: QEventLoop
) -> None:
    session.takes.add(take_of("rrrrrr gggggg rrrrrr", name="wide"))
    session.takes.choose("wide")
    assert words(panel, "take-words") == "6 x 3 on a sprite of 4 x 2:"
    crop, grow = (panel.findChild(QToolButton, f"take-size-{name}") for name in ("crop", "grow"))
    loop.call_soon(QTest.mouseClick, crop, Qt.MouseButton.LeftButton)
    until(loop, lambda: in_place(session) == "gggg rrrr")
    assert way(panel, Placement.FRAMES).isEnabled()
    loop.call_soon(QTest.mouseClick, grow, Qt.MouseButton.LeftButton)
    until(loop, lambda: "grows" in words(panel, "take-words"))
    assert words(panel, "take-words") == "The canvas grows from 4 x 2 to 6 x 3."
    QTest.mouseClick(way(panel, Placement.REPLACE), Qt.MouseButton.LeftButton)
    assert frames(session)[0] == "rrrrrr gggggg rrrrrr"
    session.workspace.require_active().undo()
    assert session.workspace.require_active().sprite.size == Size(4, 2)


def test_a_take_that_fits_asks_nothing_about_its_size(strip: TakeStrip, panel: TakesPanel) -> None:
    QTest.keyClick(strip, Qt.Key.Key_1)
    assert not panel.findChild(SizeStrip).isVisible()  # type: ignore[union-attr]


def test_an_indexed_sprite_never_keeps_foreign_colours(
    strip: TakeStrip, panel: TakesPanel, session: Session, loop: QEventLoop
) -> None:
    sprite = set_palette(sprite_of("gg"), Palette((INKS["g"],)))
    session.workspace.add(replace(sprite, mode=ColourMode.INDEXED, read_only="Only to be looked at."))
    session.takes.choose("a")
    keep, mapped = (panel.findChild(QRadioButton, f"switch-{name}") for name in ("keep", "map"))
    assert (keep.isEnabled(), mapped.isChecked()) == (False, True)
    loop.call_soon(QTest.keyClick, strip, Qt.Key.Key_A)
    until(loop, lambda: len(session.documents) == 3)
    assert frames(session) == [GREEN]


def test_a_star_is_put_on_and_taken_off(strip: TakeStrip, panel: TakesPanel, session: Session) -> None:
    QTest.keyClick(strip, Qt.Key.Key_1)
    star = panel.findChild(QToolButton, "take-star")
    QTest.mouseClick(star, Qt.MouseButton.LeftButton)
    assert session.takes.takes[0].starred
    QTest.mouseClick(star, Qt.MouseButton.LeftButton)
    assert not session.takes.takes[0].starred


def test_a_new_take_is_chosen_unless_another_is_looked_at(panel: TakesPanel, session: Session) -> None:
    first, second = take_of(RED, name="a"), take_of(GREEN, name="b", created=2)
    for take in (first, second):
        session.takes.add(take)
        session.take_landed.emit(take)
    assert chosen(session) == "a"


def test_a_take_of_another_sprite_does_not_push_itself_in_front(panel: TakesPanel, session: Session) -> None:
    take = take_of(RED, name="a", origin=Origin(document_id="document-of-another-tab"))
    session.takes.add(take)
    session.take_landed.emit(take)
    assert chosen(session) is None


def test_the_chosen_card_comes_back_into_sight_before_it_is_accepted(
    strip: TakeStrip, panel: TakesPanel, session: Session
) -> None:
    for number in range(20):
        session.takes.add(take_of(RED, name=f"more-{number}", created=3 + number))
    QTest.keyClick(strip, Qt.Key.Key_2)
    shown = strip.currentIndex()
    assert panel.findChild(QLabel, "take-title").text() == "2  ·  Rotate"
    strip.verticalScrollBar().setValue(strip.verticalScrollBar().maximum())
    assert not strip.viewport().rect().contains(strip.visualRect(shown))
    QApplication.sendEvent(strip, QEvent(QEvent.Type.Leave))  # on the way to a button
    assert strip.viewport().rect().contains(strip.visualRect(shown))
    strip.verticalScrollBar().setValue(strip.verticalScrollBar().maximum())
    session.takes.add(take_of(GREEN, name="newest", created=99))
    assert strip.viewport().rect().contains(strip.visualRect(strip.currentIndex()))
    assert panel.findChild(QLabel, "take-title").text() == "3  ·  Rotate"


def test_an_image_that_is_dropped_becomes_a_take(panel: TakesPanel, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "hat.png"
    file.write_bytes(write_png(frozen(picture("gg"))))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    QApplication.sendEvent(panel, QDragEnterEvent(QPoint(8, 8), copy, mime, left, none))
    QApplication.sendEvent(panel, QDropEvent(QPointF(8, 8), copy, mime, left, none))
    (take,) = session.takes.takes
    assert (take.title, drawn(take.frames[0])) == ("hat", "gg")


def test_a_copied_take_is_on_the_clipboard_of_the_studio_and_of_the_desktop(session: Session, qtbot: QtBot) -> None:
    copy_take(session, take_of("rg"), 0)
    assert session.clipboard.clip is not None
    assert drawn(session.clipboard.clip.pixels[0]) == "rg"
    assert QGuiApplication.clipboard().image().width() == 2


def test_frames_are_numbered_from_one() -> None:
    assert [path.name for path in frame_paths(Path("walk.png"), 3)] == ["walk-01.png", "walk-02.png", "walk-03.png"]
    assert frame_paths(Path("walk.png"), 1) == [Path("walk.png")]


def test_every_control_can_be_named_by_a_screen_reader(panel: TakesPanel, strip: TakeStrip) -> None:
    assert unnamed(panel) == []


def test_a_card_tells_a_screen_reader_what_it_is(strip: TakeStrip) -> None:
    told = strip.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "1. Rotate, 4 x 2, 2 frames, 200 ms"


def test_a_take_without_a_picture_offers_its_poses(panel: TakesPanel, session: Session) -> None:
    from studio.doc.skeleton import Keypoint, Pose

    pose = Pose.of({"NOSE": Keypoint(1, 1)})
    session.takes.add(Take(id="p", operation="local/estimate-skeleton", title="Estimate skeleton", poses=(pose,)))
    session.takes.choose("p")
    assert not way(panel, Placement.FRAMES).isVisible()
    QTest.mouseClick(way(panel, Placement.POSES), Qt.MouseButton.LeftButton)
    assert session.workspace.require_active().sprite.frames[0].pose == pose
