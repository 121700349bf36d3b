"""Buying at once, as a job with files, and as a plan. What had arrived whole when the program ended is a result.

The second life finds a provider that has forgotten everything: only what is on this computer helps.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from studio.core.clock import SystemClock
from studio.core.tasks import TaskOwner
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.plans import PlannedCall
from studio.jobs.queue import JobQueue
from studio.jobs.results import ResultStore, name_of
from studio.jobs.states import NEEDS_ATTENTION, State
from studio.providers.errors import Expired, Refused
from studio.providers.protocol import Accepted, Answer, Call, ReportProgress, Running
from studio.spec.operation import Operation
from tests.fakes.provider import PaidSprite, ScriptedProvider

AT_ONCE, AS_A_JOB, PLAN = 2, 3, 10
WITH_FILES = "whole"


class SteppedLedger(Ledger):
    """The moments before and after each commit are steps as well."""

    def move(self, old: Job, new: Job) -> None:
        self._step()
        super().move(old, new)
        self._step()

    def move_call(self, plan: Job, old: PlannedCall, new: Job, *, request: str | None = None) -> None:
        self._step()
        super().move_call(plan, old, new, request=request)
        self._step()

    def _step(self) -> None:
        with contextlib.suppress(OSError):
            os.rmdir(self.path.parent / "not there")  # noqa: PTH106 - the name that the faults count


class Shop(ScriptedProvider):
    """Odd seeds are jobs whose picture lies in a file."""

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:
        seed = int(operation.values["seed"])
        return Accepted(f"r-{seed}", Answer(b"{}"), 0.0) if seed % 2 else _answer(seed)

    async def poll(self, operation: Operation, remote_id: str) -> Answer | Running:
        return _answer(int(remote_id.removeprefix("r-")))

    async def collect(self, operation: Operation, answer: Answer, report: ReportProgress) -> Answer:
        seed = json.loads(answer.body)["seed"]
        return _whole(seed) if seed % 2 and answer.media != WITH_FILES else answer


class Forgetful(Shop):
    """Has nothing any more, and sells nothing."""

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:
        raise Refused("It sells nothing.")

    async def poll(self, operation: Operation, remote_id: str) -> Answer | Running:
        raise Expired("It is gone.")

    async def collect(self, operation: Operation, answer: Answer, report: ReportProgress) -> Answer:
        if json.loads(answer.body)["seed"] % 2 and answer.media != WITH_FILES:
            raise Expired("Its files are gone.")
        return answer


def setup(folder: Path) -> None:
    Ledger(folder / "ledger.sqlite").close()


def work(folder: Path, ack: Callable[[str], None]) -> None:
    asyncio.run(_buy(folder))


def check(folder: Path, acks: list[str]) -> None:
    ledger = Ledger(folder / "ledger.sqlite")
    before = {job.id for job in ledger.jobs()}
    ledger.close()
    # What the second life writes is not what had arrived.
    arrived = {path.name for path in (folder / "results").glob("??/*") if not path.name.startswith(".")}
    jobs = asyncio.run(_live(folder, Forgetful(), ledger=Ledger(folder / "ledger.sqlite")))
    assert {job.id for job, _calls in jobs} == before, "a job was forgotten"
    for job, calls in jobs:
        parts = [call.job for call in calls] or [job]
        for number, part in enumerate(parts):
            seed = part.seed_sent if not calls else PLAN + 2 * number
            assert seed is not None
            _check_part(part, _name(_whole(seed) if seed % 2 else _answer(seed)) in arrived)
        finished = all(part.state is State.DONE for part in parts)
        assert (job.state is State.DONE) == finished, (job.state, [part.state for part in parts])
    assert not list((folder / "arrivals").glob("*.json")), "a note was left behind"


def _check_part(part: Job, arrived: bool) -> None:
    assert (part.state is State.DONE) == arrived, (part.state, arrived)
    ended = {State.DONE, State.UNKNOWN, State.PAUSED, State.EXPIRED}
    # The rest of a plan is sent by itself, and refused; a single wish waits for the person.
    assert part.state in (ended | {State.FAILED, State.QUEUED} if "." in part.id else ended), part.state


async def _buy(folder: Path) -> None:
    shop, ledger = Shop(), SteppedLedger(folder / "ledger.sqlite")
    plan = [Call(PaidSprite(prompt="slime", seed=PLAN + 2 * at), f"part {at}") for at in range(4)]

    def wish(queue: JobQueue) -> None:
        queue.submit(PaidSprite(prompt="slime", seed=AT_ONCE))
        queue.submit(PaidSprite(prompt="slime", seed=AS_A_JOB))
        queue.submit(PaidSprite(prompt="slime", seed=PLAN), calls=plan)

    await _live(folder, shop, ledger=ledger, wish=wish)


async def _live(
    folder: Path, shop: Shop, *, ledger: Ledger, wish: Callable[[JobQueue], Any] = lambda _queue: None
) -> Sequence[tuple[Job, Sequence[PlannedCall]]]:
    """One life of a studio, until nothing is left to wait for."""
    tasks = TaskOwner("buying")
    queue = JobQueue(
        ledger,
        ResultStore(folder / "results"),
        lambda _id: shop,
        clock=SystemClock(),
        owner=tasks,
        lanes={"scripted": 4},
    )
    moved = asyncio.Event()

    def note(_job: Job) -> None:
        moved.set()

    queue.job_moved.connect(note)
    queue.start()
    wish(queue)
    while not all(job.has_ended or job.state in NEEDS_ATTENTION for job in queue.jobs()):
        moved.clear()
        await moved.wait()
    found = [(job, queue.calls(job.id)) for job in queue.jobs()]
    await queue.close()
    await tasks.close()
    ledger.close()
    return found


def _answer(seed: int) -> Answer:
    return Answer(json.dumps({"pixel": [seed, 0, 0, 255], "seed": seed}).encode())


def _whole(seed: int) -> Answer:
    return Answer(json.dumps({"pixel": [seed, 9, 9, 255], "seed": seed}).encode(), WITH_FILES)


def _name(answer: Answer) -> str:
    return name_of(answer.body, media=answer.media)
