"""PixelAPI from the request to the picture, with the CDN in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from studio.core.errors import (
    Auth,
    BadAnswer,
    Blocked,
    Charged,
    Credit,
    DeadLink,
    Forbidden,
    JobFailed,
    NotFound,
    OutcomeUnknown,
    ProviderError,
    RateLimit,
    Refused,
)
from studio.core.geometry import Size
from studio.providers.pixelapi import declarations as ops
from studio.providers.pixelapi.provider import PixelApi
from studio.providers.protocol import Answer
from studio.spec.cost import Unit
from studio.spec.operation import Operation
from studio.spec.validate import problems
from tests.servers.base import Fault, Reply
from tests.servers.driving import Trip, accepted, carried_out, polled, provider_at
from tests.servers.pixelapi import TURNED_AWAY, PixelApiServer, picture

MINIMAL = ops.GenerateImage(prompt="a knight", size=Size(512, 512))
FULL = ops.GenerateImage(
    prompt="a knight",
    model="sdxl",
    negative_prompt="blur",
    size=Size(1536, 512),
    steps=50,
    guidance=7.5,
    seed=2**31 - 1,
)
FLUX = ops.GenerateImage(prompt="a knight", model="flux-schnell", size=Size(512, 640), steps=1, guidance=0.0, seed=1)


@pytest.fixture
def server() -> Iterator[PixelApiServer]:
    with PixelApiServer() as running:
        yield running


async def ran(server: PixelApiServer, operation: Operation, *, token: str | None = None) -> Trip:
    async with provider_at(server, PixelApi, token=token) as provider:
        return await carried_out(provider, operation)


@pytest.mark.parametrize("operation", [MINIMAL, FULL, FLUX], ids=["minimal", "full", "flux"])
async def test_a_picture_comes_as_it_was_made(server: PixelApiServer, operation: ops.GenerateImage) -> None:
    assert [problem for problem in problems(operation) if problem.blocking] == []
    trip = await ran(server, operation)
    assert server.complaints == []
    (frame,) = trip.outcome.frames
    size = {"width": operation.size.width, "height": operation.size.height}
    assert (frame == picture(size)).all()
    assert trip.outcome.charge is not None
    assert trip.outcome.charge.amount == (3 if operation.model == "flux-schnell" else 1)
    assert server.store.tokens_seen() == []


async def test_every_request_and_download_says_which_program_asks(server: PixelApiServer) -> None:
    await ran(server, MINIMAL)
    agents = {seen.headers["user-agent"] for seen in [*server.requests, *server.store.requests]}
    (agent,) = agents
    assert agent.startswith("sprite-studio/")
    assert not agent.startswith(TURNED_AWAY)


@pytest.mark.parametrize("operation", [ops.ListModels(), ops.ShowBalance(), ops.ShowUsage(), ops.ShowUsage(limit=20)])
async def test_facts_come_as_tables(server: PixelApiServer, operation: Operation) -> None:
    await ran(server, MINIMAL)
    rows = (await ran(server, operation)).outcome.table
    expected = {"list-models": "sdxl", "show-balance": 100, "show-usage": "gen-1"}
    assert next(iter(rows[0].values())) == expected[operation.spec.name]
    assert server.complaints == []


async def test_the_limit_of_a_list_travels_in_the_address(server: PixelApiServer) -> None:
    await ran(server, ops.ShowUsage(limit=20))
    await ran(server, ops.ShowUsage())
    assert [dict(seen.query) for seen in server.requests] == [{"limit": "20"}, {}]


async def test_a_picture_can_be_looked_up_by_its_id(server: PixelApiServer) -> None:
    job = (await ran(server, MINIMAL)).remote_id
    found = (await ran(server, ops.ShowImage(generation_id=job))).outcome
    assert (found.frames[0] == picture({"width": 512, "height": 512})).all()
    assert found.table[0]["status"] == "completed"


async def test_an_id_cannot_reach_another_address(server: PixelApiServer) -> None:
    with pytest.raises(NotFound):
        await ran(server, ops.ShowImage(generation_id="../account/balance"))
    assert [seen.path for seen in server.requests] == ["/v1/image/..%2Faccount%2Fbalance"]


async def test_what_is_left_is_told_with_the_plan(server: PixelApiServer) -> None:
    async with provider_at(server, PixelApi) as provider:
        balance = await provider.balance()
    assert balance is not None
    assert [(charge.amount, charge.unit) for charge in balance.left] == [(Decimal(100), "credits")]
    assert balance.text == "plan starter"


def test_a_price_that_two_pages_tell_differently_is_an_estimate() -> None:
    quote = PixelApi().quote(MINIMAL)
    assert (quote.amount, quote.unit, quote.exact) == (Decimal(1), Unit.CREDITS, False)
    assert (PixelApi().quote(FLUX).amount, PixelApi().quote(FLUX).exact) == (Decimal(3), True)


class TestEndings:
    """What a job may come to."""

    async def test_polls_tell_how_far_it_is(self, server: PixelApiServer) -> None:
        server.states = ["pending", "queued", "processing", "dreaming", "completed"]
        trip = await ran(server, MINIMAL)
        assert [found.note for found in trip.found] == [
            "Waiting at PixelAPI",
            "Waiting at PixelAPI",
            "PixelAPI is drawing",
            "PixelAPI says: dreaming",
        ]
        assert trip.waits == pytest.approx([3.0, 3.0, 3.75, 4.6875, 5.859375])

    async def test_a_job_that_fails_says_why(self, server: PixelApiServer) -> None:
        server.states = ["processing", "failed"]
        with pytest.raises(JobFailed, match="GPU fault") as caught:
            await ran(server, MINIMAL)
        assert caught.value.charged is Charged.NO

    async def test_forbidden_words_are_said_and_cost_nothing(self, server: PixelApiServer) -> None:
        server.states = ["blocked"]
        with pytest.raises(Blocked, match="Nothing was charged") as caught:
            await ran(server, MINIMAL)
        assert caught.value.charged is Charged.NO

    async def test_it_cannot_be_cancelled(self, server: PixelApiServer) -> None:
        async with provider_at(server, PixelApi) as provider:
            job = await accepted(provider, MINIMAL)
            assert await provider.cancel(job.remote_id) is False

    async def test_an_address_that_died_is_replaced_by_asking_again(self, server: PixelApiServer) -> None:
        server.states = ["completed"]
        async with provider_at(server, PixelApi) as provider:
            job = await accepted(provider, MINIMAL)
            answer = await provider.poll(MINIMAL, job.remote_id)
            assert isinstance(answer, Answer)
            server.store.let_addresses_die()
            with pytest.raises(DeadLink):
                await provider.collect(MINIMAL, answer, lambda _share, _note: None)
            assert len((await polled(provider, MINIMAL, job)).outcome.frames) == 1

    async def test_a_picture_that_cannot_be_read_is_kept_and_told(self, server: PixelApiServer) -> None:
        server.store.fail(Reply(body=b"\xff\xd8\xff cut", media="image/jpeg"))
        with pytest.raises(BadAnswer, match="kept"):
            await ran(server, MINIMAL)


class TestRefusals:
    """Every documented refusal is told as what it is, and nothing is sent twice."""

    @pytest.mark.parametrize(
        ("reply", "kind"),
        [
            (Reply(401, json={"detail": "Invalid API key"}), Auth),
            (Reply(402, json={"detail": "Out of credits"}), Credit),
            (Reply(403, json={"detail": "Account blocked"}), Forbidden),
            (Reply(403, body=b"<!DOCTYPE html>Attention Required", media="text/html"), Forbidden),
            (Reply(422, json={"detail": "Bad parameters"}), Refused),
            (Reply(500, json={"detail": "Server fault"}), OutcomeUnknown),
        ],
        ids=["401", "402", "403", "403 html", "422", "500"],
    )
    async def test_a_paid_request_is_sent_once(
        self, server: PixelApiServer, reply: Reply, kind: type[ProviderError]
    ) -> None:
        server.fail(reply, path="generate", times=9)
        with pytest.raises(kind):
            await ran(server, MINIMAL)
        assert len(server.requests) == 1

    async def test_a_refused_number_is_put_back_on_its_field(self, server: PixelApiServer) -> None:
        operation = FULL.changed(steps=5)
        assert [problem.field for problem in problems(operation) if problem.blocking] == ["steps"]
        with pytest.raises(Refused) as caught:
            await ran(server, operation)
        assert [(problem.field, problem.message) for problem in caught.value.problems] == [
            ("steps", "must be 20 to 50")
        ]

    async def test_a_throttled_request_goes_back_with_the_wait_it_was_told(self, server: PixelApiServer) -> None:
        server.fail(Reply(429, json={"detail": "Slow down"}, headers={"Retry-After": "7"}), path="generate")
        with pytest.raises(RateLimit) as caught:
            await ran(server, MINIMAL)
        assert (caught.value.after, len(server.requests)) == (7.0, 1)

    @pytest.mark.parametrize("fault", [Reply(500, json={"detail": "Server fault"}), Fault.RESET_AFTER_READ, Fault.HTML])
    async def test_a_fault_while_asking_costs_nothing_but_time(
        self, server: PixelApiServer, fault: Fault | Reply
    ) -> None:
        server.fail(fault, method="GET", times=2)
        assert len((await ran(server, MINIMAL)).outcome.frames) == 1
        assert len(server.seen("pixelapi/generate-image")) == 1

    async def test_a_wrong_token_is_told(self, server: PixelApiServer) -> None:
        with pytest.raises(Auth):
            await ran(server, MINIMAL, token="pk_live_other")
