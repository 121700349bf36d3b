"""From one day to another: both by hand, or a usual span by its name. What cannot be asked for is said at once."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.app.usage import MOST_DAYS, range_problem
from studio.core.words import _
from studio.ui.forms.row import Remark, Weight
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_MONTH = 30
_SPANS = (
    (_("Last 7 days"), 7),
    (_("Last 30 days"), _MONTH),
    (_("Last 90 days"), 90),
    (_("Last 365 days"), MOST_DAYS),
)


class DayRange(QWidget):
    """`chosen` comes when a range that can be asked for is to be shown."""

    chosen = Signal()

    def __init__(self, name: str, today: datetime.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._build(name)
        self._bind()
        self._on_span()

    @property
    def first(self) -> datetime.date:
        return _day_of(self._first)

    @property
    def last(self) -> datetime.date:
        return _day_of(self._last)

    @property
    def problem(self) -> str:
        """Why these days cannot be asked for; empty when they can."""
        return range_problem(self.first, self.last, self._today)

    def _build(self, name: str) -> None:
        self.setObjectName(name)
        self._span = QComboBox(self)
        self._span.setObjectName(f"{name}-span")
        self._span.setAccessibleName(_("Span"))
        for title, days in _SPANS:
            self._span.addItem(title, days)
        self._span.addItem(_("Days of your own"), 0)
        self._span.setCurrentIndex(self._span.findData(_MONTH))
        self._first = self._edit(f"{name}-first", _("First day"))
        self._last = self._edit(f"{name}-last", _("Last day"))
        self._show = QPushButton(_("Show"), self)
        self._show.setObjectName(f"{name}-show")
        self._show.setAccessibleName(_("Show the spending of these days"))
        self._show.setAutoDefault(False)
        self._remark = Remark(self)
        self._remark.setObjectName(f"{name}-remark")
        row = QHBoxLayout()
        row.setSpacing(measure(8))
        for widget in (self._span, self._first, PlainLabel(_("to"), self), self._last, self._show):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measure(4))
        column.addLayout(row)
        column.addWidget(self._remark)

    def _edit(self, name: str, title: str) -> QDateEdit:
        edit = QDateEdit(_qdate(self._today), self)
        edit.setObjectName(name)
        edit.setAccessibleName(title)
        edit.setToolTip(_("Days are counted in UTC, as the providers do"))
        edit.setDisplayFormat("yyyy-MM-dd")
        edit.setCalendarPopup(True)
        return edit

    def _bind(self) -> None:
        self._span.activated.connect(self._on_span_chosen)
        self._first.userDateChanged.connect(self._on_day)
        self._last.userDateChanged.connect(self._on_day)
        self._show.clicked.connect(self._on_show)

    def _on_span(self) -> None:
        days = self._span.currentData()
        if not days:
            return
        for edit, day in ((self._first, self._today - datetime.timedelta(days=days)), (self._last, self._today)):
            edit.blockSignals(True)
            edit.setDate(_qdate(day))
            edit.blockSignals(False)
        self._say()

    def _on_span_chosen(self) -> None:
        self._on_span()
        self._on_show()

    def _on_day(self) -> None:
        self._span.setCurrentIndex(self._span.count() - 1)
        self._say()

    def _on_show(self) -> None:
        if not self.problem:
            self.chosen.emit()

    def _say(self) -> None:
        self._remark.say(self.problem, Weight.ERROR)
        self._show.setEnabled(not self.problem)


def _day_of(edit: QDateEdit) -> datetime.date:
    day = edit.date()
    return datetime.date(day.year(), day.month(), day.day())


def _qdate(day: datetime.date) -> QDate:
    return QDate(day.year, day.month, day.day)
