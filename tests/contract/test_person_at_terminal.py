"""Tokens, balances, budgets and jobs at the command line, against loopback services; a canary is found nowhere."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.cli.main import main
from studio.jobs.states import State
from studio.store.project import create_project, save_project
from tests.contract.terminal import CANARY, PICTURE, Terminal, at_terminal
from tests.servers.base import ApiServer, Fault, Reply
from tests.servers.pixel_engine import PixelEngineServer


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    with at_terminal(tmp_path, monkeypatch, capsys) as terminal:
        yield terminal


def test_a_token_is_tested_and_its_place_told_without_showing_it(terminal: Terminal) -> None:
    status, out, _err = terminal.run("token", "test", "pixelapi")
    assert (status, out.startswith("PixelAPI takes the token. Left: 100 credits, plan starter.")) == (0, True)
    status, out, _err = terminal.run("token", "where", "pixelapi")
    assert (status, out) == (0, "The token of PixelAPI is taken from the environment (STUDIO_PIXELAPI_TOKEN).\n")
    assert terminal.paid() == 0


def test_a_refused_token_fails_with_a_sentence(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", "pk_live_wrong")
    status, out, err = terminal.run("token", "test", "pixelapi")
    assert (status, out) == (1, "")
    assert "pk_live_wrong" not in err
    assert "token" in err


def test_balances_are_told_for_accounts_with_a_token_and_a_failing_one_hides_no_other(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = terminal.run("balance")
    assert (status, err) == (0, "")
    assert out.startswith("PixelAPI: Left: 100 credits, plan starter.")
    with PixelEngineServer() as engine:
        monkeypatch.setenv("STUDIO_PIXEL_ENGINE_TOKEN", "wrong")
        monkeypatch.setenv("STUDIO_PIXEL_ENGINE_URL", engine.url)
        status, out, err = terminal.run("balance")
    assert status == 1
    assert out.startswith("PixelAPI: ")
    assert err.startswith("Pixel Engine: ")


def test_without_any_token_it_is_said_what_to_do(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STUDIO_PIXELAPI_TOKEN")
    status, _out, err = terminal.run("balance")
    assert (status, "  STUDIO_PIXELAPI_TOKEN\n" in err) == (1, True)
    for words in (
        (*PICTURE, "--out", "out"),
        ("token", "where", "pixelapi"),
        ("token", "test", "pixelapi"),
        ("balance", "pixelapi"),
        ("usage", "pixelapi"),
    ):
        status, _out, err = terminal.run(*words)
        assert (status, "There is no token for PixelAPI." in err) == (1, True)
        # There is no keyring here, so that `token set` would only refuse.
        assert err.endswith("\n  Give one in the environment, as STUDIO_PIXELAPI_TOKEN\n")
        assert "token set" not in err
    assert terminal.api.requests == []


@pytest.mark.parametrize("pasted", ["", "  \n", "two words", "line\nbreak", "umlaut-ä"])
def test_what_no_token_is_made_of_is_refused_before_the_keyring(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, pasted: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(pasted))
    status, out, err = terminal.run("token", "set", "pixelapi")
    assert (status, out) == (1, "")
    assert err.startswith("sprite-studio: The token ")


def test_a_token_as_an_argument_is_wrong_use(terminal: Terminal) -> None:
    status = main(["token", "set", "pixelapi", "extra"])
    assert status == 2
    assert terminal.api.requests == []


def test_plain_http_elsewhere_is_refused_before_anything_is_sent(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_PIXELAPI_URL", "http://api.example")
    status, _out, err = terminal.run(*PICTURE, "--out", "out")
    assert (status, "is not encrypted" in err) == (1, True)


def test_lines_tell_how_far_it_is_where_there_is_no_terminal(terminal: Terminal) -> None:
    terminal.api.states = ["queued", "processing", "completed"]
    status, _out, err = terminal.run(*PICTURE, "--out", "out")
    assert status == 0
    said = [line.rpartition(": ")[2].split(" ")[0] for line in err.splitlines()]
    assert said[:2] == ["submitting", "running"]


def test_an_equal_request_gives_its_kept_result_without_paying(terminal: Terminal) -> None:
    assert terminal.run(*PICTURE, "--out", "first")[0] == 0
    status, _out, err = terminal.run(*PICTURE, "--out", "second", "--reuse")
    assert (status, "nothing was sent or paid" in err) == (0, True)
    assert terminal.paid() == 1
    first, second = (terminal.folder / name / "frame-01.png" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    assert terminal.result("second")["reused"] is True
    assert terminal.run(*PICTURE, "--steps", "30", "--out", "third", "--reuse")[0] == 0
    assert terminal.paid() == 2


def test_a_result_says_how_to_do_it_again(terminal: Terminal) -> None:
    assert terminal.run(*PICTURE, "--out", "first")[0] == 0
    assert terminal.run("run", "--from", "first/result.json", "--out", "again")[0] == 0
    bodies = [seen.json for seen in terminal.api.seen("pixelapi/generate-image")]
    assert bodies[0] == bodies[1]
    status, out, _err = terminal.run("run", "--from", "first/result.json", "--prompt", "a mage", "--dry-run")
    assert (status, json.loads(out.partition("\n")[2])["prompt"]) == (0, "a mage")
    (terminal.folder / "home" / "data" / "ledger.sqlite").unlink()
    assert terminal.run("run", "--from", "first/result.json", "--out", "later")[0] == 0
    assert terminal.api.seen("pixelapi/generate-image")[-1].json == bodies[0]
    status, _out, err = terminal.run("run", "pixeldojo/flux", "--from", "first/result.json", "--dry-run")
    assert (status, "is of pixelapi/generate-image, not of pixeldojo/flux" in err) == (2, True)
    (terminal.folder / "own.json").write_text("{}")
    status, _out, err = terminal.run("run", "--from", "own.json", "--dry-run")
    assert (status, "is no result.json that a run wrote" in err) == (1, True)


def test_a_budget_is_for_one_request(terminal: Terminal) -> None:
    for _time in range(2):
        assert terminal.run(*PICTURE, "--out", "out", "--budget", "1")[0] == 0
    status, _out, err = terminal.run(*PICTURE, "--out", "out", "--budget", "0.5")
    assert (status, err) == (
        1,
        "sprite-studio: It costs about 1 credit, more than the 0.5 credits of --budget; nothing was sent.\n",
    )
    assert terminal.paid() == 2
    assert terminal.run(*PICTURE, "--out", "out", "--budget", "much")[0] == 2


def test_a_project_pays_for_what_goes_into_its_folder_and_its_budget_holds(terminal: Terminal) -> None:
    game = terminal.folder / "game"
    save_project(create_project(game, "Game").with_limit("pixelapi", Decimal(1)))
    assert terminal.run(*PICTURE, "--out", "elsewhere")[0] == 0
    assert terminal.run(*PICTURE, "--out", "game/art/knight")[0] == 0
    status, _out, err = terminal.run(*PICTURE, "--out", "game/art/mage", "--budget", "99")
    assert (status, "1 of the budget of 1 credit are spent" in err) == (1, True)
    assert err.endswith("It is the budget of the project around game/art/mage.\n")
    assert terminal.run(*PICTURE, "--out", "elsewhere")[0] == 0
    assert terminal.paid() == 3


def test_what_was_charged_for_nothing_comes_with_a_text_for_support(terminal: Terminal) -> None:
    terminal.api.fail(Fault.RESET_AFTER_READ, path="/image/generate")
    terminal.run(*PICTURE, "--out", "out")
    job = _listed(terminal)[0]["id"]
    status, said, _told = terminal.run("jobs", "support", job)
    assert status == 0
    assert said.startswith("PixelAPI: perhaps charged, and no result\n")
    assert "Operation: Make a picture with SDXL or Flux (pixelapi/generate-image)" in said
    assert "Charged: maybe\n" in said
    status, _said, told = terminal.run(*PICTURE, "--out", "out")
    assert status == 0
    fine = next(one["id"] for one in _listed(terminal) if one["state"] == "done")
    status, _said, told = terminal.run("jobs", "support", fine)
    assert (status, "nothing to write to the provider about" in told) == (1, True)


def _listed(terminal: Terminal) -> list[dict[str, Any]]:
    _status, said, _told = terminal.run("jobs", "list", "--json")
    jobs: list[dict[str, Any]] = json.loads(said)["jobs"]
    return jobs


def test_an_unknown_outcome_has_status_3_and_ways_out(terminal: Terminal) -> None:
    terminal.api.fail(Fault.RESET_AFTER_READ, path="/image/generate")
    status, _out, err = terminal.run(*PICTURE, "--out", "out")
    assert (status, terminal.paid()) == (3, 1)
    job_id = err.rstrip().rpartition(" ")[2]
    status, out, _err = terminal.run("jobs")
    assert out.startswith(f"! {job_id}  unknown")
    status, out, _err = terminal.run("jobs", "show", job_id.removeprefix("job-")[:12])
    assert "If the first was accepted, you pay twice." in out
    assert f"sprite-studio jobs give-up {job_id}" in out
    status, _out, err = terminal.run("jobs", "resume", job_id)
    assert (status, "cannot be asked again" in err) == (3, True)
    assert err.endswith(f"\n  See what can be done with: sprite-studio jobs show {job_id}\n")
    assert terminal.paid() == 1
    status, out, _err = terminal.run("jobs", "give-up", job_id)
    assert (status, out) == (0, "Given up. It may have been charged.\n")
    assert terminal.states() == [State.CANCELLED]
    status, _out, _err = terminal.run("jobs", "send-anew", job_id, "--out", "out")
    assert (status, terminal.paid()) == (0, 2)


def test_a_job_left_with_the_provider_is_fetched_later(terminal: Terminal) -> None:
    status, out, _err = terminal.run(*PICTURE, "--out", "out", "--no-wait")
    assert (status, (terminal.folder / "out").exists()) == (0, False)
    job_id = out.strip()
    assert terminal.states() == [State.RUNNING]
    shown = terminal.run("jobs", "show", job_id)[1]
    assert f"Wait for it: sprite-studio jobs resume {job_id} --out FOLDER\n" in shown
    assert f"Cancel: sprite-studio jobs cancel {job_id}\n" in shown
    status, out, _err = terminal.run("jobs", "resume", job_id, "--out", "out")
    assert (status, "frame-01.png" in out) == (0, True)
    assert (terminal.paid(), terminal.states()) == (1, [State.DONE])
    assert terminal.run("jobs", "cancel", job_id)[0] == 1
    status, out, _err = terminal.run("jobs", "list", "--json")
    assert [(job["id"], job["state"]) for job in json.loads(out)["jobs"]] == [(job_id, "done")]


def test_a_command_that_is_stopped_says_where_its_job_is(terminal: Terminal) -> None:
    command = [sys.executable, "-m", "studio", *PICTURE, "--out", "out"]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": root}, start_new_session=True
    ) as running:
        assert running.stderr is not None
        said = ""
        while "running" not in said:
            said = running.stderr.readline()
            assert said, "it ended before the provider had it"
        os.killpg(running.pid, signal.SIGINT)
        said = running.stderr.read()
        assert running.wait(20) == 1
    job_id = said.partition("sprite-studio jobs resume ")[2].split()[0]
    assert terminal.run("jobs", "resume", job_id, "--out", "out")[0] == 0
    assert (terminal.paid(), terminal.states()) == (1, [State.DONE])


def test_all_that_was_left_behind_is_taken_up(terminal: Terminal) -> None:
    for _time in range(2):
        terminal.run(*PICTURE, "--out", "out", "--no-wait")
    status, out, _err = terminal.run("jobs", "resume")
    assert (status, out.count("done")) == (0, 2)
    assert terminal.run("jobs", "resume")[1] == "Nothing was left behind.\n"


def test_a_job_whose_token_is_refused_waits_and_goes_on_with_another(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = terminal.run(*PICTURE, "--out", "out", "--no-wait")[1].strip()
    monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", "pk_live_old")
    status, _out, err = terminal.run("jobs", "resume", job_id)
    assert (status, terminal.states()) == (1, [State.PAUSED])
    assert f"Go on with: sprite-studio jobs resume {job_id}" in err
    assert "sprite-studio token set pixelapi" in terminal.run("jobs", "show", job_id)[1]
    monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", CANARY)
    assert terminal.run("jobs", "resume", job_id, "--out", "out")[0] == 0
    assert (terminal.paid(), terminal.states()) == (1, [State.DONE])


def test_a_job_that_does_not_exist_is_wrong_use(terminal: Terminal) -> None:
    status, _out, err = terminal.run("jobs", "show", "nope")
    assert (status, "There is no job nope" in err) == (2, True)


def test_the_token_is_in_no_file_and_goes_to_no_other_host(terminal: Terminal) -> None:
    with ApiServer() as stranger:
        terminal.run(*PICTURE, "--out", "fine")
        for answer in (
            Fault.RESET_AFTER_READ,
            Fault.HTML,
            Reply(401, json={"detail": f"bad token {CANARY}"}),
            Reply(422, json={"detail": [{"loc": ["header"], "msg": CANARY, "input": CANARY}]}),
            Reply(500, body=CANARY.encode(), media="text/plain"),
            Reply(307, headers={"Location": f"{stranger.root}/steal"}),
        ):
            terminal.api.fail(answer, path="/image/generate")
            terminal.run(*PICTURE, "--out", "out")
        for words in (("jobs",), ("jobs", "list", "--json"), ("balance",), ("token", "where", "pixelapi")):
            terminal.run(*words)
        terminal.run(*PICTURE, "--dry-run")
        terminal.run("run", "--from", "fine/result.json", "--out", "again")
        assert CANARY not in repr(stranger.requests)
        assert stranger.requests == []
    assert terminal.api.store.requests
    assert CANARY not in repr(terminal.api.store.requests)
    files = [path for path in terminal.folder.rglob("*") if path.is_file()]
    assert len(files) > 8
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]
