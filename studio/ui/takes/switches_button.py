"""The button that opens how takes are accepted: their colours, their edges, and where they lie."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QToolButton, QWidget

from studio.app.acceptance import Acceptance
from studio.app.accepting import palette_way
from studio.app.switches import Switches
from studio.core.words import _
from studio.doc.model import Sprite
from studio.ui.icons import icon
from studio.ui.takes.switches_popup import SwitchesPopup


class SwitchesButton(QToolButton):
    """Looks pressed while anything is not left as it came; the tool tip says what is done."""

    def __init__(self, acceptance: Acceptance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acceptance = acceptance
        self._is_set = False
        self.setObjectName("take-switches")
        self.setAccessibleName(_("How takes are accepted"))
        self.setIcon(icon("switches"))
        self.setCheckable(True)
        self._popup = SwitchesPopup(self)
        self._popup.chosen.connect(acceptance.memory.put)
        self.clicked.connect(self._on_clicked)

    def show_switches(self, sprite: Sprite | None) -> None:
        """Show what is set, for this sprite."""
        now = replace(self._acceptance.switches, palette=palette_way(sprite, self._acceptance.switches))
        self._popup.show_switches(now, indexed=now.palette is not self._acceptance.switches.palette)
        self._is_set = now != Switches()
        self.setChecked(self._is_set)
        self.setToolTip(_("How takes are accepted: {ways}").format(ways="; ".join(self._popup.words)))

    def _on_clicked(self) -> None:
        self.setChecked(self._is_set)  # a click opens, it sets nothing
        self._popup.open_over(self)
