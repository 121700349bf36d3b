"""Whatever is pressed in whatever order: nothing raises, no gesture is left open, every undo step can be taken back."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.app.toolbox import Mode, Tool
from studio.core.geometry import Box
from studio.doc.document import TakePreview
from studio.doc.edits import set_pose
from studio.doc.frames import add_frame, remove_frames
from studio.doc.layers import add_layer, set_layer
from studio.doc.selection import rectangle
from studio.doc.skeleton import Keypoint, Pose
from tests.qt.canvas.stage import Stage, move
from tests.unit.ui.canvas.hand import raster

ROWS = tuple("".join(random.Random(row).choice(".rgbk") for _ in range(14)) for row in range(9))
BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
HELD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
KEYS = (
    Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Period,
    Qt.Key.Key_Greater, Qt.Key.Key_4, Qt.Key.Key_6, Qt.Key.Key_PageDown,
)  # fmt: skip


@pytest.mark.qt_log_ignore("does not support")
@pytest.mark.parametrize("seed", range(20))
def test_any_order_of_events(seed: int, qtbot: QtBot) -> None:
    chance = random.Random(seed)
    stage = Stage(qtbot, *ROWS, frames=3)
    first = stage.picture()
    for _ in range(150):
        _do_something(stage, chance)
    stage.view.cancel()
    assert stage.document.gesture is None
    assert not stage.view.viewport.cell < 1
    stage.document.show_preview(None)
    while stage.document.can_undo:
        stage.document.undo()
    stage.document.move_to(frame=stage.document.sprite.frames[0].id)
    assert stage.picture() == first


def _do_something(stage: Stage, chance: random.Random) -> None:
    place = stage.at(chance.randrange(-2, 16), chance.randrange(-2, 11))
    button, held = chance.choice(BUTTONS), chance.choice(HELD)
    what = chance.randrange(12)
    if what < 2:
        QTest.mousePress(stage.view, button, held, place)
    elif what < 5:
        move(stage.view, place, chance.choice((button, Qt.MouseButton.NoButton)), held)
    elif what < 7:
        QTest.mouseRelease(stage.view, button, held, place)
    elif what == 7:
        stage.key(chance.choice(KEYS), chance.choice(HELD))
    elif what == 8:
        stage.choose(chance.choice(list(Tool)), chance.choice(list(Mode)))
    elif what == 9:
        stage.wheel(chance.choice((-2, -1, 1, 2)), place)
    elif what == 10:
        _change_the_document(stage, chance)
    else:
        stage.on_glass()


def _change_the_document(stage: Stage, chance: random.Random) -> None:
    """What other panels, keys and jobs do at any moment, also in the middle of a stroke."""
    document = stage.document
    frame, layer = document.cursor.frame, document.cursor.layer
    pose = Pose.of({"NECK": Keypoint(5.5, 2.5), "NOSE": Keypoint(6.5, 2.5)})
    chance.choice(
        (
            document.undo,
            document.redo,
            lambda: document.select(rectangle(document.sprite.size, Box(2, 2, 5, 4))),
            lambda: document.show_preview(TakePreview(raster(["rr"])) if document.preview is None else None),
            lambda: document.apply("pose", lambda sprite: set_pose(sprite, frame, pose)),
            lambda: document.apply("frame", lambda sprite: add_frame(sprite, 0, copy=True)),
            lambda: document.apply("layer", lambda sprite: add_layer(sprite, name="new")),
            lambda: document.apply(
                "hide", lambda sprite: set_layer(sprite, layer, visible=not sprite.layer(layer).visible)
            ),
            lambda: (
                document.apply("gone", lambda sprite: remove_frames(sprite, [frame]))
                if len(document.sprite.frames) > 1
                else None
            ),
        )
    )()
