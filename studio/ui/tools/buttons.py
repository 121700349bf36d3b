"""Buttons made from the table of actions, so that words, keys and icons stand in one place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from studio.app.actions import Action, actions
from studio.ui.icons import icon
from studio.ui.theme import measure

if TYPE_CHECKING:
    from studio.app.session import Session

ICON_SIDE = 20
_PICTURES = {"view.actual": "actual-size"}
"""Icons of actions that have none in menus and are not named after their id."""


class ActionButton(QToolButton):
    """Runs one action of the session."""

    def __init__(self, session: Session, action_id: str, *, side: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.action_id = action_id
        action = _by_id()[action_id]
        self.setObjectName(action_id.replace(".", "-"))
        self.setAccessibleName(action.title)
        self.setToolTip(with_keys(action.title, action.keys))
        self.setIcon(icon(action.icon or _PICTURES.get(action_id, action_id.replace(".", "-").replace("_", "-"))))
        self.setIconSize(QSize(measure(ICON_SIDE), measure(ICON_SIDE)))
        self.setFixedSize(measure(side), measure(side))
        self.setCheckable(action.checkable)
        self.setAutoRaise(True)
        self.clicked.connect(self._run)

    def show_state(self) -> None:
        """Whether the action can be used and is on, as the session says now."""
        self.setEnabled(self._session.commands.enabled(self.action_id))
        if self.isCheckable():
            self.setChecked(self._session.commands.checked(self.action_id))

    def _run(self) -> None:
        self._session.commands.run(self.action_id)
        # A click has flipped a checkable button; what holds is what the session says.
        self.show_state()


def with_keys(title: str, keys: tuple[str, ...]) -> str:
    """A tool tip: the title, and the first of the keys as the platform writes it."""
    if not keys:
        return title
    return f"{title} ({QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)})"


@cache
def _by_id() -> dict[str, Action]:
    return {action.id: action for action in actions()}
