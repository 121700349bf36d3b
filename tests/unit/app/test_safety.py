"""Unsaved work lies on the disk a moment after each change, until it is saved."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from studio.app.safety import Safety
from studio.app.session import Session
from studio.codec.load import open_sprite
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.edits import put_raster
from studio.doc.pixels import frozen
from studio.store.settings import Settings
from tests.fakes.clock import ManualClock


def paint(document: Document, value: int) -> None:
    layer, frame = document.cursor
    document.apply(
        "Paint", lambda sprite: put_raster(sprite, layer, frame, frozen(np.full((2, 3, 4), value, np.uint8)))
    )


async def copied() -> None:
    """Until no copy is under way."""
    async with asyncio.timeout(60):
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "recovery copy"))


async def test_a_change_is_copied_aside_after_a_moment_and_the_copy_goes_when_it_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    copies = (tmp_path / "home" / "data" / "recovery").glob
    session, clock = Session(Settings.load(tmp_path / "settings.json")), ManualClock()
    safety = Safety(session, clock=clock)
    safety.start()
    document = session.new_document(Size(3, 2))
    paint(document, 7)
    paint(document, 9)
    await clock.somebody_sleeps()
    assert list(copies("*/*.aseprite")) == [], "painting does not wait for the disk"
    clock.advance(session.settings.get("files.recovery_seconds"))
    await copied()
    (copy,) = copies("*/*.aseprite")
    kept = open_sprite(copy).sprite
    assert (flatten(kept, kept.frames[0].id) == 9).all()
    assert document.is_dirty
    await session.save(document, tmp_path / "hero.aseprite")
    assert list(copies("*/*.aseprite")) == []
    paint(document, 5)
    await safety.close()
    (last,) = copies("*/*.aseprite")
    kept = open_sprite(last).sprite
    assert (flatten(kept, kept.frames[0].id) == 5).all(), "what is unsaved at the end is copied once more"
    await session.close()
