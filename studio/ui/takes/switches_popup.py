"""What the button of the switches opens: three headings with one choice each. It stays open until it is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from studio.app.switches import THRESHOLDS, AlignWay, PaletteWay, Switches
from studio.core.words import _
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_MOST_ALPHA = 256


@dataclass(frozen=True, slots=True)
class _Choice:
    """One line, and the field of the switches that it sets."""

    name: str
    words: str
    field: str
    value: PaletteWay | AlignWay | int | None


class SwitchesPopup(QFrame):
    """`chosen` carries the Switches as a person just set them."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._now = Switches()
        self._buttons: dict[QRadioButton, _Choice] = {}
        self.setObjectName("take-switches-popup")
        self.setAccessibleName(_("How takes are accepted"))
        self.setProperty("role", "popup")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(measure(12), measure(8), measure(12), measure(8))
        self._column.setSpacing(0)
        for heading, choices in _sections():
            self._add(heading, choices)

    @property
    def words(self) -> tuple[str, ...]:
        """What is set, a line for each heading."""
        return tuple(button.text() for button in self._buttons if button.isChecked())

    def show_switches(self, now: Switches, *, indexed: bool) -> None:
        """Show what is set; an indexed sprite keeps no foreign colours."""
        self._now = now
        for button, choice in self._buttons.items():
            with QSignalBlocker(button):
                button.setChecked(getattr(now, choice.field) == choice.value)
            if choice.value is PaletteWay.KEEP:
                button.setEnabled(not indexed)
                button.setToolTip(_("A sprite of indexed colours holds only those of its palette.") if indexed else "")

    def open_over(self, button: QWidget) -> None:
        """Above the button, its right edge on the button's, all of it on the screen; the keys go to what is set."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), -self.height() - measure(4)))
        room = button.screen().availableGeometry()
        if corner.y() < room.top():
            corner.setY(min(button.mapToGlobal(QPoint(0, button.height())).y(), room.bottom() - self.height()))
        self.move(max(room.left(), corner.x()), corner.y())
        self.show()
        next((one for one in self._buttons if one.isChecked()), self).setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def _add(self, heading: str, choices: Sequence[_Choice]) -> None:
        if self._buttons:
            self._column.addSpacing(measure(8))
        title = PlainLabel(heading, self)
        title.setProperty("role", "title")
        self._column.addWidget(title)
        group = QButtonGroup(self)
        for choice in choices:
            button = QRadioButton(choice.words, self)
            button.setObjectName(f"switch-{choice.name}")
            button.setAccessibleName(_("{heading}: {choice}").format(heading=heading, choice=choice.words))
            button.toggled.connect(self._on_toggled)
            group.addButton(button)
            self._column.addWidget(button)
            self._buttons[button] = choice

    def _on_toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        button = self.sender()
        if checked and isinstance(button, QRadioButton):
            choice = self._buttons[button]
            values: dict[str, Any] = {choice.field: choice.value}
            self._now = replace(self._now, **values)
            self.chosen.emit(self._now)


def _sections() -> tuple[tuple[str, tuple[_Choice, ...]], ...]:
    edges = tuple(
        _Choice(
            f"hard-{edge}",
            _("Hard edges from {share} % cover").format(share=round(100 * edge / _MOST_ALPHA)),
            "edges",
            edge,
        )
        for edge in THRESHOLDS
    )
    return (
        (
            _("Colours"),
            (
                _Choice("keep", _("Keep the take’s colours"), "palette", PaletteWay.KEEP),
                _Choice("map", _("Map to the sprite’s palette"), "palette", PaletteWay.MAP),
                _Choice("add", _("Add new colours to the palette"), "palette", PaletteWay.ADD),
            ),
        ),
        (_("Edges"), (_Choice("soft", _("Keep half-clear pixels"), "edges", None), *edges)),
        (
            _("Place"),
            (
                _Choice("placed", _("Where it was sent, else in the middle"), "align", AlignWay.PLACED),
                _Choice("feet", _("Feet on the same ground"), "align", AlignWay.FEET),
                _Choice("centre", _("Middle of the figure on the middle of the figure"), "align", AlignWay.CENTRE),
                _Choice("top-left", _("Top left corner on corner"), "align", AlignWay.TOP_LEFT),
            ),
        ),
    )
