"""The file behind the settings: JSON, replaced whole, and merged so that two windows do not undo each other.

    {"schema": 1, "settings": {"room.name": value}, "memory": {"name": value}}

A file that cannot be read is set aside under a name of its own and said; keys of newer versions are written back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from studio.core.files import write_atomic
from studio.core.ids import new_id
from studio.core.words import _

SCHEMA = 1

Values = Mapping[str, Any]


class Stored(NamedTuple):
    """What the file holds. `notice` is a sentence for the person, empty when all was well."""

    settings: Values
    memory: Values
    notice: str = ""


def read(path: Path) -> Stored:
    """The stored values; a missing file holds none, a damaged one is set aside."""
    try:
        content = _parse(path)
    except FileNotFoundError:
        return Stored({}, {})
    except OSError as error:
        return Stored({}, {}, _("The settings could not be read: {reason}.").format(reason=error.strerror))
    except ValueError:
        return Stored({}, {}, _set_aside(path))
    return Stored(_values(content, "settings"), _values(content, "memory"))


def update(path: Path, *, settings: Values, memory: Values) -> None:
    """Put these values into the file; None takes one out. UserError when it cannot be written."""
    try:
        content = _parse(path)
    except (OSError, ValueError):
        content = {}
    content["schema"] = SCHEMA
    for part, changes in (("settings", settings), ("memory", memory)):
        merged = {**_values(content, part), **changes}
        content[part] = {name: value for name, value in merged.items() if value is not None}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomic(path, text.encode() + b"\n")


def _parse(path: Path) -> dict[str, Any]:
    content = json.loads(path.read_bytes())
    if not isinstance(content, dict):
        raise ValueError("not an object")  # noqa: TRY004 - a damaged file, whatever is wrong with it
    return content


def _values(content: Mapping[str, Any], part: str) -> Values:
    values = content.get(part)
    return values if isinstance(values, dict) else {}


def _set_aside(path: Path) -> str:
    aside = path.with_name(f"{path.stem}.{new_id('damaged')}{path.suffix}")
    try:
        path.replace(aside)
    except OSError as error:
        return _("The settings are damaged and could not be set aside: {reason}.").format(reason=error.strerror)
    return _("The settings were damaged. They were set aside as {file}, and the defaults are used.").format(
        file=aside.name
    )
