"""What the next start makes of the jobs of a process that is gone."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from studio.core.errors import UserError
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from tests.fakes.provider import FreeSprite, PaidSprite, ScriptedProvider, accepted, answer
from tests.unit.jobs.desk import Desk, open_desk


async def test_quitting_while_a_paid_request_is_sent_leaves_it_unknown(tmp_path: Path) -> None:
    never = asyncio.Event()
    async with open_desk(tmp_path, ScriptedProvider(submits=[never.wait])) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.SUBMITTING)
    provider = ScriptedProvider()
    async with open_desk(tmp_path, provider) as desk:
        found = desk.queue.get(job.id)
        assert found.state is State.UNKNOWN
        assert "may have been accepted and charged" in found.error
        assert provider.submitted == []
        with pytest.raises(UserError, match="cannot be asked again"):
            desk.queue.resume(job.id)


async def test_quitting_while_free_work_runs_runs_it_again(tmp_path: Path) -> None:
    never = asyncio.Event()
    async with open_desk(tmp_path, ScriptedProvider(submits=[never.wait])) as desk:
        job = desk.queue.submit(FreeSprite(seed=4))
        await desk.reaches(job.id, State.SUBMITTING)
    provider = ScriptedProvider(submits=[answer()])
    async with open_desk(tmp_path, provider) as desk:
        await desk.reaches(job.id, State.DONE)
        assert provider.submitted[0].values["seed"] == 4


async def test_an_accepted_job_is_polled_by_the_next_process(tmp_path: Path) -> None:
    async with open_desk(tmp_path, ScriptedProvider(submits=[accepted("r-7")])) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.RUNNING)
        await desk.clock.somebody_sleeps()
    provider = ScriptedProvider(polls=[answer((5, 5, 5, 255))])
    async with open_desk(tmp_path, provider) as desk:
        await desk.reaches(job.id, State.DONE)
        assert (provider.submitted, provider.polled) == ([], ["r-7"])
        assert desk.outcomes[0].frames[0].tolist() == [[[5, 5, 5, 255]]]


async def test_what_waits_in_the_queue_is_bought_only_when_the_person_says_so(tmp_path: Path) -> None:
    never = asyncio.Event()
    async with open_desk(tmp_path, ScriptedProvider(submits=[never.wait]), lane=1) as desk:
        first = desk.queue.submit(FreeSprite(seed=1))
        second = desk.queue.submit(PaidSprite(prompt="second"))
        await desk.reaches(first.id, State.SUBMITTING)
    provider = ScriptedProvider(submits=[answer(), answer()])
    async with open_desk(tmp_path, provider, lane=1) as desk:
        await desk.reaches(first.id, State.DONE)
        assert desk.queue.get(second.id).state is State.PAUSED
        assert "nothing was sent" in desk.queue.get(second.id).note
        desk.queue.resume(second.id)
        await desk.reaches(second.id, State.DONE)
        assert [op.spec.name for op in provider.submitted] == ["free-sprite", "paid-sprite"]


async def test_a_living_process_keeps_its_jobs(tmp_path: Path) -> None:
    never = asyncio.Event()
    async with open_desk(tmp_path, ScriptedProvider(submits=[never.wait])) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.SUBMITTING)
        provider = ScriptedProvider()
        async with open_desk(tmp_path, provider) as other:
            assert other.queue.get(job.id).state is State.SUBMITTING
            with pytest.raises(UserError, match="another open window"):
                other.queue.cancel(job.id)
        assert desk.queue.get(job.id).state is State.SUBMITTING


async def test_an_operation_that_is_no_longer_known_fails_with_a_sentence(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ScriptedProvider())
    job = desk.queue.submit(FreeSprite(seed=1))
    await desk.queue.close()
    desk.ledger.close()
    async with open_desk(tmp_path, ScriptedProvider(operations=(PaidSprite,))) as later:
        failed = await later.reaches(job.id, State.FAILED)
        assert failed.error == "This version of the studio does not know scripted/free-sprite."


async def test_a_short_errand_leaves_the_jobs_of_others_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ScriptedProvider())
    job = desk.queue.submit(FreeSprite(seed=1))
    await desk.queue.close()
    desk.ledger.close()
    errand = Desk(tmp_path, ScriptedProvider())
    errand.queue.start(resume=False)
    assert errand.queue.get(job.id).owner == job.owner
    await errand.queue.close()
    errand.ledger.close()


async def test_the_work_of_another_window_is_followed(tmp_path: Path) -> None:
    gate = asyncio.Event()

    async def slow() -> object:
        await gate.wait()
        return answer()

    async with open_desk(tmp_path, ScriptedProvider(submits=[slow])) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.SUBMITTING)
        async with open_desk(tmp_path, ScriptedProvider()) as other:
            gate.set()
            await desk.reaches(job.id, State.DONE)
            await other.clock.somebody_sleeps()
            other.clock.advance(2)
            done = await other.reaches(job.id, State.DONE)
            assert other.outcomes == []
            assert other.queue.outcome(done).frames[0].tolist() == [[[255, 0, 0, 255]]]


async def test_a_window_takes_over_from_one_that_dies_beside_it(tmp_path: Path) -> None:
    dying = Desk(tmp_path, ScriptedProvider(submits=[accepted("r-3")]))
    dying.queue.start()
    job = dying.queue.submit(PaidSprite(prompt="x"))
    await dying.reaches(job.id, State.RUNNING)
    provider = ScriptedProvider(polls=[answer()])
    async with open_desk(tmp_path, provider) as other:
        assert other.queue.get(job.id).state is State.RUNNING
        await dying.queue.close()
        dying.ledger.close()
        await other.clock.somebody_sleeps()
        other.clock.advance(2)
        await other.reaches(job.id, State.DONE)
        assert provider.polled == ["r-3"]


class _SlowDisk(ResultStore):
    """The first write does not come to an end before the test allows it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.begun = threading.Event()
        self.may_end = threading.Event()

    def keep(self, data: bytes, *, media: str = "") -> str:
        if not self.begun.is_set():
            self.begun.set()
            self.may_end.wait()
        return super().keep(data, media=media)


async def test_quitting_while_a_paid_answer_is_written_does_not_lose_it(tmp_path: Path) -> None:
    slow = _SlowDisk(tmp_path / "results")
    desk = Desk(tmp_path, ScriptedProvider(submits=[answer((8, 8, 8, 255))]), results=slow)
    desk.queue.start()
    job = desk.queue.submit(PaidSprite(prompt="x"))
    await asyncio.to_thread(slow.begun.wait)
    assert desk.queue.get(job.id).state is State.SUBMITTING
    await desk.queue.close()
    slow.may_end.set()
    desk.ledger.close()
    async with open_desk(tmp_path, ScriptedProvider()) as later:
        await later.reaches(job.id, State.DONE)
        assert later.outcomes[0].frames[0].tolist() == [[[8, 8, 8, 255]]]
