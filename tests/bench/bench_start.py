"""How long a person waits for the program, against the bare platform of the same run."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.bench.conftest import Figures

_ROUNDS = 11
_HELP = "import sys; from studio.__main__ import main; sys.exit(main(['--help']))"
# Both windows tell the clock at the end of their first paint and end there and then.
_BARE_WINDOW = """
import os, sys, time
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os.write(1, str(time.monotonic()).encode())
        os._exit(0)

app = QApplication(sys.argv)
window = Window()
window.resize(1280, 720)
window.show()
app.exec()
"""
# The entry point puts the collector to rest before it imports the window, which is imported before it here.
_STUDIO_WINDOW = """
import gc, os, time
gc.disable()
from studio.__main__ import main
from studio.ui.window import MainWindow

paint = MainWindow.paintEvent

def paint_and_tell(self, event):
    paint(self, event)
    os.write(1, str(time.monotonic()).encode())
    os._exit(0)

MainWindow.paintEvent = paint_and_tell
main([])
"""


def test_help_against_the_bare_interpreter(figures: Figures) -> None:
    helped, bare = _in_turn(lambda: _to_the_end(_HELP), lambda: _to_the_end("pass"))
    figures.add("sprite-studio --help", helped, unit="ms", floor=bare, goal="6 times `python -c pass` or less")


def test_first_paint_against_a_bare_window(figures: Figures) -> None:
    pytest.importorskip("PySide6.QtWidgets", reason="Qt cannot be imported here", exc_type=ImportError)
    studio, bare = _in_turn(lambda: _to_first_paint(_STUDIO_WINDOW), lambda: _to_first_paint(_BARE_WINDOW))
    figures.add("first paint", studio, unit="ms", floor=bare, goal="1.30 times a bare QMainWindow or less")


def _in_turn(ours: Callable[[], float], floor: Callable[[], float]) -> tuple[float, float]:
    """Medians of both, measured alternately, so that a busy machine bears on both alike."""
    pairs = [(ours(), floor()) for _ in range(_ROUNDS)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def _to_the_end(code: str) -> float:
    """Milliseconds of a whole process."""
    start = time.monotonic()
    _run(code)
    return (time.monotonic() - start) * 1000


def _to_first_paint(code: str) -> float:
    """Milliseconds from the start of the process to the moment it reports; the monotonic clock is the machine's."""
    start = time.monotonic()
    return (float(_run(code)) - start) * 1000


def _run(code: str) -> bytes:
    # The floor's libraries come compiled; ours are compiled by the first of the rounds, as on a person's machine.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, env=environment, timeout=60
    ).stdout
