"""Asks for the id of a thing that was made in another program."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from studio.app.thing_records import ThingKind, kind_title
from studio.core.words import _
from studio.ui.dialogs.sprite import FormDialog
from studio.ui.theme import measure

_KINDS = (ThingKind.CHARACTER, ThingKind.TILESET, ThingKind.TILE)
"""Map objects are kept nowhere that can be asked."""


class FetchDialog(FormDialog):
    """Kind and id."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _("Add by id"), _("Add"))
        self.setObjectName("fetch-thing")
        self._kind = QComboBox(self)
        for kind in _KINDS:
            self._kind.addItem(kind_title(kind), kind.value)
        self._id = QLineEdit(self)
        self._id.setPlaceholderText(_("As PixelLab names it"))
        self._id.setMinimumWidth(measure(280))
        self.add(_("Kind"), "fetch-kind", self._kind)
        self.add(_("Id"), "fetch-id", self._id)
        self._id.textChanged.connect(self._on_typed)
        self._on_typed("")
        self._id.setFocus()

    @property
    def kind_chosen(self) -> ThingKind:
        return ThingKind(self._kind.currentData())

    @property
    def id_chosen(self) -> str:
        return self._id.text().strip()

    def _on_typed(self, text: str) -> None:
        self.accept_button.setEnabled(bool(text.strip()))
