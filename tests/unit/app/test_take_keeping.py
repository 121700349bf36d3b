"""Takes of a project come with it, and what is decided about them stays in it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from studio.app.session import Session
from studio.app.takes import Mark
from studio.app.takes_store import PROJECT_TAKES, Marks, write_take
from studio.doc.pixels import frozen
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.protocol import Call
from studio.spec.field import Picture
from studio.store.project import create_project
from studio.store.settings import Settings
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import picture


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which two takes wait."""
    folder = tmp_path / "game"
    folder.mkdir()
    create_project(folder, "Game")
    write_take(folder / PROJECT_TAKES, take_of("r", name="take-a", created=1))
    write_take(folder / PROJECT_TAKES, take_of("g", name="take-b", created=2))
    return folder


async def shelf_of(project: Path, home: Path) -> Session:
    session = Session(Settings.load(home / "settings.json"))
    session.open_project(project)
    await session.keeper.read_project(project)
    return session


def names(session: Session) -> list[str]:
    return [take.id for take in session.takes.takes]


async def test_waiting_takes_come_with_the_project(project: Path, home: Path) -> None:
    session = await shelf_of(project, home)
    assert names(session) == ["take-b", "take-a"]
    await session.close()


async def test_decisions_stay_in_the_project(project: Path, home: Path) -> None:
    session = await shelf_of(project, home)
    session.takes.discard("take-b")
    session.takes.star("take-a", on=True)
    await session.close()
    again = await shelf_of(project, home)
    assert names(again) == ["take-a"]
    assert again.takes.takes[0].starred
    await again.close()
    marks = json.loads((project / ".studio" / "takes.json").read_text())["marks"]
    assert marks == {"take-a": ["starred"], "take-b": ["discarded"]}
    assert Marks(home / "data" / "takes.json").of("take-b") == frozenset()


async def test_an_undone_discard_waits_again_at_the_next_start(project: Path, home: Path) -> None:
    session = await shelf_of(project, home)
    session.takes.discard("take-b")
    session.takes.restore()
    await session.close()
    assert Marks(project / ".studio" / "takes.json").of("take-b") == frozenset()


async def test_a_take_in_a_sprite_no_longer_waits(project: Path, home: Path) -> None:
    session = await shelf_of(project, home)
    session.accept(session.takes.takes[0])
    assert names(session) == ["take-b", "take-a"]
    assert Marks(project / ".studio" / "takes.json").of("take-b") == {Mark.ACCEPTED}
    await session.close()


async def test_a_folder_that_cannot_be_written_is_said_and_the_shelf_goes_on(project: Path, home: Path) -> None:
    session = await shelf_of(project, home)
    said: list[str] = []
    session.notice.connect(lambda notice: said.append(notice.text))
    marks = project / ".studio" / "takes.json"
    marks.mkdir()
    session.takes.discard("take-b")
    assert names(session) == ["take-a"]
    assert len(said) == 1
    assert "could not be written" in said[0]
    await session.close()


async def test_what_a_plan_gave_before_it_failed_waits_at_the_next_start(home: Path) -> None:
    session = Session(Settings.load(home / "settings.json"))
    session.start()
    outline = registry.operation("local/outline")
    drawn = (Picture(frozen(picture("... .r. ..."))),)
    calls = [Call(outline(images=drawn), "thin"), Call(outline(images=drawn, colour="pink"), "pink")]
    job = session.queue.submit(calls[0].operation, calls=calls)
    moved = asyncio.Event()
    session.queue.job_moved.connect(lambda _job: moved.set())
    async with asyncio.timeout(20):
        while not session.queue.get(job.id).has_ended:
            moved.clear()
            await moved.wait()
    assert session.queue.get(job.id).state is State.FAILED
    await session.close()
    again = Session(Settings.load(home / "settings.json"))
    await again.keeper.restore()
    (take,) = again.takes.takes
    assert take.job_id == job.id
    assert take.names == ("thin",)
    await again.close()
