"""A small service of the tests' own and a client of it that has no patience with the wall clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from studio.providers.access import Access
from studio.providers.client import ApiClient
from studio.providers.protocol import Answer, Policy
from studio.providers.wire import Request
from studio.spec.operation import Operation
from tests.servers.base import ApiServer, Reply
from tests.servers.driving import HastyClock

TOKEN = "canary-4f1d9a7c"
ASK = Request("GET", "/balance")
BUY = Request("POST", "/make", {}, {"prompt": "slime"})
QUICK = Policy(ask_total=0.3, download_total=0.3)


@dataclass
class Shop:
    """A server and its client."""

    server: ApiServer
    clock: HastyClock
    client: ApiClient

    async def ask(self) -> Answer:
        return await self.client.send(ASK, repeatable=True, total=0.3)

    async def buy(self, *, operation: Operation | None = None) -> Answer:
        return await self.client.send(BUY, repeatable=False, total=0.3, operation=operation)

    async def fetch(self, address: str, *, limit: int = 1000) -> Answer:
        return await self.client.download(address, limit_bytes=limit)


def client(access: Callable[[], Access], *, clock: HastyClock | None = None, policy: Policy = QUICK) -> ApiClient:
    """A client of The Shop."""
    return ApiClient(
        "shop",
        access,
        base_url="https://shop.invalid",
        title="The Shop",
        policy=policy,
        clock=clock or HastyClock(),
    )


@contextmanager
def open_shop() -> Iterator[Shop]:
    """A service that answers everything in a friendly way."""
    with ApiServer(token=TOKEN) as server:
        server.otherwise = lambda seen: Reply(json={"path": seen.path, "said": "yes"})
        clock = HastyClock()
        yield Shop(server, clock, client(lambda: Access(server.url, lambda: server.token), clock=clock))
