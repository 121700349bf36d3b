"""Asks for the id of a thing that was made in another program."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from studio.app.thing_records import ThingKind, kind_title
from studio.core.words import _
from studio.ui.theme import measure

_KINDS = (ThingKind.CHARACTER, ThingKind.TILESET, ThingKind.TILE)
"""Map objects are kept nowhere that can be asked."""


class FetchDialog(QDialog):
    """Kind and id."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("fetch-thing")
        self.setWindowTitle(_("Add by id"))
        self._kind = QComboBox(self)
        self._kind.setObjectName("fetch-kind")
        self._kind.setAccessibleName(_("Kind"))
        for kind in _KINDS:
            self._kind.addItem(kind_title(kind), kind.value)
        self._id = QLineEdit(self)
        self._id.setObjectName("fetch-id")
        self._id.setAccessibleName(_("Id"))
        self._id.setPlaceholderText(_("As PixelLab names it"))
        self._id.setMinimumWidth(measure(280))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._add = self._buttons.addButton(_("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._add.setObjectName("fetch-add")
        self._add.setEnabled(False)
        form = QFormLayout()
        form.addRow(_("Kind"), self._kind)
        form.addRow(_("Id"), self._id)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(16), measure(16), measure(16), measure(16))
        column.setSpacing(measure(12))
        column.addLayout(form)
        column.addWidget(self._buttons)
        self._id.textChanged.connect(self._on_typed)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._id.setFocus()

    @property
    def kind_chosen(self) -> ThingKind:
        return ThingKind(self._kind.currentData())

    @property
    def id_chosen(self) -> str:
        return self._id.text().strip()

    def _on_typed(self, text: str) -> None:
        self._add.setEnabled(bool(text.strip()))
