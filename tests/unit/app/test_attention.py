"""What is said of the ways out of a job that needs the person: true also where part of it was sent and paid."""

from __future__ import annotations

import pytest

from studio.app.attention import ways
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Charged

WAITING = Job("job-1", "scripted/x", "scripted", "X", "pays", 1.5, state=State.PAUSED)
SENT_IN_PART = Job("job-2", "scripted/x", "scripted", "X", "pays", 1.5, state=State.PAUSED, cost=Charged.YES)


@pytest.mark.parametrize(
    ("job", "meanings"),
    [
        (
            WAITING,
            ["Nothing was sent yet; it is sent now and may cost something.", "Nothing was sent and nothing is paid."],
        ),
        (
            SENT_IN_PART,
            [
                "What was not sent yet is sent now and may cost something; the rest is not sent again.",
                "Nothing more is sent and nobody looks after what was. What came stays.",
            ],
        ),
    ],
)
def test_going_on_and_cancelling_say_what_was_sent(job: Job, meanings: list[str]) -> None:
    assert [(way.title, way.meaning) for way in ways(job)] == list(zip(("Continue", "Cancel"), meanings, strict=True))
