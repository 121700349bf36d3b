"""The colours of a palette as a grid that is clicked and walked by arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.core.words import _
from studio.doc.palette import Colour, Palette
from studio.ui import theme
from studio.ui.labels import plain_tip
from studio.ui.palette.swatch import colour_words, draw_colour
from studio.ui.theme import measure

_CELL = 22


class SwatchGrid(QWidget):
    """`picked` gives the colour of a left click or Enter, `picked_second` that of a right click or Shift+Enter."""

    picked = Signal(object)
    picked_second = Signal(object)
    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = Palette()
        self._marks: tuple[Colour, Colour] | None = None
        self._chosen = 0
        self.setObjectName("palette-swatches")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name()

    @property
    def chosen(self) -> int:
        """Index of the colour the keys are on."""
        return self._chosen

    def show_palette(self, palette: Palette) -> None:
        """Show these colours."""
        if palette == self._palette:
            return
        self._palette = palette
        self._chosen = min(self._chosen, max(0, len(palette) - 1))
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.updateGeometry()
        self._name()
        self.update()

    def mark(self, colour: Colour, secondary: Colour) -> None:
        """Mark the colours of the two buttons where they stand."""
        self._marks = (colour, secondary)
        self.update()

    def heightForWidth(self, width: int) -> int:
        columns = self._columns(width)
        return -(-len(self._palette) // columns) * measure(_CELL) + 4

    def sizeHint(self) -> QSize:
        return QSize(measure(_CELL) * 10 + 4, self.heightForWidth(self.width() or measure(_CELL) * 10 + 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            index = self._index_at(event.pos().x(), event.pos().y())
            if index is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), plain_tip(self._words(index)), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(int(event.position().x()), int(event.position().y()))
        if index is not None:
            self._choose(index)
            self._pick(second=event.button() == Qt.MouseButton.RightButton)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._columns(self.width())
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Home: -len(self._palette),
            Qt.Key.Key_End: len(self._palette),
        }
        key = Qt.Key(event.key())
        if key in steps and len(self._palette):
            self._choose(min(max(self._chosen + steps[key], 0), len(self._palette) - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and len(self._palette):
            self._pick(second=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = theme.current()
        for index, colour in enumerate(self._palette.colours):
            rect = self._rect(index)
            if rect.intersects(event.rect()):
                draw_colour(painter, rect.adjusted(1, 1, -1, -1), colour)
                self._paint_marks(painter, rect, colour)
        if self.hasFocus() and len(self._palette):
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(self._rect(self._chosen).adjusted(1, 1, -1, -1))

    def _paint_marks(self, painter: QPainter, rect: QRect, colour: Colour) -> None:
        """A corner of the cell: upper left for the left button, lower right for the right one."""
        if self._marks is None:
            return
        side = measure(6)
        for marked, corner in (
            (self._marks[0], QRect(rect.left() + 1, rect.top() + 1, side, side)),
            (self._marks[1], QRect(rect.right() - side, rect.bottom() - side, side, side)),
        ):
            if marked == colour:
                painter.fillRect(corner.adjusted(-1, -1, 1, 1), QColor("#000000"))
                painter.fillRect(corner, QColor("#ffffff"))

    def _choose(self, index: int) -> None:
        self._chosen = index
        self._name()
        self.update()
        self.chosen_changed.emit()

    def _pick(self, *, second: bool) -> None:
        colour = self._palette.colours[self._chosen]
        (self.picked_second if second else self.picked).emit(colour)

    def _name(self) -> None:
        if len(self._palette):
            self.setAccessibleName(_("Palette: {colour}").format(colour=self._words(self._chosen)))
        else:
            self.setAccessibleName(_("Palette"))

    def _words(self, index: int) -> str:
        words = colour_words(self._palette.colours[index])
        name = self._palette.names[index] if index < len(self._palette.names) else ""
        return f"{index + 1}: {words} {name}".rstrip()

    def _rect(self, index: int) -> QRect:
        side = measure(_CELL)
        row, column = divmod(index, self._columns(self.width()))
        return QRect(2 + column * side, 2 + row * side, side, side)

    def _index_at(self, x: int, y: int) -> int | None:
        side = measure(_CELL)
        columns = self._columns(self.width())
        column, row = (x - 2) // side, (y - 2) // side
        index = row * columns + column
        inside = 0 <= column < columns and row >= 0 and index < len(self._palette)
        return index if inside else None

    def _columns(self, width: int) -> int:
        return max(1, (width - 4) // measure(_CELL))
