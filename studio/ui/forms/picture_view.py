"""A slot with what it holds in words, and the menu of where a picture can come from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.app.sources import Reader, Source
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.doc.pixels import Pixels, size_of
from studio.ui.forms.editor import FieldEditor, left_open
from studio.ui.forms.slot import PictureSlot
from studio.ui.forms.source_menu import SourceMenu, Wanted
from studio.ui.theme import measure


class PictureView(QWidget):
    """A slot with, beside it, where the picture comes from and how large it is."""

    changed = Signal()

    def __init__(self, editor: FieldEditor, wanted: Wanted, *, suffix: str = "") -> None:
        super().__init__(editor)
        self._reader = Reader(editor.session)
        self._optional = editor.optional
        self._several = wanted is Wanted.PICTURES
        self.source: Source | None = None
        self.pictures: tuple[Pixels, ...] = ()
        self.trouble = ""
        self.slot = PictureSlot(editor.declared.title, self)
        editor.named(self.slot, suffix)
        self._menu = SourceMenu(editor.session, wanted, self.slot)
        self._title = QLabel(self)
        self._facts = QLabel(self)
        self._facts.setProperty("role", "muted")
        self._facts.setWordWrap(True)
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addStretch(1)
        self._words.addWidget(self._title)
        self._words.addWidget(self._facts)
        self._words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(measure(8))
        self._row.addWidget(self.slot)
        self._row.addLayout(self._words, 1)
        self.slot.clicked.connect(self._on_clicked)
        self.slot.dropped.connect(self.take_source)
        self.slot.cleared.connect(self._on_cleared)
        self._menu.chosen.connect(self.take_source)

    def hide_words(self) -> None:
        """Only the slot, for a list of them."""
        self._title.hide()
        self._facts.hide()
        self.setFixedWidth(self.slot.width())

    def put(self, source: Source | None) -> None:
        """Show another source without telling anybody."""
        self.source = source
        self.refresh()

    def take_source(self, source: Source | None) -> None:
        """Show another source as a person chose it."""
        self.put(source)
        self.changed.emit()

    def refresh(self) -> None:
        """Read the source again."""
        self.pictures, self.trouble = (), ""
        if self.source is not None:
            try:
                self.pictures = self._reader.pictures(self.source)
            except StudioError as error:
                self.trouble = str(error)
        self._show()

    def _show(self) -> None:
        self._menu.allow_clear(allowed=self.source is not None)
        if self.source is None:
            self.slot.show_picture(None)
            self._title.setText(left_open().capitalize() if self._optional else _("Choose a picture"))
            self._facts.setText("")
            return
        title = self._reader.title(self.source)
        first = self.pictures[0] if self.pictures else None
        self.slot.show_picture(first, count=len(self.pictures), words=title)
        self._title.setText(title)
        self._title.setToolTip(title)
        if first is None:
            self._facts.setText("")
            return
        facts = _("{size} pixels").format(size=size_of(first))
        if self._several and len(self.pictures) > 1:
            facts = ngettext("{count} picture, {size}", "{count} pictures, {size}", len(self.pictures)).format(
                count=len(self.pictures), size=facts
            )
        self._facts.setText(facts)

    def _on_clicked(self) -> None:
        self._menu.popup(self.slot.mapToGlobal(self.slot.rect().bottomLeft()))

    def _on_cleared(self) -> None:
        if self.source is not None:
            self.take_source(None)
