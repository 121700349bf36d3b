"""Both PixelLab APIs through the command line: every operation with few flags and with all, up to the files.

The flags are made from the very requests that the other tests send, so what leaves has to be the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.cli.main import main
from studio.codec.images import read_png, write_png
from studio.codec.keypoints import write_keypoints
from studio.codec.palettes import write_gpl
from studio.core.geometry import Size
from studio.doc.pixels import MaskPixels, Pixels, frozen
from studio.providers import registry
from studio.providers.remote import RemoteProvider
from studio.providers.wire import build_request
from studio.spec.field import Field, Kind
from studio.spec.operation import Effect, Operation, Returns
from tests.contract.pixellab_requests import MAXIMAL, MINIMAL, SPRITE, operation
from tests.contract.test_pixellab_v1 import MAXIMAL as FIRST_MAXIMAL
from tests.contract.test_pixellab_v1 import MINIMAL as FIRST_MINIMAL
from tests.servers.base import ApiServer, Reply
from tests.servers.pixellab_drawing import drawn
from tests.servers.pixellab_v1 import PixelLabV1Server
from tests.servers.pixellab_v2 import PixelLabServer

ASKED = [*MINIMAL, *MAXIMAL, *FIRST_MINIMAL, *FIRST_MAXIMAL]


class Terminal:
    """A person at a terminal in an own folder, with an account at both APIs."""

    def __init__(self, folder: Path, servers: Mapping[str, ApiServer], capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.servers = servers
        self._capsys = capsys
        self._files = 0

    def run(self, *argv: str) -> tuple[int, str]:
        """Exit status and everything that was said."""
        status = main(["run", *argv])
        said = self._capsys.readouterr()
        return status, said.out + said.err

    def carry_out(self, asked: Operation, *more: str) -> dict[str, Any]:
        """The account of a run that went well."""
        status, said = self.run(asked.spec.id, *self.flags(asked), *more, "--out", "out")
        assert status == 0, said
        about: dict[str, Any] = json.loads((self.folder / "out" / "result.json").read_text("utf-8"))
        assert self.servers[asked.spec.provider].token not in said + json.dumps(about)
        return about

    def flags(self, asked: Operation) -> list[str]:
        """What a person types for this request; whatever stands at its default is left out."""
        size = asked.values.get("size") or Size(64, 64)
        words: list[str] = []
        for declared in asked.spec.fields:
            value = asked.values[declared.name]
            if value is None or (isinstance(value, str | int | float) and value == declared.default):
                continue
            if declared.kind is Kind.FLAG:
                words.append(declared.flag if value else _opposite(declared.flag))
                continue
            for word in self._words(declared, value, size):
                words += [declared.flag, word]
        return words

    def _words(self, declared: Field, value: Any, size: Size) -> list[str]:
        match declared.kind:
            case Kind.IMAGE:
                return [self._file(write_png(value), "png")]
            case Kind.IMAGES:
                return ["-" if one is None else self._noted(one) for one in value]
            case Kind.MASK:
                return [self._mask(value)]
            case Kind.MASKS:
                return ["-" if one is None else self._mask(one) for one in value]
            case Kind.PALETTE:
                return [self._file(write_gpl(value), "gpl")]
            case Kind.KEYPOINTS:
                return [self._file(write_keypoints(value, size), "json")]
            case Kind.SIZE:
                return [f"{value.width}x{value.height}"]
            case Kind.CHOICES | Kind.WORDS:
                return list(value)
            case Kind.VARIANT:
                parts = [f"{name}={self._part(part)}" for name, part in value.values.items()]
                return [",".join([value.form, *parts])]
            case _:
                return [str(value)]

    def _noted(self, picture: Any) -> str:
        path = self._file(write_png(picture.pixels), "png")
        return f"{path}::{picture.note}" if picture.note else path

    def _part(self, part: Any) -> str:
        return self._mask(part) if isinstance(part, np.ndarray) else str(part)

    def _mask(self, mask: MaskPixels) -> str:
        return self._file(write_png(_opaque(mask)), "png")

    def _file(self, data: bytes, ending: str) -> str:
        self._files += 1
        path = self.folder / f"file-{self._files}.{ending}"
        path.write_bytes(data)
        return path.name


def _opaque(mask: MaskPixels) -> Pixels:
    return frozen(np.dstack([mask, mask, mask, np.full_like(mask, 255)]))


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    with PixelLabServer() as second, PixelLabV1Server() as first:
        second.states = ("completed",)
        servers: dict[str, ApiServer] = {"pixellab-v2": second, "pixellab-v1": first}
        for provider_id, server in servers.items():
            stem = "STUDIO_" + provider_id.upper().replace("-", "_")
            monkeypatch.setenv(f"{stem}_TOKEN", server.token)
            monkeypatch.setenv(f"{stem}_URL", server.url)
            provider = registry.provider(provider_id)
            assert isinstance(provider, RemoteProvider)
            monkeypatch.setattr(provider, "policy", replace(provider.policy, poll_first=0.0, poll_cap=0.0))
        yield Terminal(tmp_path, servers, capsys)


@pytest.mark.parametrize("asked", ASKED, ids=lambda one: one.spec.id)
def test_every_operation_leaves_its_result(terminal: Terminal, asked: Operation) -> None:
    about = terminal.carry_out(asked)
    server = terminal.servers[asked.spec.provider]
    assert server.complaints == []
    sent, wanted = server.seen(asked.spec.id)[0], build_request(asked)
    assert sent.query == {name: str(value) for name, value in wanted.query.items()}
    if wanted.body:
        drawn_seed = {"seed": sent.json["seed"]} if "seed" in sent.json else {}
        assert sent.json == {**drawn_seed, **wanted.body}
    files = list((terminal.folder / "out").glob("frame-*.png"))
    assert len(files) == len(about.get("frames") or ())
    if asked.spec.returns is Returns.FRAMES:
        assert files
    if asked.spec.effect is Effect.PAYS:
        assert about["cost"]["unit"] == "usd"


class TestThings:
    """What is kept at the service, by its id."""

    @pytest.fixture
    def hero(self, terminal: Terminal) -> str:
        terminal.carry_out(operation("create-character-with-4-directions", description="a crab", size=Size(40, 40)))
        server = terminal.servers["pixellab-v2"]
        assert isinstance(server, PixelLabServer)
        (identity,) = server.characters
        return identity

    def test_a_character_is_animated_shown_fetched_tagged_and_deleted(self, terminal: Terminal, hero: str) -> None:
        walk = operation("animate-character", character=hero, template="walk", directions=("south", "east"))
        assert len(terminal.carry_out(walk)["frames"]) == 8
        assert len(terminal.carry_out(operation("show-character", character=hero))["frames"]) == 12
        assert len(terminal.carry_out(operation("download-character", character=hero))["frames"]) == 6
        terminal.carry_out(operation("tag-character", character=hero, tags=("crab", "red")))
        terminal.carry_out(operation("delete-character", character=hero))
        status, said = terminal.run("pixellab-v2/delete-character", "--character", hero, "--out", "out")
        assert (status, "Character not found" in said) == (1, True)

    def test_tiles_and_jobs_are_found_again(self, terminal: Terminal) -> None:
        server = terminal.servers["pixellab-v2"]
        assert isinstance(server, PixelLabServer)
        terminal.carry_out(operation("create-tileset", lower="sea", upper="sand"))
        terminal.carry_out(operation("create-isometric-tile", description="grass", size=Size(32, 32)))
        (tileset,), (tile,) = server.tilesets, server.tiles
        assert len(terminal.carry_out(operation("show-tileset", tileset=tileset))["frames"]) == 16
        assert len(terminal.carry_out(operation("show-isometric-tile", tile=tile))["frames"]) == 1
        assert len(terminal.carry_out(operation("show-job", job=list(server.jobs)[-1]))["frames"]) == 1

    def test_nobody_is_told_in_a_sentence(self, terminal: Terminal) -> None:
        status, said = terminal.run("pixellab-v2/show-character", "--character", "nobody", "--out", "out")
        assert status == 1
        assert "PixelLab" in said


def test_the_files_are_the_pictures_as_they_came(terminal: Terminal) -> None:
    terminal.carry_out(operation("rotate", image=SPRITE))
    (file,) = (terminal.folder / "out").glob("frame-*.png")
    assert read_png(file.read_bytes()).tolist() == drawn(64, 64).tolist()


def test_a_dry_run_shows_fractions_and_measured_sizes_and_sends_nothing(terminal: Terminal) -> None:
    asked = next(one for one in MINIMAL if one.spec.name == "animate-with-skeleton")
    status, said = terminal.run(asked.spec.id, *terminal.flags(asked), "--dry-run")
    assert status == 0
    assert '"image_size"' in said
    assert f'"x": {8.5 / 64}' in said
    assert terminal.servers["pixellab-v2"].requests == []


def test_a_lost_answer_is_unknown_and_has_its_own_status(terminal: Terminal) -> None:
    terminal.servers["pixellab-v2"].fail(Reply(500, json={"detail": "Internal server error"}), path="/rotate", times=9)
    asked = operation("rotate", image=SPRITE)
    status, said = terminal.run(asked.spec.id, *terminal.flags(asked), "--out", "out")
    assert (status, "may have been carried out" in said) == (3, True)
    assert len(terminal.servers["pixellab-v2"].requests) == 1


def _opposite(flag: str) -> str:
    return f"--{flag.removeprefix('--no-')}" if flag.startswith("--no-") else f"--no-{flag.removeprefix('--')}"
