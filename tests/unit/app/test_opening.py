"""Files read beside the loop: in order, one after another, whole or not at all."""

from __future__ import annotations

import asyncio
from pathlib import Path

from studio.app.opening import Way
from studio.app.session import Session
from studio.app.surface import Notice
from studio.store.settings import Settings
from tests.unit.app.test_session import open_session, red_png


def copies(folder: Path, *names: str) -> list[Path]:
    """The same small picture under these names."""
    data = red_png(folder).read_bytes()
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(data)
    return paths


async def test_files_open_in_the_order_they_were_named_and_say_how_far_they_are(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        ways: list[Way | None] = []
        session.opening.changed.connect(lambda: ways.append(session.opening.way))
        opened = await session.opening.open_all(copies(tmp_path, "one.png", "two.png"))
        assert [document.title for document in opened] == ["one.png", "two.png"]
        assert session.documents == opened
        assert session.active is opened[1]
        assert ways == [Way("one.png", 1, 2), Way("two.png", 2, 2), None]


async def test_what_cannot_be_read_is_said_and_the_rest_is_opened(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        said: list[Notice] = []
        session.notice.connect(said.append)
        one, two = copies(tmp_path, "one.png", "two.png")
        one.write_bytes(b"no picture")
        opened = await session.opening.open_all([one, tmp_path / "gone.png", two])
        assert [document.title for document in opened] == ["two.png"]
        assert ["one.png" in said[0].text, "gone.png" in said[1].text, len(said)] == [True, True, 2]


async def test_a_file_that_is_open_comes_to_the_front(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        saved = await session.save(session.open_path(red_png(tmp_path)), tmp_path / "hero.aseprite")
        session.open_path(red_png(tmp_path))
        assert await session.opening.open_all([saved]) == (session.documents[0],)
        assert len(session.documents) == 2
        assert session.active is session.documents[0]


async def test_what_was_left_is_not_opened_and_the_next_wish_is_another_one(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        one, two, three = copies(tmp_path, "one.png", "two.png", "three.png")
        session.opening.changed.connect(lambda: leave_at(session, "two.png"))
        opened = await session.opening.open_all([one, two, three])
        assert [document.title for document in opened] == ["one.png"]
        assert session.opening.way is None
        assert [document.title for document in await session.opening.open_all([three])] == ["three.png"]


def leave_at(session: Session, name: str) -> None:
    if session.opening.way is not None and session.opening.way.name == name:
        session.opening.cancel()


async def test_two_wishes_at_once_follow_each_other(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        one, two, three = copies(tmp_path, "one.png", "two.png", "three.png")
        await asyncio.gather(session.opening.open_all([one, two]), session.opening.open_all([three]))
        assert [document.title for document in session.documents] == ["one.png", "two.png", "three.png"]


def test_nothing_is_read_before_somebody_asks(tmp_path: Path) -> None:
    session = Session(Settings.load(tmp_path / "settings.json"))
    session.opening.cancel()
    assert session.opening.way is None
