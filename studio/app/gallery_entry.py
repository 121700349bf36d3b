"""What the gallery knows of each result without opening its pictures, and how results are found among thousands."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from studio.app.results import take_id
from studio.app.takes import Mark
from studio.app.takes_store import moment_in, seed_in
from studio.core.errors import UserError
from studio.core.words import _
from studio.jobs.job import Job
from studio.providers import registry
from studio.providers.errors import Charged
from studio.spec.cost import amount_words

_PROMPTS = ("description", "prompt", "action", "lower", "upper", "style_description", "negative_prompt")
"""Names of the fields in which a person says what is wanted, the most telling first."""
_TYPE = "$"
_WORDLESS = frozenset({"array", "pose", "palette", "size", "date"})
"""Kinds of stored values whose strings are no words of a person."""


@dataclass(frozen=True, slots=True)
class Board:
    """A named collection. The same result may lie on several."""

    id: str
    name: str


@dataclass(frozen=True)
class Entry:
    """One result. `created` is seconds since 1970, UTC; `project` and `folder` are paths, empty where there is none."""

    id: str
    title: str
    operation: str = ""
    provider: str = ""
    prompt: str = ""
    words: str = ""
    """Everything else a person wrote or chose, for the search."""
    seed_sent: int | None = None
    seed_returned: int | None = None
    cost: str = ""
    created: float = 0.0
    project: str = ""
    job: str = ""
    folder: str = ""
    """Where its files lie once its job was cleared from the list."""
    marks: frozenset[Mark] = frozenset()
    boards: frozenset[str] = frozenset()

    @property
    def starred(self) -> bool:
        return Mark.STARRED in self.marks

    @property
    def accepted(self) -> bool:
        return Mark.ACCEPTED in self.marks

    @property
    def discarded(self) -> bool:
        return Mark.DISCARDED in self.marks

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seed sent and, where it is another one, the seed returned."""
        return tuple(dict.fromkeys(seed for seed in (self.seed_sent, self.seed_returned) if seed is not None))

    @cached_property
    def text(self) -> str:
        """All that the search looks at besides the names of boards, made for comparing."""
        parts = (
            self.prompt,
            self.title,
            self.operation,
            provider_title(self.provider),
            self.words,
            " ".join(map(str, self.seeds)),
            day(self.created),
        )
        return "\n".join(parts).casefold()

    def marked(self, mark: Mark, *, on: bool) -> Entry:
        return replace(self, marks=self.marks | {mark} if on else self.marks - {mark})


class Order(StrEnum):
    """How the results stand."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    PROVIDER = "provider"


class Place(StrEnum):
    """Where one looks, besides the boards."""

    ALL = "all"
    PROJECT = "project"
    BIN = "bin"


@dataclass(frozen=True, slots=True)
class Query:
    """What is to be seen. `place` is a value of Place or the id of a board."""

    place: str = Place.ALL
    words: str = ""
    only_starred: bool = False
    order: Order = Order.NEWEST
    project: str = ""
    """Folder of the project in front, for Place.PROJECT."""


def found(entries: Iterable[Entry], query: Query, boards: Sequence[Board] = ()) -> tuple[Entry, ...]:
    """The entries that answer the query, in its order. Every word must occur; what is in the bin shows only there."""
    names = {board.id: board.name for board in boards}
    words = query.words.casefold().split()
    chosen = [
        entry
        for entry in entries
        if _is_in(entry, query) and (entry.starred or not query.only_starred) and _says(entry, words, names)
    ]
    return tuple(sorted(chosen, key=_KEYS[query.order]))


def counts(entries: Iterable[Entry], project: str) -> Mapping[str, int]:
    """How many results lie in each place and on each board, the bin left out of all but itself."""
    found_in = dict.fromkeys((Place.ALL.value, Place.PROJECT.value, Place.BIN.value), 0)
    for entry in entries:
        if entry.discarded:
            found_in[Place.BIN] += 1
            continue
        found_in[Place.ALL] += 1
        found_in[Place.PROJECT] += bool(project) and entry.project == project
        for board in entry.boards:
            found_in[board] = found_in.get(board, 0) + 1
    return found_in


def entry_of_job(job: Job, request: str) -> Entry:
    """What the ledger tells of a job's result. `request` is the stored request, JSON."""
    values = _values(request)
    prompt = next((text for name in _PROMPTS if isinstance(text := values.get(name), str) and text.strip()), "")
    return Entry(
        id=take_id(job.id),
        title=job.title,
        operation=job.operation,
        provider=job.provider,
        prompt=prompt,
        words=", ".join(word for word in _said(job.operation, values) if word != prompt),
        seed_sent=seed_in(job.seed_sent if job.seed_sent is not None else values.get("seed")),
        seed_returned=seed_in(job.seed_returned),
        cost=_cost(job),
        created=job.ended or job.created,
        project=job.origin.project,
        job=job.id,
    )


