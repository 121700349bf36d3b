"""What was spent in a range of days: as the provider tells it, and as this computer's own list of jobs has it."""

from __future__ import annotations

import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from studio.app.account_reading import AccountReading
from studio.app.session import Session
from studio.app.usage import (
    Fact,
    Made,
    Topic,
    charges_words,
    in_range,
    is_perhaps_paid,
    operation_for,
    paid_here,
    per_day,
    perhaps_paid_here,
)
from studio.core.words import _
from studio.providers.registry import entry
from studio.ui.bridge import connect
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure
from studio.ui.usage.asking import Asking
from studio.ui.usage.day_range import DayRange
from studio.ui.usage.facts import FactTiles, WordTable
from studio.ui.usage.state_pane import StatePane


class SpendingPage(QWidget):
    """The provider's part above, this computer's below, for the same days.

    Where a provider only lists what was made, its part is summed up from that list (`show_made`).
    """

    list_wanted = Signal()
    """The list of what was made is to be read again."""

    def __init__(self, provider_id: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._provider = provider_id
        self._title = entry(provider_id).title
        self._session = session
        self._reading = AccountReading(session.providers)
        self._asking = Asking(self, session, f"spending of {provider_id}")
        self._offers = operation_for(provider_id, Topic.SPENDING) is not None
        self._lists = operation_for(provider_id, Topic.HISTORY) is not None
        self._made: tuple[Made, ...] | None = None
        self._build()
        self._range.chosen.connect(self.read)
        self._told.acted.connect(self._on_again)
        connect(self, session.queue.job_done, self._show_own)
        self._show_own()

    def read(self) -> None:
        """Show the chosen days; asks the provider where it tells."""
        self._show_own()
        if self._range.problem:
            return
        if not (self._offers or self._lists):
            self._told.say(
                _("Not offered: {provider} does not tell what was spent on which days.").format(provider=self._title)
            )
            return
        if self._session.accounts.found(self._provider) is None:
            self._told.say(_("{provider} tells this to whoever has a token.").format(provider=self._title))
            return
        if self._made is not None:
            self._show_made_days(self._made)
            return
        self._told.say_busy(_("Asking {provider} what was spent.").format(provider=self._title))
        if self._offers:
            question = partial(self._reading.spending, self._provider, self._range.first, self._range.last)
            self._asking.ask(question, told=self._on_told, failed=self._told.say_failed)

    def show_made(self, made: tuple[Made, ...]) -> None:
        """The list of what was made is there."""
        if not self._offers:
            self._made = made
            self.read()

    def show_failed(self, words: str) -> None:
        """The list of what was made could not be read."""
        if self._lists and not self._offers:
            self._made = None
            self._told.say_failed(words)

    def _build(self) -> None:
        name = f"usage-{self._provider}-spending"
        self.setObjectName(name)
        self._range = DayRange(f"{name}-range", datetime.datetime.now(datetime.UTC).date(), self)
        self._facts = FactTiles(f"{name}-facts", self)
        self._days = WordTable(f"{name}-days", _("Paid by day"), (_("Day"), _("Paid")), self)
        shown = QStackedWidget(self)
        shown.addWidget(self._days if self._lists and not self._offers else self._facts)
        self._told = StatePane(shown, f"{name}-told", self)
        self._days.setVisible(self._lists and not self._offers)
        self._own = WordTable(f"{name}-own", _("Paid from this computer by day"), _own_head(), self)
        self._none = PlainLabel(_("Nothing was paid from this computer in these days."), self)
        self._none.setObjectName(f"{name}-none")
        self._none.setProperty("role", "muted")
        self._none.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measure(12), 0, 0)
        column.setSpacing(measure(8))
        column.addWidget(self._range)
        column.addWidget(self._head(_("As {provider} tells it").format(provider=self._title)))
        column.addWidget(self._told, 1 if self._lists and not self._offers else 0)
        column.addWidget(self._head(_("From this computer")))
        column.addWidget(self._none)
        column.addWidget(self._own, 1)
        column.addStretch(0)

    def _head(self, title: str) -> QLabel:
        head = PlainLabel(title, self)
        head.setProperty("role", "title")
        head.setContentsMargins(0, measure(8), 0, 0)
        return head

    def _on_told(self, facts: tuple[Fact, ...]) -> None:
        if not facts:
            self._told.say_failed(_("What {provider} told cannot be read.").format(provider=self._title))
            return
        self._facts.show_facts(facts)
        self._told.show_content()

    def _on_again(self) -> None:
        self.read()
        if self._lists and not self._offers:
            self.list_wanted.emit()

    def _show_made_days(self, made: tuple[Made, ...]) -> None:
        days = per_day(in_range(made, self._range.first, self._range.last))
        if not days:
            self._told.say(_("Its list of what was made lately has nothing of these days."))
            return
        self._days.show_rows([(day.isoformat(), charges_words(charges)) for day, charges in days])
        self._told.show_content()

    def _show_own(self) -> None:
        jobs = self._session.queue.jobs()
        told = [job for job in jobs if not is_perhaps_paid(job)]
        paid = self._by_day(paid_here(told, self._provider, self._session.billing.off_the_list(self._provider)))
        perhaps = self._by_day(perhaps_paid_here(jobs, self._provider))
        days = sorted(paid.keys() | perhaps.keys(), reverse=True)
        self._own.show_rows([(day.isoformat(), paid.get(day, ""), perhaps.get(day, "")) for day in days])
        self._own.setVisible(bool(days))
        self._none.setVisible(not days)

    def _by_day(self, made: tuple[Made, ...]) -> dict[datetime.date, str]:
        """What was spent on each of the chosen days."""
        days = per_day(in_range(made, self._range.first, self._range.last))
        return {day: charges_words(charges) for day, charges in days}


def _own_head() -> tuple[str, ...]:
    return (_("Day"), _("Paid"), _("Perhaps paid"))
