"""What a person wants to do, as a grid of buttons: one is always chosen, arrows walk."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QToolButton, QWidget

from studio.core.words import _
from studio.spec.operation import Intent
from studio.ui.forms.intents import INTENT_ICONS, intent_title
from studio.ui.icons import icon
from studio.ui.theme import measure

_COLUMNS = 3


class IntentGrid(QWidget):
    """`chosen` carries an Intent when a person chose it."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("generate-intents")
        self.setAccessibleName(_("What to do"))
        self._buttons: dict[Intent, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(measure(4))
        for number, intent in enumerate(Intent):
            grid.addWidget(self._button(intent), number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            hints = [button.sizeHint().width() for button in list(self._buttons.values())[column::_COLUMNS]]
            grid.setColumnStretch(column, max(hints))
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def intent(self) -> Intent:
        """What is chosen; the first where nothing is."""
        return next((one for one, button in self._buttons.items() if button.isChecked()), Intent.CREATE)

    def show_intent(self, intent: Intent) -> None:
        """Choose without telling anybody."""
        self._buttons[intent].setChecked(True)

    def _button(self, intent: Intent) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"intent-{intent.name.lower()}")
        button.setText(intent_title(intent))
        button.setAccessibleName(intent_title(intent))
        button.setIcon(icon(INTENT_ICONS[intent], size=16))
        button.setIconSize(QSize(measure(16), measure(16)))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(measure(28))
        button.setCheckable(True)
        self._group.addButton(button)
        self._buttons[intent] = button
        return button

    def _on_clicked(self) -> None:
        self.chosen.emit(self.intent)
