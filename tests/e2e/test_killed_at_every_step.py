"""A studio that is killed at each step of buying over a real network: nothing is paid twice, nothing paid is lost."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice, product
from pathlib import Path
from typing import NamedTuple

import pytest

from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from studio.providers.bundle import unpack
from tests.contract.corner_shop import inline, picture, shop_at
from tests.servers.base import ApiServer, Reply, Seen

ROOT = Path(__file__).parents[2]
MEMORY = Path("/dev/shm")
TOKEN = "canary-e2e"
KILLS = 208
WISHES = 3
"""New ones at each start."""


class Step(NamedTuple):
    """Where a studio is killed: so long after a request of that kind arrived at the service."""

    kind: str
    seconds: float


STEPS = tuple(product(("paint", "jobs", "files", "start"), (0.0, 0.001, 0.002, 0.004, 0.006, 0.01, 0.015, 0.03)))


class Service:
    """Takes money. Seeds decide: at once or as a job, the picture in the answer or in a file, the answer lost."""

    def __init__(self, server: ApiServer) -> None:
        self._server = server
        self.paid: Counter[int] = Counter()
        self.lost: set[int] = set()
        self._asked: Counter[int] = Counter()
        self._trap: tuple[Step, int] | None = None
        self._lock = threading.Lock()

    def set_trap(self, step: Step, process: int) -> None:
        """Kill that process at that step."""
        self._trap = (step, process)
        self._spring("start")

    def answer(self, seen: Seen) -> Reply:
        kind = seen.path.split("/")[1]
        with self._lock:
            reply = {"paint": self._paint, "jobs": self._job, "files": self._file}[kind](seen)
        self._spring(kind)
        return reply

    def _paint(self, seen: Seen) -> Reply:
        seed = seen.json["seed"]
        self.paid[seed] += 1
        if seed % 19 == 0:
            self.lost.add(seed)
            return Reply(502)
        return Reply(json={"jobs": [f"j-{seed}"]}) if seed % 2 else self._result(seed)

    def _job(self, seen: Seen) -> Reply:
        seed = int(seen.path.rpartition("-")[2])
        self._asked[seed] += 1
        return self._result(seed) if self._asked[seed] > 2 else Reply(json={"status": "working"})

    def _file(self, seen: Seen) -> Reply:
        return Reply(body=picture(*colour(int(seen.path.rpartition("/")[2]))), media="image/png")

    def _result(self, seed: int) -> Reply:
        return Reply(json={"status": "done", "image": self.image(seed)})

    def image(self, seed: int) -> object:
        """What an answer holds: the picture itself, or where it lies."""
        return inline(*colour(seed)) if seed % 3 else f"{self._server.root}/files/{seed}"

    def _spring(self, kind: str) -> None:
        with self._lock:
            if self._trap is None or self._trap[0].kind != kind:
                return
            step, process = self._trap
            self._trap = None
        # The request was received; its answer, and what the studio does with it, race against this.
        threading.Timer(step.seconds, _kill, (process,)).start()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where that is possible: a kill is no loss of power, and thousands of syncs to a disk take minutes."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


def test_killed_at_every_step_nothing_is_paid_twice_or_lost(folder: Path) -> None:
    with ApiServer(token=TOKEN) as server, _buyer(folder, server) as buyer:
        service = Service(server)
        server.otherwise = service.answer
        kills, seed = 0, 1
        for kind, seconds in islice(cycle(STEPS), 4 * KILLS):
            if kills >= KILLS:
                break
            before = _open_jobs(folder)
            kills += _run(buyer, seed, WISHES, service=service, step=Step(kind, seconds))
            assert before <= _known_jobs(folder), "a job that was open is forgotten"
            seed += WISHES
        assert kills >= KILLS
        before = _open_jobs(folder)
        assert _run(buyer, 0, 0) == 0
        assert before <= _known_jobs(folder)
        _check_books(folder, service, server, kills=kills)


def _run(
    buyer: subprocess.Popen[str], seed: int, count: int, *, service: Service | None = None, step: Step | None = None
) -> int:
    """One life of a studio; 1 when it was killed in it."""
    assert buyer.stdin is not None
    assert buyer.stdout is not None
    buyer.stdin.write(f"{seed} {count}\n")
    buyer.stdin.flush()
    process = int(buyer.stdout.readline())
    if service is not None and step is not None:
        service.set_trap(step, process)
    gone, status = buyer.stdout.readline().split()
    assert gone == "gone"
    assert int(status) in (0, signal.SIGKILL)
    return int(int(status) == signal.SIGKILL)


def _check_books(folder: Path, service: Service, server: ApiServer, *, kills: int) -> None:
    ledger = Ledger(folder / "ledger.sqlite")
    jobs = {job.seed_sent: job for job in ledger.jobs()}
    ledger.close()
    assert ledger.notices == ()
    states = Counter(job.state for job in jobs.values())
    assert set(states) <= {State.DONE, State.UNKNOWN}, states
    assert {seed: count for seed, count in service.paid.items() if count > 1} == {}, "paid twice"
    assert set(service.paid) <= set(jobs), "sent without an entry"
    assert {seed for seed, job in jobs.items() if job.state is State.DONE} <= set(service.paid)
    # A job that the provider had given a number is never left to the person.
    assert [job.remote_id for job in jobs.values() if job.state is State.UNKNOWN and job.remote_id] == []
    assert states[State.UNKNOWN] <= WISHES * kills // 2 + len(service.lost)
    kept = _images_kept(folder)
    lost = [seed for seed, job in jobs.items() if job.state is State.UNKNOWN and service.image(seed or 0) in kept]
    assert lost == [], "an answer that was written down is not found again"
    for seed, job in jobs.items():
        if job.state is State.DONE:
            assert _pixel(folder, job, server) == list(colour(seed or 0))


def _open_jobs(folder: Path) -> set[str]:
    return _known_jobs(folder, only_open=True)


def _known_jobs(folder: Path, *, only_open: bool = False) -> set[str]:
    ledger = Ledger(folder / "ledger.sqlite")
    jobs = ledger.jobs()
    ledger.close()
    return {job.id for job in jobs if not (only_open and job.has_ended)}


def _images_kept(folder: Path) -> list[object]:
    """What the answers on disk hold."""
    answers = (json.loads(file.read_bytes()) for file in (folder / "results").glob("??/*.json"))
    return [answer["image"] for answer in answers if "image" in answer]


def _pixel(folder: Path, job: Job, server: ApiServer) -> list[int]:
    kept = job.answers[-1]
    answer = kept.answer(ResultStore(folder / "results").read(kept.file))
    assert len(unpack(answer).files) == (0 if (job.seed_sent or 0) % 3 else 1)
    shop = shop_at(server)
    outcome = shop.decode(shop.operations[0](prompt="", seed=1), answer)
    pixel: list[int] = outcome.frames[0][0, 0].tolist()
    return pixel


def colour(seed: int) -> tuple[int, int, int, int]:
    """A colour that tells the seed."""
    return seed & 255, seed >> 8, 7, 255


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it had come to its end
        os.kill(process, signal.SIGKILL)


@contextmanager
def _buyer(folder: Path, server: ApiServer) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.e2e.buyer", str(folder), server.url, TOKEN]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True) as buyer:
        yield buyer
        assert buyer.stdin is not None
        buyer.stdin.close()
