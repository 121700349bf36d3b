"""What PixelLab v2 keeps: characters, tilesets, tiles; and what it tells about the account and its prices."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from studio.core.errors import BadAnswer, JobFailed, NotFound
from studio.core.geometry import Size
from studio.providers.pixellab_v2.declarations import OPERATIONS
from studio.providers.pixellab_v2.provider import PixelLabV2
from studio.providers.protocol import Answer, Charge, Running
from studio.spec.cost import Unit
from studio.spec.operation import Effect, Operation
from tests.contract.pixellab_requests import HERO, PRO, SPRITE, WORDS, done, made_hero, operation
from tests.servers.base import Fault, Reply
from tests.servers.driving import accepted, polled, provider_at
from tests.servers.pixellab_drawing import drawn
from tests.servers.pixellab_v2 import COST, EIGHT, FOUR, PixelLabServer


@pytest.fixture
def server() -> Iterator[PixelLabServer]:
    with PixelLabServer() as running:
        yield running


class TestCharacters:
    """Characters are kept at the service; their movements are one job a direction."""

    @pytest.mark.parametrize("hides", [False, True])
    async def test_a_movement_has_its_frames_by_direction(self, server: PixelLabServer, *, hides: bool) -> None:
        hero = await made_hero(server)
        server.hides = hides
        asked = operation("animate-character", character=hero, template="walk", directions=("south", "north"))
        trip = await done(server, asked)
        assert trip.remote_id.count(",") == 1
        assert trip.outcome.names == ("south",) * 4 + ("north",) * 4
        assert [int(frame[1, 1, 2]) for frame in trip.outcome.frames] == [0, 1, 2, 3, 10, 11, 12, 13]
        assert trip.outcome.charge == Charge(Decimal("0.0158"), "usd")

    async def test_a_direction_that_is_done_is_there_before_the_others(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        asked = operation("animate-character", character=hero, template="walk", directions=("south", "north"))
        async with provider_at(server, PixelLabV2) as provider:
            sent = await accepted(provider, asked)
            south, north = [server.jobs[one.partition("~")[0]] for one in sent.remote_id.split(",")]
            south.states, north.states = ["completed"], ["processing", "processing", "processing", "completed"]
            found = [await provider.poll(asked, sent.remote_id) for _poll in range(4)]
            first, *waiting = found[:3]
            assert isinstance(first, Running)
            assert first.part is not None
            assert provider.decode(asked, first.part).names == ("south",) * 4
            assert [isinstance(one, Running) and one.part for one in waiting] == [None, None], "told once"
            assert isinstance(found[3], Answer)

    async def test_all_directions_of_the_character_are_drawn_unless_chosen(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        found = (await done(server, operation("create-character-animation", character=hero, template="walk"))).outcome
        assert list(dict.fromkeys(found.names)) == ["south", "west", "north", "east"]

    async def test_one_direction_alone_is_named_too(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        asked = operation("animate-character", character=hero, template="walk", directions=("east",))
        assert (await done(server, asked)).outcome.names == ("east",) * 4

    async def test_what_came_is_kept_when_a_direction_fails(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        server.failing = ("west",)
        asked = operation("animate-character", character=hero, template="walk", directions=("south", "west"))
        found = (await done(server, asked)).outcome
        assert found.names == ("south",) * 4
        assert found.notes == ("West: PixelLab gave this job up: The model gave up",)

    async def test_when_every_direction_fails_the_job_fails(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        server.failing = EIGHT
        with pytest.raises(JobFailed, match="The model gave up"):
            await done(server, operation("animate-character", character=hero, template="walk"))

    async def test_the_pictures_of_a_silent_job_are_those_of_the_character(self, server: PixelLabServer) -> None:
        server.hides = True
        found = (await done(server, HERO)).outcome
        assert (found.names, found.frames[3].tolist()) == (FOUR, drawn(56, 56, 3).tolist())
        assert found.charge == Charge(Decimal(str(COST)), "usd")

    async def test_a_forgotten_job_is_found_by_its_character(self, server: PixelLabServer) -> None:
        server.forgets = True
        assert (await done(server, HERO)).outcome.names == FOUR

    async def test_a_fresh_job_is_not_mistaken_for_an_older_movement(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        asked = operation("animate-character", character=hero, template="walk", directions=("south",))
        await done(server, asked)
        server.misses = 1
        async with provider_at(server, PixelLabV2) as provider:
            job = await accepted(provider, asked)
            with pytest.raises(NotFound):
                await provider.poll(asked, job.remote_id)
            assert len((await polled(provider, asked, job)).outcome.frames) == 4

    async def test_only_the_movement_asked_for_is_taken_from_the_character(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        await done(server, operation("animate-character", character=hero, template="walk", directions=("south",)))
        server.hides = True
        server.characters[hero]["animations"].append({"animation_type": "backflip", "directions": []})
        await done(server, operation("animate-character", character=hero, template="fireball", directions=("north",)))
        asked = operation("animate-character", character=hero, template="fireball", directions=("east", "west"))
        assert (await done(server, asked)).outcome.names == ("east",) * 4 + ("west",) * 4

    @pytest.mark.parametrize("fault", [Fault.HTML, Fault.NOT_JSON, Fault.EMPTY])
    async def test_what_is_kept_is_asked_for_again_when_it_cannot_be_read(
        self, server: PixelLabServer, fault: Fault
    ) -> None:
        server.hides = True
        server.fail(fault, method="GET", path="/characters/")
        trip = await done(server, HERO)
        assert trip.outcome.names == FOUR
        assert trip.found[-1].note == "Finished; what it made could not be read."

    async def test_it_is_shown_with_all_its_pictures(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        await done(server, operation("animate-character", character=hero, template="walk", directions=("south",)))
        found = (await done(server, operation("show-character", character=hero))).outcome
        assert found.names == (*FOUR, *("walk/south",) * 4)
        (row,) = found.table
        assert (row["id"], row["directions"], row["size.width"]) == (hero, 4, 56)

    async def test_one_that_is_not_finished_is_told_as_such(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        server.characters[hero] |= {"rotation_urls": None, "status": "pending"}
        found = (await done(server, operation("show-character", character=hero))).outcome
        assert (found.frames, found.notes) == ((), ("Its pictures are still being made.",))

    async def test_they_are_listed_page_by_page(self, server: PixelLabServer) -> None:
        heroes = [await made_hero(server) for _number in range(3)]
        found = (await done(server, operation("list-characters", limit=2, offset=1))).outcome
        assert [row["id"] for row in found.table] == heroes[1:]
        assert found.notes == ("2 of 3 characters.",)
        assert server.store.requests == []

    async def test_the_archive_holds_every_direction_and_movement(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        found = (await done(server, operation("download-character", character=hero))).outcome
        assert found.names == (*FOUR, "walk/south", "walk/south")
        assert [frame.tolist() for frame in found.frames] == [drawn(56, 56, at).tolist() for at in range(6)]
        assert found.table[0]["id"] == hero

    async def test_tags_are_replaced(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        found = (await done(server, operation("tag-character", character=hero, tags=("crab", "red")))).outcome
        assert found.table == ({"tags": ["crab", "red"]},)

    async def test_deleting_says_what_went(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        found = (await done(server, operation("delete-character", character=hero))).outcome
        assert (found.table[0]["success"], found.table[0]["files_deleted"]) == (True, 8)
        assert server.characters == {}

    async def test_a_failure_inside_a_200_is_a_failure(self, server: PixelLabServer) -> None:
        with pytest.raises(JobFailed, match="Character not found"):
            await done(server, operation("delete-character", character="nobody"))


class TestMaps:
    """Tiles come from where they are kept; the job holds only a preview."""

    async def test_tiles_come_in_the_order_of_the_sheet(self, server: PixelLabServer) -> None:
        found = (await done(server, operation("create-tileset", lower="sea", upper="sand"))).outcome
        assert [frame.tolist() for frame in found.frames] == [drawn(16, 16, at).tolist() for at in range(16)]
        assert found.names[:2] == ("tile 0", "tile 1")
        assert found.table[0]["corners.NE"] == "upper"
        assert (found.text, found.charge) == ("lower / upper", Charge(Decimal(str(COST)), "usd"))

    async def test_tiles_that_are_not_stored_yet_are_waited_for(self, server: PixelLabServer) -> None:
        server.tile_misses = 3
        trip = await done(server, operation("create-tileset-job", lower="sea", upper="sand", transition_size="1"))
        assert len(trip.outcome.frames) == 25
        assert [one.note for one in trip.found][-3:] == ["Finished; it is being stored."] * 3

    async def test_a_tile_without_a_picture_is_left_out(self, server: PixelLabServer) -> None:
        await done(server, operation("create-tileset", lower="sea", upper="sand"))
        ((identity, kept),) = server.tilesets.items()
        kept["tileset"]["tiles"][3]["image"] = None
        found = (await done(server, operation("show-tileset", tileset=identity))).outcome
        assert len(found.frames) == len(found.names) == len(found.table) == 15

    async def test_tiles_that_never_come_are_given_up(self, server: PixelLabServer) -> None:
        server.tile_misses = 999
        with pytest.raises(NotFound):
            await done(server, operation("create-tileset", lower="sea", upper="sand"))

    async def test_a_tileset_can_be_fetched_again(self, server: PixelLabServer) -> None:
        await done(server, operation("create-tileset", lower="sea", upper="sand"))
        (identity,) = server.tilesets
        found = (await done(server, operation("show-tileset", tileset=identity))).outcome
        assert (len(found.frames), found.charge) == (16, None)

    @pytest.mark.parametrize("hides", [False, True])
    async def test_an_isometric_tile_comes_with_its_job_or_from_its_place(
        self, server: PixelLabServer, *, hides: bool
    ) -> None:
        server.hides = hides
        asked = operation("create-isometric-tile", description="grass", size=Size(32, 24))
        assert (await done(server, asked)).outcome.frames[0].tolist() == drawn(32, 24).tolist()
        (identity,) = server.tiles
        found = (await done(server, operation("show-isometric-tile", tile=identity))).outcome
        assert found.frames[0].tolist() == drawn(32, 24).tolist()

    async def test_a_map_object_is_taken_from_its_job(self, server: PixelLabServer) -> None:
        found = (await done(server, operation("create-map-object", description="barrel"))).outcome
        assert found.frames[0].tolist() == drawn(64, 64).tolist()


class TestNothing:
    """An answer that holds nothing of what was asked is a bad one, and kept."""

    @pytest.mark.parametrize(
        ("asked", "reply", "words"),
        [
            (operation("show-tileset", tileset="t"), Reply(json={"tileset": {"tiles": []}}), "no tiles"),
            (operation("show-character", character="c"), Reply(json={"name": "x"}), "no character"),
            (operation("list-characters"), Reply(json={"characters": None}), "no characters"),
            (operation("download-character", character="c"), Reply(body=b"PK", media="application/zip"), "archive"),
            (operation("download-character", character="c"), Reply(json={"detail": "?"}), "archive"),
            (operation("show-documentation"), Reply(body=b"<html></html>", media="text/html"), "document"),
            (operation("show-documentation"), Reply(body=b"  ", media="text/plain"), "document"),
            (operation("show-isometric-tile", tile="t"), Reply(json={"image": None}), "no picture"),
        ],
        ids=lambda one: one.spec.name if isinstance(one, Operation) else None,
    )
    async def test_it_is_told(self, server: PixelLabServer, asked: Operation, reply: Reply, words: str) -> None:
        server.on(asked.spec.id, reply)
        with pytest.raises(BadAnswer, match=words) as caught:
            await done(server, asked)
        assert "kept" in str(caught.value)

    async def test_a_file_that_was_not_fetched_is_missed(self, server: PixelLabServer) -> None:
        body = json.dumps({"last_response": {"images": ["https://files.example/a.png"]}}).encode()
        with pytest.raises(BadAnswer, match="not fetched"):
            PixelLabV2().decode(PRO, Answer(body))

    def test_one_movement_is_named_by_what_its_job_says(self, server: PixelLabServer) -> None:
        asked = operation("animate-character", character="c", template="walk")
        body = {"last_response": {"direction": "east", "images": {"images": [server.picture(8, 8)]}}}
        assert PixelLabV2().decode(asked, Answer(json.dumps(body).encode())).names == ("east",)


class TestAccount:
    """What is left, and what the service says about itself."""

    async def test_generations_are_spent_before_credit(self, server: PixelLabServer) -> None:
        async with provider_at(server, PixelLabV2) as provider:
            balance = await provider.balance()
        assert balance is not None
        assert balance.left == (Charge(Decimal(450), "generations"), Charge(Decimal("10.5"), "usd"))
        assert balance.text == "Tier 2 active, 2000 generations in all"

    @pytest.mark.parametrize(
        ("told", "left"),
        [
            ({"type": "usd", "usd": 3}, (Charge(Decimal(3), "usd"),)),
            ({"credits": None, "subscription": {"generations": 5}}, (Charge(Decimal(5), "generations"),)),
            ({"credits": {"usd": "1.5"}, "subscription": None}, (Charge(Decimal("1.5"), "usd"),)),
        ],
    )
    async def test_half_a_balance_is_read_too(
        self, server: PixelLabServer, told: dict[str, Any], left: tuple[Charge, ...]
    ) -> None:
        server.on("pixellab-v2/show-balance", Reply(json=told))
        async with provider_at(server, PixelLabV2) as provider:
            balance = await provider.balance()
        assert balance is not None
        assert balance.left == left

    async def test_no_balance_is_told(self, server: PixelLabServer) -> None:
        server.on("pixellab-v2/show-balance", Reply(json={"credits": "much"}))
        with pytest.raises(BadAnswer, match="balance"):
            await done(server, operation("show-balance"))

    async def test_it_is_a_table_as_well(self, server: PixelLabServer) -> None:
        found = (await done(server, operation("show-balance"))).outcome
        assert found.table == ({"left": "450", "unit": "generations"}, {"left": "10.5", "unit": "usd"})

    async def test_the_document_is_text(self, server: PixelLabServer) -> None:
        assert (await done(server, operation("show-documentation"))).outcome.text == "# PixelLab API\n"


class TestPrices:
    """Estimates before sending; what is not known is said to be unknown."""

    @pytest.mark.parametrize(
        ("asked", "amount", "unit"),
        [
            (WORDS, "0.0079", Unit.USD),
            (PRO, "0.095", Unit.USD),
            (HERO, "0.012", Unit.USD),
            (operation("animate-character", character="c", template="walk"), "0.256", Unit.USD),
            (
                operation("animate-character", character="c", template="walk", directions=("south", "east")),
                "0.064",
                Unit.USD,
            ),
            (operation("estimate-skeleton", image=SPRITE), "0.1", Unit.GENERATIONS),
            (operation("rotate", image=SPRITE), "0", Unit.UNKNOWN),
        ],
    )
    def test_they_are_estimates(self, asked: Operation, amount: str, unit: Unit) -> None:
        quote = PixelLabV2().quote(asked)
        assert (quote.amount, quote.unit, quote.exact) == (Decimal(amount), unit, False)

    def test_asking_is_free(self) -> None:
        free = {one.spec.name for one in OPERATIONS if one.spec.effect is not Effect.PAYS}
        assert free == {
            *("show-balance", "show-job", "show-documentation", "list-characters", "show-character"),
            *("download-character", "tag-character", "delete-character", "show-tileset", "show-isometric-tile"),
        }
