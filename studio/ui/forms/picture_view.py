"""A slot with what it holds in words, and the menu of where a picture can come from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from studio.app.sources import Reader, Source
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.doc.pixels import Pixels, size_of
from studio.ui.forms.editor import FieldEditor, left_open
from studio.ui.forms.slot import PictureSlot
from studio.ui.forms.source_menu import SourceMenu, Wanted
from studio.ui.labels import PlainLabel, plain_tip
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
        self._unread = ""
        self._refused = ""
        self.slot = PictureSlot(editor.declared.title, self)
        editor.named(self.slot, suffix)
        self._menu = SourceMenu(editor.session, wanted, self.slot)
        self._title = PlainLabel(self)
        self._facts = PlainLabel(self)
        self._facts.setProperty("role", "muted")
        self._facts.setWordWrap(True)
        self._other = QToolButton(self)
        self._other.setText(_("Choose another..."))
        self._other.setObjectName(f"{self.slot.objectName()}-other")
        self._other.setAccessibleName(_("{field}: choose another picture").format(field=editor.declared.title))
        self._other.hide()
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addStretch(1)
        self._words.addWidget(self._title)
        self._words.addWidget(self._facts)
        self._words.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
        self._words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(measure(8))
        self._row.addWidget(self.slot)
        self._row.addLayout(self._words, 1)
        self.slot.clicked.connect(self._on_clicked)
        self.slot.dropped.connect(self.take_source)
        self.slot.cleared.connect(self._on_cleared)
        self.slot.refused.connect(self.refuse)
        self.slot.pasted.connect(self._menu.paste)
        self._menu.chosen.connect(self.take_source)
        self._menu.refused.connect(self.refuse)
        self._other.clicked.connect(self._on_clicked)

    @property
    def trouble(self) -> str:
        """Why there is no picture, or why the last one was not taken, as a sentence; empty when all is well."""
        return self._refused or self._unread

    @property
    def frames(self) -> tuple[str, ...]:
        """Ids of the frames of the sprite whose pictures these are; nothing for others."""
        return self._reader.frames(self.source) if self.source is not None and self.pictures else ()

    def take_label(self, label: QLabel) -> None:
        """The name of the field above where the picture comes from."""
        self._words.insertWidget(1, label, 0, Qt.AlignmentFlag.AlignLeft)
        self._title.setProperty("role", "muted")

    def hide_words(self) -> None:
        """Only the slot, for a list of them."""
        self._title.hide()
        self._facts.hide()
        self.setFixedWidth(self.slot.width())

    def put(self, source: Source | None) -> None:
        """Show another source without telling anybody."""
        self.source = source
        self._refused = ""
        self.refresh()

    def refuse(self, sentence: str) -> None:
        """Say why something could not be taken; what was there stays."""
        self._refused = sentence
        self._show()
        self.changed.emit()

    def take_source(self, source: Source | None) -> None:
        """Show another source as a person chose it; of one without a picture only the reason, and what was there
        stays."""
        if source is not None:
            try:
                self._reader.pictures(source)
            except StudioError as error:
                self.refuse(str(error))
                return
        self.put(source)
        self.changed.emit()

    def refresh(self) -> None:
        """Read the source again."""
        self.pictures, self._unread = (), ""
        if self.source is not None:
            try:
                self.pictures = self._reader.pictures(self.source)
            except StudioError as error:
                self._unread = str(error)
        self._show()

    def _show(self) -> None:
        self._menu.allow_clear(allowed=self.source is not None)
        self._other.setVisible(bool(self.trouble) and not self._title.isHidden())
        if self.source is None:
            self.slot.show_picture(None)
            self._title.setText(left_open().capitalize() if self._optional else _("Choose a picture"))
            self._facts.setText("")
            return
        title = self._reader.title(self.source)
        first = self.pictures[0] if self.pictures else None
        self.slot.show_picture(first, count=len(self.pictures), words=title)
        self._title.setText(title)
        self._title.setToolTip(plain_tip(title))
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
        if not self.slot.visibleRegion().isEmpty():
            self._menu.popup(self.slot.mapToGlobal(self.slot.rect().bottomLeft()))

    def _on_cleared(self) -> None:
        if self.source is not None:
            self.take_source(None)
