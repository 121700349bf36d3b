"""The ledger's rows of the calls of plans: written in one piece, each with a checksum of its own."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import Any

from studio.jobs.job import Job
from studio.jobs.plans import PlannedCall
from studio.jobs.rows import checksum, from_row, to_row

_NAMES = "plan, number, name, carried, wanted, state, record, request"
SELECT_ALL = f"SELECT {_NAMES}, call_check FROM calls"
INSERT = f"INSERT INTO calls ({_NAMES}, call_check) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def is_whole(row: tuple[Any, ...]) -> bool:
    """Whether a row of SELECT_ALL is as it was written."""
    return bool(row[-1] == checksum(row[:-1]))


def insert(connection: sqlite3.Connection, call: PlannedCall, request: str) -> None:
    """Write a new row."""
    connection.execute(INSERT, _row(call, request))


def calls_of(connection: sqlite3.Connection, plan: str) -> tuple[PlannedCall, ...]:
    """The rows of a plan, in order; none for a job that is no plan."""
    rows = connection.execute(f"SELECT {_NAMES} FROM calls WHERE plan = ? ORDER BY number", (plan,)).fetchall()
    return tuple(_call(row) for row in rows)


def request_of(connection: sqlite3.Connection, call: PlannedCall) -> str:
    """What the call asks for, as JSON."""
    row = connection.execute("SELECT request FROM calls WHERE plan = ? AND number = ?", (call.plan, call.number))
    return str(row.fetchone()[0])


def move(connection: sqlite3.Connection, plan: Job, old: PlannedCall, *, new: Job, request: str | None) -> bool:
    """Write what became of a call, and with `request` what it asks for now; False when it is no longer ours or is
    not in the state of `old` any more."""
    kept = request_of(connection, old) if request is None else request
    row = _row(replace(old, job=new), kept)
    cursor = connection.execute(
        "UPDATE calls SET state = ?, record = ?, request = ?, call_check = ? WHERE plan = ? AND number = ? "
        "AND state = ? AND EXISTS (SELECT 1 FROM jobs WHERE id = ? AND owner = ?)",
        (*row[5:], old.plan, old.number, old.state.value, plan.id, plan.owner),
    )
    return cursor.rowcount == 1


def _row(call: PlannedCall, request: str) -> tuple[Any, ...]:
    record = json.dumps(to_row(call.job), ensure_ascii=False)
    values = (call.plan, call.number, call.name, call.carried, call.wanted, call.state.value, record, request)
    return (*values, checksum(values))


def _call(row: tuple[Any, ...]) -> PlannedCall:
    plan, number, name, carried, wanted, _state, record, _request = row
    return PlannedCall(plan, number, from_row(tuple(json.loads(record))), name, carried, wanted)
