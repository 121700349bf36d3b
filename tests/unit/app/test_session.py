"""The session without a window: what is opened, made, saved and asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.app.place import Placement
from studio.app.session import Session
from studio.app.surface import Notice
from studio.codec.images import write_png
from studio.codec.load import open_sprite
from studio.core.errors import BadFile, ReadOnly, UserError
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.edits import put_raster
from studio.doc.frames import add_frame, remove_frames
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, frozen
from studio.providers.local.declarations import ProceduralSprite
from studio.store.project import create_project, save_project
from studio.store.settings import Settings
from tests.unit.app.takes import take_of
from tests.unit.codec.golden import SPRITES

GOLDEN_SPRITES = SPRITES[0].parent
RED = (200, 30, 40, 255)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of its own for each test."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))


@asynccontextmanager
async def open_session(folder: Path) -> AsyncIterator[Session]:
    session = Session(Settings.load(folder / "settings.json"))
    try:
        yield session
    finally:
        await session.close()


def red_png(folder: Path) -> Path:
    path = folder / "hero.png"
    path.write_bytes(write_png(frozen(np.full((2, 3, 4), RED, np.uint8))))
    return path


def paint(document: Document, pixels: Pixels) -> None:
    layer, frame = document.cursor
    document.apply("Paint", lambda sprite: put_raster(sprite, layer, frame, frozen(pixels)))


async def test_a_new_sprite_has_colours_to_paint_with(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        document = session.new_document(Size(8, 8))
        assert (document.sprite.palette.title, len(document.sprite.palette)) == ("Workbench 16", 16)
        assert not document.is_dirty
        assert not document.can_undo


async def test_a_new_sprite_of_a_project_has_its_palette(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        palette = Palette((Colour(1, 2, 3), Colour(4, 5, 6)), title="Quest")
        save_project(replace(create_project(tmp_path / "quest"), palette=palette))
        session.open_project(tmp_path / "quest")
        assert session.new_document(Size(8, 8)).sprite.palette == palette


async def test_a_picture_is_opened_as_a_new_sprite_and_never_written_over(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        path = red_png(tmp_path)
        document = session.open_path(path)
        assert (document.path, document.title, document.sprite.palette.colours) == (None, "hero.png", (Colour(*RED),))
        with pytest.raises(UserError, match="Save as"):
            await session.save(document)
        saved = await session.save(document, tmp_path / "hero")
        assert (saved.name, document.is_dirty, open_sprite(saved).sprite.size) == ("hero.aseprite", False, Size(3, 2))


async def test_what_is_painted_while_the_file_is_written_is_not_taken_for_saved(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        document = session.new_document(Size(2, 1))
        paint(document, np.full((1, 2, 4), RED, "u1"))
        saving = asyncio.get_running_loop().create_task(session.save(document, tmp_path / "hero.aseprite"))
        await asyncio.sleep(0)
        paint(document, np.zeros((1, 2, 4), "u1"))
        saved = open_sprite(await saving).sprite
        assert flatten(saved, saved.frames[0].id).tolist() == [[list(RED), list(RED)]]
        assert document.is_dirty


async def test_a_file_that_is_open_in_another_tab_is_not_written_over(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        hero, slime = session.new_document(Size(2, 1)), session.new_document(Size(1, 1))
        path = await session.save(hero, tmp_path / "hero.aseprite")
        before = path.read_bytes()
        with pytest.raises(UserError, match=r"hero\.aseprite is open in another tab"):
            await session.save(slime, path)
        assert path.read_bytes() == before
        assert slime.path is None
        await session.save(hero)


async def test_a_picture_named_like_a_sprite_is_not_written_over(tmp_path: Path) -> None:
    path = red_png(tmp_path).rename(tmp_path / "hero.aseprite")
    async with open_session(tmp_path) as session:
        assert session.open_path(path).path is None


async def test_a_pose_whose_frame_is_gone_waits_as_a_take(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        session.start()
        document = session.new_document(Size(16, 32))
        figure = np.zeros((32, 16, 4), np.uint8)
        figure[2:30, 5:11] = RED
        paint(document, figure)
        document.apply("Add frame", lambda sprite: add_frame(sprite, -1))
        gone = document.sprite.frames[1].id
        document.move_to(frame=gone)
        landed = asyncio.Event()
        session.take_landed.connect(lambda _take: landed.set())
        session.estimate_skeleton()
        document.apply("Remove frame", lambda sprite: remove_frames(sprite, [gone]))
        async with asyncio.timeout(60):
            await landed.wait()
        assert len(session.takes.takes[0].poses) == 1
        assert document.history.labels()[-1] == "Remove frame"


async def test_what_cannot_be_opened_or_saved_leaves_everything_as_it_was(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        document = session.new_document(Size(2, 1))
        document.apply(
            "Paint", lambda sprite: put_raster(sprite, *document.cursor, frozen(np.full((1, 2, 4), RED, "u1")))
        )
        (tmp_path / "bad.png").write_bytes(b"no picture")
        with pytest.raises(BadFile):
            session.open_path(tmp_path / "bad.png")
        with pytest.raises(UserError, match="could not be written"):
            await session.save(document, tmp_path / "nowhere" / "hero.aseprite")
        assert (session.documents, session.active) == ((document,), document)
        assert (document.path, document.is_dirty) == (None, True)


async def test_a_sprite_that_cannot_be_written_whole_is_not_written_at_all(tmp_path: Path) -> None:
    indexed = GOLDEN_SPRITES / "indexed-alpha.aseprite"
    copy = tmp_path / "hero.aseprite"
    copy.write_bytes(indexed.read_bytes())
    async with open_session(tmp_path) as session:
        document = session.open_path(copy)
        for path in (None, tmp_path / "other.aseprite"):
            with pytest.raises(ReadOnly, match="indexed"):
                await session.save(document, path)
        assert copy.read_bytes() == indexed.read_bytes()
        assert not (tmp_path / "other.aseprite").exists()


async def test_a_file_is_open_once(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        first = session.new_document(Size(2, 1))
        await session.save(first, tmp_path / "hero.aseprite")
        session.new_document(Size(4, 4))
        assert session.open_path(tmp_path / "hero.aseprite") is first
        assert session.active is first


async def test_an_estimated_pose_lands_on_the_frame_it_was_asked_for_or_waits_as_a_take(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        said: list[Notice] = []
        session.notice.connect(said.append)
        session.start()
        figure = np.zeros((32, 16, 4), np.uint8)
        figure[2:30, 5:11] = RED
        documents = [session.new_document(Size(16, 32)) for _copy in range(2)]
        for document in documents:
            session.workspace.activate(document)
            paint(document, figure)
            session.estimate_skeleton()
        session.workspace.close(documents[1])
        posed, landed = asyncio.Event(), asyncio.Event()
        documents[0].changed.connect(lambda _change: posed.set())
        session.take_landed.connect(lambda _take: landed.set())
        async with asyncio.timeout(60):
            await posed.wait()
            await landed.wait()
        (frame,) = documents[0].sprite.frames
        assert frame.pose is not None
        assert documents[0].history.labels() == ["Paint", "Estimate skeleton"]
        assert [len(take.poses) for take in session.takes.takes] == [1]
        assert said == []


async def test_a_result_nobody_decided_about_waits_at_the_next_start(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        landed = asyncio.Event()
        session.take_landed.connect(lambda _take: landed.set())
        session.start()
        session.generate(ProceduralSprite(seed=7))
        async with asyncio.timeout(60):
            await landed.wait()
        (first,) = session.takes.takes
    async with open_session(tmp_path) as session:
        back = asyncio.Event()
        session.takes.changed.connect(back.set)
        session.start()
        async with asyncio.timeout(60):
            await back.wait()
        (again,) = session.takes.takes
        assert (again.id, again.seed_sent, again.accepted) == (first.id, 7, False)
        assert np.array_equal(again.frames[0], first.frames[0])


async def test_a_take_that_became_a_sprite_is_not_saved_yet(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        take = take_of("rg")
        session.takes.add(take)
        session.accept(take, Placement.SPRITE)
        (made,) = session.documents
        assert (made.path, made.is_dirty) == (None, True)
