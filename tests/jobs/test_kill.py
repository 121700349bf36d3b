"""A studio that is killed over and over: nothing is paid twice, nothing paid is forgotten."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from studio.jobs.ledger import Ledger
from studio.jobs.results import ResultStore
from studio.jobs.states import State

ROOT = Path(__file__).parents[2]
WISHES = 60


def test_killed_at_any_moment_nothing_is_paid_twice_or_forgotten(tmp_path: Path) -> None:
    draw = random.Random(7)
    kills = 0
    while not _run(tmp_path, opened=draw.random() < 0.8, lines=draw.randrange(1, 30)):
        kills += 1
        assert kills < 100, "it never comes to an end"
    assert kills >= 5

    unknown = _check_books(tmp_path)
    assert unknown <= 3 * kills + WISHES // 5, "at most what was being sent at a kill, and what was lost on the way"


def _check_books(folder: Path) -> int:
    """Compare the till with the ledger; how many jobs are left for the person to judge."""
    paid = Counter(int(line) for line in (folder / "till").read_text().split())
    ledger = Ledger(folder / "ledger.sqlite")
    jobs = {job.seed_sent: job for job in ledger.jobs()}
    ledger.close()
    assert ledger.notices == ()
    assert sorted(seed for seed in jobs if seed) == list(range(1, WISHES + 1)), "every wish is there once"
    assert {seed: count for seed, count in paid.items() if count > 1} == {}, "paid twice"
    forgotten = [seed for seed in paid if jobs[seed].state not in (State.DONE, State.UNKNOWN)]
    assert forgotten == []
    results = ResultStore(folder / "results")
    for seed, job in jobs.items():
        if job.state is State.DONE:
            assert paid[seed] == 1
            assert f'"pixel": [{seed},' in results.read(job.files[-1]).decode()
    return sum(job.state is State.UNKNOWN for job in jobs.values())


def test_two_windows_side_by_side_share_the_work_without_doing_it_twice(tmp_path: Path) -> None:
    """A second window, with no wishes of its own, lives beside the buying one; either may be killed."""
    draw = random.Random(11)
    for _round in range(8):
        with _shop(tmp_path, WISHES) as buying, _shop(tmp_path, 0) as beside:
            first, second = (buying, beside) if draw.random() < 0.5 else (beside, buying)
            _read(first, draw.randrange(5, 60))
            first.kill()
            _read(second, draw.randrange(1, 60))
            second.kill()
    assert _run(tmp_path, opened=True, lines=10**9)
    _check_books(tmp_path)


def test_a_full_disk_sends_nothing_and_loses_nothing(tmp_path: Path) -> None:
    """A limit on the size of any file stands in for the disk: SQLite meets it in the middle of its own writes."""
    for limit in range(0, 120_000, 6_000):
        folder = tmp_path / str(limit)
        folder.mkdir()
        command = [sys.executable, "-c", FILL, str(folder), str(limit)]
        said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
        ledger = Ledger(folder / "ledger.sqlite")
        assert ledger.notices == ()
        assert [job.id for job in ledger.jobs()] == said
        ledger.close()


FILL = """
import resource, signal, sys
from pathlib import Path
from studio.core.errors import UserError
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
folder, limit = Path(sys.argv[1]), int(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
said = []
try:
    ledger = Ledger(folder / "ledger.sqlite")
    for number in range(40):
        ledger.add(Job(f"job-{number}", "x/y", "x", "X", "pays", float(number), owner="me"), "r" * 3000)
        said.append(f"job-{number}")
except UserError:
    pass
sys.stdout.write(" ".join(said))
"""


def _run(folder: Path, *, opened: bool, lines: int) -> bool:
    """Start the shop and kill it after so many lines, counted from `open` or from the start; True when it came to its
    end before."""
    with _shop(folder, WISHES) as shop:
        assert shop.stdout is not None
        while opened and shop.stdout.readline() not in (b"open\n", b""):
            pass
        for _ in range(lines):
            if not shop.stdout.readline():
                assert shop.wait() == 0
                return True
        shop.send_signal(signal.SIGKILL)
    return False


def _shop(folder: Path, wishes: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.jobs.shop", str(folder), str(wishes)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)


def _read(shop: subprocess.Popen[bytes], lines: int) -> None:
    """Until so many lines were said or it ended."""
    assert shop.stdout is not None
    for _ in range(lines):
        if not shop.stdout.readline():
            return
