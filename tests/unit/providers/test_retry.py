"""The table of retries, row by row: what is never sent twice, and what is waited for."""

from __future__ import annotations

import pytest

from studio.providers.retry import LONGEST_ASKED, Met, Step, met_by_status, next_step, pause

AGAIN, LATER, QUEUE, UNKNOWN, FAIL = Step.AGAIN, Step.AGAIN_LATER, Step.BACK_IN_QUEUE, Step.UNKNOWN, Step.FAIL

# outcome, what follows a repeatable request, what follows one that may cost something
TABLE = [
    (Met.NOTHING_SENT, AGAIN, AGAIN),
    (Met.NO_FREE_CONNECTION, AGAIN, AGAIN),
    (Met.THROTTLED, LATER, QUEUE),
    (Met.TOO_MANY_JOBS, QUEUE, QUEUE),
    (Met.LOST, AGAIN, UNKNOWN),
    (Met.DOWN, AGAIN, UNKNOWN),
    (Met.REFUSED, FAIL, FAIL),
    (Met.UNAUTHORIZED, FAIL, FAIL),
    (Met.NOT_THERE, FAIL, FAIL),
    (Met.NOT_READY, FAIL, FAIL),
    (Met.CONFLICT, FAIL, FAIL),
    (Met.GONE, FAIL, FAIL),
    (Met.ELSEWHERE, FAIL, UNKNOWN),
    (Met.OTHER, FAIL, FAIL),
]


@pytest.mark.parametrize(("met", "repeatable", "once"), TABLE, ids=str)
def test_what_follows_the_first_sending(met: Met, repeatable: Step, once: Step) -> None:
    assert next_step(met, repeatable=True, attempt=1) is repeatable
    assert next_step(met, repeatable=False, attempt=1) is once


def test_the_table_is_whole() -> None:
    assert [met for met, _repeatable, _once in TABLE] == list(Met)


@pytest.mark.parametrize(("met", "repeatable", "once"), TABLE, ids=str)
def test_the_third_sending_is_the_last(met: Met, repeatable: Step, once: Step) -> None:
    for is_repeatable, first in ((True, repeatable), (False, once)):
        expected = FAIL if first in (AGAIN, LATER) else first
        assert next_step(met, repeatable=is_repeatable, attempt=3) is expected


def test_a_request_that_may_have_been_carried_out_is_never_sent_again_unseen() -> None:
    assert {met for met in Met if next_step(met, repeatable=False, attempt=1) in (AGAIN, LATER)} == {
        Met.NOTHING_SENT,
        Met.NO_FREE_CONNECTION,
    }


@pytest.mark.parametrize(
    ("status", "met"),
    [
        (301, Met.ELSEWHERE),
        (303, Met.ELSEWHERE),
        (308, Met.ELSEWHERE),
        (400, Met.REFUSED),
        (401, Met.UNAUTHORIZED),
        (402, Met.REFUSED),
        (403, Met.NOT_THERE),
        (404, Met.NOT_THERE),
        (405, Met.REFUSED),
        (408, Met.OTHER),
        (409, Met.CONFLICT),
        (410, Met.GONE),
        (418, Met.OTHER),
        (422, Met.REFUSED),
        (423, Met.NOT_READY),
        (429, Met.THROTTLED),
        (500, Met.DOWN),
        (502, Met.DOWN),
        (503, Met.DOWN),
        (504, Met.DOWN),
        (529, Met.THROTTLED),
    ],
)
def test_what_a_status_tells(status: int, met: Met) -> None:
    assert met_by_status(status) is met


def test_pauses_grow_and_are_spread() -> None:
    for attempt, longest in ((1, 1.0), (2, 2.0), (3, 4.0), (9, 20.0)):
        pauses = [pause(attempt) for _ in range(1000)]
        assert 0.0 <= min(pauses) < longest / 4
        assert longest * 3 / 4 < max(pauses) <= longest


def test_a_pause_that_is_asked_for_is_kept() -> None:
    pauses = [pause(1, asked=LONGEST_ASKED) for _ in range(100)]
    assert min(pauses) >= LONGEST_ASKED
    assert max(pauses) <= LONGEST_ASKED + 1
