"""A request whose answer was lost is looked for in its provider's own list; it is never sent again for that."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Charged, Offline, OutcomeUnknown
from studio.providers.protocol import Accepted, Account, Answer, Call
from studio.spec.operation import Operation
from tests.fakes.provider import PaidSprite, ScriptedProvider, accepted, answer
from tests.unit.jobs.desk import Desk, open_desk

LOST = OutcomeUnknown("It was sent, but the connection broke.", charged=Charged.MAYBE)
NOT_LISTED = "Scripted does not list it, so it was probably not carried out."


@dataclass
class Listing(ScriptedProvider):
    """Lists what it made; a look takes a while. Whatever is in the list can be fetched."""

    made: list[str] = field(default_factory=list)

    async def find(self, operation: Operation, sent: float, known: Collection[str]) -> str:
        self.sought.append((operation, sent, frozenset(known)))
        await asyncio.sleep(0.01)
        left = [number for number in self.made if number not in known]
        return left[0] if len(left) == 1 else ""

    async def poll(self, operation: Operation, remote_id: str) -> Answer:
        self.polled.append(remote_id)
        return answer(seed=int(operation.values["seed"]))


async def _lost(desk: Desk, prompt: str = "x") -> Job:
    job = desk.queue.submit(PaidSprite(prompt=prompt))
    return await desk.reaches(job.id, State.UNKNOWN)


async def test_a_minute_after_the_sending_it_is_found_watched_and_fetched(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[LOST], finds=["gen-4"], polls=[answer((4, 4, 4, 255))])
    async with open_desk(tmp_path, provider) as desk:
        job = await _lost(desk)
        assert await desk.clock.somebody_sleeps() == 60.0
        assert provider.sought == []
        desk.clock.advance(60.0)
        done = await desk.reaches(job.id, State.DONE)
        assert (provider.polled, len(provider.submitted), done.error) == (["gen-4"], 1, "")
        operation, sent, known = provider.sought[0]
        assert (operation.values["prompt"], sent, known) == ("x", job.started, frozenset())


async def test_the_next_start_looks_for_what_was_being_sent_when_the_program_ended(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ScriptedProvider(submits=[LOST]))
    desk.queue.start()
    job = await _lost(desk)
    await desk.queue.close()
    desk.ledger.close()
    provider = ScriptedProvider(finds=["gen-4"], polls=[answer()])
    async with open_desk(tmp_path, provider) as desk:
        await desk.clock.somebody_sleeps()
        desk.clock.advance(60.0)
        await desk.reaches(job.id, State.DONE)
        assert provider.submitted == []


async def test_what_is_not_listed_is_said_to_be_so_once(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[LOST], finds=["", ""])
    async with open_desk(tmp_path, provider) as desk:
        job = await _lost(desk)
        await desk.clock.somebody_sleeps()
        desk.clock.advance(60.0)
        told = await desk.sees(job.id, lambda job: NOT_LISTED in job.error)
        assert (told.state, told.error) == (State.UNKNOWN, f"{LOST} {NOT_LISTED}")
    async with open_desk(tmp_path, provider) as desk:
        await desk.clock.somebody_sleeps()
        desk.clock.advance(60.0)
        other = desk.queue.submit(PaidSprite(prompt="y"))
        provider.submits = [answer()]
        await desk.reaches(other.id, State.DONE)
        assert desk.queue.get(job.id).error == f"{LOST} {NOT_LISTED}"


@pytest.mark.parametrize("found", [None, Offline("No connection.")])
async def test_where_nothing_can_be_looked_up_it_stays_as_it_was(tmp_path: Path, found: Offline | None) -> None:
    provider = ScriptedProvider(submits=[LOST, answer()], finds=[found])
    async with open_desk(tmp_path, provider) as desk:
        job = await _lost(desk)
        await desk.clock.somebody_sleeps()
        desk.clock.advance(60.0)
        other = desk.queue.submit(PaidSprite(prompt="y"))
        await desk.reaches(other.id, State.DONE)
        assert desk.queue.get(job.id) == job


async def test_ids_of_other_jobs_are_not_taken_for_it(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted("gen-3"), LOST], finds=[""])
    async with open_desk(tmp_path, provider, lane=2) as desk:
        first = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(first.id, State.RUNNING)
        job = await _lost(desk)
        await desk.clock.somebody_sleeps()
        provider.polls = [answer()]
        desk.clock.advance(60.0)
        await desk.sees(job.id, lambda job: NOT_LISTED in job.error)
        assert "gen-3" in provider.sought[0][2]


async def test_another_account_is_not_searched(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[LOST, answer()], finds=["gen-4"], sender=Account("https://x.invalid", "a"))
    async with open_desk(tmp_path, provider) as desk:
        await _lost(desk)
        await desk.clock.somebody_sleeps()
        provider.sender = Account("https://x.invalid", "b")
        desk.clock.advance(60.0)
        other = desk.queue.submit(PaidSprite(prompt="y"))
        await desk.reaches(other.id, State.DONE)
        assert provider.sought == []


async def test_a_job_that_was_given_up_meanwhile_stays_given_up(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[LOST, answer()], finds=["gen-4"])
    async with open_desk(tmp_path, provider) as desk:
        job = await _lost(desk)
        await desk.clock.somebody_sleeps()
        desk.queue.cancel(job.id)
        desk.clock.advance(60.0)
        other = desk.queue.submit(PaidSprite(prompt="y"))
        await desk.reaches(other.id, State.DONE)
        assert desk.queue.get(job.id).state is State.CANCELLED


async def test_a_job_with_a_number_is_asked_after_by_it_and_not_looked_for(tmp_path: Path) -> None:
    sent = Accepted("gen-1", Answer(b"{}"), 0.0)
    provider = ScriptedProvider(submits=[sent], polls=[OutcomeUnknown("Who knows.")], finds=["gen-4"])
    async with open_desk(tmp_path, provider) as desk:
        await _lost(desk)
        desk.clock.advance(60.0)
        assert provider.sought == []


async def test_one_listed_picture_is_not_given_to_two_wishes(tmp_path: Path) -> None:
    provider = Listing(submits=[LOST, LOST], made=["gen-4"])
    async with open_desk(tmp_path, provider) as desk:
        jobs = [desk.queue.submit(PaidSprite(prompt="x", seed=5)) for _ in range(2)]
        for job in jobs:
            await desk.reaches(job.id, State.UNKNOWN)
        desk.clock.advance(60.0)
        await desk.sees(jobs[0].id, lambda job: job.has_ended)
        await desk.sees(jobs[1].id, lambda job: NOT_LISTED in job.error)
        found = [(job.state, job.remote_id) for job in map(desk.queue.get, (jobs[0].id, jobs[1].id))]
        assert found == [(State.DONE, "gen-4"), (State.UNKNOWN, "")]
        assert provider.polled == ["gen-4"]


async def test_a_picture_whose_job_was_cleared_is_not_given_to_an_equal_wish(tmp_path: Path) -> None:
    provider = Listing(submits=[Accepted("gen-4", Answer(b"{}"), 0.0), LOST], made=["gen-4"])
    async with open_desk(tmp_path, provider) as desk:
        first = desk.queue.submit(PaidSprite(prompt="x", seed=5))
        await desk.reaches(first.id, State.DONE)
        desk.queue.clear_finished()
        job = desk.queue.submit(PaidSprite(prompt="x", seed=5))
        await desk.reaches(job.id, State.UNKNOWN)
    async with open_desk(tmp_path, provider) as desk:
        await desk.clock.somebody_sleeps()
        desk.clock.advance(60.0)
        told = await desk.sees(job.id, lambda job: NOT_LISTED in job.error or job.has_ended)
        assert (told.state, told.remote_id) == (State.UNKNOWN, "")


async def test_lost_calls_of_a_plan_are_looked_for_each_and_the_plan_has_no_number(tmp_path: Path) -> None:
    provider = Listing(submits=[answer(seed=1), LOST, LOST], made=["gen-4"])
    async with open_desk(tmp_path, provider) as desk:
        calls = [Call(PaidSprite(prompt="x", seed=seed), str(seed)) for seed in (1, 2, 3)]
        job = desk.queue.submit(PaidSprite(prompt="x", seed=1), calls=calls)
        lost = await desk.reaches(job.id, State.UNKNOWN)
        desk.clock.advance(60.0)
        await desk.sees(job.id, lambda job: job.state is State.RUNNING)
        again = await desk.sees(job.id, lambda job: job.state is State.UNKNOWN and NOT_LISTED in job.error)
        assert [operation.values["seed"] for operation, _sent, _known in provider.sought] == [2, 3, 3]
        calls_now = [(call.state, call.job.remote_id) for call in desk.queue.calls(job.id)]
        assert calls_now == [(State.DONE, ""), (State.DONE, "gen-4"), (State.UNKNOWN, "")]
        assert (lost.remote_id, again.remote_id, provider.polled) == ("", "", ["gen-4"])
        assert [outcome.seed for outcome in desk.outcomes] == []
        assert len(desk.queue.outcome(again).frames) == 2


async def test_a_plan_whose_only_lost_call_is_listed_is_done(tmp_path: Path) -> None:
    provider = Listing(submits=[answer(seed=1), LOST], made=["gen-4"])
    async with open_desk(tmp_path, provider) as desk:
        calls = [Call(PaidSprite(prompt="x", seed=seed), str(seed)) for seed in (1, 2)]
        job = desk.queue.submit(PaidSprite(prompt="x", seed=1), calls=calls)
        await desk.reaches(job.id, State.UNKNOWN)
        desk.clock.advance(60.0)
        await desk.reaches(job.id, State.DONE)
        assert len(desk.outcomes[0].frames) == 2
        assert len(provider.submitted) == 2


async def test_the_lost_calls_of_a_plan_that_are_not_listed_are_said_to_be_so(tmp_path: Path) -> None:
    provider = Listing(submits=[LOST, LOST])
    async with open_desk(tmp_path, provider) as desk:
        calls = [Call(PaidSprite(prompt="x", seed=seed), str(seed)) for seed in (1, 2)]
        job = desk.queue.submit(PaidSprite(prompt="x", seed=1), calls=calls)
        await desk.reaches(job.id, State.UNKNOWN)
        desk.clock.advance(60.0)
        told = await desk.sees(job.id, lambda job: NOT_LISTED in job.error)
        assert (told.state, told.error.count(NOT_LISTED), told.remote_id) == (State.UNKNOWN, 1, "")


async def test_a_job_that_is_cleared_while_it_ends_is_in_nobodys_way(tmp_path: Path) -> None:
    async with open_desk(tmp_path, ScriptedProvider(submits=[answer(), answer()])) as desk:
        first = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(first.id, State.DONE)
        desk.queue.clear_finished()
        second = desk.queue.submit(PaidSprite(prompt="y"))
        await desk.reaches(second.id, State.DONE)
