"""Zoom, pan and keys; frame, grid and brush; sharpness at every display scale."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.app.toolbox import Mode, Tool
from studio.core.geometry import Point
from tests.qt.canvas.stage import LEFT, TOP, Stage, move, rgb
from tests.unit.ui.canvas.hand import INK

ROWS = ("rg", "bk")
_SHARPNESS = Path(__file__).with_name("sharpness.py")


def test_the_wheel_zooms_about_the_pointer(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *ROWS)
    place = stage.at(1, 0)
    before = stage.view.viewport.to_sprite(place.x(), place.y())
    stage.wheel(2, place)
    assert stage.view.zoom == 16
    assert stage.view.viewport.to_sprite(place.x(), place.y()) == pytest.approx(before, abs=1 / 16)
    stage.wheel(-20, place)
    assert stage.view.zoom == Fraction(1, 32)


@pytest.mark.parametrize("way", ["middle", "space", "hand"])
def test_the_view_is_dragged(way: str, qtbot: QtBot) -> None:
    stage = Stage(qtbot, *ROWS)
    button = Qt.MouseButton.LeftButton
    if way == "middle":
        button = Qt.MouseButton.MiddleButton
    elif way == "space":
        QTest.keyPress(stage.view, Qt.Key.Key_Space)
    else:
        stage.choose(Tool.HAND)
    QTest.mousePress(stage.view, button, Qt.KeyboardModifier.NoModifier, QPoint(30, 40))
    move(stage.view, QPoint(37, 52), button)
    QTest.mouseRelease(stage.view, button, Qt.KeyboardModifier.NoModifier, QPoint(37, 52))
    if way == "space":
        QTest.keyRelease(stage.view, Qt.Key.Key_Space)
    assert (stage.view.viewport.left, stage.view.viewport.top) == (LEFT + 7, TOP + 12)
    assert stage.picture() == list(ROWS)
    assert not stage.document.can_undo


@pytest.mark.parametrize(
    ("key", "zoom"),
    [
        (Qt.Key.Key_1, 1),
        (Qt.Key.Key_2, 2),
        (Qt.Key.Key_3, 4),
        (Qt.Key.Key_4, 8),
        (Qt.Key.Key_5, 16),
        (Qt.Key.Key_6, 32),
    ],
)
def test_number_keys_zoom(key: Qt.Key, zoom: int, qtbot: QtBot) -> None:
    stage = Stage(qtbot, *ROWS)
    stage.key(key)
    assert stage.view.zoom == zoom


def test_the_zoom_tool_zooms_in_and_with_the_right_button_out(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *ROWS)
    stage.choose(Tool.ZOOM)
    stage.drag((0, 0))
    assert stage.view.zoom == 12
    stage.drag((0, 0), button=Qt.MouseButton.RightButton)
    assert stage.view.zoom == 10


def test_fit_follows_the_widget_until_the_person_looks_elsewhere(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *ROWS)
    stage.view.fit()
    assert stage.view.zoom == 64
    stage.view.resize(120, 100)
    assert stage.view.zoom == 32
    stage.view.zoom_out()
    stage.view.resize(300, 300)
    assert stage.view.zoom == 24


def test_arrow_keys_go_round_the_frames(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *ROWS, frames=3)
    frames = [frame.id for frame in stage.document.sprite.frames]
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        stage.key(key)
        seen.append(frames.index(stage.document.cursor.frame))
    assert seen == [1, 2, 0, 2]


def test_the_pointer_tells_its_cell(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *ROWS)
    seen: list[Point | None] = []
    stage.view.pointer_moved.connect(seen.append)
    for place in ((0, 0), (1, 1), (5, 5)):
        stage.hover(*place)
    assert seen == [Point(0, 0), Point(1, 1), None]


@pytest.mark.parametrize(("mode", "token"), [(Mode.DRAW, "draw"), (Mode.MASK, "mask"), (Mode.POSE, "pose")])
def test_the_frame_has_the_tint_of_the_mode_and_is_stronger_with_the_keyboard(
    mode: Mode, token: str, qtbot: QtBot
) -> None:
    stage = Stage(qtbot, *ROWS)
    stage.view.activateWindow()
    qtbot.waitUntil(stage.view.hasFocus)
    stage.toolbox.mode = mode
    corner = tuple(int(channel) for channel in stage.screen()[0, 0])
    assert corner == rgb(token)
    assert tuple(int(channel) for channel in stage.screen()[1, 100]) == rgb(token)
    assert tuple(int(channel) for channel in stage.screen()[2, 100]) == rgb("window")
    stage.view.clearFocus()
    assert tuple(int(channel) for channel in stage.screen()[0, 0]) not in (rgb(token), rgb("window"))


def test_the_grid_shows_from_eight_pixels_a_cell(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "kkkkkkkk", "kkkkkkkk")
    stage.toolbox.grid_shown = True
    assert stage.screen()[TOP + 5, LEFT + 10].sum() > 0
    assert stage.screen()[TOP + 5, LEFT + 11].sum() == 0
    stage.key(Qt.Key.Key_3)
    left, top = stage.view.viewport.left, stage.view.viewport.top
    assert stage.screen()[top : top + 8, left : left + 32].sum() == 0


def test_every_cell_is_one_colour_on_the_screen(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *ROWS)
    stage.choose(Tool.HAND)  # no outline of a brush
    screen = stage.screen()
    for y, row in enumerate(ROWS):
        for x, letter in enumerate(row):
            block = screen[TOP + y * 10 : TOP + y * 10 + 10, LEFT + x * 10 : LEFT + x * 10 + 10]
            assert (block == INK[letter][:3]).all()


def test_the_brush_shows_where_a_dab_would_fall_and_its_colour(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "kkkkkkkk", "kkkkkkkk", "kkkkkkkk", "kkkkkkkk")
    stage.toolbox.brush_size = 2
    stage.hover(3, 2)
    screen = stage.screen()
    assert tuple(int(channel) for channel in screen[TOP + 10, LEFT + 25]) == (255, 255, 255)
    assert tuple(int(channel) for channel in screen[TOP + 30, LEFT + 25]) == (255, 255, 255)
    assert tuple(int(channel) for channel in screen[TOP + 20, LEFT + 25]) == INK["r"][:3]
    assert tuple(int(channel) for channel in screen[TOP + 20, LEFT + 45]) == (0, 0, 0)
    stage.choose(Tool.ERASER)
    assert stage.screen()[TOP + 20, LEFT + 25].sum() == 0
    assert stage.picture() == ["kkkkkkkk"] * 4
    QTest.mouseMove(stage.view, QPoint(1, 1))
    stage.hover(-1.9, -2.9)
    assert stage.screen()[TOP + 10, LEFT + 25].sum() == 0


@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2"])
def test_pixels_are_sharp_and_alike_at_any_display_scale(scale: str) -> None:
    done = subprocess.run(
        [sys.executable, str(_SHARPNESS)],
        env={**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    seen = json.loads(done.stdout)
    cell = seen["cell"]
    assert cell == {"1": 5, "1.25": 6, "1.5": 8, "2": 10}[scale]
    # Runs of one colour along a row of pixels that alternate between two colours: all of one width, none blended.
    assert seen["colours"] == [[0, 0, 0], [255, 255, 255]]
    assert set(seen["runs"]) == {cell}
    assert seen["same"]


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton])
def test_no_outline_of_the_brush_stays_behind(button: Qt.MouseButton, qtbot: QtBot) -> None:
    stage = Stage(qtbot, *["k" * 14] * 9)
    stage.toolbox.brush_size = 3
    stage.hover(3, 3)
    stage.on_glass()
    stage.drag((3, 3), button=button)
    stage.view.update()
    stage.on_glass()
    stage.hover(9, 6)
    assert (stage.on_glass() == stage.screen()).all()
    stage.toolbox.brush_size = 1
    assert (stage.on_glass() == stage.screen()).all()
    stage.choose(Tool.FILL)
    assert (stage.on_glass() == stage.screen()).all()
