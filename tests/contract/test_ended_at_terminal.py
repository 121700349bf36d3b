"""Jobs that were cancelled, killed or never there, as the command line tells of them; money is what it is about."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.codec.images import write_png
from studio.doc.pixels import frozen
from studio.jobs.states import State
from tests.contract.terminal import PICTURE, Terminal, at_terminal
from tests.servers.base import Fault
from tests.servers.pixel_engine import PixelEngineServer

ROOT = Path(__file__).parents[2]


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    with at_terminal(tmp_path, monkeypatch, capsys) as terminal:
        yield terminal


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[PixelEngineServer]:
    with PixelEngineServer() as server:
        monkeypatch.setenv("STUDIO_PIXEL_ENGINE_TOKEN", server.token)
        monkeypatch.setenv("STUDIO_PIXEL_ENGINE_URL", server.url)
        yield server


def test_a_job_is_cancelled_at_the_provider_and_costs_nothing(terminal: Terminal, engine: PixelEngineServer) -> None:
    (terminal.folder / "slime.png").write_bytes(write_png(frozen(np.full((32, 32, 4), 200, np.uint8))))
    engine.states = ["pending"]
    walk = ("run", "pixel-engine/animate", "--image", "slime.png", "--prompt", "walks", "--out", "out", "--no-wait")
    status, out, err = terminal.run(*walk)
    assert (status, terminal.states()) == (0, [State.RUNNING]), err
    status, said, _err = terminal.run("jobs", "cancel", out.strip())
    assert (status, said) == (0, "Stopped at the provider. Nothing was charged.\n")
    assert len(engine.seen("pixel-engine/cancel-job")) == 1
    assert terminal.states() == [State.CANCELLED]
    assert "Charged: no\n" in terminal.run("jobs", "show", out.strip())[1]


def test_a_program_that_was_killed_while_it_sent_leaves_a_job_that_says_so(terminal: Terminal) -> None:
    terminal.api.fail(Fault.HANG, path="/image/generate")
    command = [sys.executable, "-m", "studio", *PICTURE, "--out", "out"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True
    ) as running:
        assert running.stderr is not None
        said = ""
        while "submitting" not in said:
            said = running.stderr.readline()
            assert said, "it ended before it sent anything"
        os.killpg(running.pid, signal.SIGKILL)
    assert terminal.states() == [State.SUBMITTING]
    status, out, _err = terminal.run("jobs")
    assert status == 0
    assert out.startswith("! job-")
    assert "unknown" in out
    assert "It may have been accepted and charged." in out
    job_id = out.split()[1]
    said = terminal.run("jobs", "show", job_id)[1]
    assert "Charged: maybe\n" in said
    assert f"sprite-studio jobs give-up {job_id}" in said
    assert f"sprite-studio jobs send-anew {job_id}" in said
    assert terminal.run("jobs", "resume", job_id)[0] == 3


def test_a_number_that_no_provider_knows_is_said_in_a_moment(terminal: Terminal, engine: PixelEngineServer) -> None:
    status, _out, err = terminal.run("jobs", "adopt", "pixel-engine/animate", "5")
    assert status == 1
    assert "Pixel Engine does not know the number 5." in err
    assert len(engine.seen("pixel-engine/show-job")) == 3
    assert terminal.states() == [State.FAILED]
