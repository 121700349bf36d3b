"""A wish to cancel always reaches whoever can carry it out, whichever moment it comes at."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from studio.jobs.cancelling import Cancelling
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Auth, Charged, NotReady, RateLimit, TooManyJobs
from studio.providers.protocol import Account, Call, Policy, Running
from tests.fakes.provider import PaidSprite, ScriptedProvider, accepted, answer
from tests.servers.driving import HastyClock
from tests.unit.jobs.desk import Desk, open_desk

DIRECTIONS = [Call(PaidSprite(prompt=name, seed=7), name) for name in ("south", "east", "north")]


async def _left_running(folder: Path, calls: list[Call] | None = None) -> Job:
    """A job that its provider has accepted, of a program that is gone."""
    count = len(calls or ()) or 1
    provider = ScriptedProvider(submits=[accepted(f"r-{number}") for number in range(1, count + 1)])
    desk = Desk(folder, provider, lane=9)
    desk.queue.start()
    job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=calls or ())
    await desk.reaches(job.id, State.RUNNING)
    for _number in range(count):
        await _threads_had_their_turn()
    await desk.clock.somebody_sleeps()
    assert provider.submits == []
    await desk.queue.close()
    desk.ledger.close()
    return desk.queue.get(job.id)


async def _a_moment() -> bool:
    """What a provider over a network takes before it has sent a byte."""
    for _turn in range(10):
        await asyncio.sleep(0)
    return True


async def _threads_had_their_turn() -> None:
    for _turn in range(50):
        await asyncio.to_thread(int)


async def test_what_was_just_taken_up_again_is_stopped_at_the_provider(tmp_path: Path) -> None:
    job = await _left_running(tmp_path)
    provider = ScriptedProvider(cancels=[_a_moment], polls=[answer()])
    async with open_desk(tmp_path, provider) as desk:
        assert desk.queue.cancel(job.id) is Cancelling.ASKED
        await desk.reaches(job.id, State.CANCELLED)
        assert (provider.cancelled, provider.polled) == (["r-1"], [])


async def test_what_was_just_gone_on_with_is_stopped_at_the_provider(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted(poll_after=0)], polls=[Auth("Token refused.")], cancels=[_a_moment])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.PAUSED)
        await asyncio.sleep(0)
        desk.queue.resume(job.id)
        assert desk.queue.cancel(job.id) is Cancelling.ASKED
        await desk.reaches(job.id, State.CANCELLED)
        assert provider.cancelled == ["r-1"]


async def test_every_call_of_a_plan_just_taken_up_again_is_stopped(tmp_path: Path) -> None:
    job = await _left_running(tmp_path, DIRECTIONS)
    provider = ScriptedProvider(cancels=[_a_moment, _a_moment, _a_moment])
    async with open_desk(tmp_path, provider, lane=9) as desk:
        assert desk.queue.cancel(job.id) is Cancelling.ASKED
        await desk.reaches(job.id, State.CANCELLED)
        assert sorted(provider.cancelled) == ["r-1", "r-2", "r-3"]
        assert (provider.polled, provider.submitted) == ([], [])


async def test_a_second_wish_while_the_provider_is_asked_asks_it_no_second_time(tmp_path: Path) -> None:
    asked, gate = asyncio.Event(), asyncio.Event()

    async def slow() -> bool:
        asked.set()
        await gate.wait()
        return True

    provider = ScriptedProvider(submits=[accepted()], cancels=[slow])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.clock.somebody_sleeps()
        desk.queue.cancel(job.id)
        await asked.wait()
        assert desk.queue.cancel(job.id) is Cancelling.ASKED
        gate.set()
        await desk.reaches(job.id, State.CANCELLED)
        assert provider.cancelled == ["r-1"]


@pytest.mark.parametrize("calls", [(), tuple(DIRECTIONS)], ids=["one", "plan"])
async def test_what_is_cancelled_as_soon_as_it_was_asked_for_is_never_sent(
    tmp_path: Path, calls: tuple[Call, ...]
) -> None:
    provider = ScriptedProvider(submits=[answer(), answer(), answer()])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x", seed=7), calls=calls)
        assert desk.queue.cancel(job.id) is Cancelling.NOTHING_SENT
        await _threads_had_their_turn()
        assert provider.submitted == []
        assert (desk.queue.get(job.id).state, desk.queue.get(job.id).cost) == (State.CANCELLED, Charged.NO)


class SlowToVouch(ScriptedProvider):
    """Looks its token up in a store that takes its time."""

    async def account(self, salt: bytes) -> Account | None:
        await _a_moment()
        return Account("https://api.example", "k")


async def test_what_is_cancelled_while_its_token_is_looked_up_is_never_sent(tmp_path: Path) -> None:
    provider = SlowToVouch(submits=[answer()])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert desk.queue.cancel(job.id) is Cancelling.NOTHING_SENT
        await _threads_had_their_turn()
        assert provider.submitted == []
        assert desk.queue.get(job.id).error == ""


@pytest.mark.parametrize("refusal", [RateLimit("Too fast.", after=9), TooManyJobs("Full."), NotReady("Soon.")])
async def test_what_was_refused_for_now_is_not_sent_again_once_it_was_cancelled(
    tmp_path: Path, refusal: RateLimit | NotReady
) -> None:
    gate = asyncio.Event()

    async def refuse() -> None:
        await gate.wait()
        raise refusal

    provider = ScriptedProvider(submits=[refuse, answer()])
    async with open_desk(tmp_path, provider, hasty=HastyClock()) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.SUBMITTING)
        assert desk.queue.cancel(job.id) is Cancelling.ASKED
        gate.set()
        ended = await desk.reaches(job.id, State.CANCELLED)
        await _threads_had_their_turn()
        assert (len(provider.submitted), ended.cost) == (1, Charged.NO)
        assert ended.note == "It was not accepted, so nothing is paid."


async def test_of_many_jobs_also_those_are_stopped_that_were_not_taken_up_yet(tmp_path: Path) -> None:
    first = ScriptedProvider(submits=[accepted(f"r-{number}") for number in range(60)])
    desk = Desk(tmp_path, first, lane=60)
    desk.queue.start()
    jobs = [desk.queue.submit(PaidSprite(prompt=str(number))) for number in range(60)]
    for job in jobs:
        await desk.reaches(job.id, State.RUNNING)
    await desk.queue.close()
    desk.ledger.close()
    provider = ScriptedProvider(cancels=[True] * 60)
    async with open_desk(tmp_path, provider) as desk:
        told = {desk.queue.cancel(job.id) for job in jobs}
        assert told == {Cancelling.ASKED}
        for job in jobs:
            await desk.reaches(job.id, State.CANCELLED)
        assert len(provider.cancelled) == 60


async def test_a_window_that_closes_lets_the_wish_reach_the_provider(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted()], cancels=[_a_moment])
    async with open_desk(tmp_path, provider, hasty=HastyClock()) as desk:
        provider.polls = [asyncio.Event().wait]
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.RUNNING)
        desk.queue.cancel(job.id)
        await desk.queue.close()
        assert desk.queue.get(job.id).state is State.CANCELLED
        assert provider.cancelled == ["r-1"]


async def test_a_provider_that_cannot_be_asked_to_stop_does_not_keep_the_window_open(tmp_path: Path) -> None:
    clock = HastyClock()
    provider = ScriptedProvider(submits=[accepted()], cancels=[asyncio.Event().wait], polls=[asyncio.Event().wait])
    async with open_desk(tmp_path, provider, hasty=clock) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.RUNNING)
        desk.queue.cancel(job.id)
        before = clock.monotonic()
        await desk.queue.close(patience=60)
        assert clock.monotonic() - before <= 3.1
        assert desk.queue.get(job.id).state is State.RUNNING


async def test_where_a_stopped_job_costs_nothing_that_is_said(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted()], cancels=[True], policy=Policy(stopping_is_free=True))
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.clock.somebody_sleeps()
        desk.queue.cancel(job.id)
        ended = await desk.reaches(job.id, State.CANCELLED)
        assert (ended.cost, ended.note) == (Charged.NO, "Stopped at the provider. Nothing was charged.")
        assert desk.ledger.spent("", "scripted", "credits") == 0


async def test_that_it_could_not_be_stopped_stays_said_while_it_goes_on(tmp_path: Path) -> None:
    provider = ScriptedProvider(
        submits=[accepted()], cancels=[RateLimit("Too fast.")], polls=[Running(note="in the line"), answer()]
    )
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.clock.somebody_sleeps()
        desk.queue.cancel(job.id)
        await _a_moment()
        assert desk.queue.get(job.id).note == "It could not be stopped: Too fast."
        desk.clock.advance(5)
        await _a_moment()
        assert desk.queue.get(job.id).note == "It could not be stopped: Too fast. in the line"
