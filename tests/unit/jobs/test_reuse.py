"""Which kept results count as those of an equal request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.doc.pixels import Pixels, frozen
from studio.jobs.job import Job, KeptAnswer
from studio.jobs.ledger import Ledger
from studio.jobs.requests import encode, with_seeds
from studio.jobs.results import ResultStore
from studio.jobs.reuse import find_equal
from studio.jobs.states import State
from studio.providers.registry import operation
from studio.spec.operation import Operation

RED, BLUE = (200, 0, 0, 255), (0, 0, 200, 255)


class Shelf:
    """A ledger and the results it names."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger(folder / "ledger.sqlite")
        self.results = ResultStore(folder / "results")
        self._count = 0

    def did(self, wish: Operation, *, state: State = State.DONE) -> str:
        """The id of a job that ended so."""
        self._count += 1
        sent = with_seeds(wish)
        answer = KeptAnswer(self.results.keep(f"answer {self._count}".encode()), "text/plain")
        job = Job(
            id=f"job-{self._count}",
            operation=wish.spec.id,
            provider=wish.spec.provider,
            title=wish.spec.title,
            effect=wish.spec.effect.value,
            created=float(self._count),
        )
        self.ledger.add(job, encode(sent, self.results))
        moved = replace(job, state=State.SUBMITTING)
        self.ledger.move(job, moved)
        fetching = replace(moved, state=State.FETCHING, answers=(answer,))
        self.ledger.move(moved, fetching)
        self.ledger.move(fetching, replace(fetching, state=state))
        return job.id

    def found(self, wish: Operation) -> str:
        job = find_equal(wish, self.ledger, self.results)
        return "" if job is None else job.id


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.ledger.close()


def picture(colour: tuple[int, int, int, int]) -> Pixels:
    return frozen(np.full((2, 3, 4), colour, np.uint8))


def sprite(**values: object) -> Operation:
    return operation("local/procedural-sprite").from_values(values)


def test_an_open_seed_may_have_been_any_and_a_given_one_only_itself(shelf: Shelf) -> None:
    drawn = shelf.did(sprite(count=2))
    assert shelf.found(sprite(count=2)) == drawn
    assert shelf.found(sprite(count=3)) == ""
    given = shelf.did(sprite(count=2, seed=77))
    assert shelf.found(sprite(count=2, seed=77)) == given
    assert shelf.found(sprite(count=2, seed=78)) == ""
    assert shelf.found(sprite(count=2)) == given


def test_pictures_are_compared_pixel_by_pixel(shelf: Shelf) -> None:
    look = operation("local/estimate-skeleton")
    red = shelf.did(look.from_values({"image": picture(RED)}))
    assert shelf.found(look.from_values({"image": picture(RED)})) == red
    assert shelf.found(look.from_values({"image": picture(BLUE)})) == ""


def test_only_what_is_done_and_still_kept_counts(shelf: Shelf) -> None:
    first = shelf.did(sprite(seed=5))
    shelf.did(sprite(seed=5), state=State.FAILED)
    assert shelf.found(sprite(seed=5)) == first
    (job,) = (job for job in shelf.ledger.jobs() if job.id == first)
    shelf.results.path(job.files[-1]).unlink()
    assert shelf.found(sprite(seed=5)) == ""


def test_what_only_asks_is_asked_anew(shelf: Shelf) -> None:
    ask = operation("pixelapi/show-balance").from_values({})
    shelf.did(ask)
    assert shelf.found(ask) == ""
