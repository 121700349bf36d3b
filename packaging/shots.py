"""What every module `shots_*.py` is made of: pictures of the running program, one after the other in a window of its
own with the sample project.

A module has `SHOTS`; with `PROVIDERS = True` its window finds each provider on this machine, with a token.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from studio.app.session import Session
    from studio.jobs.job import Job
    from studio.ui.window import MainWindow

_ROOT = Path(__file__).resolve().parent.parent
_SERVERS = {
    "PIXELLAB_V2": "pixellab_v2:PixelLabServer",
    "PIXELLAB_V1": "pixellab_v1:PixelLabV1Server",
    "PIXEL_ENGINE": "pixel_engine:PixelEngineServer",
    "PIXELDOJO": "pixeldojo:PixelDojoServer",
    "PIXELAPI": "pixelapi:PixelApiServer",
}
_QUIET_ROUNDS = 12
_MOST_ROUNDS = 400
_ROUND = 0.03
_LASTING_TASKS = 3
"""The script itself, the keeper of recovery copies, and a job that is about to end."""


@dataclass(frozen=True)
class Shot:
    """One picture: sets the window up and gives the widget that is grabbed then."""

    name: str
    grab: Callable[[MainWindow], QWidget | Awaitable[QWidget]]


def session_of(window: MainWindow) -> Session:
    """The session behind the window."""
    if window.session is None:
        raise RuntimeError("the window has no session")
    return window.session


def opened(dialog: QWidget) -> QWidget:
    """Shown, to be grabbed; closed by itself after that."""
    dialog.show()
    return dialog


async def settled() -> None:
    """Until what was begun has ended: a few rounds of the loop in which nothing of the session runs anew."""
    quiet = 0
    for _round in range(_MOST_ROUNDS):
        await asyncio.sleep(_ROUND)
        quiet = quiet + 1 if len(asyncio.all_tasks()) <= _LASTING_TASKS else 0
        if quiet >= _QUIET_ROUNDS:
            return


async def ended(window: MainWindow, job: Job) -> Job:
    """The job once it has ended or needs the person, or as it is after a while."""
    queue = session_of(window).queue
    for _round in range(_MOST_ROUNDS):
        found = queue.get(job.id)
        if found.has_ended or found.needs_attention:
            return found
        await asyncio.sleep(_ROUND)
    return queue.get(job.id)


@contextlib.contextmanager
def providers_here(*, wanted: bool) -> Iterator[None]:
    """Each provider played by a server on this machine, as long as the block runs."""
    if not wanted:
        yield
        return
    sys.path.insert(0, str(_ROOT))
    with contextlib.ExitStack() as stack:
        for name, place in _SERVERS.items():
            module, _colon, kind = place.partition(":")
            server = stack.enter_context(getattr(import_module(f"tests.servers.{module}"), kind)())
            os.environ[f"STUDIO_{name}_URL"] = server.url
            os.environ[f"STUDIO_{name}_TOKEN"] = server.token
        try:
            yield
        finally:
            for name in _SERVERS:
                os.environ.pop(f"STUDIO_{name}_URL")
                os.environ.pop(f"STUDIO_{name}_TOKEN")
