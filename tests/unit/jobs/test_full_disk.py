"""A disk that is full for a while, at the worst moments: what was paid for is found, by its number or its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from studio.core.errors import UserError
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger, LedgerTrouble
from studio.jobs.plans import PlannedCall
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.providers.protocol import Call
from tests.fakes.provider import PaidSprite, ScriptedProvider, accepted, answer
from tests.unit.jobs.desk import Desk, open_desk


class FullLedger(Ledger):
    """Takes no move that `refuses` names."""

    def __init__(self, path: Path, refuses: Callable[[Job], bool]) -> None:
        super().__init__(path)
        self.refuses = refuses

    def move(self, old: Job, new: Job) -> None:
        self._check(new)
        super().move(old, new)

    def move_call(self, plan: Job, old: PlannedCall, new: Job, *, request: str | None = None) -> None:
        self._check(new)
        super().move_call(plan, old, new, request=request)

    def empty(self) -> None:
        """There is room again."""
        self.refuses = lambda _job: False

    def _check(self, new: Job) -> None:
        if self.refuses(new):
            raise LedgerTrouble("The disk is full.")


class FullResults(ResultStore):
    """Takes nothing for as long as it is full."""

    full = True

    def keep(self, data: bytes, *, media: str = "") -> str:
        if self.full:
            raise UserError("The disk is full.")
        return super().keep(data, media=media)


def _calls(seeds: Sequence[int]) -> list[Call]:
    return [Call(PaidSprite(prompt="x", seed=seed), str(seed)) for seed in seeds]


@pytest.mark.parametrize("is_plan", [False, True])
async def test_closing_while_the_number_of_an_accepted_job_cannot_be_written_keeps_the_number(
    tmp_path: Path, *, is_plan: bool
) -> None:
    ledger = FullLedger(tmp_path / "ledger.sqlite", lambda job: bool(job.remote_id))
    desk = Desk(tmp_path, ScriptedProvider(submits=[accepted("r-7")]), ledger=ledger)
    desk.queue.start()
    job = desk.queue.submit(PaidSprite(prompt="x", seed=1), calls=_calls((1, 2)) if is_plan else ())
    await desk.clock.somebody_sleeps()
    assert _sent(desk, job).state is State.SUBMITTING
    ledger.empty()
    await desk.queue.close()
    left = _sent(desk, job)
    assert (left.state, left.remote_id, left.cost) == (State.RUNNING, "r-7", Charged.MAYBE)
    ledger.close()
    again = ScriptedProvider(polls=[answer((4, 4, 4, 255))])
    async with open_desk(tmp_path, again) as later:
        await later.sees(job.id, lambda job: bool(job.answers))
        assert (again.polled, again.submitted) == (["r-7"], [])


async def test_closing_while_an_answer_cannot_be_written_puts_it_on_disk_at_the_last_moment(tmp_path: Path) -> None:
    results = FullResults(tmp_path / "results")
    desk = Desk(tmp_path, ScriptedProvider(submits=[answer((8, 8, 8, 255))]), results=results)
    desk.queue.start()
    job = desk.queue.submit(PaidSprite(prompt="x"))
    await desk.clock.somebody_sleeps()
    results.full = False
    await desk.queue.close()
    left = desk.queue.get(job.id)
    assert (left.state, len(left.answers), left.cost) == (State.FETCHING, 1, Charged.MAYBE)
    desk.ledger.close()
    async with open_desk(tmp_path, ScriptedProvider()) as later:
        await later.reaches(job.id, State.DONE)
        assert later.outcomes[0].frames[0].tolist() == [[[8, 8, 8, 255]]]


@pytest.mark.parametrize("seeds", [(), (1, 2)], ids=["job", "plan"])
async def test_a_result_that_cannot_be_noted_as_done_is_done_once_it_can(tmp_path: Path, seeds: Sequence[int]) -> None:
    whole = max(1, len(seeds))
    ledger = FullLedger(tmp_path / "ledger.sqlite", lambda job: job.state is State.DONE and "." not in job.id)
    desk = Desk(tmp_path, ScriptedProvider(submits=[answer(seed=1), answer(seed=2)]), ledger=ledger)
    desk.queue.start()
    job = desk.queue.submit(PaidSprite(prompt="x", seed=1), calls=_calls(seeds))
    await desk.clock.somebody_sleeps()
    waiting = desk.queue.get(job.id)
    assert (waiting.state, waiting.note, desk.outcomes) == (State.FETCHING, "The disk is full.", [])
    ledger.empty()
    desk.clock.advance(5)
    done = await desk.reaches(job.id, State.DONE)
    assert (len(desk.outcomes), done.charged and done.charged.amount) == (1, Decimal(whole))
    await desk.queue.close()
    ledger.close()


def _sent(desk: Desk, job: Job) -> Job:
    """The job, or the first call where it is a plan."""
    calls = desk.queue.calls(job.id)
    return calls[0].job if calls else desk.queue.get(job.id)
