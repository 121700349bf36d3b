"""The ledger's file: its tables, how it came to them, and what can be read of a damaged one."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from studio.jobs import call_rows, numbers
from studio.jobs.rows import COLUMNS, checksum

_BUSY_SECONDS = 5.0
# A damaged schema can put bytes that are no UTF-8 into the very message of SQLite's error.
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)

_VERSION_1 = """
CREATE TABLE jobs (
    id TEXT PRIMARY KEY, operation TEXT NOT NULL, provider TEXT NOT NULL, title TEXT NOT NULL, effect TEXT NOT NULL,
    created REAL NOT NULL, state TEXT NOT NULL, owner TEXT NOT NULL, position REAL NOT NULL, note TEXT NOT NULL,
    started REAL, ended REAL, quoted TEXT NOT NULL, charged TEXT NOT NULL, cost TEXT NOT NULL,
    seed_sent INTEGER, seed_returned INTEGER, error TEXT NOT NULL, error_kind TEXT NOT NULL, remote_id TEXT NOT NULL,
    origin TEXT NOT NULL, answers TEXT NOT NULL, retry_of TEXT NOT NULL, row_check INTEGER NOT NULL,
    request TEXT NOT NULL, request_check INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state);
"""
_VERSION_2 = """
CREATE TABLE spent (project TEXT NOT NULL, unit TEXT NOT NULL, amount TEXT NOT NULL) STRICT;
"""
# What was spent before the provider was written down counts for each.
_VERSION_3 = """
ALTER TABLE spent ADD COLUMN provider TEXT NOT NULL DEFAULT '';
"""
_VERSION_4 = """
CREATE TABLE calls (
    plan TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, carried INTEGER NOT NULL, wanted INTEGER,
    state TEXT NOT NULL, record TEXT NOT NULL, request TEXT NOT NULL, call_check INTEGER NOT NULL,
    PRIMARY KEY (plan, number)
) STRICT;
"""
# When it was spent, for what was spent today; 0 where that was not written down.
_VERSION_5 = """
ALTER TABLE spent ADD COLUMN ended REAL NOT NULL DEFAULT 0;
"""
# The account that a job was sent under, and what keeps the keys of accounts from being looked up anywhere.
_VERSION_6 = """
ALTER TABLE jobs ADD COLUMN account TEXT NOT NULL DEFAULT '';
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO facts VALUES ('salt', lower(hex(randomblob(32))));
"""
MIGRATIONS = (_VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4, _VERSION_5, _VERSION_6, numbers.TABLE)
"""What leads from each version to the next; the version is kept in `user_version`."""

NAMES = ", ".join(COLUMNS)
_WHOLE = f"{NAMES}, row_check, request, request_check"
SELECT_WHOLE = f"SELECT {_WHOLE} FROM jobs"
INSERT = f"INSERT INTO jobs ({_WHOLE}) VALUES ({', '.join('?' * (len(COLUMNS) + 3))})"
UPDATE = f"UPDATE jobs SET {', '.join(f'{name} = ?' for name in COLUMNS)}, row_check = ?"


class NewerVersion(Exception):
    """The file was written by a version of the studio that is not known here."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection whose commits survive the loss of power; transactions are begun and ended by hand."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    # Damaged text is to be found by its checksum, not to raise.
    connection.text_factory = _lenient
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        # EXTRA also syncs the folder once the journal is gone.
        connection.execute("PRAGMA synchronous = EXTRA")
    except UNREADABLE:
        connection.close()
        raise
    return connection


def open_sound(path: Path) -> sqlite3.Connection:
    """A connection to a whole and current ledger, made where there is none; one of UNREADABLE when it is damaged."""
    connection = connect(path)
    with contextlib.ExitStack() as unless_sound:
        unless_sound.callback(connection.close)
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        _bring_up_to_date(connection, path)
        sound = all(map(_is_whole, connection.execute(SELECT_WHOLE)))
        if not sound or not all(map(call_rows.is_whole, connection.execute(call_rows.SELECT_ALL))):
            raise sqlite3.DatabaseError("a row does not match its checksum")
        unless_sound.pop_all()
    return connection


def says_damage(error: Exception) -> bool:
    """Whether the file itself is at fault, rather than the disk, the rights or another process."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA)


def salvage(damaged: Path, fresh: sqlite3.Connection) -> int:
    """Copy every job and call that still matches its checksum, and all that was spent; how many jobs."""
    saved = 0
    with contextlib.closing(sqlite3.connect(damaged)) as source:
        source.text_factory = _lenient
        with contextlib.suppress(*UNREADABLE):
            for row in source.execute(_as_columns_are(SELECT_WHOLE, source, "jobs", account="''")):
                if _is_whole(row):
                    saved += fresh.execute(INSERT.replace("INSERT", "INSERT OR IGNORE", 1), row).rowcount
        with contextlib.suppress(*UNREADABLE):
            wanted = "SELECT project, unit, amount, provider, ended FROM spent"
            for row in source.execute(_as_columns_are(wanted, source, "spent", ended="0.0")):
                fresh.execute("INSERT INTO spent VALUES (?, ?, ?, ?, ?)", row)
        with contextlib.suppress(*UNREADABLE):
            for row in source.execute(call_rows.SELECT_ALL):
                if call_rows.is_whole(row):
                    fresh.execute(call_rows.INSERT.replace("INSERT", "INSERT OR IGNORE", 1), row)
        with contextlib.suppress(*UNREADABLE):
            for row in source.execute("SELECT name, value FROM facts"):
                fresh.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", row)
        with contextlib.suppress(*UNREADABLE):
            for row in source.execute("SELECT provider, number FROM numbers"):
                fresh.execute("INSERT INTO numbers VALUES (?, ?)", row)
    return saved


def with_checks(row: tuple[Any, ...], request: str) -> tuple[Any, ...]:
    """Values for INSERT."""
    return (*row, checksum(row), request, checksum(request))


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version == len(MIGRATIONS):
        return
    if version > len(MIGRATIONS):
        raise NewerVersion
    if version > 0:
        shutil.copy2(path, path.with_name(f"{path.stem}.version-{version}{path.suffix}"))
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have done it between the look and the lock.
    for script in MIGRATIONS[_version(connection) :]:
        for statement in filter(str.strip, script.split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")


def _as_columns_are(select: str, source: sqlite3.Connection, table: str, **later: str) -> str:
    """The query for a file that may be of an earlier version: `later` says what stands for a column it has not got."""
    there = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
    for name, value in later.items():
        if name not in there:
            select = re.sub(rf"\b{name}\b", f"{value} AS {name}", select)
    return select


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _is_whole(whole: tuple[Any, ...]) -> bool:
    row, request = whole[: len(COLUMNS)], whole[-2]
    return whole == with_checks(row, request)


def _lenient(text: bytes) -> str:
    return text.decode("utf-8", "replace")
