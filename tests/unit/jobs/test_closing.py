"""A window that is closed while a paid request is being answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from studio.jobs.states import State
from studio.providers.errors import Charged
from tests.fakes.provider import FreeSprite, PaidSprite, ScriptedProvider, accepted, answer
from tests.servers.driving import HastyClock
from tests.unit.jobs.desk import open_desk


@pytest.mark.parametrize("told", [answer((9, 8, 7, 255)), accepted("r-9")], ids=["result", "number"])
async def test_the_answer_is_waited_for_and_used_at_the_next_start(tmp_path: Path, told: object) -> None:
    gate = asyncio.Event()

    async def slow() -> object:
        await gate.wait()
        return told

    provider = ScriptedProvider(submits=[slow])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.SUBMITTING)
        assert desk.queue.is_buying
        closing = desk.tasks.start(desk.queue.close(patience=300), name="close")
        await desk.clock.somebody_sleeps()
        gate.set()
        while not closing.done():
            desk.clock.advance(0.05)
            await asyncio.sleep(0)
    again = ScriptedProvider(polls=[answer((9, 8, 7, 255))])
    async with open_desk(tmp_path, again, hasty=HastyClock()) as desk:
        done = await desk.reaches(job.id, State.DONE)
        assert done.cost is Charged.YES
        assert desk.queue.outcome(done).frames[0].tolist() == [[[9, 8, 7, 255]]]
    assert (len(provider.submitted), again.submitted) == (1, [])


async def test_patience_has_an_end_and_says_what_is_not_known(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[asyncio.Event().wait])
    async with open_desk(tmp_path, provider, hasty=HastyClock()) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.SUBMITTING)
        await desk.queue.close(patience=2)
        left = desk.queue.get(job.id)
    assert (left.state, left.cost) == (State.UNKNOWN, Charged.MAYBE)


async def test_nobody_waits_for_what_is_free(tmp_path: Path) -> None:
    clock = HastyClock()
    provider = ScriptedProvider(submits=[asyncio.Event().wait])
    async with open_desk(tmp_path, provider, hasty=clock) as desk:
        job = desk.queue.submit(FreeSprite())
        await desk.reaches(job.id, State.SUBMITTING)
        assert not desk.queue.is_buying
        await desk.queue.close(patience=300)
    assert clock.slept == []
