"""What services list of the work they did lately, read tolerantly: their documents say little about its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from studio.providers.remote import Listed

_TIMES = ("created_at", "created", "timestamp")


def rows_in(document: object) -> Iterator[Mapping[str, Any]]:
    """The entries of a list that is the document itself, or stands in it under any key."""
    parts = document.values() if isinstance(document, Mapping) else (document,)
    for part in parts:
        if isinstance(part, list):
            yield from (row for row in part if isinstance(row, Mapping))


def listed(row: Mapping[str, Any], *id_keys: str) -> Iterator[Listed]:
    """The entry, where its id and its time can be read; without a time nothing tells it from an older one."""
    found = next((row[key] for key in id_keys if isinstance(row.get(key), str) and row[key]), None)
    made = next((moment for key in _TIMES if (moment := _moment(row.get(key))) is not None), None)
    if found is not None and made is not None:
        yield Listed(found, made)


def _moment(value: object) -> float | None:
    """Seconds since 1970; a time without a zone is UTC."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
