"""Cutting a sheet into frames: the grid drawn over the picture, how many frames it gives, and their time."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QSpinBox, QWidget

from studio.codec.sheet import Grid, slice_grid
from studio.core.errors import UserError
from studio.core.geometry import Box, Point, Size
from studio.core.words import _, ngettext
from studio.doc.pixels import Pixels, size_of
from studio.ui import theme
from studio.ui.dialogs.sprite import FormDialog
from studio.ui.labels import PlainLabel


class SliceDialog(FormDialog):
    """Starts from a guessed grid; the properties tell what the person made of it."""

    def __init__(self, parent: QWidget, *, sheet: Pixels, grid: Grid) -> None:
        super().__init__(parent, _("Cut sheet into frames"), _("Cut"))
        self.setObjectName("slice-dialog")
        self._sheet = sheet
        self._picture = _GridView(sheet, self)
        self.form.addRow(self._picture)
        width, height = size_of(sheet)
        self._width = self._number(_("Cell width"), "cell-width", 1, width, grid.cell.width)
        self._height = self._number(_("Cell height"), "cell-height", 1, height, grid.cell.height)
        self._left = self._number(_("First cell from the left"), "offset-x", 0, width - 1, grid.offset.x)
        self._top = self._number(_("First cell from the top"), "offset-y", 0, height - 1, grid.offset.y)
        self._gap_x = self._number(_("Gap between columns"), "gap-x", 0, width, grid.gap.width)
        self._gap_y = self._number(_("Gap between rows"), "gap-y", 0, height, grid.gap.height)
        self._time = QSpinBox(self)
        self._time.setRange(1, 65535)
        self._time.setValue(100)
        self._time.setSuffix(_(" ms"))
        self.add(_("Time a frame"), "frame-time", self._time)
        self._skip = QCheckBox(_("Leave out empty cells"), self)
        self._skip.setObjectName("skip-empty")
        self._skip.setChecked(True)
        self._skip.toggled.connect(self._show)
        self.form.addRow("", self._skip)
        self._facts = PlainLabel(self)
        self._facts.setObjectName("slice-facts")
        self._facts.setWordWrap(True)
        self.form.addRow(self._facts)
        self._show()

    @property
    def grid_chosen(self) -> Grid:
        return Grid(
            Size(self._width.value(), self._height.value()),
            Point(self._left.value(), self._top.value()),
            Size(self._gap_x.value(), self._gap_y.value()),
        )

    @property
    def skips_empty(self) -> bool:
        return self._skip.isChecked()

    @property
    def duration_chosen(self) -> Fraction:
        """Milliseconds a frame."""
        return Fraction(self._time.value())

    def _number(self, label: str, name: str, lowest: int, highest: int, value: int) -> QSpinBox:  # noqa: PLR0917
        box = QSpinBox(self)
        box.setRange(lowest, max(lowest, highest))
        box.setValue(value)
        box.setSuffix(_(" px"))
        box.valueChanged.connect(self._show)
        self.add(label, name, box)
        return box

    def _show(self) -> None:
        try:
            count = len(slice_grid(self._sheet, self.grid_chosen, skip_empty=self.skips_empty))
        except UserError as error:
            self._facts.setText(str(error))
            self._facts.setProperty("role", "bad")
            self.accept_button.setEnabled(False)
        else:
            self._facts.setText(ngettext("Gives {count} frame.", "Gives {count} frames.", count).format(count=count))
            self._facts.setProperty("role", "muted")
            self.accept_button.setEnabled(True)
        self._facts.style().polish(self._facts)
        self._picture.show_grid(self.grid_chosen)


class _GridView(QWidget):
    """The sheet with its cells outlined; whole zoom steps where it fits."""

    def __init__(self, sheet: Pixels, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._boxes: tuple[Box, ...] = ()
        self.setObjectName("slice-picture")
        self.setAccessibleName(_("Sheet with the cells to cut"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_grid(self, grid: Grid) -> None:
        self._boxes = tuple(grid.boxes(size_of(self._sheet)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.measure(420), theme.measure(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.measure(240), theme.measure(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.window))
        height, width = self._sheet.shape[:2]
        zoom = min(self.width() / width, self.height() / height)
        zoom = float(int(zoom)) if zoom >= 1 else zoom
        left, top = (self.width() - width * zoom) / 2, (self.height() - height * zoom) / 2
        area = QRect(round(left), round(top), round(width * zoom), round(height * zoom))
        painter.fillRect(area, QColor(tokens.checker_a))
        image = QImage(self._sheet.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        painter.drawImage(area, image)
        painter.setPen(QPen(QColor(tokens.accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self._boxes:
            painter.drawRect(
                QRect(
                    round(left + box.x * zoom),
                    round(top + box.y * zoom),
                    round(box.width * zoom) - 1,
                    round(box.height * zoom) - 1,
                )
            )
