"""Asks providers about an account: balance, spending, what was made and its pictures, models and prices.

Nothing here costs anything and nothing goes through the queue: what is asked is only shown.
"""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from studio.app.usage import (
    Fact,
    Made,
    Priced,
    Topic,
    balance_facts,
    made_rows,
    operation_for,
    priced_rows,
    spending_facts,
)
from studio.core.errors import BadAnswer, UserError
from studio.core.words import _
from studio.providers import registry
from studio.providers.protocol import Accepted, Answer, Outcome, Provider
from studio.spec.field import Kind
from studio.spec.operation import Effect, Operation

if TYPE_CHECKING:
    from studio.doc.pixels import Pixels

PICTURE_OPERATIONS = {"pixelapi": "pixelapi/show-image"}
"""What fetches one thing of the list of what was made, by provider."""
_PICTURE_FIELD = "generation_id"
_LISTS = frozenset({Kind.IMAGES, Kind.MASKS, Kind.KEYFRAMES, Kind.KEYPOINTS})
_LIMIT = 50
"""Entries of a list that are asked for."""


class AccountReading:
    """Every method raises ProviderError or UserError with a sentence when nothing is to be had."""

    def __init__(self, providers: Callable[[str], Provider]) -> None:
        self._providers = providers

    async def balance(self, provider_id: str) -> tuple[Fact, ...]:
        """What is left, line by line."""
        found = await self._asked(provider_id, Topic.BALANCE)
        facts = balance_facts(found.table, found.text)
        if not facts:
            raise BadAnswer(
                _("The balance that {provider} told cannot be read.").format(provider=registry.entry(provider_id).title)
            )
        return facts

    async def spending(self, provider_id: str, first: datetime.date, last: datetime.date) -> tuple[Fact, ...]:
        """What was spent from the first to the last day, both counted (UTC)."""
        return spending_facts((await self._asked(provider_id, Topic.SPENDING, start_date=first, end_date=last)).table)

    async def made(self, provider_id: str) -> tuple[Made, ...]:
        """What was asked for lately."""
        return made_rows((await self._asked(provider_id, Topic.HISTORY, limit=_LIMIT)).table)

    async def models(self, provider_id: str) -> tuple[Priced, ...]:
        """The provider's own list of prices."""
        return priced_rows((await self._asked(provider_id, Topic.MODELS)).table)

    async def picture(self, provider_id: str, made: Made) -> Pixels | None:
        """The picture of something in the list; None where it has none. DeadLink or Expired when it is gone."""
        operation_id = PICTURE_OPERATIONS.get(provider_id)
        if operation_id is None or not (made.id or made.address):
            return None
        operation = registry.operation(operation_id)(**{_PICTURE_FIELD: made.id or "unknown"})
        provider = self._providers(provider_id)
        if made.address:
            told: Answer = Answer(json.dumps({"output_url": made.address}).encode())
        else:
            told = await _answered(provider, operation)
        outcome = await _read(provider, operation, told)
        return outcome.frames[0] if outcome.frames else None

    async def _asked(self, provider_id: str, topic: Topic, **values: object) -> Outcome:
        kind = operation_for(provider_id, topic)
        if kind is None:
            raise UserError(_("{provider} does not offer this.").format(provider=registry.entry(provider_id).title))
        operation = kind(**values)
        provider = self._providers(provider_id)
        return await _read(provider, operation, await _answered(provider, operation))


def known_prices(provider: Provider) -> tuple[Priced, ...]:
    """What the studio itself knows about prices, for what the form of each paid operation begins with."""
    return tuple(
        Priced(kind.spec.title, price := str(provider.quote(operation)), model.removesuffix(f", {price}"))
        for kind in provider.operations
        if kind.spec.effect is Effect.PAYS and not kind.spec.twin_of
        for model, operation in _ways(kind)
    )


def _ways(kind: type[Operation]) -> list[tuple[str, Operation]]:
    """The operation as its form opens, once for each model, by its title, where there are several."""
    bare: dict[str, object] = {one.name: () if one.kind in _LISTS else None for one in kind.spec.fields if one.required}
    model = next((one for one in kind.spec.fields if one.name == "model" and one.choices), None)
    if model is None:
        return [("", kind.from_values(bare))]
    return [(choice.title, kind.from_values({**bare, "model": choice.value})) for choice in model.choices]


async def _answered(provider: Provider, operation: Operation) -> Answer:
    answer = await provider.submit(operation, _quiet)
    if isinstance(answer, Accepted):
        raise BadAnswer(_("The answer is not readable."), body=answer.answer.body)
    return answer


async def _read(provider: Provider, operation: Operation, answer: Answer) -> Outcome:
    whole = await provider.collect(operation, answer, _quiet)
    return await asyncio.to_thread(provider.decode, operation, whole)


def _quiet(_progress: float | None, _note: str) -> None:
    """Nobody watches how far a question is."""
