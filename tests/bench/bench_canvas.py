"""What the canvas costs: a mouse event of a stroke with its paint, and a full repaint, against bare widgets doing it.

Offscreen platform, 1920x1080 widget, 16 logical pixels a cell. A stroke is 400 moves along one curve of 60x60 cells,
each into another cell, the same for every size of sprite; events are processed after each, so the paint is included.
"""

import math
import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt cannot be imported here", exc_type=ImportError)

from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.app.toolbox import Mode, Tool, ToolBox
from studio.core.geometry import Size
from studio.doc.document import Document
from studio.doc.edits import from_rasters
from studio.ui.canvas.view import CanvasView
from studio.ui.canvas.viewport import Viewport
from tests.bench.conftest import Figures

_WIDTH, _HEIGHT = 1920, 1080
_CELL = 16
_RADIUS = 2
_MOVES = 400
_REPAINTS = 60


class BareCanvas(QWidget):
    """The floor: a dab written into its box of an overlay, that box updated, two scaled draws of what is exposed."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(_WIDTH, _HEIGHT)
        self._side = side
        self._picture = _noise(side)
        self._overlay = np.zeros((side, side, 4), np.uint8)
        stride = side * 4
        self._picture_view = QImage(self._picture.data, side, side, stride, QImage.Format.Format_RGB32)
        self._overlay_view = QImage(self._overlay.data, side, side, stride, QImage.Format.Format_ARGB32_Premultiplied)
        y, x = np.mgrid[-_RADIUS : _RADIUS + 1, -_RADIUS : _RADIUS + 1]
        self._stamp = (x * x + y * y <= _RADIUS * _RADIUS + _RADIUS)[..., None] * np.array([0, 0, 128, 128], np.uint8)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, y = int(event.position().x()) // _CELL, int(event.position().y()) // _CELL
        left, top = max(0, x - _RADIUS), max(0, y - _RADIUS)
        right, bottom = min(self._side, x + _RADIUS + 1), min(self._side, y + _RADIUS + 1)
        box = self._overlay[top:bottom, left:right]
        stamp = self._stamp[top - y + _RADIUS : bottom - y + _RADIUS, left - x + _RADIUS : right - x + _RADIUS]
        np.maximum(box, stamp, out=box)
        self.update(QRect(left * _CELL, top * _CELL, (right - left) * _CELL, (bottom - top) * _CELL))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        source, target = _exposed(event.rect(), self._side)
        painter.drawImage(target, self._picture_view, source)
        painter.drawImage(target, self._overlay_view, source)
        painter.end()


class OneDraw(QWidget):
    """The floor of a repaint: one scaled draw of an opaque picture."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(_WIDTH, _HEIGHT)
        self._side = side
        self._picture = _noise(side)
        self._view = QImage(self._picture.data, side, side, side * 4, QImage.Format.Format_RGB32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        source, target = _exposed(event.rect(), self._side)
        painter.drawImage(target, self._view, source)
        painter.end()


@pytest.mark.parametrize("mode", [Mode.DRAW, Mode.MASK], ids=["pencil", "mask"])
def test_stroke_against_a_bare_canvas(mode: Mode, figures: Figures, qapp: QApplication) -> None:
    medians = {}
    for side in (64, 4096):
        floor = _stroke(qapp, BareCanvas(side), QPointF(32, 32) * _CELL)
        ours = _stroke(qapp, _canvas(side, mode), QPointF(_WIDTH, _HEIGHT) / 2)
        medians[side] = statistics.median(ours)
        figures.add(
            f"{mode.value} stroke, one mouse event with its paint, {side}x{side}, p50",
            medians[side],
            unit="ms",
            floor=statistics.median(floor),
            goal="3 times the floor or less",
        )
        figures.add(f"{mode.value} stroke, {side}x{side}, p99", _p99(ours), unit="ms", floor=_p99(floor), goal="0.5 ms")
    figures.add(
        f"{mode.value} stroke, 4096x4096 against 64x64, p50",
        medians[4096],
        unit="ms",
        floor=medians[64],
        goal="1.2 times or less",
    )


def test_full_repaint_against_one_scaled_draw(figures: Figures, qapp: QApplication) -> None:
    ours = _repaints(qapp, _canvas(256, Mode.DRAW))
    floor = _repaints(qapp, OneDraw(256))
    figures.add(
        "full repaint, 256x256 at 16 times",
        statistics.median(ours),
        unit="ms",
        floor=statistics.median(floor),
        goal="2.5 times one scaled draw or less",
    )


def _canvas(side: int, mode: Mode) -> CanvasView:
    toolbox = ToolBox()
    toolbox.tool = Tool.PENCIL
    toolbox.brush_size = 2 * _RADIUS + 1
    toolbox.mode = mode
    document = Document(from_rasters([_noise(side)], [Fraction(100)]))
    assert document.sprite.size == Size(side, side)
    canvas = CanvasView(document, toolbox)
    canvas.resize(_WIDTH, _HEIGHT)
    return canvas


def _noise(side: int) -> np.ndarray:
    pixels = np.random.default_rng(0).integers(0, 256, (side, side, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    return pixels


def _exposed(rect: QRect, side: int) -> tuple[QRect, QRect]:
    """Cells of the picture (source) and logical pixels of the widget (target) that a paint event must cover."""
    visible = rect & QRect(0, 0, side * _CELL, side * _CELL)
    left, top = visible.left() // _CELL, visible.top() // _CELL
    source = QRect(left, top, visible.right() // _CELL + 1 - left, visible.bottom() // _CELL + 1 - top)
    target = QRect(left * _CELL, top * _CELL, source.width() * _CELL, source.height() * _CELL)
    return source, target


def _stroke(app: QApplication, widget: QWidget, middle: QPointF) -> list[float]:
    """Milliseconds of each move of one stroke about `middle`, in the widget's logical pixels."""
    _show(app, widget)
    _send(app, widget, QEvent.Type.MouseButtonPress, _curve(0, middle))
    points = [_curve(step, middle) for step in range(1, _MOVES + 1)]
    times = [_timed(partial(_send, app, widget, QEvent.Type.MouseMove, point)) for point in points]
    _send(app, widget, QEvent.Type.MouseButtonRelease, _curve(_MOVES, middle))
    _close(app, widget)
    return times


def _repaints(app: QApplication, widget: QWidget) -> list[float]:
    _show(app, widget)
    times = [_timed(lambda: (widget.update(), app.processEvents())) for _ in range(_REPAINTS)]
    _close(app, widget)
    return times


def _show(app: QApplication, widget: QWidget) -> None:
    widget.show()
    app.processEvents()
    if isinstance(widget, CanvasView):
        _look_at_the_middle(widget)  # what is shown first is fitted to the widget
    app.processEvents()


def _look_at_the_middle(canvas: CanvasView) -> None:
    side = canvas.document.sprite.size.width * _CELL
    canvas.look(Viewport(Fraction(_CELL), left=(_WIDTH - side) // 2, top=(_HEIGHT - side) // 2, ratio=1.0))


def _close(app: QApplication, widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
    app.processEvents()


def _curve(step: int, middle: QPointF) -> QPointF:
    """A figure of 60x60 cells, which fits into every sprite of 64 cells and more."""
    angle = step / _MOVES * 2 * math.pi
    return middle + QPointF(math.sin(2 * angle), math.sin(3 * angle)) * 28 * _CELL


def _send(app: QApplication, widget: QWidget, kind: QEvent.Type, at: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(kind, at, widget.mapToGlobal(at), left, held, Qt.KeyboardModifier.NoModifier)
    app.sendEvent(widget, event)
    app.processEvents()


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[-1]
