"""Several results of one wish: how its words and seeds differ from call to call, and the takes that come of it.

A batch is one plan with one price. `{red|blue}` in a field of words stands for one of these words: the first call takes
the first, the next the next, and so on through all of them together. Each result is a take of its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from studio.app.results import take_from, take_id
from studio.app.takes import Take
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.parts import Part, PlanParts
from studio.jobs.queue import JobQueue
from studio.jobs.requests import seed_of, with_seeds
from studio.providers.protocol import Call, Provider
from studio.spec.cost import Quote, total_of
from studio.spec.field import Field, Kind
from studio.spec.operation import Effect, Operation, OperationSpec, Returns

PURPOSE = "variations"
"""Origin.purpose of a batch."""
MOST = 32
"""Results of one batch."""
_LARGEST_SEED = 2**31 - 1
_WILD = re.compile(r"\{([^{}|]*(?:\|[^{}|]*)+)\}")


def can_vary(spec: OperationSpec) -> bool:
    """Whether asking again gives another picture: a seed can differ, or the provider draws anew each time."""
    if spec.returns is not Returns.FRAMES:
        return False
    return spec.effect is Effect.PAYS or (spec.effect is Effect.FREE and _seed_field(spec) is not None)


def spellings(operation: Operation) -> int:
    """How many different requests its words stand for; 1 where nothing is left to choose."""
    return math.prod(spellings_of(text) for _name, text in _texts(operation))


def spellings_of(text: str) -> int:
    """The same for the words of one field."""
    return math.prod(choice.group(1).count("|") + 1 for choice in _WILD.finditer(text))


def spelled(operation: Operation, number: int) -> Operation:
    """The request with one word chosen at each place, the last place turning fastest; `number` counts round."""
    left = number % spellings(operation)
    changed: dict[str, str] = {}
    for name, text in reversed(list(_texts(operation))):
        for choice in reversed(list(_WILD.finditer(text))):
            words = choice.group(1).split("|")
            left, turn = divmod(left, len(words))
            text = text[: choice.start()] + words[turn].strip() + text[choice.end() :]
        changed[name] = text
    return operation.changed(**changed) if changed else operation


@dataclass(frozen=True, slots=True)
class Several:
    """So many results of one request. `counts_up`: each has the seed after the one before it."""

    count: int = 1
    counts_up: bool = False

    def calls(self, operation: Operation) -> tuple[Call, ...]:
        """The requests, each with its words chosen and its seed drawn.

        A seed that was given is kept as long as the words differ; then it counts up, since the same request twice
        gives the same picture twice.
        """
        return tuple(
            Call(self._one(operation, number), _("Variation {number}").format(number=number + 1))
            for number in range(self.count)
        )

    def price(self, operation: Operation, quote: Callable[[Operation], Quote]) -> Quote:
        """Of all together."""
        return total_of([quote(operation)] * self.count)

    def _one(self, operation: Operation, number: int) -> Operation:
        one = spelled(operation, number)
        declared, seed = _seed_field(operation.spec), seed_of(operation)
        if declared is None or seed is None or seed in declared.random:
            return with_seeds(one)
        steps = number if self.counts_up else number // spellings(operation)
        return one.changed(**{declared.name: seed_after(declared, seed, steps)})


def seed_after(declared: Field, seed: int, steps: int) -> int:
    """The seed so many steps on, from the lowest again after the highest; the provider's own words for “random” are
    stepped over."""
    lowest = int(declared.minimum if declared.minimum is not None else 1)
    highest = int(declared.maximum if declared.maximum is not None else _LARGEST_SEED)
    if not lowest <= seed <= highest:
        return seed
    for _step in range(steps):
        seed = seed + 1 if seed < highest else lowest
        while seed in declared.random:
            seed = seed + 1 if seed < highest else lowest
    return seed


def whole(operation: Operation, calls: tuple[Call, ...]) -> Operation:
    """What the batch as a whole asks for: the words as they were written, with the first call's seed."""
    declared = _seed_field(operation.spec)
    return operation if declared is None else operation.changed(**{declared.name: seed_of(calls[0].operation)})


class Variations:
    """The takes of batches."""

    def __init__(self, queue: JobQueue, parts: PlanParts, providers: Callable[[str], Provider]) -> None:
        self._queue = queue
        self._parts = parts
        self._providers = providers

    def takes(self, job: Job) -> tuple[Take, ...]:
        """One for each result that is here; decodes pictures, so use a thread. UserError."""
        kind = type(self._queue.request(job))
        root, count = self._root(job), len(self._queue.calls(job.id))
        finished = self._parts.finished(job.id, kind, self._providers(job.provider))
        return tuple(_take(job, part, root, count) for part in finished)

    def request(self, part_id: str) -> Operation:
        """What one variation asked for, by the `job_id` of its take. KeyError when it is gone."""
        job_id = part_id.rpartition(".")[0]
        kind = type(self._queue.request(self._queue.get(job_id)))
        return self._parts.request(self._parts.at(part_id), kind)

    def _root(self, job: Job) -> str:
        """The first of the jobs that were retried one after the other: a variation is the same take in all of them."""
        known = {one.id: one for one in self._queue.jobs()}
        root = job
        while root.retry_of in known:
            root = known[root.retry_of]
        return root.id


def part_take_id(job_id: str, number: int) -> str:
    """The id of one variation's take; the first has that of its job."""
    return take_id(job_id) if number == 0 else f"{take_id(job_id)}.{number}"


def is_part(job_id: str) -> bool:
    """Whether a take's `job_id` names one variation of a batch."""
    return "." in job_id


def _take(job: Job, part: Part, root: str, count: int) -> Take:
    number = part.call.number
    own = replace(job, seed_sent=seed_of(part.operation), ended=part.call.job.ended or job.ended)
    take = take_from(own, part.outcome, part.operation)
    title = _("{title}, {number} of {count}").format(title=job.title, number=number + 1, count=count)
    return replace(take, id=part_take_id(root, number), job_id=part.call.job.id, title=title)


def _seed_field(spec: OperationSpec) -> Field | None:
    return next((one for one in spec.fields if one.kind is Kind.SEED and not one.constant), None)


def _texts(operation: Operation) -> Iterator[tuple[str, str]]:
    for declared in operation.spec.fields:
        value = operation.values[declared.name]
        if declared.kind is Kind.TEXT and isinstance(value, str) and _WILD.search(value):
            yield declared.name, value
