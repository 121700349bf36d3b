"""A dock whose title bar shows only where no tab says its name: alone in its place, or floating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from studio.core.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class Dock(QDockWidget):
    """Call `show_title` when docks were moved; the window does so after each change of layout."""

    def __init__(self, title: str, name: str, parent: QMainWindow) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setAccessibleName(_("{title} panel").format(title=title))
        self._no_title = QWidget(self)
        self._no_title.setFixedHeight(0)
        self.setWidget(QWidget(self))
        self.topLevelChanged.connect(self.show_title)

    def show_title(self) -> None:
        """Hide the title bar while a tab shows the same words."""
        window = self.parent()
        tabbed = isinstance(window, QMainWindow) and not self.isFloating() and bool(window.tabifiedDockWidgets(self))
        wanted = self._no_title if tabbed else None
        if self.titleBarWidget() is not wanted:
            self.setTitleBarWidget(wanted)  # type: ignore[arg-type]  # None brings Qt's own bar back, the stub forgot it
            self._no_title.setVisible(tabbed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_title()
