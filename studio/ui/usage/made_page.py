"""What was made lately, as the provider lists it, with the pictures that it still has.

A picture is fetched when its row comes into view; one that is gone says so and is not asked for again.
"""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from studio.app.account_reading import PICTURE_OPERATIONS, AccountReading
from studio.app.session import Session
from studio.app.usage import Made, Topic, charges_words, operation_for
from studio.core.errors import DeadLink, Expired, NotFound, StudioError
from studio.core.words import _
from studio.doc import edits
from studio.doc.pixels import Pixels
from studio.providers.registry import entry
from studio.ui.forms.thumbnail import image_of
from studio.ui.labels import plain_tip
from studio.ui.theme import measure
from studio.ui.usage.asking import Asking
from studio.ui.usage.pictures import blank, framed
from studio.ui.usage.state_pane import StatePane

_SIDE = 56
_SETTLED_MS = 80
"""Without scrolling, before the pictures in view are fetched."""
_AT_ONCE = 2
"""Pictures that are fetched beside each other."""
_WAITING = frozenset({"queued", "pending", "processing", "running"})
_ENDED_BADLY = frozenset({"failed", "blocked", "error", "cancelled", "canceled"})


@dataclass(slots=True)
class _Row:
    made: Made
    asked: bool = False
    picture: Pixels | None = None
    note: str = ""
    """Why there is no picture."""


