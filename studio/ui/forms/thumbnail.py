"""Small pictures of sprites: whole multiples, nearest neighbour, the theme's checker beneath."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QImage, QPainter, QPixmap

from studio.doc.pixels import MaskPixels, Pixels, frozen
from studio.ui import theme
from studio.ui.theme import measure


def image_of(pixels: Pixels) -> QImage:
    """Straight RGBA pixels as a picture of its own."""
    whole = np.ascontiguousarray(pixels)
    height, width = whole.shape[:2]
    return QImage(whole.data, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()


def pixels_of(image: QImage) -> Pixels:
    """A picture of Qt (from the clipboard, say) as straight RGBA pixels."""
    converted = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(converted.constBits(), np.uint8).reshape(converted.height(), converted.bytesPerLine())
    return frozen(rows[:, : converted.width() * 4].reshape(converted.height(), converted.width(), 4).copy())


def fitted_size(size: QSize, room: QSize) -> QSize:
    """The largest whole multiple that fits, or the whole picture made smaller where even once is too large."""
    if size.isEmpty():
        return QSize(0, 0)
    times = min(room.width() // size.width(), room.height() // size.height())
    if times >= 1:
        return size * times
    return size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)


def paint_checker(painter: QPainter, rect: QRect, *, square: int = 4) -> None:
    """The checker of the theme in squares of so many px."""
    tokens = theme.current()
    painter.save()
    painter.setBrushOrigin(rect.topLeft())
    painter.fillRect(rect, _checker(tokens.checker_a, tokens.checker_b, measure(square)))
    painter.restore()


@lru_cache(maxsize=8)
def _checker(light: str, dark: str, side: int) -> QBrush:
    tile = QImage(2 * side, 2 * side, QImage.Format.Format_RGB32)
    tile.fill(QColor(light))
    painter = QPainter(tile)
    painter.fillRect(0, 0, side, side, QColor(dark))
    painter.fillRect(side, side, side, side, QColor(dark))
    painter.end()
    return QBrush(tile)


def paint_pixels(painter: QPainter, rect: QRect, pixels: Pixels) -> QRect:
    """Draw the picture in the middle of `rect`, on the checker; the rectangle it covers."""
    paint_checker(painter, rect)
    height, width = pixels.shape[:2]
    size = fitted_size(QSize(width, height), rect.size())
    place = QRect(QPoint(0, 0), size)
    place.moveCenter(rect.center())
    painter.save()
    # Views of Qt hand out painters that smooth.
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(place, image_of(pixels))
    painter.restore()
    return place


def picture_icon(pixels: Pixels, side: int, *, ratio: float) -> QIcon:
    """The picture as an icon of `side` px, the same in every state."""
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_pixels(painter, QRect(0, 0, side, side), pixels)
    painter.end()
    found = QIcon(pixmap)
    found.addPixmap(pixmap, QIcon.Mode.Selected)
    found.addPixmap(pixmap, QIcon.Mode.Active)
    return found


def mask_picture(mask: MaskPixels, beneath: Pixels | None = None) -> Pixels:
    """The mask as it shows over the sprite: the part to be redone tinted, the rest pale."""
    tint = QColor(theme.current().mask)
    height, width = mask.shape
    result = np.zeros((height, width, 4), np.uint8)
    if beneath is not None and beneath.shape[:2] == mask.shape:
        result[:] = beneath
        result[..., 3] //= 2
    result[mask > 0] = (tint.red(), tint.green(), tint.blue(), 255)
    return frozen(result)
