"""How fast requests may follow each other: by the plan's limit, by what rate headers say, by pauses asked for.

Requests are spread so that no minute, wherever it begins, holds more than the limit: a burst of a tenth, the rest
evenly.
"""

from __future__ import annotations

import email.utils
from collections.abc import Mapping
from datetime import UTC

from studio.core.clock import Clock
from studio.providers.retry import LONGEST_ASKED

_MINUTE = 60.0
_SLACK = 1.01
"""Their minute may begin a little later than ours."""
_EPOCH_LIKE = 10**8
"""A reset time above this counts seconds since 1970, else seconds from now."""


class Pace:
    """Turns of one provider's requests. Times are monotonic seconds of `clock`."""

    def __init__(self, per_minute: int | None, clock: Clock) -> None:
        self._clock = clock
        self._held_until = 0.0
        self._free_at = 0.0
        self._burst = 0
        self._interval = 0.0
        self._by_headers = per_minute is not None
        if per_minute is not None:
            self._adopt(per_minute)

    async def turn(self) -> None:
        """Wait until one more request may be sent."""
        now = self._clock.monotonic()
        at = max(now, self._free_at - self._burst * self._interval)
        self._free_at = max(self._free_at, at) + self._interval
        while (wait := max(at, self._held_until) - self._clock.monotonic()) > 0:
            await self._clock.sleep(wait)

    def heard(self, headers: Mapping[str, str], *, refused: bool) -> None:
        """Learn from an answer. `refused`: it was 429 or 529."""
        limit = _number(headers.get("x-ratelimit-limit"))
        if self._by_headers and limit is not None and limit >= 1:
            self._adopt(int(limit))
        if refused:
            self._hold(asked_pause(headers, self._clock) or 0.0)
        elif _number(headers.get("x-ratelimit-remaining")) == 0:
            self._hold(_until_reset(headers, self._clock) or 0.0)

    def _adopt(self, per_minute: int) -> None:
        self._burst = max(0, per_minute // 10 - 1)
        self._interval = _SLACK * _MINUTE / max(1, per_minute - self._burst)

    def _hold(self, seconds: float) -> None:
        self._held_until = max(self._held_until, self._clock.monotonic() + min(seconds, LONGEST_ASKED))


def asked_pause(headers: Mapping[str, str], clock: Clock) -> float | None:
    """Seconds that an answer asks to wait: Retry-After in seconds or as a date, else the reset of the rate limit."""
    asked = headers.get("retry-after", "").strip()
    seconds = _number(asked)
    if seconds is None and asked:
        seconds = _seconds_until(asked, headers, clock)
    if seconds is None and _number(headers.get("x-ratelimit-remaining")) == 0:
        seconds = _until_reset(headers, clock)
    return None if seconds is None else max(0.0, seconds)


def _until_reset(headers: Mapping[str, str], clock: Clock) -> float | None:
    reset = _number(headers.get("x-ratelimit-reset"))
    if reset is None:
        return None
    return reset - _their_now(headers, clock) if reset > _EPOCH_LIKE else reset


def _seconds_until(date: str, headers: Mapping[str, str], clock: Clock) -> float | None:
    at = _timestamp(date)
    return None if at is None else at - _their_now(headers, clock)


def _their_now(headers: Mapping[str, str], clock: Clock) -> float:
    """The service's own time, since its dates are meant in it and clocks differ."""
    return _timestamp(headers.get("date", "")) or clock.now()


def _timestamp(date: str) -> float | None:
    try:
        at = email.utils.parsedate_to_datetime(date)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        # An answer that was paid for must not be lost to a date that makes no sense.
        return None


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if number == number and abs(number) < float("inf") else None
