"""Every documented endpoint of every service is reached by `sprite-studio run`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.codec.images import write_png
from studio.core.geometry import Size
from studio.providers import registry
from studio.providers.pixelapi import declarations as api
from studio.providers.remote import RemoteProvider
from studio.spec.operation import Operation
from tests.contract import test_pixel_engine, test_pixelapi, test_pixeldojo, test_pixellab_v1
from tests.contract.comparing import contracts
from tests.contract.pixellab_requests import MINIMAL, SPRITE, operation
from tests.contract.test_pixellab_command_line import Terminal
from tests.servers.base import ApiServer
from tests.servers.pixel_engine import PixelEngineServer
from tests.servers.pixelapi import PixelApiServer
from tests.servers.pixeldojo import PixelDojoServer
from tests.servers.pixellab_v1 import PixelLabV1Server
from tests.servers.pixellab_v2 import PixelLabServer

PLAIN: tuple[Operation, ...] = (
    *(*MINIMAL, *test_pixellab_v1.MINIMAL),
    *(one for one in test_pixel_engine.MINIMAL if one.spec.name != "keyframes"),
    *(test_pixeldojo.MINIMAL, test_pixelapi.MINIMAL, api.ListModels(), api.ShowBalance(), api.ShowUsage()),
)
"""What needs nothing that was made before."""


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    """A terminal with an account at all five services."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    with (
        PixelLabServer() as lab,
        PixelLabV1Server() as first,
        PixelEngineServer() as engine,
        PixelDojoServer() as dojo,
        PixelApiServer() as pixelapi,
    ):
        lab.states, engine.states, pixelapi.states, pixelapi.fast_plan = (
            ("completed",),
            ["success"],
            ["completed"],
            True,
        )
        servers: dict[str, ApiServer] = {
            "pixellab-v2": lab,
            "pixellab-v1": first,
            "pixel-engine": engine,
            "pixeldojo": dojo,
            "pixelapi": pixelapi,
        }
        for provider_id, server in servers.items():
            stem = "STUDIO_" + provider_id.upper().replace("-", "_")
            monkeypatch.setenv(f"{stem}_TOKEN", server.token)
            monkeypatch.setenv(f"{stem}_URL", server.url)
            provider = registry.provider(provider_id)
            assert isinstance(provider, RemoteProvider)
            monkeypatch.setattr(provider, "policy", replace(provider.policy, poll_first=0.0, poll_cap=0.0))
        yield Terminal(tmp_path, servers, capsys)


def test_every_documented_endpoint_is_reached(terminal: Terminal) -> None:
    for asked in PLAIN:
        terminal.carry_out(asked)
    _keep_at_pixellab(terminal)
    _keep_at_others(terminal)
    documented = {endpoint["operation"] for contract in contracts().values() for endpoint in contract["endpoints"]}
    assert len(documented) == 57
    seen = {request.operation for server in terminal.servers.values() for request in server.requests}
    assert documented - seen == set()
    assert [words for server in terminal.servers.values() for words in server.complaints] == []


def _keep_at_pixellab(terminal: Terminal) -> None:
    lab = terminal.servers["pixellab-v2"]
    assert isinstance(lab, PixelLabServer)
    terminal.carry_out(operation("create-character-with-4-directions", description="a crab", size=Size(40, 40)))
    hero, tileset, tile = (list(things)[-1] for things in (lab.characters, lab.tilesets, lab.tiles))
    terminal.carry_out(operation("show-job", job=list(lab.jobs)[-1]))
    terminal.carry_out(operation("show-tileset", tileset=tileset))
    terminal.carry_out(operation("show-isometric-tile", tile=tile))
    for name, more in (
        ("animate-character", {"template": "walk"}),
        ("create-character-animation", {"template": "walk"}),
        ("show-character", {}),
        ("download-character", {}),
        ("tag-character", {"tags": ("crab",)}),
        ("delete-character", {}),
    ):
        terminal.carry_out(operation(name, character=hero, **more))


def _keep_at_others(terminal: Terminal) -> None:
    (terminal.folder / "key.png").write_bytes(write_png(SPRITE))
    words = ("--keyframes", "0:key.png", "--prompt", "walks")
    service = terminal.servers["pixel-engine"]
    assert isinstance(service, PixelEngineServer)
    _went_well(terminal, "pixel-engine/keyframes", *words)
    finished = list(service.jobs)[-1]
    _went_well(terminal, "pixel-engine/show-job", "--job", finished)
    service.jobs[finished].states = ["pending"]
    _went_well(terminal, "pixel-engine/cancel-job", "--job", finished)
    _went_well(terminal, "pixelapi/show-image", "--generation-id", "gen-1")


def _went_well(terminal: Terminal, *argv: str) -> None:
    status, said = terminal.run(*argv, "--out", "out")
    assert status == 0, said
