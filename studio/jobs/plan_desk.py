"""What the queue does differently for plans: making their rows, taking them up, sending what is missing, reading
what they gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from studio.core.errors import UserError
from studio.core.words import _
from studio.jobs.board import Workplace
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.plan_run import CallBook, PlanBoard, PlanRunner, outcome_of_call
from studio.jobs.plans import PlannedCall, again, as_call, joined, planned
from studio.jobs.requests import decode, encode, with_seeds
from studio.jobs.states import State
from studio.providers.protocol import Call, Outcome, Provider
from studio.spec.cost import FREE, Quote, total_of
from studio.spec.operation import Operation

Row = tuple[PlannedCall, str]
"""A call and its request, as the ledger takes them."""


class PlanDesk:
    """Plans of one queue, which is their board."""

    def __init__(self, board: PlanBoard, ledger: Ledger, *, place: Workplace) -> None:
        self._board = board
        self._ledger = ledger
        self._place = place
        self._results = place.arrivals.results

    def drawn(self, calls: Iterable[Call]) -> list[Call]:
        """The calls with their open seeds drawn."""
        return [replace(call, operation=with_seeds(call.operation)) for call in calls]

    def price(self, calls: Iterable[Call], quote: Callable[[Operation], Quote]) -> Quote:
        """Of all calls together."""
        return total_of([quote(call.operation) for call in calls])

    def rows(self, plan: Job, calls: list[Call], quote: Callable[[Operation], Quote]) -> list[Row]:
        """The rows of a plan; none for a wish that is sent in one piece. Its pictures are kept when this returns."""
        if len(calls) == 1:
            return []
        return [
            (planned(plan, number, call, quote(call.operation)), encode(call.operation, self._results))
            for number, call in enumerate(calls)
        ]

    def price_left(self, old: tuple[PlannedCall, ...]) -> Quote:
        """Of the calls that have no result yet."""
        return total_of([call.job.quoted or FREE for call in old if call.state is not State.DONE])

    def rows_again(self, plan: Job, old: tuple[PlannedCall, ...]) -> list[Row]:
        """The rows of an earlier plan for a new one: what is finished stays so, the rest is to be sent anew."""
        return [(again(call, plan), self._ledger.call_request(call)) for call in old]

    def ask_again(self, plan: Job, *, pays: bool) -> None:
        """Make the calls of a waiting plan ready to go on, with `pays` also what is held back. UserError when none of
        them can."""
        if not self._book(plan).ask_again(pays=pays):
            raise UserError(
                _("The provider gave no number for a part of “{title}”, so it cannot be asked again.").format(
                    title=plan.title
                )
            )

    def runner(self, plan: Job, operation: Operation, provider: Provider) -> PlanRunner:
        return PlanRunner(plan.id, operation, provider, board=self._board, calls=self._book(plan), place=self._place)

    def outcome(self, calls: Iterable[PlannedCall], kind: type[Operation], provider: Provider) -> Outcome | None:
        """All that the calls have given; None while that is nothing."""
        parts = []
        for call in calls:
            if call.state is State.DONE:
                operation = decode(self._ledger.call_request(call), kind, self._results)
                parts.append((call, outcome_of_call(call, operation, provider, self._results)))
        return joined(parts) if parts else None

    def wishes(self, calls: Iterable[PlannedCall], kind: type[Operation]) -> tuple[Call, ...]:
        """The calls as they were asked for."""
        return tuple(as_call(call, decode(self._ledger.call_request(call), kind, self._results)) for call in calls)

    def hold_back(self, plan: Job) -> None:
        """Of what nobody at this computer has just asked for, nothing more is sent without the person's word."""
        self._book(plan).hold_back()

    def found(self, plan: Job, call_id: str, number: str) -> None:
        """A call whose answer was lost has this number: its result can be learned of when the plan goes on."""
        book = self._book(plan)
        book.hold_back()
        book.move(call_id, State.RUNNING, remote_id=number, error="", error_kind="")

    def _book(self, plan: Job) -> CallBook:
        return CallBook(plan.id, self._board, self._ledger, place=self._place)
