"""Balances: asked when somebody looks, and again after what may have cost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from studio.app.balances import Phase, Told, told_words
from studio.app.session import Session, make_operation
from studio.providers import registry
from studio.store.settings import Settings
from tests.servers.base import Reply
from tests.servers.pixelapi import PixelApiServer

TOKEN = "pk_live_left-77"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")


@asynccontextmanager
async def open_session(folder: Path) -> AsyncIterator[Session]:
    made = Session(Settings.load(folder / "settings.json"))
    try:
        yield made
    finally:
        await made.close()


async def until(wanted: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not wanted():  # noqa: ASYNC110 - what is waited for is a state, which the change behind it tells
            await asyncio.sleep(0)


async def test_nothing_is_asked_without_a_token(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        assert session.balances.told("pixelapi") == Told()
        assert told_words("pixelapi", Told()) == ""
        found = await session.balances.find("pixelapi")
        assert found.phase is Phase.NO_TOKEN
        assert told_words("pixelapi", found) == "No token yet, so nothing is known about what is left."


async def test_what_is_left_is_told_and_asked_again_with_a_new_token(tmp_path: Path) -> None:
    with PixelApiServer(token=TOKEN) as server:
        server.fast_plan = True
        async with open_session(tmp_path) as session:
            session.accounts.set_address("pixelapi", server.url)
            session.balances.look("pixelapi")
            await until(lambda: session.balances.told("pixelapi").phase is Phase.NO_TOKEN)
            await session.accounts.save("pixelapi", "pk_live_wrong")
            await until(lambda: session.balances.told("pixelapi").phase is Phase.FAILED)
            refused = session.balances.told("pixelapi")
            assert refused.is_refused
            assert "does not accept the token" in told_words("pixelapi", refused)
            await session.accounts.save("pixelapi", TOKEN)
            await until(lambda: session.balances.told("pixelapi").phase is Phase.TOLD)
            told = session.balances.told("pixelapi")
            assert told.brief == "100 credits"
            assert told_words("pixelapi", told) == "Left: 100 credits, plan starter."
            assert session.balances.latest == "pixelapi"


async def test_those_who_ask_at_the_same_time_share_one_question(tmp_path: Path) -> None:
    with PixelApiServer(token=TOKEN) as server:
        server.fast_plan = True
        async with open_session(tmp_path) as session:
            session.accounts.set_address("pixelapi", server.url)
            await session.accounts.save("pixelapi", TOKEN)
            session.balances.look("pixelapi")
            session.balances.ask("pixelapi")
            first, second = await asyncio.gather(*(session.balances.find("pixelapi") for _time in range(2)))
            assert first == second == session.balances.told("pixelapi")
            assert first.brief == "100 credits"
            assert len(server.seen("pixelapi/show-balance")) == 1


async def test_a_job_that_cost_something_makes_it_read_again(tmp_path: Path) -> None:
    with PixelApiServer(token=TOKEN) as server:
        server.fast_plan = True
        async with open_session(tmp_path) as session:
            server.states = ["completed"]
            session.accounts.set_address("pixelapi", server.url)
            await session.accounts.save("pixelapi", TOKEN)
            await session.balances.find("pixelapi")
            server.credits = 97
            operation = registry.operation("pixelapi/generate-image")
            session.start()
            job = session.generate(make_operation(operation, {"prompt": "a knight"}))
            await until(lambda: session.queue.get(job.id).has_ended)
            await until(lambda: session.balances.told("pixelapi").brief == "97 credits")


async def test_a_balance_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with PixelApiServer(token=TOKEN) as server:
        server.fast_plan = True
        async with open_session(tmp_path) as session:
            session.accounts.set_address("pixelapi", server.url)
            await session.accounts.save("pixelapi", TOKEN)
            server.on("pixelapi/show-balance", Reply(json={"credits_remaining": "many"}))
            found = await session.balances.find("pixelapi")
            assert (found.phase, found.is_refused) == (Phase.FAILED, False)
            assert told_words("pixelapi", found) == "The balance that PixelAPI told cannot be read."


async def test_a_provider_that_tells_nobody_is_said_so(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        await session.accounts.save("pixeldojo", "pd_x")
        found = await session.balances.find("pixeldojo")
        assert told_words("pixeldojo", found) == "PixelDojo does not tell what is left; its site does."
        assert found.balance is None
