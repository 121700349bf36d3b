"""What a service says reaches the terminal as words, never as commands for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.cli.main import main
from studio.cli.terminal import printable
from studio.core import paths
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.states import State

STEERING = "\x1b]0;OWNED\x07\x1b[31mred\u202e"
SHOWN = "\ufffd]0;OWNED\ufffd\ufffd[31mred\ufffd"


def test_what_steers_a_terminal_is_shown_and_words_stay() -> None:
    assert printable(STEERING) == SHOWN
    assert printable("Two lines,\n\tone of them: größer 5 €") == "Two lines,\n\tone of them: größer 5 €"


@pytest.mark.parametrize("part", ["note", "error", "title"])
def test_a_job_is_told_without_steering_the_terminal(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path))
    words = {"title": "Outline", "note": "", "error": ""} | {part: STEERING}
    job = Job(id="job-abcdefghijkl", operation="local/outline", provider="local", effect="free", created=1.0, ended=1.0,
              state=State.FAILED, **words)  # fmt: skip
    ledger = Ledger(paths.data_dir() / "ledger.sqlite")
    ledger.add(job, "{}")
    ledger.close()
    assert main(["jobs", "show", "job-abcdefghijkl"]) == 0
    assert main(["jobs"]) == 0
    told = capsys.readouterr()
    assert SHOWN in told.out
    assert "\x1b" not in told.out + told.err
