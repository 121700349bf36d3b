"""A clock that stands still until a test moves it."""

from __future__ import annotations

import asyncio


class ManualClock:
    """Sleepers wake in the order of their due times, only by `advance`."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self._now = now
        self._monotonic = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self._fell_asleep = asyncio.Event()

    def now(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (self._monotonic + seconds, waker)
        self._sleepers.append(entry)
        self._fell_asleep.set()
        try:
            await waker
        finally:
            if entry in self._sleepers:
                self._sleepers.remove(entry)

    async def somebody_sleeps(self) -> float:
        """Wait until there is a sleeper; the seconds until the next one is due."""
        while not self._sleepers:
            self._fell_asleep.clear()
            await self._fell_asleep.wait()
        return min(due for due, _ in self._sleepers) - self._monotonic

    def advance(self, seconds: float) -> None:
        """Move on and wake all who are due."""
        self._now += seconds
        self._monotonic += seconds
        for entry in sorted(self._sleepers, key=lambda entry: entry[0]):
            due, waker = entry
            if due <= self._monotonic + 1e-9 and not waker.done():
                self._sleepers.remove(entry)
                waker.set_result(None)
