"""Things through a session and a real server: made, lost in part, asked for again, listed, tagged, deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from studio.app.session import Session
from studio.app.surface import Notice
from studio.app.thing_records import ThingKind
from studio.app.thing_sprites import identity_in, pictures_of, sides_of
from studio.app.things import tiles_of
from studio.codec.load import open_sprite
from studio.core.errors import JobFailed, NotFound, UserError
from studio.core.geometry import Size
from studio.doc.frames import add_frame
from studio.doc.gesture import CelTarget
from studio.jobs.ledger import OverBudget
from studio.jobs.states import State
from tests.contract.pixellab_requests import operation
from tests.servers.base import Reply
from tests.servers.pixellab_v2 import EIGHT, FOUR, PixelLabServer
from tests.unit.app.thing_stage import HERO, TILES, ended, made, now, session_at, tags, until_landed


@pytest.fixture
def server() -> Iterator[PixelLabServer]:
    with PixelLabServer() as running:
        running.states = ("completed",)
        yield running


class Desk:
    """Opens the session inside the loop of a test."""

    def __init__(self, server: PixelLabServer, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._inside = session_at(server, folder, patch)

    async def __aenter__(self) -> Session:
        return await self._inside.__aenter__()

    async def __aexit__(self, *error: object) -> None:
        await self._inside.__aexit__(None, None, None)


@pytest.fixture
def desk(server: PixelLabServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(server, tmp_path, monkeypatch)


class TestCharacters:
    """A character is a sprite at once, and grows."""

    async def test_a_finished_character_is_a_sprite_of_the_project(self, desk: Desk, tmp_path: Path) -> None:
        async with desk as session:
            session.new_project(tmp_path / "game", "Game")
            session.settings.set("timeline.duration", 150)
            hero = await made(session, HERO)
            file = tmp_path / "game" / "A brave crab.aseprite"
            sprite = open_sprite(file).sprite
            assert tags(sprite) == dict.fromkeys(EIGHT, 1)
            assert {frame.duration for frame in sprite.frames} == {150}
            assert identity_in(sprite) == hero.id
            assert session.active is not None
            assert (session.active.path, session.active.is_dirty) == (file, False)
            assert [take.accepted for take in session.takes.takes] == [True]

    async def test_without_a_project_it_is_an_unsaved_tab(self, desk: Desk) -> None:
        async with desk as session:
            await made(session, HERO)
            assert session.active is not None
            assert (session.active.title, session.active.is_dirty) == ("A brave crab", True)

    async def test_who_paints_keeps_the_sprite_in_front(self, desk: Desk) -> None:
        from studio.doc.gesture import CelTarget

        async with desk as session:
            mine = session.new_document(Size(8, 8))
            mine.begin("Pencil", CelTarget(*mine.cursor))
            await made(session, HERO)
            assert session.active is mine
            assert mine.gesture is not None
            assert len(session.documents) == 2

    async def test_a_sprite_that_was_changed_a_moment_ago_stays_in_front(self, desk: Desk) -> None:
        async with desk as session:
            mine = session.new_document(Size(8, 8))
            await made(session, HERO)
            assert session.active is not mine
            session.workspace.activate(mine)
            mine.apply("New frame", lambda sprite: add_frame(sprite, 0))
            await made(session, HERO)
            assert session.active is mine

    async def test_it_goes_into_the_project_that_asked_for_it(self, desk: Desk, tmp_path: Path) -> None:
        async with desk as session:
            session.new_project(tmp_path / "first", "First")
            job = session.generate(HERO)
            session.new_project(tmp_path / "second", "Second")
            await ended(session, job)
            assert (tmp_path / "first" / "A brave crab.aseprite").is_file()
            assert list((tmp_path / "second").glob("*.aseprite")) == []

    async def test_frames_wait_for_the_end_of_a_stroke(self, desk: Desk) -> None:
        async with desk as session:
            hero = await made(session, HERO)
            document = session.active
            assert document is not None
            stroke = document.begin("Pencil", CelTarget(*document.cursor))
            place = (document.cursor, document.selected_frames)
            job = session.things.plans.animate(hero, "walk", ("south",), duration=100)
            moved = asyncio.Event()
            session.queue.job_done.connect(moved.set)
            await asyncio.wait_for(moved.wait(), 20)
            stroke.cancel()
            await ended(session, job)
            assert tags(document.sprite)["walk south"] == 4
            assert (document.cursor, document.selected_frames) == place
            document.undo()
            assert "walk south" not in tags(document.sprite)

    async def test_what_was_finished_but_not_put_in_its_place_is_at_the_next_start(
        self, desk: Desk, server: PixelLabServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with desk as session:
            session.new_project(tmp_path / "game", "Game")
            job = session.generate(HERO)
            done = asyncio.Event()
            session.queue.job_done.connect(done.set)
            await asyncio.wait_for(done.wait(), 20)
        assert list((tmp_path / "game").glob("*.aseprite")) == []
        async with Desk(server, tmp_path, monkeypatch) as session:
            await until_landed(session, job)
            assert tags(open_sprite(tmp_path / "game" / "A brave crab.aseprite").sprite) == dict.fromkeys(EIGHT, 1)
        async with Desk(server, tmp_path, monkeypatch) as session:
            await until_landed(session, job)
            assert len(list((tmp_path / "game").glob("*.aseprite"))) == 1

    async def test_a_second_of_its_name_stands_beside_it(self, desk: Desk, tmp_path: Path) -> None:
        async with desk as session:
            session.new_project(tmp_path / "game", "Game")
            (tmp_path / "game" / "sprites").mkdir()
            await made(session, HERO)
            await made(session, HERO)
            names = sorted(path.name for path in (tmp_path / "game" / "sprites").iterdir())
            assert names == ["A brave crab 2.aseprite", "A brave crab.aseprite"]

    async def test_lost_directions_are_told_and_drawn_after_the_nearest(
        self, desk: Desk, server: PixelLabServer
    ) -> None:
        server.losing = ("north", "east")
        async with desk as session:
            said: list[Notice] = []
            session.notice.connect(said.append)
            hero = await made(session, HERO)
            assert hero.missing == ("north", "east")
            assert "lacks 2 of 8 directions: north, east" in said[-1].text
            pictures = await session.things.pictures(hero)
            assert pictures is not None
            job = session.things.plans.draw_missing(hero, sides_of(pictures))
            assert (await ended(session, job)).state is State.DONE
            asked = [seen.json for seen in server.seen("pixellab-v2/rotate")]
            assert [(one["from_direction"], one["to_direction"]) for one in asked] == [
                ("north-west", "north"),
                ("north-east", "east"),
            ]
            assert now(session, hero).missing == ()
            assert session.active is not None
            assert list(tags(session.active.sprite)) == list(EIGHT)
            kept = await session.things.pictures(now(session, hero))
            assert kept is not None
            assert set(sides_of(kept)) == set(EIGHT)
        assert server.complaints == []

    async def test_a_movement_is_a_tag_a_direction_with_its_time(self, desk: Desk, server: PixelLabServer) -> None:
        async with desk as session:
            hero = await made(session, HERO)
            job = session.things.plans.animate(hero, "walk", ("east", "south"), duration=80)
            assert (await ended(session, job)).state is State.DONE
            assert job.quoted is not None
            assert job.quoted.amount == Decimal("0.064")
            sprite = session.things.landing.document_of(hero)
            assert sprite is not None
            assert tags(sprite.sprite) == {**dict.fromkeys(EIGHT, 1), "walk south": 4, "walk east": 4}
            assert [float(frame.duration) for frame in sprite.sprite.frames[8:]] == [80] * 8
            assert [seen.json["directions"] for seen in server.seen("pixellab-v2/animate-character")] == [
                ["south", "east"]
            ]

    async def test_only_the_directions_that_failed_are_asked_for_again(
        self, desk: Desk, server: PixelLabServer, tmp_path: Path
    ) -> None:
        server.failing = ("west", "north")
        async with desk as session:
            session.new_project(tmp_path / "game", "Game")
            hero = await made(session, HERO)
            job = session.things.plans.animate(hero, "walk", FOUR, duration=100)
            assert (await ended(session, job)).state is State.DONE
            (walk,) = now(session, hero).movements
            assert (walk.done, walk.missing) == (("south", "east"), ("west", "north"))
            server.failing = ()
            sent = len(server.seen("pixellab-v2/animate-character"))
            again = session.things.plans.retry(now(session, hero), walk, {})
            assert (await ended(session, again)).state is State.DONE
            later = server.seen("pixellab-v2/animate-character")[sent:]
            assert [seen.json["directions"] for seen in later] == [["west", "north"]]
            assert now(session, hero).movements[0].missing == ()
            sprite = open_sprite(Path(now(session, hero).file)).sprite
            moved = {name: count for name, count in tags(sprite).items() if " " in name}
            assert moved == {"walk south": 4, "walk east": 4, "walk west": 4, "walk north": 4}

    async def test_a_movement_that_failed_as_a_whole_is_asked_for_again(
        self, desk: Desk, server: PixelLabServer
    ) -> None:
        server.failing = EIGHT
        async with desk as session:
            hero = await made(session, HERO)
            job = session.things.plans.animate(hero, "walk", ("south", "west"), duration=100)
            assert (await ended(session, job)).state is State.FAILED
            (walk,) = now(session, hero).movements
            assert walk.missing == ("south", "west")
            server.failing = ()
            again = session.things.plans.retry(now(session, hero), walk, {})
            with pytest.raises(UserError, match="still being drawn"):
                session.things.plans.retry(now(session, hero), now(session, hero).movements[0], {})
            assert (await ended(session, again)).state is State.DONE
            assert now(session, hero).movements[0].done == ("south", "west")

    async def test_a_closed_sprite_grows_in_its_file(self, desk: Desk, tmp_path: Path) -> None:
        async with desk as session:
            session.new_project(tmp_path / "game", "Game")
            hero = await made(session, HERO)
            assert session.active is not None
            session.workspace.close(session.active)
            await ended(session, session.things.plans.animate(hero, "walk", ("south",), duration=100))
            assert session.documents == ()
            assert tags(open_sprite(Path(now(session, hero).file)).sprite)["walk south"] == 4

    async def test_a_second_walk_has_a_name_of_its_own(self, desk: Desk) -> None:
        async with desk as session:
            hero = await made(session, HERO)
            for _time in range(2):
                thing = now(session, hero)
                await ended(session, session.things.plans.animate(thing, "walk", ("south",), duration=100))
            assert [one.name for one in now(session, hero).movements] == ["walk", "walk 2"]
            found = session.things.landing.document_of(hero)
            assert found is not None
            assert "walk 2 south" in tags(found.sprite)

    async def test_a_movement_from_the_plain_form_lands_in_the_sprite_too(self, desk: Desk) -> None:
        async with desk as session:
            hero = await made(session, HERO)
            asked = operation("animate-character", character=hero.id, template="walk", directions=("south",))
            await ended(session, session.generate(asked))
            found = session.things.landing.document_of(hero)
            assert found is not None
            assert tags(found.sprite)["walk south"] == 4

    async def test_a_budget_holds_for_all_directions_together(
        self, desk: Desk, server: PixelLabServer, tmp_path: Path
    ) -> None:
        async with desk as session:
            session.new_project(tmp_path / "game", "Game")
            hero = await made(session, HERO)
            session.billing.set_budget("pixellab-v2", Decimal("0.1"))
            with pytest.raises(OverBudget):
                session.things.plans.animate(hero, "walk", FOUR, duration=100)
            assert now(session, hero).movements == ()
            await ended(session, session.things.plans.animate(hero, "walk", FOUR[:2], duration=100))
            assert now(session, hero).movements[0].missing == ()
        assert len(server.seen("pixellab-v2/animate-character")) == 1

    async def test_nothing_is_sent_without_a_direction(self, desk: Desk, server: PixelLabServer) -> None:
        async with desk as session:
            hero = await made(session, HERO)
            with pytest.raises(UserError, match="at least one direction"):
                session.things.plans.animate(hero, "walk", (), duration=100)
        assert server.seen("pixellab-v2/animate-character") == []


class TestKeeping:
    """What the provider keeps is listed, looked at, tagged, downloaded, deleted."""

    async def test_what_another_program_made_is_listed_with_its_pictures(
        self, desk: Desk, server: PixelLabServer
    ) -> None:
        async with desk as session:
            hero = await made(session, HERO)
            session.things.shelf.remove(hero.id)
            server.characters[hero.id]["animations"].append(
                {"animation_type": "walk", "directions": [{"direction": "south", "frame_count": 4, "frames": []}]}
            )
            await session.things.refresh()
            (listed,) = session.things.shelf.things
            assert (listed.id, listed.name, listed.size, listed.wanted) == (
                hero.id,
                "A brave crab",
                Size(56, 56),
                EIGHT,
            )
            pictures = await session.things.pictures(listed)
            assert pictures is not None
            assert set(sides_of(pictures)) == set(EIGHT)
            looked = now(session, listed)
            assert [(one.name, one.done) for one in looked.movements] == [("walk", ("south",))]

    async def test_the_list_stays_when_nobody_answers(self, desk: Desk, server: PixelLabServer) -> None:
        async with desk as session:
            hero = await made(session, HERO)
            server.fail(Reply(403, json={"detail": "Blocked"}), path="/characters")
            await session.things.refresh()
            assert session.things.trouble
            assert [thing.id for thing in session.things.shelf.things] == [hero.id]
            assert not session.things.is_busy

    async def test_it_outlives_the_program(
        self, desk: Desk, server: PixelLabServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with desk as session:
            hero = await made(session, HERO)
        async with Desk(server, tmp_path, monkeypatch) as session:
            again = now(session, hero)
            assert (again.title, again.directions) == ("A brave crab", EIGHT)
            assert await session.things.pictures(again) is not None

    async def test_what_was_deleted_elsewhere_is_no_longer_the_providers(
        self, desk: Desk, server: PixelLabServer
    ) -> None:
        async with desk as session:
            hero = await made(session, HERO)
            server.characters.clear()
            await session.things.refresh()
            assert not now(session, hero).is_listed

    async def test_tags_are_replaced_at_the_provider(self, desk: Desk, server: PixelLabServer) -> None:
        async with desk as session:
            hero = await made(session, HERO)
            await session.things.tag(hero, (" crab ", "", "red", "crab"))
            assert server.characters[hero.id]["tags"] == ["crab", "red"]
            assert now(session, hero).tags == ("crab", "red")

    async def test_deleting_takes_it_away_and_leaves_the_sprite(
        self, desk: Desk, server: PixelLabServer, tmp_path: Path
    ) -> None:
        async with desk as session:
            session.new_project(tmp_path / "game", "Game")
            hero = await made(session, HERO)
            await session.things.delete(hero)
            assert server.characters == {}
            assert session.things.shelf.things == ()
            assert Path(hero.file or tmp_path / "game" / "A brave crab.aseprite").is_file()

    async def test_what_cannot_be_deleted_stays_on_the_list(self, desk: Desk, server: PixelLabServer) -> None:
        async with desk as session:
            hero = await made(session, HERO)
            server.characters.clear()
            with pytest.raises(JobFailed):
                await session.things.delete(hero)
            assert now(session, hero).id == hero.id

    async def test_a_download_is_a_new_sprite_with_tags(self, desk: Desk, tmp_path: Path) -> None:
        async with desk as session:
            session.new_project(tmp_path / "game", "Game")
            hero = await made(session, HERO)
            document = await session.things.download(hero)
            assert document.path == tmp_path / "game" / "A brave crab 2.aseprite"
            assert tags(document.sprite) == {**dict.fromkeys(EIGHT, 1), "walk south": 2}
            assert [one.name for one in now(session, hero).movements] == ["walk"]

    async def test_opening_it_finds_the_tab_the_file_or_the_kept_pictures(self, desk: Desk, tmp_path: Path) -> None:
        async with desk as session:
            session.new_project(tmp_path / "game", "Game")
            hero = await made(session, HERO)
            first = session.active
            session.new_document(Size(8, 8))
            assert await session.things.open(now(session, hero)) is first
            assert first is not None
            session.workspace.close(first)
            reopened = await session.things.open(now(session, hero))
            assert reopened.path == first.path
            session.workspace.close(reopened)
            Path(now(session, hero).file).unlink()
            assert tags((await session.things.open(now(session, hero))).sprite) == dict.fromkeys(EIGHT, 1)


class TestMaps:
    """Tilesets, tiles and map objects."""

    async def test_a_tileset_is_kept_with_its_corners_and_chained(self, desk: Desk, server: PixelLabServer) -> None:
        async with desk as session:
            tileset = await made(session, TILES)
            assert (tileset.kind, tileset.title, tileset.id) == (
                ThingKind.TILESET,
                "sea and sand",
                next(iter(server.tilesets)),
            )
            pictures = await session.things.pictures(tileset)
            assert pictures is not None
            assert len(tiles_of(pictures)) == len(pictures_of(pictures)) == 16
            request = await session.things.chain(tileset)
            assert request.spec.id == "pixellab-v2/create-tileset"
            values = request.values
            assert (values["lower"], values["upper"], values["lower_tile"], values["tile_size"]) == (
                "sand",
                "",
                "t-0",
                Size(16, 16),
            )
            assert values["lower_image"].tolist() == pictures_of(pictures)[0].tolist()

    async def test_a_chained_tileset_is_accepted_by_the_service(self, desk: Desk, server: PixelLabServer) -> None:
        async with desk as session:
            request = await session.things.chain(await made(session, TILES))
            second = await made(session, request.changed(upper="grass"))
            assert second.title == "sand and grass"
            sent = server.seen("pixellab-v2/create-tileset")[-1].json
            assert (sent["lower_description"], sent["lower_base_tile_id"]) == ("sand", "t-0")
        assert server.complaints == []

    async def test_a_map_object_is_gone_at_the_provider_after_eight_hours(self, desk: Desk) -> None:
        async with desk as session:
            barrel = await made(session, operation("create-map-object", description="barrel"))
            assert barrel.expires is not None
            assert barrel.expires - barrel.created == 8 * 3600
            assert session.takes.takes[0].accepted is False

    async def test_tiles_made_elsewhere_are_fetched_by_their_id(self, desk: Desk, server: PixelLabServer) -> None:
        async with desk as session:
            tileset = await made(session, TILES)
            session.things.shelf.remove(tileset.id)
            found = await session.things.fetch(ThingKind.TILESET, tileset.id)
            assert (found.kind, found.size, found.title) == (ThingKind.TILESET, Size(16, 16), "lower / upper")
            assert await session.things.pictures(found) is not None
            with pytest.raises(NotFound):
                await session.things.fetch(ThingKind.TILE, "nobody")
