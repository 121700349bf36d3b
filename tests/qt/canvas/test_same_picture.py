"""Composing only what changed gives the same screen as composing everything: after any mix of strokes, undo, frames,
masks, selections and zooms a fresh canvas looks the same."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.app.toolbox import Mode, Tool
from studio.core.geometry import Box
from studio.doc.selection import rectangle
from studio.ui.canvas.view import CanvasView
from studio.ui.canvas.viewport import ZOOMS
from tests.qt.canvas.stage import Stage, pixels_of
from tests.unit.ui.canvas.hand import INK

ROWS = tuple("".join(random.Random(row).choice(".rgbk") for _ in range(14)) for row in range(9))
TOOLS = (Tool.PENCIL, Tool.ERASER, Tool.LINE, Tool.RECTANGLE, Tool.ELLIPSE, Tool.FILL, Tool.MOVE, Tool.MARQUEE)


@pytest.mark.parametrize("seed", range(16))
def test_any_mix_of_work_looks_as_if_composed_anew(seed: int, qtbot: QtBot) -> None:
    chance = random.Random(seed)
    stage = Stage(qtbot, *ROWS, frames=3)
    stage.screen()
    for _ in range(25):
        _do_something(stage, chance)
        if chance.random() < 0.6:
            stage.on_glass()
    stage.document.select(None)  # ants march on
    assert np.array_equal(stage.on_glass(), stage.screen())
    stage.choose(Tool.HAND, stage.toolbox.mode)  # a fresh canvas knows of no pointer
    shown = stage.on_glass()
    fresh = CanvasView(stage.document, stage.toolbox)
    qtbot.addWidget(fresh)
    fresh.resize(stage.view.size())
    with qtbot.waitExposed(fresh):
        fresh.show()
    fresh.look(stage.view.viewport)
    inside = (slice(3, -3), slice(3, -3))  # the frame tells which of them has the keyboard
    assert np.array_equal(shown[inside], pixels_of(fresh.grab().toImage())[inside])


def _do_something(stage: Stage, chance: random.Random) -> None:
    what = chance.randrange(12)
    if what < 5:
        stage.choose(chance.choice(TOOLS), chance.choice((Mode.DRAW, Mode.DRAW, Mode.MASK)))
        stage.toolbox.brush_size = chance.choice((1, 2, 5))
        stage.toolbox.filled = chance.random() < 0.5
        stage.toolbox.symmetry_x = chance.random() < 0.2
        stage.toolbox.colour = chance.choice([*INK.values(), INK["g"]._replace(a=90)])
        button = Qt.MouseButton.MiddleButton if chance.random() < 0.2 else Qt.MouseButton.LeftButton
        cells = [(chance.randrange(-1, 15), chance.randrange(-1, 10)) for _ in range(4)]
        stage.drag(*cells, button=button)
        stage.on_glass()
        stage.hover(chance.randrange(14), chance.randrange(9))
    elif what == 5:
        stage.document.undo()
    elif what == 6:
        stage.document.redo()
    elif what == 7:
        stage.key(chance.choice((Qt.Key.Key_Left, Qt.Key.Key_Right)))
    elif what == 8:
        stage.toolbox.onion_shown = not stage.toolbox.onion_shown
    elif what == 9:
        stage.view.look(stage.view.viewport.zoomed(chance.choice(ZOOMS[6:16]), 100, 80))
    elif what == 10:
        stage.view.look(stage.view.viewport.panned(chance.randrange(-80, 80), chance.randrange(-60, 60)))
    else:
        size = stage.document.sprite.size
        stage.document.select(rectangle(size, Box(chance.randrange(8), chance.randrange(5), 5, 4)))
