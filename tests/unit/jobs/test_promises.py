"""What the queue promises about money: the order in which things are written down, and when it stops asking."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.jobs.ledger import LedgerTrouble
from studio.jobs.states import State
from studio.providers.errors import Charged, NotFound
from studio.providers.protocol import Running
from tests.fakes.provider import PaidSprite, ScriptedProvider, accepted, answer
from tests.unit.jobs.desk import open_desk


async def test_a_job_nobody_ends_is_handed_to_the_person_after_a_day(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted()], polls=[Running(poll_after=60.0)] * 2)
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.RUNNING)
        await desk.clock.somebody_sleeps()
        desk.clock.advance(23 * 3600)
        assert await desk.clock.somebody_sleeps() == 60.0
        assert desk.queue.get(job.id).state is State.RUNNING
        desk.clock.advance(3601)
        waiting = await desk.reaches(job.id, State.UNKNOWN)
        assert (waiting.needs_attention, waiting.cost) == (True, Charged.MAYBE)
        assert "more than a day" in waiting.error


async def test_a_number_unknown_to_its_provider_is_given_a_minute_and_three_questions(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted(poll_after=30.0)], polls=[NotFound("What number?")] * 9)
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.RUNNING)
        await desk.clock.somebody_sleeps()
        desk.clock.advance(30)
        await desk.clock.somebody_sleeps()
        for asked in (1, 2):
            assert (desk.queue.get(job.id).state, len(provider.polled)) == (State.RUNNING, asked)
            desk.clock.advance(60)
            if asked == 1:
                await desk.clock.somebody_sleeps()
        await desk.reaches(job.id, State.EXPIRED)
        assert len(provider.polled) == 3


async def test_the_number_of_a_paid_job_is_written_down_before_its_answer_is_kept(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file where the folder should be")
    provider = ScriptedProvider(submits=[accepted("r-9")], polls=[answer()])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.clock.somebody_sleeps()
        [kept] = desk.ledger.jobs()
        assert (kept.id, kept.state, kept.remote_id, kept.answers) == (job.id, State.RUNNING, "r-9", ())
        assert provider.polled == []


async def test_a_move_the_ledger_refuses_is_neither_taken_nor_told(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted()], polls=[Running()])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        before = await desk.reaches(job.id, State.RUNNING)
        told = len(desk.moves)
        desk.ledger.close()
        with pytest.raises(LedgerTrouble):
            desk.queue.move(job.id, State.FETCHING)
        assert desk.queue.get(job.id) == before
        assert len(desk.moves) == told
