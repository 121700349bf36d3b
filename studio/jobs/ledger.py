"""The ledger: every wish is committed here before a byte leaves, every remote id before the first poll.

One SQLite file per person (`journal_mode=DELETE, synchronous=EXTRA`), shared by all processes of the studio. A damaged
file is set aside, what can be read of it is carried over, and `notices` says so. A move is a compare-and-set on the
old state, so two processes can never both make it.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.core.errors import UserError
from studio.core.words import _, ngettext
from studio.jobs.job import Job
from studio.jobs.rows import COLUMNS, checksum, from_row, to_row
from studio.jobs.states import ENDED, check_transition

SCHEMA_VERSION = 1
_BUSY_SECONDS = 5.0
# A damaged schema can put bytes that are no UTF-8 into the very message of SQLite's error.
_UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)

_CREATE = """
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
_NAMES = ", ".join(COLUMNS)
_WHOLE = f"{_NAMES}, row_check, request, request_check"
_SELECT_WHOLE = f"SELECT {_WHOLE} FROM jobs"
_INSERT = f"INSERT INTO jobs ({_WHOLE}) VALUES ({', '.join('?' * (len(COLUMNS) + 3))})"
_UPDATE = f"UPDATE jobs SET {', '.join(f'{name} = ?' for name in COLUMNS)}, row_check = ?"
_ENDED_VALUES = tuple(sorted(state.value for state in ENDED))
_ENDED_MARKS = ", ".join("?" * len(_ENDED_VALUES))


class LedgerTrouble(UserError):
    """The ledger could not be read or written; what was to be announced in it did not happen."""


class JobMoved(LedgerTrouble):
    """Another process moved or took over the job in the meantime."""


