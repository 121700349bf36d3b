"""What is left in each account, as far as it was told: asked when a person looks, and again after what may have cost.

A balance is of one token at one address: another of either takes what was known away. Nothing is asked without a token.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from psygnal import Signal

from studio.core.errors import Auth, ProviderError, UserError
from studio.core.tasks import TaskOwner
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.queue import JobQueue
from studio.providers.protocol import Balance, Charge, Provider
from studio.providers.registry import entry
from studio.spec.cost import Unit, amount_words
from studio.store.accounts import ACCOUNTS, Accounts


class Phase(StrEnum):
    """How much is known."""

    UNKNOWN = "unknown"
    """Nobody asked yet."""
    NO_TOKEN = "no token"
    ASKING = "asking"
    TOLD = "told"
    SILENT = "silent"
    """The provider tells nobody what is left."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Told:
    """The state of one account. While it is asked again, what was told before still stands."""

    phase: Phase = Phase.UNKNOWN
    balance: Balance | None = None
    reason: str = ""
    """Why it is not known, as a sentence; empty unless FAILED."""
    is_refused: bool = False
    """FAILED because the provider does not take the token."""

    @property
    def brief(self) -> str:
        """What is spent first, for where there is little room: `450 generations`; empty when nothing is known."""
        left = left_in(self.balance)
        return amount_words(left[0].amount, left[0].unit) if left else ""


class Balances:
    """One for a session. `changed` carries the id of a provider of which something else is known now."""

    changed = Signal(str)

    def __init__(
        self, accounts: Accounts, queue: JobQueue, providers: Callable[[str], Provider], tasks: TaskOwner
    ) -> None:
        self._accounts = accounts
        self._providers = providers
        self._tasks = tasks
        self._told: dict[str, Told] = {}
        self._under_way: dict[str, asyncio.Task[Any]] = {}
        self._looked_for: set[str] = set()
        self._latest = ""
        self._spent: set[str] = set()
        accounts.changed.connect(self._on_account)
        queue.job_moved.connect(self._on_job)

    @property
    def latest(self) -> str:
        """The provider in use: the one that `look` was called for last, else any that told something; may be empty."""
        told = (known for known in ACCOUNTS if self.told(known).brief)
        return self._latest or next(told, "")

    def told(self, provider_id: str) -> Told:
        """What is known now; no network."""
        return self._told.get(provider_id, Told())

    def look(self, provider_id: str) -> None:
        """The provider that is in use now: asked unless it is known or being asked. Needs the running loop."""
        self._latest = provider_id
        if self.told(provider_id).phase in (Phase.UNKNOWN, Phase.NO_TOKEN):
            self.ask(provider_id)
        else:
            self.changed.emit(provider_id)

    def ask(self, provider_id: str) -> None:
        """Ask anew, in the background, unless it is being asked. Needs the running loop."""
        if provider_id in ACCOUNTS:
            self._tasks.launch(self.find(provider_id), name=f"balance of {provider_id}")

    async def find(self, provider_id: str, *, patient: bool = False) -> Told:
        """Ask, or join who asks already, and wait for it; never raises for what a provider or a keyring may do.

        `patient`: a person asked for it and may have to unlock the keyring.
        """
        task = self._under_way.get(provider_id)
        if task is None or task.done() or patient:
            task = self._tasks.start(self._find(provider_id, patient=patient), name=f"balance of {provider_id}")
            self._under_way[provider_id] = task
        await asyncio.shield(task)
        return self.told(provider_id)

    # -- inner ---------------------------------------------------------------------------------------------------------

    async def _find(self, provider_id: str, *, patient: bool) -> None:
        self._tell(provider_id, replace(self.told(provider_id), phase=Phase.ASKING, reason="", is_refused=False))
        found = await self._answer(provider_id, patient=patient)
        if self._under_way.get(provider_id) is asyncio.current_task():
            self._tell(provider_id, found)

    def _ask_anew(self, provider_id: str) -> None:
        """An answer that is on its way no longer counts."""
        self._under_way.pop(provider_id, None)
        self.ask(provider_id)

    async def _answer(self, provider_id: str, *, patient: bool) -> Told:
        self._looked_for.add(provider_id)
        token = await self._accounts.look(provider_id, patient=patient)
        self._looked_for.discard(provider_id)
        if token is None:
            return Told(Phase.NO_TOKEN)
        try:
            found = await self._providers(provider_id).balance()
        except (ProviderError, UserError) as error:
            return Told(Phase.FAILED, reason=str(error), is_refused=isinstance(error, Auth))
        return Told(Phase.SILENT) if found is None else Told(Phase.TOLD, found)

    def _tell(self, provider_id: str, told: Told) -> None:
        self._told[provider_id] = told
        self.changed.emit(provider_id)

    def _on_account(self, provider_id: str) -> None:
        """Another token or address: what was told is of no account any more, and is asked again.

        A token that is found because we look for it is the one that is asked with.
        """
        known = self._told.get(provider_id)
        if known is None or provider_id in self._looked_for:
            return
        if self._accounts.found(provider_id) is not None:
            self._told[provider_id] = Told()
            self._ask_anew(provider_id)
        elif known.phase is not Phase.NO_TOKEN:
            self._tell(provider_id, Told(Phase.NO_TOKEN))

    def _on_job(self, job: Job) -> None:
        """What ended may have cost something; a balance that somebody looked at is read again, once for each job."""
        if not job.has_ended or job.id in self._spent or (job.quoted is not None and job.quoted.unit is Unit.FREE):
            return
        self._spent.add(job.id)
        if job.provider in self._told and self.told(job.provider).phase in (Phase.TOLD, Phase.FAILED, Phase.ASKING):
            self._ask_anew(job.provider)


def left_in(balance: Balance | None) -> tuple[Charge, ...]:
    """What can be spent, without what is free."""
    return () if balance is None else tuple(charge for charge in balance.left if charge.unit != Unit.FREE)


def told_words(provider_id: str, told: Told) -> str:
    """The state as one sentence or two; empty while nobody has asked."""
    title = entry(provider_id).title
    match told.phase:
        case Phase.UNKNOWN:
            return ""
        case Phase.NO_TOKEN:
            return _("No token yet, so nothing is known about what is left.")
        case Phase.ASKING:
            return _("Asking {provider} what is left.").format(provider=title)
        case Phase.SILENT:
            return _("{provider} does not tell what is left; its site does.").format(provider=title)
        case Phase.FAILED:
            return told.reason
        case Phase.TOLD:
            amounts = [amount_words(charge.amount, charge.unit) for charge in left_in(told.balance)]
            text = told.balance.text.rstrip(".") if told.balance is not None else ""
            return _("Left: {amounts}.").format(amounts=", ".join(part for part in (*amounts, text) if part))
