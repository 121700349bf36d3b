"""What the gallery costs with 5,000 results in it: scrolling through all of them, finding among them, memory.

Offscreen platform, panel of 900x600. A timer of 60 Hz stands for the screen: its longest gap while the cards are
scrolled from the first row to the last is held against the same timer of the same run with the panel at rest. Results
are kept takes of one 64x64 frame each, some of them with eight.
"""

import asyncio
import gc
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt cannot be imported here", exc_type=ImportError)

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from studio.app.gallery import OWN_TAKES
from studio.app.gallery_entry import Query, found
from studio.app.session import Session
from studio.codec.images import write_png
from studio.core import paths
from studio.store.settings import Settings
from studio.ui.gallery.grid import GalleryGrid
from studio.ui.gallery.panel import GalleryPanel
from tests.bench.conftest import Figures

_RESULTS = 5000
_SECONDS = 6.0
_TICK = 1 / 60


class Beat:
    """The gaps in ms between the ticks of a 60 Hz timer."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(_TICK * 1000))
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> list[float]:
        self._timer.stop()
        return self.gaps

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[QEventLoop]:
    made = QEventLoop(qapp)
    asyncio.set_event_loop(made)
    yield made
    made.close()
    asyncio.set_event_loop(None)


def test_scrolling_through_all_results(
    figures: Figures, loop: QEventLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path))
    _write_results(paths.data_dir() / OWN_TAKES)
    session = Session(Settings.load(tmp_path / "settings.json"))
    loop.run_until_complete(session.gallery.refresh())
    assert len(session.gallery.entries) == _RESULTS
    _finding(figures, session)
    start = time.perf_counter()
    panel = GalleryPanel(session)
    panel.resize(900, 600)
    panel.show()
    QApplication.processEvents()
    figures.add("gallery of 5,000, until its first cards stand", (time.perf_counter() - start) * 1000, unit="ms")
    loop.run_until_complete(asyncio.sleep(1))
    gc.collect()
    gc.freeze()  # as the program does once it is loaded
    idle = loop.run_until_complete(_at_rest())
    for name in ("decoded anew", "with small pictures kept"):
        gaps = loop.run_until_complete(_scrolled(panel))
        _note(figures, f"scrolling 5,000 results, {name}", gaps, idle)
    figures.add(
        "memory of the pictures after 5,000 results",
        panel._thumbs.bytes / 2**20,  # noqa: SLF001 - there is nothing to see of it
        unit="MiB",
        goal="32 MiB or less",
    )
    gc.unfreeze()
    loop.run_until_complete(session.close())
    panel.deleteLater()


def _finding(figures: Figures, session: Session) -> None:
    query = Query(words="knight 4999")
    times = []
    for _round in range(11):
        start = time.perf_counter()
        hits = found(session.gallery.entries, query)
        times.append((time.perf_counter() - start) * 1000)
    assert len(hits) == 1
    figures.add("finding two words among 5,000 results", statistics.median(times), unit="ms", goal="one frame, 16 ms")


async def _at_rest() -> list[float]:
    beat = Beat()
    beat.start()
    await asyncio.sleep(_SECONDS / 2)
    return beat.stop()


async def _scrolled(panel: GalleryPanel) -> list[float]:
    """From the first row to the last, as far with each tick as the time that went by asks for."""
    grid = panel.findChild(GalleryGrid)
    assert grid is not None
    bar = grid.verticalScrollBar()
    bar.setValue(0)
    beat = Beat()
    beat.start()
    start = time.perf_counter()
    while (share := (time.perf_counter() - start) / _SECONDS) < 1:
        bar.setValue(round(bar.maximum() * share))
        await asyncio.sleep(_TICK)
    return beat.stop()


def _note(figures: Figures, name: str, gaps: list[float], idle: list[float]) -> None:
    figures.add(
        f"{name}, p50", statistics.median(gaps), unit="ms", floor=statistics.median(idle), goal="1.1 times idle"
    )
    figures.add(f"{name}, p99", _p99(gaps), unit="ms", floor=_p99(idle), goal="two frames, 33 ms")
    figures.add(f"{name}, longest gap", max(gaps), unit="ms", floor=max(idle), goal="50 ms")


def _p99(gaps: list[float]) -> float:
    return statistics.quantiles(gaps, n=100)[-1]


def _write_results(folder: Path) -> None:
    noise = np.random.default_rng(0)
    for number in range(_RESULTS):
        frames = [noise.integers(0, 256, (64, 64, 4), dtype=np.uint8) for _frame in range(8 if number % 10 == 0 else 1)]
        target = folder / f"take-{number:04d}"
        target.mkdir(parents=True)
        names = [f"{index:04d}.png" for index in range(len(frames))]
        for name, pixels in zip(names, frames, strict=True):
            (target / name).write_bytes(write_png(pixels))
        record = {
            "id": target.name, "operation": "local/rotate", "title": "Rotate", "frames": names,
            "durations": ["100"] * len(names), "poses": [], "text": "", "names": [], "seed_sent": number,
            "seed_returned": None, "cost": "free", "created": float(number), "mask": False, "changed_outside": 0,
            "notes": [], "request": {"Description": f"a knight, number {number}"},
        }  # fmt: skip
        (target / "take.json").write_text(json.dumps(record))
