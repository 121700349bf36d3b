"""The shelf: order, choice, decisions, and what comes back from earlier runs."""

from __future__ import annotations

import pytest

from studio.app.takes import Mark, TakeShelf
from tests.unit.app.takes import take_of


def shelf_of(*names: str) -> TakeShelf:
    shelf = TakeShelf()
    for number, name in enumerate(names):
        shelf.add(take_of("r", name=name, created=float(number)))
    return shelf


def names(shelf: TakeShelf) -> list[str]:
    return [take.id for take in shelf.takes]


def test_the_newest_take_stands_first() -> None:
    assert names(shelf_of("a", "b", "c")) == ["c", "b", "a"]


def test_choosing_walks_and_stops_at_the_ends() -> None:
    shelf = shelf_of("a", "b")
    shelf.step(1)
    assert shelf.chosen is shelf.takes[0]
    shelf.step(1)
    shelf.step(1)
    assert shelf.chosen is shelf.takes[1]


def test_a_take_that_is_not_here_cannot_be_chosen() -> None:
    with pytest.raises(KeyError):
        shelf_of("a").choose("z")


def test_discarding_can_be_taken_back_to_the_same_place() -> None:
    shelf = shelf_of("a", "b", "c")
    shelf.choose("b")
    shelf.discard("b")
    assert names(shelf) == ["c", "a"]
    assert shelf.chosen is None
    shelf.restore()
    assert names(shelf) == ["c", "b", "a"]
    assert not shelf.can_restore


def test_takes_of_an_earlier_run_come_behind_by_their_age_and_only_once() -> None:
    shelf = shelf_of("a")
    shelf.fill(
        [
            take_of("g", name="new", created=5.0),
            take_of("g", name="a", created=9.0),
            take_of("g", name="old", created=-3),
        ]
    )
    assert names(shelf) == ["new", "a", "old"]


def test_a_discarded_take_does_not_come_back_by_filling() -> None:
    shelf = shelf_of("a")
    shelf.discard("a")
    shelf.fill([take_of("g", name="a")])
    assert names(shelf) == []


def test_each_decision_is_told() -> None:
    shelf = shelf_of("a")
    told: list[tuple[str, Mark, bool]] = []
    shelf.marked.connect(lambda take, mark, on: told.append((take.id, mark, on)))
    shelf.star("a", on=True)
    shelf.star("a", on=False)
    shelf.mark_accepted("a")
    shelf.discard("a")
    shelf.restore()
    assert told == [
        ("a", Mark.STARRED, True),
        ("a", Mark.STARRED, False),
        ("a", Mark.ACCEPTED, True),
        ("a", Mark.DISCARDED, True),
        ("a", Mark.DISCARDED, False),
    ]
