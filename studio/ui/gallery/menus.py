"""The menus of the gallery: of results, of boards, of what a result can be saved as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from studio.app.gallery_entry import Board, Entry, Place
from studio.app.gallery_saving import STILLS, Format, format_title
from studio.core.words import _
from studio.ui.gallery.acts import GalleryActs
from studio.ui.gallery.places import PlacesList


class BoardChoice(NamedTuple):
    """The boards there are, and how another one is made of results."""

    boards: Sequence[Board]
    new_board: Callable[[Sequence[str]], None]

    def fill(self, menu: QMenu, acts: GalleryActs, chosen: Sequence[Entry]) -> None:
        """A row a board, checked where all chosen results lie on it."""
        ids = [entry.id for entry in chosen]
        for board in self.boards:
            lies = all(board.id in entry.boards for entry in chosen)
            pin = _Pin(acts, board.id, ids, on=not lies)
            action = _add(menu, f"board-{board.id}", board.name.replace("&", "&&"), pin)
            action.setCheckable(True)
            action.setChecked(lies)
        if self.boards:
            menu.addSeparator()
        _add(menu, "new-board", _("New board with these"), lambda: self.new_board(ids))


def result_menu(
    parent: QWidget, acts: GalleryActs, chosen: Sequence[Entry], *, boards: BoardChoice, still: bool
) -> QMenu:
    """Everything that can be done with the chosen results."""
    menu = QMenu(parent)
    menu.setObjectName("gallery-menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    first, single = chosen[0], len(chosen) == 1
    ids = [entry.id for entry in chosen]
    if all(entry.discarded for entry in chosen):
        _add(menu, "back", _("Bring back"), lambda: acts.bring_back(chosen))
        _add(menu, "delete", _("Delete for good..."), lambda: acts.delete(chosen))
        return menu
    _add(menu, "show", _("Show in Takes"), lambda: acts.show_in_takes(first), keys="Return", enabled=single)
    _add(menu, "accept", _("Accept"), lambda: acts.accept(first), keys="A", enabled=single)
    _add(menu, "reuse", _("Use these settings again"), lambda: acts.reuse(first), enabled=single)
    menu.addSeparator()
    title = _("Take the star off") if all(entry.starred for entry in chosen) else _("Put a star on it")
    _add(menu, "star", title, lambda: acts.star(chosen), keys="S")
    boards.fill(menu.addMenu(_("Boards")), acts, chosen)
    menu.addSeparator()
    fill_formats(menu.addMenu(_("Save as")), acts, chosen, still=still)
    _add(menu, "copy", _("Copy picture"), lambda: acts.copy(first), keys="Ctrl+C", enabled=single)
    _add(menu, "url", _("Copy as data URL"), lambda: acts.copy_data_url(first), enabled=single)
    for seed in first.seeds if single else ():
        _add(menu, f"seed-{seed}", _("Copy seed {seed}").format(seed=seed), partial(acts.copy_seed, seed))
    menu.addSeparator()
    _add(menu, "discard", _("Move to the bin"), lambda: acts.discard(ids), keys="Del")
    return menu


def fill_formats(menu: QMenu, acts: GalleryActs, chosen: Sequence[Entry], *, still: bool) -> None:
    """A row a format; formats of animations only for what is not known to be `still`."""
    for form in STILLS if still else Format:
        _add(menu, f"save-{form.value}", format_title(form) + "...", _Save(acts, chosen, form))


def fill_places(menu: QMenu, places: PlacesList) -> None:
    """A row a place, the one that is shown checked."""
    for place, title, count in places.titles():
        action = _add(menu, f"place-{place}", f"{title.replace('&', '&&')}  ({count})", _Go(places, place))
        action.setCheckable(True)
        action.setChecked(place == places.place)


def place_menu(parent: QWidget, acts: GalleryActs, places: PlacesList, place: str, *, binned: Sequence[Entry]) -> QMenu:
    """What can be done with a board or the bin."""
    menu = QMenu(parent)
    menu.setObjectName("gallery-place-menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if place == Place.BIN:
        _add(menu, "bring-all", _("Bring back all"), lambda: acts.bring_back(binned), enabled=bool(binned))
        _add(menu, "empty-bin", _("Empty the bin..."), lambda: acts.delete(binned), enabled=bool(binned))
    elif places.is_board(place):
        _add(menu, "rename-board", _("Rename board"), lambda: places.edit_board(place), keys="F2")
        _add(menu, "delete-board", _("Delete board"), lambda: acts.delete_board(place), keys="Del")
    return menu


class _Go:
    """Look at a place."""

    def __init__(self, places: PlacesList, place: str) -> None:
        self._places, self._place = places, place

    def __call__(self) -> None:
        self._places.choose(self._place)


class _Pin:
    """Put results on a board or take them off."""

    def __init__(self, acts: GalleryActs, board_id: str, ids: Sequence[str], *, on: bool) -> None:
        self._acts, self._board, self._ids, self._on = acts, board_id, ids, on

    def __call__(self) -> None:
        self._acts.pin(self._board, self._ids, on=self._on)


class _Save:
    """Save results in one format."""

    def __init__(self, acts: GalleryActs, chosen: Sequence[Entry], form: Format) -> None:
        self._acts, self._chosen, self._form = acts, chosen, form

    def __call__(self) -> None:
        self._acts.save(self._chosen, self._form)


def _add(
    menu: QMenu, name: str, title: str, deed: Callable[[], object], *, keys: str = "", enabled: bool = True
) -> QAction:
    """An entry; `keys` are shown beside it and belong to the cards."""
    action = menu.addAction(f"{title}\t{keys}" if keys else title)
    action.setObjectName(f"gallery-{name}")
    action.setEnabled(enabled)
    action.triggered.connect(lambda: deed())  # noqa: PLW0108 - Qt would hand the check mark over
    return action
