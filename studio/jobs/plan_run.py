"""One plan on its way: its calls are sent each by a runner of its own, several at once where their provider has room.

The first goes alone until it is accepted, so that what is not acceptable is refused once. What a call needs from the
one before it is put into its request before it is sent, and is in the ledger by then; such calls follow each other.
After each call what came so far is told as a result.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, Unpack

from studio.core.errors import UserError
from studio.jobs.board import Board, Workplace, is_free
from studio.jobs.job import Changes, Job, KeptAnswer
from studio.jobs.ledger import JobMoved, Ledger
from studio.jobs.patience import Refused, sent_again_words
from studio.jobs.plans import PlannedCall, as_call, charge_of, cost_of, is_held, joined, may_send, verdict
from studio.jobs.requests import decode, encode
from studio.jobs.results import ResultStore
from studio.jobs.resuming import asked_again, can_look_again
from studio.jobs.run import Runner
from studio.jobs.states import State
from studio.jobs.taking_over import after_crash
from studio.providers.errors import NotReady, RateLimit
from studio.providers.protocol import Outcome, Provider
from studio.spec.operation import Operation

_ACCEPTED = frozenset({State.RUNNING, State.FETCHING, State.DONE})
_OPEN = frozenset({State.QUEUED, State.SUBMITTING, State.RUNNING, State.FETCHING})
"""What goes on by itself once the plan does; a paused call waits for the person's word, see `CallBook.ask_again`."""

_HELPERS = 3
"""Calls that are sent at most beside the one that a plan has a place for anyway."""


class PlanBoard(Board, Protocol):
    """Where a plan writes what it does."""

    def takes_place(self, job_id: str) -> bool:
        """One more request of a plan at the same time; False while its provider has no place free."""
        ...

    def gives_place(self, job_id: str) -> None:
        """The place is free again."""
        ...


