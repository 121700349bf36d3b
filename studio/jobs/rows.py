"""How a job is written into the ledger's columns and read back. JSON where a column holds more than one value."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from studio.core.geometry import Box
from studio.jobs.job import Job, KeptAnswer, Origin
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.providers.protocol import Account, Charge
from studio.spec.cost import Quote, Unit

COLUMNS = (
    "id",
    "operation",
    "provider",
    "title",
    "effect",
    "created",
    "state",
    "owner",
    "position",
    "note",
    "started",
    "ended",
    "quoted",
    "charged",
    "cost",
    "seed_sent",
    "seed_returned",
    "error",
    "error_kind",
    "remote_id",
    "origin",
    "answers",
    "retry_of",
    "account",
)
"""As they are read and written; the request stands in a column of its own and is read only when asked for."""


def to_row(job: Job) -> tuple[Any, ...]:
    """Values for COLUMNS."""
    special: dict[str, Any] = {
        "state": job.state.value,
        "cost": job.cost.value,
        "quoted": _dump(_quote_to_json(job.quoted)),
        "charged": _dump(_charge_to_json(job.charged)),
        "origin": _dump(_origin_to_json(job.origin)),
        "answers": _dump([answer_to_json(answer) for answer in job.answers]),
        "account": "" if job.account is None else _dump({"address": job.account.address, "key": job.account.key}),
    }
    values = (special[name] if name in special else getattr(job, name) for name in COLUMNS)
    return tuple(storable(value) if isinstance(value, str) else _in_reach(value) for value in values)


def storable(text: str) -> str:
    """What a provider says may hold half a surrogate, which no database takes."""
    return text.encode("utf-8", "replace").decode()


def checksum(values: tuple[Any, ...] | str) -> int:
    """Of a row or a request. SQLite's own check looks at its pages' structure, not at what stands in them."""
    if isinstance(values, tuple) and len(values) == len(COLUMNS) and not values[-1]:
        values = values[:-1]  # as rows were before that column was there
    return zlib.crc32(repr(values).encode("utf-8", "surrogatepass"))


def from_row(row: tuple[Any, ...]) -> Job:
    """The job; ValueError, KeyError or TypeError when the row was not written by `to_row`."""
    values: dict[str, Any] = dict(zip(COLUMNS, (*row, "") if len(row) == len(COLUMNS) - 1 else row, strict=True))
    values["state"] = State(values["state"])
    values["cost"] = Charged(values["cost"])
    values["quoted"] = quote_from_json(json.loads(values["quoted"]))
    values["charged"] = charge_from_json(json.loads(values["charged"]))
    values["origin"] = _origin_from_json(json.loads(values["origin"]))
    values["account"] = Account(**json.loads(values["account"])) if values["account"] else None
    values["answers"] = tuple(answer_from_json(answer) for answer in json.loads(values["answers"]))
    return Job(**values)


def quote_from_json(value: Mapping[str, Any] | None) -> Quote | None:
    """A price; rows of earlier versions do not say whether it was an estimate."""
    if value is None:
        return None
    return Quote(Decimal(value["amount"]), Unit(value["unit"]), value["text"], exact=value.get("exact", True))


def charge_from_json(value: Mapping[str, str] | None) -> Charge | None:
    """What was paid."""
    return None if value is None else Charge(Decimal(value["amount"]), value["unit"])


def _in_reach(value: object) -> object:
    """A whole number beyond 64 bits, which no database takes either, is none; else its job could never end."""
    return None if isinstance(value, int) and not -(2**63) <= value < 2**63 else value


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _quote_to_json(quote: Quote | None) -> object:
    if quote is None:
        return None
    return {"amount": str(quote.amount), "unit": str(quote.unit), "text": quote.text, "exact": quote.exact}


def _charge_to_json(charge: Charge | None) -> object:
    return None if charge is None else {"amount": str(charge.amount), "unit": charge.unit}


def _origin_to_json(origin: Origin) -> object:
    return {
        "document_id": origin.document_id,
        "sprite_path": origin.sprite_path,
        "layer": origin.layer,
        "frames": list(origin.frames),
        "box": None if origin.box is None else list(origin.box),
        "inset": None if origin.inset is None else list(origin.inset),
        "purpose": origin.purpose,
        "project": origin.project,
    }


def _origin_from_json(value: Mapping[str, Any]) -> Origin:
    return Origin(
        document_id=value["document_id"],
        sprite_path=value["sprite_path"],
        layer=value["layer"],
        frames=tuple(value["frames"]),
        box=None if value["box"] is None else Box(*value["box"]),
        inset=None if value.get("inset") is None else Box(*value["inset"]),
        purpose=value["purpose"],
        project=value.get("project", ""),
    )


def answer_to_json(answer: KeptAnswer) -> object:
    """A kept answer without its bytes."""
    return {
        "file": answer.file,
        "media": answer.media,
        "status": answer.status,
        "headers": dict(answer.headers),
    }


def answer_from_json(value: Mapping[str, Any]) -> KeptAnswer:
    """KeyError or TypeError when it was not written by `answer_to_json`."""
    return KeptAnswer(value["file"], value["media"], value["status"], MappingProxyType(dict(value["headers"])))
