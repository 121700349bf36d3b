"""What a take says in words and rows: the text of a document, a balance, the characters of an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QPlainTextEdit,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from studio.app.takes import Take
from studio.app.things import table_lines
from studio.core.words import _
from studio.ui.labels import plain_tip


class TakeReading(QStackedWidget):
    """A table where there are rows, else the text; hidden for takes with pictures or poses, whose cards tell more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("take-reading")
        self._text = QPlainTextEdit(self)
        self._text.setObjectName("take-text")
        self._text.setAccessibleName(_("Text of the take"))
        self._text.setReadOnly(True)
        self._table = _Rows(self)
        self._table.setObjectName("take-table")
        self._table.setAccessibleName(_("Rows of the take"))
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setStretchLastSection(True)
        self.addWidget(self._text)
        self.addWidget(self._table)
        self.show_take(None)

    def show_take(self, take: Take | None) -> None:
        """Show what this take says; nothing for one that is seen."""
        is_read = take is not None and not take.frames and not take.poses and bool(take.text or take.table)
        self.setVisible(is_read)
        if take is None or not is_read:
            return
        if take.table:
            self._show_rows(take.table)
            self._table.setToolTip(plain_tip(take.text))
            self.setCurrentWidget(self._table)
        else:
            self._text.setPlainText(take.text)
            self.setCurrentWidget(self._text)

    def _show_rows(self, rows: tuple[Mapping[str, Any], ...]) -> None:
        head, lines = table_lines(rows)
        self._table.clear()
        self._table.setRowCount(len(lines))
        self._table.setColumnCount(len(head))
        self._table.setHorizontalHeaderLabels(list(head))
        for row, line in enumerate(lines):
            for column, words in enumerate(line):
                item = QTableWidgetItem(words)
                item.setToolTip(plain_tip(words))
                self._table.setItem(row, column, item)
        self._table.resizeColumnsToContents()


class _Rows(QTableWidget):
    """A table whose chosen rows are copied as text, a tab between two cells."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        chosen = sorted({index.row() for index in self.selectedIndexes()})
        lines = ["\t".join(self._words(row, column) for column in range(self.columnCount())) for row in chosen]
        QApplication.clipboard().setText("\n".join(lines))

    def _words(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text() if item is not None else ""
