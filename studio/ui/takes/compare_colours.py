"""Which colours became which, most pixels first, and which are only on one side. Choosing a row marks its pixels."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from studio.app.compare import ColourChange, Summary
from studio.core.words import _
from studio.doc.palette import Colour
from studio.ui import theme
from studio.ui.forms.line import ElidedLabel
from studio.ui.forms.thumbnail import paint_checker
from studio.ui.theme import measure

_WIDTH = 264
_SWATCH, _GAP = 14, 4
_OWN_KEYS = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
)
_MOST_OF_ONE_SIDE = 100


class CompareColours(QWidget):
    """`chosen` carries the ColourChange whose pixels are to be marked, or None for all."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changes: list[ColourChange | None] = []
        self.setObjectName("compare-colours")
        self.setFixedWidth(measure(_WIDTH))
        self._head = ElidedLabel(self, "compare-colours-head")
        self._head.setProperty("role", "title")
        self._table = _Rows(0, 2, self)
        self._table.setObjectName("compare-colours-table")
        self._table.setAccessibleName(_("Colours that change"))
        self._table.setIconSize(QSize(measure(2 * _SWATCH + _GAP), measure(_SWATCH)))
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setShowGrid(False)
        self._table.setTabKeyNavigation(False)
        self._table.setWordWrap(False)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(measure(28))
        self._table.horizontalHeader().hide()
        self._table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._table.itemSelectionChanged.connect(self._on_selected)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(8), measure(8), 0, 0)
        column.setSpacing(measure(4))
        column.addWidget(self._head)
        column.addWidget(self._table, 1)

    def show_summary(self, summary: Summary | None) -> None:
        """List other changes; None while they are counted."""
        self._table.blockSignals(True)
        self._table.setRowCount(0)
        self._changes = []
        if summary is None:
            self._head.setText(_("Counting colours"))
        else:
            self._head.setText(_("Colours that change") if summary.changes else _("No colour changes"))
            for change in summary.changes:
                words = f"{colour_words(change.old)} → {colour_words(change.new)}"
                self._add(_swatches(change.old, change.new), words, f"{change.pixels:,}", change)
            self._add_side(_("Only before"), summary.gone)
            self._add_side(_("Only in the take"), summary.fresh)
        self._table.blockSignals(False)

    def _add_side(self, title: str, colours: tuple[Colour, ...]) -> None:
        if not colours:
            return
        self._add(None, title, str(len(colours)), None)
        for colour in colours[:_MOST_OF_ONE_SIDE]:
            self._add(_swatches(colour), colour_words(colour), "", None)

    def _add(self, picture: QIcon | None, words: str, count: str, change: ColourChange | None) -> None:
        row = self._table.rowCount()
        self._table.insertRow(row)
        first, second = QTableWidgetItem(words), QTableWidgetItem(count)
        if picture is not None:
            first.setIcon(picture)
        else:
            font = self._table.font()
            font.setBold(True)
            first.setFont(font)
        second.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for item in (first, second):
            if change is None:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        first.setToolTip(words)
        self._table.setItem(row, 0, first)
        self._table.setItem(row, 1, second)
        self._changes.append(change)

    def _on_selected(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        self.chosen.emit(self._changes[rows[0].row()] if rows else None)


class _Rows(QTableWidget):
    """Walks through its rows; what other keys mean is for the comparison to say."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _OWN_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()


def colour_words(colour: Colour) -> str:
    """Its six or eight digits, or that there is none."""
    return colour.hex.removeprefix("#") if colour.a else _("clear")


def _swatches(*colours: Colour) -> QIcon:
    """One or two squares with a line around, the checker beneath what is clear."""
    side = measure(_SWATCH)
    picture = QPixmap(2 * side + measure(_GAP), side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    for place, colour in enumerate(colours):
        square = QRect(place * (side + measure(_GAP)), 0, side, side)
        paint_checker(painter, square)
        painter.fillRect(square, QColor(*colour))
        painter.setPen(QPen(QColor(theme.current().line), 1))
        painter.drawRect(square.adjusted(0, 0, -1, -1))
    painter.end()
    swatches = QIcon(picture)
    swatches.addPixmap(picture, QIcon.Mode.Selected)  # a chosen row does not tint colours
    return swatches
