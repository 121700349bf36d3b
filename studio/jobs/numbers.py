"""Numbers that providers gave, so that none is taken for another job's: a list of what was made lately also names what
the person has cleared."""

from __future__ import annotations

import json
import sqlite3

from studio.jobs.rows import COLUMNS

TABLE = """
CREATE TABLE numbers (provider TEXT NOT NULL, number TEXT NOT NULL) STRICT;
"""
_IN_RECORD = COLUMNS.index("remote_id")


def of(connection: sqlite3.Connection, provider: str) -> frozenset[str]:
    """Of jobs and of the calls of plans, on the list and off it."""
    there = connection.execute(
        "SELECT number FROM numbers WHERE provider = ? UNION SELECT remote_id FROM jobs WHERE provider = ?",
        (provider, provider),
    )
    known = {str(row[0]) for row in there.fetchall()}
    calls = connection.execute(
        "SELECT record FROM calls JOIN jobs ON jobs.id = calls.plan WHERE jobs.provider = ?", (provider,)
    )
    return frozenset(known.union(_number(row[0]) for row in calls.fetchall()) - {""})


def set_down(connection: sqlite3.Connection) -> None:
    """Write down those of the jobs of the table `gone`, and of their calls, before their rows are taken away."""
    given = "SELECT provider, remote_id FROM jobs WHERE remote_id != '' AND id IN (SELECT id FROM gone)"
    connection.execute(f"INSERT INTO numbers {given}")
    calls = "SELECT provider, record FROM calls JOIN jobs ON jobs.id = plan WHERE plan IN (SELECT id FROM gone)"
    rows = [(provider, _number(record)) for provider, record in connection.execute(calls).fetchall()]
    connection.executemany("INSERT INTO numbers VALUES (?, ?)", [row for row in rows if row[1]])


def _number(record: str) -> str:
    return str(json.loads(record)[_IN_RECORD])
