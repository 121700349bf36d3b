"""Answers that are lists or a few facts, as rows for people: balances, models, usage, jobs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from studio.core.errors import BadAnswer
from studio.core.words import _
from studio.providers.protocol import Answer

Row = Mapping[str, Any]


def table_in(answer: Answer) -> tuple[Row, ...]:
    """The rows of an answer that is a list, or an object holding one list; else its facts as one row.

    Facts inside facts get dotted names. BadAnswer when it is no JSON list or object.
    """
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise _unreadable(answer) from error
    if isinstance(document, Mapping):
        lists = [part for part in document.values() if isinstance(part, list)]
        return _rows(lists[0]) if len(lists) == 1 and _is_table(lists[0]) else (flat(document),)
    if isinstance(document, list):
        return _rows(document)
    raise _unreadable(answer)


def flat(document: Mapping[str, Any]) -> Row:
    """The facts of an object, those inside other objects under dotted names."""
    facts: dict[str, Any] = {}
    for name, value in document.items():
        if isinstance(value, Mapping):
            facts |= {f"{name}.{inner}": part for inner, part in flat(value).items()}
        else:
            facts[name] = value
    return facts


def amount_of(value: object) -> Decimal | None:
    """A number of credits or the like; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    amount = Decimal(str(value))
    return amount if amount.is_finite() else None


def _rows(entries: list[Any]) -> tuple[Row, ...]:
    return tuple(flat(entry) if isinstance(entry, Mapping) else {"value": entry} for entry in entries)


def _is_table(entries: list[Any]) -> bool:
    return not entries or any(isinstance(entry, Mapping) for entry in entries)


def _unreadable(answer: Answer) -> BadAnswer:
    excerpt = answer.body[:200].decode("utf-8", "replace")
    sentence = _("The answer is not readable.") + " " + _("It was kept; nothing is lost.")
    return BadAnswer(sentence, status=answer.status, excerpt=excerpt)
