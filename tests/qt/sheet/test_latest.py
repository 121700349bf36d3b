"""Work of which only the newest wish counts."""

from __future__ import annotations

import asyncio

from studio.core.tasks import TaskOwner
from studio.ui.sheet.latest import Latest, Work


async def test_what_is_wished_meanwhile_is_done_once_and_the_newest_wins() -> None:
    tasks = TaskOwner("test")
    latest = Latest(tasks, "work")
    begun, go_on = asyncio.Event(), asyncio.Event()
    done: asyncio.Queue[tuple[int, bool]] = asyncio.Queue()

    def work(number: int) -> Work:
        async def run() -> None:
            begun.set()
            await go_on.wait()
            done.put_nowait((number, latest.is_overtaken))

        return run

    latest.ask(work(1))
    await begun.wait()
    latest.ask(work(2))
    latest.ask(work(3))
    go_on.set()
    assert [await done.get(), await done.get()] == [(1, True), (3, False)]
    latest.ask(work(4))
    assert await done.get() == (4, False)
    await tasks.close()
