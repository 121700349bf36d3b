"""A button that says which of some names are chosen, with a menu to choose others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from studio.ui.icons import icon
from studio.ui.labels import plain_tip
from studio.ui.theme import measure


class NamesMenu(QPushButton):
    """Several of `known`, or none, which `words_for_none` describes. `changed` comes when a person chose."""

    changed = Signal()

    def __init__(self, known: Sequence[str], *, words_for_none: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = tuple(known)
        self._words_for_none = words_for_none
        self._chosen: tuple[str, ...] = ()
        self.setProperty("choice", True)
        self._menu = QMenu(self)
        self._menu.setMinimumWidth(measure(160))
        self._menu.triggered.connect(self._on_triggered)
        self.clicked.connect(self._open)
        self.show_names(())

    @property
    def names(self) -> tuple[str, ...]:
        """The chosen names, in the order of the menu."""
        return self._chosen

    def show_names(self, chosen: Sequence[str]) -> None:
        """Show other names as chosen without telling anybody; names that are not known stay in the menu."""
        self._chosen = tuple(chosen)
        self._menu.clear()
        self._add(self._words_for_none, name="", checked=not chosen)
        self._menu.addSeparator()
        for name in dict.fromkeys((*self._known, *chosen)):
            self._add(name, name=name, checked=name in chosen)
        self.setText(", ".join(chosen) or self._words_for_none)
        self.setToolTip(plain_tip(self.text()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The arrow stands where that of a list of choices does; Qt would centre the words beside it."""
        super().paintEvent(event)
        side = measure(12)
        arrow = QRect(self.width() - side - measure(8), (self.height() - side) // 2, side, side)
        icon("chevron-down").paint(QPainter(self), arrow)

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _add(self, title: str, *, name: str, checked: bool) -> None:
        action = QAction(title.replace("&", "&&"), self._menu)
        action.setData(name)
        action.setCheckable(True)
        action.setChecked(checked)
        self._menu.addAction(action)

    def _on_triggered(self, action: QAction) -> None:
        name = str(action.data())
        if not name:
            chosen: tuple[str, ...] = ()
        elif name in self._chosen:
            chosen = tuple(other for other in self._chosen if other != name)
        else:
            order = dict.fromkeys((*self._known, *self._chosen, name))
            chosen = tuple(other for other in order if other in {*self._chosen, name})
        self.show_names(chosen)
        self.changed.emit()
