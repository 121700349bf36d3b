"""The values of an earlier run: byte for byte from the ledger, else from the words that `result.json` holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.app.fitting import unpadded
from studio.cli import flags
from studio.cli.accounted import account_in
from studio.cli.errors import WrongUse
from studio.cli.ledger import opened_ledger
from studio.core import paths
from studio.core.words import _
from studio.jobs.requests import decode
from studio.jobs.results import ResultStore
from studio.spec.field import Field, FieldValue, Kind
from studio.spec.operation import Operation


def values_of(path: Path, operation: type[Operation]) -> Mapping[str, FieldValue]:
    """By field name. WrongUse when the file is of another operation."""
    told = account_in(path)
    if told["operation"] != operation.spec.id:
        raise WrongUse(
            _("{path} is of {there}, not of {here}.").format(path=path, there=told["operation"], here=operation.spec.id)
        )
    kept = _kept(str(told.get("job", "")), operation)
    return _typed_again(told["asked"], operation) if kept is None else kept.values


def _kept(job_id: str, operation: type[Operation]) -> Operation | None:
    """The request as the ledger holds it, pictures included; None when it is no longer there."""
    with opened_ledger() as ledger:
        job = next((job for job in ledger.jobs() if job.id == job_id), None)
        request = None if job is None else ledger.request(job_id)
    if job is None or request is None:
        return None
    return unpadded(decode(request, operation, ResultStore(paths.data_dir() / "results")), job.origin.inset)


def _typed_again(asked: Mapping[str, Any], operation: type[Operation]) -> dict[str, FieldValue]:
    typed = {
        declared.name: _words(declared, asked[declared.name])
        for declared in operation.spec.fields
        if asked.get(declared.name) is not None
    }
    return flags.values(operation.spec, typed)


def _words(declared: Field, told: Any) -> FieldValue:  # noqa: ANN401 - parsed JSON
    """As it would be typed after the flag."""
    if isinstance(told, bool):
        return told
    if isinstance(told, dict):
        return f"{told.get('width')}x{told.get('height')}"
    if isinstance(told, list):
        if declared.kind is Kind.SIZE:
            return "x".join(map(str, told))
        return tuple(map(str, told))
    return str(told)
