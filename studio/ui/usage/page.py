"""The account with one provider: what is left at the top, and below it what was spent, what was made, what it costs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QToolButton, QVBoxLayout, QWidget

from studio.app.account_reading import AccountReading
from studio.app.balances import Phase
from studio.app.session import Session
from studio.app.usage import Fact, facts_of
from studio.core.words import _
from studio.providers.registry import entry
from studio.store.accounts import ACCOUNTS
from studio.ui.bridge import connect
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure
from studio.ui.usage.asking import Asking
from studio.ui.usage.facts import FactTiles
from studio.ui.usage.made_page import MadePage
from studio.ui.usage.prices import PricesPage
from studio.ui.usage.spending import SpendingPage
from studio.ui.usage.state_pane import StatePane

_IN_PARTS = frozenset({"pixel-engine"})
"""Providers that tell more about the balance than its sum, so that it is read in detail."""


class ProviderPage(QWidget):
    """Reads when it is first seen, and again when a person asks or the account is another one."""

    def __init__(self, provider_id: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._provider = provider_id
        self._title = entry(provider_id).title
        self._session = session
        self._reading = AccountReading(session.providers)
        self._asking = Asking(self, session, f"account with {provider_id}")
        self._seen = False
        self._build()
        self._bind()

    def read(self) -> None:
        """Everything anew."""
        self._session.balances.ask(self._provider)
        self._spending.read()
        self._made.read()
        self._prices.forget()
        self._read_prices()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._seen:
            self._seen = True
            self._begin()

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        name = f"usage-{self._provider}"
        self.setObjectName(name)
        self._facts = FactTiles(f"{name}-facts", self)
        self._left = StatePane(self._facts, f"{name}-left", self)
        self._again = QToolButton(self)
        self._again.setObjectName(f"{name}-again")
        self._again.setIcon(icon("refresh"))
        self._again.setToolTip(_("Read everything again (F5)"))
        self._again.setAccessibleName(_("Read the account with {provider} again").format(provider=self._title))
        self._site = QPushButton(_("Open its site"), self)
        self._site.setObjectName(f"{name}-site")
        self._site.setAccessibleName(
            _("Open the account page of {provider} in the browser").format(provider=self._title)
        )
        self._site.setToolTip(ACCOUNTS[self._provider].page)
        self._site.setAutoDefault(False)
        title = PlainLabel(_("Balance"), self)
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.setSpacing(measure(8))
        head.addWidget(title, 1)
        head.addWidget(self._site)
        head.addWidget(self._again)
        self._spending = SpendingPage(self._provider, self._session, self)
        self._made = MadePage(self._provider, self._session, self)
        self._prices = PricesPage(self._provider, self._session, self)
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName(f"{name}-tabs")
        for page, words in ((self._spending, _("Spent")), (self._made, _("Made")), (self._prices, _("Prices"))):
            self._tabs.addTab(page, words)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(16), measure(12), measure(16), measure(16))
        column.setSpacing(measure(8))
        column.addLayout(head)
        column.addWidget(self._left)
        column.addSpacing(measure(8))
        column.addWidget(self._tabs, 1)

    def _bind(self) -> None:
        self._again.clicked.connect(self.read)
        self._site.clicked.connect(self._on_site)
        self._left.acted.connect(self._on_acted)
        self._made.listed.connect(self._spending.show_made)
        self._made.not_listed.connect(self._spending.show_failed)
        self._spending.list_wanted.connect(self._made.read)
        self._tabs.currentChanged.connect(self._read_prices)
        connect(self, self._session.accounts.changed, self._on_account)
        connect(self, self._session.balances.changed, self._on_balance)

    # -- reading -------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """The keyring may have to be asked first whether there is a token at all."""
        if self._session.accounts.is_known(self._provider):
            self.read()
            return
        self._left.say_busy(_("Looking for the token."))
        self._asking.ask(
            partial(self._session.accounts.look, self._provider), told=self._on_looked, failed=self._left.say_failed
        )

    def _on_looked(self, _found: object) -> None:
        self.read()

    def _show_balance(self) -> None:
        told = self._session.balances.told(self._provider)
        if told.balance is not None and self._provider not in _IN_PARTS:
            self._on_told(facts_of(told.balance))
        elif told.phase is Phase.TOLD:
            self._asking.ask(partial(self._reading.balance, self._provider), told=self._on_told, failed=self._on_failed)
        elif told.phase is Phase.FAILED:
            self._on_failed(told.reason)
        elif told.phase is Phase.SILENT:
            self._left.say(
                _("Not offered: {provider} does not tell what is left; its site does.").format(provider=self._title)
            )
        elif told.phase is Phase.NO_TOKEN:
            reason = self._session.accounts.trouble() if self._session.accounts.is_shut() else ""
            self._left.say(
                reason or _("There is no token for {provider} yet.").format(provider=self._title),
                action=_("Add a {provider} token...").format(provider=self._title),
            )
        elif not self._facts.facts:
            self._left.say_busy(_("Asking {provider} what is left.").format(provider=self._title))

    def _read_prices(self) -> None:
        """Only for whoever looks: some providers take few questions a minute."""
        if self._tabs.currentWidget() is self._prices:
            self._prices.read()

    def _on_told(self, facts: tuple[Fact, ...]) -> None:
        self._facts.show_facts(facts)
        self._left.show_content()

    def _on_failed(self, words: str) -> None:
        self._facts.show_facts(())
        self._left.say_failed(words)

    # -- what happens --------------------------------------------------------------------------------------------------

    def _on_account(self, provider_id: str) -> None:
        if provider_id == self._provider and self._seen and self._session.accounts.is_known(provider_id):
            self._facts.show_facts(())
            self.read()

    def _on_balance(self, provider_id: str) -> None:
        """Asked here, or by somebody else after a job."""
        if provider_id == self._provider and self._seen:
            self._show_balance()

    def _on_acted(self) -> None:
        if self._session.accounts.found(self._provider) is None:
            self._session.account_wanted.emit(self._provider)
        else:
            self.read()

    def _on_site(self) -> None:
        QDesktopServices.openUrl(QUrl(ACCOUNTS[self._provider].page))
