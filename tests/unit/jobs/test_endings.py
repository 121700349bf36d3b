"""Where each error leads a job, and what it says about money."""

from __future__ import annotations

import pytest

from studio.jobs.endings import ending_of
from studio.jobs.states import State
from studio.providers.errors import (
    Auth,
    BadAnswer,
    Blocked,
    Charged,
    Credit,
    Expired,
    JobFailed,
    NotFound,
    Offline,
    OutcomeUnknown,
    ProviderDown,
    ProviderError,
    RateLimit,
    Refused,
    UnknownNumber,
)

MAYBE, NO, YES = Charged.MAYBE, Charged.NO, Charged.YES
SAID = "It said so."

SUBMITTING = [
    (RateLimit(SAID), State.FAILED, NO, State.FAILED, NO),
    (Offline(SAID, charged=NO), State.FAILED, NO, State.FAILED, NO),
    (Refused(SAID), State.FAILED, NO, State.FAILED, NO),
    (Credit(SAID, charged=NO), State.FAILED, NO, State.FAILED, NO),
    (OutcomeUnknown(SAID), State.UNKNOWN, MAYBE, State.UNKNOWN, MAYBE),
    (ProviderDown(SAID, charged=NO), State.FAILED, NO, State.UNKNOWN, MAYBE),
    (BadAnswer(SAID, charged=NO), State.FAILED, NO, State.UNKNOWN, MAYBE),
]


@pytest.mark.parametrize(
    ("error", "free", "free_cost", "paid", "paid_cost"), SUBMITTING, ids=lambda one: type(one).__name__
)
def test_while_it_is_sent_only_a_paid_request_can_be_in_doubt(
    error: ProviderError, free: State, free_cost: Charged, paid: State, paid_cost: Charged
) -> None:
    assert ending_of(error, state=State.SUBMITTING, paying=False, remote=False) == (free, free_cost)
    assert ending_of(error, state=State.SUBMITTING, paying=True, remote=False) == (paid, paid_cost)


RUNNING = [
    (Auth(SAID), State.PAUSED, MAYBE),
    (Expired(SAID), State.EXPIRED, MAYBE),
    (NotFound(SAID), State.EXPIRED, MAYBE),
    (UnknownNumber(SAID), State.FAILED, NO),
    (OutcomeUnknown(SAID), State.UNKNOWN, MAYBE),
    (BadAnswer(SAID, charged=NO), State.UNKNOWN, MAYBE),
    (Credit(SAID), State.UNKNOWN, MAYBE),
    (Refused(SAID), State.UNKNOWN, MAYBE),
    (Blocked(SAID), State.FAILED, NO),
    (JobFailed(SAID, charged=NO), State.FAILED, NO),
    (JobFailed(SAID, charged=YES), State.FAILED, YES),
]


@pytest.mark.parametrize(("error", "state", "cost"), RUNNING)
def test_while_it_runs_what_was_accepted_may_have_been_charged(
    error: ProviderError, state: State, cost: Charged
) -> None:
    assert ending_of(error, state=State.RUNNING, paying=True, remote=True) == (state, cost)


FETCHING = [
    (Expired(SAID), True, True, State.EXPIRED, MAYBE),
    (OutcomeUnknown(SAID), True, True, State.UNKNOWN, MAYBE),
    (BadAnswer(SAID, charged=NO), True, True, State.FAILED, YES),
    (BadAnswer(SAID, charged=NO), True, False, State.UNKNOWN, MAYBE),
    (BadAnswer(SAID, charged=NO), False, False, State.FAILED, NO),
]


@pytest.mark.parametrize(("error", "paying", "remote", "state", "cost"), FETCHING)
def test_a_paid_answer_nobody_can_read_was_paid_for_once_it_had_a_number(
    error: ProviderError, paying: bool, remote: bool, state: State, cost: Charged
) -> None:
    assert ending_of(error, state=State.FETCHING, paying=paying, remote=remote) == (state, cost)
