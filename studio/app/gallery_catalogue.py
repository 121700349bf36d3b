"""The gallery's own file: every result a person ever got, what was decided about it, and the boards.

One SQLite file per person, shared by all processes of the studio. Each call is one committed transaction that changes
only what it names, so that two windows never take each other's stars away. Rows outlive their jobs: a request is kept
with its result, so that its settings can be used again. A damaged file is set aside and what can be read is carried
over.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from studio.app.gallery_entry import Board, Entry
from studio.app.takes import Mark
from studio.core.errors import UserError
from studio.core.ids import new_id
from studio.core.words import _
from studio.jobs.schema import UNREADABLE, connect, says_damage

_VERSION = 1
_TABLES = """
CREATE TABLE results (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, operation TEXT NOT NULL, provider TEXT NOT NULL, prompt TEXT NOT NULL,
    words TEXT NOT NULL, seed_sent INTEGER, seed_returned INTEGER, cost TEXT NOT NULL, created REAL NOT NULL,
    project TEXT NOT NULL, job TEXT NOT NULL, folder TEXT NOT NULL, request TEXT NOT NULL, inset TEXT NOT NULL
) STRICT;
CREATE TABLE marks (take TEXT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (take, mark)) STRICT;
CREATE TABLE boards (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE pinned (board TEXT NOT NULL, take TEXT NOT NULL, PRIMARY KEY (board, take)) STRICT;
CREATE TABLE gone (take TEXT PRIMARY KEY) STRICT;
CREATE TABLE imported (file TEXT PRIMARY KEY) STRICT;
"""
_NAMES = ("results", "marks", "boards", "pinned", "gone", "imported")
_FACTS = (
    "id", "title", "operation", "provider", "prompt", "words", "seed_sent", "seed_returned", "cost", "created",
    "project", "job", "folder",
)  # fmt: skip
_ADD = f"""
INSERT INTO results ({", ".join(_FACTS)}, request, inset) VALUES ({", ".join("?" * (len(_FACTS) + 2))})
ON CONFLICT (id) DO UPDATE SET seed_returned = excluded.seed_returned, cost = excluded.cost, created = excluded.created,
    project = iif(excluded.project = '', project, excluded.project),
    folder = iif(excluded.folder = '', folder, excluded.folder)
"""
_LONGEST_NAME = 60


class GalleryTrouble(UserError):
    """The gallery's file could not be read or written; what was asked did not happen."""


class Catalogue:
    """Safe to call from several threads. The file is opened with the first call."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        """What happened to a damaged file, as a sentence; empty when nothing did."""
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._is_closed = False

    def entries(self) -> tuple[Entry, ...]:
        """All results, newest first, with their marks and boards."""
        with self._reading() as connection:
            marks, boards = _sets(connection, "take, mark FROM marks"), _sets(connection, "take, board FROM pinned")
            rows = connection.execute(f"SELECT {', '.join(_FACTS)} FROM results ORDER BY created DESC, id").fetchall()
        known = {mark.value for mark in Mark}
        return tuple(
            Entry(
                **dict(zip(_FACTS, row, strict=True)),
                marks=frozenset(Mark(word) for word in marks.get(row[0], ()) if word in known),
                boards=frozenset(boards.get(row[0], ())),
            )
            for row in rows
        )

    def add(self, results: Iterable[tuple[Entry, str, str]]) -> None:
        """Note results with their requests (JSON) and insets; known ones get what may have changed. Not those that
        were deleted for good. Marks and boards are not touched."""
        with self._writing() as connection:
            gone = {row[0] for row in connection.execute("SELECT take FROM gone")}
            for entry, request, inset in results:
                if entry.id not in gone:
                    facts = tuple(getattr(entry, name) for name in _FACTS)
                    connection.execute(_ADD, (*map(_storable, facts), _storable(request), inset))

    def known(self) -> frozenset[str]:
        """Ids of all results, those that were deleted for good too."""
        with self._reading() as connection:
            rows = connection.execute("SELECT id FROM results UNION SELECT take FROM gone").fetchall()
        return frozenset(row[0] for row in rows)

    def request(self, take_id: str) -> tuple[str, str]:
        """The request (JSON) and the inset of a result. KeyError where none was kept."""
        with self._reading() as connection:
            row = connection.execute("SELECT request, inset FROM results WHERE id = ?", (take_id,)).fetchone()
        if row is None or not row[0]:
            raise KeyError(take_id)
        return str(row[0]), str(row[1])

    def lies_in(self, take_id: str, folder: Path) -> None:
        """From now on the files of the result are in this folder."""
        with self._writing() as connection:
            connection.execute("UPDATE results SET folder = ? WHERE id = ?", (str(folder), take_id))

    def forget(self, ids: Sequence[str]) -> None:
        """These results are deleted for good and never listed again."""
        with self._writing() as connection:
            for take_id in ids:
                connection.execute("INSERT OR IGNORE INTO gone VALUES (?)", (take_id,))
                connection.execute("DELETE FROM results WHERE id = ?", (take_id,))
                connection.execute("DELETE FROM pinned WHERE take = ?", (take_id,))

    def marks(self) -> Mapping[str, frozenset[Mark]]:
        """Marks by take id, of takes that are no results too."""
        known = {mark.value for mark in Mark}
        with self._reading() as connection:
            found = _sets(connection, "take, mark FROM marks")
        return {take: frozenset(Mark(word) for word in words if word in known) for take, words in found.items()}

    def mark(self, ids: Iterable[str], mark: Mark, *, on: bool) -> None:
        """Put a mark on takes or take it off."""
        sql = "INSERT OR IGNORE INTO marks VALUES (?, ?)" if on else "DELETE FROM marks WHERE take = ? AND mark = ?"
        with self._writing() as connection:
            connection.executemany(sql, [(take_id, mark.value) for take_id in ids])

    def take_over(self, file: str, marks: Mapping[str, Iterable[Mark]]) -> None:
        """Put the marks that stood in a file of an earlier version, the first time only."""
        with self._writing() as connection:
            if connection.execute("INSERT OR IGNORE INTO imported VALUES (?)", (file,)).rowcount:
                rows = [(take_id, mark.value) for take_id, found in marks.items() for mark in found]
                connection.executemany("INSERT OR IGNORE INTO marks VALUES (?, ?)", rows)

    def boards(self) -> tuple[Board, ...]:
        """By name."""
        with self._reading() as connection:
            rows = connection.execute("SELECT id, name FROM boards").fetchall()
        return tuple(sorted((Board(*row) for row in rows), key=lambda board: (board.name.casefold(), board.id)))

    def new_board(self, name: str) -> Board:
        """An empty board. UserError for a name that is empty or taken."""
        with self._writing() as connection:
            board = Board(new_id("board"), _free_name(connection, name))
            connection.execute("INSERT INTO boards VALUES (?, ?)", (board.id, board.name))
        return board

    def rename_board(self, board_id: str, name: str) -> None:
        """UserError for a name that is empty or taken by another board."""
        with self._writing() as connection:
            free = _free_name(connection, name, besides=board_id)
            connection.execute("UPDATE boards SET name = ? WHERE id = ?", (free, board_id))

    def delete_board(self, board_id: str) -> None:
        """The results on it stay where they are."""
        with self._writing() as connection:
            connection.execute("DELETE FROM boards WHERE id = ?", (board_id,))
            connection.execute("DELETE FROM pinned WHERE board = ?", (board_id,))

    def pin(self, board_id: str, ids: Iterable[str], *, on: bool) -> None:
        """Put results on a board, or take them off it."""
        sql = "INSERT OR IGNORE INTO pinned VALUES (?, ?)" if on else "DELETE FROM pinned WHERE board = ? AND take = ?"
        with self._writing() as connection:
            connection.executemany(sql, [(board_id, take_id) for take_id in ids])

    def restore_board(self, board: Board, ids: Iterable[str]) -> None:
        """Bring back a board that was deleted, with what lay on it."""
        with self._writing() as connection:
            name = _free_name(connection, board.name, besides=board.id)
            connection.execute("INSERT OR IGNORE INTO boards VALUES (?, ?)", (board.id, name))
            rows = [(board.id, take_id) for take_id in ids]
            connection.executemany("INSERT OR IGNORE INTO pinned VALUES (?, ?)", rows)

    def version(self) -> int:
        """Another number once another process has written."""
        with self._reading() as connection:
            return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """For good: a thread that comes late gets GalleryTrouble."""
        with self._lock:
            self._is_closed = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._opened()
            except (*UNREADABLE, OSError) as error:
                raise _trouble(self.path, error) from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                with contextlib.suppress(sqlite3.Error):
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")

    def _opened(self) -> sqlite3.Connection:
        if self._is_closed:
            raise sqlite3.ProgrammingError(_("it is closed"))
        if self._connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = _open_sound(self.path)
            except UNREADABLE as error:
                if not says_damage(error):
                    raise
                self._connection = self._start_anew()
        return self._connection

    def _start_anew(self) -> sqlite3.Connection:
        aside = self.path.with_name(f"{self.path.stem}.{new_id('damaged')}{self.path.suffix}")
        self.path.replace(aside)
        journal = self.path.with_name(self.path.name + "-journal")
        if journal.exists():
            journal.replace(aside.with_name(aside.name + "-journal"))
        connection = _open_sound(self.path)
        _salvage(aside, connection)
        self.notice = _(
            "The list of the gallery was damaged. It was set aside as {file}, and what could be read was kept."
        ).format(file=aside.name)
        return connection


def _open_sound(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    with contextlib.ExitStack() as unless_sound:
        unless_sound.callback(connection.close)
        answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if answer != "ok":
            raise sqlite3.DatabaseError(answer)
        if connection.execute("PRAGMA user_version").fetchone()[0] < _VERSION:
            _make_tables(connection)
        unless_sound.pop_all()
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have done it between the look and the lock.
    if connection.execute("PRAGMA user_version").fetchone()[0] < _VERSION:
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.execute("COMMIT")


def _salvage(damaged: Path, fresh: sqlite3.Connection) -> None:
    """Copy the rows that can still be read, table by table."""
    with contextlib.closing(sqlite3.connect(damaged)) as source:
        for table in _NAMES:
            with contextlib.suppress(*UNREADABLE):
                for row in source.execute(f"SELECT * FROM {table}"):
                    fresh.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _free_name(connection: sqlite3.Connection, name: str, *, besides: str = "") -> str:
    name = " ".join(name.split())[:_LONGEST_NAME]
    if not name:
        raise UserError(_("A board needs a name."))
    rows = connection.execute("SELECT name FROM boards WHERE id != ?", (besides,))
    if any(row[0].casefold() == name.casefold() for row in rows):
        raise UserError(_("There is a board “{name}” already. Choose another name.").format(name=name))
    return name


def _sets(connection: sqlite3.Connection, what: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, value in connection.execute(f"SELECT {what}"):
        found.setdefault(key, set()).add(value)
    return found


def _storable(value: Any) -> Any:  # noqa: ANN401 - a column's value of any kind
    """What a provider says may hold half a surrogate, which no database takes."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _trouble(path: Path, error: Exception) -> GalleryTrouble:
    return GalleryTrouble(
        _(
            "The list of the gallery in {folder} could not be used ({reason}), so nothing was changed. "
            "Free some space or check the folder, then try again."
        ).format(folder=path.parent, reason=error)
    )
