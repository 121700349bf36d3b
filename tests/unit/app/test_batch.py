"""Batches: words to choose from, seeds that differ, and a take for each result."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from studio.app import batch
from studio.app.batch import Several, spelled, spellings
from studio.app.session import Session
from studio.core.geometry import Size
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.local.declarations import ProceduralSprite, Rotate
from studio.providers.pixellab_v2.creating import CreateImagePixflux
from studio.spec.field import Limits
from studio.store.settings import Settings


def asked(words: str, seed: int | None = None) -> CreateImagePixflux:
    return CreateImagePixflux(description=words, size=Size(32, 32), seed=seed)


def told(words: str, count: int) -> list[str]:
    request = asked(words)
    return [str(spelled(request, number).values["description"]) for number in range(count)]


def test_words_in_braces_are_taken_in_turn_the_last_place_first() -> None:
    assert told("a {red|blue} {cat | dog}", 5) == ["a red cat", "a red dog", "a blue cat", "a blue dog", "a red cat"]
    assert spellings(asked("a {red|blue} {cat|dog}")) == 4


def test_a_choice_may_be_nothing() -> None:
    assert told("a {|tall} tree", 2) == ["a  tree", "a tall tree"]


@pytest.mark.parametrize("words", ["plain", "{alone}", "{", "a | b", "}{", "{{}}"])
def test_other_braces_stay_as_they_are(words: str) -> None:
    assert told(words, 1) == [words]
    assert spellings(asked(words)) == 1


def seeds(several: Several, words: str, seed: int | None) -> list[int]:
    return [call.operation.values["seed"] for call in several.calls(asked(words, seed))]


def test_a_seed_that_was_given_counts_up_where_the_words_are_the_same() -> None:
    assert seeds(Several(3), "a cat", 7) == [7, 8, 9]
    assert seeds(Several(3), "a {cat|dog}", 7) == [7, 7, 8]
    assert seeds(Several(3, counts_up=True), "a {cat|dog}", 7) == [7, 8, 9]


def test_open_seeds_are_drawn_for_each() -> None:
    drawn = seeds(Several(8), "a cat", None)
    assert len(set(drawn)) == 8


def test_after_the_highest_seed_comes_the_lowest() -> None:
    declared = ProceduralSprite.spec.field("seed")
    highest = int(declared.maximum or 2**31 - 1)
    lowest = int(declared.minimum if declared.minimum is not None else 1)
    first = batch.seed_after(declared, highest, 1)
    assert first == next(seed for seed in (lowest, lowest + 1) if seed not in declared.random)


@pytest.mark.parametrize(
    ("random", "seed", "after"),
    [((None, 0, 4), 3, [5, 6, 7]), ((None, 0), 8, [9, 1, 2]), ((9, 0), 7, [8, 1, 2]), ((None,), 9, [0, 1, 2])],
)
def test_a_seed_that_means_random_to_the_provider_is_stepped_over(
    random: tuple[int | None, ...], seed: int, after: list[int]
) -> None:
    declared = replace(ProceduralSprite.spec.field("seed"), limits=Limits(0, 9), random=random)
    assert [batch.seed_after(declared, seed, steps) for steps in (1, 2, 3)] == after


def test_the_whole_keeps_the_words_as_they_were_written() -> None:
    request = asked("a {red|blue} cat", 5)
    kept = batch.whole(request, Several(2).calls(request))
    assert kept.values["description"] == "a {red|blue} cat"
    assert kept.values["seed"] == 5


def test_a_batch_costs_as_often_as_it_is_asked_for() -> None:
    quote = registry.provider("pixellab-v2").quote
    assert str(Several(4).price(asked("a cat"), quote)) == "about 0.0316 USD (4 requests)"


def test_what_gives_the_same_each_time_is_not_offered_several_times() -> None:
    assert not batch.can_vary(Rotate.spec)
    assert not batch.can_vary(registry.operation("pixellab-v2/create-tileset").spec)
    assert batch.can_vary(ProceduralSprite.spec)
    assert batch.can_vary(CreateImagePixflux.spec)


@asynccontextmanager
async def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Session]:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    session = Session(Settings.load(tmp_path / "settings.json"))
    session.start()
    try:
        yield session
    finally:
        await session.close()


async def ended(session: Session, job: Job) -> Job:
    done = asyncio.Event()
    session.queue.job_moved.connect(lambda moved: done.set() if moved.id == job.id and moved.has_ended else None)
    if not session.queue.get(job.id).has_ended:
        await asyncio.wait_for(done.wait(), 20)
    return session.queue.get(job.id)


async def landed(session: Session, count: int) -> None:
    full = asyncio.Event()
    session.takes.changed.connect(lambda: full.set() if len(session.takes.takes) >= count else None)
    if len(session.takes.takes) < count:
        await asyncio.wait_for(full.wait(), 20)


async def test_each_result_lands_as_a_take_with_its_own_seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(tmp_path, monkeypatch) as session:
        job = session.generate_several(ProceduralSprite(size=Size(16, 16), seed=3), Several(3))
        assert (await ended(session, job)).state is State.DONE
        await landed(session, 3)
        # They are made at once and land as they come.
        takes = sorted(session.takes.takes, key=lambda take: take.seed_sent or 0)
        assert [take.seed_sent for take in takes] == [3, 4, 5]
        assert [len(take.frames) for take in takes] == [1, 1, 1]
        assert len({take.frames[0].tobytes() for take in takes}) == 3
        assert takes[1].title.endswith("2 of 3")
        assert session.asked(takes[1].job_id).values["seed"] == 4


async def test_a_variation_that_was_put_away_stays_away_and_the_others_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_work(tmp_path, monkeypatch) as session:
        await ended(session, session.generate_several(ProceduralSprite(size=Size(16, 16), seed=3), Several(3)))
        await landed(session, 3)
        session.takes.discard(next(take.id for take in session.takes.takes if take.seed_sent == 3))
        kept = {take.id for take in session.takes.takes}
    async with at_work(tmp_path, monkeypatch) as again:
        await again.keeper.restore()
        assert {take.id for take in again.takes.takes} == kept
        assert sorted(take.seed_sent or 0 for take in again.takes.takes) == [4, 5]
        ends = [take.created for take in again.takes.takes]
        assert ends == sorted(ends, reverse=True), "the newest first"
