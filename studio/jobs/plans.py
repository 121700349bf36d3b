"""A plan: one wish that is sent as several requests (the windows of an animation, the directions of a character).

In the ledger it is one job with a row for each call; the calls have the states and facts of jobs of their own. What
came so far is a result already, and a finished call is never sent again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from studio.core.words import _
from studio.doc.pixels import Pixels
from studio.doc.skeleton import Pose
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Auth, Charged, Credit, Forbidden, Offline, RateLimit, Refused
from studio.providers.protocol import Call, Charge, Outcome
from studio.spec.cost import Quote
from studio.spec.operation import Operation

_HOPELESS = frozenset(kind.__name__ for kind in (Auth, Credit, Forbidden, Offline, RateLimit, Refused))
"""After these, the calls that are left would only meet the same."""


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """One row of a plan. `job` is the call as the runner of jobs sees it; its id is `PLAN.NUMBER`."""

    plan: str
    number: int
    job: Job
    name: str = ""
    carried: int = 0
    """Leading frames of its result that come from the call before it."""
    wanted: int | None = None
    """Frames that belong to the whole result, those carried over not counted; None for all."""

    @property
    def state(self) -> State:
        return self.job.state


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a plan comes to when none of its calls goes on by itself."""

    state: State
    error: str = ""
    error_kind: str = ""


def planned(plan: Job, number: int, call: Call, quoted: Quote | None = None) -> PlannedCall:
    """The row of a call that is still to be sent."""
    row = Job(
        id=f"{plan.id}.{number}",
        operation=plan.operation,
        provider=plan.provider,
        title=plan.title,
        effect=plan.effect,
        created=plan.created,
        quoted=quoted,
    )
    return PlannedCall(plan.id, number, row, call.name, call.carried, call.wanted)


def again(call: PlannedCall, plan: Job) -> PlannedCall:
    """The row of the same call in a later plan: with its result where it has one, which is not paid for again."""
    old = call.job
    fresh = Job(
        id=f"{plan.id}.{call.number}",
        operation=old.operation,
        provider=old.provider,
        title=old.title,
        effect=old.effect,
        created=plan.created,
        quoted=old.quoted,
    )
    if call.state is State.DONE:
        fresh = replace(fresh, state=State.DONE, answers=old.answers, ended=old.ended)
    return replace(call, plan=plan.id, job=fresh)


def as_call(call: PlannedCall, operation: Operation) -> Call:
    """The call as the provider knows it."""
    return Call(operation, call.name, call.carried, call.wanted)


def is_held(call: PlannedCall) -> bool:
    """Whether it was not sent and waits for the person's word."""
    return call.state is State.PAUSED and not call.job.error_kind


def may_send(calls: Sequence[PlannedCall], number: int) -> bool:
    """Whether this call may be sent, or gone on with, as things stand."""
    if any(call.job.error_kind in _HOPELESS and call.state is State.FAILED for call in calls[:number]):
        return False
    return not calls[number].carried or calls[number - 1].state is State.DONE


def verdict(calls: Sequence[PlannedCall], *, stopped: bool) -> Verdict:
    """Where the plan goes. `stopped`: the person asked for it to end."""
    if all(call.state is State.DONE for call in calls):
        return Verdict(State.FETCHING)
    bad = next((call for state in _WORST for call in calls if call.state is state and not is_held(call)), None)
    waits = not stopped and any(is_held(call) and may_send(calls, call.number) for call in calls)
    if bad is not None and bad.state is State.UNKNOWN and not waits:
        return Verdict(State.UNKNOWN, _told(calls, bad), bad.job.error_kind)
    if stopped:
        return Verdict(State.CANCELLED)
    if bad is None or waits:
        # Without the kind of an error: a new token alone is no word to pay for the rest.
        told = _told(calls, bad) if bad else ""
        return Verdict(State.PAUSED, f"{told} {_('Not everything was sent. Continue or cancel it.')}".strip())
    state = State.PAUSED if bad.state is State.PAUSED else State.FAILED
    return Verdict(state, _told(calls, bad), bad.job.error_kind)


_WORST = (State.UNKNOWN, State.PAUSED, State.FAILED, State.EXPIRED, State.CANCELLED)


def cost_of(calls: Sequence[PlannedCall]) -> Charged:
    """Whether the plan has cost something."""
    told = {call.job.cost for call in calls}
    return next((cost for cost in (Charged.YES, Charged.MAYBE) if cost in told), Charged.NO)


def charge_of(calls: Sequence[PlannedCall]) -> Charge | None:
    """What the calls cost together; for a call that may have cost something and did not tell, its price.

    None where that cannot be said in one unit.
    """
    costs: list[tuple[str, Decimal]] = []
    for call in calls:
        job = call.job
        if job.charged is not None:
            costs.append((job.charged.unit, job.charged.amount))
        elif job.cost is not Charged.NO:
            if job.quoted is None:
                return None
            costs.append((job.quoted.unit, job.quoted.amount))
    units = {unit for unit, _amount in costs}
    return Charge(sum((amount for _unit, amount in costs), Decimal(0)), units.pop()) if len(units) == 1 else None


def joined(parts: Sequence[tuple[PlannedCall, Outcome]]) -> Outcome:
    """The results of calls, in order, as one. Frames that a call carried over stand in it once.

    A frame without a name of its own has that of its call, unless the call is one of a chain.
    """
    frames: list[Pixels] = []
    durations: list[Fraction] = []
    poses: list[Pose] = []
    table: list[Mapping[str, Any]] = []
    names: list[str] = []
    notes: list[str] = []
    texts: list[str] = []
    chained = any(call.carried for call, _outcome in parts)
    for call, outcome in parts:
        last = None if call.wanted is None else call.carried + call.wanted
        own = slice(call.carried, last)
        frames += outcome.frames[own]
        durations += outcome.durations[own] if len(outcome.durations) == len(outcome.frames) else []
        poses += outcome.poses
        names += _names(outcome, own, "" if chained else call.name)
        table += [_row(call, row) for row in outcome.table] if not chained else outcome.table
        notes += [note for note in outcome.notes if note not in notes]
        texts += [outcome.text] if outcome.text else []
    return Outcome(
        frames=tuple(frames),
        durations=tuple(durations) if len(durations) == len(frames) else (),
        poses=tuple(poses),
        text="\n".join(texts),
        table=tuple(table),
        facts={name: fact for _call, outcome in parts for name, fact in outcome.facts.items()},
        names=tuple(names) if any(names) else (),
        seed=next((outcome.seed for _call, outcome in parts if outcome.seed is not None), None),
        charge=charge_of([replace(call, job=replace(call.job, charged=outcome.charge)) for call, outcome in parts]),
        notes=tuple(notes),
    )


def _names(outcome: Outcome, own: slice, title: str) -> list[str]:
    told = outcome.names[own] if outcome.names else ("",) * len(outcome.frames[own])
    return ["/".join(part for part in (title, name) if part) for name in told]


def _row(call: PlannedCall, row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"part": call.name, **row} if call.name else row


def _told(calls: Sequence[PlannedCall], bad: PlannedCall) -> str:
    done = sum(call.state is State.DONE for call in calls)
    what = _("{name}: {reason}").format(name=bad.name, reason=bad.job.error) if bad.name else bad.job.error
    if not done:
        return what
    return _("{done} of {count} parts are here. {reason}").format(done=done, count=len(calls), reason=what)
