"""The gallery's file: what was decided is never lost, whoever else writes, whatever happens to the file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from studio.app.gallery_catalogue import Catalogue, GalleryTrouble
from studio.app.gallery_entry import Entry
from studio.app.takes import Mark
from studio.core.errors import UserError


def filled(path: Path, *names: str) -> Catalogue:
    catalogue = Catalogue(path)
    catalogue.add([(Entry(id=name, title="Rotate", created=number), "", "") for number, name in enumerate(names)])
    return catalogue


def starred(catalogue: Catalogue) -> list[str]:
    return [entry.id for entry in catalogue.entries() if entry.starred]


def test_a_result_comes_back_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    entry = Entry(
        id="take-a", title="Rotate", operation="local/rotate", provider="local", prompt="a knight", words="left",
        seed_sent=7, seed_returned=8, cost="2 credits", created=12.5, project="/game", job="job-a", folder="/kept",
    )  # fmt: skip
    Catalogue(tmp_path / "g.sqlite").add([(entry, '{"values": {}}', "[1, 2, 3, 4]")])
    again = Catalogue(tmp_path / "g.sqlite")
    assert again.entries() == (entry,)
    assert again.request("take-a") == ('{"values": {}}', "[1, 2, 3, 4]")


def test_the_newest_result_comes_first(tmp_path: Path) -> None:
    assert [entry.id for entry in filled(tmp_path / "g.sqlite", "old", "new").entries()] == ["new", "old"]


def test_noting_a_result_again_keeps_its_star_and_board(tmp_path: Path) -> None:
    catalogue = filled(tmp_path / "g.sqlite", "take-a")
    board = catalogue.new_board("Heroes")
    catalogue.mark(["take-a"], Mark.STARRED, on=True)
    catalogue.pin(board.id, ["take-a"], on=True)
    catalogue.add([(Entry(id="take-a", title="Rotate", created=9, cost="1 credit"), "", "")])
    (entry,) = catalogue.entries()
    assert (entry.starred, entry.boards, entry.cost) == (True, {board.id}, "1 credit")


def test_two_windows_do_not_take_each_others_stars_away(tmp_path: Path) -> None:
    first = filled(tmp_path / "g.sqlite", "take-a", "take-b")
    second = Catalogue(tmp_path / "g.sqlite")
    assert starred(second) == []
    first.mark(["take-a"], Mark.STARRED, on=True)
    second.mark(["take-b"], Mark.STARRED, on=True)
    assert sorted(starred(first)) == ["take-a", "take-b"]


def test_what_another_window_wrote_is_noticed(tmp_path: Path) -> None:
    first = filled(tmp_path / "g.sqlite", "take-a")
    before = first.version()
    first.mark(["take-a"], Mark.STARRED, on=True)
    assert first.version() == before
    Catalogue(tmp_path / "g.sqlite").mark(["take-a"], Mark.STARRED, on=False)
    assert first.version() != before


def test_a_star_is_on_the_disk_when_the_process_dies(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    filled(path, "take-a")
    script = (
        "import os, sys; from pathlib import Path; from studio.app.gallery_catalogue import Catalogue; "
        "from studio.app.takes import Mark; "
        "Catalogue(Path(sys.argv[1])).mark(['take-a'], Mark.STARRED, on=True); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(path)], check=False, timeout=60)
    assert ended.returncode == 9
    assert starred(Catalogue(path)) == ["take-a"]


def test_marks_of_an_earlier_version_are_taken_over_once(tmp_path: Path) -> None:
    catalogue = filled(tmp_path / "g.sqlite", "take-a")
    catalogue.take_over("takes.json", {"take-a": {Mark.STARRED}})
    assert starred(catalogue) == ["take-a"]
    catalogue.mark(["take-a"], Mark.STARRED, on=False)
    catalogue.take_over("takes.json", {"take-a": {Mark.STARRED}})
    assert starred(catalogue) == []


def test_a_result_that_was_deleted_for_good_is_not_listed_again(tmp_path: Path) -> None:
    catalogue = filled(tmp_path / "g.sqlite", "take-a", "take-b")
    catalogue.forget(["take-a"])
    catalogue.add([(Entry(id="take-a", title="Rotate"), "", "")])
    assert [entry.id for entry in catalogue.entries()] == ["take-b"]
    assert catalogue.known() == {"take-a", "take-b"}


def test_boards_stand_by_name(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "g.sqlite")
    for name in ("slimes", "Heroes", "Äpfel"):
        catalogue.new_board(name)
    assert [board.name for board in catalogue.boards()] == ["Heroes", "slimes", "Äpfel"]


@pytest.mark.parametrize("name", ["Heroes", "heroes", "  HEROES "])
def test_a_name_that_is_taken_is_refused(tmp_path: Path, name: str) -> None:
    catalogue = Catalogue(tmp_path / "g.sqlite")
    catalogue.new_board("Heroes")
    other = catalogue.new_board("Slimes")
    with pytest.raises(UserError, match="Choose another name"):
        catalogue.new_board(name)
    with pytest.raises(UserError, match="already"):
        catalogue.rename_board(other.id, name)
    assert [board.name for board in catalogue.boards()] == ["Heroes", "Slimes"]


def test_a_board_can_be_named_anew_in_other_letters(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "g.sqlite")
    board = catalogue.new_board("heroes")
    catalogue.rename_board(board.id, "Heroes")
    assert [board.name for board in catalogue.boards()] == ["Heroes"]


def test_a_board_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="A board needs a name"):
        Catalogue(tmp_path / "g.sqlite").new_board(" \n ")


def test_results_of_a_deleted_board_stay(tmp_path: Path) -> None:
    catalogue = filled(tmp_path / "g.sqlite", "take-a")
    board = catalogue.new_board("Heroes")
    catalogue.pin(board.id, ["take-a"], on=True)
    catalogue.delete_board(board.id)
    (entry,) = catalogue.entries()
    assert (catalogue.boards(), entry.boards) == ((), frozenset())
    catalogue.restore_board(board, ["take-a"])
    (entry,) = catalogue.entries()
    assert (catalogue.boards(), entry.boards) == ((board,), {board.id})


def test_of_a_damaged_file_what_can_be_read_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    catalogue = filled(path, *(f"take-{number:03d}" for number in range(400)))
    catalogue.mark(["take-399"], Mark.STARRED, on=True)
    catalogue.close()
    data = bytearray(path.read_bytes())
    data[-2048:] = b"\xff" * 2048
    path.write_bytes(data)
    again = Catalogue(path)
    kept = again.entries()
    assert len(kept) > 100
    assert "was set aside as g.damaged-" in again.notice
    assert len(list(tmp_path.glob("g.damaged-*.sqlite"))) == 1
    assert {entry.title for entry in kept} == {"Rotate"}


def test_a_file_that_is_none_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    path.write_text("This is no database, and it is long enough to be looked at. " * 4)
    catalogue = Catalogue(path)
    assert catalogue.entries() == ()
    assert "set aside" in catalogue.notice


def test_a_file_that_another_holds_is_said(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    path.mkdir()
    with pytest.raises(GalleryTrouble, match="could not be used"):
        Catalogue(path).entries()


def test_words_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "g.sqlite")
    catalogue.add([(Entry(id="take-a", title="half \ud800 a letter"), "\udfff", "")])
    assert [entry.title for entry in catalogue.entries()] == ["half ? a letter"]


def test_a_closed_catalogue_stays_closed(tmp_path: Path) -> None:
    catalogue = filled(tmp_path / "g.sqlite", "take-a")
    catalogue.close()
    with pytest.raises(GalleryTrouble):
        catalogue.mark(["take-a"], Mark.STARRED, on=True)
    with sqlite3.connect(tmp_path / "g.sqlite") as raw:
        assert raw.execute("SELECT count(*) FROM marks").fetchone() == (0,)
