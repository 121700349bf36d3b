"""The list of recipes with a button for another one and one that takes it off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from studio.core.words import _
from studio.ui.icons import icon
from studio.ui.theme import measure


class RecipeBar(QWidget):
    """`chosen` gives the index a person picked; `added` and `removed` ask for what their button says."""

    chosen = Signal(int)
    added = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = QComboBox(self)
        self._list.setObjectName("export-recipes")
        self._list.setAccessibleName(_("Recipes"))
        self._list.setToolTip(_("Recipes are kept in the project"))
        self._add = self._button("add", "export-recipe-add", _("New recipe like this one"))
        self._remove = self._button("trash", "export-recipe-remove", _("Remove this recipe"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(4))
        row.addWidget(self._list, 1)
        row.addWidget(self._add)
        row.addWidget(self._remove)
        self._list.activated.connect(self.chosen)
        self._add.clicked.connect(self.added)
        self._remove.clicked.connect(self.removed)

    def show_names(self, names: Sequence[str], at: int) -> None:
        """Show these recipes, one of them chosen, without telling anybody."""
        self._list.clear()
        self._list.addItems([name or _("Without a name") for name in names])
        self._list.setCurrentIndex(at)
        self._remove.setEnabled(len(names) > 1)

    def _button(self, picture: str, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(picture))
        button.setToolTip(title)
        button.setAccessibleName(title)
        return button
