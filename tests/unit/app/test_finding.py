"""Operations found by what people type."""

from __future__ import annotations

import pytest

from studio.app.finding import find
from studio.providers import registry

OPERATIONS = tuple(one for one in registry.operations() if not one.spec.twin_of)
MORE = {one.spec.id: registry.entry(one.spec.provider).title for one in OPERATIONS}


def titles(typed: str) -> list[str]:
    return [spec.title for spec in find(OPERATIONS, typed, more=MORE)]


def test_all_words_that_fit_count_and_the_best_title_comes_first() -> None:
    assert titles("seed creature") == ["Make a sprite from a seed"]
    assert titles("edit with words")[0] == "Edit with words"
    assert titles("outline")[0] == "Outline"


def test_other_words_for_the_same_thing_are_found() -> None:
    assert titles("remove bg") == ["Remove background", "Remove the background"]
    assert titles("bigger")[0] == "Resize"
    assert titles("fewer colours")[0] == "Reduce colours"


def test_a_sentence_finds_what_most_of_its_words_mean() -> None:
    assert titles("make my hero run")[0] == "Animate a character"


def test_what_makes_something_comes_before_what_looks_something_up() -> None:
    found = titles("character")
    assert found.index("Animate a character") < found.index("Delete a character")


def test_a_word_that_nothing_knows_does_not_hide_the_rest() -> None:
    assert titles("outline xyzzy")[0] == "Outline"


@pytest.mark.parametrize("typed", ["zzz", "", "   ", "!?"])
def test_nothing_is_found_by_nothing(typed: str) -> None:
    assert titles(typed) == []


def test_the_provider_counts_where_it_is_told() -> None:
    assert {spec.provider for spec in find(OPERATIONS, "pixeldojo", more=MORE)} == {"pixeldojo"}


def test_a_word_of_a_choice_is_found_where_nothing_else_has_it() -> None:
    assert titles("victory") == ["Animate with skeleton"]
