"""The button whose menu sets how takes are accepted: their colours, their edges, and where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from studio.app.acceptance import Acceptance
from studio.app.accepting import palette_way
from studio.app.switches import THRESHOLDS, AlignWay, PaletteWay, Switches
from studio.core.words import _
from studio.doc.model import Sprite
from studio.ui.icons import icon


class SwitchesButton(QToolButton):
    """Looks pressed while anything is not left as it came; the tool tip says what is done."""

    def __init__(self, acceptance: Acceptance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acceptance = acceptance
        self._actions: dict[QAction, Switches] = {}
        self._groups: list[QActionGroup] = []
        self.setObjectName("take-switches")
        self.setAccessibleName(_("How takes are accepted"))
        self.setIcon(icon("switches"))
        self.setCheckable(True)
        self._menu = QMenu(self)
        self._menu.setObjectName("take-switches-menu")
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu.triggered.connect(self._on_triggered)

    def show_switches(self, sprite: Sprite | None) -> None:
        """Show what is set, for this sprite."""
        now = replace(self._acceptance.switches, palette=palette_way(sprite, self._acceptance.switches))
        self._fill(now, indexed=now.palette is not self._acceptance.switches.palette)
        self.setChecked(now != Switches())
        done = [action.text() for action in self._actions if action.isChecked()]
        self.setToolTip(_("How takes are accepted: {ways}").format(ways="; ".join(done)))

    def _fill(self, now: Switches, *, indexed: bool) -> None:
        self._menu.clear()
        self._actions.clear()
        self._groups.clear()
        half = THRESHOLDS[1]
        self._add(
            [
                (_("Keep the take’s colours"), "keep", replace(now, palette=PaletteWay.KEEP)),
                (_("Map to the sprite’s palette"), "map", replace(now, palette=PaletteWay.MAP)),
                (_("Add new colours to the palette"), "add", replace(now, palette=PaletteWay.ADD)),
            ],
            now,
        )
        if indexed:
            keep = next(action for action, one in self._actions.items() if one.palette is PaletteWay.KEEP)
            keep.setEnabled(False)
            keep.setToolTip(_("A sprite of indexed colours holds only those of its palette."))
        self._add(
            [
                (_("Keep half-clear pixels"), "soft", replace(now, edges=None)),
                *(
                    (
                        _("Hard edges from {share} % cover").format(share=round(100 * edge / (2 * half))),
                        f"hard-{edge}",
                        hard,
                    )
                    for edge in THRESHOLDS
                    for hard in (replace(now, edges=edge),)
                ),
            ],
            now,
        )
        self._add(
            [
                (_("Where it was sent, else in the middle"), "placed", replace(now, align=AlignWay.PLACED)),
                (_("Feet on the same ground"), "feet", replace(now, align=AlignWay.FEET)),
                (_("Middle of the figure on the middle of the figure"), "centre", replace(now, align=AlignWay.CENTRE)),
                (_("Top left corner on corner"), "top-left", replace(now, align=AlignWay.TOP_LEFT)),
            ],
            now,
        )

    def _add(self, choices: Sequence[tuple[str, str, Switches]], now: Switches) -> None:
        self._menu.addSeparator()
        group = QActionGroup(self._menu)
        self._groups.append(group)
        for words, name, switches in choices:
            action = self._menu.addAction(words)
            action.setObjectName(f"switch-{name}")
            action.setCheckable(True)
            action.setChecked(switches == now)
            group.addAction(action)
            self._actions[action] = switches

    def _on_triggered(self, action: QAction) -> None:
        self._acceptance.memory.put(self._actions[action])
