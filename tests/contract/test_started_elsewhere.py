"""Jobs that another program started: every operation that is offered for it is read without its request."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.app.results import take_from
from studio.cli.main import main
from studio.codec.images import read_png
from studio.core.errors import BadAnswer
from studio.doc.pixels import frozen
from studio.jobs.adopting import adopted_job, adopted_operation, can_be_adopted
from studio.providers import registry
from studio.providers.bundle import Kept
from studio.providers.pixel_engine import declarations as engine
from studio.providers.pixel_engine.provider import PixelEngine
from studio.providers.protocol import Accepted, Answer, Outcome
from studio.providers.remote import RemoteProvider
from studio.spec.operation import Operation
from tests.contract.test_person_at_terminal import Terminal, terminal
from tests.servers.driving import polled, provider_at
from tests.servers.pixel_engine import PixelEngineServer

__all__ = ["terminal"]

FRAME = frozen(np.full((4, 4, 4), 200, np.uint8))


def _adoptable() -> list[type[Operation]]:
    return [
        kind
        for entry in registry.PROVIDERS
        for kind in entry.operations()
        if can_be_adopted(kind, registry.provider(entry.id))
    ]


def test_the_services_with_jobs_are_asked_by_number_and_no_others() -> None:
    assert {kind.spec.provider for kind in _adoptable()} == {"pixellab-v2", "pixel-engine", "pixeldojo", "pixelapi"}


@pytest.mark.parametrize("kind", _adoptable(), ids=lambda kind: kind.spec.id)
def test_its_result_becomes_a_take_though_nobody_knows_the_request(kind: type[Operation]) -> None:
    provider = registry.provider(kind.spec.provider)
    assert isinstance(provider, RemoteProvider)
    operation = adopted_operation(kind.spec.id, provider)
    job = adopted_job(operation, "gen-17", now=1.0, position=1.0)
    take = take_from(job, Outcome(frames=(FRAME,)), operation)
    assert take.frames[0].tolist() == FRAME.tolist()
    with pytest.raises(BadAnswer):
        provider.read(operation, Kept(Answer(b"{}"), {}))


async def test_an_animation_of_another_program_comes_as_its_frames() -> None:
    sprite = frozen(np.array([[[200, 30, 30, 255], [0, 0, 0, 0]]], np.uint8))
    with PixelEngineServer() as server:
        async with provider_at(server, PixelEngine) as provider:
            asked = engine.Animate(image=sprite, prompt="breathes")
            sent = await provider.submit(asked, lambda _progress, _note: None)
            assert isinstance(sent, Accepted)
            ours = await polled(provider, asked, sent)
            trip = await polled(provider, adopted_operation("pixel-engine/animate", provider), sent)
    assert len(trip.outcome.frames) == len(ours.outcome.frames)
    for mine, other in zip(ours.outcome.frames, trip.outcome.frames, strict=True):
        assert mine.tolist() == other.tolist()


def test_at_a_terminal_it_lands_in_a_folder_and_costs_nothing_more(terminal: Terminal) -> None:
    assert main(["run", "pixelapi/generate-image", "--prompt", "a knight", "--size", "512x512", "--out", "first"]) == 0
    assert main(["jobs", "adopt", "pixelapi/generate-image", "gen-1", "--out", "second"]) != 0, "it is in the list"
    (terminal.folder / "home" / "data" / "ledger.sqlite").unlink()
    status, _said, told = terminal.run("jobs", "adopt", "pixelapi/generate-image", "gen-1", "--out", "second")
    assert (status, terminal.paid()) == (0, 1), told
    first, second = (_pictures(terminal.folder / name) for name in ("first", "second"))
    assert first == second != []


def _pictures(folder: Path) -> list[object]:
    return [read_png(file.read_bytes()).tolist() for file in sorted(folder.glob("*.png"))]
