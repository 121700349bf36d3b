"""A result that came and could not be read: looked at once more for nothing, before anything is paid for anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.app.attention import Way, ways
from studio.core.errors import UserError
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.bundle import MEDIA
from studio.providers.errors import BadAnswer, Charged, Expired, JobFailed, NotFound
from studio.providers.protocol import Answer, Call, Policy
from tests.fakes.provider import PaidSprite, ScriptedProvider, accepted, answer
from tests.unit.jobs.desk import open_desk

NAMES_A_FILE = Answer(b'{"url": "https://files.invalid/1"}')
BROKEN = Answer(b'{"pixel": "half a fi', MEDIA)
WHOLE = Answer(json.dumps({"pixel": [7, 7, 7, 255], "seed": None}).encode(), MEDIA)
NOW = Policy(poll_first=0.0)


async def _failed(folder: Path) -> Job:
    """A job whose file came broken, in a process that is gone."""
    provider = ScriptedProvider(
        submits=[accepted("r-7", poll_after=0.0)], polls=[NAMES_A_FILE], collects=[BROKEN], policy=NOW
    )
    async with open_desk(folder, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        failed = await desk.reaches(job.id, State.FAILED)
    assert (failed.cost, failed.error_kind) == (Charged.YES, "BadAnswer")
    assert [choice.way for choice in ways(failed)] == [Way.RESUME, Way.SEND_ANEW]
    return failed


async def test_the_same_file_is_downloaded_once_more(tmp_path: Path) -> None:
    job = await _failed(tmp_path)
    provider = ScriptedProvider(collects=[BROKEN, WHOLE])
    async with open_desk(tmp_path, provider) as desk:
        desk.queue.resume(job.id)
        done = await desk.reaches(job.id, State.DONE)
        assert (provider.submitted, provider.polled) == ([], [])
        assert desk.outcomes[0].frames[0].tolist() == [[[7, 7, 7, 255]]]
        assert (done.error, done.ended is not None, ways(done)) == ("", True, ())
        assert [kept.media for kept in done.answers][-1] == MEDIA


async def test_what_a_newer_studio_can_read_is_not_downloaded_again(tmp_path: Path) -> None:
    job = await _failed(tmp_path)

    class Newer(ScriptedProvider):
        def decode(self, operation: object, answer: Answer) -> object:  # type: ignore[override]  # any outcome does
            return super().decode(PaidSprite(prompt="x"), WHOLE)

    provider = Newer()
    async with open_desk(tmp_path, provider) as desk:
        desk.queue.resume(job.id)
        await desk.reaches(job.id, State.DONE)
        assert [kept.media for kept in provider.collected] == [MEDIA]
        assert provider.polled == []


async def test_the_provider_is_asked_again_where_the_file_stays_broken(tmp_path: Path) -> None:
    job = await _failed(tmp_path)
    provider = ScriptedProvider(collects=[BROKEN, BROKEN, WHOLE], polls=[NAMES_A_FILE])
    async with open_desk(tmp_path, provider) as desk:
        desk.queue.resume(job.id)
        await desk.reaches(job.id, State.DONE)
        assert (provider.submitted, provider.polled) == ([], ["r-7"])


async def test_where_nothing_helps_it_ends_as_before_and_can_be_looked_at_again(tmp_path: Path) -> None:
    job = await _failed(tmp_path)
    provider = ScriptedProvider(collects=[BROKEN, Expired("Its files are gone."), BROKEN], polls=[NAMES_A_FILE])
    async with open_desk(tmp_path, provider) as desk:
        desk.queue.resume(job.id)
        again = await desk.sees(job.id, lambda job: job.state is State.FAILED and len(provider.polled) == 1)
        assert (again.error, again.error_kind, again.cost) == (job.error, "BadAnswer", Charged.YES)
        assert ways(again) == ways(job)
        provider.collects = [WHOLE]
        desk.queue.resume(job.id)
        await desk.reaches(job.id, State.DONE)


async def test_the_next_process_goes_on_with_a_look_that_was_broken_off(tmp_path: Path) -> None:
    job = await _failed(tmp_path)
    async with open_desk(tmp_path, ScriptedProvider(collects=[BROKEN, NotFound("?")], polls=[])) as desk:
        desk.queue.resume(job.id)
        assert desk.queue.get(job.id).state is State.FETCHING
    async with open_desk(tmp_path, ScriptedProvider(collects=[WHOLE])) as desk:
        await desk.reaches(job.id, State.DONE)


async def test_an_expired_job_is_asked_after_once_more(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[accepted("r-7", poll_after=0.0)], polls=[Expired("It is gone.")])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        expired = await desk.reaches(job.id, State.EXPIRED)
        assert [choice.way for choice in ways(expired)] == [Way.RESUME, Way.SEND_ANEW]
        provider.polls = [answer()]
        desk.queue.resume(job.id)
        await desk.reaches(job.id, State.DONE)


async def test_an_answer_at_once_that_nobody_can_read_is_read_again(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[NAMES_A_FILE], collects=[BROKEN])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        unknown = await desk.reaches(job.id, State.UNKNOWN)
        assert [choice.title for choice in ways(unknown)] == ["Look once more", "Give up", "Send anew"]
        provider.collects = [BROKEN, WHOLE]
        desk.queue.resume(job.id)
        await desk.reaches(job.id, State.DONE)
        assert len(provider.submitted) == 1


@pytest.mark.parametrize("error", [JobFailed("It gave up.", charged=Charged.YES), BadAnswer("?")])
async def test_a_job_that_left_nothing_offers_no_look(tmp_path: Path, error: Exception) -> None:
    provider = ScriptedProvider(submits=[error])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        ended = await desk.sees(job.id, lambda job: job.has_ended or job.needs_attention)
        assert Way.RESUME not in [choice.way for choice in ways(ended)]
        if ended.has_ended:
            desk.queue.resume(job.id)
        else:
            with pytest.raises(UserError, match="cannot be asked again"):
                desk.queue.resume(job.id)
        assert desk.queue.get(job.id) == ended


async def test_of_a_plan_the_part_that_could_not_be_read_is_looked_at(tmp_path: Path) -> None:
    parts = [Call(PaidSprite(prompt=name), name) for name in ("south", "east")]
    provider = ScriptedProvider(submits=[answer((1, 1, 1, 255)), accepted("r-7", poll_after=0.0)], policy=NOW)
    provider.polls, provider.collects = [NAMES_A_FILE], [answer((1, 1, 1, 255)), BROKEN]
    async with open_desk(tmp_path, provider) as desk:
        plan = desk.queue.submit(PaidSprite(prompt="both"), calls=parts)
        failed = await desk.reaches(plan.id, State.FAILED)
        assert "1 of 2 parts are here" in failed.error
    provider = ScriptedProvider(collects=[BROKEN, WHOLE])
    async with open_desk(tmp_path, provider) as desk:
        desk.queue.resume(plan.id)
        await desk.reaches(plan.id, State.DONE)
        assert [frame.tolist() for frame in desk.outcomes[-1].frames] == [[[[1, 1, 1, 255]]], [[[7, 7, 7, 255]]]]
        assert provider.submitted == []
