"""Carrying an operation out against a loopback server, from the first byte to the decoded result, without waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from studio.core.errors import ProviderError
from studio.providers.access import Access
from studio.providers.protocol import Accepted, Answer, Outcome, Running
from studio.providers.remote import RemoteProvider
from studio.spec.operation import Operation
from tests.servers.base import ApiServer

Made = TypeVar("Made", bound=RemoteProvider)


class HastyClock:
    """A clock on which every sleep is over at once; time moves on by it all the same."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._passed = 0.0
        self._set_by = 0.0

    def now(self) -> float:
        return 1_700_000_000.0 + self._passed + self._set_by

    def set_by(self, seconds: float) -> None:
        """Somebody sets the clock on the wall; no time passes."""
        self._set_by += seconds

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._passed += max(seconds, 0.0)
        await asyncio.sleep(0)


@dataclass
class Trip:
    """What happened on the way."""

    outcome: Outcome
    answer: Answer
    """As it would be kept: with every file."""
    remote_id: str = ""
    waits: list[float] = field(default_factory=list)
    found: list[Running] = field(default_factory=list)


@asynccontextmanager
async def provider_at(server: ApiServer, kind: Callable[..., Made], *, token: str | None = None) -> AsyncIterator[Made]:
    """The provider talking to this server; its connections end with the block."""
    access = Access(base_url=server.url, token=lambda: server.token if token is None else token)
    provider = kind(lambda: access, clock=HastyClock())
    try:
        yield provider
    finally:
        await provider.close()


async def carried_out(provider: RemoteProvider, operation: Operation) -> Trip:
    """Submit, poll to the end, collect and decode, as the queue does."""
    sent = await provider.submit(operation, _told)
    if isinstance(sent, Answer):
        return await _decoded(provider, operation, sent)
    return await polled(provider, operation, sent)


async def polled(provider: RemoteProvider, operation: Operation, accepted: Accepted) -> Trip:
    """The rest of an accepted job; a fault while asking is asked over, as the queue does."""
    waits, found = [accepted.poll_after], []
    while True:
        try:
            poll = await provider.poll(operation, accepted.remote_id)
        except ProviderError as error:
            if not error.retryable:
                raise
            continue
        if isinstance(poll, Answer):
            break
        waits.append(poll.poll_after)
        found.append(poll)
    trip = await _decoded(provider, operation, poll)
    trip.remote_id, trip.waits, trip.found = accepted.remote_id, waits, found
    return trip


async def accepted(provider: RemoteProvider, operation: Operation) -> Accepted:
    """Submit something that has to become a job."""
    sent = await provider.submit(operation, _told)
    assert isinstance(sent, Accepted)
    return sent


async def _decoded(provider: RemoteProvider, operation: Operation, answer: Answer) -> Trip:
    whole = await provider.collect(operation, answer, _told)
    return Trip(await asyncio.to_thread(provider.decode, operation, whole), whole)


def _told(_progress: float | None, _note: str) -> None:
    """Progress is not what these tests are about."""
