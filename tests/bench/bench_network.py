"""What the network costs a window that stays alive: a thousand jobs asked after at once, large requests and answers.

The gaps of a 60 Hz timer on Qt's own loop are measured while nothing happens and while it happens, in the same run.
"""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt cannot be imported here", exc_type=ImportError)

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from studio.codec.images import write_png
from studio.core.clock import SystemClock
from studio.doc.pixels import Pixels, frozen
from studio.providers.access import Access
from studio.providers.answers import decode_answer
from studio.providers.protocol import Answer, Policy, Running
from studio.spec import fields as f
from studio.spec.field import Picture
from studio.spec.operation import Effect, Operation
from tests.bench.conftest import Figures
from tests.contract.corner_shop import CornerShop, Paint

_ROOT = Path(__file__).parents[2]
_JOBS = 1000
_IDLE_SECONDS = 2.0
_MILLISECONDS = 1000.0


class PatientShop(CornerShop):
    """Waits as long as a real one."""

    policy = Policy()


class Heartbeat:
    """A timer of 60 Hz and the gaps between its beats, in milliseconds."""

    def __init__(self) -> None:
        self._beats: list[float] = []
        self._timer = QTimer(interval=16)
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


def _on_a_window(work: Callable[[Heartbeat], Awaitable[None]]) -> None:
    app = QApplication.instance() or QApplication([])
    loop = qasync.QEventLoop(app)
    # qasync's own executor is made of QThreads and holds the process at its end.
    executor = ThreadPoolExecutor(4)
    loop.set_default_executor(executor)
    with loop:
        loop.run_until_complete(work(Heartbeat()))
    executor.shutdown()


async def _idle(heartbeat: Heartbeat) -> np.ndarray:
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


def test_a_thousand_jobs_asked_after_at_once(figures: Figures) -> None:
    with _answering() as address:

        async def work(heartbeat: Heartbeat) -> None:
            shop = PatientShop(lambda: Access(address, lambda: "token"), clock=SystemClock())
            operation = Paint(prompt="x")
            await shop.poll(operation, "warm")
            idle = await _idle(heartbeat)
            heartbeat.start()
            began, cpu = time.perf_counter(), time.process_time()
            found = await asyncio.gather(*(shop.poll(operation, f"j-{number}") for number in range(_JOBS)))
            cpu, took = time.process_time() - cpu, time.perf_counter() - began
            gaps = heartbeat.gaps()
            await shop.close()
            assert all(isinstance(one, Running) for one in found)
            figures.add("1000 polls: CPU a request", cpu / _JOBS * _MILLISECONDS, unit="ms", goal="1 ms")
            figures.add("1000 polls: all of them", took, unit="s")
            figures.add(
                "1000 polls: longest gap", float(gaps.max()), unit="ms", floor=float(idle.max()), goal="under 50 ms"
            )
            p99, idle_p99 = (float(np.percentile(one, 99)) for one in (gaps, idle))
            figures.add("1000 polls: p99 gap", p99, unit="ms", floor=idle_p99, goal="within 1.25 of idle")

        _on_a_window(work)


def test_an_answer_of_64_frames(figures: Figures) -> None:
    frames = [base64.b64encode(write_png(_noise(256))).decode() for _frame in range(64)]
    answer = Answer(json.dumps({"images": [{"base64": frame} for frame in frames]}).encode())

    async def work(heartbeat: Heartbeat) -> None:
        idle = await _idle(heartbeat)
        heartbeat.start()
        outcome = await asyncio.to_thread(decode_answer, Paint(prompt="x"), answer)
        gaps = heartbeat.gaps()
        assert len(outcome.frames) == 64
        figures.add("64 frames: longest gap", float(gaps.max()), unit="ms", floor=float(idle.max()), goal="16 ms more")

    _on_a_window(work)


class Collage(Operation, id="corner-shop/collage", title="Collage", effect=Effect.FREE):
    """Many pictures at once."""

    pictures: tuple[Picture, ...] = f.images("Pictures")


def test_a_request_of_16_pictures(figures: Figures) -> None:
    request = Collage(pictures=tuple(Picture(_noise(256)) for _picture in range(16)))
    with _answering() as address:

        async def work(heartbeat: Heartbeat) -> None:
            shop = PatientShop(lambda: Access(address, lambda: "token"), clock=SystemClock())
            await shop.poll(request, "warm")
            idle = await _idle(heartbeat)
            heartbeat.start()
            await shop.submit(request, _unheard)
            gaps = heartbeat.gaps()
            await shop.close()
            figures.add("16 pictures: longest gap", float(gaps.max()), unit="ms", floor=float(idle.max()))

        _on_a_window(work)


def _unheard(_progress: float | None, _note: str) -> None:
    """Nobody listens."""


def _noise(side: int) -> Pixels:
    return frozen(np.random.default_rng(7).integers(0, 256, (side, side, 4), np.uint8))
