"""What a `result.json` of an earlier run says: which operation it was, with which values, as which job."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.core.errors import BadFile
from studio.core.files import read_bytes
from studio.core.words import _

_LARGEST = 16 * 1024 * 1024


def operation_in(path: Path) -> str:
    """The id of the operation; BadFile when no run wrote this file."""
    return str(account_in(path)["operation"])


def account_in(path: Path) -> Mapping[str, Any]:
    """What the file says, with `operation`, `job` and `asked`; BadFile when no run wrote it."""
    data = read_bytes(path)
    try:
        told = json.loads(data) if len(data) <= _LARGEST else {}
    except ValueError:
        told = {}
    if not isinstance(told, dict) or not isinstance(told.get("asked"), dict) or not told.get("operation"):
        raise BadFile(_("{path} is no result.json that a run wrote.").format(path=path))
    return told
