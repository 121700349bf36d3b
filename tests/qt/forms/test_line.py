"""One line of words where there is more or less room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.app.purse import Purse
from studio.ui.forms.balance_line import BalanceLine
from studio.ui.forms.line import ElidedLabel


def test_what_is_reserved_is_in_sight_where_not_all_has_room(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    line = BalanceLine(host)
    whole = "Left: 450 generations; 10.5 USD, 0.0237 reserved"
    line.show_purse(Purse(whole, short="Left: 10.5 USD, 0.0237 reserved"))
    label = line.findChild(ElidedLabel)
    assert isinstance(label, ElidedLabel)
    width = label.fontMetrics().horizontalAdvance(whole)
    label.resize(width + 1, 20)
    assert label.shown == whole
    label.resize(width - 20, 20)
    assert label.shown == "Left: 10.5 USD, 0.0237 reserved"
    assert "450 generations" in label.toolTip()
    label.resize(60, 20)
    assert label.shown.endswith("…")
