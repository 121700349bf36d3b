"""What counts as JSON in an answer: as much as the standard library takes, whichever reader goes first."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.providers.documents import read_document

_FAULTS = (json.JSONDecodeError, UnicodeDecodeError)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.booleans())
def test_it_reads_what_the_standard_library_reads(value: object, escaped: bool) -> None:
    body = json.dumps(value, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    assert repr(read_document(body)) == repr(json.loads(body))


@given(st.binary(max_size=40))
def test_of_any_bytes_it_makes_the_same_or_the_same_fault(body: bytes) -> None:
    try:
        expected = repr(json.loads(body))
    except _FAULTS:
        with pytest.raises(_FAULTS):
            read_document(body)
    else:
        assert repr(read_document(body)) == expected


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"a": "\\ud800"}', {"a": "\ud800"}),
        (b'{"a": 1e999}', {"a": math.inf}),
        (b'{"a": 123456789012345678901234567890}', {"a": 123456789012345678901234567890}),
        ('{"a": "\u00fc"}'.encode("utf-16"), {"a": "\u00fc"}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
    ],
)
def test_what_the_strict_reader_does_not_take_is_read_all_the_same(body: bytes, value: object) -> None:
    assert read_document(body) == value


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": ', b"{'a': 1}", b"\xff\xfe\xff"])
def test_what_is_no_json_is_said(body: bytes) -> None:
    with pytest.raises(_FAULTS):
        read_document(body)


def test_too_deep_a_nesting_ends_in_an_error_that_is_expected() -> None:
    with pytest.raises((RecursionError, *_FAULTS)):
        read_document(b"[" * 200_000)
