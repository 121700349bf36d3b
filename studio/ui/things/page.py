"""What the pages of all kinds of things have in common: they show one thing, and say what a person asks for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.app.thing_records import Thing
from studio.core.words import _
from studio.doc.model import Sprite
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure
from studio.ui.things.words import about_words


class ThingPage(QWidget):
    """One kind of thing in detail. `show_thing` may come often; `show_sprite` once its pictures are there."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.thing: Thing | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(measure(12), measure(8), measure(12), measure(12))
        self.column.setSpacing(measure(8))
        self._about = PlainLabel(self)
        self._about.setObjectName("thing-about")
        self._about.setProperty("role", "muted")
        self._about.setWordWrap(True)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_thing(self, thing: Thing) -> None:
        """Another thing, or new facts of the same."""
        self.thing = thing
        self._about.setText(about_words(thing))

    def show_sprite(self, sprite: Sprite | None) -> None:
        """Its pictures; None while there are none."""
        raise NotImplementedError

    def finish(self) -> None:
        """The last part of every page: what else is known."""
        self.column.addWidget(self.heading(_("About")))
        self.column.addWidget(self._about)
        self.column.addStretch(1)

    def heading(self, words: str) -> QLabel:
        """The title of a part of the page."""
        label = PlainLabel(words, self)
        label.setProperty("role", "title")
        return label
