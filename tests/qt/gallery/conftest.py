"""A gallery with five results in it, on a loop that tests may run until something has happened."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from studio.app.gallery import OWN_TAKES
from studio.app.session import Session
from studio.app.takes_store import write_take
from studio.core import paths
from studio.ui.gallery.panel import GalleryPanel
from tests.qt.loop import loop
from tests.qt.tools.desk import session_with
from tests.unit.app.takes import take_of

__all__ = ["RESULTS", "WORDS", "loop", "panel", "put_away", "session", "settle"]

RESULTS = ("e", "d", "c", "b", "a")
WORDS = {"a": "apple", "b": "bird", "c": "cloud", "d": "dwarf", "e": "elf"}
"""Ids, newest first; `b` has three frames."""


@pytest.fixture
def session(loop: QEventLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A sprite of 4 x 2 is in front."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    session = session_with("rgb.", "k..k", folder=tmp_path)[0]
    folder = paths.data_dir() / OWN_TAKES
    for number, name in enumerate(reversed(RESULTS)):
        frames = ("r... ....", ".g.. ....", "..b. ....") if name == "b" else ("rrgg ggrr",)
        take = take_of(*frames, name=name, created=float(number), durations=(Fraction(100),) * len(frames))
        write_take(
            folder,
            replace(
                take,
                seed_sent=11 if name == "a" else None,
                title=f"Kind {name}",
                request={"Description": f"figure of a {WORDS[name]}"},
            ),
        )
    loop.run_until_complete(session.gallery.refresh())
    yield session
    loop.run_until_complete(session.close())


@pytest.fixture
def panel(session: Session, loop: QEventLoop) -> Iterator[GalleryPanel]:
    """Wide enough for all its parts, and with its pictures."""
    made = GalleryPanel(session)
    made.resize(860, 540)
    made.show()
    settle(loop)
    yield made
    put_away(loop, made)


def put_away(loop: QEventLoop, panel: GalleryPanel) -> None:
    """At once: what is only garbage may be collected in a worker thread, where no widget may end."""
    panel.close()
    panel.deleteLater()
    settle(loop)


def settle(loop: QEventLoop) -> None:
    """Until nothing runs any more. Events are worked through outside of a task: in one, another loses its turn."""

    async def wait() -> None:
        async with asyncio.timeout(20):
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.wait(others)

    QApplication.processEvents()
    loop.run_until_complete(wait())
    QApplication.processEvents()
