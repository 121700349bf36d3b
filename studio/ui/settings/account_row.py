"""One account: its token (hidden), where that is kept and where one is had, what is left, the API's address, and the
project's budget."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QEnterEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from studio.app.balances import Phase, told_words
from studio.app.session import Session
from studio.core.errors import StudioError, UserError
from studio.core.words import _
from studio.providers.registry import entry
from studio.store.accounts import ACCOUNTS
from studio.store.secrets import Source
from studio.ui.bridge import connect
from studio.ui.forms.row import Remark, Weight
from studio.ui.jobs.budget_line import BudgetLine
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.theme import measure

_LABEL_WIDTH = 88


class AccountRow(QWidget):
    """Tokens are typed or pasted and never shown again; everything that takes time is said while it does."""

    usage_asked = Signal(str)
    """The provider whose usage is to be seen."""

    def __init__(self, provider_id: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._provider = provider_id
        self._title = entry(provider_id).title
        self._session = session
        self._accounts = session.accounts
        self._balances = session.balances
        self._busy = False
        self.setObjectName(f"account-{provider_id}")
        self._build()
        self._bind()
        self._show()

    def matches(self, wanted: str) -> bool:
        """Whether every word stands in what the row is about."""
        words = (_("Accounts"), _("Token"), _("Balance"), _("Usage"), _("API address"), _("Budget"))
        told = " ".join((self._title, *words)).casefold()
        return all(word in told for word in wanted.casefold().split())

    def reset(self) -> None:
        """The provider's own address again. The token and the budget stay."""
        self._address.setText("")
        self._on_address()
        self._show()

    @property
    def provider_id(self) -> str:
        """Whose account it is."""
        return self._provider

    def take_focus(self) -> None:
        """The keyboard to the token."""
        self._token.setFocus()

    def look(self) -> None:
        """Ask the keyring whether there is a token now; another program may have put it there. Needs the running loop.

        One that is locked is not asked over and over, since it may ask the person in turn; *Test* does.
        """
        known = self._accounts.is_known(self._provider) and self._accounts.found(self._provider) is not None
        if not known and not self._accounts.is_shut():
            self._launch(self._look())

    def look_at_balance(self) -> None:
        """Ask what is left, once the keyring has said whether there is a token. Needs the running loop."""
        self._launch(self._look_at_balance())

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._token = self._line("token", _("Token of {provider}"))
        self._token.setEchoMode(QLineEdit.EchoMode.Password)
        self._token.setPlaceholderText(_("Paste a token"))
        self._keep = self._button("keep", _("Keep"), _("Keep this token in the system's keyring"))
        self._test = self._button("test", _("Test"), _("Ask the provider whether it takes the token; costs nothing"))
        self._forget = self._button("forget", _("Forget"), _("Take the token out of the keyring"))
        self._get = self._button("get", _("Get a token..."), ACCOUNTS[self._provider].page)
        self._usage = self._button("usage", _("Usage..."), _("What was spent, what was made, and prices"))
        self._where = self._words("where")
        self._remark = Remark(self)
        self._remark.setObjectName(f"account-{self._provider}-remark")
        self._left = self._words("left")
        self._address = self._line("address", _("API address of {provider}"))
        self._address.setPlaceholderText(_("The provider's own"))
        self._budget = BudgetLine(self._provider, self._session, self)
        self._lay_out()

    def _lay_out(self) -> None:
        title = PlainLabel(self._title, self)
        title.setProperty("role", "title")
        token = self._across(self._token, self._keep)
        token.setStretch(0, 1)
        balance = self._across(self._left, self._usage)
        balance.setStretch(0, 1)
        buttons = self._across(self._test, self._forget, self._get)
        buttons.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, measure(8), 0, measure(8))
        grid.setHorizontalSpacing(measure(12))
        grid.setVerticalSpacing(measure(4))
        grid.setColumnMinimumWidth(0, measure(_LABEL_WIDTH))
        grid.setColumnStretch(1, 1)
        grid.addWidget(title, 0, 0, 1, 2)
        for row, words, buddy in (
            (1, _("Token"), self._token),
            (5, _("Balance"), self._usage),
            (6, _("API address"), self._address),
            (7, _("Budget"), self._budget),
        ):
            name = PlainLabel(words, self)
            name.setBuddy(buddy)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignRight)
        grid.addLayout(token, 1, 1)
        grid.addWidget(self._where, 2, 1)
        grid.addLayout(buttons, 3, 1)
        grid.addWidget(self._remark, 4, 1)
        grid.addLayout(balance, 5, 1)
        grid.addWidget(self._address, 6, 1)
        grid.addWidget(self._budget, 7, 1)

    @staticmethod
    def _across(*widgets: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(measure(8))
        for widget in widgets:
            row.addWidget(widget)
        return row

    def _words(self, name: str) -> QLabel:
        label = PlainLabel(self)
        label.setObjectName(f"account-{self._provider}-{name}")
        label.setProperty("role", "muted")
        label.setWordWrap(True)
        return label

    def _line(self, name: str, words: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(f"account-{self._provider}-{name}")
        line.setAccessibleName(words.format(provider=self._title))
        return line

    def _button(self, name: str, title: str, words: str) -> QPushButton:
        button = QPushButton(title, self)
        button.setObjectName(f"account-{self._provider}-{name}")
        button.setAccessibleName(f"{title}, {self._title}")
        button.setToolTip(words)
        button.setAutoDefault(False)
        return button

    def _bind(self) -> None:
        self._token.textChanged.connect(self._show_buttons)
        self._token.returnPressed.connect(self._on_keep)
        self._keep.clicked.connect(self._on_keep)
        self._test.clicked.connect(self._on_test)
        self._forget.clicked.connect(self._on_forget)
        self._get.clicked.connect(self._on_get)
        self._usage.clicked.connect(self._on_usage)
        self._address.editingFinished.connect(self._on_address)
        connect(self, self._accounts.changed, self._on_account)
        connect(self, self._balances.changed, self._on_account)

    # -- showing -------------------------------------------------------------------------------------------------------

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.look()

    def _show(self) -> None:
        where = self._accounts.where(self._provider)
        if where:
            self._where.setText(_("The token is {where}.").format(where=where))
        elif self._accounts.is_known(self._provider):
            self._where.setText(" ".join(part for part in (_("No token."), self._accounts.trouble()) if part))
        else:
            self._where.setText(_("Not looked for yet."))
        address, source = self._accounts.address(self._provider)
        if not self._address.isModified():
            self._address.setText(address)
        self._address.setToolTip(plain_tip(source))
        self._address.setReadOnly(bool(source) and source != _("from the settings"))
        self._left.setText(self._left_words())
        self._show_buttons()

    def _show_buttons(self) -> None:
        found = self._accounts.found(self._provider)
        self._keep.setEnabled(bool(self._token.text().strip()) and not self._busy)
        holder = self._accounts.borrowed_from(self._provider)
        is_kept = found is not None and found.source is not Source.ENVIRONMENT
        self._test.setEnabled((found is not None or self._accounts.is_shut()) and not self._busy)
        self._forget.setEnabled(is_kept and not holder and not self._busy)
        self._forget.setToolTip(
            _("The token is that of {provider}; forget it there").format(provider=entry(holder).title)
            if holder
            else _("Take the token out of the keyring")
        )

    def _left_words(self) -> str:
        """What is left; what went wrong stands beside the token where a person asked for it."""
        told = self._balances.told(self._provider)
        if told.phase is Phase.NO_TOKEN or (told.phase is Phase.UNKNOWN and self._accounts.needs_token(self._provider)):
            return _("Shown once there is a token.")
        if told.is_refused:
            return _("Not known: the token is not accepted.")
        return told_words(self._provider, told) or _("Not asked yet.")

    def _refused_words(self) -> str:
        return _("{provider} does not accept this token. Paste another one.").format(provider=self._title)

    def _on_account(self, provider_id: str) -> None:
        if provider_id == self._provider:
            self._show()

    # -- what a person does --------------------------------------------------------------------------------------------

    def _on_keep(self) -> None:
        if self._keep.isEnabled():
            self._begin(self._save(self._token.text()), _("Waiting for the keyring."))

    def _on_test(self) -> None:
        self._begin(self._ask(), _("Asking {provider}.").format(provider=self._title))

    def _on_forget(self) -> None:
        self._begin(self._let_go(), _("Waiting for the keyring."))

    def _on_address(self) -> None:
        if self._address.isReadOnly() or self._address.text().strip() == self._accounts.address(self._provider)[0]:
            return
        typed = self._address.text()
        self._address.setModified(False)
        try:
            self._accounts.set_address(self._provider, typed)
        except UserError as error:
            self._address.setModified(True)
            self._remark.say(str(error), Weight.ERROR)
        else:
            self._remark.say("")

    def _on_get(self) -> None:
        page = ACCOUNTS[self._provider].page
        if not QDesktopServices.openUrl(QUrl(page)):
            self._remark.say(_("No browser could be opened. The page is {page}").format(page=page), Weight.WARNING)

    def _on_usage(self) -> None:
        self.usage_asked.emit(self._provider)

    # -- what takes time -----------------------------------------------------------------------------------------------

    def _begin(self, work: Coroutine[Any, Any, str], words: str) -> None:
        self._busy = True
        self.take_focus()  # a button that is greyed would pass the keyboard on to the address
        self._remark.say(words)
        self._show_buttons()
        self._launch(self._done(work))

    def _launch(self, work: Coroutine[Any, Any, None]) -> None:
        self._session.tasks.launch(work, name=f"account {self._provider}")

    async def _done(self, work: Coroutine[Any, Any, str]) -> None:
        try:
            words, weight = await work, Weight.HINT
        except StudioError as error:
            words, weight = str(error), Weight.ERROR
        if isValid(self):
            self._busy = False
            self._remark.say(words, weight)
            self._show()

    async def _look(self) -> None:
        await self._accounts.look(self._provider)

    async def _look_at_balance(self) -> None:
        await self._balances.find(self._provider)

    async def _save(self, pasted: str) -> str:
        where = await self._accounts.save(self._provider, pasted)
        if isValid(self):
            self._token.clear()
        told = await self._balances.find(self._provider)
        if told.is_refused:
            raise UserError(self._refused_words())
        return "" if where is Source.KEYRING else self._accounts.trouble()

    async def _ask(self) -> str:
        told = await self._balances.find(self._provider, patient=True)
        match told.phase:
            case Phase.FAILED:
                raise UserError(self._refused_words() if told.is_refused else told.reason)
            case Phase.NO_TOKEN:
                raise UserError(self._accounts.trouble() or _("There is no token to test."))
            case Phase.SILENT:
                return _("{provider} has no way to test a token; the first request shows whether it takes it.").format(
                    provider=self._title
                )
            case Phase.TOLD:
                return _("{provider} takes the token.").format(provider=self._title)
        return ""  # the account was changed meanwhile, and is asked again

    async def _let_go(self) -> str:
        let_go = await self._accounts.forget(self._provider)
        return _("The token is forgotten.") if let_go else self._accounts.trouble()
