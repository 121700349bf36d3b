"""The switches of a session, and which takes are in a sprite."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from studio.app.accepting import SizeWay
from studio.app.place import Placement
from studio.app.session import Session
from studio.app.switches import FILE, AlignWay, PaletteWay, Switches, SwitchMemory
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc import edits
from studio.doc.compose import flatten
from studio.doc.palette import Palette
from studio.store.settings import Settings
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import INKS, drawn, sprite_of

MAP = Switches(palette=PaletteWay.MAP)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    made = Session(Settings.load(tmp_path / "settings.json"))
    made.workspace.add(sprite_of("rg"), title="hero")
    return made


def frames(session: Session) -> list[str]:
    sprite = session.workspace.require_active().sprite
    return [drawn(flatten(sprite, frame.id)) for frame in sprite.frames]


def used(session: Session) -> bool:
    (take,) = session.takes.takes
    return take.accepted


def test_switches_are_found_again(tmp_path: Path) -> None:
    SwitchMemory(tmp_path).put(Switches(PaletteWay.ADD, 64, AlignWay.FEET))
    assert SwitchMemory(tmp_path).switches == Switches(PaletteWay.ADD, 64, AlignWay.FEET)


@pytest.mark.parametrize("damage", ["", "[]", '{"palette": "other"}', '{"palette":"map","edges":"x","align":"feet"}'])
def test_damaged_switches_are_forgotten(tmp_path: Path, damage: str) -> None:
    (tmp_path / FILE).write_text(damage)
    assert SwitchMemory(tmp_path).switches == Switches()


def test_each_project_has_switches_of_its_own(session: Session, tmp_path: Path) -> None:
    session.acceptance.memory.put(MAP)
    session.new_project(tmp_path / "one", "One")
    assert session.acceptance.switches == MAP
    session.acceptance.memory.put(Switches(edges=128))
    stored = json.loads((tmp_path / "one" / ".studio" / FILE).read_text())
    assert stored == {"palette": "keep", "edges": 128, "align": "placed"}
    session.new_project(tmp_path / "two", "Two")
    session.acceptance.memory.put(Switches())
    session.open_project(tmp_path / "one")
    assert session.acceptance.switches == Switches(edges=128)


def test_a_take_is_accepted_as_the_switches_say_in_one_step(session: Session) -> None:
    document, before = session.workspace.require_active(), frames(session)
    document.apply("palette", lambda sprite: edits.set_palette(sprite, Palette((INKS["k"],))))
    session.acceptance.memory.put(MAP)
    take = take_of("rg")
    session.takes.add(take)
    session.accept(take, Placement.REPLACE)
    assert frames(session) == ["kk"]
    document.undo()
    assert frames(session) == before


def test_what_cannot_be_made_to_fit_changes_nothing(session: Session) -> None:
    document, before = session.workspace.require_active(), frames(session)
    document.apply("palette", lambda sprite: edits.set_palette(sprite, Palette()))
    session.acceptance.memory.put(MAP)
    take = take_of("bb")
    session.takes.add(take)
    with pytest.raises(UserError, match="The palette of the sprite is empty"):
        session.accept(take)
    assert frames(session) == before
    assert not used(session)


def test_a_larger_take_has_all_ways_once_its_size_is_seen_to(session: Session) -> None:
    take = take_of("kkk kkk")
    session.takes.add(take)
    assert session.acceptance.placements(take) == (Placement.SPRITE,)
    session.acceptance.choose_size(take, SizeWay.GROW)
    assert Placement.REPLACE in session.acceptance.placements(take)
    session.accept(take, Placement.REPLACE)
    assert session.workspace.require_active().sprite.size == Size(3, 2)
    session.workspace.require_active().undo()
    assert session.workspace.require_active().sprite.size == Size(2, 1)


def test_the_way_of_a_size_holds_for_other_takes_of_that_size(session: Session) -> None:
    session.acceptance.choose_size(take_of("kkk", name="a"), SizeWay.CROP)
    assert session.acceptance.size_way(take_of("rrr", name="b")) is SizeWay.CROP
    assert session.acceptance.size_way(take_of("rrrr", name="c")) is None
    session.acceptance.choose_size(take_of("rrr", name="b"), None)
    assert session.acceptance.size_way(take_of("kkk", name="a")) is None


def test_undo_lets_a_take_wait_again_and_redo_takes_it_back(session: Session) -> None:
    document = session.workspace.require_active()
    take = take_of("bb")
    session.takes.add(take)
    session.accept(take, Placement.FRAMES)
    assert used(session)
    document.undo()
    assert not used(session)
    document.redo()
    assert used(session)


def test_a_step_before_the_accepting_does_not_count(session: Session) -> None:
    document = session.workspace.require_active()
    take = take_of("bb")
    session.takes.add(take)
    session.accept(take, Placement.FRAMES)
    document.apply("palette", lambda sprite: edits.set_palette(sprite, Palette((INKS["k"],))))
    document.undo()
    assert used(session)
    document.undo()
    document.apply("palette", lambda sprite: edits.set_palette(sprite, Palette((INKS["k"],))))
    assert not used(session)


def test_a_take_in_two_sprites_is_used_until_both_are_undone(session: Session) -> None:
    first = session.workspace.require_active()
    take = take_of("bb")
    session.takes.add(take)
    session.accept(take, Placement.FRAMES)
    second = session.new_document(Size(2, 1))
    session.accept(take, Placement.FRAMES)
    first.undo()
    assert used(session)
    second.undo()
    assert not used(session)


def test_comparing_ends_with_the_choice(session: Session) -> None:
    session.takes.add(take_of("bb"))
    session.takes.compare(on=True)
    assert not session.takes.is_comparing
    session.takes.choose("take-1")
    session.commands.run("take.compare")
    assert session.takes.is_comparing
    session.takes.choose(None)
    assert not session.takes.is_comparing


def test_words_are_not_compared(session: Session) -> None:
    session.takes.add(take_of("bb", name="picture"))
    session.takes.add(take_of(name="words"))
    session.takes.choose("picture")
    session.takes.compare(on=True)
    session.takes.choose("words")
    assert not session.takes.is_comparing


async def at_rest(session: Session) -> None:
    """All that was begun is finished."""
    async with asyncio.timeout(20):
        while tasks := [task for task in asyncio.all_tasks() if task.get_name().startswith(("fit", "accept"))]:
            await asyncio.wait(tasks)


async def test_a_take_that_has_to_be_worked_on_is_accepted_without_holding_up_the_work(session: Session) -> None:
    session.acceptance.memory.put(MAP)
    session.workspace.require_active().apply("Palette", lambda sprite: edits.set_palette(sprite, Palette((INKS["r"],))))
    take = take_of("gg")
    session.takes.add(take)
    for _press in range(2):
        session.acceptance.accept_soon(take, Placement.FRAMES)
    assert (frames(session), used(session)) == (["rg"], False)
    await at_rest(session)
    assert (frames(session), used(session)) == (["rg", "rr"], True)


async def test_a_take_that_fits_is_accepted_at_once(session: Session) -> None:
    session.takes.add(take_of("gg"))
    session.acceptance.accept_soon(session.takes.takes[0], Placement.FRAMES)
    assert frames(session) == ["rg", "gg"]


async def test_who_paints_while_a_take_is_made_loses_neither(session: Session) -> None:
    session.acceptance.memory.put(MAP)
    document = session.workspace.require_active()
    document.apply("Palette", lambda sprite: edits.set_palette(sprite, Palette((INKS["r"],))))
    session.takes.add(take_of("gg"))
    session.acceptance.accept_soon(session.takes.takes[0], Placement.FRAMES)
    document.apply("Palette", lambda sprite: edits.set_palette(sprite, Palette((INKS["b"],))))
    await at_rest(session)
    assert frames(session) == ["rg", "bb"]


async def test_a_take_does_not_go_into_a_sprite_it_was_not_wanted_for(session: Session) -> None:
    session.acceptance.memory.put(MAP)
    session.workspace.require_active().apply("Palette", lambda sprite: edits.set_palette(sprite, Palette((INKS["r"],))))
    session.takes.add(take_of("gg"))
    session.acceptance.accept_soon(session.takes.takes[0], Placement.FRAMES)
    session.workspace.add(sprite_of("bb"), title="other")
    await at_rest(session)
    assert (frames(session), used(session)) == (["bb"], False)


async def test_what_cannot_be_made_to_fit_is_said_also_later(session: Session) -> None:
    session.acceptance.memory.put(MAP)
    session.workspace.require_active().apply("Palette", lambda sprite: edits.set_palette(sprite, Palette(())))
    said: list[str] = []
    session.notice.connect(lambda notice: said.append(notice.text))
    session.takes.add(take_of("gg"))
    session.acceptance.accept_soon(session.takes.takes[0], Placement.FRAMES)
    await at_rest(session)
    assert (len(said), used(session)) == (1, False)
