"""The providers that one session or command really asked something, so that it can let go of their connections."""

from __future__ import annotations

from studio.providers import registry
from studio.providers.protocol import Provider


class UsedProviders:
    """Called like `registry.provider`; `close` ends the connections of all it gave out."""

    def __init__(self) -> None:
        self._used: dict[str, Provider] = {}

    def __call__(self, provider_id: str) -> Provider:
        """UserError for an id nobody has."""
        found = registry.provider(provider_id)
        self._used[provider_id] = found
        return found

    async def close(self) -> None:
        for provider in self._used.values():
            await provider.close()
        self._used.clear()
