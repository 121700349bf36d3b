"""Charged but no result: which jobs that are, and what is written to the provider about one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from studio.jobs.charged import charged_without_result, is_charged_without_result, support_text
from studio.jobs.job import Job, KeptAnswer
from studio.jobs.plans import PlannedCall
from studio.jobs.results import ResultStore
from studio.jobs.resuming import can_look_again
from studio.jobs.states import State
from studio.providers.errors import BadAnswer, Charged, Expired, JobFailed, Refused
from studio.providers.protocol import Answer, Charge
from studio.spec.cost import Quote, Unit
from tests.fakes.provider import PaidSprite, ScriptedProvider, accepted, answer
from tests.unit.jobs.desk import open_desk

HEADERS = MappingProxyType({"X-Request-Id": "req-9", "Authorization": "Bearer canary", "Set-Cookie": "canary"})
LOST = Job(
    "job-1",
    "scripted/paid-sprite",
    "scripted",
    "Paid sprite",
    "pays",
    1_700_000_000.0,
    state=State.FAILED,
    started=1_700_000_001.0,
    ended=1_700_000_062.5,
    quoted=Quote(Decimal(2), Unit.CREDITS),
    charged=Charge(Decimal(2), "credits"),
    cost=Charged.YES,
    seed_sent=7,
    error="The picture cannot be read.",
    remote_id="gen-17",
    answers=(KeptAnswer("ab12.json", "application/json", 200, HEADERS),),
)


@pytest.mark.parametrize(
    ("state", "cost", "found"),
    [
        (State.FAILED, Charged.YES, True),
        (State.FAILED, Charged.NO, False),
        (State.EXPIRED, Charged.MAYBE, True),
        (State.CANCELLED, Charged.MAYBE, True),
        (State.CANCELLED, Charged.NO, False),
        (State.UNKNOWN, Charged.MAYBE, True),
        (State.DONE, Charged.YES, False),
        (State.RUNNING, Charged.MAYBE, False),
    ],
)
def test_what_cost_something_and_gave_nothing_is_told_apart(state: State, cost: Charged, found: bool) -> None:
    assert is_charged_without_result(replace(LOST, state=state, cost=cost)) is found


def test_of_a_plan_one_such_call_is_enough_and_finished_calls_are_none() -> None:
    done, bad = (PlannedCall("job-1", at, replace(LOST, id=f"job-1.{at}")) for at in range(2))
    done = replace(done, job=replace(done.job, state=State.DONE))
    plan = replace(LOST, state=State.CANCELLED)
    assert is_charged_without_result(plan, (done, bad))
    assert not is_charged_without_result(plan, (done, replace(bad, job=replace(bad.job, cost=Charged.NO))))


async def test_the_list_holds_them_newest_first(tmp_path: Path) -> None:
    charged = JobFailed("It gave up.", charged=Charged.YES)
    provider = ScriptedProvider(submits=[charged, Refused("No."), BadAnswer("?"), answer()])
    async with open_desk(tmp_path, provider, lane=1) as desk:
        jobs = [desk.queue.submit(PaidSprite(prompt=str(number))) for number in range(4)]
        await desk.reaches(jobs[-1].id, State.DONE)
        assert [job.id for job in charged_without_result(desk.queue)] == [jobs[2].id, jobs[0].id]


def test_the_text_holds_what_support_asks_for_and_no_secret(tmp_path: Path) -> None:
    results = ResultStore(tmp_path)
    assert support_text(LOST, provider=ScriptedProvider(), results=results) == (
        "Scripted: charged, but no result\n"
        "\n"
        "Operation: Paid sprite (scripted/paid-sprite)\n"
        "Asked for: 2023-11-14 22:13:20 UTC\n"
        "Sent: 2023-11-14 22:13:21 UTC\n"
        "Ended: 2023-11-14 22:14:22 UTC\n"
        "Number at the provider: gen-17\n"
        "x-request-id: req-9\n"
        "Seed sent: 7\n"
        "Price before sending: 2 credits\n"
        "Charged: 2 credits\n"
        "State: failed\n"
        "What was told: The picture cannot be read.\n"
        f"Answer (status 200): {tmp_path / 'ab' / 'ab12.json'}\n"
    )


def test_of_a_plan_only_the_calls_without_a_result_are_told(tmp_path: Path) -> None:
    done, bad = (PlannedCall("job-1", at, replace(LOST, remote_id=f"gen-{at}")) for at in range(2))
    done = replace(done, job=replace(done.job, state=State.DONE))
    text = support_text(LOST, provider=ScriptedProvider(), results=ResultStore(tmp_path), calls=(done, bad))
    assert "gen-1" in text
    assert "gen-0" not in text


async def test_the_id_of_a_refused_request_is_kept_with_its_answer(tmp_path: Path) -> None:
    error = JobFailed("It gave up.", charged=Charged.YES, request_id="req-3", body=b'{"error": "x"}', status=500)
    async with open_desk(tmp_path, ScriptedProvider(submits=[error])) as desk:
        job = desk.queue.submit(PaidSprite(prompt="x"))
        failed = await desk.reaches(job.id, State.FAILED)
        text = support_text(failed, provider=desk.provider, results=desk.results)
        assert "x-request-id: req-3" in text
        assert "status 500" in text


def test_what_is_only_perhaps_charged_is_not_called_charged(tmp_path: Path) -> None:
    lost = replace(LOST, state=State.UNKNOWN, charged=None, cost=Charged.MAYBE)
    text = support_text(lost, provider=ScriptedProvider(), results=ResultStore(tmp_path))
    assert text.startswith("Scripted: perhaps charged, and no result\n")
    assert "Charged: maybe\n" in text


async def test_a_paid_job_that_can_be_looked_at_for_nothing_counts_so_that_clearing_leaves_it(tmp_path: Path) -> None:
    damaged = Answer(b'{"nothing": 1}')
    provider = ScriptedProvider(
        submits=[accepted("r-1", poll_after=0), accepted("r-2", poll_after=0)], polls=[damaged, Expired("Gone.")]
    )
    async with open_desk(tmp_path, provider, lane=1) as desk:
        unread = desk.queue.submit(PaidSprite(prompt="x"))
        await desk.reaches(unread.id, State.FAILED)
        gone = desk.queue.submit(PaidSprite(prompt="y"))
        await desk.reaches(gone.id, State.EXPIRED)
        assert [can_look_again(job) for job in desk.queue.jobs()] == [True, True]
        lost = {job.id for job in charged_without_result(desk.queue)}
        desk.queue.clear_finished(keep=lost)
        assert {job.id for job in desk.queue.jobs()} == {unread.id, gone.id}
