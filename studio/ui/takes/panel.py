"""The takes panel: results as cards that play; the chosen one is shown in place on the canvas until it is decided."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from studio.app.accepting import Fitted, SizeWay, fits
from studio.app.place import Placement
from studio.app.session import Session
from studio.app.takes import Take
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.ui.bridge import connect
from studio.ui.empty_page import EmptyPage
from studio.ui.forms.line import ElidedLabel
from studio.ui.icons import icon
from studio.ui.labels import plain_tip
from studio.ui.takes import keeping
from studio.ui.takes.arriving import is_at_the_canvas
from studio.ui.takes.details import TakeDetails, outside_words
from studio.ui.takes.in_place import preview_of
from studio.ui.takes.model import TakesModel
from studio.ui.takes.playing import TakePlayer
from studio.ui.takes.reading import TakeReading
from studio.ui.takes.size_strip import SizeStrip
from studio.ui.takes.strip import TakeStrip
from studio.ui.takes.ways import AcceptWays
from studio.ui.theme import measure

_ROOMY = 240
"""From this height on there is room for pictures of what to do with a take of another size."""


class TakesPanel(QWidget):
    """Follows the shelf. The chosen take shows on the canvas as it would be put down."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = TakesModel(self)
        self._player = TakePlayer(self)
        self._heard: set[str] = set()
        self._build()
        self._bind()
        self._hear_active()
        self._show()
        self._show_chosen()

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("takes-panel")
        self.setAccessibleName(_("Takes"))
        self.setAcceptDrops(True)
        self._strip = TakeStrip(self._model, self._player, self)
        self._reading = TakeReading(self)
        self._details = TakeDetails(self)
        self._sizes = SizeStrip(self._session, self)
        self._ways = AcceptWays(self._session.acceptance, self)
        shelf = QWidget(self)
        column = QVBoxLayout(shelf)
        column.setContentsMargins(measure(4), 0, measure(4), measure(4))
        column.setSpacing(measure(4))
        column.addLayout(self._build_head())
        column.addWidget(self._strip, 1)
        column.addWidget(self._reading, 2)
        column.addWidget(self._details)
        column.addWidget(self._sizes)
        column.addWidget(self._ways)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._build_empty())
        self._pages.addWidget(shelf)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _build_head(self) -> QHBoxLayout:
        self._title = ElidedLabel(self, "take-title")
        self._play = self._button("play", "take-play", _("Play or pause (Space)"))
        self._compare = self._button("compare", "take-compare", _("Compare with the sprite (C)"))
        self._compare.setCheckable(True)
        self._star = self._button("star", "take-star", _("Put a star on it"))
        self._gallery = self._button("grid", "takes-gallery", _("Gallery: all results, also earlier ones"))
        self._more = self._button("more", "take-more", _("More"))
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout()
        row.setContentsMargins(measure(4), 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._title, 1)
        for button in (self._play, self._compare, self._star, self._gallery, self._more):
            row.addWidget(button)
        return row

    def _build_empty(self) -> QWidget:
        page = EmptyPage("takes-generate", self)
        page.words.setText(_("No takes yet. Generate something, or drop an image here."))
        self._start = page.button
        self._start.setText(_("Generate"))
        self._start.setAccessibleName(self._start.text())
        self._bring_back = QPushButton(_("Bring back the discarded take"), page)
        self._bring_back.setObjectName("takes-bring-back")
        self._bring_back.setAccessibleName(self._bring_back.text())
        page.add_way(self._bring_back)
        return page

    def _button(self, picture: str, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(picture))
        button.setToolTip(title)
        button.setAccessibleName(title)
        return button

    def _bind(self) -> None:
        session, shelf = self._session, self._session.takes
        connect(self, shelf.changed, self._show)
        connect(self, shelf.chosen_changed, self._show_chosen)
        connect(self, shelf.comparing_changed, self._show_comparing)
        connect(self, session.acceptance.changed, self._show_ways)
        connect(self, session.active_changed, self._hear_active)
        connect(self, session.take_landed, self._on_landed)
        self._player.moved.connect(self._show_frame)
        strip = self._strip
        strip.picked.connect(shelf.choose)
        strip.left.connect(self._on_left)
        strip.play_asked.connect(self._on_play)
        strip.accept_asked.connect(self._on_accept)
        strip.compare_asked.connect(self._compare.click)
        strip.discard_asked.connect(self._on_discard)
        strip.step_asked.connect(self._on_step)
        self._play.clicked.connect(self._on_play)
        self._compare.clicked.connect(self._on_compare)
        self._details.seed_copied.connect(self._on_seed_copied)
        self._sizes.way_chosen.connect(self._on_size)
        self._star.clicked.connect(self._on_star)
        self._gallery.clicked.connect(self._on_gallery)
        self._start.clicked.connect(self._on_start)
        self._bring_back.clicked.connect(shelf.restore)
        self._menu.aboutToShow.connect(self._fill_menu)
        strip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        strip.customContextMenuRequested.connect(self._show_menu)
        self._menu.triggered.connect(self._on_menu)
        self._ways.way_chosen.connect(self._on_way)

    def _hear_active(self) -> None:
        document = self._session.active
        if document is not None and document.id not in self._heard:
            self._heard.add(document.id)
            connect(self, document.painted, self._on_painted)
        self._show_ways()

    # -- showing -------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        takes = self._session.takes.takes
        self._model.show(takes)
        self._pages.setCurrentIndex(1 if takes else 0)
        self._bring_back.setVisible(self._session.takes.can_restore)
        self._strip.play_on_hover(plays=not self._session.settings.get("appearance.reduced_motion"))
        chosen = self._session.takes.chosen
        if chosen is not None:
            self._player.load(chosen)
            self._strip.show_chosen(chosen.id)
        self._show_ways()

    def _show_chosen(self) -> None:
        """Another take is chosen, or none: play it, and show it in place."""
        chosen = self._session.takes.chosen
        self._player.load(chosen)
        self._strip.show_chosen(chosen.id if chosen is not None else None)
        if chosen is not None and not self._session.settings.get("appearance.reduced_motion"):
            self._player.play()
        self._show_ways()

    def _show_comparing(self) -> None:
        """The canvas is covered while comparing; the cards have the keys again afterwards."""
        comparing = self._session.takes.is_comparing
        self._compare.setChecked(comparing)
        self._show_frame()
        if not comparing and self._session.takes.chosen is not None:
            self._strip.setFocus()

    def _show_ways(self) -> None:
        chosen, document = self._session.takes.chosen, self._session.active
        sprite = document.sprite if document is not None else None
        self._ways.show_ways(chosen, sprite)
        for tool in (self._play, self._compare, self._star):
            tool.setEnabled(chosen is not None)
        self._play.setEnabled(chosen is not None and len(chosen.frames) > 1)
        self._compare.setEnabled(chosen is not None and bool(chosen.frames) and sprite is not None)
        self._star.setIcon(icon("star-filled" if chosen is not None and chosen.starred else "star"))
        self._reading.show_take(chosen)
        self._details.show_take(chosen)
        self._sizes.show_take(chosen, sprite)
        self._show_head()
        self._show_frame()

    def _show_head(self) -> None:
        """What the chosen take is called, else how many there are."""
        takes, chosen = self._session.takes.takes, self._session.takes.chosen
        words = ngettext("{count} take", "{count} takes", len(takes)).format(count=len(takes))
        if chosen is not None:
            words = _("{number}  ·  {title}").format(number=self._model.row_of(chosen.id) + 1, title=chosen.title)
        self._title.setText(words)
        self._title.setToolTip(plain_tip(self._title.text()))

    def _sentences(self, take: Take, fitted: Fitted) -> tuple[str, ...]:
        """What is to be known before it is accepted."""
        said = [fitted.problem, outside_words(take), *fitted.notes]
        document = self._session.active
        if document is not None and self._session.acceptance.size_way(take) is None:
            size = document.sprite.size
            if not fits(take, size) and not document.sprite.read_only:
                said.insert(0, _("{own} on a sprite of {size}:").format(own=take.size, size=size))
        return tuple(sentence for sentence in said if sentence)

    def _show_frame(self) -> None:
        """The frame that plays, in place on the canvas, unless the sprite itself is to be seen."""
        self._play.setIcon(icon("pause" if self._player.is_playing else "play"))
        document, take = self._session.active, self._session.takes.chosen
        if document is None or take is None or not take.frames:
            self._details.say(())
            return
        if self._session.takes.is_comparing:
            document.show_preview(None)  # it lies beneath what is compared
            return
        fitted = self._session.acceptance.ready(take)
        if fitted is None:
            return  # what shows stays until the take is made to fit
        index = min(self._player.index, len(take.frames) - 1)
        document.show_preview(preview_of(document, fitted, index))
        self._details.say(self._sentences(take, fitted))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sizes.be_brief(brief=self.height() < measure(_ROOMY))

    # -- what a person does --------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            try:
                self._session.takes.add(keeping.take_of_file(Path(url.toLocalFile())))
            except StudioError as error:
                self._session.report(error)

    def _on_landed(self, take: Take) -> None:
        """A new take is played at once where that disturbs nobody."""
        is_in_front = not self.visibleRegion().isEmpty()
        if is_in_front and self._session.arrivals.may_show_itself(take) and not is_at_the_canvas():
            self._session.takes.choose(take.id)

    def _on_painted(self) -> None:
        """Whoever paints wants to see the sprite."""
        document = self._session.active
        if document is not None and document.preview is not None:
            self._session.takes.choose(None)

    def _on_left(self) -> None:
        self._session.takes.leave()

    def _on_play(self) -> None:
        if self._player.is_playing:
            self._player.pause()
        else:
            self._player.play()
        self._show_frame()

    def _on_step(self, by: int) -> None:
        self._player.show(self._player.index + by)

    def _on_accept(self) -> None:
        self._session.commands.run("take.accept")

    def _on_compare(self) -> None:
        self._session.takes.compare(on=not self._session.takes.is_comparing)

    def _on_seed_copied(self, seed: int) -> None:
        self._session.say(_("Copied the seed {seed}.").format(seed=seed))

    def _on_size(self, way: SizeWay | None) -> None:
        chosen = self._session.takes.chosen
        if chosen is not None:
            self._session.acceptance.choose_size(chosen, way)

    def _on_star(self) -> None:
        chosen = self._session.takes.chosen
        if chosen is not None:
            self._session.takes.star(chosen.id, on=not chosen.starred)

    def _on_reuse(self) -> None:
        chosen = self._session.takes.chosen
        if chosen is None:
            return
        try:
            request = self._session.gallery.asked_for(chosen)
        except StudioError as error:
            self._session.report(error)
        else:
            self._session.panel_wanted.emit("generate")
            self._session.form_wanted.emit(request)

    def _on_discard(self) -> None:
        """The neighbour is chosen next, so that several can be sorted out in a row."""
        shelf, chosen = self._session.takes, self._session.takes.chosen
        if chosen is None:
            return
        row = self._model.row_of(chosen.id)
        shelf.discard(chosen.id)
        if shelf.takes:
            shelf.choose(shelf.takes[min(row, len(shelf.takes) - 1)].id)
        self._strip.setFocus()
        self._session.say(_("Discarded {title}.").format(title=chosen.title), action="take.restore")

    def _on_way(self, way: Placement) -> None:
        chosen = self._session.takes.chosen
        if chosen is not None:
            try:
                self._session.acceptance.accept_soon(chosen, way)
            except StudioError as error:
                self._session.report(error)
            self._strip.setFocus()

    def _on_gallery(self) -> None:
        self._session.panel_wanted.emit("gallery")

    def _on_start(self) -> None:
        self._session.panel_wanted.emit("generate")

    def _fill_menu(self) -> None:
        chosen = self._session.takes.chosen
        pictured = chosen is not None and bool(chosen.frames)
        self._menu.clear()
        for name, title, picture, enabled in (
            ("reuse", _("Use these settings again"), "refresh", chosen is not None and bool(chosen.job_id)),
            ("", "", "", False),
            ("save", _("Save as PNG..."), "save", pictured),
            ("copy", _("Copy picture"), "copy", pictured),
            ("", "", "", False),
            ("discard", _("Discard take"), "discard", chosen is not None),
            ("restore", _("Bring back the discarded take"), "undo", self._session.takes.can_restore),
        ):
            if not name:
                self._menu.addSeparator()
                continue
            action = self._menu.addAction(icon(picture), title)
            action.setData(name)
            action.setObjectName(f"take-{name}")
            action.setEnabled(enabled)

    def _show_menu(self, place: QPoint) -> None:
        """The same menu where the right button or the menu key asks for it, for the card there."""
        self._menu.popup(self._strip.viewport().mapToGlobal(place))

    def _on_menu(self, action: QAction) -> None:
        chosen = self._session.takes.chosen
        match action.data():
            case "reuse":
                self._on_reuse()
            case "discard":
                self._on_discard()
            case "restore":
                self._session.takes.restore()
            case "copy" if chosen is not None:
                keeping.copy_take(self._session, chosen, self._player.index)
            case "save" if chosen is not None:
                self._session.tasks.launch(keeping.save_take(self._session, chosen, self), name="save take")
