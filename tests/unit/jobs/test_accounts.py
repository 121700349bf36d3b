"""A job belongs to the account and the address that it was sent from; no other is asked after it unseen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from studio.app.attention import Way, wants_token, ways
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Auth, Charged, DeadLink, Expired, Forbidden, NotFound, ProviderError
from studio.providers.protocol import Account, Answer, Policy
from studio.spec.operation import Operation
from tests.fakes.provider import PaidSprite, ScriptedProvider, accepted, answer
from tests.unit.jobs.desk import open_desk

MINE = Account("https://api.invalid/v1", "a" * 16)
OTHER = Account("https://api.invalid/v1", "b" * 16)
ELSEWHERE = Account("http://127.0.0.1:8001", "a" * 16)


async def _sent(folder: Path, *, sender: Account | None = MINE) -> Job:
    """A job that was accepted under this account, by a process that is gone."""
    async with open_desk(folder, ScriptedProvider(submits=[accepted("r-7")], sender=sender)) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        running = await desk.reaches(job.id, State.RUNNING)
        assert running.account == sender
        await desk.clock.somebody_sleeps()
    return job


async def test_under_the_same_account_it_simply_goes_on(tmp_path: Path) -> None:
    job = await _sent(tmp_path)
    async with open_desk(tmp_path, ScriptedProvider(polls=[answer()], sender=MINE)) as desk:
        await desk.reaches(job.id, State.DONE)


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (OTHER, "sent with another token of Scripted (api.invalid). Set that one again"),
        (ELSEWHERE, "sent to https://api.invalid/v1; the address of Scripted is http://127.0.0.1:8001 now"),
    ],
)
async def test_another_account_is_not_asked_and_the_person_told(tmp_path: Path, now: Account, says: str) -> None:
    job = await _sent(tmp_path)
    provider = ScriptedProvider(sender=now)
    async with open_desk(tmp_path, provider) as desk:
        paused = await desk.reaches(job.id, State.PAUSED)
        assert says in paused.error
        assert (provider.polled, paused.cost, wants_token(paused)) == ([], Charged.MAYBE, True)
        assert [choice.way for choice in ways(paused)] == [Way.TOKEN, Way.RESUME, Way.GIVE_UP]
        assert ways(paused)[1].title == "Check with this one"


async def test_with_the_right_token_back_it_goes_on_by_itself(tmp_path: Path) -> None:
    job = await _sent(tmp_path)
    provider = ScriptedProvider(polls=[answer()], sender=OTHER)
    async with open_desk(tmp_path, provider) as desk:
        await desk.reaches(job.id, State.PAUSED)
        desk.queue.token_changed("scripted")
        await desk.sees(job.id, lambda job: job.state is State.PAUSED)
        assert provider.polled == [], "the token that was set is not the right one either"
        provider.sender = MINE
        desk.queue.token_changed("scripted")
        await desk.reaches(job.id, State.DONE)


async def test_with_the_right_token_at_the_next_start_it_goes_on_by_itself(tmp_path: Path) -> None:
    job = await _sent(tmp_path)
    async with open_desk(tmp_path, ScriptedProvider(sender=OTHER)) as desk:
        await desk.reaches(job.id, State.PAUSED)
    stranger = ScriptedProvider(sender=OTHER)
    async with open_desk(tmp_path, stranger) as desk:
        desk.queue.token_changed()
        await desk.sees(job.id, lambda job: job.state is State.PAUSED)
    assert stranger.polled == []
    async with open_desk(tmp_path, ScriptedProvider(polls=[answer()], sender=MINE)) as desk:
        desk.queue.token_changed()
        await desk.reaches(job.id, State.DONE)


async def test_a_token_changed_in_the_middle_pauses_the_job_at_its_next_poll(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted("r-7")], sender=MINE)
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.RUNNING)
        await desk.clock.somebody_sleeps()
        provider.sender = OTHER
        desk.clock.advance(60.0)
        await desk.reaches(job.id, State.PAUSED)
        assert provider.polled == []


@pytest.mark.parametrize("refusal", [NotFound("?"), Forbidden("?"), Auth("?"), Expired("?")])
async def test_what_a_stranger_is_told_says_nothing_of_the_job(tmp_path: Path, refusal: ProviderError) -> None:
    job = await _sent(tmp_path)
    provider = ScriptedProvider(polls=[refusal], sender=OTHER, policy=Policy(grace=0.0))
    async with open_desk(tmp_path, provider) as desk:
        await desk.reaches(job.id, State.PAUSED)
        desk.queue.resume(job.id)
        paused = await desk.sees(job.id, lambda job: "tells nothing of this" in job.error)
        assert (paused.state, paused.account, provider.polled) == (State.PAUSED, MINE, ["r-7"])


async def test_asked_anyway_an_account_that_knows_the_job_is_taken_for_its_own(tmp_path: Path) -> None:
    """A token that was replaced by a new one of the same account."""
    job = await _sent(tmp_path)
    provider = ScriptedProvider(polls=[answer((1, 2, 3, 255))], sender=OTHER)
    async with open_desk(tmp_path, provider) as desk:
        await desk.reaches(job.id, State.PAUSED)
        desk.queue.resume(job.id)
        done = await desk.reaches(job.id, State.DONE)
        assert done.account in (MINE, OTHER)
        assert provider.polled == ["r-7"]


async def test_a_job_of_which_no_account_is_known_is_asked_after_as_before(tmp_path: Path) -> None:
    job = await _sent(tmp_path, sender=None)
    async with open_desk(tmp_path, ScriptedProvider(polls=[answer()], sender=OTHER)) as desk:
        await desk.reaches(job.id, State.DONE)


async def test_without_any_token_the_provider_says_that_it_wants_one(tmp_path: Path) -> None:
    job = await _sent(tmp_path)
    async with open_desk(tmp_path, ScriptedProvider(polls=[Auth("There is no token.")])) as desk:
        assert (await desk.reaches(job.id, State.PAUSED)).error == "There is no token."


async def test_it_is_not_stopped_under_another_account(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted("r-7")], sender=MINE)
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(job.id, State.RUNNING)
        await desk.clock.somebody_sleeps()
        provider.sender = OTHER
        desk.queue.cancel(job.id)
        async with asyncio.timeout(20):
            while "could not be stopped" not in desk.queue.get(job.id).note:  # noqa: ASYNC110 - told as time goes on
                await asyncio.sleep(0)
        desk.clock.advance(60.0)
        await desk.reaches(job.id, State.PAUSED)
        assert provider.cancelled == []


async def test_files_that_another_account_is_refused_wait_for_the_right_one(tmp_path: Path) -> None:
    provider = _Keeper(submits=[answer((9, 9, 9, 255))], sender=MINE)
    provider.refuses = DeadLink("Not yours.")
    async with open_desk(tmp_path, provider) as desk:
        provider.sender_while_fetching = OTHER
        job = desk.queue.submit(PaidSprite(prompt="x"))
        paused = await desk.reaches(job.id, State.PAUSED)
        assert "tells nothing" in paused.error
        provider.refuses, provider.sender = None, MINE
        desk.queue.token_changed("scripted")
        await desk.reaches(job.id, State.DONE)
        assert len(provider.submitted) == 1


class _Keeper(ScriptedProvider):
    """Refuses files as long as it is told to; the account changes just before."""

    refuses: ProviderError | None = None
    sender_while_fetching: Account | None = None

    async def collect(self, operation: Operation, answer: Answer, report: object) -> Answer:
        if self.refuses is not None:
            self.sender = self.sender_while_fetching
            raise self.refuses
        return answer
