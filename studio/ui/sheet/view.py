"""Shows one built sheet: integer zoom, checker beneath, the cell under the pointer outlined and named."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.core.words import _
from studio.export.sheet import Cell, Sheet
from studio.ui import theme

_CHECKER = 8
_MAX_ZOOM = 16


class SheetView(QWidget):
    """`hovered` gives the Cell under the pointer, or None."""

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._cell: Cell | None = None
        self.setObjectName("sheet-view")
        self.setAccessibleName(_("Sheet as it will be exported"))
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.theme_changed.connect(self.update)

    @property
    def sheet(self) -> Sheet | None:
        return self._sheet

    @property
    def zoom(self) -> float:
        """Logical pixels a sheet pixel: a whole number, or one over a whole number for large sheets."""
        if self._sheet is None:
            return 1.0
        room = min(self.width() / self._sheet.size.width, self.height() / self._sheet.size.height)
        if room >= 1:
            return float(min(_MAX_ZOOM, int(room)))
        steps = 1
        while 1 / steps > room:
            steps += 1
        return 1 / steps

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show another sheet, or nothing."""
        self._sheet, self._cell = sheet, None
        self.hovered.emit(None)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 140)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, 64)

    def rect_of(self, cell: Cell) -> QRect:
        """Where a cell stands in the widget."""
        zoom, corner = self.zoom, self._corner()
        return QRect(
            corner.x() + round(cell.box.x * zoom),
            corner.y() + round(cell.box.y * zoom),
            max(1, round(cell.box.width * zoom)),
            max(1, round(cell.box.height * zoom)),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.window))
        sheet = self._sheet
        if sheet is None:
            return
        area = QRect(self._corner(), self._shown_size())
        _draw_checker(painter, area, tokens)
        height, width = sheet.pixels.shape[:2]
        image = QImage(sheet.pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        painter.drawImage(area, image)
        if self._cell is not None:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(self.rect_of(self._cell).adjusted(0, 0, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())

    def leaveEvent(self, _event: object) -> None:
        self._hover(QPoint(-1, -1))

    def _hover(self, point: QPoint) -> None:
        cells = self._sheet.cells if self._sheet is not None else ()
        cell = next((cell for cell in cells if self.rect_of(cell).contains(point)), None)
        if cell is not self._cell:
            self._cell = cell
            self.hovered.emit(cell)
            self.update()

    def _shown_size(self) -> QSize:
        if self._sheet is None:
            return QSize()
        return QSize(round(self._sheet.size.width * self.zoom), round(self._sheet.size.height * self.zoom))

    def _corner(self) -> QPoint:
        size = self._shown_size()
        return QPoint(max(0, (self.width() - size.width()) // 2), max(0, (self.height() - size.height()) // 2))


def _draw_checker(painter: QPainter, area: QRect, tokens: theme.Theme) -> None:
    painter.fillRect(area, QColor(tokens.checker_a))
    dark = QColor(tokens.checker_b)
    for row, top in enumerate(range(area.top(), area.bottom() + 1, _CHECKER)):
        for left in range(area.left() + (row % 2) * _CHECKER, area.right() + 1, 2 * _CHECKER):
            painter.fillRect(QRect(left, top, _CHECKER, _CHECKER).intersected(area), dark)
