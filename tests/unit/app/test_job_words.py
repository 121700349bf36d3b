"""The words of a request, from what the ledger holds."""

from __future__ import annotations

import json

import pytest

from studio.app.job_words import words_asked


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"prompt": "a knight\n with a  plume", "action": "walk"}, "a knight with a plume"),
        ({"description": "", "action": "walk"}, "walk"),
        ({"description": None, "lower": "sand", "upper": "sea"}, "sand"),
        ({"image": {"$": "array", "shape": [1, 1, 4], "file": "x"}, "seed": 7}, ""),
    ],
)
def test_the_most_telling_field_is_told_on_one_line(values: object, words: str) -> None:
    assert words_asked(json.dumps({"format": 1, "values": values})) == words


@pytest.mark.parametrize("request_text", ["", "{", "[]", '{"values": 3}', '{"values": null}'])
def test_what_cannot_be_read_has_no_words(request_text: str) -> None:
    assert words_asked(request_text) == ""
