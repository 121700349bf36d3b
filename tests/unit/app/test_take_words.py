"""Takes told apart in a list."""

from __future__ import annotations

import time
from dataclasses import replace

from studio.app.take_words import asked_of, line_of
from tests.unit.app.takes import take_of

NOON = time.mktime((2026, 3, 4, 12, 0, 0, 0, 0, -1))
WALL = replace(
    take_of("rg", name="wall", created=NOON),
    operation="pixellab-v2/create-image-pixflux",
    title="Create from words",
    request={"Description": "a stone\nwall", "Size": "2 x 1"},
)


def test_a_take_is_told_by_its_words_size_and_time() -> None:
    assert asked_of(WALL) == "a stone wall"
    assert line_of(WALL, now=NOON + 60) == "a stone wall, 2 x 1, 12:00"
    assert line_of(WALL, now=NOON + 2 * 86_400) == "a stone wall, 2 x 1, 2026-03-04"


def test_what_had_no_words_is_told_by_its_title() -> None:
    assert line_of(take_of("rg", created=NOON), now=NOON) == "Rotate, 2 x 1, 12:00"
    assert asked_of(replace(WALL, operation="elsewhere/unknown")) == ""


def test_long_words_are_cut() -> None:
    told = replace(WALL, request={"Description": "a very tall tower of grey stone with ivy"})
    assert line_of(told, now=NOON) == "a very tall tower of grey stone…, 2 x 1, 12:00"
