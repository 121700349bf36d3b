"""Pixel Engine, PixelDojo and PixelAPI through the command line: every operation, with few flags and with all.

What is looked at is what a person has afterwards: the exit status, the sentences, the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.cli.main import main
from studio.codec.images import read_png, write_png
from studio.codec.palettes import write_gpl
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from studio.providers import registry
from studio.providers.remote import RemoteProvider
from tests.servers.base import ApiServer, Reply
from tests.servers.pixel_engine import PixelEngineServer
from tests.servers.pixelapi import PixelApiServer
from tests.servers.pixeldojo import PixelDojoServer

CLEAR, RED, BLUE = (0, 0, 0, 0), (200, 30, 30, 255), (20, 30, 200, 255)
WORDS = ("--prompt", "a knight")
SEED = ("--seed", "7")

COMMANDS: tuple[tuple[str, tuple[str, ...], int, int], ...] = (
    # operation, flags, frames that come, charge in credits (0 for none)
    ("pixel-engine/animate", ("--image", "sprite.png", *WORDS), 8, 20),
    (
        "pixel-engine/animate",
        ("--image", "large.png", *WORDS, "--model", "frame-engine-v1.1", "--frames", "24", "--negative-prompt", "blur",
         *SEED, "--output-format", "webp", "--matte", "#00ff00"), 24, 20,
    ),
    (
        "pixel-engine/animate",
        ("--image", "sprite.png", *WORDS, "--palette", "two.gpl", "--frames", "2", "--output-format", "gif"), 2, 20,
    ),
    ("pixel-engine/keyframes", ("--keyframes", "0:sprite.png", *WORDS), 8, 24),
    (
        "pixel-engine/keyframes",
        ("--keyframes", "0:sprite.png:1", "--keyframes", "4:sprite.png:0.25", "--linked-keyframe",
         "7:https://example.org/a.png:0.5", *WORDS, "--render-mode", "pixel", "--total-frames", "20", "--colours", "8",
         "--negative-prompt", "blur", *SEED, "--output-format", "spritesheet", "--matte", "#123456"), 20, 24,
    ),
    ("pixel-engine/generate-image", (*WORDS, "--colours", "16"), 1, 10),
    (
        "pixel-engine/generate-image",
        (*WORDS, "--image", "sprite.png", "--model", "oai_gpt2_high", "--palette", "two.gpl", *SEED), 1, 10,
    ),
    (
        "pixel-engine/generate-image",
        (*WORDS, "--image-url", "https://example.org/a.png", "--colours", "2"), 1, 10,
    ),
    ("pixel-engine/pixelate", ("--image", "large.png"), 1, 0),
    ("pixel-engine/pixelate", ("--image", "large.png", "--palette", "two.gpl"), 1, 0),
    ("pixel-engine/pixelate", ("--image", "large.png", "--colours", "256"), 1, 0),
    ("pixel-engine/remove-background", ("--image", "solid.png"), 1, 2),
    (
        "pixel-engine/remove-background",
        ("--image", "solid.png", "--image", "solid.png", "--threshold", "128"), 2, 2,
    ),
    ("pixel-engine/remove-background", ("--image-url", "https://example.org/a.webp"), 1, 2),
    ("pixel-engine/enhance-prompt", WORDS, 0, 0),
    ("pixel-engine/enhance-prompt", ("--image", "large.png", "--model", "frame-engine-v1.1"), 0, 0),
    ("pixel-engine/show-balance", (), 0, 0),
    ("pixel-engine/show-billing", (), 0, 0),
    ("pixel-engine/show-billing", ("--start-date", "2026-01-01", "--end-date", "2026-12-31"), 0, 0),
    ("pixeldojo/flux", WORDS, 1, 0),
    (
        "pixeldojo/flux",
        (*WORDS, "--model", "flux-dev-single-lora", "--aspect-ratio", "16:9", "--count", "4", *SEED,
         "--lora-weights", "https://example.org/lora", "--lora-scale", "1.5", "--megapixels", "0.25", "--go-fast"),
        4, 0,
    ),
    ("pixelapi/generate-image", (*WORDS, "--size", "512x512"), 1, 1),
    (
        "pixelapi/generate-image",
        (*WORDS, "--model", "sdxl", "--negative-prompt", "blur", "--size", "640x512", "--steps", "20", "--guidance",
         "7.5", *SEED), 1, 1,
    ),
    ("pixelapi/list-models", (), 0, 0),
    ("pixelapi/show-balance", (), 0, 0),
    ("pixelapi/show-usage", (), 0, 0),
    ("pixelapi/show-usage", ("--limit", "5"), 0, 0),
)  # fmt: skip


@dataclass
class Desk:
    """A person at a terminal, in a folder with pictures, with accounts at the three services."""

    folder: Path
    servers: dict[str, ApiServer]
    capsys: pytest.CaptureFixture[str]

    def run(self, *argv: str) -> tuple[int, str, str]:
        status = main(["run", *argv])
        said = self.capsys.readouterr()
        return status, said.out, said.err

    def result(self) -> dict[str, Any]:
        about: dict[str, Any] = json.loads((self.folder / "out" / "result.json").read_text("utf-8"))
        return about


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    _pictures(tmp_path)
    with PixelEngineServer() as engine, PixelDojoServer() as dojo, PixelApiServer() as api:
        engine.states, api.states = ["success"], ["completed"]
        servers: dict[str, ApiServer] = {"pixel-engine": engine, "pixeldojo": dojo, "pixelapi": api}
        for provider_id, server in servers.items():
            stem = "STUDIO_" + provider_id.upper().replace("-", "_")
            monkeypatch.setenv(f"{stem}_TOKEN", server.token)
            monkeypatch.setenv(f"{stem}_URL", server.url)
            provider = registry.provider(provider_id)
            assert isinstance(provider, RemoteProvider)
            monkeypatch.setattr(provider, "policy", replace(provider.policy, poll_first=0.0, poll_cap=0.0))
        api.fast_plan = True
        yield Desk(tmp_path, servers, capsys)


@pytest.mark.parametrize(
    ("operation", "flags", "frames", "credits"), COMMANDS, ids=[f"{one[0]} {len(one[1])}" for one in COMMANDS]
)
def test_every_operation_leaves_its_result(
    desk: Desk,
    operation: str,
    flags: tuple[str, ...],
    frames: int,
    credits: int,  # noqa: A002
) -> None:
    status, out, err = desk.run(operation, *flags, "--out", "out")
    assert (status, err) == (0, err), err
    assert "Wrote " in out
    about = desk.result()
    assert len(about["frames"]) == len(list((desk.folder / "out").glob("frame-*.png"))) == frames
    assert (about["cost"] or {"amount": "0"})["amount"] == str(credits)
    assert frames or about.get("text") or "table" in about
    server = desk.servers[operation.partition("/")[0]]
    assert server.complaints == []
    assert server.token not in out + err + json.dumps(about)


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(desk: Desk) -> None:
    status, out, err = desk.run("pixel-engine/animate", "--image", "sprite.png", *WORDS, "--dry-run")
    assert status == 0
    shown = json.loads(out.partition("\n")[2])
    assert (shown["output_format"], shown["output_frames"]) == ("spritesheet", 8)
    assert shown["matte_color"].startswith("#")
    assert "Price: 20 credits. Nothing was sent." in err
    assert desk.servers["pixel-engine"].requests == []


def test_the_frames_have_the_transparency_of_the_sprite(desk: Desk) -> None:
    desk.run("pixel-engine/animate", "--image", "sprite.png", *WORDS, "--frames", "2", "--out", "out")
    frame = read_png((desk.folder / "out" / "frame-01.png").read_bytes())
    assert frame.tolist() == read_png((desk.folder / "sprite.png").read_bytes()).tolist()


def test_a_job_can_be_looked_up_and_cancelled_by_its_id(desk: Desk) -> None:
    desk.run("pixel-engine/animate", "--image", "sprite.png", *WORDS, "--out", "out")
    engine = desk.servers["pixel-engine"]
    assert isinstance(engine, PixelEngineServer)
    (job_id,) = engine.jobs
    assert desk.run("pixel-engine/show-job", "--job", job_id, "--out", "again")[0] == 0
    assert len(list((desk.folder / "again").glob("frame-*.png"))) == 8
    status, _out, err = desk.run("pixel-engine/cancel-job", "--job", job_id, "--out", "stopped")
    assert (status, "already success" in err) == (1, True)


def test_a_picture_can_be_looked_up_by_its_id(desk: Desk) -> None:
    desk.run("pixelapi/generate-image", *WORDS, "--size", "512x512", "--out", "out")
    assert desk.run("pixelapi/show-image", "--generation-id", "gen-1", "--out", "again")[0] == 0
    assert len(list((desk.folder / "again").glob("frame-*.png"))) == 1


@pytest.mark.parametrize(
    ("reply", "status", "words"),
    [
        (Reply(402, json={"error": {"code": "insufficient_credits", "message": "Not enough"}}), 1, "too little left"),
        (Reply(500, json={"error": {"code": "internal_error", "message": "Oops"}}), 3, "may have been carried out"),
    ],
)
def test_a_failure_is_said_in_one_sentence_and_by_the_status(desk: Desk, reply: Reply, status: int, words: str) -> None:
    desk.servers["pixel-engine"].fail(reply, path="/animate", times=9)
    ended, _out, err = desk.run("pixel-engine/animate", "--image", "sprite.png", *WORDS, "--out", "out")
    assert (ended, words in err) == (status, True)
    assert len(desk.servers["pixel-engine"].requests) == 1


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--image", "large.png", *WORDS), "300 x 300"),
        (("--image", "sprite.png", *WORDS, "--frames", "3"), "steps of 2"),
        (("--image", "sprite.png", *WORDS, "--frames", "18"), "between 2 and 16"),
        (("--image", "sprite.png", *WORDS, "--colours", "8", "--palette", "two.gpl"), "only one of"),
        (("--image", "sprite.png", *WORDS, "--matte", "red"), "--matte"),
        (("--image", "sprite.png", "--prompt", ""), "--prompt"),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_flag(desk: Desk, flags: tuple[str, ...], words: str) -> None:
    status, _out, err = desk.run("pixel-engine/animate", *flags, "--out", "out")
    assert (status, words in err) == (2, True), err
    assert desk.servers["pixel-engine"].requests == []


def _pictures(folder: Path) -> None:
    sprite = np.zeros((8, 6, 4), np.uint8)
    sprite[2:6, 1:5] = RED
    sprite[3, 2] = BLUE
    (folder / "sprite.png").write_bytes(write_png(frozen(sprite)))
    solid = np.full((8, 8, 4), BLUE, np.uint8)
    solid[2:6, 2:6] = RED
    (folder / "solid.png").write_bytes(write_png(frozen(solid)))
    (folder / "large.png").write_bytes(write_png(frozen(np.full((300, 300, 4), RED, np.uint8))))
    palette = Palette((Colour(*RED), Colour(*BLUE)), title="Two")
    (folder / "two.gpl").write_bytes(write_gpl(palette))
