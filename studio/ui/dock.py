"""A dock whose title bar shows only where no tab says its name: alone in its place, or floating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget, QMainWindow, QWidget

from studio.core.words import _
from studio.ui.theme import measure

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

_FLOATING = QSize(860, 540)


class Dock(QDockWidget):
    """Call `show_title` when docks were moved; the window does so after each change of layout."""

    def __init__(self, title: str, name: str, parent: QMainWindow) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setAccessibleName(_("{title} panel").format(title=title))
        self._no_title = QWidget(self)
        self._no_title.setFixedHeight(0)
        self.setWidget(QWidget(self))
        self._placed = False
        self.topLevelChanged.connect(self.show_title)
        self.visibilityChanged.connect(self._on_shown)
        button = self.findChild(QAbstractButton, "qt_dockwidget_floatbutton")
        if button is not None:
            button.clicked.connect(self._step_aside)

    def show_title(self) -> None:
        """Hide the title bar while a tab shows the same words."""
        window = self.parent()
        tabbed = isinstance(window, QMainWindow) and not self.isFloating() and bool(window.tabifiedDockWidgets(self))
        wanted = self._no_title if tabbed else None
        if self.titleBarWidget() is not wanted:
            self.setTitleBarWidget(wanted)  # type: ignore[arg-type]  # None brings Qt's own bar back, the stub forgot it
            self._no_title.setVisible(tabbed)

    def _on_shown(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signature
        """A key that was meant for the window does not act on what stands behind another tab: the keyboard goes to the
        canvas, or nowhere. Behind a tab a widget counts as visible, so Qt leaves the keyboard there."""
        focused: QWidget | None = QApplication.focusWidget()
        if shown or focused is None or not self.isAncestorOf(focused):
            return
        window = self.parentWidget()
        canvases = window.findChildren(QWidget, "canvas") if window is not None else []
        canvas = next((one for one in canvases if one.isVisible()), None)
        if canvas is not None:
            canvas.setFocus()
        else:
            focused.clearFocus()

    def _step_aside(self) -> None:
        if self.isFloating():  # exactly over its old place nobody sees that it floats
            self.move(self.pos() - QPoint(measure(32), measure(64)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_title()
        window = self.parentWidget()
        if window is not None and self.isFloating() and not self._placed and self.pos().isNull():
            place = QRect(QPoint(0, 0), self.size())
            place.moveCenter(window.geometry().center())
            self.move(place.topLeft())
        self._placed = True

    def float_by_itself(self) -> None:
        """Beside the window, which takes much room; over its middle when it is first shown."""
        self.setFloating(True)
        room = self.screen().availableGeometry().size()
        self.resize(QSize(measure(_FLOATING.width()), measure(_FLOATING.height())).boundedTo(room))
        self.move(0, 0)
        self._placed = False
