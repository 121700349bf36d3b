"""Whatever the provider answers and the person does, in any order, with crashes between: the books are right."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.errors import UserError
from studio.jobs.job import Job
from studio.jobs.states import NEEDS_ATTENTION
from studio.providers.errors import (
    Auth,
    BadAnswer,
    Charged,
    Expired,
    JobFailed,
    NotFound,
    Offline,
    OutcomeUnknown,
    ProviderDown,
    RateLimit,
    Refused,
)
from studio.providers.protocol import Accepted, Answer, ReportProgress, Running
from studio.spec.operation import Effect, Operation
from tests.fakes.provider import FreeSprite, PaidSprite, ScriptedProvider
from tests.unit.jobs.desk import Desk

SUBMIT: Sequence[Any] = (
    "answer",
    "accepted",
    "slow",
    OutcomeUnknown,
    RateLimit,
    Refused,
    Offline,
    ProviderDown,
    KeyError,
)
POLL: Sequence[Any] = ("running", "answer", Offline, NotFound, Auth, Expired, JobFailed, BadAnswer, KeyError)
CANCEL: Sequence[Any] = (True, False, Offline)
ACTIONS = ("buy", "free", "cancel", "retry", "resume", "front", "wait", "long wait", "quit", "crash", "clear")

Step = tuple[str, int]


class Moody(ScriptedProvider):
    """Answers as drawn; the till counts, by seed, what a person could be charged for."""

    def __init__(self, submits: Iterator[Any], polls: Iterator[Any], cancels: Iterator[Any]) -> None:
        super().__init__()
        self.moods = (submits, polls, cancels)
        self.till: Counter[int] = Counter()
        self.cleared: Counter[int] = Counter()
        self.calm = asyncio.Event()

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:
        seed = int(operation.values["seed"])
        mood = "answer" if self.calm.is_set() else next(self.moods[0])
        await asyncio.sleep(0)
        if mood not in (RateLimit, Refused, Offline) and operation.spec.effect is Effect.PAYS:
            self.till[seed] += 1
        if mood == "slow":
            await self.calm.wait()
        if mood in ("answer", "slow"):
            return _answer(seed)
        if mood == "accepted":
            return Accepted(f"r-{seed}", Answer(b"{}"), poll_after=3.0)
        raise mood("drawn")

    async def poll(self, operation: Operation, remote_id: str) -> Answer | Running:
        mood = "answer" if self.calm.is_set() else next(self.moods[1])
        if mood == "answer":
            return _answer(int(remote_id.removeprefix("r-")))
        if mood == "running":
            return Running(0.5, poll_after=3.0)
        raise mood("drawn")

    async def cancel(self, remote_id: str) -> bool:
        mood = next(self.moods[2])
        if mood is Offline:
            raise Offline("drawn")
        return bool(mood)


def _answer(seed: int) -> Answer:
    return Answer(f'{{"pixel": [{seed % 256}, 0, 0, 255], "seed": {seed}}}'.encode())


class _AtOnce(ThreadPoolExecutor):
    """Worker threads without threads, so that a test is the same every time."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **named))
        except Exception as error:  # noqa: BLE001 - handed to whoever waits, as a thread would
            future.set_exception(error)
        return future


moods = st.tuples(
    st.lists(st.sampled_from(SUBMIT), min_size=1, max_size=8),
    st.lists(st.sampled_from(POLL), min_size=1, max_size=8),
    st.lists(st.sampled_from(CANCEL), min_size=1, max_size=4),
)
steps = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9)), min_size=1, max_size=25)


@settings(max_examples=250)
@given(moods, steps)
def test_the_books_are_right(moods: tuple[list[Any], list[Any], list[Any]], steps: list[Step]) -> None:
    folder = Path(tempfile.mkdtemp())
    logging.disable(logging.ERROR)  # faults of the provider are part of the play
    try:
        asyncio.run(_play(folder, moods, steps))
    finally:
        logging.disable(logging.NOTSET)
        shutil.rmtree(folder)


async def _play(folder: Path, moods: tuple[list[Any], list[Any], list[Any]], steps: list[Step]) -> None:
    provider = Moody(*(itertools.cycle(mood) for mood in moods))
    asyncio.get_running_loop().set_default_executor(_AtOnce())
    desk = _open(folder / "0", provider)
    seeds = itertools.count(1)
    for number, (action, choice) in enumerate(steps, 1):
        if action == "quit":
            await _close(desk)
            desk = _open(desk.ledger.path.parent, provider)
        elif action == "crash":
            left = folder / str(number)
            shutil.copytree(desk.ledger.path.parent, left)  # what a killed process leaves behind
            await _close(desk)
            desk = _open(left, provider)
        else:
            _act(desk, action, choice, seeds)
        await _settle()
        _check(desk, provider)
    provider.calm.set()
    for _ in range(30):
        desk.clock.advance(200)
        await _settle()
    _check(desk, provider)
    assert all(job.has_ended or job.state in NEEDS_ATTENTION for job in desk.queue.jobs())
    await _close(desk)


def _act(desk: Desk, action: str, choice: int, seeds: Iterator[int]) -> None:
    jobs = desk.queue.jobs()
    picked = jobs[choice % len(jobs)].id if jobs else ""
    if action == "buy":
        desk.queue.submit(PaidSprite(prompt="x", seed=next(seeds)))
    elif action == "free":
        desk.queue.submit(FreeSprite(seed=next(seeds)))
    elif action in ("wait", "long wait"):
        desk.clock.advance(3 if action == "wait" else 200)
    elif action == "clear":
        desk.provider.cleared.update(job.seed_sent for job in jobs if job.has_ended)
        desk.queue.clear_finished()
    elif picked:
        work = {
            "cancel": desk.queue.cancel,
            "retry": desk.queue.retry,
            "resume": desk.queue.resume,
            "front": desk.queue.move_to_front,
        }[action]
        with contextlib.suppress(UserError):
            work(picked)


def _check(desk: Desk, provider: Moody) -> None:
    mine = {job.id: job.state for job in desk.queue.jobs()}
    assert mine == {job.id: job.state for job in desk.ledger.jobs()}, "memory and ledger agree"
    jobs = [job for job in desk.queue.jobs() if job.effect == Effect.PAYS.value]
    for seed, paid in provider.till.items():
        wishes = [job for job in jobs if job.seed_sent == seed]
        gone = provider.cleared[seed]
        assert paid <= len(wishes) + gone, "paid twice"
        assert paid <= sum(map(_says_so, wishes)) + gone, "paid and forgotten"


def _says_so(job: Job) -> bool:
    """Whether a person sees that it was, may have been or is being paid for, or that the provider took it back."""
    return job.is_active or job.cost is not Charged.NO or job.error_kind == "JobFailed"


def _open(folder: Path, provider: Moody) -> Desk:
    desk = Desk(folder, provider, lane=2)
    desk.queue.start()
    return desk


async def _close(desk: Desk) -> None:
    closing = desk.tasks.start(desk.queue.close(), name="close")
    while not closing.done():
        desk.clock.advance(0.05)  # a wish to stop has a moment to reach its provider
        await asyncio.sleep(0)
    await desk.tasks.close()
    desk.ledger.close()


async def _settle() -> None:
    for _ in range(60):
        await asyncio.sleep(0)
