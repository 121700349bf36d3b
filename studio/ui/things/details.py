"""One thing: its name and facts, what can be done with every kind, and below it the page of its kind."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.app.thing_records import Thing, ThingKind
from studio.core.clock import SystemClock
from studio.core.errors import StudioError
from studio.core.words import _
from studio.ui.bridge import connect
from studio.ui.dialogs import ask
from studio.ui.forms.line import ElidedLabel
from studio.ui.forms.row import Remark, Weight
from studio.ui.icons import icon
from studio.ui.labels import plain_tip
from studio.ui.theme import measure
from studio.ui.things.character_page import CharacterPage
from studio.ui.things.page import ThingPage
from studio.ui.things.picture import PicturePage
from studio.ui.things.tileset_page import TilesetPage
from studio.ui.things.words import facts_words, place_words

_PAGES: dict[ThingKind, type[ThingPage]] = {
    ThingKind.CHARACTER: CharacterPage,
    ThingKind.TILESET: TilesetPage,
    ThingKind.TILE: PicturePage,
    ThingKind.OBJECT: PicturePage,
}


class ThingDetails(QWidget):
    """`left` asks for the list again."""

    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._clock = SystemClock()
        self._thing: Thing | None = None
        self._made: dict[type[ThingPage], ThingPage] = {}
        self._build()
        connect(self, session.things.shelf.changed, self._on_shelf)

    @property
    def thing(self) -> Thing | None:
        """What is shown."""
        return self._thing

    def show_thing(self, thing: Thing) -> None:
        """Show this one, from its top."""
        self._thing = thing
        self._remark.say("")
        self._show()
        self._scroll.verticalScrollBar().setValue(0)
        self.setFocus()
        self._load()

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("thing-details")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Esc leads back from anywhere on it
        self._back = self._tool("chevron-left", "things-back", _("Back to the list (Esc)"), self.left.emit)
        self._title = ElidedLabel(self, "thing-title")
        self._title.setProperty("role", "title")
        self._open = self._tool("open", "thing-open", _("Open its sprite"), self._on_open)
        self._download = self._tool(
            "import", "thing-download", _("Download all directions and animations as a new sprite"), self._on_download
        )
        self._delete = self._tool("trash", "thing-delete", _("Delete..."), self._on_delete)
        head = QHBoxLayout()
        head.setContentsMargins(measure(4), measure(4), measure(8), 0)
        head.setSpacing(measure(4))
        head.addWidget(self._back)
        head.addWidget(self._title, 1)
        for tool in (self._open, self._download, self._delete):
            head.addWidget(tool)
        self._facts = ElidedLabel(self, "thing-facts")
        self._facts.setProperty("role", "muted")
        self._facts.setContentsMargins(measure(12), 0, measure(12), 0)
        self._remark = Remark(self)
        self._remark.setObjectName("thing-remark")
        self._remark.setContentsMargins(measure(12), measure(4), measure(12), 0)
        self._pages = QStackedWidget(self)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        facts = QHBoxLayout()
        facts.setContentsMargins(measure(12), 0, measure(12), measure(4))
        facts.addWidget(self._facts)
        column.addLayout(facts)
        column.addWidget(self._remark)
        column.addWidget(self._scroll, 1)

    def _tool(self, picture: str, name: str, title: str, slot: object) -> QToolButton:
        tool = QToolButton(self)
        tool.setObjectName(name)
        tool.setIcon(icon(picture))
        tool.setToolTip(title)
        tool.setAccessibleName(title)
        tool.clicked.connect(slot)
        return tool

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # -- showing -------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        thing = self._thing
        if thing is None:
            return
        kind = _PAGES[thing.kind]
        page = self._made.get(kind)
        if page is None:
            page = self._made[kind] = kind(self._session, self)
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        page.show_thing(thing)
        self._title.setText(thing.title)
        self._title.setToolTip(plain_tip(thing.title))
        is_kept_there = thing.kind is ThingKind.CHARACTER and thing.is_listed
        words = "  ·  ".join(part for part in (facts_words(thing), place_words(thing, self._clock.now())) if part)
        self._facts.setText(words)
        self._facts.setToolTip(plain_tip(words))
        self._download.setVisible(is_kept_there)
        title = _("Delete at PixelLab...") if is_kept_there else _("Take off the list")
        self._delete.setToolTip(title)
        self._delete.setAccessibleName(title)

    def _load(self) -> None:
        if self._thing is not None:
            self._session.tasks.launch(self._load_pictures(self._thing), name="pictures of a thing")

    async def _load_pictures(self, thing: Thing) -> None:
        try:
            sprite = await self._session.things.pictures(thing)
        except StudioError as error:
            if self._is_shown(thing):
                self._remark.say(str(error), Weight.WARNING)
            return
        page = self._made.get(_PAGES[thing.kind])
        if page is not None and self._is_shown(thing):
            page.show_sprite(sprite)

    def _is_shown(self, thing: Thing) -> bool:
        return self._thing is not None and self._thing.id == thing.id

    def _on_shelf(self) -> None:
        """New facts of what is shown; its pictures are read again when there are more of them."""
        if self._thing is None:
            return
        now = self._session.things.shelf.get(self._thing.id)
        if now is None:
            self._thing = None
            self.left.emit()
        elif now is not self._thing:
            more = now.directions != self._thing.directions
            self._thing = now
            self._show()
            if more:
                self._load()

    # -- what a person does --------------------------------------------------------------------------------------------

    def _on_open(self) -> None:
        if self._thing is not None:
            self._session.tasks.launch(self._session.things.open(self._thing), name="open a thing")

    def _on_download(self) -> None:
        if self._thing is not None:
            self._download.setEnabled(False)
            self._session.tasks.launch(self._fetch_all(self._thing), name="download a character")

    async def _fetch_all(self, thing: Thing) -> None:
        self._remark.say(_("Downloading..."))
        try:
            await self._session.things.download(thing)
        except StudioError as error:
            self._remark.say(str(error), Weight.ERROR)
        else:
            self._remark.say("")
        finally:
            self._download.setEnabled(True)

    def _on_delete(self) -> None:
        if self._thing is not None:
            self._session.tasks.launch(self._confirm_deletion(self._thing), name="delete a thing")

    async def _confirm_deletion(self, thing: Thing) -> None:
        """What a provider deletes cannot be brought back; what is only on the list here is asked about as well, since
        its pictures go with it."""
        if thing.kind is ThingKind.CHARACTER and thing.is_listed:
            question = _("Delete “{name}” at PixelLab?").format(name=thing.title)
            detail = _("PixelLab deletes the character with all its animations for good. Your sprite of it stays.")
            answers = [_("Delete")]
        else:
            question = _("Take “{name}” off the list?").format(name=thing.title)
            detail = _("Its pictures on the list go with it. Sprites that you opened or saved stay.")
            answers = [_("Take off the list")]
        if await ask.choose(self, question, answers, detail=detail) is None:
            return
        try:
            await self._session.things.delete(thing)
        except StudioError as error:
            self._remark.say(str(error), Weight.ERROR)
