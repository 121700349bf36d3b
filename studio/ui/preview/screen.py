"""Shows one picture at a whole zoom over the checker; never smooths. The wheel zooms."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.pixels import Pixels
from studio.ui import theme

MAX_ZOOM = 16
_CHECKER = 8
_EMPTY = Size(0, 0)


class PreviewScreen(QWidget):
    """`zoom` 0 takes the largest whole zoom that fits. `zoom_asked` gives +1 or -1."""

    zoom_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: Pixels | None = None
        self._size = _EMPTY
        self._zoom = 0
        self._checker: tuple[str, QBrush] | None = None
        self.setObjectName("preview-screen")
        self.setAccessibleName(_("Animation preview"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.theme_changed.connect(self.update)

    @property
    def picture(self) -> Pixels | None:
        """What is shown."""
        return self._pixels

    @property
    def scale(self) -> float:
        """Device-independent pixels a sprite pixel: whole, or one over a whole number for what is too large."""
        if self._zoom:
            return float(self._zoom)
        if not self._size.width or not self._size.height:
            return 1.0
        room = min(self.width() / self._size.width, self.height() / self._size.height)
        if room >= 1:
            return float(min(MAX_ZOOM, int(room)))
        step = 1
        while 1 / step > room and step < max(self._size):
            step += 1
        return 1 / step

    def set_zoom(self, zoom: int) -> None:
        """1 to 16, or 0 to fit."""
        self._zoom = zoom
        self.update()

    def show_picture(self, pixels: Pixels | None, size: Size = _EMPTY) -> None:
        """(h, w, 4) straight RGBA, or nothing. `size` is that of the whole animation, so that it does not jump."""
        self._pixels = pixels
        self._size = size
        self.update()

    def area(self) -> QRect:
        """Where the picture stands, in the middle."""
        scale = self.scale
        size = QSize(max(1, round(self._size.width * scale)), max(1, round(self._size.height * scale)))
        corner = QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)
        return QRect(corner, size)

    def sizeHint(self) -> QSize:
        return QSize(theme.measure(220), theme.measure(130))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.measure(96), theme.measure(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), theme.current()
        painter.fillRect(self.rect(), QColor(tokens.window))
        pixels = self._pixels
        if pixels is None:
            return
        area = self.area()
        painter.setBrushOrigin(area.topLeft())
        painter.fillRect(area, self._checker_brush(tokens))
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        scale = self.scale
        painter.drawImage(QRect(area.topLeft(), QSize(round(width * scale), round(height * scale))), image)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.zoom_asked.emit(1 if turned > 0 else -1)
        event.accept()

    def _checker_brush(self, tokens: theme.Theme) -> QBrush:
        if self._checker is None or self._checker[0] != tokens.name:
            tile = QPixmap(2 * _CHECKER, 2 * _CHECKER)
            tile.fill(QColor(tokens.checker_a))
            painter = QPainter(tile)
            for x, y in ((_CHECKER, 0), (0, _CHECKER)):
                painter.fillRect(x, y, _CHECKER, _CHECKER, QColor(tokens.checker_b))
            painter.end()
            self._checker = tokens.name, QBrush(tile)
        return self._checker[1]
