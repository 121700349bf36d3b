"""A request whose answer was lost is looked for in its provider's own list; it is never sent again for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Charged, Offline, OutcomeUnknown
from studio.providers.protocol import Accepted, Account, Answer
from tests.fakes.provider import PaidSprite, ScriptedProvider, accepted, answer
from tests.unit.jobs.desk import Desk, open_desk

LOST = OutcomeUnknown("It was sent, but the connection broke.", charged=Charged.MAYBE)
NOT_LISTED = "Scripted does not list it, so it was probably not carried out."


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
        assert (operation.values["prompt"], sent, known) == ("x", job.started, frozenset({""}))


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
