"""A sample map that terrain is painted on: left button the chosen ground, right button the other one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.app.sample_map import LOWER, UPPER, SampleMap, painted, picture_of
from studio.core.words import _
from studio.ui import theme
from studio.ui.forms.thumbnail import image_of, paint_checker
from studio.ui.theme import measure

_ARROWS = {
    Qt.Key.Key_Left: QPoint(-1, 0),
    Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}


class MapView(QWidget):
    """`painted` carries the map after each change. Arrows move from corner to corner, Space paints."""

    painted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sample-map")
        self.setAccessibleName(_("Sample map"))
        self.setToolTip(_("Paint the chosen ground; the right button paints the other one"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._map: SampleMap | None = None
        self._picture: QImage | None = None
        self._ground = UPPER
        self._corner: QPoint | None = None
        theme.theme_changed.connect(self.update)

    @property
    def shown(self) -> SampleMap | None:
        """The map as it is now."""
        return self._map

    def show_map(self, shown: SampleMap | None) -> None:
        """Show another map, or none."""
        self._map = shown
        self._picture = None if shown is None else image_of(picture_of(shown))
        self.updateGeometry()
        self.update()

    def use(self, ground: int) -> None:
        """What the left button paints: LOWER or UPPER."""
        self._ground = ground

    def corner_at(self, place: QPoint) -> QPoint:
        """The nearest corner between cells."""
        if self._map is None:
            return QPoint(0, 0)
        tile, zoom, origin = self._map.tiles.size, self.zoom, self._area().topLeft()
        away = place - origin
        column = round(away.x() / (tile.width * zoom))
        row = round(away.y() / (tile.height * zoom))
        return QPoint(min(max(0, column), self._map.columns), min(max(0, row), self._map.rows))

    @property
    def zoom(self) -> int:
        """Logical pixels a pixel of the map has; as many as fit into the width, at least one."""
        if self._map is None:
            return 1
        return max(1, self.width() // (self._map.columns * self._map.tiles.size.width))

    def sizeHint(self) -> QSize:
        return QSize(measure(240), self._height_for(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(measure(96), self._height_for(max(1, self.width())))

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), theme.current()
        painter.fillRect(self.rect(), QColor(tokens.window))
        if self._map is None or self._picture is None:
            return
        area = self._area()
        paint_checker(painter, area)
        painter.drawImage(area, self._picture)
        if self._corner is not None:
            self._paint_corner(painter, self._corner)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._stroke(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._corner = self.corner_at(event.position().toPoint())
        self._stroke(event)
        self.update()

    def leaveEvent(self, _event: object) -> None:
        if not self.hasFocus():
            self._corner = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if self._map is None or (step is None and event.key() != Qt.Key.Key_Space):
            super().keyPressEvent(event)
            return
        corner = self._corner or QPoint(self._map.columns // 2, self._map.rows // 2)
        if step is None:
            self._paint_at(corner, self._other() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else None)
        else:
            moved = corner + step
            corner = QPoint(min(max(0, moved.x()), self._map.columns), min(max(0, moved.y()), self._map.rows))
        self._corner = corner
        self.update()

    def _stroke(self, event: QMouseEvent) -> None:
        buttons = event.buttons()
        if buttons & Qt.MouseButton.LeftButton:
            self._paint_at(self.corner_at(event.position().toPoint()), None)
        elif buttons & Qt.MouseButton.RightButton:
            self._paint_at(self.corner_at(event.position().toPoint()), self._other())

    def _paint_at(self, corner: QPoint, ground: int | None) -> None:
        if self._map is None:
            return
        changed = painted(self._map, corner.x(), corner.y(), self._ground if ground is None else ground)
        if changed is not self._map:
            self.show_map(changed)
            self.painted.emit(changed)

    def _other(self) -> int:
        return LOWER if self._ground == UPPER else UPPER

    def _area(self) -> QRect:
        if self._map is None:
            return QRect()
        tile, zoom = self._map.tiles.size, self.zoom
        width, height = self._map.columns * tile.width * zoom, self._map.rows * tile.height * zoom
        return QRect(max(0, (self.width() - width) // 2), 0, width, height)

    def _height_for(self, width: int) -> int:
        if self._map is None:
            return measure(48)
        tile = self._map.tiles.size
        return self._map.rows * tile.height * max(1, width // (self._map.columns * tile.width))

    def _paint_corner(self, painter: QPainter, corner: QPoint) -> None:
        """A ring in two colours, which reads on any ground."""
        if self._map is None:
            return
        tile, area, tokens = self._map.tiles.size, self._area(), theme.current()
        middle = area.topLeft() + QPoint(corner.x() * tile.width * self.zoom, corner.y() * tile.height * self.zoom)
        for radius, colour in ((measure(6), tokens.bone_border), (measure(5), tokens.bone)):
            painter.setPen(QPen(QColor(colour), 1))
            painter.drawEllipse(middle, radius, radius)
