"""Requests spread over the minute, and pauses that a service asks for."""

from __future__ import annotations

import asyncio

import pytest

from studio.providers.pace import Pace, asked_pause
from tests.fakes.clock import ManualClock


async def _times(pace: Pace, clock: ManualClock, count: int) -> list[float]:
    """When `count` requests that were wanted at once were let through."""
    passed: list[float] = []

    async def one() -> None:
        await pace.turn()
        passed.append(clock.monotonic())

    waiting = asyncio.gather(*(one() for _ in range(count)))
    await asyncio.sleep(0)
    while len(passed) < count:
        clock.advance(await clock.somebody_sleeps())
        for _ in range(3):
            await asyncio.sleep(0)
    await waiting
    return passed


@pytest.mark.parametrize("limit", [5, 10, 20, 60, 300])
async def test_no_minute_holds_more_than_the_limit(limit: int) -> None:
    clock = ManualClock()
    passed = await _times(Pace(limit, clock), clock, limit * 3)
    fullest = max(sum(start <= at < start + 60 for at in passed) for start in passed)
    assert limit * 0.8 <= fullest <= limit


async def test_without_a_limit_nobody_waits() -> None:
    clock = ManualClock()
    assert await _times(Pace(None, clock), clock, 1000) == [0.0] * 1000


async def test_a_refusal_holds_everybody_for_as_long_as_was_asked() -> None:
    clock = ManualClock()
    pace = Pace(None, clock)
    pace.heard({"retry-after": "7"}, refused=True)
    assert await _times(pace, clock, 3) == [7.0] * 3


async def test_an_empty_allowance_holds_until_its_reset() -> None:
    clock = ManualClock()
    pace = Pace(60, clock)
    pace.heard({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(clock.now() + 11)}, refused=False)
    assert (await _times(pace, clock, 1))[0] == pytest.approx(11.0)


async def test_the_limit_of_the_plan_is_learned_from_the_answers() -> None:
    clock = ManualClock()
    pace = Pace(60, clock)
    pace.heard({"x-ratelimit-limit": "6"}, refused=False)
    assert await _times(pace, clock, 3) == pytest.approx([0.0, 10.1, 20.2])


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": " 0.5 "}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "Fri, 20 Nov 2026 10:00:30 GMT", "date": "Fri, 20 Nov 2026 10:00:00 GMT"}, 30.0),
        ({"retry-after": "Tue, 14 Nov 2023 22:13:25 GMT"}, 5.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9"}, 9.0),
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "9"}, None),
    ],
)
def test_the_pause_an_answer_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_pause(headers, ManualClock(now=1_700_000_000.0)) == seconds
