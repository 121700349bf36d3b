"""The gallery by keys and mouse: what is found, what is shown, and what becomes of results."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QPushButton,
)
from qasync import QEventLoop

from studio.app.gallery_entry import Order, Place
from studio.app.session import Session
from studio.core import paths
from studio.ui import theme
from studio.ui.forms.slot import TAKE_MIME
from studio.ui.gallery.model import GALLERY_MIME
from studio.ui.gallery.panel import GalleryPanel
from tests.qt.gallery.conftest import RESULTS, put_away, settle
from tests.qt.gallery.hand import (
    at,
    button,
    choose_entry,
    chosen,
    click,
    grid_of,
    listed,
    model_of,
    once_open,
    places_of,
    press,
    said,
    search,
    words,
)
from tests.qt.tools.desk import unnamed
from tests.unit.doc.drawing import INKS, drawn

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard")  # what a menu asks of the offscreen platform


def test_all_results_stand_newest_first_with_their_pictures(panel: GalleryPanel) -> None:
    assert listed(panel) == list(RESULTS)
    grid = grid_of(panel)
    card = grid.visualRect(model_of(panel).index_of("e"))
    shown = grid.viewport().grab(card).toImage()
    middle = card.height() // 2
    colours = [shown.pixelColor(x, middle - 8).name() for x in range(10, card.width() - 10)]
    red, green = INKS["r"].hex, INKS["g"].hex
    assert {colour for colour in colours if colour in (red, green)} == {red, green}
    assert set(colours[:40]) == {red}
    assert set(colours[-40:]) == {green}


def test_a_card_tells_itself_to_those_who_listen(panel: GalleryPanel, session: Session) -> None:
    session.gallery.star(["e"], on=True)
    index = model_of(panel).index_of("e")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Kind e, This computer, 1970-01-01, with a star"


def test_the_chosen_result_is_told(panel: GalleryPanel, loop: QEventLoop) -> None:
    click(panel, "b")
    settle(loop)
    assert words(panel, "gallery-title") == "Kind b"
    assert words(panel, "gallery-prompt") == "figure of a bird"
    assert words(panel, "gallery-facts") == "This computer  ·  4 x 2  ·  3 frames"
    click(panel, "b", "a")
    assert words(panel, "gallery-title") == "2 results chosen"


def test_words_find(panel: GalleryPanel) -> None:
    search(panel, "Cloud figure")
    assert listed(panel) == ["c"]
    assert chosen(panel) == ["c"] or grid_of(panel).hasFocus()
    search(panel, "nobody")
    assert words(panel, "gallery-empty") == "No result here matches."
    QTest.mouseClick(button(panel, "gallery-way-out"), Qt.MouseButton.LeftButton)
    assert listed(panel) == list(RESULTS)


def test_escape_ends_a_search(panel: GalleryPanel) -> None:
    search(panel, "cloud")
    press(panel, Qt.Key.Key_Escape)
    assert listed(panel) == list(RESULTS)


def test_a_gallery_that_floats_over_the_window_steps_aside(panel: GalleryPanel, loop: QEventLoop) -> None:
    window = QMainWindow()
    dock = QDockWidget(window)
    dock.setWidget(panel)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.show()
    settle(loop)
    press(panel, Qt.Key.Key_Escape)
    assert not dock.isHidden()
    dock.setFloating(True)
    press(panel, Qt.Key.Key_Escape)
    assert dock.isHidden()
    panel.setParent(None)
    panel.show()  # without any window the program ends
    window.deleteLater()
    settle(loop)


def test_a_chosen_result_stays_chosen_while_it_is_found(panel: GalleryPanel) -> None:
    click(panel, "b")
    search(panel, "figure")
    assert chosen(panel) == ["b"]
    search(panel, "")
    assert chosen(panel) == ["b"]


def test_only_stars_and_orders(panel: GalleryPanel, session: Session) -> None:
    session.gallery.star(["a", "c"], on=True)
    QTest.mouseClick(button(panel, "gallery-only-starred"), Qt.MouseButton.LeftButton)
    assert listed(panel) == ["c", "a"]
    order = panel.findChild(QComboBox, "gallery-order")
    assert order is not None
    order.setCurrentIndex(order.findData(Order.OLDEST))
    assert listed(panel) == ["a", "c"]


def test_s_puts_stars_on_all_and_takes_them_off_all(panel: GalleryPanel, session: Session) -> None:
    def starred() -> list[str]:
        return sorted(entry.id for entry in session.gallery.entries if entry.starred)

    session.gallery.star(["a"], on=True)
    click(panel, "a", "b")
    press(panel, Qt.Key.Key_S)
    assert starred() == ["a", "b"]
    press(panel, Qt.Key.Key_S)
    assert starred() == []


def test_delete_moves_to_the_bin_and_back(panel: GalleryPanel, session: Session) -> None:
    session.commands.add("gallery.undo", session.gallery.undo)
    click(panel, "d", "c")
    press(panel, Qt.Key.Key_Delete)
    assert listed(panel) == ["e", "b", "a"]
    assert chosen(panel) == ["b"]
    assert said(panel) == "Moved 2 results to the bin."
    QTest.mouseClick(button(panel, "notice-action"), Qt.MouseButton.LeftButton)
    assert listed(panel) == list(RESULTS)


def test_the_bin_brings_back(panel: GalleryPanel, session: Session) -> None:
    session.gallery.discard(["c"])
    places_of(panel).choose(Place.BIN)
    assert listed(panel) == ["c"]
    click(panel, "c")
    assert not button(panel, "gallery-show").isVisibleTo(panel)
    QTest.mouseClick(button(panel, "gallery-back"), Qt.MouseButton.LeftButton)
    assert words(panel, "gallery-empty") == "The bin is empty."
    QTest.mouseClick(button(panel, "gallery-way-out"), Qt.MouseButton.LeftButton)
    assert listed(panel) == list(RESULTS)


@pytest.mark.parametrize("sure", [True, False])
def test_deleting_for_good_asks_first(panel: GalleryPanel, session: Session, loop: QEventLoop, sure: bool) -> None:
    session.gallery.discard(["c"])
    places_of(panel).choose(Place.BIN)
    click(panel, "c")
    press(panel, Qt.Key.Key_Delete)
    loop.call_soon(once_open, panel, "question", partial(answer, sure=sure))
    settle(loop)
    assert (paths.data_dir() / "takes" / "c").exists() is not sure
    assert listed(panel) == ([] if sure else ["c"])


def test_the_bin_is_emptied(panel: GalleryPanel, session: Session, loop: QEventLoop) -> None:
    session.gallery.discard(["c", "d"])
    places_of(panel).choose(Place.BIN)
    assert button(panel, "gallery-delete").text() == "Empty the bin..."
    QTest.mouseClick(button(panel, "gallery-delete"), Qt.MouseButton.LeftButton)
    loop.call_soon(once_open, panel, "question", confirm)
    settle(loop)
    assert words(panel, "gallery-empty") == "The bin is empty."
    assert said(panel) == "Deleted 2 results for good."


def confirm(box: QDialog) -> None:
    assert isinstance(box, QMessageBox)
    assert box.text() == "Delete 2 results and their files for good?"
    QTest.mouseClick(box.findChild(QPushButton, "answer-0"), Qt.MouseButton.LeftButton)


def test_a_seed_is_copied(panel: GalleryPanel, session: Session) -> None:
    session.gallery.star(["a"], on=True)
    click(panel, "a")
    grid_of(panel).customContextMenuRequested.emit(at(panel, "a"))
    choose_entry(panel, "gallery-menu", "seed-11")
    assert QGuiApplication.clipboard().text() == "11"


def answer(box: QDialog, *, sure: bool) -> None:
    assert isinstance(box, QMessageBox)
    assert box.text() == "Delete “Kind c” and its files for good?"
    if sure:
        QTest.mouseClick(box.findChild(QPushButton, "answer-0"), Qt.MouseButton.LeftButton)
    else:
        box.reject()


def test_a_board_is_made_named_filled_and_shown(panel: GalleryPanel, session: Session, loop: QEventLoop) -> None:
    QTest.mouseClick(button(panel, "gallery-new-board"), Qt.MouseButton.LeftButton)
    editor = places_of(panel).findChild(QLineEdit)
    assert editor is not None
    editor.setText("Heroes")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(loop)
    (board,) = session.gallery.boards
    assert board.name == "Heroes"
    drop(panel, board.id, ["a", "b"])
    places_of(panel).choose(board.id)
    assert listed(panel) == ["b", "a"]
    click(panel, "b")
    settle(loop)
    assert words(panel, "gallery-facts").endswith("on Heroes")


def test_a_name_that_is_taken_is_said_and_the_old_one_stays(
    panel: GalleryPanel, session: Session, loop: QEventLoop
) -> None:
    session.gallery.new_board("Heroes")
    second = session.gallery.new_board("Slimes")
    places_of(panel).edit_board(second.id)
    editor = places_of(panel).findChild(QLineEdit)
    assert editor is not None
    editor.setText("heroes")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(loop)
    assert said(panel) == "There is a board “heroes” already. Choose another name."
    assert [name for _place, name, _count in places_of(panel).titles()] == ["All results", "Heroes", "Slimes", "Bin"]


def test_delete_on_a_board_takes_it_away_and_its_results_stay(panel: GalleryPanel, session: Session) -> None:
    board = session.gallery.new_board("Heroes", ["a"])
    places_of(panel).choose(board.id)
    QTest.keyClick(places_of(panel), Qt.Key.Key_Delete)
    assert said(panel) == "Deleted the board “Heroes”. Its results stay in the gallery."
    assert (session.gallery.boards, listed(panel)) == ((), list(RESULTS))


def test_a_drop_on_the_bin_discards(panel: GalleryPanel) -> None:
    drop(panel, Place.BIN, ["a"])
    assert listed(panel) == ["e", "d", "c", "b"]


def test_nothing_is_dropped_on_all_results(panel: GalleryPanel) -> None:
    drop(panel, Place.ALL, ["a"])
    assert listed(panel) == list(RESULTS)


def drop(panel: GalleryPanel, place: str, ids: list[str]) -> None:
    """As a drag from the cards does it."""
    places = places_of(panel)
    row = [found for found, _title, _count in places.titles()].index(place)
    point = places.visualItemRect(places.item(row)).center()
    mime = QMimeData()
    mime.setData(GALLERY_MIME, "\n".join(ids).encode())
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    QApplication.sendEvent(places.viewport(), QDragEnterEvent(point, copy, mime, left, none))
    move = QDragMoveEvent(point, copy, mime, left, none)
    QApplication.sendEvent(places.viewport(), move)
    if move.isAccepted():
        QApplication.sendEvent(places.viewport(), QDropEvent(QPointF(point), copy, mime, left, none))


def test_what_is_dragged_fits_slots_boards_and_other_programs(panel: GalleryPanel, session: Session) -> None:
    mime = model_of(panel).mimeData([model_of(panel).index_of(name) for name in ("a", "b")])
    assert bytes(mime.data(GALLERY_MIME).data()) == b"b\na"
    assert bytes(mime.data(TAKE_MIME).data()) == b"b"
    assert [take.id for take in session.takes.takes] == ["b"]
    assert mime.hasImage()


def test_enter_shows_the_result_in_place(panel: GalleryPanel, session: Session, loop: QEventLoop) -> None:
    asked: list[str] = []
    session.panel_wanted.connect(asked.append)
    click(panel, "b")
    press(panel, Qt.Key.Key_Return)
    settle(loop)
    assert asked == ["takes"]
    assert session.takes.chosen is not None
    assert session.takes.chosen.id == "b"


def test_a_accepts(panel: GalleryPanel, session: Session, loop: QEventLoop) -> None:
    document = session.workspace.require_active()
    click(panel, "b")
    press(panel, Qt.Key.Key_A)
    settle(loop)
    assert len(document.sprite.frames) == 4
    accepted = session.gallery.entry("b")
    assert accepted is not None
    assert accepted.accepted
    document.undo()
    assert len(document.sprite.frames) == 1


def test_space_plays_the_card_and_lets_it_rest(panel: GalleryPanel, loop: QEventLoop) -> None:
    click(panel, "b")
    settle(loop)
    press(panel, Qt.Key.Key_Space)
    settle(loop)
    grid, current = grid_of(panel), grid_of(panel).current()
    assert current is not None
    playing = grid.playing(current)
    assert playing is not None
    assert [drawn(frame) for frame in playing[0].frames] == ["r...\n....", ".g..\n....", "..b.\n...."]
    press(panel, Qt.Key.Key_Right)
    assert grid.playing(current) is None


def test_settings_that_were_not_kept_are_said(panel: GalleryPanel, loop: QEventLoop) -> None:
    click(panel, "a")
    QTest.mouseClick(button(panel, "gallery-reuse"), Qt.MouseButton.LeftButton)
    settle(loop)
    assert said(panel) == "The settings of this result were not kept."


def test_an_empty_gallery_has_one_way_out(loop: QEventLoop, session: Session) -> None:
    loop.run_until_complete(session.gallery.delete(list(RESULTS)))
    panel = GalleryPanel(session)
    panel.show()
    settle(loop)
    asked: list[str] = []
    session.panel_wanted.connect(asked.append)
    assert words(panel, "gallery-empty") == "No results yet. Everything that is generated is kept here."
    QTest.mouseClick(button(panel, "gallery-way-out"), Qt.MouseButton.LeftButton)
    assert asked == ["generate"]
    put_away(loop, panel)


def test_what_another_window_decided_shows_when_the_panel_is_seen(
    panel: GalleryPanel, session: Session, loop: QEventLoop
) -> None:
    other = Session(session.settings)
    panel.hide()
    loop.run_until_complete(other.gallery.refresh())
    other.gallery.discard(["a"])
    panel.show()
    settle(loop)
    assert listed(panel) == ["e", "d", "c", "b"]
    loop.run_until_complete(other.close())


def test_a_narrow_panel_keeps_its_places_in_a_menu(panel: GalleryPanel, session: Session) -> None:
    session.gallery.discard(["a"])
    panel.resize(320, 300)
    assert not places_of(panel).isVisibleTo(panel)
    QTest.mouseClick(button(panel, "gallery-places-button"), Qt.MouseButton.LeftButton)
    choose_entry(panel, "", "place-bin")
    assert listed(panel) == ["a"]


@pytest.mark.parametrize("name", ["dark", "light", "high-contrast"])
def test_every_control_has_a_name_in_every_theme(panel: GalleryPanel, qapp: QApplication, name: str) -> None:
    before = theme.current().name
    theme.apply_theme(qapp, name)
    assert unnamed(panel) == []
    panel.grab()
    theme.apply_theme(qapp, before)
