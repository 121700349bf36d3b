"""What is told twice is put in its place once, and what waits for a decision is not paid twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.core.errors import UserError
from studio.jobs.states import State
from tests.servers.base import Reply
from tests.servers.pixellab_v2 import FOUR, PixelLabServer
from tests.unit.app.thing_stage import HERO, ended, made, now, session_at


@pytest.fixture
def server() -> Iterator[PixelLabServer]:
    with PixelLabServer() as running:
        running.states = ("completed",)
        yield running


async def test_what_is_told_twice_is_put_in_its_place_once(
    server: PixelLabServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.failing = ("west", "north")
    async with session_at(server, tmp_path, monkeypatch) as session:
        session.new_project(tmp_path / "game", "Game")
        hero = await made(session, HERO)
        walk = await ended(session, session.things.plans.animate(hero, "walk", FOUR, duration=100))
        sprite = session.things.landing.document_of(hero)
        assert sprite is not None
        tabs, frames = session.documents, len(sprite.sprite.frames)
        assert (len(tabs), frames) == (1, 8 + 2 * 4)
        for job in (session.queue.get(hero.job), walk):
            take = next(take for take in session.takes.takes if take.job_id == job.id)
            await session.things.land(job, take, session.queue.request(job))
        assert (session.documents, len(sprite.sprite.frames)) == (tabs, frames)
        assert len(list((tmp_path / "game").rglob("*.aseprite"))) == 1


async def test_a_movement_whose_job_waits_for_a_decision_is_not_paid_twice(
    server: PixelLabServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with session_at(server, tmp_path, monkeypatch) as session:
        hero = await made(session, HERO)
        server.fail(Reply(401, json={"detail": "Revoked"}), method="GET", path="/background-jobs")
        job = session.things.plans.animate(hero, "walk", ("south",), duration=100)
        stands = asyncio.Event()
        session.queue.job_moved.connect(lambda moved: moved.needs_attention and stands.set())
        await asyncio.wait_for(stands.wait(), 20)
        assert session.queue.get(job.id).state is State.PAUSED
        with pytest.raises(UserError, match=r"waits for you\. Decide about it under Jobs first"):
            session.things.plans.retry(now(session, hero), now(session, hero).movements[0], {})
        assert len(server.seen("pixellab-v2/animate-character")) == 1
