"""Small icons of pictures: whole pixels on the theme's checker, never smoothed; an empty frame where there is none."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from studio.doc.pixels import Pixels
from studio.ui.forms.thumbnail import paint_pixels
from studio.ui.theme import current


def framed(pixels: Pixels, side: int, *, ratio: float) -> QIcon:
    """The picture in a square of `side` logical pixels."""
    pixmap = _square(side, ratio)
    painter = QPainter(pixmap)
    paint_pixels(painter, QRect(0, 0, side, side), pixels)
    painter.end()
    return _icon(pixmap)


def blank(side: int, *, ratio: float) -> QIcon:
    """An empty frame of the same size."""
    pixmap = _square(side, ratio)
    painter = QPainter(pixmap)
    painter.setPen(QPen(QColor(current().line)))
    painter.drawRect(0, 0, side - 1, side - 1)
    painter.end()
    return _icon(pixmap)


def _icon(pixmap: QPixmap) -> QIcon:
    """The same in a chosen row, where Qt would tint it."""
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def _square(side: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
