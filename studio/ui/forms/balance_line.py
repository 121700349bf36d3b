"""What is left in the account beside the button that spends it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from studio.app.purse import NOTHING, Help, Purse
from studio.app.remedies import Remedy
from studio.core.words import _
from studio.ui.forms.line import ElidedLabel
from studio.ui.forms.row import Remark, Weight
from studio.ui.icons import icon
from studio.ui.theme import measure


class BalanceLine(QWidget):
    """One muted line, or what is wrong with a button that helps; takes no room where there is nothing to say."""

    ask_wanted = Signal()
    token_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._purse = NOTHING
        self._label = ElidedLabel(self, "generate-balance")
        self._label.setProperty("role", "muted")
        self._ask = QToolButton(self)
        self._ask.setObjectName("generate-balance-ask")
        self._ask.setIcon(icon("refresh", size=16))
        self._ask.setIconSize(QSize(measure(16), measure(16)))
        self._ask.setFixedHeight(measure(20))
        self._ask.setToolTip(_("Ask again what is left"))
        self._ask.setAccessibleName(_("Ask again what is left"))
        self._trouble = Remark(self)
        self._trouble.setObjectName("generate-balance-trouble")
        self._plain = QWidget(self)
        row = QHBoxLayout(self._plain)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(4))
        row.addWidget(self._label, 1)
        row.addWidget(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._plain)
        column.addWidget(self._trouble)
        self._ask.clicked.connect(self.ask_wanted)
        self._trouble.remedy_asked.connect(self._on_remedy)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._purse.words

    def show_purse(self, purse: Purse) -> None:
        """Say something else, or nothing."""
        if purse == self._purse:
            return
        self._purse = purse
        self._plain.setVisible(not purse.is_trouble)
        self._label.show_words(purse.words, purse.short)
        self._ask.setVisible(purse.help is Help.ASK)
        remedy = _REMEDIES.get(purse.help) if purse.is_trouble else None
        self._trouble.say(purse.words if purse.is_trouble else "", Weight.WARNING, remedy)
        self.setVisible(bool(purse.words))

    def _on_remedy(self) -> None:
        (self.token_wanted if self._purse.help is Help.TOKEN else self.ask_wanted).emit()


_REMEDIES = {Help.ASK: Remedy(_("Ask again")), Help.TOKEN: Remedy(_("Change the token..."))}
