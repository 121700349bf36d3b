"""The gallery: every result of all projects as cards, the boards beside them, and what is known of the chosen ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.app.gallery_entry import Entry, Place, Query, counts, found
from studio.app.gallery_thumbs import Thumb, ThumbStore
from studio.app.session import Session
from studio.app.surface import Notice, explain
from studio.core import paths
from studio.core.errors import StudioError
from studio.core.words import _
from studio.ui.bridge import connect
from studio.ui.empty_page import EmptyPage
from studio.ui.gallery import menus
from studio.ui.gallery.acts import GalleryActs
from studio.ui.gallery.details import GalleryDetails
from studio.ui.gallery.grid import GalleryGrid
from studio.ui.gallery.head import GalleryHead
from studio.ui.gallery.model import GalleryModel
from studio.ui.gallery.places import PlacesList
from studio.ui.gallery.thumbs import Thumbs, WholeTakes
from studio.ui.notices import NoticeBar
from studio.ui.theme import measure

THUMBS_FILE = "gallery-thumbs.sqlite"
_WIDE = 560
"""From this width on the places have a column of their own."""
_TALL = 360
"""From this height on the details have all their lines."""
_PLACES = 160


class GalleryPanel(QWidget):
    """Follows the session's gallery. What is chosen stays chosen while it is shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._gallery = session.gallery
        self._store = ThumbStore(paths.cache_dir() / THUMBS_FILE)
        self._thumbs = Thumbs(session.gallery, session.tasks, self._store, parent=self)
        self._whole = WholeTakes(session.gallery, session.tasks, parent=self)
        self._troubles: dict[str, str] = {}
        """Why a result cannot be loaded, by id."""
        self._acts = GalleryActs(session, self._whole, self)
        self._model = GalleryModel(self._acts.mime_of, self)
        self._build()
        self._bind()

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("gallery-panel")
        self.setAccessibleName(_("Gallery"))
        self._head = GalleryHead(self)
        self._grid = GalleryGrid(self._model, self._thumbs, self._whole, self)
        self._details = GalleryDetails(self)
        self._notice = NoticeBar(self)
        self._notice.setObjectName("gallery-notice")
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._grid)
        self._pages.addWidget(self._build_empty())
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("gallery-split")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self._build_places())
        split.addWidget(self._pages)
        split.setStretchFactor(1, 1)
        split.setSizes([measure(_PLACES), measure(_WIDE)])
        line = QFrame(self)
        line.setProperty("role", "line")
        above = QFrame(self)
        above.setProperty("role", "line")
        head = QHBoxLayout()
        head.setContentsMargins(measure(8), measure(8), measure(8), measure(8))
        head.addWidget(self._head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(above)
        column.addWidget(split, 1)
        column.addWidget(self._notice)  # here it moves neither results nor boards
        column.addWidget(line)
        column.addWidget(self._details)
        self.setTabOrder(self._head.last, self._places)
        self.setTabOrder(self._places, self._new_board)
        self.setTabOrder(self._new_board, self._grid)
        self.setTabOrder(self._grid, self._details)

    def _build_places(self) -> QWidget:
        side = QWidget(self)
        self._side = side
        self._places = PlacesList(side)
        self._new_board = QPushButton(_("New board"), side)
        self._new_board.setObjectName("gallery-new-board")
        self._new_board.setAccessibleName(self._new_board.text())
        self._new_board.setToolTip(_("An empty board; drag results onto it"))
        column = QVBoxLayout(side)
        column.setContentsMargins(measure(4), measure(4), measure(4), measure(8))
        column.setSpacing(measure(4))
        column.addWidget(self._places, 1)
        column.addWidget(self._new_board)
        return side

    def _build_empty(self) -> QWidget:
        page = EmptyPage("gallery-way-out", self)
        self._words, self._way_out = page.words, page.button
        self._words.setObjectName("gallery-empty")
        return page

    def _bind(self) -> None:
        session, gallery, grid, details, acts = self._session, self._gallery, self._grid, self._details, self._acts
        connect(self, gallery.changed, self._show)
        connect(self, gallery.boards_changed, self._show)
        connect(self, session.project_changed, self._show)
        self.destroyed.connect(self._store.close)
        self._head.changed.connect(self._show)
        self._head.left.connect(self._enter_grid)
        self._head.places_asked.connect(self._on_where)
        self._places.place_chosen.connect(self._show)
        self._places.dropped.connect(self._on_dropped)
        self._places.renamed.connect(acts.rename_board)
        self._places.delete_asked.connect(acts.delete_board)
        self._places.customContextMenuRequested.connect(self._on_places_menu)
        self._new_board.clicked.connect(self._on_new_board)
        self._way_out.clicked.connect(self._on_way_out)
        self._thumbs.ready.connect(self._on_thumbs)
        self._whole.ready.connect(self._on_whole)
        self._whole.failed.connect(self._on_failed)
        self._notice.action_asked.connect(session.commands.run)
        self._notice.left.connect(self._enter_grid)
        acts.said.connect(self._say)
        grid.chosen_changed.connect(self._show_chosen)
        grid.opened.connect(self._on_open)
        grid.accept_asked.connect(self._on_accept)
        grid.star_asked.connect(self._on_star)
        grid.discard_asked.connect(self._on_discard)
        grid.copy_asked.connect(self._on_copy)
        grid.customContextMenuRequested.connect(self._on_menu)
        details.show_asked.connect(self._on_open)
        details.reuse_asked.connect(self._on_reuse)
        details.star_asked.connect(self._on_star)
        details.board_asked.connect(self._on_board)
        details.save_asked.connect(self._on_save)
        details.copy_asked.connect(self._on_copy)
        details.discard_asked.connect(self._on_discard)
        details.back_asked.connect(self._on_back)
        details.delete_asked.connect(self._on_delete)

    # -- showing -------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Another window may have written meanwhile."""
        super().showEvent(event)
        self._show()
        self._show_motion()
        self._session.tasks.launch(self._look_again(), name="gallery")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < measure(_WIDE)
        self._side.setHidden(narrow)
        self._head.be_narrow(narrow=narrow)
        self._details.be_brief(brief=self.height() < measure(_TALL))

    def event(self, event: QEvent) -> bool:
        """Letters typed here mean nothing to the canvas behind it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_letter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self._head.type_words()
        elif event.matches(QKeySequence.StandardKey.Cancel) and self._head.words:
            self._head.look_for("")
            self._enter_grid()
        elif event.matches(QKeySequence.StandardKey.Cancel):
            self._acts.leave()
        else:
            super().keyPressEvent(event)

    async def _look_again(self) -> None:
        try:
            await self._gallery.look_again()
        except StudioError as error:
            self._say(explain(error))

    def _query(self) -> Query:
        return Query(
            place=self._places.place,
            words=self._head.words,
            only_starred=self._head.only_starred,
            order=self._head.order,
            project=self._gallery.project,
        )

    def _show(self) -> None:
        """Find again; what was chosen stays so, else the neighbour of what went is chosen. Not while nobody looks."""
        if not self.isVisible():
            return
        chosen, current = {entry.id for entry in self._grid.chosen()}, self._grid.current()
        row, at = self._grid.first_row(), self._grid.verticalScrollBar().value()
        self._places.show_places(
            self._gallery.boards,
            counts(self._gallery.entries, self._gallery.project),
            has_project=bool(self._gallery.project),
        )
        entries = found(self._gallery.entries, self._query(), self._gallery.boards)
        if self._model.show(entries):
            stay = tuple(entry.id for entry in entries if entry.id in chosen)
            front = current.id if current is not None else ""
            if chosen and not stay and entries:
                front = entries[min(row, len(entries) - 1)].id
                stay = (front,)
            self._grid.choose(stay, front)
            self._grid.verticalScrollBar().setValue(at)
        self._head.show_count(len(entries))
        self._pages.setCurrentIndex(0 if entries else 1)
        self.setFocusProxy(self._grid if entries else self._head)
        self._show_empty(entries)
        self._show_chosen()

    def _show_empty(self, entries: Sequence[Entry]) -> None:
        if entries:
            return
        place = self._places.place
        if self._head.words.strip() or self._head.only_starred:
            words, way = _("No result here matches."), _("Show all of them")
        elif place == Place.BIN:
            words, way = _("The bin is empty."), _("All results")
        elif self._places.is_board(place):
            words, way = _("Nothing is on this board yet. Drag results onto it."), _("All results")
        elif place == Place.PROJECT and any(not entry.discarded for entry in self._gallery.entries):
            words, way = _("Nothing was made for this project yet."), _("All results")
        else:
            words, way = _("No results yet. Everything that is generated is kept here."), _("Generate")
        self._words.setText(words)
        self._way_out.setText(way)
        self._way_out.setAccessibleName(way)

    def _show_chosen(self) -> None:
        chosen = self._grid.chosen()
        names = [board.name for board in self._gallery.boards if len(chosen) == 1 and board.id in chosen[0].boards]
        self._details.show_results(chosen, self._thumb(chosen), names, in_bin=self._places.place == Place.BIN)

    def _show_motion(self) -> None:
        self._grid.play_on_hover(plays=not self._session.settings.get("appearance.reduced_motion"))

    def _thumb(self, chosen: Sequence[Entry]) -> Thumb | None:
        """Of a single one; it may be there still when the files it was made of are gone."""
        shown = self._thumbs.get(chosen[0]) if len(chosen) == 1 else None
        if shown is None:
            return None
        trouble = self._troubles.get(chosen[0].id, "")
        return shown.thumb._replace(trouble=trouble) if trouble else shown.thumb

    def _on_thumbs(self, ids: list[str]) -> None:
        chosen = self._grid.chosen()
        if len(chosen) == 1 and chosen[0].id in ids:
            self._show_chosen()

    def _on_whole(self, take_id: str) -> None:
        if self._troubles.pop(take_id, ""):
            self._show_chosen()

    def _on_failed(self, take_id: str, sentence: str) -> None:
        self._troubles[take_id] = sentence
        self._show_chosen()

    def _say(self, notice: Notice) -> None:
        self._notice.show_notice(notice, action_title=notice.verb)

    # -- what a person does --------------------------------------------------------------------------------------------

    def _single(self) -> Entry | None:
        """What acts on one result acts on the one with the cursor."""
        chosen, current = self._grid.chosen(), self._grid.current()
        if current is not None and (not chosen or current in chosen):
            return current
        return chosen[0] if chosen else None

    def _chosen_or_current(self) -> tuple[Entry, ...]:
        chosen, current = self._grid.chosen(), self._grid.current()
        return chosen or ((current,) if current is not None else ())

    def _enter_grid(self) -> None:
        self._grid.setFocus()
        if not self._grid.currentIndex().isValid() and self._model.rowCount():
            self._grid.setCurrentIndex(self._model.index(0))

    def _on_open(self) -> None:
        entry = self._single()
        if entry is not None:
            self._acts.show_in_takes(entry)

    def _on_accept(self) -> None:
        entry = self._single()
        if entry is not None:
            self._acts.accept(entry)

    def _on_reuse(self) -> None:
        entry = self._single()
        if entry is not None:
            self._acts.reuse(entry)

    def _on_copy(self) -> None:
        entry = self._single()
        if entry is not None:
            self._acts.copy(entry)

    def _on_star(self) -> None:
        self._acts.star(self._chosen_or_current())

    def _on_discard(self) -> None:
        chosen = self._chosen_or_current()
        if chosen and all(entry.discarded for entry in chosen):
            self._acts.delete(chosen)
        else:
            self._acts.discard([entry.id for entry in chosen])

    def _on_back(self) -> None:
        self._acts.bring_back(self._chosen_or_current())

    def _on_delete(self) -> None:
        self._acts.delete(self._grid.chosen() or self._binned())

    def _on_dropped(self, place: str, ids: list[str]) -> None:
        if place == Place.BIN:
            self._acts.discard(ids)
        else:
            self._acts.pin(place, ids, on=True)

    def _on_new_board(self) -> None:
        board = self._acts.new_board()
        if board:
            self._places.edit_board(board)

    def _on_way_out(self) -> None:
        if self._head.words.strip() or self._head.only_starred:
            with QSignalBlocker(self._head):
                self._head.clear()
            self._show()
        elif any(not entry.discarded for entry in self._gallery.entries) or self._places.place == Place.BIN:
            self._places.choose(Place.ALL)
        else:
            self._acts.leave()
            self._session.panel_wanted.emit("generate")

    # -- menus ---------------------------------------------------------------------------------------------------------

    def _on_menu(self, at: QPoint) -> None:
        chosen = self._chosen_or_current()
        if not chosen:
            return
        menu = menus.result_menu(self, self._acts, chosen, boards=self._board_choice(), still=self._is_still())
        menu.popup(self._grid.viewport().mapToGlobal(at))

    def _on_board(self) -> None:
        menu = QMenu(self)
        self._board_choice().fill(menu, self._acts, self._chosen_or_current())
        self._below(menu, self._details.board_button)

    def _on_where(self) -> None:
        menu = QMenu(self)
        menus.fill_places(menu, self._places)
        self._below(menu, self._head.places_button)

    def _on_save(self) -> None:
        menu = QMenu(self)
        menus.fill_formats(menu, self._acts, self._chosen_or_current(), still=self._is_still())
        self._below(menu, self._details.save_button)

    def _on_places_menu(self, at: QPoint) -> None:
        item = self._places.itemAt(at)
        if item is None:
            return
        self._places.setCurrentItem(item)
        place = self._places.place
        menu = menus.place_menu(self, self._acts, self._places, place, binned=self._binned())
        menu.popup(self._places.viewport().mapToGlobal(at))

    def _binned(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self._gallery.entries if entry.discarded)

    def _is_still(self) -> bool:
        """Whether all that is chosen is known to be pictures that do not move."""
        shown = [self._thumbs.get(entry) for entry in self._chosen_or_current()]
        return all(one is not None and one.thumb.frames == 1 for one in shown)

    def _board_choice(self) -> menus.BoardChoice:
        return menus.BoardChoice(self._gallery.boards, self._board_of)

    def _board_of(self, ids: Sequence[str]) -> None:
        """A new board with these results, to be named at once."""
        board = self._acts.new_board(ids)
        if board and self._side.isVisible():
            self._places.edit_board(board)

    def _below(self, menu: QMenu, button: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))


def _is_letter(event: QKeyEvent) -> bool:
    """A key that writes something, without Ctrl or Alt."""
    others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return not others and event.text().isprintable() and bool(event.text().strip())
