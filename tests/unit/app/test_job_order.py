"""Waiting jobs in the order the person wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.app.job_order import place_before, step, waiting_in_order
from studio.app.session import Session, make_operation
from studio.jobs.queue import JobQueue
from studio.jobs.states import State
from studio.providers.registry import operation
from studio.store.settings import Settings


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> JobQueue:
    """Five jobs wait, with the seeds 0 to 4."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    session = Session(Settings.load(tmp_path / "settings.json"))
    for seed in range(5):
        session.generate(make_operation(operation("local/procedural-sprite"), {"seed": seed}))
    return session.queue


def seeds(queue: JobQueue) -> list[int | None]:
    return [job.seed_sent for job in waiting_in_order(queue)]


def named(queue: JobQueue, seed: int) -> str:
    return next(job.id for job in queue.jobs() if job.seed_sent == seed)


@pytest.mark.parametrize(
    ("moved", "before", "order"),
    [
        (4, 1, [0, 4, 1, 2, 3]),
        (0, 3, [1, 2, 0, 3, 4]),
        (3, 0, [3, 0, 1, 2, 4]),
        (1, None, [0, 2, 3, 4, 1]),
    ],
)
def test_a_job_is_placed_before_another_or_at_the_end(
    queue: JobQueue, moved: int, before: int | None, order: list[int]
) -> None:
    assert place_before(queue, named(queue, moved), None if before is None else named(queue, before))
    assert seeds(queue) == order


def test_where_it_stands_already_nothing_is_written(queue: JobQueue) -> None:
    moved: list[object] = []
    queue.job_moved.connect(moved.append)
    assert not place_before(queue, named(queue, 1), named(queue, 2))
    assert not place_before(queue, named(queue, 1), named(queue, 1))
    assert not place_before(queue, named(queue, 4), None)
    assert moved == []


def test_steps_go_by_one_and_stop_at_the_ends(queue: JobQueue) -> None:
    assert step(queue, named(queue, 2), -1)
    assert seeds(queue) == [0, 2, 1, 3, 4]
    assert step(queue, named(queue, 3), 1)
    assert seeds(queue) == [0, 2, 1, 4, 3]
    assert not step(queue, named(queue, 0), -1)
    assert not step(queue, named(queue, 3), 1)


def test_only_what_waits_has_a_place(queue: JobQueue) -> None:
    gone = named(queue, 2)
    queue.cancel(gone)
    assert not place_before(queue, gone, named(queue, 0))
    assert not step(queue, gone, -1)
    assert queue.get(gone).state is State.CANCELLED