class PlanRunner(Runner):
    """A plan on its way. As a Runner, it may be cancelled at any await and is taken up again from the ledger."""

    def __init__(
        self,
        job_id: str,
        operation: Operation,
        provider: Provider,
        *,
        board: PlanBoard,
        calls: CallBook,
        place: Workplace,
    ) -> None:
        super().__init__(job_id, operation, provider, board=board, place=place)
        self._plan_board = board
        self._calls = calls
        self._outcomes: dict[int, Outcome] = {}
        self._children: dict[int, Runner] = {}
        self._left: deque[int] = deque()
        self._starting, self._telling = asyncio.Lock(), asyncio.Lock()

    @property
    def is_sending(self) -> bool:
        return any(call.state is State.SUBMITTING for call in self._calls.all())

    @property
    def is_stopping(self) -> bool:
        return super().is_stopping and all(child.stop_wished for child in self._children.values())

    @property
    def is_asking_to_stop(self) -> bool:
        return any(child.is_asking_to_stop for child in self._children.values())

    def wish_stop(self) -> None:
        super().wish_stop()
        for child in self._children.values():
            child.wish_stop()

    async def _carry_on(self) -> None:
        if self._job.has_ended:
            return
        try:
            await self._go_through()
        except JobMoved:
            raise
        except UserError as error:
            # What is at the provider is not given up because its request, or a part, cannot be read.
            await self._record(State.PAUSED, error=str(error), error_kind=type(error).__name__)

    async def _go_through(self) -> None:
        await self._noted(self._calls.settle_after_crash)
        if self._job.state is State.QUEUED:
            await self._record(State.RUNNING, note="")
        if self._job.started is None:
            await self._record(started=self._clock.now())
        calls = self._calls.all()
        self._left = deque(call.number for call in calls if call.state in _OPEN)
        chained = any(call.carried for call in calls)
        helpers = 0 if chained else min(_HELPERS, len(self._left) - 1)
        ends = await asyncio.gather(self._lead(), *(self._help() for _ in range(helpers)), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end
        await self._settle()

    async def _lead(self) -> None:
        """The calls in order, in the plan's own place."""
        try:
            await self._work_off()
        finally:
            self._left.clear()
            self._calls.moved.set()

    async def _help(self) -> None:
        """Calls that are left, whenever the first was accepted and there is a place free beside the plan's own."""
        while self._left:
            self._calls.moved.clear()
            if self._calls.is_accepted and self._plan_board.takes_place(self._id):
                try:
                    await self._work_off(most=1)
                finally:
                    self._plan_board.gives_place(self._id)
            else:
                await self._calls.moved.wait()

    async def _work_off(self, *, most: int | None = None) -> None:
        while self._left and most != 0:
            number = self._left.popleft()
            call = self._calls.at(number)
            if may_send(self._calls.all(), number) and not (call.state is State.QUEUED and self.stop_wished):
                await self._carry_out(number)
            most = None if most is None else most - 1

    async def _carry_out(self, number: int) -> None:
        """One call, to its end or to where it waits for the person."""
        call = self._calls.at(number)
        async with self._starting:  # in order, also where reading a request takes longer than reading the next
            operation = await self._request(number)
        while self._calls.at(number).state in _OPEN:
            self._children[number] = self._runner_of(call, operation)
            try:
                await self._children[number].run()
            finally:
                del self._children[number]
            # Also finds out here whether the plan has gone to another process meanwhile.
            await self._record(cost=cost_of(self._calls.all()))
            if self._calls.at(number).state is State.QUEUED:
                if self.stop_wished:
                    return
                await self._clock.sleep(self._calls.waits[number])
        async with self._telling:
            await self._came(number)

    def _runner_of(self, call: PlannedCall, operation: Operation) -> Runner:
        runner = Runner(call.job.id, operation, self._provider, board=self._calls, place=self._place)
        if self.stop_wished:
            runner.wish_stop()
        if self._insists:
            runner.insist()
        return runner

    async def _request(self, number: int) -> Operation:
        """What the call asks for; what it carries over is in the ledger when this returns. UserError."""
        call = self._calls.at(number)
        operation = await asyncio.to_thread(self._calls.request, number, type(self._operation))
        if not call.carried or call.state is not State.QUEUED:
            return operation
        before = await asyncio.to_thread(self._outcome, number - 1)
        followed = await asyncio.to_thread(self._provider.follow, as_call(call, operation), before)
        asked = await self._encoded(followed)
        await self._noted(lambda: self._calls.change_request(number, asked))
        return followed

    async def _encoded(self, operation: Operation) -> str:
        """The request as the ledger keeps it; its pictures are kept when this returns, however long that takes."""
        while True:
            try:
                return await asyncio.to_thread(encode, operation, self._results)
            except UserError as error:
                await self._wait_for_disk(error)

    def _outcome(self, number: int) -> Outcome:
        """The result of a finished call, read again from what was kept where it came in an earlier run."""
        if number not in self._outcomes:
            call = self._calls.at(number)
            operation = self._calls.request(number, type(self._operation))
            self._outcomes[number] = outcome_of_call(call, operation, self._provider, self._results)
        return self._outcomes[number]

    def _so_far(self) -> Outcome:
        return joined([(call, self._outcome(call.number)) for call in self._calls.all() if call.state is State.DONE])

    async def _came(self, number: int) -> None:
        """Tell what is here now."""
        done = [call for call in self._calls.all() if call.state is State.DONE]
        await self._record(answers=tuple(call.job.answers[-1] for call in done))
        if self._calls.at(number).state is State.DONE and len(done) < len(self._calls.all()):
            self._plan_board.part_done(self._id, await asyncio.to_thread(self._so_far))

    async def _settle(self) -> None:
        calls = self._calls.all()
        found = verdict(calls, stopped=self.stop_wished)
        cost, charge = cost_of(calls), charge_of(calls)
        # The program may have ended between the end of a call and the word of it.
        answers = _answers_of(calls)
        if answers != self._job.answers:
            await self._record(answers=answers)
        if found.state is State.FETCHING:
            outcome = await asyncio.to_thread(self._so_far)
            if self._job.state is not State.FETCHING:
                await self._record(State.FETCHING)
            await self._finish(outcome, charged=charge, cost=cost)
            return
        changes = Changes(error=found.error, error_kind=found.error_kind, cost=cost, note="")
        if found.state in (State.FAILED, State.CANCELLED):
            changes["ended"] = self._clock.now()
            changes["charged"] = charge
        await self._record(found.state, **changes)


def _answers_of(calls: Sequence[PlannedCall]) -> tuple[KeptAnswer, ...]:
    """Those of finished calls; while there are none, those of calls whose result can still be learned of, so that the
    person is offered to."""
    done = tuple(call.job.answers[-1] for call in calls if call.state is State.DONE)
    hopeful = (call.job for call in calls if _stands(call) and asked_again(call.job) is not None)
    return done or tuple(kept for job in hopeful for kept in job.answers if kept.is_success)


def _stands(call: PlannedCall) -> bool:
    """Whether it waits for a look."""
    return call.state is State.UNKNOWN or can_look_again(call.job)


class CallBook:
    """The calls of one plan as a board of runners: the ledger's rows, with progress shown on the plan's job."""

    def __init__(self, plan: str, board: Board, ledger: Ledger, *, place: Workplace) -> None:
        self._plan = plan
        self._board = board
        self._ledger = ledger
        self._arrivals = place.arrivals
        self._clock = place.clock
        self._calls = list(ledger.calls(plan))
        self._refused = Refused(place.clock)
        self._progress: dict[int, float] = {}
        self.waits: dict[int, float] = {}
        """Seconds until a call that was refused for now may be sent again, by number."""
        self.moved = asyncio.Event()
        """Set with each step of any call."""

    def all(self) -> tuple[PlannedCall, ...]:
        return tuple(self._calls)

    @property
    def is_accepted(self) -> bool:
        """Whether the provider has taken one of the calls."""
        return any(call.state in _ACCEPTED for call in self._calls)

    def at(self, number: int) -> PlannedCall:
        return self._calls[number]

    def request(self, number: int, kind: type[Operation]) -> Operation:
        return decode(self._ledger.call_request(self._calls[number]), kind, self._arrivals.results)

    def change_request(self, number: int, request: str) -> None:
        """What a call asks for, known only now. LedgerTrouble."""
        call = self._calls[number]
        self._ledger.move_call(self._board.get(self._plan), call, call.job, request=request)

    def settle_after_crash(self) -> None:
        """What can be told of the calls that were under way when the program ended; none waits for the person alone."""
        for call in list(self._calls):
            found = None if call.state is State.QUEUED else after_crash(call.job, self._arrivals.of(call.job))
            if found is not None:
                self.move(call.job.id, found.state, **found.changes)
            self._arrivals.settle(call.job.id)

    def hold_back(self) -> None:
        """What was not sent yet and pays waits for the person's word: one for the whole plan."""
        for call in list(self._calls):
            if call.state is State.QUEUED and not is_free(call.job):
                self.move(call.job.id, State.PAUSED, note="")

    def ask_again(self, *, pays: bool) -> bool:
        """Go on with the calls whose result can still be learned of, and where the plan is continued with those that
        are to be sent; of these what is held back only when the person `pays`. Whether there is anything to do."""
        is_continued = self._board.get(self._plan).state is State.PAUSED
        if not is_continued:
            self.hold_back()
        for call in list(self._calls):
            found = asked_again(call.job) if _stands(call) or call.state is State.PAUSED else None
            if found is None and call.state is State.PAUSED and is_continued and (pays or not is_held(call)):
                found = State.QUEUED
            if found is not None:
                self.move(call.job.id, found, error="", error_kind="", note="", ended=None)
        if all(call.state is State.DONE for call in self._calls):
            return True
        return any(call.state in _OPEN and may_send(self._calls, number) for number, call in enumerate(self._calls))

    # --- the board of the calls' runners --------------------------------------------------------------------------

    def get(self, job_id: str) -> Job:
        return self._of(job_id).job

    def move(self, job_id: str, state: State | None = None, **changes: Unpack[Changes]) -> Job:
        old = self._of(job_id)
        new = replace(old.job, **changes)
        if state is not None and state is not old.state:
            new = replace(new, state=state, progress=None)
        self._ledger.move_call(self._board.get(self._plan), old, new)
        self._calls[old.number] = replace(old, job=new)
        self._progress.pop(old.number, None)
        self.moved.set()
        return new

    def report(self, job_id: str, progress: float | None, note: str) -> None:
        call = self._of(job_id)
        self._progress[call.number] = progress or 0.0
        done = sum(other.job.has_ended for other in self._calls) + sum(self._progress.values())
        words = ": ".join(part for part in (call.name, note) if part)
        self._board.report(self._plan, done / len(self._calls), words)

    def waits_for_disk(self, job_id: str, error: UserError) -> None:  # noqa: ARG002 - the plan waits as a whole
        self._board.waits_for_disk(self._plan, error)

    def part_done(self, job_id: str, outcome: Outcome) -> None:
        """A plan tells of whole calls."""

    def put_back(self, job_id: str, error: RateLimit | NotReady) -> bool:
        wait = self._refused.again(job_id, error)
        if wait is None:
            return False
        self.waits[self._of(job_id).number] = wait
        self.move(job_id, State.QUEUED, note=sent_again_words(error, wait))
        return True

    def finish(self, job_id: str, outcome: Outcome, **changes: Unpack[Changes]) -> None:
        changes["note"] = " ".join(outcome.notes)
        changes["ended"] = self._clock.now()
        self.move(job_id, State.DONE, **changes)

    def _of(self, job_id: str) -> PlannedCall:
        return self._calls[int(job_id.rpartition(".")[2])]


def outcome_of_call(call: PlannedCall, operation: Operation, provider: Provider, results: ResultStore) -> Outcome:
    """The result of a finished call, from the kept answer."""
    kept = call.job.answers[-1]
    return provider.decode(operation, kept.answer(results.read(kept.file)))
