"""The row of controls, menus, the dialog of a tag, and drops from other sprites."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QSpinBox, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from studio.doc.edits import set_palette, set_pose
from studio.doc.frames import set_durations
from studio.doc.model import Playback
from studio.doc.palette import Colour, Palette
from studio.doc.skeleton import Keypoint, Pose
from studio.ui.timeline.drags import Goods, Load
from studio.ui.timeline.dropping import TabDrop, packed, unpacked
from studio.ui.timeline.frame_time import FrameTime, FrameTimeLabel
from studio.ui.timeline.head import TimelineHead
from studio.ui.timeline.player import PlayTimer
from tests.qt.timeline.conftest import Setting
from tests.qt.timeline.stage import LEFT, NONE, Stage, strip, tagged
from tests.qt.tools.desk import unnamed


def press(stage: Stage, name: str) -> None:
    QTest.mouseClick(stage.panel.findChild(QAbstractButton, name), LEFT)


def menu_at(stage: Stage, point: QPoint) -> QMenu:
    """The menu a right click opens."""
    view = stage.grid.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.mapToGlobal(point))
    QApplication.sendEvent(view, event)
    return next(menu for menu in stage.panel.findChildren(QMenu) if menu.isVisible())


def choose(menu: QMenu, name: str) -> None:
    """Pick an entry and let the menu go."""
    menu.findChild(QAction, name).trigger()
    menu.close()


def times(stage: Stage) -> list[Fraction]:
    return [frame.duration for frame in stage.document.sprite.frames]


@pytest.mark.parametrize(
    ("name", "here"),
    [("first", 0), ("previous", 1), ("next", 3), ("last", 5)],
)
def test_buttons_walk_through_the_frames(stage: Stage, name: str, here: int) -> None:
    stage.click(stage.number(2))
    press(stage, f"timeline-frame-{name}")
    assert stage.here == here


def test_frames_are_made_doubled_and_deleted(stage: Stage) -> None:
    stage.click(stage.number(0))
    press(stage, "timeline-frame-new_empty")
    assert stage.order == [1, 1, 2, 3, 4, 5, 6]
    assert stage.document.sprite.cel(stage.document.sprite.layers[0].id, stage.document.cursor.frame) is None
    press(stage, "timeline-frame-delete")
    assert stage.order == [1, 2, 3, 4, 5, 6]
    stage.drag(stage.number(0), stage.number(1))
    press(stage, "timeline-frame-duplicate")
    assert (stage.order, stage.chosen, stage.here) == ([1, 2, 1, 2, 3, 4, 5, 6], [1, 2], 2)


def test_a_typed_time_holds_for_all_chosen_frames_in_one_step(stage: Stage) -> None:
    field = stage.panel.findChild(FrameTime)
    stage.drag(stage.number(0), stage.number(2))
    assert (field.text(), field.lineEdit().placeholderText()) == ("", "mixed")
    field.setFocus()
    QTest.keyClicks(field, "1000/60")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert times(stage) == [Fraction(50, 3)] * 3 + [40, 50, 60]
    assert stage.document.history.labels() == ["Frame time"]
    assert field.text() == "16.667 ms"
    field.clearFocus()
    assert stage.document.history.labels() == ["Frame time"]


def test_the_field_shows_the_time_of_the_frame_and_steps(stage: Stage) -> None:
    field = stage.panel.findChild(FrameTime)
    stage.click(stage.number(3))
    assert field.text() == "40 ms"
    field.stepBy(1)
    assert times(stage)[3] == 50
    stage.document.undo()
    assert field.text() == "40 ms"


def test_dragging_the_word_changes_the_time_once(stage: Stage) -> None:
    label = stage.panel.findChild(FrameTimeLabel)
    QTest.mousePress(label, LEFT, NONE, QPoint(4, 8))
    for x in (8, 12, 16):
        QTest.mouseMove(label, QPoint(x, 8))
    QTest.mouseRelease(label, LEFT, NONE, QPoint(16, 8))
    assert times(stage)[0] == 40
    assert stage.document.history.labels() == ["Frame time"]


def test_a_time_no_frame_can_have_is_refused_in_a_sentence(stage: Stage) -> None:
    said: list[str] = []
    stage.session.notice.connect(lambda notice: said.append(notice.text))
    field = stage.panel.findChild(FrameTime)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert times(stage)[0] == 10
    assert len(said) == 1
    assert "1 to 65535" in said[0]
    assert field.text() == "10 ms"


def test_the_onion_skin_is_switched_and_counted(stage: Stage) -> None:
    before = stage.panel.findChild(QSpinBox, "onion-before")
    assert not before.isEnabled()
    press(stage, "timeline-view-onion")
    before.setValue(3)
    assert (stage.session.toolbox.onion_shown, stage.session.toolbox.onion_before) == (True, 3)
    assert before.isEnabled()


def test_play_walks_to_the_end_without_history(stage: Stage, qtbot: QtBot) -> None:
    timer = PlayTimer(stage.session.playhead, stage.panel)
    assert timer.parent() is stage.panel
    seen: list[int] = []
    stage.document.cursor_moved.connect(lambda: seen.append(stage.here))
    stage.session.playhead.set_repeat(on=False)
    stage.key(Qt.Key.Key_Return)
    assert stage.session.playhead.playing
    qtbot.waitUntil(lambda: not stage.session.playhead.playing, timeout=5000)
    assert seen == sorted(seen)
    assert (stage.here, stage.document.can_undo) == (5, False)


def test_the_play_button_starts_and_stops(stage: Stage) -> None:
    for playing in (True, False):
        press(stage, "timeline-frame-play")
        assert stage.session.playhead.playing is playing


def test_what_plays_is_chosen_in_a_menu(stage: Stage) -> None:
    menu = stage.panel.findChild(QAbstractButton, "timeline-loop").menu()
    menu.findChild(QAction, "play-all").trigger()
    menu.findChild(QAction, "play-repeat").trigger()
    assert (stage.session.playhead.scope.value, stage.session.playhead.repeat) == ("all", False)


@pytest.mark.qt_log_ignore("grabbing the keyboard")  # what a menu asks of the offscreen platform
def test_the_menu_of_a_tag_directs_plays_and_deletes_it(set_stage: Setting) -> None:
    stage = set_stage(tagged(strip(), "walk", 2, 3))
    choose(menu_at(stage, stage.bar("walk")), "tag-pingpong")
    assert stage.tag("walk").playback is Playback.PINGPONG
    choose(menu_at(stage, stage.bar("walk")), "tag-colour-3fb6c6")
    assert stage.tag("walk").colour.hex == "#3fb6c6"
    choose(menu_at(stage, stage.bar("walk")), "tag-play")
    assert stage.session.playhead.playing
    choose(menu_at(stage, stage.bar("walk")), "tag-delete")
    assert stage.spans == {}
    assert stage.order == [1, 2, 3, 4, 5, 6]
    assert not stage.session.playhead.playing


@pytest.mark.qt_log_ignore("grabbing the keyboard")  # what a menu asks of the offscreen platform
def test_the_menu_of_frames_works_on_the_chosen_ones(stage: Stage) -> None:
    stage.drag(stage.number(1), stage.number(2))
    choose(menu_at(stage, stage.number(2)), "frame.slower")
    assert times(stage) == [10, 40, 60, 40, 50, 60]
    choose(menu_at(stage, stage.cell(0, 5)), "frame.delete")
    assert len(times(stage)) == 5
    choose(menu_at(stage, stage.number(0)), "frame.reverse")
    assert times(stage) == [50, 40, 60, 40, 10]


@pytest.mark.qt_log_ignore("grabbing the keyboard")  # what a menu asks of the offscreen platform
def test_the_menu_key_opens_the_menu_of_the_current_cell(stage: Stage) -> None:
    view = stage.grid.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), view.mapToGlobal(QPoint(0, 0)))
    QApplication.sendEvent(view, event)
    menu = next(menu for menu in stage.panel.findChildren(QMenu) if menu.isVisible())
    assert menu.findChild(QAction, "frame.play") is not None
    menu.close()


@pytest.mark.qt_log_ignore("grabbing the keyboard")  # what a menu asks of the offscreen platform
def test_one_animation_alone_is_shown_and_worked_on(set_stage: Setting) -> None:
    stage = set_stage(tagged(tagged(strip(), "walk", 0, 1), "jump", 2, 5))
    choose(menu_at(stage, stage.bar("jump")), "tag-only")
    layout = stage.grid.layout_now()
    assert layout.frame_x(2) == layout.measures.names
    assert [tag.name for tag in layout.tags] == ["jump"]
    back = stage.panel.findChild(QAbstractButton, "timeline-show-all")
    assert (back.isVisible(), back.text()) == (True, "Only jump")
    stage.click(QPoint(layout.measures.names + layout.measures.cell // 2, stage.number(2).y()))
    assert (stage.here, stage.chosen) == (2, [3])
    stage.drag(stage.number(2), stage.number(4), stage.half(5, right=True))
    assert (stage.order, stage.spans) == ([1, 2, 4, 5, 6, 3], {"walk": (0, 1), "jump": (2, 5)})
    QTest.mouseClick(back, LEFT)
    assert len(stage.grid.layout_now().tags) == 2
    assert not back.isVisible()


@pytest.mark.qt_log_ignore("grabbing the keyboard")  # what a menu asks of the offscreen platform
def test_going_elsewhere_shows_all_frames_again(set_stage: Setting) -> None:
    stage = set_stage(tagged(strip(), "walk", 2, 3))
    choose(menu_at(stage, stage.bar("walk")), "tag-only")
    stage.key(Qt.Key.Key_Right)
    assert stage.grid.focus is not None
    stage.key(Qt.Key.Key_Right)
    assert (stage.here, stage.grid.focus) == (4, None)


NOSE = Pose.of({"NOSE": Keypoint(1.0, 2.0)})
RED = Palette((Colour(200, 0, 0),))


def let_go(where: QPoint, data: QMimeData) -> QDropEvent:
    """What Qt sends when something is let go; the application delivers it only at the end of a real drag.

    The event does not own the data.
    """
    return QDropEvent(QPointF(where), Qt.DropAction.MoveAction, data, LEFT, NONE)


def test_frames_dropped_on_another_tab_are_copied_after_its_current_frame(stage: Stage, qtbot: QtBot) -> None:
    source = stage.document
    other = stage.session.workspace.add(strip(2, ink=90), title="other")
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    tabs.addTab("strip")
    tabs.addTab("other")
    takes = TabDrop(stage.session, tabs)
    tabs.show()
    stage.session.workspace.activate(source)
    load = Load(source.id, tuple(frame.id for frame in source.sprite.frames[3:5]))
    data = packed(load)
    assert takes.eventFilter(tabs, let_go(tabs.tabRect(1).center(), data))
    assert [int(frame.duration) for frame in other.sprite.frames] == [10, 40, 50, 20]
    assert stage.session.active is other
    assert len(source.sprite.frames) == 6
    assert not source.can_undo


def test_frames_of_another_sprite_are_let_go_between_frames(stage: Stage) -> None:
    other = stage.session.workspace.add(strip(2, ink=90), title="other")
    stage.session.workspace.activate(stage.document)
    data = packed(Load(other.id, (other.sprite.frames[1].id,)))
    grid = stage.grid
    layout = grid.layout_now()
    where = QPoint(layout.frame_x(4) + 1, layout.header + 10)
    grid.dropEvent(let_go(where, data))
    assert stage.order == [1, 2, 3, 4, 2, 5, 6]


def over(where: QPoint, data: QMimeData) -> QDragMoveEvent:
    return QDragMoveEvent(where, Qt.DropAction.MoveAction, data, LEFT, NONE)


def test_a_pose_and_a_palette_dropped_on_another_tab_are_one_step_each(stage: Stage, qtbot: QtBot) -> None:
    source = stage.document
    source.apply("pose", lambda sprite: set_pose(sprite, sprite.frames[2].id, NOSE))
    source.apply("palette", lambda sprite: set_palette(sprite, RED))
    other = stage.session.workspace.add(strip(2), title="other")
    other.move_to(frame=other.sprite.frames[1].id)
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    tabs.addTab("strip")
    tabs.addTab("other")
    takes = TabDrop(stage.session, tabs)
    tabs.show()
    stage.session.workspace.activate(source)
    there = tabs.tabRect(1).center()
    pose = packed(Load(source.id, (source.sprite.frames[2].id,), goods=Goods.POSES))
    palette = packed(Load(source.id, goods=Goods.PALETTE))
    for data in (pose, palette):
        assert takes.eventFilter(tabs, let_go(there, data))
    assert [frame.pose for frame in other.sprite.frames] == [None, NOSE]
    assert other.sprite.palette == RED
    assert other.history.labels() == ["Bring poses", "Bring palette"]
    assert source.history.labels() == ["pose", "palette"]


def test_poses_of_another_sprite_are_let_go_on_a_frame(stage: Stage) -> None:
    other = stage.session.workspace.add(strip(3), title="other")
    for index in (0, 2):
        other.apply("pose", lambda sprite, at=index: set_pose(sprite, sprite.frames[at].id, NOSE))
    stage.session.workspace.activate(stage.document)
    data = packed(Load(other.id, tuple(frame.id for frame in other.sprite.frames), goods=Goods.POSES))
    grid, layout = stage.grid, stage.grid.layout_now()
    where = QPoint(layout.frame_x(3) + 4, layout.header + 10)
    grid.dragMoveEvent(over(where, data))
    assert [cell.frame for cell in grid.marks.cells] == [3, 5]
    grid.dropEvent(let_go(where, data))
    assert [frame.pose is not None for frame in stage.document.sprite.frames] == [False] * 3 + [True, False, True]


def test_a_palette_is_not_taken_by_the_timeline(stage: Stage) -> None:
    other = stage.session.workspace.add(strip(3), title="other")
    other.apply("palette", lambda sprite: set_palette(sprite, RED))
    stage.session.workspace.activate(stage.document)
    before = stage.document.sprite
    data = packed(Load(other.id, goods=Goods.PALETTE))
    stage.grid.dropEvent(let_go(QPoint(300, 60), data))
    assert stage.document.sprite is before


def test_what_is_no_frame_is_not_taken(stage: Stage) -> None:
    data = QMimeData()
    data.setText("hello")
    assert unpacked(data) is None


def test_without_a_sprite_there_is_a_sentence_and_one_way_on(stage: Stage) -> None:
    stage.session.workspace.close(stage.document)
    texts = [label.text() for label in stage.panel.findChildren(QLabel) if label.isVisible()]
    assert "No sprite is open. Its frames and layers appear here." in texts
    asked: list[bool] = []
    stage.session.commands.add("file.new", lambda: asked.append(True))
    press(stage, "timeline-new-sprite")
    assert asked == [True]


def test_the_panel_follows_the_sprite_in_front_only(stage: Stage) -> None:
    first = stage.document
    stage.session.workspace.add(strip(3), title="other")
    first.apply("time", lambda sprite: set_durations(sprite, [sprite.frames[0].id], Fraction(500)))
    assert len(stage.grid.layout_now().sprite.frames) == 3
    stage.session.workspace.activate(first)
    assert stage.panel.findChild(FrameTime).text() == "500 ms"


def test_every_control_has_its_names(stage: Stage) -> None:
    assert unnamed(stage.panel) == []


def test_in_a_narrow_place_the_row_leaves_out_what_keys_can_do(stage: Stage) -> None:
    head = stage.panel.findChild(TimelineHead)
    onion = stage.panel.findChild(QAbstractButton, "timeline-view-onion")
    assert head is not None
    assert onion is not None
    names = ("onion-before", "onion-after", "timeline-frame-first", "timeline-frame-last")
    spare = [widget for name in names if (widget := head.findChild(QWidget, name)) is not None]
    full = head.sizeHint().width()
    for width, left in ((full + 40, 4), (full - 20, 2), (head.minimumSizeHint().width(), 0), (full + 40, 4)):
        stage.panel.resize(width, 260)
        assert len([widget for widget in spare if not widget.isHidden()]) == left
        assert onion.geometry().right() <= width
