"""What a command needs to ask providers: the person's tokens, the ledger and a queue, open for as long as it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studio.core import logs, paths
from studio.core.clock import SystemClock
from studio.core.tasks import TaskOwner
from studio.jobs.ledger import Ledger
from studio.jobs.queue import JobQueue
from studio.jobs.results import ResultStore
from studio.providers import registry
from studio.providers.protocol import Provider
from studio.store.accounts import Accounts
from studio.store.settings import Settings

SETTINGS_FILE = "settings.json"


@dataclass(frozen=True, slots=True)
class Services:
    """`faults` are errors of the studio itself that met a task."""

    accounts: Accounts
    ledger: Ledger
    results: ResultStore
    queue: JobQueue
    faults: list[BaseException]


@asynccontextmanager
async def services() -> AsyncIterator[Services]:
    """Everything a person has, as a window would open it. LedgerTrouble when the ledger cannot be used."""
    data = paths.data_dir()
    _keep_log(data)
    faults: list[BaseException] = []
    owner = TaskOwner("command line", faults.append)
    results = ResultStore(data / "results")
    ledger = Ledger(data / "ledger.sqlite")
    async with accounts_in_force() as (accounts, used):
        queue = JobQueue(ledger, results, used, clock=SystemClock(), owner=owner)
        try:
            yield Services(accounts, ledger, results, queue, faults)
        finally:
            await queue.close()
            await owner.close()
            ledger.close()


class UsedProviders:
    """The registry's providers, closed together when the command ends."""

    def __init__(self) -> None:
        self._used: dict[str, Provider] = {}

    def __call__(self, provider_id: str) -> Provider:
        found = registry.provider(provider_id)
        self._used[provider_id] = found
        return found

    async def close(self) -> None:
        for provider in self._used.values():
            await provider.close()


@asynccontextmanager
async def accounts_in_force() -> AsyncIterator[tuple[Accounts, UsedProviders]]:
    """The person's tokens and addresses, in force for all providers."""
    accounts = Accounts(Settings.load(paths.config_dir() / SETTINGS_FILE))
    registry.configure(accounts.access)
    used = UsedProviders()
    try:
        yield accounts, used
    finally:
        await used.close()


@cache
def _keep_log(folder: Path) -> None:
    """Faults go to the log file, once a process; stderr keeps to sentences."""
    logs.configure(folder)
