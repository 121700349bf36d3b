"""The program asked to end from outside, at each stage of its start: a child process, without a trace of an error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.arch.tree import ROOT

_CHILD = """
import importlib, os, signal, sys

def at(place, act):
    module, _, path = place.partition(":")
    owner = importlib.import_module(module)
    *parts, name = path.split(".")
    for part in parts:
        owner = getattr(owner, part)
    step = getattr(owner, name)
    def step_and_act(*arguments):
        result = step(*arguments)
        act()
        return result
    setattr(owner, name, step_and_act)

def terminate():
    os.kill(os.getpid(), signal.SIGTERM)

def end_qt():
    from PySide6.QtWidgets import QApplication
    QApplication.exit(5)

at(sys.argv[1], {"terminate": terminate, "end_qt": end_qt}[sys.argv[2]])
from studio.__main__ import main
sys.exit(main([]))
"""
STAGES = {
    "window made": "studio.ui.window:MainWindow._build",
    "shown": "studio.ui.window:MainWindow.showEvent",
    "first paint": "studio.ui.window:MainWindow.paintEvent",
    "loading begun": "studio.ui.program:Program.begin",
    "loading": "studio.ui.program:_import_all",
    "panels filled": "studio.ui.window:MainWindow.attach",
    "sprite open": "studio.ui.window:MainWindow.open_welcome",
}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that asks a window to end")


@pytest.mark.parametrize("stage", STAGES)
def test_a_request_to_end_is_followed_without_an_error(stage: str, tmp_path: Path) -> None:
    ended = _run(STAGES[stage], "terminate", tmp_path)
    assert (ended.returncode, _complaints(ended, tmp_path)) == (0, [])


@pytest.mark.parametrize("stage", ["loading begun", "sprite open"])
def test_qt_ending_by_itself_leaves_in_order(stage: str, tmp_path: Path) -> None:
    ended = _run(STAGES[stage], "end_qt", tmp_path)
    assert (ended.returncode, _complaints(ended, tmp_path)) == (5, [])


def _run(stage: str, act: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _CHILD, stage, act],
        check=False,
        cwd=ROOT,
        env={**os.environ, "SPRITE_STUDIO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def _complaints(ended: subprocess.CompletedProcess[str], home: Path) -> list[str]:
    """What was printed or logged, but for what the platform says of itself."""
    logged = [line for log in home.rglob("*.log") for line in log.read_text(encoding="utf-8").splitlines()]
    printed = [line for line in ended.stderr.splitlines() if "propagateSizeHints" not in line]
    return printed + [line for line in logged if " INFO " not in line]
