"""More jobs at a provider than a window would like to take up in one turn of the loop."""

from __future__ import annotations

from pathlib import Path

from studio.core.clock import SystemClock
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.requests import encode
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from tests.contract.corner_shop import Paint, inline, open_counter
from tests.servers.base import ApiServer, Reply

MANY = 90


async def test_all_of_them_are_taken_up_and_none_is_sent_again(tmp_path: Path) -> None:
    ledger, results = Ledger(tmp_path / "ledger.sqlite"), ResultStore(tmp_path / "results")
    for number in range(MANY):
        ledger.add(_accepted(number), encode(Paint(prompt="slime"), results))
    ledger.close()
    with ApiServer(token="t") as server:
        server.otherwise = lambda _seen: Reply(json={"status": "done", "image": inline(1, 2, 3, 255)})
        async with open_counter(tmp_path, server) as counter:
            ended = [await counter.settled(job) for job in counter.queue.jobs()]
    assert {job.state for job in ended} == {State.DONE}
    # Only asked after: on a busy machine some are asked after once more, since a question costs nothing.
    assert {(seen.method, seen.path) for seen in server.requests} == {
        ("GET", f"/jobs/j-{number}") for number in range(MANY)
    }


def _accepted(number: int) -> Job:
    """Handed in by a process that is gone."""
    spec, now = Paint.spec, SystemClock().now()
    return Job(
        id=f"job-{number}",
        operation=spec.id,
        provider=spec.provider,
        title=spec.title,
        effect=spec.effect.value,
        created=now,
        started=now,
        owner="owner-gone",
        position=float(number),
        state=State.RUNNING,
        remote_id=f"j-{number}",
    )