def entry_of_record(record: Mapping[str, Any], folder: Path, *, project: str = "") -> Entry:
    """What the `take.json` of a kept take tells. KeyError, ValueError, TypeError or OverflowError for one that is
    none."""
    operation = str(record["operation"])
    return Entry(
        id=str(record["id"]),
        title=str(record["title"]),
        operation=operation,
        provider=operation.partition("/")[0],
        words=", ".join(map(str, dict(record.get("request", {})).values())),
        seed_sent=seed_in(record.get("seed_sent")),
        seed_returned=seed_in(record.get("seed_returned")),
        cost=str(record.get("cost", "")),
        created=moment_in(record["created"]),
        project=project,
        folder=str(folder),
    )


def entries_in(folder: Path, *, project: str = "", known: Collection[str] = ()) -> tuple[Entry, ...]:
    """What the kept takes below `folder` tell of themselves; those that cannot be read, and those that are known, are
    passed over."""
    entries: list[Entry] = []
    for path in sorted(folder.glob("*/take.json")):
        if path.parent.name in known:
            continue
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            entries.append(entry_of_record(json.loads(path.read_bytes()), path.parent, project=project))
    return tuple(entries)


def provider_title(provider_id: str) -> str:
    """The provider's name for people; its id where this version does not know it."""
    return next((known.title for known in registry.PROVIDERS if known.id == provider_id), provider_id)


def day(created: float) -> str:
    """The date in this place's time, as people sort it: `2026-03-31`. Empty for what is no date."""
    try:
        return f"{datetime.fromtimestamp(created, UTC).astimezone():%Y-%m-%d}"
    except (ValueError, OverflowError, OSError):
        return ""


def _is_in(entry: Entry, query: Query) -> bool:
    if query.place == Place.BIN:
        return entry.discarded
    if entry.discarded:
        return False
    if query.place == Place.ALL:
        return True
    if query.place == Place.PROJECT:
        return bool(query.project) and entry.project == query.project
    return query.place in entry.boards


def _says(entry: Entry, words: Sequence[str], boards: Mapping[str, str]) -> bool:
    if not words:
        return True
    on = "\n".join(boards.get(board, "") for board in entry.boards).casefold()
    return all(word in entry.text or word in on for word in words)


_KEYS: Mapping[Order, Any] = {
    Order.NEWEST: lambda entry: (-entry.created, entry.id),
    Order.OLDEST: lambda entry: (entry.created, entry.id),
    Order.TITLE: lambda entry: (entry.title.casefold(), -entry.created, entry.id),
    Order.PROVIDER: lambda entry: (provider_title(entry.provider).casefold(), -entry.created, entry.id),
}


def _values(request: str) -> Mapping[str, Any]:
    try:
        values = json.loads(request)["values"]
    except (ValueError, KeyError, TypeError):
        return {}
    return values if isinstance(values, dict) else {}


def _said(operation_id: str, values: Mapping[str, Any]) -> Iterator[str]:
    """What a person wrote or chose, in the order of the form, choices by their titles."""
    try:
        fields = registry.operation(operation_id).spec.fields
    except UserError:  # of another version
        yield from _words(list(values.values()))
        return
    for declared in fields:
        titles = {choice.value: choice.title for choice in declared.choices}
        for word in _words(values.get(declared.name)):
            yield titles.get(word, word)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict) and value.get(_TYPE) not in _WORDLESS:
        for name, item in value.items():
            if name != _TYPE:
                yield from _words(item)


def _cost(job: Job) -> str:
    if job.charged is not None and job.charged.amount != 0:
        return amount_words(job.charged.amount, job.charged.unit)
    return _("free") if job.cost is Charged.NO or job.charged is not None else ""
