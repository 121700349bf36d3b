"""The running program: the event loop, what is loaded after the first paint, the session, and the one way out."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from qasync import QEventLoop

from studio.core import logs, paths
from studio.core.errors import StudioError
from studio.core.tasks import TaskOwner
from studio.ui.garbage import Collector
from studio.ui.panels import panels
from studio.ui.start_failure import tell_failure

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from studio.ui.window import MainWindow

log = logging.getLogger(__name__)

_EVENTS = "SPRITE_STUDIO_EVENTS"
"""Names a file or pipe that is told what happens; for tests that drive the program from outside."""

_FOR_PAID_ANSWERS = 300.0
"""Seconds that the program lives on without a window for the answer to a paid request, at most."""

_WARM = ("numpy", "PIL.Image", "PIL.PngImagePlugin", "studio.app.session", "studio.ui.shell", "studio.ui.menus")
"""What the window needs as soon as a sprite is shown; imported in one thread while the empty window is on screen,
with the modules of the panels."""

_WARM_LATER = ("httpx", "anyio._backends._asyncio", "keyring")
"""What only the network needs; imported in the same thread once the first sprite is shown."""


class Program:
    """Lives from the first paint to the end. `begin` once, `quit` as often as somebody asks."""

    def __init__(self, app: QApplication, window: MainWindow, targets: list[str]) -> None:
        self._app = app
        self._window = window
        self._targets = targets
        self._quitting = False
        self._is_up = False
        """Whether there is a window that can be used; what fails before that ends the program."""
        self._log: Path | None = None
        self.exit_code = 0
        self.loop = QEventLoop(app, already_running=True)
        self.loop.set_default_executor(ThreadPoolExecutor(4, thread_name_prefix="studio"))
        asyncio.set_event_loop(self.loop)
        self._tasks = TaskOwner("program", self._on_error)
        self._endings = TaskOwner("ending", self._on_error)

    def begin(self) -> None:
        """Load the rest, make the session and fill the window."""
        folder = paths.data_dir()
        logs.configure(folder)
        self._log = folder / logs.FILE
        sys.excepthook = self._on_uncaught
        self._window.close_requested.connect(self.quit)
        self._tasks.launch(self._start(), name="start")

    def quit(self) -> None:
        """Ask about unsaved sprites and jobs that run, end all work and stop the loop."""
        self._begin_end(told_by_person=True)

    def end(self) -> None:
        """The system wants the program to end: only what could be lost is asked about, and jobs cannot."""
        self._begin_end(told_by_person=False)

    def _begin_end(self, *, told_by_person: bool) -> None:
        if not self._quitting:
            self._quitting = True
            self._endings.launch(self._shut_down(told_by_person=told_by_person), name="shut down")

    def leave(self) -> bool:
        """Whether Qt ended its loop by itself, and has to run it once more until the session is closed."""
        if not self.loop.is_running():
            return False
        self._endings.launch(self._leave(), name="leave")
        return True

    async def _start(self) -> None:
        try:
            await self._load()
        finally:
            Collector(self._window)  # nothing was collected since the start of the process

    async def _load(self) -> None:
        await asyncio.to_thread(_import_all, (*_WARM, *(panel.module for panel in panels())))
        session_module = importlib.import_module("studio.app.session")
        settings = session_module.Settings.load(paths.config_dir() / "settings.json")
        session = session_module.Session(settings)
        self._window.awaits_first = True
        self._window.attach(session)
        self._is_up = True
        events = os.environ.get(_EVENTS)
        if events:
            importlib.import_module("studio.ui.event_log").EventLog(self._window, session, Path(events))
        await asyncio.sleep(0)  # a turn of the loop for the window
        try:
            session.start()
            await self._open_first()
        finally:
            self._window.end_wait()
        await self._window.filled  # a thread that imports meanwhile would hold it up at every step
        await asyncio.to_thread(_import_all, _WARM_LATER)
        gc.collect()
        gc.freeze()

    async def _open_first(self) -> None:
        session = self._window.session
        if session is None:
            return
        await self._window.open_targets(map(Path, self._targets))
        if not session.documents:
            await self._window.open_welcome()

    async def _shut_down(self, *, told_by_person: bool) -> None:
        if not await self._window.may_close(tell_of_jobs=told_by_person):
            self._quitting = False
            return
        self._window.remember_layout()
        if self._window.session is not None and self._window.session.queue.is_buying:
            self._window.hide()  # the person need not wait for what was paid for
        await self._close(patience=_FOR_PAID_ANSWERS)
        self._window.hide()
        self.loop.stop()

    async def _leave(self) -> None:
        await self._close()
        self.loop.stop()

    async def _close(self, *, patience: float = 0.0) -> None:
        """End what runs, the session last: it keeps copies of what is not saved."""
        await self._tasks.close()
        if self._window.session is not None:
            await self._window.session.close(patience=patience)

    def _on_error(self, error: BaseException) -> None:
        log.error("background task failed", exc_info=error)
        self._tell(error)

    def _tell(self, error: BaseException) -> None:
        if self._is_up and self._window.session is not None:
            self._window.session.report(error)
        elif not self.exit_code:
            self.exit_code = 1
            tell_failure(error, log=self._log, parent=self._window, then=self._on_failure_told)

    def _on_failure_told(self) -> None:
        self._quitting = True  # nothing is open that could be asked about
        self._window.hide()
        self._endings.launch(self._leave(), name="leave")

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The process's excepthook: what a slot raises is said to the person and written to the log."""
        if not isinstance(error, StudioError):
            log.critical("uncaught", exc_info=(kind, error, trace))
        self._tell(error)


def _import_all(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)
