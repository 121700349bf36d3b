"""What a command needs to ask providers: the person's tokens, the ledger and a queue, open for as long as it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studio.cli.ledger import opened_ledger
from studio.core import logs, paths
from studio.core.clock import SystemClock
from studio.core.tasks import TaskOwner
from studio.jobs.ledger import Ledger
from studio.jobs.queue import JobQueue
from studio.jobs.results import ResultStore
from studio.providers import registry
from studio.providers.used import UsedProviders
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
    providers: UsedProviders
    faults: list[BaseException]


@asynccontextmanager
async def services() -> AsyncIterator[Services]:
    """Everything a person has, as a window would open it. LedgerTrouble when the ledger cannot be used."""
    data = paths.data_dir()
    _keep_log(data)
    faults: list[BaseException] = []
    owner = TaskOwner("command line", faults.append)
    results = ResultStore(data / "results")
    with opened_ledger() as ledger:
        async with accounts_in_force() as (accounts, used):
            queue = JobQueue(ledger, results, used, clock=SystemClock(), owner=owner)
            try:
                yield Services(accounts, ledger, results, queue, used, faults)
            finally:
                await queue.close()
                await owner.close()


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
