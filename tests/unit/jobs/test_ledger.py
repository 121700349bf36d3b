"""The ledger on disk: what it keeps, what it refuses, what happens when it is damaged."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from studio.core.geometry import Box
from studio.jobs.job import Job, KeptAnswer, Origin
from studio.jobs.ledger import JobMoved, Ledger, LedgerTrouble, OverBudget
from studio.jobs.plans import PlannedCall
from studio.jobs.rows import COLUMNS, checksum, to_row
from studio.jobs.schema import MIGRATIONS
from studio.jobs.states import IllegalTransition, State
from studio.providers.errors import Charged
from studio.providers.protocol import Account, Charge
from studio.spec.cost import Quote, Unit

JOB = Job("job-1", "scripted/x", "scripted", "X “ü”", "pays", 1.5, owner="me", position=2.0)
FULL = replace(
    JOB,
    id="job-2",
    state=State.DONE,
    note="fine",
    started=2.0,
    ended=3.25,
    quoted=Quote(Decimal("0.10"), Unit.USD, "a square", exact=False),
    charged=Charge(Decimal("0.1000"), "usd"),
    cost=Charged.YES,
    seed_sent=2**31 - 1,
    seed_returned=7,
    error="none",
    error_kind="Offline",
    remote_id="r-1",
    origin=Origin("doc", "hero.aseprite", "layer-1", ("frame-1", "frame-2"), Box(-1, 2, 3, 4), "inpaint"),
    answers=(KeptAnswer("ab.json", "application/json", 201, MappingProxyType({"x": "y"})),),
    retry_of="job-0",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.mark.parametrize("job", [JOB, FULL])
def test_a_job_is_read_back_by_the_next_process(path: Path, job: Job) -> None:
    ledger = Ledger(path)
    ledger.add(job, '{"prompt": "ü"}')
    ledger.close()
    again = Ledger(path)
    assert again.jobs() == (job,)
    assert again.request(job.id) == '{"prompt": "ü"}'
    again.close()


def test_it_survives_the_loss_of_power(path: Path) -> None:
    ledger = Ledger(path)
    ledger.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()
    assert ledger.path.read_bytes()[18:20] == b"\x01\x01", "a file of WAL mode says 2 here"


def test_only_legal_moves_from_the_known_state_are_committed(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add(JOB, "{}")
    with pytest.raises(IllegalTransition):
        ledger.move(JOB, replace(JOB, state=State.DONE))
    sent = replace(JOB, state=State.SUBMITTING, started=9.0)
    ledger.move(JOB, sent)
    with pytest.raises(JobMoved, match="X “ü”"):
        ledger.move(JOB, sent)
    assert ledger.jobs() == (sent,)
    ledger.close()


def test_a_dead_process_hands_over_its_open_jobs_once(path: Path) -> None:
    ledger, other = Ledger(path), Ledger(path)
    ledger.add(JOB, "{}")
    ledger.add(FULL, "{}")
    assert ledger.owners() == ("me",)
    assert ledger.take_over("me", "you") == (replace(JOB, owner="you"),)
    assert other.take_over("me", "them") == ()
    assert {job.id: job.owner for job in other.jobs()} == {"job-1": "you", "job-2": "me"}
    with pytest.raises(JobMoved):
        ledger.move(JOB, replace(JOB, state=State.SUBMITTING))
    ledger.close()
    other.close()


def test_open_jobs_cannot_be_removed(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add(JOB, "{}")
    ledger.add(FULL, "{}")
    ledger.remove([JOB.id, FULL.id])
    assert ledger.jobs() == (JOB,)
    with pytest.raises(KeyError):
        ledger.request(FULL.id)
    ledger.close()


@pytest.mark.parametrize("percent", range(0, 100, 5))
def test_a_damaged_ledger_is_set_aside_and_said(path: Path, percent: int) -> None:
    ledger = Ledger(path)
    for number in range(40):
        ledger.add(replace(JOB, id=f"job-{number}"), "x" * 500)
    ledger.close()
    data = bytearray(path.read_bytes())
    at = len(data) * percent // 100
    data[at : at + 200] = bytes(byte ^ 0xDA for byte in data[at : at + 200])
    path.write_bytes(data)

    opened = Ledger(path)
    aside = list(path.parent.glob("ledger.damaged-*.sqlite"))
    if aside:
        assert aside[0].read_bytes() == data
        assert aside[0].name in opened.notices[0]
        assert f"{len(opened.jobs())} job" in opened.notices[0]
    else:
        assert len(opened.jobs()) == 40, "what is not set aside is whole"
    opened.add(replace(JOB, id="job-new"), "{}")
    opened.close()


def test_a_file_that_is_no_ledger_is_set_aside(path: Path) -> None:
    path.write_bytes(b"not a database" * 100)
    ledger = Ledger(path)
    assert ledger.jobs() == ()
    assert "damaged" in ledger.notices[0]
    assert "fetch what was under way by its number" in ledger.notices[0]
    ledger.close()


def test_a_ledger_of_a_newer_version_is_left_alone(path: Path) -> None:
    Ledger(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LedgerTrouble, match="newer Sprite Studio"):
        Ledger(path)
    assert path.read_bytes() == before


def test_a_ledger_of_the_first_version_is_brought_up_to_date_beside_a_backup(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(f"{MIGRATIONS[0]}; PRAGMA user_version = 1;")
    _insert_as_before(connection, FULL)
    connection.commit()
    connection.close()
    before = path.read_bytes()
    ledger = Ledger(path)
    assert ledger.jobs() == (FULL,)
    assert ledger.spent("", FULL.provider, "usd") == Decimal("0.1")
    ledger.close()
    assert (path.parent / "ledger.version-1.sqlite").read_bytes() == before


@pytest.mark.parametrize("damaged", [False, True])
def test_what_a_ledger_of_the_fourth_version_had_spent_still_counts(path: Path, *, damaged: bool) -> None:
    connection = sqlite3.connect(path)
    connection.executescript("".join(MIGRATIONS[:4]) + "PRAGMA user_version = 4;")
    _insert_as_before(connection, FULL)
    connection.execute("INSERT INTO spent VALUES ('/art/quest', 'usd', '0.5', 'another')")
    if damaged:
        connection.execute("UPDATE jobs SET title = 'changed by the disk'")
    connection.commit()
    connection.close()
    ledger = Ledger(path)
    assert ledger.cleared() == (("/art/quest", "another", "usd", Decimal("0.5"), 0.0),)
    assert bool(ledger.notices) is damaged
    ledger.close()


@pytest.mark.parametrize("damaged", [False, True])
def test_the_jobs_of_a_ledger_of_the_fifth_version_are_of_no_known_account(path: Path, *, damaged: bool) -> None:
    connection = sqlite3.connect(path)
    connection.executescript("".join(MIGRATIONS[:5]) + "PRAGMA user_version = 5;")
    _insert_as_before(connection, FULL)
    _insert_as_before(connection, JOB)
    call = json.dumps(to_row(replace(JOB, id="job-2.0"))[:-1])
    values = ("job-2", 0, "South", 0, None, "queued", call, "{}")
    connection.execute("INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, checksum(values)))
    if damaged:
        connection.execute("UPDATE jobs SET title = 'changed by the disk' WHERE id = 'job-1'")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    ledger = Ledger(path)
    assert ledger.jobs() == ((FULL,) if damaged else (FULL, JOB))
    assert [call.job for call in ledger.calls("job-2")] == [replace(JOB, id="job-2.0")]
    sent = replace(FULL, id="job-3", account=Account("https://x.invalid/v1", "12ab"))
    ledger.add(sent, "{}")
    ledger.close()
    again = Ledger(path)
    assert again.jobs()[-1] == sent
    again.close()
    assert damaged or (path.parent / "ledger.version-5.sqlite").read_bytes() == before


def test_what_makes_the_keys_of_accounts_is_drawn_once(tmp_path: Path) -> None:
    one, other = Ledger(tmp_path / "one.sqlite"), Ledger(tmp_path / "other.sqlite")
    beside = Ledger(tmp_path / "one.sqlite")
    assert one.salt() == beside.salt() != other.salt()
    assert len(one.salt()) == 32
    one.add(JOB, "{}")
    salt = one.salt()
    for ledger in (one, other, beside):
        ledger.close()
    with sqlite3.connect(tmp_path / "one.sqlite") as connection:
        connection.execute("UPDATE jobs SET title = 'changed by the disk'")
    connection.close()
    rescued = Ledger(tmp_path / "one.sqlite")
    assert rescued.notices
    assert rescued.salt() == salt, "else every job would count as that of another account"
    rescued.close()


def test_a_changed_account_is_found_out(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add(replace(JOB, account=Account("https://x.invalid/v1", "12ab")), "{}")
    ledger.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE jobs SET account = ''")
    connection.close()
    again = Ledger(path)
    assert again.notices
    again.close()


def test_what_was_spent_counts_also_when_the_job_is_off_the_list(path: Path) -> None:
    ledger = Ledger(path)
    project = Origin(project="/art/quest")
    price = Quote(Decimal("0.3"), Unit.USD)
    open_job = replace(JOB, quoted=price, origin=project)
    ended = [
        replace(FULL, id="charged", quoted=price, charged=Charge(Decimal("0.25"), "usd"), origin=project),
        replace(FULL, id="maybe", quoted=price, charged=None, cost=Charged.MAYBE, origin=project),
        replace(FULL, id="free", quoted=price, charged=None, cost=Charged.NO, origin=project),
        replace(FULL, id="elsewhere", quoted=price, origin=Origin(project="/art/other")),
        replace(FULL, id="other", quoted=price, origin=project, provider="another"),
    ]
    for job in (open_job, *ended):
        ledger.add(job, "{}")
    assert ledger.spent("/art/quest", JOB.provider, "usd") == Decimal("0.85")
    ledger.remove([job.id for job in ended])
    assert ledger.spent("/art/quest", JOB.provider, "usd") == Decimal("0.85")
    assert ledger.cleared()[0] == ("/art/quest", JOB.provider, "usd", Decimal("0.25"), FULL.ended)
    with pytest.raises(OverBudget, match=r"pass the budget by 0\.15 USD: 0\.85 of the budget of 1 USD") as refused:
        ledger.add(replace(open_job, id="more"), "{}", limit=Decimal(1))
    assert (refused.value.provider, refused.value.needed) == (JOB.provider, Decimal("1.15"))
    with pytest.raises(OverBudget, match="is not known, so the budget cannot be kept"):
        ledger.add(replace(open_job, id="who knows", quoted=Quote(Decimal(0), Unit.UNKNOWN)), "{}", limit=Decimal(9))
    ledger.add(replace(open_job, id="more"), "{}", limit=Decimal("1.15"))
    ledger.close()


def test_wishes_made_at_once_cannot_pass_the_budget_together(path: Path) -> None:
    ledgers = [Ledger(path) for _ in range(4)]
    job = replace(JOB, quoted=Quote(Decimal(1), Unit.CREDITS))

    def wish(number: int) -> bool:
        try:
            ledgers[number % 4].add(replace(job, id=f"job-{number}"), "{}", limit=Decimal(10))
        except OverBudget:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(wish, range(50))) == 10
    assert len(ledgers[0].jobs()) == 10
    for ledger in ledgers:
        ledger.close()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LedgerTrouble, match="nothing was sent"):
        Ledger(tmp_path / "file" / "ledger.sqlite")


def _insert_as_before(connection: sqlite3.Connection, job: Job) -> None:
    """A row as it was written when there was no column for accounts."""
    row = to_row(job)[:-1]
    names = ", ".join((*COLUMNS[:-1], "row_check", "request", "request_check"))
    values = (*row, checksum(row), "{}", checksum("{}"))
    connection.execute(f"INSERT INTO jobs ({names}) VALUES ({', '.join('?' * len(values))})", values)


def test_a_budget_in_dollars_is_used_up_by_a_subscription_that_pays_with_generations(path: Path) -> None:
    ledger = Ledger(path)
    paid = replace(FULL, quoted=Quote(Decimal("0.3"), Unit.USD), charged=Charge(Decimal(3), "generations"))
    for name in ("first", "second"):
        ledger.add(replace(paid, id=name), "{}")
    for _look in range(2):
        assert ledger.spent("", paid.provider, "usd") == Decimal("0.6")
        assert ledger.spent("", paid.provider, "generations") == 6
        with pytest.raises(OverBudget):
            ledger.add(replace(JOB, id="third", quoted=paid.quoted), "{}", limit=Decimal("0.8"))
        ledger.remove(["first"])
    assert [(entry.unit, entry.amount) for entry in ledger.cleared()] == [("generations", Decimal(3))]
    ledger.close()


def test_what_was_spent_can_be_asked_while_another_process_writes(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add(FULL, "{}")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert ledger.spent("", FULL.provider, "usd") == Decimal("0.1")
        other.execute("ROLLBACK")
    ledger.close()


@pytest.mark.parametrize("project", ["", "/art/“quest” \\ 1", "/art/half \udcff", '", "project": "/art'])
def test_each_project_has_sums_of_its_own(path: Path, project: str) -> None:
    ledger = Ledger(path)
    for number, folder in enumerate((project, project, "/else", '/art", "project": "')):
        quoted = Quote(Decimal(number + 1), Unit.CREDITS)
        ledger.add(replace(JOB, id=f"job-{number}", quoted=quoted, origin=Origin(project=folder)), "{}")
    assert ledger.spent(project, JOB.provider, "credits") == 3
    assert ledger.spent("/else", JOB.provider, "credits") == 3
    assert ledger.spent(project, "another", "credits") == 0
    ledger.close()


@pytest.mark.parametrize("damaged", [False, True])
def test_the_numbers_of_jobs_stay_known_when_they_are_off_the_list(path: Path, *, damaged: bool) -> None:
    ledger = Ledger(path)
    plan = replace(FULL, id="plan", remote_id="")
    call = PlannedCall("plan", 0, replace(FULL, id="plan.0", remote_id="r-2"))
    ledger.add(FULL, "{}")
    ledger.add(plan, "{}", calls=[(call, "{}")])
    ledger.add(replace(JOB, id="open", remote_id="r-3"), "{}")
    ledger.add(replace(FULL, id="elsewhere", provider="another", remote_id="x-1"), "{}")
    before = ledger.numbers(JOB.provider)
    ledger.remove([job.id for job in ledger.jobs()])
    ledger.close()
    if damaged:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE jobs SET title = 'other'")
    again = Ledger(path)
    assert before == {"r-1", "r-2", "r-3"}
    assert again.numbers(JOB.provider) == (before - {"r-3"} if damaged else before)
    assert again.calls("plan") == ()
    again.close()


@pytest.mark.parametrize(("told", "kept"), [(2**63 - 1, 2**63 - 1), (2**63, None), (-(2**63), -(2**63)), (2**64, None)])
def test_a_seed_that_no_database_takes_keeps_no_result_from_its_job(path: Path, told: int, kept: int | None) -> None:
    ledger = Ledger(path)
    ledger.add(replace(FULL, seed_returned=told), "{}")
    ledger.close()
    again = Ledger(path)
    assert [job.seed_returned for job in again.jobs()] == [kept]
    again.close()
