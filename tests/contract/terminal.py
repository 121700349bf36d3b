"""A person at a terminal, in an empty folder, with an account at a loopback PixelAPI; the token is shown nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from studio.cli.main import main
from studio.jobs.ledger import Ledger
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.remote import RemoteProvider
from tests.servers.pixelapi import PixelApiServer

CANARY = "pk_live_canary-77e0b3"
PICTURE = ("run", "pixelapi/generate-image", "--prompt", "a knight", "--size", "512x512")


@dataclass
class Terminal:
    """A person at a terminal with an account at PixelAPI, in an empty folder."""

    folder: Path
    api: PixelApiServer
    capsys: pytest.CaptureFixture[str]

    def run(self, *argv: str) -> tuple[int, str, str]:
        status = main(list(argv))
        said = self.capsys.readouterr()
        assert CANARY not in said.out + said.err
        return status, said.out, said.err

    def paid(self) -> int:
        """Requests that made a picture."""
        return len(self.api.seen("pixelapi/generate-image"))

    def states(self) -> list[State]:
        ledger = Ledger(self.folder / "home" / "data" / "ledger.sqlite")
        states = [job.state for job in ledger.jobs()]
        ledger.close()
        return states

    def result(self, folder: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.folder / folder / "result.json").read_text("utf-8"))
        return told


@contextmanager
def at_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    """In this folder, and with this home of the studio."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(folder / "home"))
    monkeypatch.chdir(folder)
    with PixelApiServer(token=CANARY) as api:
        api.states, api.fast_plan = ["completed"], True
        monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", CANARY)
        monkeypatch.setenv("STUDIO_PIXELAPI_URL", api.url)
        _hurry("pixelapi", monkeypatch)
        yield Terminal(folder, api, capsys)


def _hurry(provider_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = registry.provider(provider_id)
    assert isinstance(provider, RemoteProvider)
    monkeypatch.setattr(provider, "policy", replace(provider.policy, poll_first=0.0, poll_cap=0.0))
