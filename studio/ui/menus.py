"""The actions of the window as Qt has them, and the menus they stand in. Made after the first paint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from studio.app.actions import SEPARATOR, Action, actions, menus
from studio.core.words import _
from studio.ui.icons import icon

if TYPE_CHECKING:
    from studio.ui.window import MainWindow

CANVAS_KEYS = frozenset({"Tab", "Return", "Home", "End", "Del", "Esc", "0", "1", "+", "=", "-", "A"})
"""Keys that mean something else in lists and fields: they act only while the canvas area has the focus."""


def fill_menus(window: MainWindow, bar: Mapping[str, QMenu]) -> None:
    """Give the window all its actions, disabled, and put them into the menus of `bar`, by id."""
    for action in actions():
        window.actions_by_id[action.id] = _made(action, window)
    for menu in menus():
        shown = bar[menu.id]
        for entry in menu.entries:
            if entry == SEPARATOR:
                shown.addSeparator()
            elif entry.startswith("*"):
                _fill_part(shown, entry[1:], window)
            else:
                shown.addAction(window.actions_by_id[entry])


_ONCE = frozenset({"take.generate"})
"""What a key that is held down does not do again: it is paid for each time."""


def _made(action: Action, window: MainWindow) -> QAction:
    made = QAction(action.title, window)
    made.setObjectName(action.id)
    if action.icon:
        made.setIcon(icon(action.icon))
    made.setIconVisibleInMenu(False)
    made.setCheckable(action.checkable)
    made.setEnabled(False)
    made.setShortcuts([QKeySequence(keys) for keys in action.keys])
    made.setAutoRepeat(action.id not in _ONCE)
    if CANVAS_KEYS.intersection(action.keys):
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    else:
        window.addAction(made)
    return made


def _fill_part(menu: QMenu, part: str, window: MainWindow) -> None:
    """What the table of menus leaves to the window."""
    if part == "recent":
        window.recent_menu = menu.addMenu(_("Open recent"))
    elif part == "panels":
        shown = menu.addMenu(_("Panels"))
        for dock in window.docks.values():
            shown.addAction(dock.toggleViewAction())
    elif part == "themes":
        window.theme_menu = menu.addMenu(_("Theme"))
