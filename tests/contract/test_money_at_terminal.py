"""What a paid request leaves at the command line: nothing is spent in vain, and what was spent is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.cli.carry_out import carried_out
from studio.cli.results import leave_result
from studio.core.errors import UserError
from studio.jobs.states import State
from studio.providers.local.declarations import ProceduralSprite
from tests.contract.terminal import PICTURE, Terminal, at_terminal
from tests.servers.base import Fault, Reply, Seen


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    with at_terminal(tmp_path, monkeypatch, capsys) as terminal:
        yield terminal


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_sent(terminal: Terminal) -> None:
    (terminal.folder / "file").write_text("in the way")
    status, _out, err = terminal.run(*PICTURE, "--out", "file/out")
    assert (status, "result.json could not be written to file/out" in err) == (1, True)
    assert terminal.api.requests == []
    assert terminal.run("jobs")[1] == "Nothing was asked for yet.\n"


def test_a_request_anew_is_not_sent_for_a_folder_that_cannot_be_made(terminal: Terminal) -> None:
    assert terminal.run(*PICTURE, "--out", "out")[0] == 0
    job = json.loads(terminal.run("jobs", "list", "--json")[1])["jobs"][0]["id"]
    (terminal.folder / "file").write_text("in the way")
    assert terminal.run("jobs", "send-anew", job, "--out", "file/out")[0] == 1
    assert terminal.paid() == 1


def test_trying_the_folder_leaves_nothing_behind(terminal: Terminal) -> None:
    terminal.api.fail(Reply(402, json={"detail": "out of credits"}), path="/image/generate")
    assert terminal.run(*PICTURE, "--out", "a/b/c")[0] == 1
    assert sorted(path.name for path in terminal.folder.iterdir()) == ["home"]


def test_a_result_that_cannot_be_written_in_the_end_says_how_to_get_it(terminal: Terminal) -> None:
    done = carried_out(ProceduralSprite(seed=7), lambda _job: None)
    (terminal.folder / "out").write_text("it came between")
    with pytest.raises(UserError) as refused:
        leave_result(done, terminal.folder / "out", {})
    hint = f"  The result is kept. Write it with: sprite-studio jobs resume {done.job.id} --out FOLDER"
    assert str(refused.value).splitlines()[1:] == [hint]
    assert terminal.run("jobs", "resume", done.job.id, "--out", "elsewhere")[0] == 0
    assert (terminal.folder / "elsewhere" / "frame-01.png").is_file()


def test_what_was_charged_is_said_after_a_run(terminal: Terminal) -> None:
    assert "Charged: 1 credit\n" in terminal.run(*PICTURE, "--out", "out")[2]
    assert "Charged" not in terminal.run(*PICTURE, "--out", "out", "--reuse")[2]
    assert "Charged" not in terminal.run("run", "local/procedural-sprite", "--out", "free")[2]


def test_rows_say_what_was_charged(terminal: Terminal) -> None:
    terminal.api.fail(Reply(402, json={"detail": "out of credits"}), path="/image/generate")
    terminal.run(*PICTURE, "--out", "out")
    terminal.api.fail(Fault.RESET_AFTER_READ, path="/image/generate")
    terminal.run(*PICTURE, "--out", "out")
    terminal.run(*PICTURE, "--out", "out")
    terminal.run("run", "local/procedural-sprite", "--out", "free")
    rows = [line.split("  ")[2:] for line in terminal.run("jobs")[1].splitlines() if "job-" in line]
    told = [words for row in rows for words in row if "credit" in words or words in ("free", "not charged")]
    assert sorted(told) == ["1 credit", "free", "not charged", "perhaps about 1 credit"]


def test_a_damaged_list_of_jobs_is_said(terminal: Terminal) -> None:
    ledger = terminal.folder / "home" / "data" / "ledger.sqlite"
    ledger.parent.mkdir(parents=True)
    ledger.write_bytes(b"junk" * 4096)
    status, out, err = terminal.run("jobs")
    assert (status, out) == (0, "Nothing was asked for yet.\n")
    assert err.startswith("The list of jobs was damaged. It was set aside as ledger.damaged-")
    assert len(list(ledger.parent.glob("ledger.damaged-*.sqlite"))) == 1


def test_a_folder_for_the_result_of_no_job_is_wrong_use(terminal: Terminal) -> None:
    status, _out, err = terminal.run("jobs", "resume", "--out", "out")
    assert (status, err) == (
        2,
        "sprite-studio: Say whose result goes to --out: sprite-studio jobs resume JOB --out FOLDER\n",
    )


def test_jobs_that_are_not_listed_are_counted(terminal: Terminal) -> None:
    for seed in range(1, 23):
        assert terminal.run("run", "local/procedural-sprite", "--seed", str(seed), "--out", "out")[0] == 0
    lines = terminal.run("jobs")[1].splitlines()
    assert lines[-1] == "2 more ended earlier. See them with: sprite-studio jobs list --all"
    assert len(lines) == 21
    assert len(terminal.run("jobs", "list", "--all")[1].splitlines()) == 22
    assert terminal.states() == [State.DONE] * 22


@pytest.mark.parametrize(("operation", "number"), [("pixelapi/nothing", "5"), ("pixelapi/generate-image", "a b")])
def test_what_cannot_be_adopted_is_wrong_use(terminal: Terminal, operation: str, number: str) -> None:
    assert terminal.run("jobs", "adopt", operation, number)[0] == 2
    assert terminal.api.requests == []


def test_what_signs_a_link_is_neither_printed_nor_written(terminal: Terminal) -> None:
    assert terminal.run(*PICTURE, "--out", "out")[0] == 0
    status, out, _err = terminal.run("run", "pixelapi/show-usage", "--out", "usage")
    assert status == 0
    written = (terminal.folder / "usage" / "result.json").read_text("utf-8")
    for told in (out, written):
        assert "/files/result-1" in told
        assert "token=" not in told


def test_what_a_provider_says_ends_before_the_way_out_begins(terminal: Terminal) -> None:
    terminal.api.fail(Reply(401, json={"detail": "Invalid or missing API key"}), path="/image/generate")
    _status, _out, err = terminal.run(*PICTURE, "--out", "out")
    *_progress, sentence, hint = err.splitlines()
    assert sentence.endswith("under Edit > Accounts and tokens. It says: Invalid or missing API key.")
    assert hint == "  The token is taken from the environment (STUDIO_PIXELAPI_TOKEN)."


def test_what_was_perhaps_paid_is_not_counted_as_paid(terminal: Terminal) -> None:
    assert terminal.run(*PICTURE, "--out", "out")[0] == 0
    terminal.api.fail(Fault.RESET_AFTER_READ, path="/image/generate")
    assert terminal.run(*PICTURE, "--out", "out")[0] == 3
    *_others, title, paid, between, perhaps = terminal.run("usage", "pixelapi")[1].splitlines()
    assert (title, paid.split("   ")[1]) == ("Paid from this computer", "1 credit")
    assert (between, perhaps.split("   ")[1]) == ("  Perhaps paid, nobody can tell:", "1 credit")


def test_a_run_that_was_killed_while_it_was_sending_is_unknown(terminal: Terminal) -> None:
    arrived, over = threading.Event(), threading.Event()

    def keep_waiting(_seen: Seen) -> Reply:
        arrived.set()
        over.wait(20)
        return Reply(500)

    terminal.api.on("pixelapi/generate-image", keep_waiting)
    command = [sys.executable, "-m", "studio", *PICTURE, "--out", "out"]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": root}, stderr=subprocess.PIPE) as running:
        assert arrived.wait(20)
        running.terminate()
        running.wait(20)
    over.set()
    out = terminal.run("jobs")[1]
    job_id = out.split()[1]
    assert out.startswith(f"! {job_id}  unknown ")
    assert "perhaps about 1 credit" in out
    shown = terminal.run("jobs", "show", job_id)[1]
    assert "Charged: maybe\n" in shown
    assert f"Give up: sprite-studio jobs give-up {job_id}\n" in shown
    assert f"Send anew: sprite-studio jobs send-anew {job_id}\n" in shown
    status, _out, err = terminal.run("jobs", "resume", job_id)
    assert (status, f"sprite-studio jobs show {job_id}" in err) == (3, True)
    assert terminal.paid() == 1
