"""The only way to the network: one client a provider, with the retry table, time limits, caps and error mapping."""

from __future__ import annotations

from collections.abc import Callable

from studio.core.clock import Clock
from studio.providers.access import Access
from studio.providers.protocol import Answer, Policy
from studio.providers.wire import Request
from studio.spec.operation import Operation


class ApiClient:
    """Sends requests of one provider."""

    def __init__(
        self,
        provider_id: str,
        access: Callable[[], Access],
        *,
        base_url: str,
        title: str,
        policy: Policy,
        clock: Clock,
    ) -> None:
        self._provider_id = provider_id

    async def send(
        self,
        request: Request,
        *,
        repeatable: bool,
        total: float,
        read: float | None = None,
        operation: Operation | None = None,
    ) -> Answer:
        """Send it and give the 2xx answer; every other end is a ProviderError. A GET is always repeatable."""
        raise NotImplementedError

    async def download(self, address: str, *, limit_bytes: int, operation: Operation | None = None) -> Answer:
        """Fetch a file; DeadLink on 403 and 404, Expired on 410."""
        raise NotImplementedError

    async def cancel(self, request: Request) -> bool:
        """Ask to stop a job; False when it had finished."""
        raise NotImplementedError

    async def close(self) -> None: ...
