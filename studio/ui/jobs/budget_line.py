"""A project's budget with one provider: its amount, what is used of it, and what is left."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.app.billing import BUDGET_UNITS, BudgetState
from studio.app.session import Session
from studio.core.errors import UserError
from studio.core.words import _
from studio.providers.registry import entry
from studio.spec.cost import Unit, amount_words
from studio.ui.bridge import connect
from studio.ui.forms.row import Remark, Weight
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_FIELD_WIDTH = 96


class BudgetLine(QWidget):
    """Writes into the project as soon as the field is left; for every place where a budget is shown."""

    def __init__(self, provider_id: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._provider = provider_id
        self._session = session
        self._build()
        self._bind()
        self.show_budget()

    def show_budget(self) -> None:
        """Everything anew; what is being typed stays."""
        is_open = self._session.project is not None
        state = self._session.billing.budget_state(self._provider)
        if not self._amount.isModified():
            self._amount.setText("" if state.limit is None else f"{state.limit:f}")
        self._amount.setEnabled(is_open)
        self._amount.setPlaceholderText(_("No budget") if is_open else _("No project"))
        self._amount.setToolTip(
            _("The most this project may spend here; what would pass it is not sent")
            if is_open
            else _("A budget belongs to a project; none is open")
        )
        words = used_words(state) if is_open else ""
        self._used.setText(words)
        self._used.setVisible(bool(words))

    def propose(self, amount: Decimal) -> None:
        """Put an amount into the field, chosen, for the person to keep with Enter."""
        self._amount.setText(f"{amount:f}")
        self._amount.setModified(True)
        self._amount.setFocus()
        self._amount.selectAll()

    def _build(self) -> None:
        title = entry(self._provider).title
        self.setObjectName(f"budget-{self._provider}")
        self._amount = QLineEdit(self)
        self._amount.setObjectName(f"budget-{self._provider}-amount")
        self._amount.setAccessibleName(_("Budget for {provider} in this project").format(provider=title))
        self._amount.setFixedWidth(measure(_FIELD_WIDTH))
        self._amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        unit = PlainLabel(unit_words(BUDGET_UNITS[self._provider]), self)
        unit.setProperty("role", "muted")
        self._used = PlainLabel(self)
        self._used.setObjectName(f"budget-{self._provider}-used")
        self._used.setProperty("role", "muted")
        self._used.setToolTip(_("Spent, held by jobs that wait or run, or perhaps charged"))
        self._remark = Remark(self)
        self._remark.setObjectName(f"budget-{self._provider}-remark")
        row = QHBoxLayout()
        row.setSpacing(measure(8))
        row.addWidget(self._amount)
        row.addWidget(unit)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measure(4))
        column.addLayout(row)
        column.addWidget(self._used)
        column.addWidget(self._remark)

    def _bind(self) -> None:
        self._amount.editingFinished.connect(self._on_edited)
        connect(self, self._session.project_changed, self.show_budget)

    def _on_edited(self) -> None:
        if not self._amount.isModified():
            return
        typed = self._amount.text().strip().replace(",", ".")
        try:
            amount = Decimal(typed) if typed else None
        except InvalidOperation:
            self._remark.say(_("A budget is an amount such as 2.5, not {given}.").format(given=typed), Weight.ERROR)
            return
        if amount == self._session.billing.budget(self._provider):
            self._amount.setModified(False)
            self._remark.say("")
            return
        try:
            self._session.billing.set_budget(self._provider, amount)
        except UserError as error:
            self._remark.say(str(error), Weight.ERROR)
            return
        self._amount.setModified(False)
        self._remark.say("")
        self.show_budget()


def used_words(state: BudgetState) -> str:
    """`1.2 used, 3.8 left`, in the unit that stands beside the field."""
    used = _plain(state.used)
    if state.left is None:
        return _("{used} used").format(used=used) if state.used else ""
    if state.left < 0:
        return _("{used} used, {over} over the budget").format(used=used, over=_plain(-state.left))
    return _("{used} used, {left} left").format(used=used, left=_plain(state.left))


def unit_words(unit: Unit) -> str:
    """The name of a unit alone."""
    return amount_words(Decimal(2), unit).removeprefix("2").strip()


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}" if amount else "0"
