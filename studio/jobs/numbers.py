"""Numbers that providers gave, so that none is taken for another job's: a list of what was made lately also names what
the person has cleared."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

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


def set_down(connection: sqlite3.Connection, ids: Collection[str]) -> None:
    """Write down those of jobs, and of their calls, before their rows are taken away."""
    jobs = connection.execute("SELECT id, provider, remote_id FROM jobs").fetchall()
    calls = connection.execute("SELECT plan, record FROM calls").fetchall()
    given = {job_id: (provider, number) for job_id, provider, number in jobs if job_id in ids}
    of_calls = [(given[plan][0], _number(record)) for plan, record in calls if plan in given]
    rows = [row for row in (*given.values(), *of_calls) if row[1]]
    connection.executemany("INSERT INTO numbers VALUES (?, ?)", rows)


def _number(record: str) -> str:
    return str(json.loads(record)[_IN_RECORD])
