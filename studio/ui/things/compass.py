"""The eight directions as they lie on a map: pictures that show what there is, and boxes to choose some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QPushButton, QSizePolicy, QWidget

from studio.app.directions import EIGHT, direction_letters
from studio.app.thing_records import in_order
from studio.core.words import _
from studio.doc.pixels import Pixels
from studio.ui import theme
from studio.ui.forms.thumbnail import paint_checker, paint_pixels
from studio.ui.icons import icon_pixmap
from studio.ui.theme import measure
from studio.ui.things.words import direction_title

_PLACES = {
    "north-west": (0, 0),
    "north": (0, 1),
    "north-east": (0, 2),
    "west": (1, 0),
    "east": (1, 2),
    "south-west": (2, 0),
    "south": (2, 1),
    "south-east": (2, 2),
}
_CELL = 48
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class Compass(QWidget):
    """`changed` tells that another choice of directions was made."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("thing-compass")
        self.setAccessibleName(_("Directions"))
        self._cells = {direction: DirectionCell(direction, self) for direction in EIGHT}
        self._all = QPushButton(self)
        self._all.setObjectName("thing-all-directions")
        self._all.setProperty("narrow", True)
        self._all.setMinimumWidth(measure(48))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(measure(4))
        for direction, (row, column) in _PLACES.items():
            grid.addWidget(self._cells[direction], row, column)
            self._cells[direction].toggled.connect(self._on_toggled)
        grid.addWidget(self._all, 1, 1, Qt.AlignmentFlag.AlignCenter)
        self._all.clicked.connect(self._on_all)
        self._show_all()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The directions that are chosen, clockwise from the south."""
        return in_order([direction for direction, cell in self._cells.items() if cell.isChecked()])

    def show_sides(self, wanted: Sequence[str], sides: Mapping[str, Pixels], *, missing: Sequence[str] = ()) -> None:
        """The directions a character has, with their pictures as far as they are known.

        Where all were chosen, those that come are chosen as well.
        """
        every = self._is_every()
        for direction, cell in self._cells.items():
            cell.show_side(
                sides.get(direction), has_direction=direction in wanted or not wanted, is_missing=direction in missing
            )
        if every:
            self.choose(wanted)
        self._show_all()

    def choose(self, directions: Sequence[str]) -> None:
        """Choose these, as far as they can be chosen."""
        for direction, cell in self._cells.items():
            cell.setChecked(direction in directions and cell.isEnabled())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        focused = next((one for one, cell in self._cells.items() if cell.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        row, column = _PLACES[focused]
        for distance in (1, 2):
            place = (row + step[0] * distance, column + step[1] * distance)
            found = next((one for one, where in _PLACES.items() if where == place), None)
            if found is not None and self._cells[found].isEnabled():
                self._cells[found].setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _is_every(self) -> bool:
        cells = self._open()
        return bool(cells) and all(cell.isChecked() for cell in cells)

    def _open(self) -> list[DirectionCell]:
        return [cell for cell in self._cells.values() if cell.isEnabled()]

    def _on_toggled(self) -> None:
        self._show_all()
        self.changed.emit()

    def _on_all(self) -> None:
        wanted = not self._is_every()
        for cell in self._open():
            cell.setChecked(wanted)

    def _show_all(self) -> None:
        every = self._is_every()
        self._all.setText(_("None") if every else _("All"))
        words = _("Choose no direction") if every else _("Choose every direction")
        self._all.setToolTip(words)
        self._all.setAccessibleName(words)
        self._all.setEnabled(bool(self._open()))


class DirectionCell(QAbstractButton):
    """One direction: its picture, its letters, and a tick where it is chosen."""

    def __init__(self, direction: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._direction = direction
        self._picture: Pixels | None = None
        self._is_missing = False
        self.setCheckable(True)
        self.setObjectName(f"direction-{direction}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.theme_changed.connect(self.update)

    @property
    def picture(self) -> Pixels | None:
        """What it shows."""
        return self._picture

    def show_side(self, picture: Pixels | None, *, has_direction: bool, is_missing: bool) -> None:
        """Its picture, and whether the character has this direction at all."""
        self._picture, self._is_missing = picture, is_missing
        self.setEnabled(has_direction and not is_missing)
        if not self.isEnabled():
            self.setChecked(False)
        title = direction_title(self._direction)
        words = title
        if is_missing:
            words = _("{direction}: missing").format(direction=title)
        elif not has_direction:
            words = _("{direction}: this character has none").format(direction=title)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(measure(_CELL), measure(_CELL))

    def minimumSizeHint(self) -> QSize:
        return QSize(measure(48), measure(_CELL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), theme.current()
        whole = self.rect().adjusted(0, 0, -1, -1)
        if self._picture is not None and not self._is_missing:
            paint_pixels(painter, self.rect(), self._picture)
        elif self.isEnabled():
            paint_checker(painter, self.rect())
        self._paint_letters(painter)
        painter.setPen(
            QPen(QColor(tokens.line), 1, Qt.PenStyle.SolidLine if self.isEnabled() else Qt.PenStyle.DashLine)
        )
        if self.isChecked():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            whole = self.rect().adjusted(1, 1, -1, -1)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(QPen(QColor(tokens.muted), 1))
        painter.drawRect(whole)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.text), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect().adjusted(3, 3, -4, -4))
        self._paint_mark(painter)

    def _paint_letters(self, painter: QPainter) -> None:
        """On a patch of the panel, so that they read on any picture."""
        tokens, metrics = theme.current(), painter.fontMetrics()
        letters = direction_letters(self._direction)
        patch = QRect(
            measure(2),
            self.height() - metrics.height() - measure(2),
            metrics.horizontalAdvance(letters) + measure(8),
            metrics.height(),
        )
        painter.fillRect(patch, QColor(tokens.panel))
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.muted))
        painter.drawText(patch, Qt.AlignmentFlag.AlignCenter, letters)

    def _paint_mark(self, painter: QPainter) -> None:
        tokens, side = theme.current(), measure(16)
        name = "check" if self.isChecked() else "warning" if self._is_missing else ""
        if not name:
            return
        corner = QRect(self.width() - side - measure(4), measure(4), side, side)
        painter.fillRect(corner, QColor(tokens.accent if self.isChecked() else tokens.panel))
        colour = tokens.on_accent if self.isChecked() else tokens.warn
        painter.drawPixmap(
            corner.topLeft(), icon_pixmap(name, size=side, colour=colour, ratio=self.devicePixelRatioF())
        )
