"""Finding results: by words of every kind, by place, by star, in every order."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.app.gallery_entry import Board, Entry, Order, Place, Query, counts, entries_in, entry_of_job, found
from studio.app.takes import Mark
from studio.app.takes_store import write_take
from studio.jobs.job import Job, Origin
from studio.providers.protocol import Charge
from tests.unit.app.takes import take_of

MORNING = 1_774_958_400.0
"""2026-03-31, noon, UTC."""
KNIGHT = Entry(
    id="knight", title="Create from words", operation="pixellab-v2/create-image-pixflux", provider="pixellab-v2",
    prompt="A brave knight", words="side view", seed_sent=4711, seed_returned=815, created=MORNING, project="/game",
    boards=frozenset({"board-1"}),
)  # fmt: skip
SLIME = Entry(
    id="slime", title="Outline", operation="local/outline", provider="local", prompt="", words="green",
    created=MORNING + 10, marks=frozenset({Mark.STARRED}),
)  # fmt: skip
BINNED = Entry(id="binned", title="Rotate", provider="local", created=MORNING + 20, marks=frozenset({Mark.DISCARDED}))
ALL = (KNIGHT, SLIME, BINNED)
BOARDS = (Board("board-1", "Heroes"),)


def ids(query: Query) -> list[str]:
    return [entry.id for entry in found(ALL, query, BOARDS)]


@pytest.mark.parametrize(
    "words",
    [
        "knight",
        "BRAVE",
        "brave side",
        "pixellab",
        "pixflux",
        "create",
        "4711",
        "815",
        "2026-03-31 knight",
        "heroes",
        "",
    ],
)
def test_words_of_every_kind_find_a_result(words: str) -> None:
    assert "knight" in ids(Query(words=words))


@pytest.mark.parametrize("words", ["brave green", "knights", "2025", "villains"])
def test_every_word_must_occur(words: str) -> None:
    assert ids(Query(words=words)) == []


def test_the_bin_shows_what_is_in_it_and_nothing_else_does() -> None:
    assert ids(Query(place=Place.BIN)) == ["binned"]
    assert ids(Query()) == ["slime", "knight"]
    assert ids(Query(words="rotate")) == []


def test_places() -> None:
    assert ids(Query(place=Place.PROJECT, project="/game")) == ["knight"]
    assert ids(Query(place=Place.PROJECT)) == []
    assert ids(Query(place="board-1")) == ["knight"]
    assert ids(Query(place="board-2")) == []


def test_only_results_with_a_star() -> None:
    assert ids(Query(only_starred=True)) == ["slime"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.NEWEST, ["slime", "knight"]),
        (Order.OLDEST, ["knight", "slime"]),
        (Order.TITLE, ["knight", "slime"]),
        (Order.PROVIDER, ["knight", "slime"]),
    ],
)
def test_orders(order: Order, expected: list[str]) -> None:
    assert ids(Query(order=order)) == expected


def test_counts_of_places_and_boards() -> None:
    assert counts(ALL, "/game") == {"all": 2, "project": 1, "bin": 1, "board-1": 1}
    assert counts(ALL, "")["project"] == 0


def test_what_a_job_tells() -> None:
    job = Job(
        id="job-1", operation="pixellab-v2/create-image-pixflux", provider="pixellab-v2", title="Create from words",
        effect="pays", created=1.0, ended=2.0, charged=Charge(Decimal("1.50"), "credits"), seed_sent=7,
        origin=Origin(project="/game"),
    )  # fmt: skip
    picture = {"$": "array", "file": "abc.bin", "shape": [1, 1, 4]}
    values = {"description": "a knight", "view": "low top-down", "image": picture, "seed": 7, "outline": None}
    entry = entry_of_job(job, json.dumps({"values": values}))
    assert entry == Entry(
        id="take-1", title="Create from words", operation="pixellab-v2/create-image-pixflux", provider="pixellab-v2",
        prompt="a knight", words="Low top-down", seed_sent=7, cost="1.5 credits", created=2.0, project="/game",
        job="job-1",
    )  # fmt: skip


def test_an_operation_of_another_version_is_told_by_its_words() -> None:
    job = Job(id="job-1", operation="local/none", provider="local", title="Paint", effect="free", created=1.0)
    entry = entry_of_job(job, json.dumps({"values": {"style": "oil", "tags": ["red", "blue"], "count": 3}}))
    assert entry.words == "oil, red, blue"


@pytest.mark.parametrize("request_text", ["", "{", "[]", '{"values": 3}'])
def test_a_lost_request_leaves_the_rest(request_text: str) -> None:
    job = Job(id="job-1", operation="local/rotate", provider="local", title="Rotate", effect="free", created=1.0)
    entry = entry_of_job(job, request_text)
    assert (entry.title, entry.prompt, entry.words, entry.cost) == ("Rotate", "", "", "free")


def test_kept_takes_tell_of_themselves(tmp_path: Path) -> None:
    write_take(tmp_path, replace(take_of("r", name="take-a", created=5.0), seed_sent=3, request={"Angle": "45"}))
    (tmp_path / "take-b").mkdir()
    (tmp_path / "take-b" / "take.json").write_text("{")
    (entry,) = entries_in(tmp_path, project="/game")
    assert (entry.id, entry.provider, entry.words, entry.seeds) == ("take-a", "local", "45", (3,))
    assert (entry.project, entry.folder, entry.created) == ("/game", str(tmp_path / "take-a"), 5.0)


@pytest.mark.parametrize("created", ["1e300", "Infinity", "NaN", "-1e18", "1" + "0" * 400, '"soon"', "[" * 100_000])
def test_a_take_of_no_date_is_passed_over_and_the_others_are_found(created: str, tmp_path: Path) -> None:
    write_take(tmp_path, take_of("r", name="take-a"))
    (tmp_path / "take-b").mkdir()
    record = f'{{"id": "take-b", "operation": "local/outline", "title": "Outline", "created": {created}}}'
    (tmp_path / "take-b" / "take.json").write_text(record)
    listed = entries_in(tmp_path)
    assert [entry.id for entry in found(listed, Query(words="rotate"))] == ["take-a"]


def test_a_result_of_no_date_that_was_listed_long_ago_does_not_stop_the_search() -> None:
    entries = (*ALL, replace(SLIME, id="late", created=1e300))
    assert [entry.id for entry in found(entries, Query(words="green", order=Order.OLDEST))] == ["slime", "late"]


def test_a_seed_that_no_list_can_hold_is_left_open(tmp_path: Path) -> None:
    file = write_take(tmp_path, take_of("r", name="take-a", seed_sent=7)) / "take.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"seed_returned": 2**63}))
    (entry,) = entries_in(tmp_path)
    assert entry.seeds == (7,)
    job = Job(id="job-1", operation="local/outline", provider="local", title="Outline", effect="free", created=1.0)
    request = json.dumps({"values": {"seed": 2**64 - 1}})
    assert entry_of_job(replace(job, seed_returned=2**63), request).seeds == ()
