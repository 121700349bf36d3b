"""A request whose answer was lost, looked for in the lists of PixelAPI and of PixelLab's characters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from studio.core.geometry import Size
from studio.providers.listing import listed, rows_in
from studio.providers.pixel_engine.provider import PixelEngine
from studio.providers.pixelapi import declarations as ops
from studio.providers.pixelapi.provider import PixelApi
from studio.providers.pixellab_v2.provider import PixelLabV2
from studio.providers.protocol import Accepted, Answer
from studio.providers.remote import Listed
from tests.contract.pixellab_requests import SPRITE, operation
from tests.contract.test_pixel_engine import MINIMAL as ENGINE
from tests.servers.base import Reply
from tests.servers.driving import carried_out, polled, provider_at
from tests.servers.pixel_engine import PixelEngineServer
from tests.servers.pixelapi import PixelApiServer
from tests.servers.pixellab_v2 import PixelLabServer

MADE = datetime(2026, 11, 20, 8, tzinfo=UTC).timestamp()
"""When the loopback services say that everything was made."""
KNIGHT = ops.GenerateImage(prompt="a knight", size=Size(512, 512))
NOBODY: frozenset[str] = frozenset()


async def test_a_picture_is_found_by_its_words_and_its_time() -> None:
    with PixelApiServer() as server:
        async with provider_at(server, PixelApi) as provider:
            await carried_out(provider, KNIGHT)
            await carried_out(provider, KNIGHT.changed(prompt="a crab"))
            paid = len(server.seen("pixelapi/generate-image"))
            assert await provider.find(KNIGHT, MADE + 2.5, NOBODY) == "gen-1"
            assert await provider.find(KNIGHT, MADE - 800.0, NOBODY) == "gen-1"
            for sent in (MADE + 3600.0, MADE - 3600.0):
                assert await provider.find(KNIGHT, sent, NOBODY) == "", "an older picture of the same words"
            assert await provider.find(KNIGHT, MADE, frozenset({"gen-1"})) == "", "that of another job"
            assert await provider.find(KNIGHT.changed(prompt="a slime"), MADE, NOBODY) == ""
            await carried_out(provider, KNIGHT)
            assert await provider.find(KNIGHT, MADE, NOBODY) == "", "two that fit: nobody can tell which"
            assert await provider.find(KNIGHT, MADE, frozenset({"gen-1"})) == "gen-3"
            assert len(server.seen("pixelapi/generate-image")) == paid + 1


async def test_a_character_is_found_and_fetched_though_the_number_of_its_job_is_lost() -> None:
    asked = operation("create-character-with-4-directions", description="a crab", size=Size(64, 64))
    with PixelLabServer() as server:
        async with provider_at(server, PixelLabV2) as provider:
            ours = await carried_out(provider, asked)
            found = await provider.find(asked, MADE, NOBODY)
            assert found
            trip = await polled(provider, asked, Accepted(found, Answer(b"{}"), 0.0))
            assert [frame.tolist() for frame in trip.outcome.frames] == [f.tolist() for f in ours.outcome.frames]
            assert await provider.find(asked, MADE, frozenset({found})) == ""
            thing = found.partition("@")[2]
            assert await provider.find(asked, MADE, frozenset({f"job-of-another-wish@{thing}"})) == ""
            assert await provider.find(operation("rotate", image=SPRITE), MADE, NOBODY) is None, "kept nowhere"


async def test_a_service_without_a_list_says_so() -> None:
    with PixelEngineServer() as server:
        async with provider_at(server, PixelEngine) as provider:
            assert await provider.find(ENGINE[0], MADE, NOBODY) is None
            assert server.requests == []


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"null", b'{"items": 3}', b'[3, {"id": null}]', b"[" * 100_000])
async def test_a_list_that_cannot_be_read_holds_nothing(body: bytes) -> None:
    with PixelApiServer() as server:
        server.on("pixelapi/show-usage", Reply(body=body, media="application/json"))
        async with provider_at(server, PixelApi) as provider:
            assert await provider.find(KNIGHT, MADE, NOBODY) == ""


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"id": "a", "created_at": "2026-11-20T08:00:00Z"}, [Listed("a", MADE)]),
        ({"id": "a", "created_at": "2026-11-20T08:00:00"}, [Listed("a", MADE)]),
        ({"id": "a", "created_at": "2026-11-20T10:00:00.000+02:00"}, [Listed("a", MADE)]),
        ({"id": "a", "timestamp": MADE}, [Listed("a", MADE)]),
        ({"id": "a", "created_at": "yesterday"}, []),
        ({"id": "a", "created_at": True}, []),
        ({"id": "a"}, []),
        ({"id": 7, "created_at": MADE}, []),
        ({"id": "", "created_at": MADE}, []),
    ],
)
def test_an_entry_counts_with_an_id_and_a_time(row: dict[str, Any], found: list[Listed]) -> None:
    assert list(listed(row, "id")) == found


def test_rows_stand_in_the_list_or_under_any_key() -> None:
    assert list(rows_in([{"id": "a"}, 3, {"id": "b"}])) == [{"id": "a"}, {"id": "b"}]
    assert list(rows_in({"total": 1, "characters": [{"id": "a"}]})) == [{"id": "a"}]
    assert list(rows_in("nothing")) == []