class Ledger:
    """All jobs of this person. Safe to call from several threads; each call is one committed transaction."""

    def __init__(self, path: Path) -> None:
        """Open or create it. LedgerTrouble when it cannot be used at all or comes from a newer version."""
        self.path = path
        self.notices: tuple[str, ...] = ()
        self._lock = threading.Lock()
        self._connection = self._open()

    def add(self, job: Job, request: str) -> None:
        """Commit a new job with its request (JSON)."""
        with self._transaction() as connection:
            connection.execute(_INSERT, _with_checks(to_row(job), request))

    def move(self, old: Job, new: Job) -> None:
        """Commit what became of a job. Same state: its facts change; other state: a legal move.

        Raises IllegalTransition, and JobMoved when the ledger no longer says `old.state` and `old.owner`.
        """
        if new.state is not old.state:
            check_transition(old.state, new.state)
        row = to_row(new)
        with self._transaction() as connection:
            cursor = connection.execute(
                f"{_UPDATE} WHERE id = ? AND state = ? AND owner = ?",
                (*row, checksum(row), old.id, old.state.value, old.owner),
            )
            if cursor.rowcount != 1:
                raise JobMoved(_("Another window of the studio took over “{title}”.").format(title=old.title))

    def take_over(self, dead_owner: str, owner: str) -> tuple[Job, ...]:
        """Give the open jobs of a process that is gone to `owner`; those that were won, oldest first."""
        with self._transaction() as connection:
            rows = connection.execute(
                f"SELECT {_NAMES} FROM jobs WHERE owner = ? AND state NOT IN ({_ENDED_MARKS}) ORDER BY created",
                (dead_owner, *_ENDED_VALUES),
            ).fetchall()
            won = tuple(replace(from_row(row), owner=owner) for row in rows)
            for job in won:
                row = to_row(job)
                connection.execute(f"{_UPDATE} WHERE id = ?", (*row, checksum(row), job.id))
        return won

    def remove(self, ids: Sequence[str]) -> None:
        """Take ended jobs off the list; open ones stay."""
        with self._transaction() as connection:
            connection.executemany(
                f"DELETE FROM jobs WHERE id = ? AND state IN ({_ENDED_MARKS})",
                [(job_id, *_ENDED_VALUES) for job_id in ids],
            )

    def jobs(self) -> tuple[Job, ...]:
        """All jobs, oldest first."""
        return tuple(from_row(row) for row in self._read(f"SELECT {_NAMES} FROM jobs ORDER BY created, rowid"))

    def owners(self) -> tuple[str, ...]:
        """Processes that open jobs belong to."""
        rows = self._read(
            f"SELECT DISTINCT owner FROM jobs WHERE state NOT IN ({_ENDED_MARKS}) ORDER BY owner", _ENDED_VALUES
        )
        return tuple(row[0] for row in rows)

    def request(self, job_id: str) -> str:
        """The request of a job, as JSON. KeyError when there is no such job."""
        rows = self._read("SELECT request FROM jobs WHERE id = ?", (job_id,))
        if not rows:
            raise KeyError(job_id)
        return str(rows[0][0])

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self._open_sound()
        except OSError as error:
            raise _unusable(self.path, error) from error
        except _UNREADABLE as error:
            if _says_damage(error):
                return self._start_anew()
            raise _unusable(self.path, error) from error

    def _open_sound(self) -> sqlite3.Connection:
        connection = _connect(self.path)
        try:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            _bring_up_to_date(connection, self.path)
            if not all(map(_is_whole, connection.execute(_SELECT_WHOLE))):
                raise sqlite3.DatabaseError("a row does not match its checksum")
        except BaseException:
            connection.close()
            raise
        return connection

    def _start_anew(self) -> sqlite3.Connection:
        """Set the damaged file aside and carry over the rows that can still be read."""
        aside = self.path.with_name(f"{self.path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}{self.path.suffix}")
        try:
            self.path.replace(aside)
            journal = self.path.with_name(self.path.name + "-journal")
            if journal.exists():
                journal.replace(aside.with_name(aside.name + "-journal"))
            connection = self._open_sound()
        except (sqlite3.Error, OSError) as error:
            raise _unusable(self.path, error) from error
        saved = _salvage(aside, connection)
        self.notices = (
            _("The list of jobs was damaged. It was set aside as {file}.").format(file=aside.name)
            + " "
            + ngettext("{count} job could be read from it.", "{count} jobs could be read from it.", saved).format(
                count=saved
            ),
        )
        return connection

    def _read(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise _unusable(self.path, error) from error

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._connection
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise _unusable(self.path, error) from error
            finally:
                if connection.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    # Damaged text is to be found by its checksum, not to raise.
    connection.text_factory = _lenient
    try:
        # DELETE and EXTRA: a commit survives the loss of power, the directory entry of the journal included.
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = EXTRA")
    except _UNREADABLE:
        connection.close()
        raise
    return connection


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA_VERSION:
        return
    if version > SCHEMA_VERSION:
        raise LedgerTrouble(
            _("The list of jobs in {path} was written by a newer Sprite Studio. Use that version.").format(path=path)
        )
    if version > 0:
        shutil.copy2(path, path.with_name(f"{path.stem}.version-{version}{path.suffix}"))
    # Another process may have done it between the look and the lock.
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        for statement in filter(str.strip, _CREATE.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def _salvage(damaged: Path, fresh: sqlite3.Connection) -> int:
    """Copy every row that still reads as a job; how many."""
    saved = 0
    with contextlib.closing(sqlite3.connect(damaged)) as source, contextlib.suppress(*_UNREADABLE):
        source.text_factory = _lenient
        for row in source.execute(_SELECT_WHOLE):
            if _is_whole(row):
                saved += fresh.execute(_INSERT.replace("INSERT", "INSERT OR IGNORE", 1), row).rowcount
    return saved


def _lenient(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _says_damage(error: Exception) -> bool:
    """Whether the file itself is at fault, rather than the disk, the rights or another process."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA)


def _with_checks(row: tuple[Any, ...], request: str) -> tuple[Any, ...]:
    return (*row, checksum(row), request, checksum(request))


def _is_whole(whole: tuple[Any, ...]) -> bool:
    row, request = whole[: len(COLUMNS)], whole[-2]
    return whole == _with_checks(row, request)


def _unusable(path: Path, error: Exception) -> LedgerTrouble:
    return LedgerTrouble(
        _(
            "The list of jobs in {folder} could not be used ({reason}), so nothing was sent. "
            "Free some space or check the folder, then try again."
        ).format(folder=path.parent, reason=error)
    )
