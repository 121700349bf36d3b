"""What is bought from a provider, by real mouse and keys, with the provider on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.codec.load import open_sprite
from studio.doc.compose import flatten
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels
from tests.e2e.conftest import Start
from tests.e2e.screen import Studio
from tests.servers.pixellab_v2 import PixelLabServer

HEM = ((17, 30), (25, 30))
"""Cells of the tunic of the sample hero."""
TITLE = "Repaint with words"


@pytest.fixture
def server() -> Iterator[PixelLabServer]:
    with PixelLabServer() as running:
        yield running


def test_a_picture_from_words_is_accepted_and_taken_back(start: Start, server: PixelLabServer) -> None:
    studio = _started(start, server)
    _ask(studio, "create from words", "a round slime")
    studio.wait("job", operation="pixellab-v2/create-image-pixflux", state="done")
    studio.wait("chosen", operation="pixellab-v2/create-image-pixflux")
    studio.click("accept-sprite")
    studio.wait("active", title="Create from words")
    assert [seen.operation for seen in server.requests if seen.method == "POST"] == ["pixellab-v2/create-image-pixflux"]
    assert server.complaints == []


def test_a_repainted_part_leaves_the_rest_as_it_was(start: Start, server: PixelLabServer, tmp_path: Path) -> None:
    studio = _started(start, server)
    studio.wait_for("canvas")
    studio.key("k")
    studio.wait("tool", name="mode", value="mask")
    studio.drag(*HEM)
    studio.wait("changed", undo="Mark")
    studio.key("ctrl+s")
    studio.wait("saved")
    before = _hero(tmp_path)
    _ask(studio, TITLE.lower(), "a red belt")
    studio.wait("chosen", operation="pixellab-v2/inpaint")
    studio.click("accept-replace")
    assert studio.wait("changed")["undo"] == f"Accept {TITLE}"
    studio.key("ctrl+s")
    studio.wait("saved")
    after = _hero(tmp_path)
    studio.key("ctrl+z")
    studio.wait("changed", redo=f"Accept {TITLE}")
    mask = before.frames[0].mask
    assert mask is not None
    old, new = _picture(before), _picture(after)
    assert np.array_equal(old[mask == 0], new[mask == 0])
    assert not np.array_equal(old[mask != 0], new[mask != 0])


def _started(start: Start, server: PixelLabServer) -> Studio:
    studio = start(STUDIO_PIXELLAB_V2_URL=server.url, STUDIO_PIXELLAB_V2_TOKEN=server.token)
    studio.wait_for_sample()
    return studio


def _ask(studio: Studio, operation: str, words: str) -> None:
    studio.click("generate-search")
    studio.type(operation)
    studio.key("Return")
    studio.wait_for("field-description-control")
    studio.click("field-description-control")
    studio.type(words)
    studio.key("ctrl+Return")


def _hero(folder: Path) -> Sprite:
    return open_sprite(next(folder.rglob("hero.aseprite"))).sprite


def _picture(sprite: Sprite) -> Pixels:
    return flatten(sprite, sprite.frames[0].id)


def test_a_job_is_found_again_after_the_window_was_closed(start: Start, server: PixelLabServer) -> None:
    server.states = ("processing",)
    first = _started(start, server)
    _ask(first, "edit with words", "a round slime")
    first.wait("job", operation="pixellab-v2/edit-image", state="running")
    first.key("alt+F4")
    first.click("answer-0")
    assert first.ended() == 0
    for job in server.jobs.values():
        job.states[:] = ["completed"]
    second = _started(start, server)
    landed = second.wait("take", operation="pixellab-v2/edit-image")
    assert landed["frames"] >= 1
    assert sum(seen.method == "POST" for seen in server.requests) == 1


def test_a_job_is_cancelled_by_the_button_beside_its_progress(start: Start, server: PixelLabServer) -> None:
    server.states = ("processing",)
    studio = _started(start, server)
    _ask(studio, "edit with words", "a round slime")
    studio.wait("job", operation="pixellab-v2/edit-image", state="running")
    studio.click("generate-stop")
    studio.wait("job", operation="pixellab-v2/edit-image", state="cancelled")
    studio.key("alt+F4")
    assert studio.ended() == 0
