"""What each form was sent with, newest first, so that any of it can be had back with the sprite that is in front now.

Only values as the form's editors write them: a picture is where it came from, not its pixels. Takes bring back the
very pictures; this outlives them, and the list of jobs. A damaged file is forgotten, never an error.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from psygnal import Signal

from studio.app.drafts import LONGEST, JsonValue
from studio.core.errors import UserError
from studio.core.files import write_atomic
from studio.core.words import _
from studio.spec.field import Kind
from studio.spec.operation import OperationSpec

log = logging.getLogger(__name__)

FILE = "sent-forms.json"
SCHEMA = 1
MOST = 30
"""Requests that are kept of one operation."""
_LABEL = 48
"""Characters of a request's name in a list."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """One filling as it was sent. `when` is seconds since 1970, `seed` the one that went with it."""

    values: Mapping[str, JsonValue]
    when: float
    seed: int | None = None


class SentForms:
    """`changed` carries the id of the operation something was sent for."""

    changed = Signal(str)

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sent: dict[str, tuple[SentForm, ...]] = {}
        self._read()

    def of(self, operation_id: str) -> tuple[SentForm, ...]:
        """Newest first; the same filling stands in it once."""
        return self._sent.get(operation_id, ())

    def words(self, operation_id: str, field: str) -> tuple[str, ...]:
        """What stood in a field of words, newest first, each once."""
        told = (sent.values.get(field) for sent in self.of(operation_id))
        return tuple(dict.fromkeys(text for text in told if isinstance(text, str) and text))

    def note(self, operation_id: str, values: Mapping[str, JsonValue], *, when: float, seed: int | None) -> None:
        """Something was sent. A file that cannot be written costs the memory, not the work."""
        self._read()  # what another window sent meanwhile stays
        kept = {name: value for name, value in values.items() if not (isinstance(value, str) and len(value) > LONGEST)}
        others = tuple(one for one in self.of(operation_id) if dict(one.values) != kept)
        self._sent[operation_id] = (SentForm(kept, when, seed), *others)[:MOST]
        self._write()
        self.changed.emit(operation_id)

    def _write(self) -> None:
        forms = {
            operation: [{"values": dict(one.values), "when": one.when, "seed": one.seed} for one in sent]
            for operation, sent in self._sent.items()
        }
        try:
            write_atomic(self._path, json.dumps({"schema": SCHEMA, "forms": forms}, ensure_ascii=False).encode())
        except UserError as error:
            log.info("sent forms are not kept: %s", error)

    def _read(self) -> None:
        try:
            forms = json.loads(self._path.read_bytes())["forms"]
            self._sent = {
                str(operation): tuple(
                    SentForm(dict(one["values"]), float(one["when"]), one["seed"]) for one in sent[:MOST]
                )
                for operation, sent in forms.items()
            }
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.info("sent forms are forgotten: %s", error)


def label_of(spec: OperationSpec, sent: SentForm) -> str:
    """A request in a few words: what was written into it, else what was chosen."""
    written = (sent.values.get(one.name) for one in spec.form_fields if one.kind is Kind.TEXT)
    words = next((" ".join(text.split()) for text in written if isinstance(text, str) and text.strip()), "")
    words = words or _chosen(spec, sent) or spec.title
    return words if len(words) <= _LABEL else words[: _LABEL - 1].rstrip() + "…"


def _chosen(spec: OperationSpec, sent: SentForm) -> str:
    told = []
    for declared in spec.form_fields:
        value = sent.values.get(declared.name)
        if declared.kind is Kind.CHOICE and isinstance(value, str):
            told.append(declared.choice_title(value))
        elif declared.kind is Kind.FLAG and value is True:
            told.append(declared.title)
        elif declared.kind in (Kind.INTEGER, Kind.NUMBER) and value is not None and value != declared.default:
            told.append(_("{field} {value}").format(field=declared.title, value=value))
    return ", ".join(told[:3])
