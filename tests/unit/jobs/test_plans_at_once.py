"""Calls of a plan that do not need each other are under way together, as far as their provider has room."""

from __future__ import annotations

import asyncio
from pathlib import Path

from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.jobs.states import State
from studio.providers.errors import Refused
from studio.providers.protocol import Accepted, Answer, Call, Policy, ReportProgress, Running
from studio.spec.operation import Operation
from tests.fakes.provider import PaidSprite, ScriptedProvider, answer
from tests.unit.jobs.desk import Desk, open_desk

NAMES = ("south", "east", "north", "west", "up")


class Easel(ScriptedProvider):
    """Keeps each request until it is let go, in the order in which they came."""

    def __init__(self) -> None:
        super().__init__()
        self.under_way: list[str] = []
        self.most = 0
        self._let_go: dict[str, asyncio.Event] = {}
        self._came = asyncio.Event()

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:
        name = str(operation.values["prompt"])
        self.submitted.append(operation)
        self.under_way.append(name)
        self.most = max(self.most, len(self.under_way))
        self._let_go[name] = asyncio.Event()
        self._came.set()
        await self._let_go[name].wait()
        self.under_way.remove(name)
        return answer((NAMES.index(name) if name in NAMES else 9, 0, 0, 255))

    def let_go(self, name: str) -> None:
        self._let_go[name].set()

    async def holds(self, *names: str) -> None:
        """Until exactly these are under way."""
        async with asyncio.timeout(20):
            while sorted(self.under_way) != sorted(names):
                self._came.clear()
                await self._came.wait()


def _plan(desk: Desk, *names: str) -> Job:
    calls = [Call(PaidSprite(prompt=name), name) for name in names]
    return desk.queue.submit(PaidSprite(prompt="all"), calls=calls)


async def test_the_first_goes_alone_and_then_as_many_as_there_are_places(tmp_path: Path) -> None:
    easel = Easel()
    async with open_desk(tmp_path, easel, lane=3) as desk:
        plan = _plan(desk, *NAMES)
        await easel.holds("south")
        await asyncio.sleep(0.05)
        assert easel.under_way == ["south"], "what the provider does not take is refused once, not three times"
        easel.let_go("south")
        await easel.holds("east", "north", "west")
        easel.let_go("west")
        await easel.holds("east", "north", "up")
        for name in ("up", "north", "east"):
            easel.let_go(name)
        await desk.reaches(plan.id, State.DONE)
        assert easel.most == 3
        assert [frame[0, 0, 0] for frame in desk.outcomes[-1].frames] == [0, 1, 2, 3, 4], "in the order of the wish"


async def test_a_single_wish_that_waits_gets_the_next_place(tmp_path: Path) -> None:
    easel = Easel()
    async with open_desk(tmp_path, easel, lane=2) as desk:
        plan = _plan(desk, "south", "east", "north", "west")
        await easel.holds("south")
        easel.let_go("south")
        await easel.holds("east", "north")
        single = desk.queue.submit(PaidSprite(prompt="a single one"))
        easel.let_go("north")
        easel.let_go("east")
        await easel.holds("west", "a single one")
        easel.let_go("a single one")
        await desk.reaches(single.id, State.DONE)
        easel.let_go("west")
        await desk.reaches(plan.id, State.DONE)
        assert easel.most == 2


async def test_a_lane_of_one_stays_one(tmp_path: Path) -> None:
    easel = Easel()
    async with open_desk(tmp_path, easel, lane=1) as desk:
        plan = _plan(desk, *NAMES)
        for name in NAMES:
            await easel.holds(name)
            easel.let_go(name)
        await desk.reaches(plan.id, State.DONE)
        assert easel.most == 1


async def test_what_is_not_acceptable_is_refused_once_a_call_and_asks_no_other_to_wait(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[Refused("Too large.")])
    async with open_desk(tmp_path, provider, lane=3) as desk:
        plan = _plan(desk, *NAMES)
        await desk.reaches(plan.id, State.FAILED)
        assert len(provider.submitted) == 1


async def test_the_end_of_the_program_leaves_each_call_where_it_was(tmp_path: Path) -> None:
    easel = Easel()
    async with open_desk(tmp_path, easel, lane=3) as desk:
        plan = _plan(desk, *NAMES)
        await easel.holds("south")
        easel.let_go("south")
        await easel.holds("east", "north", "west")
    again = ScriptedProvider(submits=[answer((4, 0, 0, 255))])
    async with open_desk(tmp_path, again) as desk:
        await desk.reaches(plan.id, State.PAUSED)
        assert again.submitted == []
        desk.queue.resume(plan.id)
        ended = await desk.reaches(plan.id, State.UNKNOWN)
        states = [call.state for call in desk.queue.calls(plan.id)]
        assert states == [State.DONE, State.UNKNOWN, State.UNKNOWN, State.UNKNOWN, State.DONE]
        assert [str(one.values["prompt"]) for one in again.submitted] == ["up"]
        assert len(ended.answers) == 2


async def test_stopping_a_plan_stops_what_is_under_way_and_sends_no_more(tmp_path: Path) -> None:
    jobs = [Accepted(f"r-{number}", Answer(b"{}"), 5.0) for number in range(5)]
    polls: list[object] = [Running(poll_after=5.0)] * 20
    provider = ScriptedProvider(submits=[*jobs], polls=polls, cancels=[True] * 5, policy=Policy(deadline=1e6))  # type: ignore[arg-type]  # a list of one kind of step
    async with open_desk(tmp_path, provider, lane=3) as desk:
        plan = _plan(desk, *NAMES)
        async with asyncio.timeout(20):
            while sum(call.state is State.RUNNING for call in desk.queue.calls(plan.id)) < 3:  # noqa: ASYNC110 - untold
                await asyncio.sleep(0.01)
        desk.queue.cancel(plan.id)
        await desk.reaches(plan.id, State.CANCELLED)
        assert sorted(provider.cancelled) == ["r-0", "r-1", "r-2"]
        assert len(provider.submitted) == 3


def test_places_are_counted_by_provider_and_come_back() -> None:
    def job(job_id: str, provider: str) -> Job:
        return Job(job_id, f"{provider}/x", provider, "X", "pays", 1.0)

    lanes = Lanes({"shop": 2})
    plan, other = job("plan", "shop"), job("other", "local")
    assert lanes.has_room("shop", [plan, other])
    assert lanes.widen(plan, [plan, other])
    assert not lanes.has_room("shop", [plan, other])
    assert not lanes.widen(plan, [plan, other])
    assert lanes.has_room("local", [plan, other])
    lanes.narrow("plan")
    assert lanes.has_room("shop", [plan, other])
