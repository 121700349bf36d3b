"""What PixelLab keeps, handled from the plain forms: characters, tilesets, tiles and jobs, found again by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.app.takes import Take
from studio.core.geometry import Size
from studio.spec.operation import Operation
from studio.ui.forms.form import OperationForm
from tests.contract.pixellab_requests import operation
from tests.qt.forms.test_remote_run import at_work, landed
from tests.servers.pixellab_v2 import FOUR, PixelLabServer


@pytest.fixture
def server() -> Iterator[PixelLabServer]:
    with PixelLabServer() as running:
        running.states = ("completed",)
        yield running


async def filled_in(session: Session, qtbot: QtBot, name: str, **values: Any) -> Take:
    """The take of a request that was filled into its form."""
    asked: Operation = operation(name, **values)
    form = OperationForm(type(asked), session)
    qtbot.addWidget(form)
    form.show_values(asked.values)
    assert form.is_sound, [problem.message for problem in form.problems]
    return await landed(session, session.generate(form.request()))


async def test_a_character_from_its_making_to_its_end(
    server: PixelLabServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    async with at_work(tmp_path, "pixellab-v2", server, monkeypatch) as session:
        made = await filled_in(
            session, qtbot, "create-character-with-4-directions", description="a crab", size=Size(40, 40)
        )
        assert made.names == FOUR
        (hero,) = server.characters
        walk = {"character": hero, "template": "walk", "directions": ("south", "east")}
        names = (await filled_in(session, qtbot, "animate-character", **walk)).names
        assert sorted(names) == ["east"] * 4 + ["south"] * 4
        assert len((await filled_in(session, qtbot, "create-character-animation", **walk)).frames) == 8
        shown = await filled_in(session, qtbot, "show-character", character=hero)
        assert set(shown.names) == {*FOUR, "walk/south", "walk/east"}
        fetched = await filled_in(session, qtbot, "download-character", character=hero)
        assert fetched.names == (*FOUR, "walk/south", "walk/south")
        await filled_in(session, qtbot, "tag-character", character=hero, tags=("crab",))
        assert server.characters[hero]["tags"] == ["crab"]
        await filled_in(session, qtbot, "delete-character", character=hero)
        assert server.characters == {}
    assert server.complaints == []


async def test_tilesets_tiles_and_jobs_are_fetched_again(
    server: PixelLabServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    async with at_work(tmp_path, "pixellab-v2", server, monkeypatch) as session:
        made = await filled_in(session, qtbot, "create-tileset", lower="sea", upper="sand")
        (tileset,) = server.tilesets
        again = await filled_in(session, qtbot, "show-tileset", tileset=tileset)
        assert [frame.tolist() for frame in again.frames] == [frame.tolist() for frame in made.frames]
        await filled_in(session, qtbot, "create-isometric-tile", description="grass", size=Size(32, 32))
        (tile,) = server.tiles
        assert len((await filled_in(session, qtbot, "show-isometric-tile", tile=tile)).frames) == 1
        assert len((await filled_in(session, qtbot, "show-job", job=list(server.jobs)[-1])).frames) == 1
    assert server.complaints == []
