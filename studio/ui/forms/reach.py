"""How much of the sprite goes along with a mask: a choice below the mask, whose outcome the canvas shows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.app.drafts import JsonValue
from studio.app.inpaint import FIRST_PADDING, LEAST_PADDING, MOST_PADDING
from studio.core.words import _
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.plain import WheelLessCombo
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure


class Reach(StrEnum):
    """What is sent with a mask."""

    WHOLE = "whole"
    AROUND = "around"


class ReachRow(QWidget):
    """The choice, and how many pixels around the mask. Unseen where there is nothing to choose."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_chosen = False
        self._choice = WheelLessCombo(self)
        self._choice.addItem(_("Whole picture"), Reach.WHOLE)
        self._choice.addItem(_("Around the mask"), Reach.AROUND)
        self._choice.setObjectName(f"{name}-reach")
        self._choice.setAccessibleName(_("How much of the picture is sent"))
        self._choice.setToolTip(
            _("Less of a large sprite leaves the mask more room in what is sent. The result goes back to its place.")
        )
        self._padding = NumberBox(self)
        self._padding.limit(LEAST_PADDING, MOST_PADDING)
        self._padding.show_number(FIRST_PADDING)
        self._padding.setObjectName(f"{name}-padding")
        self._padding.setAccessibleName(_("Pixels around the mask"))
        self._padding.setFixedWidth(measure(80))
        self._padding.setToolTip(_("How many pixels around the mask are sent along"))
        self._unit = PlainLabel(_("px"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(4))
        row.addWidget(self._choice, 1)
        row.addWidget(self._padding)
        row.addWidget(self._unit)
        self._choice.activated.connect(self._on_choice)
        self._padding.changed.connect(self._on_padding)
        self._show()
        self.hide()

    @property
    def padding(self) -> int | None:
        """Pixels around the mask; None where the whole picture is sent."""
        if self.isHidden() or self._choice.currentData() != Reach.AROUND:
            return None
        return int(self._padding.number if self._padding.number is not None else FIRST_PADDING)

    def suggest(self, reach: Reach) -> None:
        """What is sent as long as no person chose anything."""
        if not self._is_chosen and self._choice.currentData() != reach:
            self._choice.setCurrentIndex(self._choice.findData(reach))
            self._show()

    def draft(self) -> Mapping[str, JsonValue]:
        """What to keep for the next time; nothing while nobody chose."""
        if not self._is_chosen:
            return {}
        return {"reach": str(self._choice.currentData()), "padding": self._padding.number}

    def restore(self, draft: Mapping[str, JsonValue]) -> None:
        """Show what was kept; anything strange is passed over."""
        self._is_chosen = True
        self._choice.setCurrentIndex(max(0, self._choice.findData(draft.get("reach"))))
        padding = draft.get("padding")
        if isinstance(padding, int | float) and LEAST_PADDING <= padding <= MOST_PADDING:
            self._padding.show_number(int(padding))
        self._show()

    def _on_padding(self) -> None:
        self._is_chosen = True
        self.changed.emit()

    def _on_choice(self) -> None:
        self._is_chosen = True
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        around = self._choice.currentData() == Reach.AROUND
        self._padding.setVisible(around)
        self._unit.setVisible(around)
