"""Facts as they are read at a glance: the value below its name, several beside each other; and tables of words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QGridLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.app.usage import Fact
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.theme import measure

_ACROSS = 4
"""Facts in a row."""
_MOST = 64
"""Facts that are shown."""


class FactTiles(QWidget):
    """A few facts, four in a row."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._facts: tuple[Fact, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(measure(24))
        self._grid.setVerticalSpacing(measure(12))
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(_MOST // _ACROSS, 1)  # room that is left over stays below

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is shown."""
        return self._facts

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show these in place of those before."""
        self._facts = facts[:_MOST]
        while (entry := self._grid.takeAt(0)) is not None:
            tile = entry.widget()
            if tile is not None:
                tile.hide()
                tile.deleteLater()
        for at, fact in enumerate(self._facts):
            self._grid.addWidget(self._tile(fact), at // _ACROSS, at % _ACROSS, Qt.AlignmentFlag.AlignTop)

    def _tile(self, fact: Fact) -> QWidget:
        tile = QWidget(self)
        title = PlainLabel(fact.title, tile)
        title.setProperty("role", "muted")
        value = PlainLabel(fact.words, tile)
        value.setWordWrap(True)
        value.setProperty("role", "title")
        value.setAccessibleName(f"{fact.title}: {fact.words}")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(tile)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title)
        column.addWidget(value)
        return tile


class WordTable(QTableWidget):
    """Rows of words nobody can change; the chosen rows are copied as text, a tab between two cells."""

    def __init__(self, name: str, title: str, head: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(0, len(head), parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setHorizontalHeaderLabels(list(head))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column in range(len(head)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these in place of those before."""
        self.setRowCount(len(rows))
        for row, words in enumerate(rows):
            for column, word in enumerate(words):
                item = QTableWidgetItem(word)
                item.setToolTip(plain_tip(word))
                self.setItem(row, column, item)

    def texts(self) -> list[list[str]]:
        """What is shown, row by row."""
        return [[self._word(row, column) for column in range(self.columnCount())] for row in range(self.rowCount())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        chosen = sorted({index.row() for index in self.selectedIndexes()})
        texts = self.texts()
        QApplication.clipboard().setText("\n".join("\t".join(texts[row]) for row in chosen))

    def _word(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text() if item is not None else ""
