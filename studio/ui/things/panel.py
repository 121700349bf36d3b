"""The things panel: characters, tilesets, isometric tiles and map objects as a list, and each of them in detail."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.app.session import Session
from studio.app.thing_landing import PROVIDER
from studio.app.thing_records import ThingKind
from studio.core.clock import SystemClock
from studio.core.words import _
from studio.ui.bridge import connect
from studio.ui.dialogs import ask
from studio.ui.forms.row import Remark, Weight
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure
from studio.ui.things.details import ThingDetails
from studio.ui.things.fetch_dialog import FetchDialog
from studio.ui.things.model import ThingsModel
from studio.ui.things.rows import ThingDelegate
from studio.ui.things.thumbs import Thumbs

_FIRST = f"{PROVIDER}/create-character-with-8-directions"


class ThingsPanel(QWidget):
    """Three pages: nothing yet, the list, one thing."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = session.things
        self._model = ThingsModel(self)
        self._thumbs = Thumbs(session, self)
        self._was_shown = False
        self._build()
        self._bind()
        self._show()

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("things-panel")
        self.setAccessibleName(_("Things"))
        self._details = ThingDetails(self._session, self)
        self._listing = QWidget(self)
        self._list = _ThingList(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(ThingDelegate(self._list, clock=SystemClock(), thumbs=self._thumbs))
        self._trouble = Remark(self._listing)
        self._trouble.setObjectName("things-trouble")
        self._trouble.setContentsMargins(measure(8), 0, measure(8), measure(4))
        self._token = QPushButton(_("Add a PixelLab token..."), self._listing)
        self._token.setObjectName("things-token")
        self._token.setAccessibleName(self._token.text())
        self._more = QPushButton(_("Show more"), self._listing)
        self._more.setObjectName("things-more")
        self._more.setAccessibleName(self._more.text())
        column = QVBoxLayout(self._listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(self._trouble)
        for button in (self._token, self._more):
            row = QHBoxLayout()
            row.setContentsMargins(measure(8), 0, measure(8), measure(4))
            row.addWidget(button)
            if button is self._more:
                column.addWidget(self._list, 1)
            column.addLayout(row)
        self._pages = QStackedWidget(self)
        for page in (self._build_empty(), self._listing, self._details):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _build_head(self) -> QHBoxLayout:
        self._kind = QComboBox(self._listing)
        self._kind.setObjectName("things-kind")
        self._kind.setAccessibleName(_("Kind"))
        for title, kind in (
            (_("All kinds"), None),
            (_("Characters"), ThingKind.CHARACTER),
            (_("Tilesets"), ThingKind.TILESET),
            (_("Isometric tiles"), ThingKind.TILE),
            (_("Map objects"), ThingKind.OBJECT),
        ):
            self._kind.addItem(title, kind)
        self._kind.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words = QLineEdit(self._listing)
        self._words.setObjectName("things-search")
        self._words.setAccessibleName(_("Search by name or tag"))
        self._words.setPlaceholderText(_("Search"))
        self._words.setClearButtonEnabled(True)
        self._refresh = self._tool("refresh", "things-refresh", _("Ask PixelLab for the list again"))
        self._fetch = self._tool("add", "things-fetch", _("Add something made elsewhere by its id..."))
        head = QHBoxLayout()
        head.setContentsMargins(measure(8), measure(4), measure(8), measure(4))
        head.setSpacing(measure(4))
        head.addWidget(self._kind, 1)
        head.addWidget(self._words, 1)
        head.addWidget(self._fetch)
        head.addWidget(self._refresh)
        return head

    def _build_empty(self) -> QWidget:
        page = QWidget(self)
        page.setObjectName("things-empty")
        self._empty_words = PlainLabel(page)
        self._empty_words.setObjectName("things-empty-words")
        self._empty_words.setWordWrap(True)
        self._empty_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty_words.setProperty("role", "muted")
        self._start = QPushButton(page)
        self._start.setObjectName("things-start")
        self._look_again = self._way(page, "things-look-again", _("Ask PixelLab again"))
        self._add = self._way(page, "things-add", _("Add by its id..."))
        self._add.setToolTip(_("Add something made elsewhere by its id..."))
        ways = QHBoxLayout()
        ways.setSpacing(measure(8))
        ways.addStretch(1)
        ways.addWidget(self._look_again)
        ways.addWidget(self._add)
        ways.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(measure(16), measure(12), measure(16), measure(12))
        column.setSpacing(measure(12))
        column.addStretch(1)
        column.addWidget(self._empty_words)
        column.addWidget(self._start, 0, Qt.AlignmentFlag.AlignCenter)
        column.addLayout(ways)
        column.addStretch(1)
        return page

    def _way(self, page: QWidget, name: str, title: str) -> QPushButton:
        button = QPushButton(title, page)
        button.setObjectName(name)
        button.setAccessibleName(title)
        button.setProperty("narrow", True)
        return button

    def _tool(self, picture: str, name: str, title: str) -> QToolButton:
        tool = QToolButton(self._listing)
        tool.setObjectName(name)
        tool.setIcon(icon(picture))
        tool.setToolTip(title)
        tool.setAccessibleName(title)
        return tool

    def _bind(self) -> None:
        session = self._session
        connect(self, self._desk.shelf.changed, self._show)
        connect(self, self._desk.changed, self._show)
        connect(self, self._desk.wanted, self._on_wanted)
        connect(self, session.accounts.changed, self._on_account)
        self._thumbs.came.connect(self._list.viewport().update)
        self._kind.currentIndexChanged.connect(self._on_sought)
        self._words.textChanged.connect(self._on_sought)
        self._refresh.clicked.connect(self._on_refresh)
        self._fetch.clicked.connect(self._on_fetch)
        self._look_again.clicked.connect(self._on_refresh)
        self._add.clicked.connect(self._on_fetch)
        self._more.clicked.connect(self._on_more)
        self._token.clicked.connect(self._on_token)
        self._start.clicked.connect(self._on_start)
        self._list.clicked.connect(self._on_opened)
        self._list.opened.connect(self._on_opened)
        self._details.left.connect(self._on_left)

    def showEvent(self, event: QShowEvent) -> None:
        """The list is asked for when somebody looks at it, not before."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self._on_refresh()

    # -- showing -------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        things = self._desk.shelf.things
        self._model.show(things)
        wants_token = self._session.accounts.needs_token(PROVIDER)
        self._show_trouble(wants_token=wants_token)
        self._token.setText(_("Change the token...") if self._desk.is_refused else _("Add a PixelLab token..."))
        self._token.setAccessibleName(self._token.text())
        self._token.setVisible(wants_token or self._desk.is_refused)
        self._more.setVisible(self._desk.has_more and not wants_token)
        self._more.setEnabled(not self._desk.is_busy)
        self._refresh.setEnabled(not self._desk.is_busy and not wants_token)
        self._fetch.setEnabled(not wants_token)
        self._show_empty(wants_token=wants_token)
        if self._pages.currentWidget() is not self._details or self._details.thing is None:
            self._pages.setCurrentIndex(1 if things else 0)

    def _show_trouble(self, *, wants_token: bool) -> None:
        if wants_token:
            self._trouble.say(_("Without a token this is the list as it was known last."))
        elif self._desk.trouble:
            words = _("{reason} This is the list as it was known last.").format(reason=self._desk.trouble)
            self._trouble.say(words, Weight.WARNING)
        else:
            self._trouble.say("")

    def _show_empty(self, *, wants_token: bool) -> None:
        if wants_token:
            words, button = (
                _("PixelLab keeps characters, tilesets and map objects for its account holders."),
                _("Add a PixelLab token..."),
            )
        elif self._desk.trouble:
            words = self._desk.trouble
            button = _("Change the token...") if self._desk.is_refused else _("Try again")
        elif self._desk.is_busy:
            words, button = _("Asking PixelLab what it keeps for you..."), ""
        else:
            words, button = (
                _("No characters, tilesets or map objects yet. What you make is listed here."),
                _("Create a character"),
            )
        self._empty_words.setText(words)
        self._start.setText(button)
        self._start.setAccessibleName(button)
        self._start.setVisible(bool(button))
        for way in (self._look_again, self._add):
            way.setVisible(not wants_token and not self._desk.is_busy)
        if self._desk.trouble:
            self._look_again.hide()  # the one action says it already

    # -- what a person does --------------------------------------------------------------------------------------------

    def _on_refresh(self) -> None:
        self._thumbs.forget()
        self._session.tasks.launch(self._ask(), name="list of things")

    async def _ask(self) -> None:
        if await self._desk.needs_token():
            self._show()
        else:
            await self._desk.refresh()

    def _on_more(self) -> None:
        self._session.tasks.launch(self._desk.more(), name="more things")

    def _on_account(self, provider_id: str) -> None:
        self._show()
        if provider_id == PROVIDER and self.isVisible() and not self._session.accounts.needs_token(PROVIDER):
            self._on_refresh()

    def _on_token(self) -> None:
        self._session.account_wanted.emit(PROVIDER)

    def _on_start(self) -> None:
        if self._session.accounts.needs_token(PROVIDER) or self._desk.is_refused:
            self._on_token()
        elif self._desk.trouble:
            self._on_refresh()
        else:
            self._session.panel_wanted.emit("generate")
            self._session.operation_wanted.emit(_FIRST, {})

    def _on_sought(self) -> None:
        self._model.look_for(self._kind.currentData(), self._words.text())

    def _on_opened(self, index: QModelIndex) -> None:
        thing = self._model.thing(index)
        if thing is not None:
            self._open(thing.id)

    def _on_wanted(self, thing_id: str) -> None:
        self._open(thing_id)

    def _open(self, thing_id: str) -> None:
        thing = self._desk.shelf.get(thing_id)
        if thing is not None:
            self._details.show_thing(thing)
            self._pages.setCurrentWidget(self._details)

    def _on_left(self) -> None:
        self._pages.setCurrentIndex(1 if self._desk.shelf.things else 0)
        self._list.setFocus()

    def _on_fetch(self) -> None:
        self._session.tasks.launch(self._ask_for_id(), name="add a thing by its id")

    async def _ask_for_id(self) -> None:
        dialog = FetchDialog(self)
        if await ask.finished(dialog):
            thing = await self._desk.fetch(dialog.kind_chosen, dialog.id_chosen)
            self._open(thing.id)


class _ThingList(QListView):
    """Enter opens."""

    opened = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("things-list")
        self.setAccessibleName(_("Things"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