class MadePage(QWidget):
    """A list, and what can be done with the chosen picture."""

    listed = Signal(tuple)
    """What was made, as the provider told it."""
    not_listed = Signal(str)
    """Why it could not be read."""
    picture_came = Signal(int)
    """The row whose picture is there, or is known not to be."""

    def __init__(self, provider_id: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._provider = provider_id
        self._title = entry(provider_id).title
        self._session = session
        self._reading = AccountReading(session.providers)
        self._asking = Asking(self, session, f"what was made with {provider_id}")
        self._lane = asyncio.Semaphore(_AT_ONCE)
        self._rows: list[_Row] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED_MS)
        self._build()
        self._bind()

    def read(self) -> None:
        """Read the list again."""
        if operation_for(self._provider, Topic.HISTORY) is None:
            self._pane.say(
                _("Not offered: {provider} does not list what was made. The studio's own jobs are kept here.").format(
                    provider=self._title
                ),
                action=_("Show the jobs"),
            )
            return
        if self._session.accounts.found(self._provider) is None:
            self._pane.say(_("{provider} tells this to whoever has a token.").format(provider=self._title))
            return
        self._pane.say_busy(_("Asking {provider} what was made.").format(provider=self._title))
        self._asking.ask(partial(self._reading.made, self._provider), told=self._on_told, failed=self._on_failed)

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        name = f"usage-{self._provider}-made"
        self.setObjectName(name)
        self._list = QListWidget(self)
        self._list.setObjectName(f"{name}-list")
        self._list.setAccessibleName(_("What was made lately"))
        self._list.setIconSize(QSize(measure(_SIDE), measure(_SIDE)))
        self._list.setUniformItemSizes(True)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._open = self._action("open", _("Open as a sprite"), _("Open the picture as a sprite of its own (Enter)"))
        self._copy = self._action("copy", _("Copy picture"), _("Put the picture on the clipboard"))
        buttons = QHBoxLayout()
        buttons.setSpacing(measure(8))
        for action in (self._open, self._copy):
            buttons.addWidget(self._button(action))
        buttons.addStretch(1)
        content = QWidget(self)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(measure(8))
        inner.addWidget(self._list, 1)
        inner.addLayout(buttons)
        self._pane = StatePane(content, f"{name}-pane", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measure(12), 0, 0)
        column.addWidget(self._pane, 1)
        column.addStretch(0)

    def _action(self, name: str, title: str, words: str) -> QAction:
        action = QAction(title, self)
        action.setObjectName(f"usage-{self._provider}-made-{name}")
        action.setToolTip(words)
        action.setEnabled(False)
        self._list.addAction(action)
        return action

    def _button(self, action: QAction) -> QPushButton:
        button = QPushButton(action.text(), self)
        button.setObjectName(f"{action.objectName()}-button")
        button.setAccessibleName(action.text())
        button.setToolTip(action.toolTip())
        button.setEnabled(False)
        button.setAutoDefault(False)
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        return button

    def _bind(self) -> None:
        self._pane.acted.connect(self._on_acted)
        self._open.triggered.connect(self._on_open)
        self._copy.triggered.connect(self._on_copy)
        self._list.itemActivated.connect(self._on_open)
        self._list.currentRowChanged.connect(self._show_actions)
        self._list.verticalScrollBar().valueChanged.connect(self._settle.start)
        self._settle.timeout.connect(self._fetch_in_view)
        self.picture_came.connect(self._show_row)

    # -- showing -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()

    def _on_failed(self, words: str) -> None:
        self._pane.say_failed(words)
        self.not_listed.emit(words)

    def _on_told(self, made: tuple[Made, ...]) -> None:
        self._list.clear()
        self._rows = [_Row(one) for one in made]
        self.listed.emit(made)
        if not made:
            self._pane.say(_("Nothing was made with this account lately."), action=_("Read again"))
            return
        for at in range(len(self._rows)):
            self._list.addItem(QListWidgetItem())
            self._show_row(at)
        self._pane.show_content()
        self._list.setCurrentRow(0)
        self._settle.start()

    def _show_row(self, at: int) -> None:
        row, item = self._rows[at], self._list.item(at)
        item.setText(_row_words(row))
        item.setToolTip(plain_tip(row.made.prompt))
        side, ratio = measure(_SIDE), self.devicePixelRatioF()
        item.setIcon(blank(side, ratio=ratio) if row.picture is None else framed(row.picture, side, ratio=ratio))
        if at == self._list.currentRow():
            self._show_actions()

    def _show_actions(self) -> None:
        row = self._chosen()
        for action in (self._open, self._copy):
            action.setEnabled(row is not None and row.picture is not None)

    def _chosen(self) -> _Row | None:
        at = self._list.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    # -- pictures ------------------------------------------------------------------------------------------------------

    def _fetch_in_view(self) -> None:
        """Begin to fetch what a person sees and nobody has asked for yet."""
        view = self._list.viewport().rect()
        keeps = self._session.providers(self._provider).policy.keeps_results
        now = datetime.datetime.now(datetime.UTC)
        for at, row in enumerate(self._rows):
            if row.asked or not self._list.visualItemRect(self._list.item(at)).intersects(view):
                continue
            row.asked = True
            row.note = self._known_note(row.made, now, keeps)
            if row.note:
                self.picture_came.emit(at)
            else:
                self._session.tasks.launch(self._fetch(at, row), name=f"picture of {self._provider}")

    def _known_note(self, made: Made, now: datetime.datetime, keeps: float | None) -> str:
        if made.state in _ENDED_BADLY:
            return _("No picture was made.")
        if made.state in _WAITING:
            return _("Not ready yet.")
        if made.is_gone(now, keeps):
            return _("{provider} no longer keeps the picture.").format(provider=self._title)
        return "" if self._provider in PICTURE_OPERATIONS else _("The picture is not told of.")

    async def _fetch(self, at: int, row: _Row) -> None:
        async with self._lane:
            try:
                row.picture = await self._reading.picture(self._provider, row.made)
                row.note = "" if row.picture is not None else _("There is no picture.")
            except (DeadLink, Expired, NotFound):
                row.note = _("{provider} no longer keeps the picture.").format(provider=self._title)
            except StudioError as error:
                row.note = str(error)
        if isValid(self) and at < len(self._rows) and self._rows[at] is row:
            self.picture_came.emit(at)

    # -- what a person does --------------------------------------------------------------------------------------------

    def _on_acted(self) -> None:
        if operation_for(self._provider, Topic.HISTORY) is None:
            self._session.panel_wanted.emit("jobs")
        else:
            self.read()

    def _on_open(self) -> None:
        row = self._chosen()
        if row is not None and row.picture is not None:
            sprite = edits.from_rasters([row.picture], [edits.DEFAULT_DURATION])
            title = row.made.prompt[:40].strip() or self._title
            self._session.workspace.add(sprite, title=title).mark_unsaved()

    def _on_copy(self) -> None:
        row = self._chosen()
        if row is not None and row.picture is not None:
            QApplication.clipboard().setImage(image_of(row.picture))


def _row_words(row: _Row) -> str:
    """Two lines: what was asked for, and what is known about it."""
    made = row.made
    parts = [
        "" if made.when is None else made.when.astimezone().strftime("%Y-%m-%d %H:%M"),
        made.model,
        charges_words([made.charge]) if made.charge is not None else "",
        made.state if made.state not in ("completed", "success") else "",
        row.note,
    ]
    return f"{made.prompt or made.id or _('(no words)')}\n{'   '.join(filter(None, parts))}"
