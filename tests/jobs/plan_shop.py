"""A studio that buys plans of four requests each, as a process that a test may kill at any moment.

    python -m tests.jobs.plan_shop FOLDER PLANS [LINES]

As tests.jobs.shop, whose till it uses; every other plan is a chain. The seed of a request is that of its plan times ten
and its number. Says a line whenever a plan moves; LINES after `open` it stands still until it is killed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from math import inf
from pathlib import Path

from studio.core.clock import SystemClock
from studio.core.tasks import TaskOwner
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.queue import JobQueue
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from studio.providers.protocol import Call
from tests.fakes.provider import PaidSprite
from tests.jobs.shop import Shop

CALLS = 4


def calls_of(plan: int) -> list[Call]:
    """Four requests; those of an even plan follow each other."""
    return [
        Call(PaidSprite(prompt="slime", seed=plan * 10 + at), f"part {at}", carried=0 if plan % 2 or at == 0 else 1)
        for at in range(CALLS)
    ]


async def _main(folder: Path, plans: int, most: float = inf) -> None:
    shop = Shop()
    shop.till = folder / "till"
    ledger = Ledger(folder / "ledger.sqlite")
    tasks = TaskOwner("shop")
    queue = JobQueue(
        ledger, ResultStore(folder / "results"), lambda _id: shop, clock=SystemClock(), owner=tasks, lanes={}
    )
    idle = asyncio.Event()
    left = inf

    def told(job: Job) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            threading.Event().wait()
        os.write(1, f"{job.seed_sent} {job.state} {len(job.answers)}\n".encode())
        if job.state is State.PAUSED:
            asyncio.get_running_loop().call_soon(queue.resume, job.id)  # the person says: continue
        idle.set()

    queue.job_moved.connect(told)
    queue.start()
    wished = {job.seed_sent for job in queue.jobs()}
    for plan in range(1, plans + 1):
        if plan not in wished:
            queue.submit(PaidSprite(prompt="slime", seed=plan), calls=calls_of(plan))
    left = most
    os.write(1, b"open\n")
    while not all(job.has_ended or job.state is State.UNKNOWN for job in queue.jobs()):
        idle.clear()
        await idle.wait()
    await queue.close()
    await tasks.close()
    ledger.close()


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), *map(int, sys.argv[2:])))
