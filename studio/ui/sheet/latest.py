"""Work of which only the newest wish counts: one at a time, and what was wished meanwhile is done once after it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from studio.core.tasks import TaskOwner

Work = Callable[[], Awaitable[None]]


class Latest:
    """A hundred changes while a large sheet is built cost one more build, not a hundred."""

    def __init__(self, tasks: TaskOwner, name: str) -> None:
        self._tasks = tasks
        self._name = name
        self._wished: Work | None = None
        self._busy = False

    @property
    def is_overtaken(self) -> bool:
        """Whether the work under way is no longer what is wished; its result is to be dropped."""
        return self._wished is not None

    def ask(self, work: Work) -> None:
        """Do this next, in the place of what was wished before and has not begun."""
        self._wished = work
        if not self._busy:
            self._busy = True
            self._tasks.launch(self._run(), name=self._name)

    async def _run(self) -> None:
        try:
            while self._wished is not None:
                work, self._wished = self._wished, None
                await work()
        finally:
            self._busy = False
