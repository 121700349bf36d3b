"""The jobs that are at work: a runner each, in a task of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from studio.core.tasks import TaskOwner
from studio.jobs.run import Runner


class AtWork:
    """Runners by job. `ended` is called with the id of a job whose work is over; by then it is not at work."""

    def __init__(self, tasks: TaskOwner, ended: Callable[[str], None]) -> None:
        self._tasks = tasks
        self._ended = ended
        self._work: dict[str, asyncio.Task[Any]] = {}
        self._runners: dict[str, Runner] = {}

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._work

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._work))

    def tasks(self) -> tuple[asyncio.Task[Any], ...]:
        return tuple(self._work.values())

    def runner(self, job_id: str) -> Runner | None:
        """None for a job that is not at work."""
        return self._runners.get(job_id)

    @property
    def is_asking_to_stop(self) -> bool:
        """Whether a provider is being asked to stop one of them."""
        return any(runner.is_asking_to_stop for runner in self._runners.values())

    def begin(self, job_id: str, runner: Runner) -> None:
        self._runners[job_id] = runner
        self._start(job_id, runner.run())

    def drop(self, job_id: str) -> None:
        """Break off what one does, if it is at work."""
        if job_id in self._work:
            self._work[job_id].cancel()

    def stop(self, job_id: str) -> None:
        """Have an accepted job that is at work stopped, at once."""
        runner = self._runners[job_id]
        if runner.is_stopping:
            return
        runner.wish_stop()
        if not runner.has_begun:
            return  # it begins with that
        task = self._work[job_id]
        task.cancel()  # now: nothing new may be sent in between
        self._start(job_id, _run_after(task, runner))

    def _start(self, job_id: str, work: Coroutine[Any, Any, None]) -> None:
        task = self._tasks.start(work, name=f"job {job_id}")
        self._work[job_id] = task
        task.add_done_callback(lambda over: self._over(job_id, over))

    def _over(self, job_id: str, task: asyncio.Task[Any]) -> None:
        if self._work.get(job_id) is task:
            del self._work[job_id], self._runners[job_id]
            self._ended(job_id)


async def _run_after(task: asyncio.Task[Any], runner: Runner) -> None:
    await asyncio.gather(task, return_exceptions=True)
    await runner.run()
