"""Models and prices: the provider's own list where it has one, else what the studio knows."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.app.account_reading import AccountReading, known_prices
from studio.app.session import Session
from studio.app.usage import Priced, Topic, operation_for
from studio.core.words import _
from studio.providers.registry import entry
from studio.ui.forms.row import Remark, Weight
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure
from studio.ui.usage.asking import Asking
from studio.ui.usage.facts import WordTable

_KNOWN_HEAD = (_("What"), _("Model"), _("Price"))
_TOLD_HEAD = (_("Model"), _("Kind"), _("Price"))


class PricesPage(QWidget):
    """A table that is never empty: prices that cannot be read leave those that are known."""

    def __init__(self, provider_id: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._provider = provider_id
        self._title = entry(provider_id).title
        self._session = session
        self._reading = AccountReading(session.providers)
        self._asking = Asking(self, session, f"prices of {provider_id}")
        self._has_list = operation_for(provider_id, Topic.MODELS) is not None
        self._is_read = False
        self._build()
        self._show_known()

    def forget(self) -> None:
        """What was read is of another account, or too old."""
        self._is_read = False

    def read(self) -> None:
        """Read the list, where there is one, a token to ask with, and it was not read already."""
        if not self._has_list or self._is_read:
            return
        if self._session.accounts.found(self._provider) is None:
            self._show_known()
            return
        self._is_read = True
        self._again.setEnabled(False)
        self._source.setText(_("Asking {provider} for its prices.").format(provider=self._title))
        self._asking.ask(partial(self._reading.models, self._provider), told=self._on_told, failed=self._on_failed)

    def _build(self) -> None:
        name = f"usage-{self._provider}-prices"
        self.setObjectName(name)
        self._source = PlainLabel(self)
        self._source.setObjectName(f"{name}-source")
        self._source.setProperty("role", "muted")
        self._source.setWordWrap(True)
        self._again = QPushButton(_("Read again"), self)
        self._again.setObjectName(f"{name}-again")
        self._again.setAccessibleName(_("Read the prices of {provider} again").format(provider=self._title))
        self._again.setVisible(self._has_list)
        self._again.clicked.connect(self._on_again)
        self._remark = Remark(self)
        self._remark.setObjectName(f"{name}-remark")
        self._table = WordTable(f"{name}-table", _("Prices"), _KNOWN_HEAD, self)
        top = QHBoxLayout()
        top.setSpacing(measure(12))
        top.addWidget(self._source, 1)
        top.addWidget(self._again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measure(12), 0, 0)
        column.setSpacing(measure(8))
        column.addLayout(top)
        column.addWidget(self._remark)
        column.addWidget(self._table, 1)

    def _on_again(self) -> None:
        self.forget()
        self.read()

    def _show_known(self) -> None:
        self._again.setEnabled(True)
        self._show_rows(known_prices(self._session.providers(self._provider)), _KNOWN_HEAD)
        self._source.setText(
            _("The prices the studio knows. With a token they are read from {provider}.").format(provider=self._title)
            if self._has_list
            else _("Not offered: {provider} has no list to read. These are the prices the studio knows.").format(
                provider=self._title
            )
        )

    def _show_rows(self, rows: tuple[Priced, ...], head: tuple[str, ...]) -> None:
        self._table.setHorizontalHeaderLabels(list(head))
        self._table.setColumnHidden(1, not any(row.detail for row in rows))
        self._table.show_rows([(row.name, row.detail, row.price) for row in rows])

    def _on_told(self, rows: tuple[Priced, ...]) -> None:
        if not rows:
            self._on_failed(_("The list of {provider} is empty.").format(provider=self._title))
            return
        self._again.setEnabled(True)
        self._remark.say("")
        self._source.setText(_("As {provider} tells them now.").format(provider=self._title))
        self._show_rows(rows, _TOLD_HEAD)

    def _on_failed(self, words: str) -> None:
        self.forget()
        self._show_known()
        self._remark.say(words, Weight.ERROR)
