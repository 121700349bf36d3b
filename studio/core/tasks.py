"""Every coroutine has an owner. This is the only place that makes asyncio tasks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)

ErrorHandler = Callable[[BaseException], None]


class TaskOwner:
    """Starts tasks, keeps them alive, reports what they raise, and cancels them all at `close`.

    `on_error` receives each exception a task ends with; cancellation is not an error.
    """

    def __init__(self, name: str, on_error: ErrorHandler | None = None) -> None:
        self._name = name
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(self, coroutine: Coroutine[Any, Any, Any], *, name: str = "") -> asyncio.Task[Any]:
        """Run the coroutine on the running loop. After `close` it is refused."""
        if self._closed:
            coroutine.close()
            raise RuntimeError(f"task owner {self._name} is closed")
        loop = asyncio.get_event_loop_policy().get_event_loop()
        task = loop.create_task(self._guard(coroutine), name=name or self._name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # Cancelled before its first step, the task never awaited the coroutine; closing a finished one does nothing.
        task.add_done_callback(lambda _ended: coroutine.close())
        return task

    def launch(self, coroutine: Coroutine[Any, Any, Any], *, name: str = "") -> None:
        """`start` for work that nobody waits for; what it raises still reaches the owner. After `close` it is left
        undone: all is ending, and a timer of a panel that fires late is no fault."""
        if self._closed:
            coroutine.close()
            return
        _owned = self.start(coroutine, name=name)

    @property
    def running(self) -> int:
        return len(self._tasks)

    async def close(self) -> None:
        """Cancel what still runs and wait until it has ended."""
        self._closed = True
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _guard(self, coroutine: Coroutine[Any, Any, object]) -> object:
        try:
            return await coroutine
        except asyncio.CancelledError:
            raise
        except Exception as error:
            if self._on_error is None:
                log.exception("task of %s failed", self._name)
            else:
                self._on_error(error)
            return None
