"""What comparing costs: a frame in each of the four ways against one bare scaled draw, and how well it keeps time.

Offscreen platform, a stage of 1280x800, 64 frames of 256x256 in which each pixel has any of 16 colours, every frame
different from the sprite in about 15 of 16 pixels. Pictures are made when they first show, so the first round of the
animation is measured on its own.
"""

import statistics
import time
from fractions import Fraction

import numpy as np
import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt cannot be imported here", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.app.accepting import Fitted
from studio.app.compare import Comparison
from studio.app.takes import Take
from studio.doc.edits import from_rasters
from studio.doc.pixels import Pixels, frozen
from studio.ui.forms.thumbnail import image_of
from studio.ui.takes.compare_stage import CompareStage, Look
from studio.ui.takes.playing import TakePlayer
from tests.bench.conftest import Figures

_SIDE, _FRAMES = 256, 64
_WIDTH, _HEIGHT = 1280, 800
_DURATION = 20
"""Milliseconds a frame: fifty a second, the fastest an Aseprite or GIF animation is usually played."""


class OneDraw(QWidget):
    """The floor: one picture after the other, scaled by a whole factor onto the whole widget."""

    def __init__(self, frames: list[Pixels]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(_WIDTH, _HEIGHT)
        self._images = [image_of(one).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied) for one in frames]
        self.index = 0

    def show_frame(self, index: int) -> None:
        self.index = index
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), Qt.GlobalColor.black)
        painter.drawImage(self.rect().adjusted(256, 16, -256, -16), self._images[self.index])
        painter.end()


def test_a_frame_of_each_way_against_one_draw(qapp: QApplication, figures: Figures) -> None:
    frames = _frames()
    floor = statistics.median(_round(qapp, _shown(qapp, OneDraw(frames))))
    stage = CompareStage()
    stage.resize(_WIDTH, _HEIGHT)
    stage.show_comparison(_comparison(frames))
    _shown(qapp, stage)
    first = _round(qapp, stage)
    figures.add("compare wipe, first round", statistics.median(first), unit="ms/frame", floor=floor)
    for look in Look:
        stage.show_look(look)
        qapp.processEvents()
        times = _round(qapp, stage)
        figures.add(
            f"compare {look.value}, 64 x 256²",
            statistics.median(times),
            unit="ms/frame",
            floor=floor,
            goal=f"under {_DURATION} ms",
        )
    stage.show_look(Look.WIPE)
    stage.hide()


@pytest.mark.parametrize("look", [Look.WIPE, Look.DIFFERENCE])
def test_an_animation_keeps_its_time(qapp: QApplication, figures: Figures, look: Look) -> None:
    comparison = _comparison(_frames())
    stage = CompareStage()
    stage.resize(_WIDTH, _HEIGHT)
    stage.show_comparison(comparison)
    stage.show_look(look)
    _shown(qapp, stage)
    player = TakePlayer()
    player.load(comparison.take)
    shown: list[tuple[int, float]] = []
    start = time.perf_counter()

    def note() -> None:
        stage.show_frame(player.index)
        stage.repaint()
        shown.append((player.index, (time.perf_counter() - start) * 1000))

    player.moved.connect(note)
    player.play()
    start = time.perf_counter()
    while time.perf_counter() - start < _FRAMES * _DURATION / 1000 - 0.005:
        qapp.processEvents()
    player.pause()
    late = [at - index * _DURATION for index, at in shown]
    missed = _FRAMES - 1 - len({index for index, _at in shown})
    figures.add(f"compare {look.value} plays 64 frames: missed", missed, unit="frames", goal="0")
    figures.add(f"compare {look.value} plays 64 frames: late", statistics.median(late), unit="ms", goal="under 20 ms")
    stage.hide()


def _frames() -> list[Pixels]:
    rng = np.random.default_rng(7)
    colours = rng.integers(0, 256, (16, 4), np.uint8)
    colours[:, 3] = 255
    return [frozen(colours[rng.integers(0, 16, (_SIDE, _SIDE))]) for _index in range(_FRAMES)]


def _comparison(frames: list[Pixels]) -> Comparison:
    sprite = from_rasters([frames[-1]], [Fraction(100)])
    durations = (Fraction(_DURATION),) * len(frames)
    take = Take(id="take", operation="", title="", frames=tuple(frames), durations=durations)
    return Comparison(sprite, Fitted(take, take), sprite.frames[0].id)


def _shown(app: QApplication, widget: OneDraw | CompareStage) -> OneDraw | CompareStage:
    widget.show()
    app.processEvents()
    return widget


def _round(app: QApplication, widget: OneDraw | CompareStage) -> list[float]:
    """Milliseconds of each frame of one round, with its paint."""
    times = []
    for index in range(_FRAMES):
        start = time.perf_counter()
        widget.show_frame(index)
        widget.update()
        app.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    return times
