"""How far a job is: a bar that is redrawn on a terminal, a few plain lines anywhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from studio.cli.progress import Progress
from studio.jobs.job import Job
from studio.jobs.states import State

JOB = Job(id="job-1", operation="shop/make", provider="shop", title="Make", effect="pays", created=1.0)
pty = pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX")
ON_TERMINAL = """
from dataclasses import replace
from studio.cli.progress import Progress
from tests.unit.cli.test_progress import JOB, State
with Progress("Make") as progress:
    progress.tell(replace(JOB, state=State.RUNNING, progress=0.5, note="Downloading"))
"""


def test_lines_are_few_and_none_is_said_twice(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("Make") as progress:
        progress.tell(replace(JOB, state=State.SUBMITTING))
        for percent in range(101):
            progress.tell(replace(JOB, state=State.RUNNING, progress=percent / 100))
        progress.tell(replace(JOB, state=State.DONE))
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "Make: submitting",
        "Make: running 0%",
        "Make: running 25%",
        "Make: running 50%",
        "Make: running 75%",
        "Make: running 100%",
    ]


def test_what_this_computer_does_is_too_quick_for_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("Rotate") as progress:
        progress.tell(replace(JOB, provider="local", state=State.SUBMITTING))
    assert capsys.readouterr().err == ""


def test_a_terminal_has_a_bar_that_is_gone_at_the_end() -> None:
    outer, inner = pty.openpty()
    subprocess.run([sys.executable, "-c", ON_TERMINAL], stderr=inner, check=True, env={**os.environ, "COLUMNS": "80"})
    os.close(inner)
    shown = os.read(outer, 4096).decode()
    os.close(outer)
    assert "Make: running [##########----------] 50% – Downloading" in shown
    assert shown.endswith("\r\x1b[K")


def test_a_token_typed_at_a_terminal_is_not_shown() -> None:
    outer, inner = pty.openpty()
    command = [sys.executable, "-m", "studio", "token", "set", "pixelapi"]
    with subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner, start_new_session=True) as running:
        os.close(inner)
        shown = _read_until(outer, "unseen")
        os.write(outer, b"pk_live_secret-77\n")
        shown += _read_until(outer, "was not kept")
        assert running.wait(20) == 1
    os.close(outer)
    assert "pk_live_secret-77" not in shown


def _read_until(terminal: int, words: str) -> str:
    shown = ""
    while words not in shown:
        shown += os.read(terminal, 4096).decode(errors="replace")
    return shown
