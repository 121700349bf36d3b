"""Takes that are read: texts and tables."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QTableWidget
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.ui.takes.panel import TakesPanel
from studio.ui.takes.reading import TakeReading
from studio.ui.takes.ways import AcceptWays
from tests.unit.app.takes import take_of

ROWS = ({"left": "4.25", "unit": "usd"}, {"left": "450", "unit": "generations", "plan": "tier 1"})


def _panel(session: Session, qtbot: QtBot) -> TakesPanel:
    panel = TakesPanel(session)
    qtbot.addWidget(panel)
    panel.resize(320, 420)
    panel.show()
    return panel


def _reading(panel: TakesPanel) -> TakeReading:
    found = panel.findChild(TakeReading)
    assert found is not None
    return found


def test_a_balance_is_a_table_whose_rows_can_be_copied(session: Session, qtbot: QtBot) -> None:
    panel = _panel(session, qtbot)
    session.takes.add(take_of(name="balance", table=ROWS, text="Plan: tier 1"))
    session.takes.choose("balance")
    table = _reading(panel).currentWidget()
    assert isinstance(table, QTableWidget)
    assert table.isVisible()
    heads = [table.horizontalHeaderItem(column) for column in range(table.columnCount())]
    assert [head.text() for head in heads if head is not None] == ["left", "unit", "plan"]
    ways = panel.findChild(AcceptWays)
    assert ways is not None
    assert ways.isHidden()
    table.selectAll()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "4.25\tusd\t\n450\tgenerations\ttier 1"


def test_a_document_is_a_text_that_cannot_be_changed(session: Session, qtbot: QtBot) -> None:
    panel = _panel(session, qtbot)
    session.takes.add(take_of(name="document", text="# API\nOne line"))
    session.takes.choose("document")
    text = _reading(panel).currentWidget()
    assert isinstance(text, QPlainTextEdit)
    assert text.toPlainText() == "# API\nOne line"
    QTest.keyClicks(text, "x")
    assert text.toPlainText() == "# API\nOne line"


def test_what_is_seen_is_not_read(session: Session, qtbot: QtBot) -> None:
    panel = _panel(session, qtbot)
    session.takes.add(take_of("rrrr rrrr", name="tiles", table=ROWS))
    session.takes.choose("tiles")
    assert not _reading(panel).isVisible()
