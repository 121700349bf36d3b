"""Who only looks at the list is told of the jobs of a killed program what the next start would find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.jobs.arrivals import Arrivals
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.owners import Owners
from studio.jobs.plans import PlannedCall
from studio.jobs.results import ResultStore
from studio.jobs.standing import Standing
from studio.jobs.states import State
from studio.providers.errors import Charged
from tests.fakes.provider import answer

NO, MAYBE, YES = Charged.NO, Charged.MAYBE, Charged.YES
SENDING = Job("job-1", "scripted/x", "scripted", "X", "pays", 1.0, state=State.SUBMITTING, owner="owner-gone")
INTERRUPTED = (
    "The studio ended while this was being sent. It may have been accepted and charged. "
    "Check your balance, then give it up or send it anew."
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "ledger.sqlite")
    yield made
    made.close()


@pytest.fixture
def results(tmp_path: Path) -> ResultStore:
    return ResultStore(tmp_path / "results")


def _told(ledger: Ledger, results: ResultStore) -> Job:
    (job,) = Standing(ledger, results).jobs()
    return job


def test_a_paid_request_that_was_being_sent_is_told_as_unknown(ledger: Ledger, results: ResultStore) -> None:
    ledger.add(SENDING, "{}")
    told = _told(ledger, results)
    assert (told.id, told.state, told.cost, told.error) == ("job-1", State.UNKNOWN, MAYBE, INTERRUPTED)
    assert told.needs_attention
    assert ledger.jobs() == (SENDING,)


def test_the_jobs_of_a_program_that_lives_are_told_as_they_are(ledger: Ledger, results: ResultStore) -> None:
    ledger.add(replace(SENDING, owner="owner-alive"), "{}")
    lock = Owners(ledger.path).take("owner-alive")
    assert lock is not None
    with lock:
        assert _told(ledger, results) == replace(SENDING, owner="owner-alive")
    assert _told(ledger, results).state is State.UNKNOWN


def test_what_was_still_waiting_was_not_sent(ledger: Ledger, results: ResultStore) -> None:
    ledger.add(replace(SENDING, state=State.QUEUED), "{}")
    told = _told(ledger, results)
    assert (told.state, told.cost) == (State.PAUSED, NO)
    assert told.note.startswith("It was still waiting when the studio ended; nothing was sent.")


@pytest.mark.parametrize(("before", "after"), [(State.RUNNING, State.RUNNING), (State.FETCHING, State.FETCHING)])
def test_what_the_provider_works_on_is_told_as_not_watched(
    ledger: Ledger, results: ResultStore, before: State, after: State
) -> None:
    ledger.add(replace(SENDING, state=before, remote_id="r-1", cost=MAYBE), "{}")
    told = _told(ledger, results)
    assert (told.state, told.cost) == (after, MAYBE)
    assert told.note == "The studio that watched it has ended. The next start goes on with it."


def test_an_answer_that_came_is_told_though_the_ledger_does_not_know_it(ledger: Ledger, results: ResultStore) -> None:
    ledger.add(SENDING, "{}")
    Arrivals(ledger, results).keep(SENDING, answer())
    told = _told(ledger, results)
    assert (told.state, told.cost, len(told.answers)) == (State.FETCHING, MAYBE, 1)


def _call(number: int, state: State, cost: Charged = NO) -> PlannedCall:
    job = replace(SENDING, id=f"job-1.{number}", state=state, owner="", cost=cost)
    return PlannedCall("job-1", number, job, ("south", "east", "north")[number])


def _plan(ledger: Ledger, *calls: PlannedCall) -> Job:
    plan = replace(SENDING, state=State.RUNNING)
    ledger.add(plan, "{}", calls=[(call, "{}") for call in calls])
    return plan


def test_a_plan_whose_last_part_was_being_sent_is_told_as_unknown(ledger: Ledger, results: ResultStore) -> None:
    plan = _plan(ledger, _call(0, State.DONE, YES), _call(1, State.SUBMITTING))
    told = _told(ledger, results)
    assert (told.state, told.cost) == (State.UNKNOWN, YES)
    assert told.error == f"1 of 2 parts are here. east: {INTERRUPTED}"
    assert [call.state for call in Standing(ledger, results).calls(plan)] == [State.DONE, State.UNKNOWN]


def test_a_plan_with_parts_to_send_waits_for_the_persons_word(ledger: Ledger, results: ResultStore) -> None:
    plan = _plan(ledger, _call(0, State.SUBMITTING), _call(1, State.QUEUED), _call(2, State.QUEUED))
    told = _told(ledger, results)
    assert (told.state, told.cost) == (State.PAUSED, MAYBE)
    assert told.error == f"south: {INTERRUPTED} Not everything was sent. Continue or cancel it."
    states = [call.state for call in Standing(ledger, results).calls(plan)]
    assert states == [State.UNKNOWN, State.PAUSED, State.PAUSED]


def test_a_plan_with_a_part_at_the_provider_goes_on_with_it_first(ledger: Ledger, results: ResultStore) -> None:
    _plan(ledger, _call(0, State.RUNNING, MAYBE), _call(1, State.QUEUED))
    told = _told(ledger, results)
    assert (told.state, told.cost) == (State.RUNNING, MAYBE)
    assert told.note == "The studio that watched it has ended. The next start goes on with it."


@pytest.mark.parametrize("state", [State.FAILED, State.DONE, State.UNKNOWN, State.PAUSED])
def test_what_does_not_move_by_itself_is_told_as_it_is(ledger: Ledger, results: ResultStore, state: State) -> None:
    ledger.add(replace(SENDING, state=state, cost=MAYBE), "{}")
    assert _told(ledger, results) == replace(SENDING, state=state, cost=MAYBE)
