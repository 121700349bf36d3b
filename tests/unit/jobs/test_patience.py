"""What is said of a wish that the provider refused for now."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.jobs.patience import sent_again_words
from studio.jobs.states import State
from studio.providers.errors import NotReady, RateLimit, TooManyJobs
from tests.fakes.provider import PaidSprite, ScriptedProvider, answer
from tests.unit.jobs.desk import open_desk


@pytest.mark.parametrize(
    ("error", "seconds", "words"),
    [
        (RateLimit("Slow down."), 30.0, "Slow down. It is sent again by itself in 30 seconds."),
        (NotReady("Not ready."), 0.2, "Not ready. It is sent again by itself in 1 second."),
        (TooManyJobs("It waits for a place."), 30.0, "It waits for a place."),
    ],
)
def test_that_it_is_sent_again_by_itself_is_said(error: RateLimit | NotReady, seconds: float, words: str) -> None:
    assert sent_again_words(error, seconds) == words


async def test_a_wish_that_came_too_fast_says_when_it_is_sent_again_and_is(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[RateLimit("Slow down.", after=12.0), answer()])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        waiting = await desk.sees(job.id, lambda job: job.state is State.QUEUED and bool(job.note))
        assert waiting.note == "Slow down. It is sent again by itself in 12 seconds."
        await desk.clock.somebody_sleeps()
        desk.clock.advance(12.0)
        done = await desk.reaches(job.id, State.DONE)
        assert done.note == ""
