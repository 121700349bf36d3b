"""What a person sees of the queue: results, failures, cancelling, retrying, order."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import UserError
from studio.core.geometry import Box
from studio.jobs.cancelling import Cancelling
from studio.jobs.job import Origin
from studio.jobs.ledger import LedgerTrouble, OverBudget
from studio.jobs.states import State
from studio.providers.errors import (
    Auth,
    Blocked,
    Charged,
    Credit,
    Expired,
    JobFailed,
    NotFound,
    Offline,
    OutcomeUnknown,
    ProviderDown,
    RateLimit,
    Refused,
    TooManyJobs,
)
from studio.providers.protocol import Accepted, Answer, ReportProgress, Running
from studio.spec.operation import Operation
from tests.fakes.clock import ManualClock
from tests.fakes.provider import FreeSprite, PaidSprite, ScriptedProvider, accepted, answer
from tests.unit.jobs.desk import open_desk


async def test_an_answer_at_once_becomes_a_result(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer((1, 2, 3, 255), seed=77)])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="slime"), origin=Origin(layer="layer-1", box=Box(1, 2, 3, 4)))
        assert job.state is State.QUEUED
        done = await desk.reaches(job.id, State.DONE)
        assert desk.states(job.id) == [State.QUEUED, State.SUBMITTING, State.FETCHING, State.DONE]
        assert desk.outcomes[0].frames[0].tolist() == [[[1, 2, 3, 255]]]
        assert (done.cost, done.seed_returned, done.origin.box) == (Charged.YES, 77, Box(1, 2, 3, 4))
        assert done.charged is not None
        assert str(done.charged.amount) == "1"
        assert desk.queue.outcome(done).frames[0].tolist() == [[[1, 2, 3, 255]]]
        assert desk.results.read(done.files[-1]) == b'{"pixel": [1, 2, 3, 255], "seed": 77}'


async def test_the_seed_is_drawn_in_range_and_sent(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(), answer()])
    async with open_desk(tmp_path, provider) as desk:
        drawn = desk.queue.submit(PaidSprite(prompt="slime"))
        given = desk.queue.submit(PaidSprite(prompt="slime", seed=5))
        await desk.reaches(drawn.id, State.DONE)
        await desk.reaches(given.id, State.DONE)
        assert given.seed_sent == 5
        assert drawn.seed_sent is not None
        assert 1 <= drawn.seed_sent <= 999
        assert [op.values["seed"] for op in provider.submitted] == [drawn.seed_sent, 5]


async def test_an_accepted_job_is_polled_until_it_has_its_answer(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted("r-9")], polls=[Running(0.25, "drawing"), answer()])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="slime"))
        await desk.reaches(job.id, State.RUNNING)
        assert await desk.clock.somebody_sleeps() == 5.0
        assert provider.polled == []
        desk.clock.advance(5)
        seen = await desk.sees(job.id, lambda job: job.progress == 0.25)
        assert (seen.note, seen.remote_id) == ("drawing", "r-9")
        await desk.clock.somebody_sleeps()
        desk.clock.advance(5)
        done = await desk.reaches(job.id, State.DONE)
        assert provider.polled == ["r-9", "r-9"]
        assert len(done.files) == 2


SUBMIT_FAILURES = [
    (OutcomeUnknown("Nobody can tell.", charged=Charged.MAYBE), State.UNKNOWN, Charged.MAYBE),
    (ProviderDown("It has a fault."), State.UNKNOWN, Charged.MAYBE),
    (Offline("No connection."), State.FAILED, Charged.NO),
    (Auth("The token is refused."), State.FAILED, Charged.NO),
    (Credit("Too little left."), State.FAILED, Charged.NO),
    (Refused("Not like this."), State.FAILED, Charged.NO),
    (Blocked("Not this."), State.FAILED, Charged.NO),
    (ZeroDivisionError("a fault of ours"), State.UNKNOWN, Charged.MAYBE),
]


@pytest.mark.expect_log("fault of the studio")
@pytest.mark.parametrize(("error", "state", "cost"), SUBMIT_FAILURES)
async def test_a_failed_submission_is_never_sent_again(
    tmp_path: Path, error: Exception, state: State, cost: Charged
) -> None:
    provider = ScriptedProvider(submits=[error])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="slime"))
        ended = await desk.sees(job.id, lambda job: job.state not in (State.QUEUED, State.SUBMITTING))
        assert (ended.state, ended.cost, len(provider.submitted)) == (state, cost, 1)
        assert ended.error
        assert ended.needs_attention is (state is State.UNKNOWN)


POLL_FAILURES = [
    (Auth("The token is refused."), State.PAUSED),
    (Expired("No longer kept."), State.EXPIRED),
    (JobFailed("It gave up.", charged=Charged.NO), State.FAILED),
    (OutcomeUnknown("Nobody can tell."), State.UNKNOWN),
    (ZeroDivisionError("a fault of ours"), State.UNKNOWN),
]


@pytest.mark.expect_log("fault of the studio")
@pytest.mark.parametrize(("error", "state"), POLL_FAILURES)
async def test_a_poll_that_fails_for_good_ends_or_pauses_the_job(
    tmp_path: Path, error: Exception, state: State
) -> None:
    provider = ScriptedProvider(submits=[accepted(poll_after=0)], polls=[error])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="slime"))
        ended = await desk.sees(job.id, lambda job: job.state not in (State.QUEUED, State.SUBMITTING, State.RUNNING))
        assert ended.state is state


async def test_polling_goes_on_through_faults_that_pass(tmp_path: Path) -> None:
    faults = [Offline("No connection."), ProviderDown("Down."), NotFound("Not known yet."), RateLimit("Slow down.")]
    provider = ScriptedProvider(submits=[accepted(poll_after=0)], polls=[*faults, answer()])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="slime"))
        waits: list[float] = []
        async with asyncio.TaskGroup() as group:
            passing = group.create_task(_time_passes(desk.clock, waits))
            done = await desk.sees(job.id, lambda job: job.has_ended)
            passing.cancel()
        assert done.state is State.DONE
        assert len(provider.polled) == len(faults) + 1
        assert max(waits) <= 61


async def _time_passes(clock: ManualClock, waits: list[float]) -> None:
    """Wake whoever sleeps, one after the other, however short or long the drawn pauses are."""
    while True:
        waits.append(await clock.somebody_sleeps())
        clock.advance(waits[-1])
        await asyncio.sleep(0)


async def test_too_many_jobs_puts_the_wish_back_until_one_ends(tmp_path: Path) -> None:
    gate = asyncio.Event()

    async def slow() -> object:
        await gate.wait()
        return answer()

    provider = ScriptedProvider(submits=[slow, TooManyJobs("Too many jobs at once."), answer()])
    async with open_desk(tmp_path, provider) as desk:
        first = desk.queue.submit(PaidSprite(prompt="one"))
        second = desk.queue.submit(PaidSprite(prompt="two"))
        await desk.sees(second.id, lambda job: job.note == "Too many jobs at once.")
        assert desk.queue.get(second.id).state is State.QUEUED
        gate.set()
        await desk.reaches(first.id, State.DONE)
        await desk.reaches(second.id, State.DONE)
        assert len(provider.submitted) == 3


async def test_a_lane_carries_no_more_jobs_than_it_has_places(tmp_path: Path) -> None:
    gates = [asyncio.Event() for _ in range(4)]
    under_way: list[int] = []

    def slow(index: int) -> object:
        async def wait() -> object:
            under_way.append(index)
            await gates[index].wait()
            return answer()

        return wait

    provider = ScriptedProvider(submits=[slow(index) for index in range(4)])
    async with open_desk(tmp_path, provider, lane=2) as desk:
        jobs = [desk.queue.submit(FreeSprite(seed=index + 1)) for index in range(4)]
        desk.queue.move_to_front(jobs[3].id)
        await desk.reaches(jobs[0].id, State.SUBMITTING)
        await desk.reaches(jobs[1].id, State.SUBMITTING)
        assert desk.queue.counts() == {State.SUBMITTING: 2, State.QUEUED: 2}
        gates[0].set()
        await desk.reaches(jobs[3].id, State.SUBMITTING)
        assert desk.queue.get(jobs[2].id).state is State.QUEUED
        for gate in gates:
            gate.set()
        for job in jobs:
            await desk.reaches(job.id, State.DONE)
        assert [op.values["seed"] for op in provider.submitted] == [1, 2, 4, 3]


async def test_cancelling_tells_its_meanings_apart(tmp_path: Path) -> None:
    never = asyncio.Event()
    provider = ScriptedProvider(
        submits=[never.wait, accepted("stoppable"), accepted("unstoppable"), accepted("finished"), OutcomeUnknown("?")],
        cancels=[True, False, False],
        polls=[Running(), answer((9, 9, 9, 255))],
    )
    async with open_desk(tmp_path, provider, lane=9) as desk:
        free = desk.queue.submit(FreeSprite(seed=1))
        await desk.reaches(free.id, State.SUBMITTING)
        assert desk.queue.cancel(free.id) is Cancelling.STOPPED
        await desk.reaches(free.id, State.CANCELLED)

        stoppable = desk.queue.submit(PaidSprite(prompt="a"))
        await desk.reaches(stoppable.id, State.RUNNING)
        assert desk.queue.cancel(stoppable.id) is Cancelling.ASKED
        assert (await desk.reaches(stoppable.id, State.CANCELLED)).note == "Stopped at the provider."

        unstoppable = desk.queue.submit(PaidSprite(prompt="b"))
        await desk.reaches(unstoppable.id, State.RUNNING)
        desk.queue.cancel(unstoppable.id)
        left = await desk.reaches(unstoppable.id, State.CANCELLED)
        assert left.cost is Charged.MAYBE
        assert "may still be charged" in left.note

        finished = desk.queue.submit(PaidSprite(prompt="c"))
        await desk.reaches(finished.id, State.RUNNING)
        desk.queue.cancel(finished.id)
        await desk.reaches(finished.id, State.DONE)
        assert desk.queue.cancel(finished.id) is Cancelling.TOO_LATE

        unknown = desk.queue.submit(PaidSprite(prompt="d"))
        await desk.reaches(unknown.id, State.UNKNOWN)
        assert desk.queue.cancel(unknown.id) is Cancelling.GIVEN_UP
        assert provider.cancelled == ["stoppable", "unstoppable", "finished"]


async def test_a_queued_wish_is_cancelled_without_being_sent(tmp_path: Path) -> None:
    never = asyncio.Event()
    provider = ScriptedProvider(submits=[never.wait])
    async with open_desk(tmp_path, provider, lane=1) as desk:
        first = desk.queue.submit(FreeSprite(seed=1))
        second = desk.queue.submit(PaidSprite(prompt="x"))
        assert desk.queue.cancel(second.id) is Cancelling.NOTHING_SENT
        await desk.reaches(first.id, State.SUBMITTING)
        assert desk.queue.get(second.id).state is State.CANCELLED
        assert len(provider.submitted) == 1


async def test_cancelling_a_paid_submission_waits_for_its_number(tmp_path: Path) -> None:
    gate = asyncio.Event()

    async def slow() -> object:
        await gate.wait()
        return accepted("late")

    provider = ScriptedProvider(submits=[slow], cancels=[True])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.SUBMITTING)
        assert desk.queue.cancel(job.id) is Cancelling.ASKED
        gate.set()
        await desk.reaches(job.id, State.CANCELLED)
        assert provider.cancelled == ["late"]


async def test_retrying_is_a_new_job_with_the_same_request(tmp_path: Path) -> None:
    picture = np.zeros((1, 2, 4), np.uint8)
    picture[0, 1] = (7, 8, 9, 0)
    provider = ScriptedProvider(submits=[JobFailed("It gave up."), answer()])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(FreeSprite(image=picture))
        await desk.reaches(job.id, State.FAILED)
        again = desk.queue.retry(job.id)
        assert (again.retry_of, again.seed_sent) == (job.id, job.seed_sent)
        done = await desk.reaches(again.id, State.DONE)
        assert desk.queue.request(done).values["image"].tolist() == [[[0, 0, 0, 0], [7, 8, 9, 0]]]
        with pytest.raises(UserError, match="has no result"):
            desk.queue.outcome(desk.queue.get(job.id))


async def test_a_paused_job_goes_on_when_asked(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted(poll_after=0)], polls=[Auth("Token refused."), answer()])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.PAUSED)
        desk.queue.resume(job.id)
        await desk.reaches(job.id, State.DONE)


async def test_cleared_jobs_leave_the_list_and_the_ledger_but_not_the_results(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(), OutcomeUnknown("?")])
    async with open_desk(tmp_path, provider) as desk:
        done = desk.queue.submit(PaidSprite(prompt="x"))
        finished = await desk.reaches(done.id, State.DONE)
        unknown = desk.queue.submit(PaidSprite(prompt="y"))
        await desk.reaches(unknown.id, State.UNKNOWN)
        desk.queue.clear_finished()
        assert [job.id for job in desk.queue.jobs()] == [unknown.id]
        assert [job.id for job in desk.ledger.jobs()] == [unknown.id]
        assert desk.results.read(finished.files[0])


async def test_progress_is_told_at_most_every_50_ms(tmp_path: Path) -> None:
    never = asyncio.Event()
    provider = ScriptedProvider(submits=[never.wait])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(FreeSprite(seed=1))
        await desk.reaches(job.id, State.SUBMITTING)
        for hundredth in range(100):
            desk.queue.report(job.id, hundredth / 100, "")
        before = len(desk.moves)
        await desk.clock.somebody_sleeps()
        desk.clock.advance(0.05)
        told = await desk.sees(job.id, lambda job: len(desk.moves) > before)
        assert told.progress == 0.99
        assert len(desk.moves) == before + 1


@pytest.mark.expect_log("a listener of the queue failed")
async def test_a_listener_that_fails_does_not_change_the_job(tmp_path: Path) -> None:
    def broken(_job: object) -> None:
        raise ZeroDivisionError

    provider = ScriptedProvider(submits=[answer()])
    async with open_desk(tmp_path, provider) as desk:
        desk.queue.job_moved.connect(broken)
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.DONE)


async def test_progress_from_a_worker_thread_reaches_the_job(tmp_path: Path) -> None:
    provider = _Reporting(submits=[answer()])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(FreeSprite(seed=1))
        await desk.reaches(job.id, State.SUBMITTING)
        await desk.clock.somebody_sleeps()
        desk.clock.advance(0.05)
        seen = await desk.sees(job.id, lambda job: job.progress is not None)
        assert (seen.progress, seen.note) == (0.5, "half way")
        provider.gate.set()
        await desk.reaches(job.id, State.DONE)


class _Reporting(ScriptedProvider):
    gate = asyncio.Event()

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:
        await asyncio.to_thread(report, 0.5, "half way")
        await self.gate.wait()
        return await super().submit(operation, report)


async def test_without_a_ledger_nothing_is_sent(tmp_path: Path) -> None:
    provider = ScriptedProvider()
    async with open_desk(tmp_path, provider) as desk:
        desk.ledger.close()
        with pytest.raises(LedgerTrouble, match="nothing was sent"):
            desk.queue.submit(PaidSprite(prompt="x"))
        assert desk.queue.jobs() == ()
    assert provider.submitted == []


async def test_a_result_waits_in_memory_until_the_disk_takes_it(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file where the folder should be")
    provider = ScriptedProvider(submits=[answer((3, 3, 3, 255))])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.clock.somebody_sleeps()
        waiting = desk.queue.get(job.id)
        assert waiting.state is State.SUBMITTING
        assert "could not be written" in waiting.note
        (tmp_path / "results").unlink()
        desk.clock.advance(5)
        await desk.reaches(job.id, State.DONE)
        assert desk.outcomes[0].frames[0].tolist() == [[[3, 3, 3, 255]]]
    assert len(provider.submitted) == 1


async def test_the_budget_of_the_project_is_kept(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(), answer(), JobFailed("It gave up."), answer()])
    origin = Origin(project="/art/quest")
    async with open_desk(tmp_path, provider) as desk:
        wish = PaidSprite(prompt="x")
        for _ in range(2):
            bought = desk.queue.submit(wish, origin=origin, limit=Decimal(3))
            await desk.reaches(bought.id, State.DONE)
        failed = desk.queue.submit(wish, origin=origin, limit=Decimal(3))
        with pytest.raises(OverBudget, match="3 of the budget of 3 credits"):
            desk.queue.submit(wish, origin=origin, limit=Decimal(3))
        await desk.reaches(failed.id, State.FAILED)
        again = desk.queue.retry(failed.id, limit=Decimal(3))
        await desk.reaches(again.id, State.DONE)
    assert len(provider.submitted) == 4


async def test_a_job_that_cannot_be_stopped_goes_on(tmp_path: Path) -> None:
    provider = ScriptedProvider(
        submits=[accepted()], cancels=[Offline("No connection."), ProviderDown("Down."), True], polls=[Running()]
    )
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.RUNNING)
        for reason in ("No connection.", "Down."):
            await desk.clock.somebody_sleeps()
            assert desk.queue.cancel(job.id) is Cancelling.ASKED
            for _turn in range(20):
                await asyncio.sleep(0)
            assert desk.queue.get(job.id).note == f"It could not be stopped: {reason}"
            assert desk.queue.get(job.id).state is State.RUNNING
        desk.queue.cancel(job.id)
        await desk.reaches(job.id, State.CANCELLED)
        assert len(provider.submitted) == 1


async def test_what_is_being_sent_anew_is_not_sent_anew_by_a_second_click(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[Refused("Not like this."), asyncio.Event().wait])
    async with open_desk(tmp_path, provider) as desk:
        failed = desk.queue.submit(PaidSprite(prompt="slime"))
        await desk.reaches(failed.id, State.FAILED)
        again = desk.queue.retry(failed.id)
        await desk.reaches(again.id, State.SUBMITTING)
        with pytest.raises(UserError, match="not ended yet"):
            desk.queue.retry(failed.id)
    assert len(provider.submitted) == 2
