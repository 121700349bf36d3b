"""What the preview shows, and when."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton
from pytestqt.qtbot import QtBot
from qasync import QEventLoop

from studio.app.session import Session
from studio.app.switches import PaletteWay, Switches
from studio.app.takes import Take
from studio.core.geometry import Box, Size
from studio.doc import frames, tags
from studio.doc.document import Document
from studio.doc.edits import new_sprite, put_raster, set_palette
from studio.doc.gesture import CelTarget
from studio.doc.model import Sprite
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels
from studio.store.settings import Settings
from studio.ui.preview.panel import PreviewPanel
from tests.qt.export.stage import loop, until
from tests.qt.tools.desk import unnamed

__all__ = ["loop"]


def plain(red: int, side: int = 8) -> Pixels:
    return np.full((side, side, 4), (red, 0, 0, 255), np.uint8)


def animated() -> Sprite:
    """Four frames of 100 ms in reds 10, 20, 30, 40; "walk" is the last two."""
    sprite = new_sprite(Size(8, 8), frames=4)
    for index, frame in enumerate(sprite.frames):
        sprite = put_raster(sprite, sprite.layers[0].id, frame.id, plain(10 * (index + 1)))
    return tags.add_tag(sprite, "walk", sprite.frames[2].id, sprite.frames[3].id)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(Settings.load(tmp_path / "settings.json"))


@pytest.fixture
def document(session: Session) -> Document:
    return session.workspace.add(animated(), title="hero")


@pytest.fixture
def panel(session: Session, document: Document, qtbot: QtBot) -> PreviewPanel:
    panel = PreviewPanel(session)
    qtbot.addWidget(panel)
    panel.resize(240, 160)
    panel.show()
    panel.toggle()
    panel.show_at(Fraction(0))
    return panel


def red(panel: PreviewPanel) -> int:
    picture = panel.screen_widget.picture
    assert picture is not None
    return int(picture[0, 0, 0])


def at(panel: PreviewPanel, *times: int) -> list[int]:
    """The red that shows at each time, ms after the start."""
    found = []
    for time in times:
        panel.show_at(Fraction(time))
        found.append(red(panel))
    return found


def pick(panel: PreviewPanel, text: str) -> None:
    box = panel.findChild(QComboBox, "preview-source")
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


def take(*reds: int) -> Take:
    return Take(
        id="take-1",
        operation="local/animate-with-skeleton",
        title="Walk",
        frames=tuple(plain(value) for value in reds),
        durations=(Fraction(50),) * len(reds),
    )


def test_all_frames_play_where_no_tag_is(panel: PreviewPanel) -> None:
    assert at(panel, 0, 99, 100, 250, 399, 400) == [10, 10, 20, 30, 40, 10]


def test_the_tag_at_the_cursor_plays_wherever_in_it_the_cursor_is(panel: PreviewPanel, document: Document) -> None:
    document.move_to(frame=document.sprite.frames[3].id)
    assert at(panel, 0, 100, 200) == [30, 40, 30]
    document.move_to(frame=document.sprite.frames[2].id)
    assert at(panel, 150) == [40]
    document.move_to(frame=document.sprite.frames[0].id)
    assert at(panel, 100) == [20]


def test_a_tag_or_everything_can_be_chosen(panel: PreviewPanel, document: Document) -> None:
    pick(panel, "walk")
    assert at(panel, 0, 100) == [30, 40]
    document.move_to(frame=document.sprite.frames[3].id)
    pick(panel, "All frames")
    assert at(panel, 0, 100) == [10, 20]


def test_a_tag_that_goes_is_no_longer_offered(panel: PreviewPanel, document: Document) -> None:
    pick(panel, "walk")
    document.apply("gone", lambda sprite: tags.remove_tag(sprite, sprite.tags[0].id))
    box = panel.findChild(QComboBox, "preview-source")
    assert [box.itemText(index) for index in range(box.count())] == ["This tag", "All frames"]
    assert at(panel, 0) == [10]


def test_it_plays_on_by_itself_and_can_be_stopped(panel: PreviewPanel, qtbot: QtBot) -> None:
    button = panel.findChild(QToolButton, "preview-play")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.index >= 2, timeout=5000)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.toolTip() == "Play the preview"


def test_speed_changes_the_pace_and_not_the_place(panel: PreviewPanel) -> None:
    panel.show_at(Fraction(250))
    menu = panel.findChild(QToolButton, "preview-speed").menu()
    menu.triggered.emit(menu.actions()[0])
    assert (red(panel), panel.findChild(QToolButton, "preview-speed").text()) == (30, "0.25×")


def test_what_is_being_painted_shows(panel: PreviewPanel, document: Document, qtbot: QtBot) -> None:
    gesture = document.begin("Pencil", CelTarget(*document.cursor))
    gesture.scratch.write(Box(0, 0, 1, 1), plain(250, 1))
    gesture.touch(Box(0, 0, 1, 1))
    qtbot.waitUntil(lambda: red(panel) == 250, timeout=5000)
    gesture.cancel()
    qtbot.waitUntil(lambda: red(panel) == 10, timeout=5000)


def test_an_edit_shows_at_once(panel: PreviewPanel, document: Document) -> None:
    layer, frame = document.cursor
    document.apply("paint", lambda sprite: put_raster(sprite, layer, frame, plain(99)))
    assert red(panel) == 99
    document.undo()
    assert red(panel) == 10


def test_another_time_of_a_frame_counts(panel: PreviewPanel, document: Document) -> None:
    first = document.sprite.frames[0].id
    document.apply("time", lambda sprite: frames.set_durations(sprite, [first], Fraction(500)))
    assert at(panel, 499, 500) == [10, 20]


def test_a_chosen_take_plays_at_its_own_times_until_it_is_left(panel: PreviewPanel, session: Session) -> None:
    pick(panel, "All frames")
    session.takes.add(take(200, 210))
    session.takes.choose("take-1")
    source = panel.findChild(QComboBox, "preview-source")
    assert (source.currentText(), source.toolTip()) == ("Take", "What plays; the chosen take is “Walk”")
    assert at(panel, 0, 50, 100) == [200, 210, 200]
    session.takes.choose(None)
    assert panel.findChild(QComboBox, "preview-source").currentText() == "All frames"
    assert at(panel, 100) == [20]


def test_a_take_plays_in_the_colours_it_would_be_put_down_with(
    loop: QEventLoop, session: Session, document: Document, panel: PreviewPanel
) -> None:
    document.apply("palette", lambda sprite: set_palette(sprite, Palette((Colour(90, 0, 0),))))
    session.takes.add(take(200, 210))
    session.takes.choose("take-1")
    panel.show_at(Fraction(50))
    loop.call_soon(session.acceptance.memory.put, Switches(palette=PaletteWay.MAP))
    until(loop, lambda: red(panel) == 90)
    assert (at(panel, 0, 50), panel.index) == ([90, 90], 1)


def test_another_sprite_in_front_is_shown(panel: PreviewPanel, session: Session, document: Document) -> None:
    other = new_sprite(Size(8, 8))
    session.workspace.add(put_raster(other, other.layers[0].id, other.frames[0].id, plain(77)))
    assert red(panel) == 77
    session.workspace.activate(document)
    assert red(panel) == 10


def test_without_a_sprite_it_says_what_it_is_for(panel: PreviewPanel, session: Session, document: Document) -> None:
    session.workspace.close(document)
    assert panel.findChild(QLabel, "preview-empty").isVisible()
    assert not panel.screen_widget.isVisible()


def test_pixels_are_whole_and_sharp(panel: PreviewPanel) -> None:
    screen = panel.screen_widget
    picture = np.zeros((2, 2, 4), np.uint8)
    picture[0, 0] = (255, 0, 0, 255)
    picture[1, 1] = (0, 255, 0, 255)
    screen.show_picture(picture, Size(2, 2))
    screen.set_zoom(4)
    area = screen.area()
    grabbed = screen.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    inked = [
        (x - area.x(), y - area.y())
        for y in range(area.y(), area.y() + 8)
        for x in range(area.x(), area.x() + 8)
        if grabbed.pixelColor(x, y).getRgb()[:3] == (255, 0, 0)
    ]
    assert area.size().toTuple() == (8, 8)
    assert inked == [(x, y) for y in range(4) for x in range(4)]


def test_the_wheel_zooms_in_whole_steps(panel: PreviewPanel) -> None:
    screen = panel.screen_widget
    screen.set_zoom(0)
    before = screen.scale
    point = QPointF(screen.rect().center())
    for turn in (-120, -120):
        event = QWheelEvent(
            point,
            screen.mapToGlobal(point),
            QPoint(0, 0),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(screen, event)
    assert screen.scale < before
    assert screen.scale == int(screen.scale)
    assert panel.findChild(QToolButton, "preview-zoom").text() == f"{int(screen.scale) * 100} %"


def test_less_motion_waits_to_be_asked(session: Session, document: Document, qtbot: QtBot) -> None:
    session.settings.set("appearance.reduced_motion", value=True)
    panel = PreviewPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.findChild(QToolButton, "preview-play").toolTip() == "Play the preview"


def test_every_control_has_its_names(panel: PreviewPanel) -> None:
    assert unnamed(panel) == []
