"""What a job's row says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from studio.jobs.cancelling import Cancelling
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.protocol import Charge
from studio.spec.cost import FREE, Quote, Unit
from studio.ui.jobs.words import (
    STATE_ICONS,
    cancelled_words,
    counts_parts,
    price_words,
    seconds_words,
    sorted_for_people,
    state_title,
    time_words,
)

JOB = Job(
    id="job-1", operation="local/rotate", provider="local", title="Rotate", effect="free", created=1.0, quoted=FREE
)


def job(name: str, state: State, created: float = 1.0, **facts: float) -> Job:
    return replace(JOB, id=name, state=state, created=created, **facts)


def test_every_state_has_an_icon_and_a_word_of_its_own() -> None:
    assert set(STATE_ICONS) == set(State)
    words = {state_title(replace(JOB, state=state)) for state in State}
    assert len(words) == len(State)


def test_what_needs_attention_comes_first_and_the_ended_last() -> None:
    jobs = [
        job("done", State.DONE, 9, ended=9.0),
        job("later", State.QUEUED, 5, position=2.0),
        job("next", State.QUEUED, 6, position=1.0),
        job("working", State.RUNNING, 4),
        job("paused", State.PAUSED, 3),
        job("failed", State.FAILED, 1, ended=10.0),
    ]
    order = [one.id for one in sorted_for_people(jobs)]
    assert order == ["paused", "working", "next", "later", "failed", "done"]


def test_the_head_counts_by_what_matters() -> None:
    jobs = [job("a", State.UNKNOWN), job("b", State.RUNNING), job("c", State.QUEUED), job("d", State.DONE)]
    assert counts_parts(jobs) == ("1 needs attention", "1 working", "1 waiting", "1 ended")
    assert counts_parts([]) == ()
    parts = counts_parts(jobs, stalled=1, lost=2)
    assert parts == ("1 needs attention", "2 charged without result", "1 stalled", "1 waiting", "1 ended")


def test_time_so_far_stands_beside_the_usual_time() -> None:
    running = job("a", State.RUNNING, started=100.0)
    assert time_words(running, 112.4) == "12 s of ~0.3 s"
    assert time_words(replace(running, state=State.DONE, ended=101.5), 999.0) == "1.5 s"
    assert time_words(job("a", State.QUEUED), 5.0) == ""


@pytest.mark.parametrize(("seconds", "words"), [(0.25, "0.2 s"), (9.96, "10.0 s"), (59, "59 s"), (125, "2 min 5 s")])
def test_seconds_are_told_as_people_say_them(seconds: float, words: str) -> None:
    assert seconds_words(seconds) == words


def test_what_was_paid_is_told_before_what_was_quoted() -> None:
    assert price_words(JOB) == "free"
    quoted = replace(JOB, quoted=Quote(Decimal(2), Unit.CREDITS))
    assert price_words(quoted) == "2 credits"
    assert price_words(replace(quoted, charged=Charge(Decimal("1.50"), "credits"))) == "1.5 credits"


def test_a_wish_to_cancel_is_answered_where_the_list_does_not_show_it() -> None:
    running = cancelled_words(replace(JOB, state=State.RUNNING), Cancelling.ASKED)
    assert running == "The provider is asked to stop Rotate. The list says what comes of it."
    sending = cancelled_words(replace(JOB, state=State.SUBMITTING), Cancelling.ASKED)
    assert sending == "Rotate is on its way. The provider is asked to stop it as soon as that is possible."
    assert cancelled_words(JOB, Cancelling.GIVEN_UP) == f"{JOB.title} was given up. It may have been charged."
    assert cancelled_words(JOB, Cancelling.NOTHING_SENT) == ""
