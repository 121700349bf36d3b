"""A studio without a window that buys at a Corner Shop, started over and over and killed at any moment.

    python -m tests.e2e.buyer FOLDER ADDRESS TOKEN

For each line `SEED COUNT` on its input it forks a studio that goes on with what is open, wishes for up to COUNT
pictures from that seed on and leaves when nothing is left to do. It says the studio's process number and, once it is
gone, `gone`.
Everything is imported before the fork, so that a studio is there within milliseconds.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from studio.core.clock import SystemClock
from studio.core.tasks import TaskOwner
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.queue import JobQueue
from studio.jobs.results import ResultStore
from studio.jobs.states import NEEDS_ATTENTION, State
from studio.providers.access import Access
from studio.providers.network import warm_up
from studio.providers.protocol import Policy
from tests.contract.corner_shop import CornerShop, Paint

MOST_OPEN = 12
"""On a slow machine lives are too short to get through what was wished for before; no more is wished for then."""


class QuickShop(CornerShop):
    """Asks after its jobs every few milliseconds."""

    policy = Policy(poll_first=0.003, poll_factor=1.0, poll_cap=0.003)


async def buy(folder: Path, address: str, token: str, *, seed: int, count: int) -> None:
    shop = QuickShop(lambda: Access(address, lambda: token), clock=SystemClock())
    ledger, tasks = Ledger(folder / "ledger.sqlite"), TaskOwner("buyer")
    queue = JobQueue(ledger, ResultStore(folder / "results"), lambda _id: shop, clock=SystemClock(), owner=tasks)
    moved = asyncio.Event()

    def note(_job: Job) -> None:
        moved.set()

    queue.job_moved.connect(note)
    queue.start()
    for job in queue.jobs():
        if job.state is State.PAUSED:
            queue.resume(job.id)  # the person says: continue
    open_jobs = sum(not job.has_ended and job.state not in NEEDS_ATTENTION for job in queue.jobs())
    for number in range(seed, seed + min(count, max(0, MOST_OPEN - open_jobs))):
        queue.submit(Paint(prompt="slime", seed=number))
    while not all(job.has_ended or job.state in NEEDS_ATTENTION for job in queue.jobs()):
        moved.clear()
        await moved.wait()
    await queue.close()
    await tasks.close()
    await shop.close()
    ledger.close()


def main() -> None:
    folder, address, token = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    warm_up()
    for line in sys.stdin:
        seed, count = map(int, line.split())
        child = os.fork()
        if child == 0:
            asyncio.run(buy(folder, address, token, seed=seed, count=count))
            os._exit(0)
        _say(str(child))
        _pid, status = os.waitpid(child, 0)
        _say(f"gone {status}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
