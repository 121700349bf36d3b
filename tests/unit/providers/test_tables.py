"""Lists and facts as rows, in whichever shape they come."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from studio.core.errors import BadAnswer
from studio.providers.protocol import Answer
from studio.providers.tables import amount_of, table_in


def rows(document: object) -> list[dict[str, object]]:
    return [dict(row) for row in table_in(Answer(json.dumps(document).encode()))]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([{"id": 1}, {"id": 2}], [{"id": 1}, {"id": 2}]),
        ({"models": [{"id": 1, "price": {"usd": 2}}], "total": 1}, [{"id": 1, "price.usd": 2}]),
        ({"models": []}, []),
        ([], []),
        (["sdxl", 7], [{"value": "sdxl"}, {"value": 7}]),
        (
            {"total": 3, "period": {"from": "a", "to": {"day": 1}}},
            [{"total": 3, "period.from": "a", "period.to.day": 1}],
        ),
        ({"id": 1, "tags": ["a", "b"]}, [{"id": 1, "tags": ["a", "b"]}]),
        ({"a": [{"id": 1}], "b": [{"id": 2}]}, [{"a": [{"id": 1}], "b": [{"id": 2}]}]),
        ({}, [{}]),
    ],
)
def test_rows(document: object, expected: list[dict[str, object]]) -> None:
    assert rows(document) == expected


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": ', b"7", b'"text"', b"null", b"[" * 100_000])
def test_what_is_no_list_and_no_object_is_kept_and_told(body: bytes) -> None:
    with pytest.raises(BadAnswer, match="kept"):
        table_in(Answer(body))


@pytest.mark.parametrize(
    ("value", "amount"),
    [(20, Decimal(20)), (0.5, Decimal("0.5")), (True, None), ("20", None), (None, None), (float("nan"), None)],
)
def test_amounts_are_numbers(value: object, amount: Decimal | None) -> None:
    assert amount_of(value) == amount
