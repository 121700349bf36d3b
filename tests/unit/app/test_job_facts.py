"""The usual time, the place in the queue, and jobs that stand still."""

from __future__ import annotations

from dataclasses import replace

from studio.app.job_facts import Stillness, places, usual_times
from studio.jobs.states import State
from tests.unit.app.job_stage import job


def done(name: str, seconds: float, *, ended: float = 1000.0, operation: str = "pixel-engine/animate") -> object:
    return job(name, State.DONE, started=ended - seconds, ended=ended, operation=operation)


def test_the_usual_time_is_the_median_of_what_results_took() -> None:
    jobs = [done("a", 10), done("b", 30), done("c", 400), done("other", 5, operation="pixelapi/x")]
    assert usual_times(jobs) == {"pixel-engine/animate": 30.0}  # type: ignore[arg-type]


def test_only_the_newest_twenty_results_count_and_failures_never() -> None:
    old = [done(f"old-{index}", 500, ended=float(index)) for index in range(30)]
    new = [done(f"new-{index}", 20, ended=2000.0 + index) for index in range(20)]
    failed = [job("failed", State.FAILED, started=0.0, ended=9000.0)]
    assert usual_times([*new, *old, *failed]) == {"pixel-engine/animate": 20.0}  # type: ignore[list-item]


def test_places_are_counted_for_each_provider_by_the_order_of_the_queue() -> None:
    jobs = [
        job("third", position=9.0),
        job("first", position=1.0),
        job("second", position=2.5),
        job("elsewhere", position=3.0, provider="pixelapi"),
        job("running", State.RUNNING, position=0.0),
    ]
    assert places(jobs) == {"first": 1, "second": 2, "third": 3, "elsewhere": 1}


def test_a_job_without_progress_stands_still_since_it_was_sent() -> None:
    still = Stillness()
    running = job("a", State.RUNNING, started=100.0)
    still.look([running], 130.0)
    assert not still.is_stalled(running, 399.0, after=300.0)
    assert still.is_stalled(running, 400.0, after=300.0)
    assert still.seconds(running, 400.0) == 300.0


def test_progress_and_every_other_state_start_the_time_anew() -> None:
    still = Stillness()
    running = job("a", State.RUNNING, started=100.0)
    still.look([running], 100.0)
    further = replace(running, progress=0.4)
    still.look([further], 500.0)
    assert not still.is_stalled(further, 799.0, after=300.0)
    still.look([further], 790.0)
    assert still.is_stalled(further, 800.0, after=300.0)
    fetching = replace(further, state=State.FETCHING)
    still.look([fetching], 810.0)
    assert not still.is_stalled(fetching, 1100.0, after=300.0)


def test_what_has_ended_is_never_stalled() -> None:
    still = Stillness()
    running = job("a", State.RUNNING, started=0.0)
    still.look([running], 10.0)
    assert not still.is_stalled(replace(running, state=State.DONE), 9999.0, after=300.0)
