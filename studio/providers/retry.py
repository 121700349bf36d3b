"""What is done after each outcome of a request: one table, one function.

The rule behind it: a request that may have been carried out and was not repeatable is never sent again unseen. Only
where nothing left this machine, or the service plainly refused, may it be sent once more.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

ATTEMPTS = 3
"""Times a request is sent at most before its failure is told."""
LONGEST_ASKED = 120.0
"""Seconds; a service that wants a longer pause is told to the person instead of waited for."""
_LONGEST_JITTER = 20.0

_random = random.SystemRandom()


class Met(StrEnum):
    """How an exchange ended."""

    NOTHING_SENT = "nothing was sent"  # refused, no such name, no connection in time, a failed TLS handshake
    NO_FREE_CONNECTION = "no free connection in our own pool"
    THROTTLED = "too many requests"  # 429, 529
    TOO_MANY_JOBS = "too many jobs"  # 429 that speaks of jobs
    LOST = "sent, no whole answer"  # time limits, resets, cut answers
    DOWN = "a fault of the service"  # 5xx
    REFUSED = "not acceptable"  # 400 402 405 422
    UNAUTHORIZED = "token refused"  # 401
    NOT_THERE = "not there or not allowed"  # 403 404
    NOT_READY = "not ready"  # 423
    CONFLICT = "conflict"  # 409
    GONE = "gone"  # 410
    ELSEWHERE = "named another address"  # 3xx; after a POST often where the result will be
    OTHER = "anything else"  # other 4xx


class Step(StrEnum):
    """What is done then."""

    AGAIN = "send again"
    AGAIN_LATER = "send again after the pause that was asked for"
    BACK_IN_QUEUE = "let the wish wait in the queue"
    UNKNOWN = "nobody can tell whether it was carried out"
    FAIL = "fail now"


class _Row(NamedTuple):
    repeatable: Step
    """GET, polls, downloads, free POSTs."""
    once: Step
    """Paid POSTs, PATCH and DELETE."""


_TABLE: Mapping[Met, _Row] = {
    Met.NOTHING_SENT: _Row(Step.AGAIN, Step.AGAIN),
    Met.NO_FREE_CONNECTION: _Row(Step.AGAIN, Step.AGAIN),
    Met.THROTTLED: _Row(Step.AGAIN_LATER, Step.BACK_IN_QUEUE),
    Met.TOO_MANY_JOBS: _Row(Step.BACK_IN_QUEUE, Step.BACK_IN_QUEUE),
    Met.LOST: _Row(Step.AGAIN, Step.UNKNOWN),
    Met.DOWN: _Row(Step.AGAIN, Step.UNKNOWN),
    Met.REFUSED: _Row(Step.FAIL, Step.FAIL),
    Met.UNAUTHORIZED: _Row(Step.FAIL, Step.FAIL),
    Met.NOT_THERE: _Row(Step.FAIL, Step.FAIL),
    Met.NOT_READY: _Row(Step.FAIL, Step.FAIL),
    Met.CONFLICT: _Row(Step.FAIL, Step.FAIL),
    Met.GONE: _Row(Step.FAIL, Step.FAIL),
    Met.ELSEWHERE: _Row(Step.FAIL, Step.UNKNOWN),
    Met.OTHER: _Row(Step.FAIL, Step.FAIL),
}
_BY_STATUS: Mapping[int, Met] = {
    400: Met.REFUSED,
    401: Met.UNAUTHORIZED,
    402: Met.REFUSED,
    403: Met.NOT_THERE,
    404: Met.NOT_THERE,
    405: Met.REFUSED,
    409: Met.CONFLICT,
    410: Met.GONE,
    422: Met.REFUSED,
    423: Met.NOT_READY,
    429: Met.THROTTLED,
    529: Met.THROTTLED,
}


def next_step(met: Met, *, repeatable: bool, attempt: int, attempts: int = ATTEMPTS) -> Step:
    """What follows the `attempt`th sending (from 1) of a request that may be sent `attempts` times."""
    row = _TABLE[met]
    step = row.repeatable if repeatable else row.once
    if step in (Step.AGAIN, Step.AGAIN_LATER) and attempt >= attempts:
        return Step.FAIL
    return step


def met_by_status(status: int) -> Met:
    """The outcome that a status other than 2xx tells of."""
    known = _BY_STATUS.get(status)
    if known is not None:
        return known
    return Met.DOWN if 500 <= status < 600 else Met.ELSEWHERE if 300 <= status < 400 else Met.OTHER


def pause(attempt: int, *, asked: float | None = None) -> float:
    """Seconds before the next sending: what was asked for, else full jitter over 1, 2, 4 ... 20 s."""
    if asked is not None:
        return asked + _random.random()
    return _random.random() * min(_LONGEST_JITTER, 2.0 ** min(attempt - 1, 10))
