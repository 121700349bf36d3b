"""A studio that buys, as a process that a test may kill at any moment.

    python -m tests.jobs.shop FOLDER WISHES

The till (`FOLDER/till`) has a line for each paid request, written when the request reaches the provider: what a person
would be charged for. Some answers are lost on the way back. Says a line for each move of a job; ends when nothing is
left to wait for. `open` is said once all wishes are in the ledger.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from pathlib import Path

from studio.core.clock import SystemClock
from studio.core.tasks import TaskOwner
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.queue import JobQueue
from studio.jobs.results import ResultStore
from studio.jobs.states import NEEDS_ATTENTION, State
from studio.providers.errors import Charged, OutcomeUnknown
from studio.providers.protocol import Accepted, Answer, ReportProgress, Running
from studio.spec.operation import Operation
from tests.fakes.provider import PaidSprite, ScriptedProvider

LOST = 0.05


class Shop(ScriptedProvider):
    """Takes money, works in the background, and sometimes its answer is lost."""

    till: Path

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:
        seed = int(operation.values["seed"])
        await asyncio.sleep(0)
        _note(self.till, seed)
        await asyncio.sleep(0.002)
        if random.random() < LOST:
            raise OutcomeUnknown("The answer was lost.", charged=Charged.MAYBE)
        if seed % 2:
            return _answer(seed)
        return Accepted(f"r-{seed}", Answer(b"{}"), poll_after=0.001)

    async def poll(self, operation: Operation, remote_id: str) -> Answer | Running:
        await asyncio.sleep(0)
        if random.random() < 0.5:
            return Running(poll_after=0.001)
        return _answer(int(remote_id.removeprefix("r-")))


def _answer(seed: int) -> Answer:
    return Answer(json.dumps({"pixel": [seed, 0, 0, 255], "seed": seed}).encode())


def _note(till: Path, seed: int) -> None:
    handle = os.open(till, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{seed}\n".encode())
    os.close(handle)


async def _main(folder: Path, wishes: int) -> None:
    shop = Shop()
    shop.till = folder / "till"
    ledger = Ledger(folder / "ledger.sqlite")
    tasks = TaskOwner("shop")
    queue = JobQueue(
        ledger, ResultStore(folder / "results"), lambda _id: shop, clock=SystemClock(), owner=tasks, lanes={}
    )
    idle = asyncio.Event()

    def moved(job: Job) -> None:
        sys.stdout.write(f"{job.seed_sent} {job.state}\n")
        sys.stdout.flush()
        idle.set()

    queue.job_moved.connect(moved)
    queue.start()
    for job in queue.jobs():
        if job.state is State.PAUSED:
            queue.resume(job.id)  # the person says: continue
    wished = {job.seed_sent for job in queue.jobs()}
    for seed in range(1, wishes + 1):
        if seed not in wished:
            queue.submit(PaidSprite(prompt="slime", seed=seed))
    sys.stdout.write("open\n")
    sys.stdout.flush()
    while not all(job.has_ended or job.state in NEEDS_ATTENTION for job in queue.jobs()):
        idle.clear()
        await idle.wait()
    await queue.close()
    await tasks.close()
    ledger.close()


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), int(sys.argv[2])))
