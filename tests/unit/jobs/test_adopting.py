"""Jobs that were started elsewhere: watched and fetched, never sent, never paid again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.core.errors import UserError
from studio.jobs.job import Job
from studio.jobs.keeping import kept_until
from studio.jobs.states import State
from studio.providers.errors import Charged, NotFound, ProviderError, Refused
from studio.providers.protocol import Account, Policy, Running
from tests.fakes.provider import ScriptedProvider, answer
from tests.servers.driving import HastyClock
from tests.unit.jobs.desk import open_desk

FINDS = Policy(finds_by_number=True, poll_first=0.0)
HOUR = 3600.0


async def test_it_is_asked_after_and_fetched_like_any_other(tmp_path: Path) -> None:
    provider = ScriptedProvider(polls=[answer((5, 6, 7, 255))], policy=FINDS)
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.adopt("scripted/paid-sprite", " gen-17 \n")
        assert (job.state, job.remote_id, job.cost) == (State.RUNNING, "gen-17", Charged.MAYBE)
        done = await desk.reaches(job.id, State.DONE)
        assert (provider.submitted, provider.polled) == ([], ["gen-17"])
        assert desk.outcomes[0].frames[0].tolist() == [[[5, 6, 7, 255]]]
        assert (done.cost, done.charged is not None and done.charged.amount) == (Charged.YES, 1)


async def test_the_next_process_goes_on_with_it(tmp_path: Path) -> None:
    async with open_desk(tmp_path, ScriptedProvider(policy=Policy(finds_by_number=True))) as desk:
        desk.provider.polls = [NotFound("not yet")]
        job = desk.queue.adopt("scripted/paid-sprite", "gen-17")
        await desk.clock.somebody_sleeps()
    async with open_desk(tmp_path, ScriptedProvider(polls=[answer()], policy=FINDS)) as desk:
        await desk.reaches(job.id, State.DONE)


async def test_it_is_never_sent_since_nobody_knows_what_was_asked(tmp_path: Path) -> None:
    provider = ScriptedProvider(polls=[answer()], policy=FINDS)
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.adopt("scripted/paid-sprite", "gen-17")
        await desk.reaches(job.id, State.DONE)
        with pytest.raises(UserError, match="started elsewhere"):
            desk.queue.retry(job.id)
        assert provider.submitted == []


async def test_what_is_in_the_list_already_is_not_watched_twice(tmp_path: Path) -> None:
    provider = ScriptedProvider(polls=[answer()], policy=FINDS)
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.adopt("scripted/paid-sprite", "gen-17")
        with pytest.raises(UserError, match="in the list already"):
            desk.queue.adopt("scripted/paid-sprite", "gen-17")
        await desk.reaches(job.id, State.DONE)
        with pytest.raises(UserError, match="in the list already"):
            desk.queue.adopt("scripted/paid-sprite", "gen-17")
        assert len(desk.queue.jobs()) == 1


@pytest.mark.parametrize("refusal", [NotFound("No such job."), Refused("Not a number of ours.")])
async def test_a_number_that_the_provider_does_not_know_is_soon_said_to_be_so(
    tmp_path: Path, refusal: ProviderError
) -> None:
    clock = HastyClock()
    provider = ScriptedProvider(polls=[refusal] * 3, policy=FINDS)
    async with open_desk(tmp_path, provider, hasty=clock) as desk:
        job = desk.queue.adopt("scripted/paid-sprite", "gen-17")
        ended = await desk.reaches(job.id, State.FAILED)
        assert clock.monotonic() < 15
        assert ended.cost is Charged.NO
        assert ended.error == (
            "Scripted does not know the number gen-17. "
            "Check the number and its kind, and that the token set is of the account that started it."
        )
        provider.polls = [answer()]
        again = desk.queue.adopt("scripted/paid-sprite", "gen-17")
        await desk.reaches(again.id, State.DONE)


async def test_what_the_provider_has_told_of_and_does_not_know_any_more_has_expired(tmp_path: Path) -> None:
    here = Account("https://api.example", "k")
    provider = ScriptedProvider(polls=[Running(), *[NotFound("Gone.")] * 60], policy=FINDS, sender=here)
    async with open_desk(tmp_path, provider, hasty=HastyClock()) as desk:
        job = desk.queue.adopt("scripted/paid-sprite", "gen-17")
        ended = await desk.reaches(job.id, State.EXPIRED)
        assert (ended.cost, ended.error) == (Charged.MAYBE, "Gone.")


@pytest.mark.parametrize("typed", ["", "  ", "two words", "gen-17\x00", "../gen", "x" * 401, "https://example.org/1"])
async def test_a_number_that_cannot_be_one_is_said(tmp_path: Path, typed: str) -> None:
    async with open_desk(tmp_path, ScriptedProvider(policy=FINDS)) as desk:
        with pytest.raises(UserError, match="is not the number of a job"):
            desk.queue.adopt("scripted/paid-sprite", typed)
        assert desk.queue.jobs() == ()


@pytest.mark.parametrize(
    ("policy", "operation", "says"),
    [
        (Policy(), "scripted/paid-sprite", "by a number alone"),
        (FINDS, "scripted/free-sprite", "by a number alone"),
        (FINDS, "scripted/nothing", "does not know scripted/nothing"),
    ],
)
async def test_where_a_number_leads_nowhere_nothing_is_added(
    tmp_path: Path, policy: Policy, operation: str, says: str
) -> None:
    async with open_desk(tmp_path, ScriptedProvider(policy=policy)) as desk:
        with pytest.raises(UserError, match=says):
            desk.queue.adopt(operation, "gen-17")
        assert desk.queue.jobs() == ()


SENT = Job("job-1", "x/y", "x", "X", "pays", 1.0, state=State.RUNNING, started=100.0, remote_id="r-1")


@pytest.mark.parametrize(
    ("state", "policy", "until"),
    [
        (State.RUNNING, Policy(keeps_results=24 * HOUR), 100.0 + 24 * HOUR),
        (State.UNKNOWN, Policy(keeps_results=24 * HOUR, keeps_of={"x/y": 8 * HOUR}), 100.0 + 8 * HOUR),
        (State.PAUSED, Policy(keeps_of={"x/z": 8 * HOUR}), None),
        (State.DONE, Policy(keeps_results=24 * HOUR), None),
        (State.EXPIRED, Policy(keeps_results=24 * HOUR), None),
    ],
)
def test_a_result_that_is_not_here_yet_is_kept_until_a_certain_time(
    state: State, policy: Policy, until: float | None
) -> None:
    assert kept_until(replace(SENT, state=state), policy) == until


def test_nothing_counts_down_for_what_was_never_accepted() -> None:
    waiting = Job("job-1", "x/y", "x", "X", "pays", 1.0, state=State.PAUSED)
    assert kept_until(waiting, Policy(keeps_results=HOUR)) is None
