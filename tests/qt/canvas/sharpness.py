"""Run as a program under a display scale: a canvas inside a layout shows stripes; says how wide each came out.

It also says whether strokes painted event by event look as if painted whole. The canvas lies at an odd place of its
window, so that its own corner falls between device pixels at fractional scales.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.app.toolbox import ToolBox
from studio.doc.document import Document
from studio.doc.edits import from_rasters
from studio.ui.canvas.view import CanvasView
from studio.ui.canvas.viewport import Viewport


def main() -> None:
    app = QApplication([])
    stripes = np.zeros((8, 32, 4), np.uint8)
    stripes[..., 3] = 255
    stripes[:, ::2, :3] = 255
    toolbox = ToolBox()
    toolbox.grid_shown = False
    window = QWidget()
    window.resize(301, 151)
    view = CanvasView(Document(from_rasters([stripes], [Fraction(100)])), toolbox, window)
    view.setGeometry(41, 29, 251, 111)
    window.show()
    app.processEvents()
    view.look(Viewport(Fraction(5), left=7, top=9, ratio=view.devicePixelRatioF()))
    shot = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(shot.constBits(), np.uint8).reshape(shot.height(), shot.bytesPerLine())
    pixels = flat[:, : shot.width() * 3].reshape(shot.height(), shot.width(), 3)
    ratio, cell = view.devicePixelRatioF(), view.viewport.cell
    row = pixels[round(29 * ratio) + 9 + 3 * cell]
    start = round(41 * ratio) + 7 + cell
    strip = row[start : start + 20 * cell].astype(int)
    changes = np.flatnonzero((np.diff(strip, axis=0) != 0).any(axis=1)) + 1
    runs = np.diff(np.concatenate([[0], changes, [len(strip)]]))
    colours = sorted({tuple(int(channel) for channel in pixel) for pixel in strip})
    same = _same_bit_by_bit(app, window, view)
    told = {"cell": cell, "runs": runs.tolist(), "colours": colours, "same": same}
    print(json.dumps(told))  # noqa: T201 - read by the test


def _same_bit_by_bit(app: QApplication, window: QWidget, view: CanvasView) -> bool:
    """Whether strokes that were painted event by event look as if the window was painted whole."""
    for place in range(12, 120, 9):
        QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(place, 20))
        app.processEvents()
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(place, 20))
        QTest.mouseMove(view, QPoint(place + 3, 31))
        app.processEvents()
    glass = window.backingStore().paintDevice().convertToFormat(QImage.Format.Format_RGB32)  # the platform's own image
    return glass == window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


main()
