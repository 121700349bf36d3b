"""What the network costs a window that stays alive: a thousand jobs asked after at once, large requests and answers.

The gaps of a 60 Hz timer on Qt's own loop are measured while nothing happens and while it happens, in the same run.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt cannot be imported here", exc_type=ImportError)

import qasync
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from studio.codec.images import write_png
from studio.core.clock import SystemClock
from studio.core.tasks import TaskOwner
from studio.doc.pixels import Pixels, frozen
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.queue import JobQueue
from studio.jobs.requests import encode
from studio.jobs.results import ResultStore
from studio.jobs.states import State
from studio.providers.access import Access
from studio.providers.answers import Json, decode_answer
from studio.providers.protocol import Account, Answer, Policy
from studio.providers.remote import Status
from studio.spec import fields as f
from studio.spec.cost import Quote, Unit
from studio.spec.field import Picture
from studio.spec.operation import Effect, Operation
from tests.bench.conftest import Figures
from tests.contract.corner_shop import CornerShop, Paint

_ROOT = Path(__file__).parents[2]
_JOBS = 1000
_ROUNDS = 4
_IDLE_SECONDS = 3.0
_MILLISECONDS = 1000.0
_REPEATS = 20


class Heartbeat:
    """A timer of 60 Hz and the gaps between its beats, in milliseconds."""

    def __init__(self) -> None:
        self._beats: list[float] = []
        self._timer = QTimer(interval=16, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._beats = [time.perf_counter()]
        self._timer.start()

    def gaps(self) -> np.ndarray:
        """All gaps since `start`, the one that is still open included."""
        self._timer.stop()
        return np.diff([*self._beats, time.perf_counter()]) * _MILLISECONDS

    def _beat(self) -> None:
        self._beats.append(time.perf_counter())


class BusyShop(CornerShop):
    """Is asked after each job once a second; counts the answers."""

    policy = Policy(poll_first=1.0, poll_factor=1.0, poll_cap=1.0)

    def __init__(self, address: str) -> None:
        super().__init__(lambda: Access(address, lambda: "token"), clock=SystemClock())
        self.told = 0
        self.enough = asyncio.Event()

    def read_status(self, operation: Operation, body: Json) -> Status:
        self.told += 1
        if self.told == _JOBS * _ROUNDS:
            self.enough.set()
        return super().read_status(operation, body)


class Collage(Operation, id="corner-shop/collage", title="Collage", effect=Effect.FREE):
    """Many pictures at once."""

    pictures: tuple[Picture, ...] = f.images("Pictures")


def test_a_thousand_jobs_asked_after_at_once(figures: Figures, tmp_path: Path) -> None:
    with _answering() as address:

        async def work(heartbeat: Heartbeat) -> None:
            shop, tasks, ledger = BusyShop(address), TaskOwner("bench"), Ledger(tmp_path / "ledger.sqlite")
            results = ResultStore(tmp_path / "results")
            await shop.poll(Paint(prompt="x"), "warm")
            account = await shop.account(ledger.salt())
            for number in range(_JOBS):
                ledger.add(_accepted(number, account), encode(Paint(prompt="x"), results))
            queue = JobQueue(ledger, results, lambda _id: shop, clock=SystemClock(), owner=tasks)
            idle = await _idle(heartbeat)
            shop.told = 0
            began = time.perf_counter()
            queue.start()
            taken_up = time.perf_counter() - began
            heartbeat.start()
            cpu = time.process_time()
            await shop.enough.wait()
            cpu, gaps = time.process_time() - cpu, heartbeat.gaps()
            await queue.close()
            await tasks.close()
            await shop.close()
            ledger.close()
            figures.add("1000 jobs: taken up at the start", taken_up * _MILLISECONDS, unit="ms")
            figures.add("1000 jobs: CPU a poll", cpu / _JOBS / _ROUNDS * _MILLISECONDS, unit="ms", goal="1 ms or less")
            _add_gaps(figures, "1000 jobs polled at once", gaps, idle, goal="under 50 ms")

        _on_a_window(work)


@pytest.mark.parametrize("kind", ["sprites", "noise"])
def test_an_answer_of_64_frames(figures: Figures, kind: str) -> None:
    picture = _noise(256) if kind == "noise" else _sprite(256)
    frames = [base64.b64encode(write_png(picture)).decode() for _frame in range(64)]
    answer = Answer(json.dumps({"images": [{"base64": frame} for frame in frames]}).encode())

    async def work(heartbeat: Heartbeat) -> None:
        idle = await _idle(heartbeat)
        heartbeat.start()
        for _repeat in range(_REPEATS):
            outcome = await asyncio.to_thread(decode_answer, Paint(prompt="x"), answer)
            assert len(outcome.frames) == 64
        _add_gaps(figures, f"64 frames decoded, {kind}", heartbeat.gaps(), idle, goal="16 ms over idle or less")

    _on_a_window(work)


def test_a_request_of_16_pictures(figures: Figures) -> None:
    request = Collage(pictures=tuple(Picture(_noise(256)) for _picture in range(16)))
    with _answering() as address:

        async def work(heartbeat: Heartbeat) -> None:
            shop = BusyShop(address)
            await shop.poll(request, "warm")
            idle = await _idle(heartbeat)
            heartbeat.start()
            for _repeat in range(_REPEATS):
                await shop.submit(request, _unheard)
            _add_gaps(figures, "16 pictures encoded and sent", heartbeat.gaps(), idle, goal="16 ms over idle or less")
            await shop.close()

        _on_a_window(work)


def _add_gaps(figures: Figures, name: str, gaps: np.ndarray, idle: np.ndarray, *, goal: str) -> None:
    figures.add(f"{name}: longest gap", float(gaps.max()), unit="ms", floor=float(idle.max()), goal=goal)
    ours, floor = (float(np.percentile(one, 99)) for one in (gaps, idle))
    figures.add(f"{name}: p99 gap", ours, unit="ms", floor=floor, goal="1.25 times idle or less")


def _accepted(number: int, account: Account | None) -> Job:
    """A job that a process which is gone had handed in."""
    spec, now = Paint.spec, SystemClock().now()
    return Job(
        id=f"job-{number}",
        operation=spec.id,
        provider=spec.provider,
        title=spec.title,
        effect=spec.effect.value,
        created=now,
        started=now,
        owner="owner-gone",
        position=float(number),
        state=State.RUNNING,
        remote_id=f"j-{number}",
        quoted=Quote(Decimal(1), Unit.CREDITS),
        account=account,
    )


def _on_a_window(work: Callable[[Heartbeat], Awaitable[None]]) -> None:
    app = QApplication.instance() or QApplication([])
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    # qasync's own executor is made of QThreads and holds the process at its end.
    with ThreadPoolExecutor(4) as executor:
        loop.set_default_executor(executor)
        try:
            with loop:
                loop.run_until_complete(work(Heartbeat()))
        finally:
            gc.unfreeze()
            asyncio.set_event_loop(None)


async def _idle(heartbeat: Heartbeat) -> np.ndarray:
    gc.collect()
    gc.freeze()  # as the program does once it is loaded
    heartbeat.start()
    await asyncio.sleep(_IDLE_SECONDS)
    return heartbeat.gaps()


@contextmanager
def _answering() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.answering"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_ROOT, text=True) as service:
        assert service.stdout is not None
        try:
            yield service.stdout.readline().strip()
        finally:
            service.terminate()


def _unheard(_progress: float | None, _note: str) -> None:
    """Nobody listens."""


def _noise(side: int) -> Pixels:
    return frozen(np.random.default_rng(7).integers(0, 256, (side, side, 4), np.uint8))


def _sprite(side: int) -> Pixels:
    """Blocks of 16 colours, which a PNG makes as small as it does with pixel art."""
    rng = np.random.default_rng(7)
    colours = rng.integers(0, 256, (16, 4), np.uint8)
    blocks = rng.integers(0, 16, (side // 8, side // 8))
    return frozen(colours[np.kron(blocks, np.ones((8, 8), np.intp))])
