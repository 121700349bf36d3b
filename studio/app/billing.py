"""Accounts and money in a session: which budget holds, what was spent and is left, and jobs that wait for a token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from studio.app.totals import Total, midnight, of_cleared, since, totals
from studio.core.errors import UserError
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.ledger import Cleared, Ledger, OverBudget
from studio.providers.protocol import Balance, Provider
from studio.providers.registry import entry
from studio.spec.cost import Unit, amount_words
from studio.spec.operation import Effect, Operation
from studio.store.project import PROJECT_FILE, Project, open_project, save_project

if TYPE_CHECKING:
    from studio.app.session import Session


BUDGET_UNITS = {
    "pixellab-v2": Unit.USD,
    "pixellab-v1": Unit.USD,
    "pixel-engine": Unit.CREDITS,
    "pixeldojo": Unit.CREDITS,
    "pixelapi": Unit.CREDITS,
}
"""What a provider's prices are told in before sending, so that a budget counts the same."""


@dataclass(frozen=True, slots=True)
class BudgetState:
    """A project's budget with one provider. `used` is what was spent, is held, or may have been charged."""

    unit: Unit
    limit: Decimal | None
    used: Decimal

    @property
    def left(self) -> Decimal | None:
        """None without a budget; below zero where it was lowered under what was spent."""
        return None if self.limit is None else self.limit - self.used


class Billing:
    """One for a session."""

    def __init__(self, session: Session, ledger: Ledger) -> None:
        self._session = session
        self._ledger = ledger
        self._cleared: tuple[Cleared, ...] = ()
        self._counted = -1
        self.refusal: OverBudget | None = None
        """The last wish that a budget stopped."""
        session.accounts.changed.connect(self._on_account)

    def limit(self, operation: Operation) -> Decimal | None:
        """The budget of the project that is open; see `limit_of`."""
        return limit_of(self._session.project, operation, self._session.providers)

    def send_anew(self, job: Job) -> Job:
        """The request of an ended or unknown job once more, within the budget of the project that pays for it."""
        queue = self._session.queue
        limit = limit_of(self._payer(job), queue.request(job), self._session.providers)
        try:
            return queue.retry(job.id, limit=limit)
        except OverBudget as error:
            if job.origin.project == self.folder:
                raise
            # Not the budget of the project that is open, so that nobody is asked to raise that one.
            words = _("{refusal} It counts for the project in {folder}: open that to change its budget.")
            raise UserError(words.format(refusal=error, folder=job.origin.project)) from error

    def budget(self, provider_id: str) -> Decimal | None:
        """What may be spent with a provider in the project that is open; None for no budget."""
        project = self._session.project
        return None if project is None else project.budget.limits.get(provider_id)

    def set_budget(self, provider_id: str, amount: Decimal | None) -> None:
        """Write it into the project. UserError when none is open or it cannot be written."""
        project = self._session.project
        if project is None:
            raise UserError(_("A budget belongs to a project. Open one first."))
        if amount is not None and not (amount.is_finite() and amount >= 0):
            raise UserError(_("A budget is an amount of zero or more."))
        changed = project.with_limit(provider_id, amount)
        save_project(changed)
        self._session.project = changed
        self._session.project_changed.emit()

    def budget_state(self, provider_id: str) -> BudgetState:
        """The budget with a provider, and how much of it is used."""
        unit, project = BUDGET_UNITS[provider_id], self._session.project
        limits = project.budget.limits if project is not None else {}
        used = self._ledger.spent(self.folder, provider_id, unit) if project is not None else Decimal(0)
        return BudgetState(unit, limits.get(provider_id, limits.get(unit)), used)

    @property
    def folder(self) -> str:
        """Of the project that pays; empty without one."""
        project = self._session.project
        return "" if project is None else str(project.folder.resolve())

    def of_today(self) -> tuple[Total, ...]:
        """What was spent today by all projects, and what is open."""
        start = midnight(datetime.now().astimezone())
        cleared = [entry for entry in self._off_the_list() if entry.ended >= start]
        return totals(since(self._session.queue.jobs(), start), of_cleared(cleared))

    def of_project(self) -> tuple[Total, ...]:
        """What the project that is open has spent; without one, what was spent outside of projects."""
        folder = self.folder
        cleared = [entry for entry in self._off_the_list() if entry.project == folder]
        jobs = [job for job in self._session.queue.jobs() if job.origin.project == folder]
        return totals(jobs, of_cleared(cleared))

    def off_the_list(self, provider_id: str) -> tuple[Cleared, ...]:
        """What jobs of this provider cost that were cleared off the list."""
        return tuple(entry for entry in self._off_the_list() if entry.provider == provider_id)

    def take_note(self, error: BaseException) -> None:
        """Remember what a budget stopped, for the place where it is raised."""
        if isinstance(error, OverBudget):
            self.refusal = error

    def _payer(self, job: Job) -> Project | None:
        """The project that a job counts for, open or not. UserError when its file cannot be read."""
        folder = job.origin.project
        if folder == self.folder:
            return self._session.project
        return open_project(Path(folder)) if folder and (Path(folder) / PROJECT_FILE).is_file() else None

    def _off_the_list(self) -> tuple[Cleared, ...]:
        """Read anew only when jobs went off the list."""
        count = len(self._session.queue.jobs())
        if self._counted < 0 or count < self._counted:
            self._cleared = self._ledger.cleared()
        self._counted = count
        return self._cleared

    async def balance(self, provider_id: str) -> str:
        """What is left, as a sentence. Raises ProviderError when the provider does not take the token."""
        found = await self._session.providers(provider_id).balance()
        title = entry(provider_id).title
        if found is None:
            return _(
                "{provider} does not tell what is left; the first request shows whether it takes the token."
            ).format(provider=title)
        return balance_words(found)

    def _on_account(self, provider_id: str) -> None:
        """Jobs that waited for a token go on once there is another one."""
        if self._session.accounts.found(provider_id) is not None:
            self._session.queue.token_changed(provider_id)


def limit_of(project: Project | None, operation: Operation, providers: Callable[[str], Provider]) -> Decimal | None:
    """The budget of a project for this request, in the unit of its price; None where there is none.

    A budget for the provider holds; else one for the unit, with each provider.
    """
    if project is None or not project.budget.limits or operation.spec.effect is not Effect.PAYS:
        return None
    limits = project.budget.limits
    provider = operation.spec.provider
    return limits[provider] if provider in limits else limits.get(providers(provider).quote(operation).unit)


def balance_words(balance: Balance) -> str:
    """`Left: 12 credits, 3.5 USD, plan starter.`"""
    amounts = [amount_words(charge.amount, charge.unit) for charge in balance.left if charge.unit != Unit.FREE]
    told = [part for part in (*amounts, balance.text.rstrip(".")) if part]
    return _("Left: {amounts}.").format(amounts=", ".join(told)) if told else ""
