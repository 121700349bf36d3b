"""Unsaved work lies on the disk a moment after each change, until it is saved."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from studio.app.safety import RECOVER, Safety
from studio.app.session import Session
from studio.app.surface import Notice
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


COPIES = "data/recovery/*/*.aseprite"


async def test_a_recovered_sprite_closed_without_saving_is_offered_at_every_start_until_it_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    first = Run(tmp_path)
    document = first.session.new_document(Size(3, 2), title="Hero")
    paint(document, 7)
    await first.end()
    for painted in (8, 9):
        run = Run(tmp_path)
        assert run.offers == ["1 sprite was not saved when the studio stopped last time: Hero."]
        run.safety.recover()
        (document,) = run.session.documents
        assert (document.title, document.is_dirty) == ("Hero (recovered)", True)
        paint(document, painted)
        await run.end()
    last = Run(tmp_path)
    last.safety.recover()
    (document,) = last.session.documents
    assert (flatten(document.sprite, document.cursor.frame) == 9).all()
    await last.session.save(document, tmp_path / "hero.aseprite")
    await last.end()
    assert list((tmp_path / "home").glob(COPIES)) == []


@pytest.mark.parametrize("changed_too", [False, True])
async def test_a_recovered_sprite_is_never_the_second_tab_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed_too: bool
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    path = tmp_path / "hero.aseprite"
    first = Run(tmp_path)
    document = first.session.new_document(Size(3, 2), title="Hero")
    await first.session.save(document, path)
    paint(document, 7)
    await first.end()
    second = Run(tmp_path)
    opened = second.session.open_path(path)
    if changed_too:
        paint(opened, 5)
    second.safety.recover()
    recovered = second.session.documents[-1]
    of_file = [one for one in second.session.documents if one.path is not None]
    assert of_file == ([opened] if changed_too else [recovered])
    assert (flatten(recovered.sprite, recovered.cursor.frame) == 7).all()
    await second.end()


async def test_a_recovered_sprite_that_was_not_looked_at_or_changed_is_kept_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    first = Run(tmp_path)
    paint(first.session.new_document(Size(3, 2), title="Hero"), 7)
    await first.end()
    second = Run(tmp_path)
    second.safety.recover()
    await second.end()
    third = Run(tmp_path)
    assert len(third.offers) == 1
    await third.end()
    fourth = Run(tmp_path)
    assert len(fourth.offers) == 1
    await fourth.end()


async def test_a_recovered_sprite_is_offered_no_more_once_it_was_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    first = Run(tmp_path)
    paint(first.session.new_document(Size(3, 2)), 7)
    await first.end()
    second = Run(tmp_path)
    second.safety.recover()
    second.safety.throw_away(second.session.documents[0])
    await second.end()
    assert list((tmp_path / "home").glob(COPIES)) == []


async def test_what_was_undone_leaves_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    run = Run(tmp_path)
    document = run.session.new_document(Size(3, 2))
    await run.session.save(document, tmp_path / "hero.aseprite")
    paint(document, 7)
    await run.a_moment()
    assert len(list((tmp_path / "home").glob(COPIES))) == 1
    document.undo()
    await copied()
    assert list((tmp_path / "home").glob(COPIES)) == []
    document.redo()
    await run.a_moment()
    assert len(list((tmp_path / "home").glob(COPIES))) == 1
    document.undo()
    await run.end()
    assert list((tmp_path / "home").glob(COPIES)) == []


async def test_a_sprite_that_no_file_holds_is_copied_though_nobody_painted_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    run = Run(tmp_path)
    run.session.new_document(Size(3, 2)).mark_unsaved()
    await run.a_moment()
    assert len(list((tmp_path / "home").glob(COPIES))) == 1
    await run.end()


class Run:
    """The program from one start to the next end; `offers` are the sentences that name unsaved sprites."""

    def __init__(self, folder: Path) -> None:
        self.session, self.clock = Session(Settings.load(folder / "settings.json")), ManualClock()
        self.offers: list[str] = []
        self.session.notice.connect(self._on_notice)
        self.safety = self.session.safety = Safety(self.session, clock=self.clock)
        self.safety.start()

    def _on_notice(self, notice: Notice) -> None:
        if notice.action == RECOVER:
            self.offers.append(notice.text)

    async def a_moment(self) -> None:
        """Until changes so far have been copied."""
        await self.clock.somebody_sleeps()
        self.clock.advance(self.session.settings.get("files.recovery_seconds"))
        await copied()

    async def end(self) -> None:
        await self.session.close()
