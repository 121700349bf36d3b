"""What each form held when it was last used, so that it comes back filled in.

Values are plain JSON as the form's editors write them. Pictures are not kept, only where they came from (`frame`,
`take ...`). A draft is a convenience: a damaged file is forgotten, never an error.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from studio.core.errors import UserError
from studio.core.files import write_atomic

log = logging.getLogger(__name__)

FILE = "drafts.json"
SCHEMA = 1
LONGEST = 20_000
"""Characters of one text that are kept."""

JsonValue: TypeAlias = Any
"""Anything `json` reads and writes."""


class Drafts:
    """The last values by operation id, and the operation that was in front. Written when `keep` is called."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._operation = ""
        self._forms: dict[str, dict[str, JsonValue]] = {}
        self._read()

    @property
    def operation(self) -> str:
        """Id of the operation that was in front last; empty at first."""
        return self._operation

    def of(self, operation_id: str) -> Mapping[str, JsonValue]:
        """Drafts by field name; empty for a form that was never used."""
        return self._forms.get(operation_id, {})

    def keep(self, operation_id: str, values: Mapping[str, JsonValue]) -> None:
        """Remember a form and that it is in front. A file that cannot be written costs the memory, not the work."""
        kept = {name: value for name, value in values.items() if not (isinstance(value, str) and len(value) > LONGEST)}
        if self._operation == operation_id and self._forms.get(operation_id) == kept:
            return
        self._operation = operation_id
        self._forms[operation_id] = kept
        self._write()

    def _write(self) -> None:
        document = {"schema": SCHEMA, "operation": self._operation, "forms": self._forms}
        try:
            write_atomic(self._path, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode())
        except UserError as error:
            log.info("drafts are not kept: %s", error)

    def _read(self) -> None:
        try:
            document = json.loads(self._path.read_bytes())
            forms = {str(name): dict(values) for name, values in document["forms"].items()}
            operation = str(document["operation"])
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.info("drafts are forgotten: %s", error)
            return
        self._operation, self._forms = operation, forms
