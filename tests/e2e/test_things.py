"""Things by real mouse and keys: a character that lost two directions, a tileset and what grows from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.codec.load import open_sprite
from tests.e2e.conftest import Start
from tests.e2e.screen import Studio
from tests.servers.pixellab_v2 import PixelLabServer

DIRECTIONS = {"south", "south-east", "east", "north-east", "north", "north-west", "west", "south-west"}


@pytest.fixture
def server() -> Iterator[PixelLabServer]:
    with PixelLabServer() as running:
        yield running


def test_a_character_gets_the_directions_that_were_lost(start: Start, server: PixelLabServer, tmp_path: Path) -> None:
    server.losing = ("north", "east")
    studio = _asked(start, server, "create a character, eight directions", "a small knight")
    studio.wait("active", title="a small knight.aseprite")
    studio.run_action("Show things")
    studio.click("character-draw-missing")
    studio.wait("changed", frames=8)
    studio.wait("saved")
    made = open_sprite(next(tmp_path.rglob("a small knight.aseprite"))).sprite
    assert {tag.name for tag in made.tags} == DIRECTIONS
    assert [len(server.seen(f"pixellab-v2/{name}")) for name in ("create-character-with-8-directions", "rotate")] == [
        1,
        2,
    ]


def test_only_the_lost_directions_of_a_movement_are_asked_for_again(start: Start, server: PixelLabServer) -> None:
    server.failing = ("west", "north")
    studio = _asked(start, server, "create a character, eight directions", "a small knight")
    studio.wait("active", title="a small knight.aseprite")
    studio.run_action("Show things")
    studio.click("character-animate")
    studio.wait("job", operation="pixellab-v2/animate-character", state="done")
    server.failing = ()
    studio.click("retry-walk")
    studio.wait("job", operation="pixellab-v2/animate-character", state="done")
    asked = [seen.json["directions"] for seen in server.seen("pixellab-v2/animate-character")]
    assert [set(one) for one in asked] == [DIRECTIONS, {"west", "north"}]


def test_the_terrain_of_a_tileset_is_the_lower_one_of_the_next(start: Start, server: PixelLabServer) -> None:
    studio = _asked(start, server, "create a tileset", "dark water", "green grass")
    studio.wait("notice", action="thing.show")
    studio.run_action("Show things")
    studio.click("tileset-chain")
    studio.wait_for("generate-button")
    assert server.complaints == []


def _asked(start: Start, server: PixelLabServer, operation: str, *words: str) -> Studio:
    """The operation was sent with these words in its first fields."""
    studio = start(STUDIO_PIXELLAB_V2_URL=server.url, STUDIO_PIXELLAB_V2_TOKEN=server.token)
    studio.wait_for_sample()
    studio.click("generate-search")
    studio.type(operation)
    studio.key("Return")
    studio.wait_for("generate-button")
    for said in words:
        studio.type(said)
        studio.key("Tab")
    studio.key("ctrl+Return")
    return studio
