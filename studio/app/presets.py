"""Named fillings of forms, by operation, in one file of the person's own.

Values are plain JSON as the editors of the form write them (see drafts). A change is merged into what the file holds at
that moment, so that two windows do not undo each other; a damaged file is set aside and said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psygnal import Signal

from studio.app.drafts import JsonValue
from studio.core.errors import UserError
from studio.core.files import write_atomic
from studio.core.ids import new_id
from studio.core.words import _

FILE = "presets.json"
SCHEMA = 1
LONGEST_NAME = 60
"""Characters of a name."""

_Kept = dict[str, dict[str, dict[str, JsonValue]]]
"""Values by field, by preset name, by operation id."""


@dataclass(frozen=True, slots=True)
class Preset:
    """One named filling; `values` by field name."""

    name: str
    values: Mapping[str, JsonValue]


class Presets:
    """`changed` carries the id of the operation whose presets are others now; `notice` is said once at the start."""

    changed = Signal(str)

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notice = ""
        self._kept: _Kept = {}
        self._load()

    def of(self, operation_id: str) -> tuple[Preset, ...]:
        """By name, as people sort."""
        known = self._kept.get(operation_id, {})
        return tuple(Preset(name, known[name]) for name in sorted(known, key=str.casefold))

    def save(self, operation_id: str, name: str, values: Mapping[str, JsonValue]) -> Preset:
        """Keep values under a name; a preset of that name is replaced. UserError: nothing has changed."""
        name = checked_name(name)
        self._change(operation_id, lambda known: known.update({name: dict(values)}))
        return Preset(name, self._kept[operation_id][name])

    def rename(self, operation_id: str, old: str, new: str) -> None:
        """UserError for a name that is taken or a preset that is gone; nothing has changed then."""
        new = checked_name(new)

        def renamed(known: dict[str, dict[str, JsonValue]]) -> None:
            if old not in known:
                raise UserError(_("There is no preset “{name}” any more.").format(name=old))
            if new != old and new in known:
                raise UserError(_("There is a preset “{name}” already. Choose another name.").format(name=new))
            known[new] = known.pop(old)

        self._change(operation_id, renamed)

    def remove(self, operation_id: str, name: str) -> None:
        """Forget a preset; nothing happens when it is gone already. UserError when that cannot be written."""
        self._change(operation_id, lambda known: known.pop(name, None))

    def _change(self, operation_id: str, change: Callable[[dict[str, dict[str, JsonValue]]], object]) -> None:
        self._load()
        kept = {one: dict(known) for one, known in self._kept.items()}
        change(kept.setdefault(operation_id, {}))
        document = {"schema": SCHEMA, "presets": {one: known for one, known in kept.items() if known}}
        write_atomic(self._path, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode())
        self._kept = kept
        self.changed.emit(operation_id)

    def _load(self) -> None:
        try:
            self._kept = _parsed(json.loads(self._path.read_bytes()))
        except FileNotFoundError:
            self._kept = {}
        except OSError as error:
            self.notice = _("The presets could not be read: {reason}.").format(reason=error.strerror)
        except (ValueError, KeyError, TypeError, AttributeError):
            self._set_aside()

    def _set_aside(self) -> None:
        aside = self._path.with_name(f"{self._path.stem}.{new_id('damaged')}{self._path.suffix}")
        try:
            self._path.replace(aside)
        except OSError as error:
            self.notice = _("The presets are damaged and could not be set aside: {reason}.").format(
                reason=error.strerror
            )
        else:
            self.notice = _("The presets were damaged. They were set aside as {file}.").format(file=aside.name)


def checked_name(name: str) -> str:
    """The name without spaces around it; UserError for none, or one that is too long."""
    name = " ".join(name.split())
    if not name:
        raise UserError(_("A preset needs a name."))
    if len(name) > LONGEST_NAME:
        raise UserError(_("A name has at most {count} characters.").format(count=LONGEST_NAME))
    return name


def _parsed(document: Any) -> _Kept:  # noqa: ANN401 - parsed JSON
    return {
        str(operation): {str(name): dict(values) for name, values in known.items()}
        for operation, known in document["presets"].items()
    }
