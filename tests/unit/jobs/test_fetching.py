"""Between the answer and the result: the files that an answer names, and what may happen while they are fetched."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from studio.jobs.states import State
from studio.providers.errors import Auth, BadAnswer, Charged, DeadLink, Expired, Offline, RateLimit, TooManyJobs
from studio.providers.protocol import Answer, Running
from tests.fakes.provider import FreeSprite, PaidSprite, ScriptedProvider, Step, accepted, answer
from tests.servers.driving import HastyClock
from tests.unit.jobs.desk import open_desk

NAMES_FILES = Answer(b'{"files": ["https://files.example/1"]}')
WHOLE = answer((9, 8, 7, 255))


async def test_the_answer_is_kept_before_its_files_are_fetched(tmp_path: Path) -> None:
    gate = asyncio.Event()

    async def slow() -> object:
        await gate.wait()
        return WHOLE

    provider = ScriptedProvider(submits=[NAMES_FILES], collects=[slow])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        fetching = await desk.reaches(job.id, State.FETCHING)
        assert [desk.results.read(name) for name in fetching.files] == [NAMES_FILES.body]
        gate.set()
        done = await desk.reaches(job.id, State.DONE)
        assert [desk.results.read(name) for name in done.files] == [NAMES_FILES.body, WHOLE.body]
        assert desk.outcomes[0].frames[0].tolist() == [[[9, 8, 7, 255]]]


async def test_a_fetch_that_was_broken_off_goes_on_at_the_next_start(tmp_path: Path) -> None:
    gate = asyncio.Event()
    provider = ScriptedProvider(submits=[NAMES_FILES], collects=[gate.wait])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.FETCHING)
    again = ScriptedProvider(collects=[WHOLE])
    async with open_desk(tmp_path, again) as desk:
        done = await desk.reaches(job.id, State.DONE)
        assert desk.queue.outcome(done).frames[0].tolist() == [[[9, 8, 7, 255]]]
    assert (len(provider.submitted), again.submitted, again.polled) == (1, [], [])


@pytest.mark.parametrize("fault", [Offline("No net."), RateLimit("Slow.", after=9), Auth("No token.")], ids=repr)
async def test_a_paid_result_is_fetched_for_as_long_as_it_takes(tmp_path: Path, fault: Exception) -> None:
    provider = ScriptedProvider(submits=[NAMES_FILES], collects=[fault] * 30 + [WHOLE])  # type: ignore[operator]
    async with open_desk(tmp_path, provider, hasty=HastyClock()) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        assert (await desk.reaches(job.id, State.DONE)).cost is Charged.YES
    assert len(provider.submitted) == 1


async def test_a_result_that_cannot_be_had_for_a_day_is_handed_to_the_person(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[NAMES_FILES], collects=[Offline("No net.")] * 20_000)  # type: ignore[arg-type]
    async with open_desk(tmp_path, provider, hasty=HastyClock()) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        left = await desk.reaches(job.id, State.UNKNOWN)
        assert (left.cost, left.error) == (Charged.MAYBE, "No net.")
        provider.collects[:] = [WHOLE]
        desk.queue.resume(job.id)
        await desk.reaches(job.id, State.DONE)
    assert len(provider.submitted) == 1


async def test_new_addresses_are_asked_for_three_times(tmp_path: Path) -> None:
    dead = DeadLink("Dead.", status=403)
    provider = ScriptedProvider(submits=[accepted()], polls=[NAMES_FILES] * 9, collects=[dead] * 99)  # type: ignore[arg-type]
    async with open_desk(tmp_path, provider, hasty=HastyClock()) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        assert (await desk.reaches(job.id, State.EXPIRED)).cost is Charged.MAYBE
    assert len(provider.polled) == 4


@pytest.mark.parametrize(
    ("fault", "state", "cost"),
    [
        (Expired("Gone."), State.EXPIRED, Charged.MAYBE),
        (BadAnswer("Too large."), State.UNKNOWN, Charged.MAYBE),
    ],
    ids=repr,
)
async def test_a_fetch_that_fails_for_good_ends_at_once(
    tmp_path: Path, fault: Exception, state: State, cost: Charged
) -> None:
    provider = ScriptedProvider(submits=[NAMES_FILES], collects=[fault])  # type: ignore[list-item]
    async with open_desk(tmp_path, provider, hasty=HastyClock()) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        assert (await desk.reaches(job.id, state)).cost is cost


@pytest.mark.parametrize(("hours", "polls", "state"), [(25, 4, State.DONE), (-48, 30, State.UNKNOWN)])
async def test_setting_the_clock_makes_no_job_older_or_younger(
    tmp_path: Path, hours: int, polls: int, state: State
) -> None:
    clock = HastyClock()

    def set_clock() -> Running:
        clock.set_by(hours * 3600)
        return Running(poll_after=3600.0)

    script: list[Step] = [Running(poll_after=3600.0), set_clock, *[Running(poll_after=3600.0)] * (polls - 3), WHOLE]
    provider = ScriptedProvider(submits=[accepted()], polls=script)
    async with open_desk(tmp_path, provider, hasty=clock) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, state)


async def test_all_that_is_under_way_is_looked_after_at_once_after_a_start(tmp_path: Path) -> None:
    """However many places there are for new wishes, and although one never ends."""
    count = 40
    provider = ScriptedProvider(submits=[accepted(f"r-{number}") for number in range(count)])
    async with open_desk(tmp_path, provider, lane=count) as desk:
        jobs = [desk.queue.submit(PaidSprite(prompt="x")) for _number in range(count)]
        for job in jobs:
            await desk.reaches(job.id, State.RUNNING)
    all_asked = asyncio.Event()

    def the_last() -> Running:
        all_asked.set()
        return Running(poll_after=60.0)

    again = ScriptedProvider(polls=[Running(poll_after=60.0)] * (count - 1) + [the_last])
    async with asyncio.timeout(20), open_desk(tmp_path, again, lane=2):
        await all_asked.wait()
        assert sorted(again.polled) == sorted(f"r-{number}" for number in range(count))


async def test_a_token_that_came_lets_only_its_own_jobs_go_on(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted(poll_after=0)], polls=[Auth("No."), WHOLE])
    async with open_desk(tmp_path, provider, hasty=HastyClock()) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.PAUSED)
        desk.queue.token_changed("another")
        assert desk.queue.get(job.id).state is State.PAUSED
        desk.queue.token_changed("scripted")
        await desk.reaches(job.id, State.DONE)


async def test_haste_is_forgiven_twice_and_a_full_house_always(tmp_path: Path) -> None:
    full, hasty = TooManyJobs("Full."), RateLimit("Too fast.", after=1.0)
    provider = ScriptedProvider(submits=[full, hasty, full, full, hasty, full, hasty])
    async with open_desk(tmp_path, provider, hasty=HastyClock()) as desk:
        job = desk.queue.submit(FreeSprite())
        failed = await desk.reaches(job.id, State.FAILED)
        assert (failed.error, failed.cost) == ("Too fast.", Charged.NO)
    assert len(provider.submitted) == 7


class EarlyClock(HastyClock):
    """Alarms ring five percent early, as the coarse timers of a window do."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds * 0.95 if seconds > 0.01 else seconds)


async def test_an_alarm_that_rings_early_does_not_leave_a_wish_waiting_for_ever(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[RateLimit("Too fast.", after=4.0), answer((1, 2, 3, 255))])
    async with open_desk(tmp_path, provider, hasty=EarlyClock()) as desk:
        job = desk.queue.submit(FreeSprite())
        await desk.reaches(job.id, State.DONE)
    assert len(provider.submitted) == 2


async def test_what_comes_before_the_rest_is_told_as_a_part(tmp_path: Path) -> None:
    early = answer((1, 2, 3, 255))
    unread = Answer(b'{"nothing": "yet"}')
    provider = ScriptedProvider(
        submits=[accepted(poll_after=0.0)],
        polls=[Running(poll_after=0.0, part=unread), Running(poll_after=0.0, part=early), answer((4, 5, 6, 255))],
    )
    async with open_desk(tmp_path, provider) as desk:
        parts: list[object] = []
        desk.queue.part_came.connect(lambda job, outcome: parts.append((job.state, outcome.frames[0].tolist())))
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.DONE)
        assert parts == [(State.RUNNING, [[[1, 2, 3, 255]]])]
        assert [outcome.frames[0].tolist() for outcome in desk.outcomes] == [[[[4, 5, 6, 255]]]]
