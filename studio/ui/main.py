"""Opens the window: Qt, window and empty docks first, everything heavy after the first paint.

Order (each step costs the next nothing): QApplication, theme, window, show; after the first paint the qasync loop and
one warm-up thread for numpy, Pillow and the modules of the panels; then the session, whose docks are filled one a turn
of the loop; last, in the thread again, httpx and keyring.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from studio.core import paths
from studio.store.look import read_look
from studio.ui.theme import apply_theme, make_application, read_record, theme_choice
from studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from PySide6.QtWidgets import QApplication

    from studio.ui.program import Program

SETTINGS_FILE = "settings.json"
_ENDINGS = () if os.name == "nt" else (signal.SIGINT, signal.SIGTERM)
"""Signals that ask the program to end; Windows has no such thing for windows."""


def main(argv: Sequence[str]) -> int:
    """Run the window until it is closed. `argv` is empty or `open PATH...`."""
    for name in _ENDINGS:
        signal.signal(name, _leave)
    targets = [argument for argument in argv[1:] if not argument.startswith("-")]
    app = make_application(sys.argv[0])
    app.setApplicationName("sprite-studio")
    app.setDesktopFileName("sprite-studio")
    app.setQuitOnLastWindowClosed(False)
    sys.excepthook = partial(_on_failure, app)  # until the program has one of its own
    try:
        folder = paths.config_dir()
    except OSError as error:
        _on_failure(app, type(error), error, error.__traceback__)
        return app.exec()
    look = read_look(folder / SETTINGS_FILE, parse=read_record)
    apply_theme(app, theme_choice(look.theme), scale=look.scale, font_size=look.font_size or None)
    window = MainWindow(look)
    started: list[Program] = []
    window.first_painted.connect(lambda: QTimer.singleShot(0, lambda: started.append(_begin(app, window, targets))))
    window.show()
    code = app.exec()
    for program in started:
        if program.leave():
            app.exec()
        program.loop.close()
        code = code or program.exit_code
    return code


def _on_failure(
    app: QApplication, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """The process's excepthook before there is a program: a window that stays empty is of no use to anybody."""
    from studio.ui.start_failure import tell_failure  # noqa: PLC0415 - hardly ever needed

    sys.__excepthook__(kind, error, trace)
    tell_failure(error, log=None, parent=app.activeWindow(), then=partial(app.exit, 1))


def _leave(_number: int, _frame: object) -> None:
    """Asked to end before there is a session: nothing is open, so nothing has to be asked or written."""
    os._exit(0)


def _begin(app: QApplication, window: MainWindow, targets: list[str]) -> Program:
    # Asyncio, qasync and what only draws the icon come after the first paint.
    from studio.ui.icons import app_icon  # noqa: PLC0415
    from studio.ui.program import Program  # noqa: PLC0415

    app.setWindowIcon(app_icon())
    program = Program(app, window, targets)
    program.begin()
    for name in _ENDINGS:
        program.loop.add_signal_handler(name, program.end)
    return program
