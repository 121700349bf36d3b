"""A program that cannot start says why and ends: a child process whose message box is answered by its one button."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.arch.tree import ROOT

_CHILD = """
import importlib, json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

def fail_at(place):
    module, _, path = place.partition(":")
    owner = importlib.import_module(module)
    *parts, name = path.split(".")
    for part in parts:
        owner = getattr(owner, part)
    def fail(*_arguments, **_named):
        raise RuntimeError("the disk is made of cheese")
    setattr(owner, name, fail)

def answer():
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            buttons = [button for button in box.buttons() if button.text() == "Quit"]
            print(json.dumps([box.text(), box.informativeText(), len(buttons)]), flush=True)
            buttons[0].click()

if sys.argv[1]:
    fail_at(sys.argv[1])
import studio.ui.theme as theme
make = theme.make_application
def make_and_watch(name):
    app = make(name)
    app.watch = QTimer(interval=20)
    app.watch.timeout.connect(answer)
    app.watch.start()
    return app
theme.make_application = make_and_watch
from studio.__main__ import main
sys.exit(main([]))
"""


class End(NamedTuple):
    """How the child ended: its status, what the box said, and what the terminal said."""

    status: int
    said: list[object]
    printed: str


STAGES = {
    "first window": "studio.ui.program:Program.__init__",
    "modules": "studio.ui.program:_import_all",
    "session": "studio.app.session:Session.__init__",
    "filling": "studio.ui.shell:Shell.attach",
}


@pytest.mark.parametrize("stage", STAGES)
def test_the_reason_is_said_and_the_program_ends(stage: str, tmp_path: Path) -> None:
    end = _run(tmp_path / "home", STAGES[stage])
    assert end.status == 1
    assert end.said[0] == "The studio cannot start."
    assert "the disk is made of cheese" in str(end.said[1])
    assert end.said[2] == 1
    assert "the disk is made of cheese" in end.printed


def test_a_record_of_jobs_that_cannot_be_opened_is_named_with_the_log(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "data" / "ledger.sqlite").mkdir(parents=True)
    end = _run(home)
    assert end.status == 1
    assert str(home / "data" / "studio.log") in str(end.said[1])
    assert "unable to open database file" in str(end.said[1])
    assert "unable to open database file" in (home / "data" / "studio.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["config", "data"])
def test_a_folder_that_cannot_be_made_is_named(folder: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / folder).write_bytes(b"no folder")
    end = _run(home)
    assert end.status == 1
    assert str(home / folder) in str(end.said[1])


def _run(home: Path, stage: str = "") -> End:
    ended = subprocess.run(
        [sys.executable, "-c", _CHILD, stage],
        check=False,
        cwd=ROOT,
        env={**os.environ, "SPRITE_STUDIO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = ended.stdout.splitlines()
    assert lines, ended.stderr
    return End(ended.returncode, json.loads(lines[0]), ended.stderr)
