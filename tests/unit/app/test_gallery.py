"""The gallery of a session: results come by themselves, stay when jobs are cleared, and go only when asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.app.batch import Several
from studio.app.gallery_catalogue import Catalogue
from studio.app.gallery_entry import Board, Entry
from studio.app.session import Session
from studio.app.surface import Notice
from studio.app.takes import Mark, Take
from studio.app.takes_store import PROJECT_TAKES, Marks, write_take
from studio.core.errors import UserError
from studio.doc.pixels import frozen
from studio.providers import registry
from studio.spec.field import Picture
from studio.store.project import create_project
from studio.store.settings import Settings
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import drawn, picture

OUTLINED = "kkk\nkrk\nkkk"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def opened(home: Path) -> Session:
    session = Session(Settings.load(home / "settings.json"))
    session.start()
    return session


async def outlined(session: Session, *, corners: bool = True) -> Entry:
    """A result of this computer."""
    rows = (Picture(frozen(picture("... .r. ..."))),)
    operation = registry.operation("local/outline")(images=rows, colour="#000000", corners=corners)
    known = {entry.id for entry in session.gallery.entries}
    job = session.generate(operation)
    await until(session, lambda: any(entry.job == job.id for entry in session.gallery.entries))
    return next(entry for entry in session.gallery.entries if entry.id not in known)


async def until(session: Session, holds: Callable[[], bool]) -> None:
    moved = asyncio.Event()

    def note() -> None:
        moved.set()

    for signal in (session.gallery.changed, session.takes.changed):
        signal.connect(note)
    async with asyncio.timeout(20):
        while not holds():
            moved.clear()
            await moved.wait()
    for signal in (session.gallery.changed, session.takes.changed):
        signal.disconnect(note)


def shelf(session: Session) -> list[str]:
    return [take.id for take in session.takes.takes]


async def landed(session: Session) -> Entry:
    """A result that is on the shelf as well."""
    entry = await outlined(session)
    await until(session, lambda: entry.id in shelf(session))
    return entry


def shown(session: Session, entry: Entry) -> list[str]:
    return [drawn(frame) for frame in session.gallery.load(entry).frames]


async def test_a_result_comes_by_itself_and_is_there_at_the_next_start(home: Path) -> None:
    session = opened(home)
    entry = await outlined(session)
    assert (entry.title, entry.provider, entry.words) == ("Outline", "local", "#000000, Outside")
    await session.close()
    again = opened(home)
    await again.gallery.refresh()
    (found,) = again.gallery.entries
    assert found.id == entry.id
    assert shown(again, found) == ["kkk\nkrk\nkkk"]
    await again.close()


async def test_a_star_is_the_same_on_the_shelf_and_in_the_gallery(home: Path) -> None:
    session = opened(home)
    entry = await landed(session)
    session.gallery.star([entry.id], on=True)
    assert session.takes.takes[0].starred
    session.takes.star(entry.id, on=False)
    assert not session.gallery.entries[0].starred
    session.takes.star(entry.id, on=True)
    await session.close()
    again = opened(home)
    await again.keeper.restore()
    assert again.gallery.entries[0].starred
    assert again.takes.takes[0].starred
    await again.close()


async def test_what_is_discarded_lies_in_the_bin_and_comes_back(home: Path) -> None:
    session = opened(home)
    entry = await landed(session)
    session.gallery.discard([entry.id])
    assert (shelf(session), session.gallery.entries[0].discarded) == ([], True)
    session.gallery.undo()
    assert (shelf(session), session.gallery.entries[0].discarded) == ([entry.id], False)
    assert not session.gallery.can_undo
    session.takes.discard(entry.id)
    assert session.gallery.entries[0].discarded
    session.takes.restore()
    assert not session.gallery.entries[0].discarded
    await session.close()


async def test_clearing_the_jobs_takes_nothing_out_of_the_gallery(home: Path) -> None:
    session = opened(home)
    entry = await outlined(session)
    session.gallery.mark([entry.id], Mark.ACCEPTED, on=True)
    await session.keeper.clear_finished()
    assert session.queue.jobs() == ()
    (kept,) = session.gallery.entries
    assert shown(session, kept) == [OUTLINED]
    assert session.gallery.asked(kept).values["colour"] == "#000000"
    await session.close()
    again = opened(home)
    await again.keeper.restore()
    assert shelf(again) == []
    (kept,) = again.gallery.entries
    assert shown(again, kept) == [OUTLINED]
    assert again.gallery.asked(kept).values["corners"] is True
    await again.close()


async def test_a_waiting_take_made_in_a_project_waits_after_its_job_was_cleared(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "game"
    folder.mkdir()
    create_project(folder, "Game")
    session = opened(home)
    session.open_project(folder)
    entry = await landed(session)
    await session.keeper.clear_finished()
    await session.close()
    again = opened(home)
    await again.keeper.restore()
    assert shelf(again) == [entry.id]
    assert again.gallery.entries[0].project == str(folder.resolve())
    await again.close()


async def test_a_disk_that_is_full_clears_nothing(home: Path) -> None:
    session = opened(home)
    await outlined(session)
    (home / "data" / "takes").write_text("no folder")
    with pytest.raises(UserError, match="could not be written"):
        await session.keeper.clear_finished()
    assert len(session.queue.jobs()) == 1
    assert session.gallery.entries[0].folder == ""
    await session.close()


async def test_what_ends_while_the_list_is_cleared_stays_on_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened(home)
    first = await landed(session)
    loop, load = asyncio.get_running_loop(), session.gallery.load
    ended: list[Entry] = []

    def slowly(entry: Entry) -> Take:
        """Another result comes while this one is written to a file."""
        if not ended:
            ended.append(asyncio.run_coroutine_threadsafe(outlined(session, corners=False), loop).result(20))
        return load(entry)

    monkeypatch.setattr(session.gallery, "load", slowly)
    await session.keeper.clear_finished()
    assert [job.id for job in session.queue.jobs()] == [ended[0].job]
    await session.close()
    again = opened(home)
    await again.gallery.refresh()
    pictures = {entry.id: shown(again, entry) for entry in again.gallery.entries}
    assert pictures == {first.id: [OUTLINED], ended[0].id: [".k.\nkrk\n.k."]}
    await again.close()


async def test_a_result_that_cannot_be_read_now_keeps_its_job(home: Path) -> None:
    session = opened(home)
    first, second = await outlined(session), await outlined(session, corners=False)
    file = session.results.path(session.queue.get(first.job).files[0])
    await session.close()
    session = opened(home)
    said: list[Notice] = []
    session.notice.connect(said.append)
    file.rename(file.with_suffix(".away"))
    await session.keeper.clear_finished()
    assert [job.id for job in session.queue.jobs()] == [first.job]
    assert "1 job stays on the list, because its result cannot be read now." in [notice.text for notice in said]
    file.with_suffix(".away").rename(file)
    pictures = {entry.id: shown(session, entry) for entry in session.gallery.entries}
    assert pictures == {first.id: [OUTLINED], second.id: [".k.\nkrk\n.k."]}
    await session.keeper.clear_finished()
    assert session.queue.jobs() == ()
    await session.close()


async def test_deleting_for_good_takes_the_files_of_this_result_alone(home: Path) -> None:
    session = opened(home)
    first, second = await outlined(session), await outlined(session, corners=False)
    files = {entry.id: session.results.path(session.queue.get(entry.job).files[0]) for entry in (first, second)}
    session.gallery.discard([first.id])
    await session.gallery.delete([first.id])
    assert [entry.id for entry in session.gallery.entries] == [second.id]
    assert (files[first.id].exists(), files[second.id].exists()) == (False, True)
    assert not session.takes.can_restore
    await session.close()
    again = opened(home)
    await again.keeper.restore()
    assert [entry.id for entry in again.gallery.entries] == [second.id]
    assert shown(again, again.gallery.entries[0]) == [".k.\nkrk\n.k."]
    await again.close()


async def test_an_answer_that_another_result_came_with_too_stays(home: Path) -> None:
    session = opened(home)
    first, second = await outlined(session), await outlined(session)
    assert session.queue.get(first.job).files == session.queue.get(second.job).files
    await session.gallery.delete([first.id])
    await session.close()
    again = Session(Settings.load(home / "settings.json"))  # not started: its shelf is empty, so the file is read
    await again.gallery.refresh()
    (kept,) = again.gallery.entries
    assert (kept.id, shelf(again), shown(again, kept)) == (second.id, [], [OUTLINED])
    await again.close()


async def test_a_result_that_cannot_be_taken_off_the_list_keeps_its_files(home: Path) -> None:
    session = opened(home)
    entry = await landed(session)
    file = session.results.path(session.queue.get(entry.job).files[0])
    session.gallery.close()
    with pytest.raises(UserError, match="nothing was changed"):
        await session.gallery.delete([entry.id])
    assert file.exists()
    await session.close()
    again = opened(home)
    await again.gallery.refresh()
    assert shown(again, again.gallery.entries[0]) == [OUTLINED]
    await again.close()


async def test_what_is_decided_while_the_list_is_read_stays_decided(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(home)
    entry = await landed(session)
    loop, read_boards = asyncio.get_running_loop(), Catalogue.boards
    reads: list[bool] = []

    def boards(catalogue: Catalogue) -> tuple[Board, ...]:
        """The results were read a moment ago, the marks are read next."""
        if not reads:
            reads.append(True)
            asyncio.run_coroutine_threadsafe(star(), loop).result(20)
        return read_boards(catalogue)

    async def star() -> None:
        session.gallery.star([entry.id], on=True)

    monkeypatch.setattr(Catalogue, "boards", boards)
    await session.gallery.refresh()
    assert reads == [True]
    assert session.gallery.entries[0].starred
    await session.close()


async def test_a_kept_result_is_deleted_with_its_folder(home: Path) -> None:
    session = opened(home)
    entry = await outlined(session)
    await session.keeper.clear_finished()
    assert (home / "data" / "takes" / entry.id).is_dir()
    await session.gallery.delete([entry.id])
    assert list((home / "data" / "takes").iterdir()) == []
    await session.gallery.refresh()
    assert session.gallery.entries == ()
    await session.close()


@pytest.mark.parametrize("damage", ["gone", "changed"])
async def test_a_result_without_its_file_is_said(home: Path, damage: str) -> None:
    session = opened(home)
    entry = await outlined(session)
    await until(session, lambda: entry.id in shelf(session))
    session.takes.discard(entry.id)
    file = session.results.path(session.queue.get(entry.job).files[0])
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(b"{}")
    with pytest.raises(UserError, match="not there" if damage == "gone" else "is damaged"):
        session.gallery.load(entry)
    await session.close()


async def test_a_result_whose_settings_were_not_kept_says_so(home: Path) -> None:
    write_take(home / "data" / "takes", take_of("r", name="take-old"))
    session = opened(home)
    await session.gallery.refresh()
    (entry,) = session.gallery.entries
    assert shown(session, entry) == ["r"]
    with pytest.raises(UserError, match="settings of this result were not kept"):
        session.gallery.asked(entry)
    await session.close()


async def test_stars_of_an_earlier_version_are_there(home: Path) -> None:
    write_take(home / "data" / "takes", take_of("r", name="take-old"))
    Marks(home / "data" / "takes.json").put("take-old", Mark.STARRED, on=True)
    session = opened(home)
    await session.keeper.restore()
    assert session.gallery.entries[0].starred
    assert session.takes.takes[0].starred
    await session.close()


async def test_each_variation_of_a_batch_is_a_result_of_its_own(home: Path) -> None:
    session = opened(home)
    rows = (Picture(frozen(picture("... .r. ..."))),)
    operation = registry.operation("local/outline")(images=rows, colour="#000000", corners=True)
    session.generate_several(operation, Several(3))
    await until(session, lambda: len(session.gallery.entries) == 3 and len(shelf(session)) == 3)
    assert {entry.id for entry in session.gallery.entries} == set(shelf(session))
    assert sorted(entry.title for entry in session.gallery.entries) == [
        "Outline, 1 of 3", "Outline, 2 of 3", "Outline, 3 of 3",
    ]  # fmt: skip
    for entry in session.gallery.entries:
        assert session.gallery.asked(entry).values["colour"] == "#000000"
    await session.keeper.clear_finished()
    await session.close()
    again = opened(home)
    await again.gallery.refresh()
    assert len(again.gallery.entries) == 3
    for entry in again.gallery.entries:
        assert shown(again, entry) == [OUTLINED]
        assert again.gallery.asked(entry).values["colour"] == "#000000"
    await again.close()


async def test_takes_of_a_project_are_results_of_the_project(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "game"
    folder.mkdir()
    create_project(folder, "Game")
    write_take(folder / PROJECT_TAKES, take_of("r", name="take-a", created=1))
    Marks(folder / ".studio" / "takes.json").put("take-a", Mark.STARRED, on=True)
    session = opened(home)
    session.open_project(folder)
    await session.keeper.read_project(folder)
    (entry,) = session.gallery.entries
    assert (entry.starred, entry.project) == (True, session.gallery.project)
    session.gallery.star(["take-a"], on=False)
    assert json.loads((folder / ".studio" / "takes.json").read_text())["marks"] == {}
    await session.close()


@pytest.mark.parametrize("cleared", [False, True], ids=["with its job", "after its job was cleared"])
async def test_a_project_puts_nothing_in_the_place_of_an_own_result(
    home: Path, tmp_path: Path, *, cleared: bool
) -> None:
    session = opened(home)
    own = await landed(session)
    session.gallery.star([own.id], on=True)
    if cleared:
        await session.keeper.clear_finished()
    await session.close()
    folder = tmp_path / "gift"
    folder.mkdir()
    create_project(folder, "Gift")
    for name in (own.id, "take-of-the-gift"):
        write_take(folder / PROJECT_TAKES, take_of("g", name=name, created=5))
        Marks(folder / ".studio" / "takes.json").put(name, Mark.DISCARDED, on=True)
    again = opened(home)
    said: list[Notice] = []
    again.notice.connect(said.append)
    again.open_project(folder)
    await again.keeper.read_project(folder)
    entry = again.gallery.entry(own.id)
    assert entry is not None
    assert (entry.title, entry.starred, entry.discarded, shown(again, entry)) == ("Outline", True, False, [OUTLINED])
    gift = again.gallery.entry("take-of-the-gift")
    assert gift is not None
    assert (gift.discarded, gift.project) == (True, again.gallery.project)
    left_out = [notice.text for notice in said if "left out" in notice.text]
    assert set(left_out) == {"1 take of the project bears the id of a result of yours and was left out."}
    await again.close()


async def test_two_windows_see_each_others_decisions(home: Path) -> None:
    first, second = opened(home), opened(home)
    entry = await outlined(first)
    await second.gallery.look_again()
    first.gallery.star([entry.id], on=True)
    board = second.gallery.new_board("Heroes", [entry.id])
    await first.gallery.look_again()
    await second.gallery.look_again()
    for session in (first, second):
        (found,) = session.gallery.entries
        assert (found.starred, found.boards, session.gallery.boards) == (True, {board.id}, (board,))
    await first.close()
    await second.close()


async def test_a_deleted_board_comes_back_with_what_lay_on_it(home: Path) -> None:
    session = opened(home)
    entry = await outlined(session)
    board = session.gallery.new_board("Heroes", [entry.id])
    session.gallery.delete_board(board.id)
    assert (session.gallery.boards, session.gallery.entries[0].boards) == ((), frozenset())
    session.gallery.undo()
    assert (session.gallery.boards, session.gallery.entries[0].boards) == ((board,), {board.id})
    await session.close()
