"""What to recommend in this session: the circumstances read off what is open, and prices where they are at hand."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from psygnal import Signal

from studio.app.recommend import OFFLINE, Circumstances, Recommendation, hindrance, recommend, usual_price
from studio.core.geometry import Size
from studio.providers import registry
from studio.spec.cost import Quote, Unit
from studio.spec.operation import Effect, Intent, Operation, OperationSpec
from studio.store.accounts import ACCOUNTS

if TYPE_CHECKING:
    from studio.app.session import Session


class Advice:
    """One for a finder of operations. `changed` comes when a price is known that was not."""

    changed = Signal()

    def __init__(self, session: Session, operations: Sequence[type[Operation]]) -> None:
        self._session = session
        self._operations = {operation.spec.id: operation for operation in operations}
        self._ready: set[str] = set()
        self._asked: set[str] = set()
        self._told: tuple[Size | None, int] = (None, 0)
        self._unknown: frozenset[str] = frozenset()

    def circumstances(self) -> Circumstances:
        """What is there now; neither keyring nor network is asked."""
        session = self._session
        accounts, balances = session.accounts, session.balances
        tokens = frozenset(provider for provider in ACCOUNTS if accounts.found(provider) is not None)
        told = {one: balance for one in tokens if (balance := balances.told(one).balance) is not None}
        document = session.active
        unpriced = self._unpriced()
        if document is None:
            return Circumstances(tokens=tokens, unpriced=unpriced, balances=told)
        frame = document.sprite.frame(document.cursor.frame)
        return Circumstances(
            size=document.sprite.size,
            frames=len(document.sprite.frames),
            has_mask=frame.mask is not None and bool(frame.mask.any()),
            has_pose=frame.pose is not None and bool(frame.pose.points),
            tokens=tokens,
            unpriced=unpriced,
            balances=told,
        )

    def of(self, intent: Intent) -> Recommendation | None:
        """What to take for an intent; None where nothing is made."""
        specs = [operation.spec for operation in self._operations.values()]
        return recommend(intent, specs, self.circumstances(), title=_title)

    def hindrances(self, specs: Sequence[OperationSpec]) -> list[str]:
        """For each what is in the way, as far as it is known; empty where nothing is."""
        there, accounts = self.circumstances(), self._session.accounts
        return [hindrance(spec, there, needs_token=accounts.needs_token(spec.provider)) for spec in specs]

    def price(self, spec: OperationSpec) -> Quote | None:
        """What it costs for the sprite in front; None for what is free, and while its provider was not loaded."""
        if spec.effect is not Effect.PAYS or spec.provider not in self._ready:
            return None
        document = self._session.active
        size = document.sprite.size if document is not None else None
        return usual_price(self._operations[spec.id], size, registry.provider(spec.provider).quote)

    def _unpriced(self) -> frozenset[str]:
        """Of the providers that are loaded."""
        document = self._session.active
        size = document.sprite.size if document is not None else None
        asked = (size, len(self._ready))
        if self._told != asked:
            self._told = asked
            quotes = {one: self.price(operation.spec) for one, operation in self._operations.items()}
            unknown = {one for one, quote in quotes.items() if quote is not None and quote.unit is Unit.UNKNOWN}
            self._unknown = frozenset(unknown)
        return self._unknown

    def prepare(self, intent: Intent) -> None:
        """Find out about tokens and prices of what does this, in the background; without a running loop, not now."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return
        accounts = self._session.accounts
        wanted = {one.spec.provider for one in self._operations.values() if one.spec.intent is intent} - {OFFLINE}
        for provider in sorted(wanted - self._asked):
            self._asked.add(provider)
            if not accounts.is_known(provider):
                self._session.tasks.launch(accounts.look(provider), name="look for a token")
            self._session.tasks.launch(self._load(provider), name="load prices")

    async def _load(self, provider: str) -> None:
        await asyncio.to_thread(registry.provider, provider)
        self._ready.add(provider)
        self.changed.emit()


def _title(provider: str) -> str:
    return registry.entry(provider).title
