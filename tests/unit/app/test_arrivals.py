"""Takes that come: which may show themselves in place of the sprite, and which wait to be seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from studio.app.arrivals import arrived_words
from studio.app.session import Session
from studio.app.takes import Take
from studio.core.geometry import Size
from studio.doc.edits import put_raster
from studio.doc.pixels import frozen
from studio.jobs.job import Origin
from studio.providers.local.declarations import ProceduralSprite
from studio.store.settings import Settings
from tests.unit.app.takes import take_of

GREEN = "gg gg"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of its own for each test."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))


@asynccontextmanager
async def open_session(folder: Path) -> AsyncIterator[Session]:
    """A sprite of 2 x 2 is in front."""
    session = Session(Settings.load(folder / "settings.json"))
    session.new_document(Size(2, 2))
    try:
        yield session
    finally:
        await session.close()


def asked(session: Session, name: str = "a") -> Take:
    """The answer to a request about the sprite in front, which is on the shelf."""
    job = session.generate(ProceduralSprite())
    take = take_of(GREEN, name=name, job_id=job.id, origin=job.origin)
    session.takes.add(take)
    return take


def paint(session: Session, value: int) -> None:
    document = session.workspace.require_active()
    layer, frame = document.cursor
    document.apply(
        "Paint", lambda sprite: put_raster(sprite, layer, frame, frozen(np.full((2, 2, 4), value, np.uint8)))
    )


async def test_a_take_shows_itself_while_the_sprite_is_as_it_was_asked_for(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        assert session.arrivals.may_show_itself(asked(session))


async def test_a_take_waits_once_the_sprite_was_drawn_on(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        take = asked(session)
        paint(session, 255)
        assert not session.arrivals.may_show_itself(take)


async def test_a_take_waits_while_somebody_looks_at_another_or_wants_none(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        first, second = asked(session, "a"), asked(session, "b")
        session.takes.choose(first.id)
        assert not session.arrivals.may_show_itself(second)
        session.takes.choose(None)
        session.settings.set("generate.play_takes", value=False)
        assert not session.arrivals.may_show_itself(second)


async def test_a_take_of_another_sprite_waits(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        assert not session.arrivals.may_show_itself(take_of(GREEN, origin=Origin(document_id="another")))


async def test_what_was_not_seen_is_counted_until_somebody_looks(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        told: list[int] = []
        session.arrivals.changed.connect(lambda: told.append(len(session.arrivals.unseen)))
        first, second = asked(session, "a"), asked(session, "b")
        for take in (first, second):
            session.arrivals.announce(take)
        session.takes.choose("a")
        session.takes.discard("b")
        session.arrivals.announce(first)
        session.arrivals.see_all()
        assert told == [1, 2, 1, 0, 1, 0]


async def test_the_newest_is_shown_with_the_sprite_it_was_made_for(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        home = session.workspace.require_active()
        session.arrivals.announce(asked(session))
        session.new_document(Size(4, 4))
        wanted: list[str] = []
        session.panel_wanted.connect(wanted.append)
        session.commands.run("take.show")
        chosen = session.takes.chosen
        assert chosen is not None
        assert (session.active, chosen.id, wanted, session.arrivals.unseen) == (home, "a", ["takes"], ())


def test_what_came_is_told_by_its_name_or_by_how_much_it_is() -> None:
    assert arrived_words((take_of(GREEN),)) == "A take of “Rotate” is here."
    assert arrived_words((take_of(GREEN), take_of(GREEN))) == "2 takes are here."
