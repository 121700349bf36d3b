"""Actions: every one does something, keys are unique, and what cannot be done is greyed."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from qasync import QEventLoop

from studio.app.actions import SEPARATOR, actions, menus
from studio.app.surface import Notice
from studio.doc.model import CelKey
from studio.ui.window import MainWindow
from tests.qt.window.conftest import settle
from tests.unit.app.takes import take_of


def test_menus_name_only_known_actions_and_no_action_twice() -> None:
    known = Counter(action.id for action in actions())
    named = [entry for menu in menus() for entry in menu.entries if entry != SEPARATOR and not entry.startswith("*")]
    assert set(named) <= set(known)
    assert max(known.values()) == 1


def test_every_action_has_a_command(window: MainWindow) -> None:
    assert window.session is not None
    assert {action.id for action in actions()} - window.session.commands.known() == set()


def test_no_key_means_two_things() -> None:
    keys = Counter(QKeySequence(keys).toString() for action in actions() for keys in action.keys)
    assert [key for key, count in keys.items() if count > 1] == ["C"]


def test_the_key_of_the_canvas_size_compares_while_a_take_is_shown(window: MainWindow, loop: QEventLoop) -> None:
    session = window.session
    assert session is not None
    sharing = ("sprite.canvas_size", "take.compare")
    assert [session.commands.enabled(name) for name in sharing] == [True, False]
    session.takes.add(take_of("r", name="take-a"))
    session.takes.choose("take-a")
    assert [session.commands.enabled(name) for name in sharing] == [False, True]
    settle(loop)
    assert window.shell is not None
    QTest.keyClick(window.shell.centre.view, Qt.Key.Key_C)
    settle(loop)
    assert session.takes.is_comparing


def test_every_icon_of_the_table_exists() -> None:
    from studio.ui.icons import icon_names

    assert {action.icon for action in actions() if action.icon} <= icon_names()


def test_undo_and_redo_by_keys_change_the_sprite(window: MainWindow, loop: QEventLoop) -> None:
    session = window.session
    assert session is not None
    document = session.active
    assert document is not None
    key = CelKey(*document.cursor)
    before = document.sprite.cels[key]
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    flipped = document.sprite
    assert flipped.cels[key] is not before
    settle(loop)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.sprite.cels[key].pixels.tolist() == before.pixels.tolist()
    settle(loop)
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert document.history.labels() == ["Flip left to right"]
    assert not document.can_redo


def test_what_cannot_be_done_is_greyed(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    found = {name: window.actions_by_id[name].isEnabled() for name in ("edit.undo", "sprite.crop", "frame.delete")}
    assert found == {"edit.undo": False, "sprite.crop": False, "frame.delete": False}
    window.session.commands.run("frame.new")
    window.session.commands.run("select.all")
    settle(loop)
    found = {name: window.actions_by_id[name].isEnabled() for name in found}
    assert found == {"edit.undo": True, "sprite.crop": True, "frame.delete": True}


def test_an_error_is_said_where_the_person_looks(window: MainWindow, loop: QEventLoop) -> None:
    session, shell = window.session, window.shell
    assert session is not None
    assert shell is not None
    session.commands.run("frame.link")
    settle(loop)
    assert shell.centre.notices.isVisibleTo(window)
    notice = shell.centre.notices.notice
    assert notice is not None
    assert notice.text == "Select two or more frames on the timeline to link their cels."


def test_quitting_asks_the_program_to_end_and_says_nothing(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    asked: list[str] = []
    notices: list[Notice] = []
    window.close_requested.connect(partial(asked.append, "end"))
    window.session.notice.connect(notices.append)
    window.actions_by_id["file.quit"].trigger()
    settle(loop)
    assert (asked, notices) == (["end"], [])


def test_the_theme_in_force_is_marked(window: MainWindow, loop: QEventLoop) -> None:
    assert window.session is not None
    window.session.settings.set("appearance.theme", "light")
    window.theme_menu.aboutToShow.emit()
    assert [action.data() for action in window.theme_menu.actions() if action.isChecked()] == ["light"]
