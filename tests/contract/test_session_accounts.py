"""A session with accounts, against a loopback service: tokens, budgets, what waits, and a canary that leaks nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.app.attention import Way, ways
from studio.app.session import Session, make_operation
from studio.app.surface import Notice
from studio.core.errors import Auth
from studio.jobs.job import Job
from studio.jobs.ledger import OverBudget
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.remote import RemoteProvider
from studio.spec.operation import Operation
from studio.store.project import open_project
from studio.store.settings import Settings
from tests.servers.base import Fault, Reply
from tests.servers.pixelapi import PixelApiServer

CANARY = "pk_live_canary-91d2aa"


@asynccontextmanager
async def at_work(folder: Path, server: PixelApiServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Session]:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(folder / "home"))
    monkeypatch.delenv("STUDIO_PIXELAPI_TOKEN", raising=False)
    monkeypatch.delenv("STUDIO_PIXELAPI_URL", raising=False)
    provider = registry.provider("pixelapi")
    assert isinstance(provider, RemoteProvider)
    monkeypatch.setattr(provider, "policy", replace(provider.policy, poll_first=0.0, poll_cap=0.0))
    server.fast_plan = True
    session = Session(Settings.load(folder / "settings.json"))
    session.accounts.set_address("pixelapi", server.url)
    session.start()
    try:
        yield session
    finally:
        await session.close()


def picture() -> Operation:
    return make_operation(registry.operation("pixelapi/generate-image"), {"prompt": "a knight"})


async def sees(session: Session, job: Job, wanted: Callable[[Job], bool]) -> Job:
    moved = asyncio.Event()
    session.queue.job_moved.connect(lambda _job: moved.set())
    async with asyncio.timeout(20):
        while not wanted(session.queue.get(job.id)):
            moved.clear()
            await moved.wait()
    return session.queue.get(job.id)


def settled(job: Job) -> bool:
    return job.has_ended or job.needs_attention


async def test_a_token_given_in_the_session_is_used_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with PixelApiServer(token=CANARY) as server:
        async with at_work(tmp_path, server, monkeypatch) as session:
            without = await sees(session, session.generate(picture()), settled)
            assert (without.state, without.error_kind) == (State.FAILED, "Auth")
            assert server.requests == []
            await session.accounts.save("pixelapi", CANARY)
            assert (await session.billing.balance("pixelapi")).startswith("Left: 100 credits, plan starter.")
            done = await sees(session, session.generate(picture()), settled)
            assert done.state is State.DONE
            await session.accounts.forget("pixelapi")
            with pytest.raises(Auth):
                await session.billing.balance("pixelapi")


async def test_a_job_whose_token_is_refused_goes_on_by_itself_with_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PixelApiServer(token=CANARY) as server:
        async with at_work(tmp_path, server, monkeypatch) as session:
            await session.accounts.save("pixelapi", CANARY)
            server.fail(Reply(401, json={"detail": "revoked"}), method="GET", path="/image/")
            job = await sees(session, session.generate(picture()), settled)
            assert job.state is State.PAUSED
            assert [choice.way for choice in ways(job)] == [Way.TOKEN, Way.RESUME, Way.GIVE_UP]
            await session.accounts.save("pixelapi", CANARY)
            assert (await sees(session, job, lambda one: one.has_ended)).state is State.DONE
            assert len(server.seen("pixelapi/generate-image")) == 1


async def test_the_budget_of_the_project_holds_over_sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "game"
    with PixelApiServer(token=CANARY) as server:
        async with at_work(tmp_path, server, monkeypatch) as session:
            await session.accounts.save("pixelapi", CANARY)
            session.new_project(folder, "Game")
            session.billing.set_budget("pixelapi", Decimal("2.5"))
            jobs = [await sees(session, session.generate(picture()), settled) for _time in range(2)]
            assert [(job.state, job.origin.project) for job in jobs] == [(State.DONE, str(folder.resolve()))] * 2
            with pytest.raises(OverBudget, match=r"of the budget of 2\.5 credits"):
                session.generate(picture())
            with pytest.raises(OverBudget):
                session.billing.send_anew(jobs[0])
            session.queue.clear_finished()
        assert open_project(folder).budget.limits == {"pixelapi": Decimal("2.5")}
        async with at_work(tmp_path, server, monkeypatch) as session:
            await session.accounts.save("pixelapi", CANARY)
            session.open_project(folder)
            with pytest.raises(OverBudget):
                session.generate(picture())
            session.billing.set_budget("pixelapi", None)
            assert (await sees(session, session.generate(picture()), settled)).state is State.DONE
        assert len(server.seen("pixelapi/generate-image")) == 3


async def test_what_is_unknown_says_what_can_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with PixelApiServer(token=CANARY) as server:
        async with at_work(tmp_path, server, monkeypatch) as session:
            await session.accounts.save("pixelapi", CANARY)
            server.fail(Fault.RESET_AFTER_READ, path="/image/generate")
            job = await sees(session, session.generate(picture()), settled)
            assert job.state is State.UNKNOWN
            assert [choice.way for choice in ways(job)] == [Way.GIVE_UP, Way.SEND_ANEW]
            anew = session.billing.send_anew(job)
            assert (await sees(session, anew, settled)).state is State.DONE
            assert ways(session.queue.get(anew.id)) == ()


@pytest.mark.expect_log("")
async def test_the_token_is_in_no_file_notice_or_log_of_a_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    said: list[Notice] = []
    with PixelApiServer(token=CANARY) as server:
        async with at_work(tmp_path, server, monkeypatch) as session:
            session.notice.connect(said.append)
            await session.accounts.save("pixelapi", CANARY)
            session.new_project(tmp_path / "game", "Game")
            for answer in (
                None,
                Fault.RESET_AFTER_READ,
                Fault.HTML,
                Reply(401, json={"detail": f"bad {CANARY}"}),
                Reply(422, json={"detail": [{"loc": ["header"], "msg": CANARY, "input": CANARY}]}),
                Reply(500, body=CANARY.encode(), media="text/plain"),
            ):
                if answer is not None:
                    server.fail(answer, path="/image/generate")
                await sees(session, session.generate(picture()), settled)
            await _landed(session)
            jobs = session.queue.jobs()
            await session.keeper.clear_finished()
        assert len(server.requests) > 6
        assert server.store.requests
        assert server.store.tokens_seen() == []
    shown = repr(jobs) + repr(said) + caplog.text
    assert CANARY not in shown
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 6
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]


async def _landed(session: Session) -> None:
    """Until the take of the one job that succeeded is on the shelf."""
    landed = asyncio.Event()
    session.take_landed.connect(lambda _take: landed.set())
    if not session.takes.takes:
        async with asyncio.timeout(20):
            await landed.wait()
