"""The row of buttons that accept a take: one a way, the usual one marked, what cannot be done explained."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from studio.app import place
from studio.app.acceptance import Acceptance
from studio.app.place import Placement
from studio.app.takes import Take
from studio.core.words import _
from studio.doc.model import Sprite
from studio.ui.takes.switches_button import SwitchesButton
from studio.ui.theme import measure

_AROUND = 10
"""Pixels of a button that are not words."""


class AcceptWays(QWidget):
    """`way_chosen` carries a Placement."""

    way_chosen = Signal(object)

    def __init__(self, acceptance: Acceptance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acceptance = acceptance
        self._buttons: dict[Placement, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(4))
        for way in (Placement.FRAMES, Placement.REPLACE, Placement.LAYER, Placement.SPRITE, Placement.POSES):
            button = QPushButton(place.title_of(way), self)
            button.setObjectName(f"accept-{way.value}")
            button.setAccessibleName(explained(way))
            button.setProperty("narrow", True)
            button.setMinimumWidth(_widest(button) + measure(_AROUND))
            button.clicked.connect(self._on_clicked)
            self._buttons[way] = button
            row.addWidget(button, 1)
        self._switches = SwitchesButton(acceptance, self)
        row.addWidget(self._switches)

    def show_ways(self, take: Take | None, sprite: Sprite | None) -> None:
        """The ways of this take into this sprite."""
        self.setVisible(take is None or bool(take.frames or take.poses))  # what is only read has no way in
        ways = self._acceptance.placements(take) if take is not None else ()
        self._switches.show_switches(sprite)
        self._switches.setVisible(take is None or bool(take.frames))
        poses_only = take is not None and not take.frames
        for way, button in self._buttons.items():
            button.setVisible((way is Placement.POSES) == poses_only)
            reason = self._acceptance.refusal(take, way) if take is not None else _("Choose a take first.")
            button.setEnabled(not reason)
            usual = bool(ways) and ways[0] is way
            button.setToolTip(reason or (_("{way} (A)").format(way=explained(way)) if usual else explained(way)))
            _restyle(button, primary=usual)

    def _on_clicked(self) -> None:
        button = self.sender()
        self.way_chosen.emit(next(way for way, known in self._buttons.items() if known is button))


def explained(way: Placement) -> str:
    """The way in a few words."""
    return {
        Placement.FRAMES: _("Accept as new frames after the current one"),
        Placement.REPLACE: _("Accept on this layer, in place of the frames that were sent"),
        Placement.LAYER: _("Accept as a layer of its own, from the current frame on"),
        Placement.SPRITE: _("Accept as a new sprite in a tab of its own"),
        Placement.POSES: _("Put the poses onto the frames, from the current one on"),
    }[way]


def _widest(button: QPushButton) -> int:
    """Its words as they are when it is the usual way."""
    bold = button.font()
    bold.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(bold).horizontalAdvance(button.text())


def _restyle(button: QPushButton, *, primary: bool) -> None:
    if button.property("primary") != primary:
        button.setProperty("primary", primary)
        button.style().unpolish(button)
        button.style().polish(button)
