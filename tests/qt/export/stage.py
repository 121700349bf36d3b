"""A session on a Qt event loop, with a sprite of two tags and two layers in front."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qasync import QEventLoop

from studio.app.session import Session
from studio.core.geometry import Size
from studio.doc import edits, layers, tags
from studio.doc.model import Sprite
from studio.doc.pixels import frozen
from studio.store.settings import Settings
from tests.qt.loop import loop
from tests.unit.doc.drawing import picture, sprite_of

__all__ = ["FRAMES", "hero", "loop", "session", "until"]

FRAMES = ("rr.. rr..", ".gg. .gg.", "..bb ..bb", ".gg. .gg.")
_MOST_ROUNDS = 2000


@pytest.fixture
def session(loop: QEventLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Project `game`, sprite `hero` of 4 x 2 with four frames: tag `idle` over two, `walk` over two."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    made = Session(Settings.load(tmp_path / "settings.json"))
    made.new_project(tmp_path / "game", "Game")
    made.workspace.add(hero(), title="hero.aseprite")
    yield made
    loop.run_until_complete(made.close())


def hero() -> Sprite:
    """Layer `Layer 1` with a picture a frame, an empty layer `Light` over it."""
    sprite = sprite_of(*FRAMES)
    ids = [frame.id for frame in sprite.frames]
    sprite = tags.add_tag(sprite, "idle", ids[0], ids[1])
    sprite = tags.add_tag(sprite, "walk", ids[2], ids[3])
    sprite = layers.add_layer(sprite, "Light")
    light = next(layer.id for layer in sprite.layers if layer.name == "Light")
    assert sprite.size == Size(4, 2)
    return edits.put_raster(sprite, light, ids[0], frozen(picture("w... ....")))


def until(loop: QEventLoop, happened: Callable[[], bool]) -> None:
    """Run the loop until it has happened."""
    loop.run_until_complete(_wait(happened))
    assert happened()


async def _wait(happened: Callable[[], bool]) -> None:
    for _round in range(_MOST_ROUNDS):
        if happened():
            return
        await asyncio.sleep(0.005)
