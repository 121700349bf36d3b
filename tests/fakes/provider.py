"""A provider that does what a test wrote into its script, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from studio.doc.pixels import Pixels, frozen
from studio.providers.errors import BadAnswer
from studio.providers.protocol import (
    Accepted,
    Account,
    Answer,
    Balance,
    Call,
    Charge,
    Outcome,
    Policy,
    ReportProgress,
    Running,
)
from studio.providers.wire import Request, build_request
from studio.spec import fields as f
from studio.spec.cost import FREE, Quote, Unit
from studio.spec.operation import Effect, Operation

Step = Answer | Accepted | Running | BaseException | Callable[[], object]
"""What one call gives: a value, an error to raise, or a function that is called (a coroutine is awaited)."""


class PaidSprite(Operation, id="scripted/paid-sprite", title="Paid sprite", effect=Effect.PAYS):
    """Costs a credit."""

    prompt: str = f.text("Prompt")
    seed: int | None = f.seed("Seed", default=None, minimum=1, maximum=999)


class FreeSprite(Operation, id="scripted/free-sprite", title="Free sprite", effect=Effect.FREE):
    """Costs nothing and can be run again."""

    image: Pixels | None = f.image("Picture", default=None)
    seed: int | None = f.seed("Seed", default=None)


def answer(colour: Sequence[int] = (255, 0, 0, 255), *, seed: int | None = None) -> Answer:
    """An answer that decodes to one frame of one pixel of this colour."""
    return Answer(json.dumps({"pixel": list(colour), "seed": seed}).encode())


def accepted(remote_id: str = "r-1", *, poll_after: float = 5.0) -> Accepted:
    return Accepted(remote_id, Answer(json.dumps({"id": remote_id}).encode()), poll_after)


@dataclass
class ScriptedProvider:
    """Each call takes the next step of its script; a script that ran out fails the test."""

    submits: list[Step] = field(default_factory=list)
    polls: list[Step] = field(default_factory=list)
    cancels: list[Step | bool] = field(default_factory=list)
    id: str = "scripted"
    title: str = "Scripted"
    operations: Sequence[type[Operation]] = (PaidSprite, FreeSprite)
    collects: list[Step] = field(default_factory=list)
    """Without a step, an answer is collected as it is."""
    policy: Policy = field(default_factory=Policy)
    submitted: list[Operation] = field(default_factory=list)
    polled: list[str] = field(default_factory=list)
    collected: list[Answer] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    sender: Account | None = None
    """The account that is set."""
    finds: list[Step | str | None] = field(default_factory=list)
    """Without a step, no list is kept."""
    sought: list[tuple[Operation, float, frozenset[str]]] = field(default_factory=list)
    closed: bool = False

    def quote(self, operation: Operation) -> Quote:
        if operation.spec.effect is Effect.PAYS:
            return Quote(Decimal(1), Unit.CREDITS)
        return FREE

    def request(self, operation: Operation) -> Request:
        return build_request(operation)

    def calls(self, operation: Operation) -> tuple[Call, ...]:
        return (Call(operation),)

    def follow(self, call: Call, before: Outcome) -> Operation:
        """The colour of the last frame is handed on in the prompt."""
        red, green, blue, _alpha = before.frames[-1][0, 0]
        return call.operation.changed(prompt=f"after {red} {green} {blue}")

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:
        self.submitted.append(operation)
        return await _play(self.submits)  # type: ignore[return-value]  # the script's author knows the kind

    async def poll(self, operation: Operation, remote_id: str) -> Answer | Running:
        self.polled.append(remote_id)
        return await _play(self.polls)  # type: ignore[return-value]  # the script's author knows the kind

    async def find(self, operation: Operation, sent: float, known: Container[str]) -> str | None:
        if not self.finds:
            return None
        self.sought.append((operation, sent, frozenset(known) if isinstance(known, frozenset | set) else frozenset()))
        return await _play(self.finds)  # type: ignore[return-value,arg-type]  # as above

    async def collect(self, operation: Operation, answer: Answer, report: ReportProgress) -> Answer:
        self.collected.append(answer)
        return await _play(self.collects) if self.collects else answer  # type: ignore[return-value]  # as above

    async def balance(self) -> Balance | None:
        return None

    async def account(self, salt: bytes) -> Account | None:
        return self.sender

    async def cancel(self, remote_id: str) -> bool:
        self.cancelled.append(remote_id)
        return bool(await _play(self.cancels))

    def decode(self, operation: Operation, answer: Answer) -> Outcome:
        try:
            body = json.loads(answer.body)
            pixel = np.array([[body["pixel"]]], np.uint8)
        except (ValueError, KeyError) as error:
            raise BadAnswer("The answer cannot be read.", provider=self.id) from error
        charge = Charge(Decimal(1), "credits") if operation.spec.effect is Effect.PAYS else None
        return Outcome(frames=(frozen(pixel),), seed=body["seed"], charge=charge)

    async def close(self) -> None:
        self.closed = True


async def _play(script: list[Step] | list[Step | bool]) -> object:
    step = script.pop(0)
    if isinstance(step, BaseException):
        raise step
    if not callable(step):
        return step
    result = step()
    return await result if asyncio.iscoroutine(result) else result
