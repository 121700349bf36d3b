"""Add a job that was started elsewhere: what it is, and the number its provider gave."""

from __future__ import annotations

from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from studio.app.session import Session
from studio.core.words import _
from studio.jobs.adopting import can_be_adopted
from studio.providers import registry
from studio.store.accounts import ACCOUNTS
from studio.ui.dialogs.sprite import FormDialog
from studio.ui.forms.row import Remark, Weight
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_WIDTH = 420


class AdoptDialog(FormDialog):
    """Nothing is sent but the question how the job stands, and nothing is paid."""

    def __init__(self, session: Session, parent: QWidget, *, chosen: str = "", typed: str = "") -> None:
        super().__init__(parent, _("Add a job by its number"), _("Add job"))
        self.setObjectName("adopt-dialog")
        self._session = session
        self._provider = QComboBox(self)
        self._operation = QComboBox(self)
        self._number = QLineEdit(typed or _number_in(QGuiApplication.clipboard()), self)
        self._number.setPlaceholderText(_("As the provider gives it"))
        self._remark = Remark(self)
        for provider_id in ACCOUNTS:
            if _adoptable(session, provider_id):
                self._provider.addItem(registry.entry(provider_id).title, provider_id)
        self.add(_("Provider"), "adopt-provider", self._provider)
        self.add(_("Made with"), "adopt-operation", self._operation)
        self.add(_("Number of the job"), "adopt-number", self._number)
        words = PlainLabel(_("The studio asks how it stands and fetches the result. Nothing is paid for that."), self)
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        self.form.addRow(words)
        self.form.addRow(self._remark)
        self.setMinimumWidth(measure(_WIDTH))
        self._provider.currentIndexChanged.connect(self._fill_operations)
        self._number.textChanged.connect(self._show_button)
        self._choose(chosen)
        self._number.setFocus()
        self._show_button()

    @property
    def operation_chosen(self) -> str:
        """Id of the operation the job was made with."""
        return str(self._operation.currentData() or "")

    @property
    def number_typed(self) -> str:
        return self._number.text().strip()

    def complain(self, words: str) -> None:
        """Why it could not be added."""
        self._remark.say(words, Weight.ERROR)
        self._number.selectAll()
        self._number.setFocus()

    def _choose(self, operation_id: str) -> None:
        wanted = self._provider.findData(operation_id.partition("/")[0])
        if wanted < 0:
            wanted = self._provider.findData(self._first_with_token())
        self._provider.setCurrentIndex(max(0, wanted))
        self._fill_operations()
        self._operation.setCurrentIndex(max(0, self._operation.findData(operation_id)))

    def _first_with_token(self) -> str:
        return next((one for one in ACCOUNTS if self._session.accounts.found(one) is not None), "")

    def _fill_operations(self) -> None:
        self._operation.clear()
        for operation_id, title in _adoptable(self._session, str(self._provider.currentData())):
            self._operation.addItem(title, operation_id)

    def _show_button(self) -> None:
        self.accept_button.setEnabled(bool(self.number_typed))


def _adoptable(session: Session, provider_id: str) -> list[tuple[str, str]]:
    """Ids and titles of what can be found by a number, in the order of their titles."""
    provider = session.providers(provider_id)
    found = [kind.spec for kind in provider.operations if can_be_adopted(kind, provider)]
    return sorted(((spec.id, spec.title) for spec in found), key=lambda item: item[1])


def _number_in(clipboard: QClipboard) -> str:
    """What was copied, where it looks like a number of a job: one word with a digit."""
    text = clipboard.text().strip()
    looks_so = 6 <= len(text) <= 80 and text.isascii() and not any(letter.isspace() for letter in text)
    return text if looks_so and any(letter.isdigit() for letter in text) and "/" not in text else ""
