"""The ledger: every wish is committed here before a byte leaves, every remote id before the first poll.

One SQLite file per person (`journal_mode=DELETE, synchronous=EXTRA`), shared by all processes of the studio. A damaged
file is set aside, what can be read of it is carried over, and `notices` says so. A move is a compare-and-set on the
old state, so two processes can never both make it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from studio.core.errors import UserError
from studio.core.ids import new_id
from studio.core.paths import ONLY_FOR_ITS_OWNER
from studio.core.words import _, ngettext
from studio.jobs import call_rows, numbers
from studio.jobs.job import Job
from studio.jobs.plans import PlannedCall
from studio.jobs.rows import checksum, from_row, to_row
from studio.jobs.schema import (
    INSERT,
    NAMES,
    UNREADABLE,
    UPDATE,
    NewerVersion,
    open_sound,
    salvage,
    says_damage,
    with_checks,
)
from studio.jobs.spending import QUOTED, set_down, spent_in
from studio.jobs.states import ENDED, check_transition
from studio.spec.cost import Quote, Unit, amount_words

_ENDED_VALUES = tuple(sorted(state.value for state in ENDED))
_ENDED_MARKS = ", ".join("?" * len(_ENDED_VALUES))


class LedgerTrouble(UserError):
    """The ledger could not be read or written; what was to be announced in it did not happen."""


class JobMoved(LedgerTrouble):
    """Another process moved or took over the job in the meantime."""


class OverBudget(UserError):
    """The wish would spend more than the project allows; it was not put into the queue.

    `needed` is what the budget with `provider` would have to be, in its unit; None where the price is not known.
    """

    def __init__(self, message: str, *, provider: str = "", needed: Decimal | None = None) -> None:
        super().__init__(message)
        self.provider = provider
        self.needed = needed


class Cleared(NamedTuple):
    """What a job cost that is off the list. `ended` is in seconds since 1970, UTC; 0 where nobody knows."""

    project: str
    provider: str
    unit: str
    amount: Decimal
    ended: float


class Ledger:
    """All jobs of this person. Safe to call from several threads; each call is one committed transaction."""

    def __init__(self, path: Path) -> None:
        """Open or create it. LedgerTrouble when it cannot be used at all or comes from a newer version."""
        self.path = path
        self.notices: tuple[str, ...] = ()
        self._lock = threading.Lock()
        self._connection = self._open()

    def add(
        self, job: Job, request: str, *, limit: Decimal | None = None, calls: Sequence[tuple[PlannedCall, str]] = ()
    ) -> None:
        """Commit a new job with its request (JSON), and where it is a plan its calls with theirs.

        OverBudget when its quote and all that its project spent or reserved with this provider in that unit come to
        more than `limit`; looked up in the same transaction, so that wishes made at once cannot pass it together.
        """
        with self._transaction() as connection:
            if limit is not None and job.quoted is not None:
                _check_budget(connection, job, job.quoted, limit)
            connection.execute(INSERT, with_checks(to_row(job), request))
            for call, asked in calls:
                call_rows.insert(connection, call, asked)

    def calls(self, job_id: str) -> tuple[PlannedCall, ...]:
        """The calls of a plan, in order; none for any other job."""
        with self._reading() as connection:
            return call_rows.calls_of(connection, job_id)

    def call_request(self, call: PlannedCall) -> str:
        """What a call of a plan asks for, as JSON."""
        with self._reading() as connection:
            return call_rows.request_of(connection, call)

    def move_call(self, plan: Job, old: PlannedCall, new: Job, *, request: str | None = None) -> None:
        """Commit what became of a call of `plan`; `request` when what it asks for is known only now.

        Raises IllegalTransition, and JobMoved when the plan is no longer ours or the call not in its old state.
        """
        if new.state is not old.state:
            check_transition(old.state, new.state)
        with self._transaction() as connection:
            if not call_rows.move(connection, plan, old, new=new, request=request):
                raise JobMoved(_("Another window of the studio took over “{title}”.").format(title=plan.title))

    def move(self, old: Job, new: Job) -> None:
        """Commit what became of a job. Same state: its facts change; other state: a legal move.

        Raises IllegalTransition, and JobMoved when the ledger no longer says `old.state` and `old.owner`.
        """
        if new.state is not old.state:
            check_transition(old.state, new.state)
        row = to_row(new)
        with self._transaction() as connection:
            cursor = connection.execute(
                f"{UPDATE} WHERE id = ? AND state = ? AND owner = ?",
                (*row, checksum(row), old.id, old.state.value, old.owner),
            )
            if cursor.rowcount != 1:
                raise JobMoved(_("Another window of the studio took over “{title}”.").format(title=old.title))

    def take_over(self, dead_owner: str, owner: str) -> tuple[Job, ...]:
        """Give the open jobs of a process that is gone to `owner`; those that were won, oldest first."""
        with self._transaction() as connection:
            rows = connection.execute(
                f"SELECT {NAMES} FROM jobs WHERE owner = ? AND state NOT IN ({_ENDED_MARKS}) ORDER BY created",
                (dead_owner, *_ENDED_VALUES),
            ).fetchall()
            won = tuple(replace(from_row(row), owner=owner) for row in rows)
            for job in won:
                row = to_row(job)
                connection.execute(f"{UPDATE} WHERE id = ?", (*row, checksum(row), job.id))
        return won

    def remove(self, ids: Sequence[str]) -> None:
        """Take ended jobs off the list; open ones stay. What they cost still counts."""
        with self._transaction() as connection:
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS gone (id TEXT PRIMARY KEY)")
            connection.execute("DELETE FROM gone")
            connection.executemany("INSERT OR IGNORE INTO gone VALUES (?)", ((job_id,) for job_id in ids))
            ended = f"SELECT id FROM jobs WHERE state IN ({_ENDED_MARKS})"
            connection.execute(f"DELETE FROM gone WHERE id NOT IN ({ended})", _ENDED_VALUES)
            set_down(connection)
            numbers.set_down(connection)
            for table, key in (("calls", "plan"), ("jobs", "id")):
                connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT id FROM gone)")

    def spent(self, project: str, provider: str, unit: str) -> Decimal:
        """What a project has spent or reserved with a provider, in that unit."""
        with self._reading() as connection:
            return spent_in(connection, project, provider, unit)

    def numbers(self, provider: str) -> frozenset[str]:
        """The numbers that a provider gave to jobs and calls, also of those that are off the list."""
        with self._reading() as connection:
            return numbers.of(connection, provider)

    def cleared(self) -> tuple[Cleared, ...]:
        """What the jobs cost that are off the list, in the order in which they were taken off."""
        rows = self._read("SELECT project, provider, unit, amount, ended FROM spent ORDER BY rowid")
        paid = (row for row in rows if not row[2].startswith(QUOTED))
        return tuple(Cleared(row[0], row[1], row[2], Decimal(row[3]), row[4]) for row in paid)

    def jobs(self) -> tuple[Job, ...]:
        """All jobs, oldest first."""
        return tuple(from_row(row) for row in self._read(f"SELECT {NAMES} FROM jobs ORDER BY created, rowid"))

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

    def salt(self) -> bytes:
        """What the keys of accounts are made with; the same for all processes on this computer."""
        return bytes.fromhex(self._read("SELECT value FROM facts WHERE name = 'salt'")[0][0])

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(mode=ONLY_FOR_ITS_OWNER, parents=True, exist_ok=True)
            return open_sound(self.path)
        except NewerVersion as error:
            raise LedgerTrouble(
                _("The list of jobs in {path} was written by a newer Sprite Studio. Use that version.").format(
                    path=self.path
                )
            ) from error
        except OSError as error:
            raise _unusable(self.path, error) from error
        except UNREADABLE as error:
            if says_damage(error):
                return self._start_anew()
            raise _unusable(self.path, error) from error

    def _start_anew(self) -> sqlite3.Connection:
        """Set the damaged file aside and carry over the rows that can still be read."""
        aside = self.path.with_name(f"{self.path.stem}.{new_id('damaged')}{self.path.suffix}")
        try:
            self.path.replace(aside)
            journal = self.path.with_name(self.path.name + "-journal")
            if journal.exists():
                journal.replace(aside.with_name(aside.name + "-journal"))
            connection = open_sound(self.path)
        except (sqlite3.Error, OSError) as error:
            raise _unusable(self.path, error) from error
        saved = salvage(aside, connection)
        self.notices = (
            _("The list of jobs was damaged. It was set aside as {file}.").format(file=aside.name)
            + " "
            + ngettext("{count} job could be read from it.", "{count} jobs could be read from it.", saved).format(
                count=saved
            )
            + " "
            + _("Results that had come are still in the folder beside it; fetch what was under way by its number."),
        )
        return connection

    def _read(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._reading() as connection:
            return connection.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
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
                with contextlib.suppress(sqlite3.Error):
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")


def _check_budget(connection: sqlite3.Connection, job: Job, quoted: Quote, limit: Decimal) -> None:
    if quoted.unit is Unit.UNKNOWN:
        raise OverBudget(
            _(
                "The price of “{title}” is not known, so the budget cannot be kept. Take the budget away to send it."
            ).format(title=job.title),
            provider=job.provider,
        )
    spent = spent_in(connection, job.origin.project, job.provider, quoted.unit)
    needed = spent + quoted.amount
    if needed > limit:
        raise OverBudget(
            _(
                "“{title}” for {price} would pass the budget by {over}: "
                "{spent} of the budget of {limit} are spent or reserved. Raise the budget, or cancel what waits."
            ).format(
                title=job.title,
                price=replace(quoted, text=""),
                over=amount_words(needed - limit, quoted.unit),
                spent=spent,
                limit=amount_words(limit, quoted.unit),
            ),
            provider=job.provider,
            needed=needed,
        )


def _unusable(path: Path, error: Exception) -> LedgerTrouble:
    return LedgerTrouble(
        _(
            "The list of jobs in {folder} could not be used ({reason}), so nothing was sent. "
            "Free some space or check the folder, then try again."
        ).format(folder=path.parent, reason=error)
    )
