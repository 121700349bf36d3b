"""PixelDojo from the request to the pictures, in each form of answer that has been seen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from studio.core.errors import (
    Auth,
    BadAnswer,
    Charged,
    Credit,
    JobFailed,
    NotFound,
    OutcomeUnknown,
    ProviderError,
    Refused,
)
from studio.providers.pixeldojo.declarations import Flux
from studio.providers.pixeldojo.provider import PixelDojo
from studio.spec.cost import Quote, Unit
from studio.spec.validate import problems
from tests.servers.base import Fault, Reply
from tests.servers.driving import Trip, carried_out, provider_at
from tests.servers.pixeldojo import PixelDojoServer, picture, problem

MINIMAL = Flux(prompt="a knight")
FULL = Flux(
    prompt="a knight",
    model="flux-dev-single-lora",
    aspect_ratio="999:1",
    count=4,
    seed=2**31 - 1,
    lora_weights="https://example.org/lora.safetensors",
    lora_scale=1.25,
    megapixels="0.25",
    go_fast=True,
)


@pytest.fixture
def server() -> Iterator[PixelDojoServer]:
    with PixelDojoServer() as running:
        yield running


async def ran(server: PixelDojoServer, operation: Flux) -> Trip:
    async with provider_at(server, PixelDojo) as provider:
        return await carried_out(provider, operation)


@pytest.mark.parametrize("body", ["documented", "credits", "objects", "job"])
@pytest.mark.parametrize("operation", [MINIMAL, FULL], ids=["minimal", "full"])
async def test_pictures_come_whatever_the_answer_looks_like(
    server: PixelDojoServer, operation: Flux, body: str
) -> None:
    server.body = body
    assert [problem for problem in problems(operation) if problem.blocking] == []
    trip = await ran(server, operation)
    assert server.complaints == []
    assert [frame.tolist() for frame in trip.outcome.frames] == [picture(at).tolist() for at in range(operation.count)]
    assert server.store.tokens_seen() == []
    assert trip.remote_id == ("job/7" if body == "job" else "")


async def test_shape_and_model_are_always_sent_and_the_rest_as_documented(server: PixelDojoServer) -> None:
    await ran(server, MINIMAL)
    (seen,) = server.requests[:1]
    assert seen.json == {
        "prompt": "a knight",
        "model": "flux-1.1-pro",
        "aspect_ratio": "1:1",
        "num_outputs": 1,
        "megapixels": "1",
        "go_fast": False,
    }


async def test_what_it_cost_is_known_when_it_is_told(server: PixelDojoServer) -> None:
    assert (await ran(server, FULL)).outcome.charge is None
    server.body = "credits"
    charge = (await ran(server, FULL)).outcome.charge
    assert charge is not None
    assert (charge.amount, charge.unit) == (Decimal(4), "credits")


def test_prices_go_by_picture_and_the_large_model_costs_more() -> None:
    provider = PixelDojo()
    assert provider.quote(FULL) == Quote(Decimal(4), Unit.CREDITS)
    assert provider.quote(MINIMAL.changed(model="flux-1.1-pro-ultra", count=2)) == Quote(
        Decimal("3.0"), Unit.CREDITS, exact=False
    )


async def test_a_job_that_fails_says_why(server: PixelDojoServer) -> None:
    server.body, server.states = "job", ["pending", "failed"]
    with pytest.raises(JobFailed, match="Out of memory"):
        await ran(server, MINIMAL)


async def test_an_error_in_a_friendly_answer_is_told(server: PixelDojoServer) -> None:
    server.on("pixeldojo/flux", Reply(json={"images": [], "error": {"code": "server_error", "message": "No GPU"}}))
    with pytest.raises(JobFailed, match="No GPU") as caught:
        await ran(server, MINIMAL)
    assert caught.value.charged is Charged.MAYBE


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("invalid_request", Refused),
        ("invalid_api_key", Auth),
        ("insufficient_credits", Credit),
        ("quota_exceeded", Credit),
        ("model_not_found", NotFound),
        ("server_error", OutcomeUnknown),
    ],
)
async def test_every_documented_refusal_is_told_and_nothing_is_sent_twice(
    server: PixelDojoServer, code: str, kind: type[ProviderError]
) -> None:
    server.fail(problem(code), times=9)
    with pytest.raises(kind):
        await ran(server, MINIMAL)
    assert len(server.requests) == 1


async def test_an_address_that_is_gone_is_said_plainly(server: PixelDojoServer) -> None:
    server.fail(Reply(404, body=b"<html>Not found</html>", media="text/html"))
    with pytest.raises(NotFound, match="no longer answers at the address"):
        await ran(server, MINIMAL)


async def test_a_lora_with_another_model_is_not_sent(server: PixelDojoServer) -> None:
    operation = MINIMAL.changed(lora_weights="https://example.org/lora")
    assert [problem.field for problem in problems(operation) if problem.blocking] == ["lora_weights"]


@pytest.mark.parametrize("fault", [Fault.RESET_AFTER_READ, Fault.CLOSE_AFTER_READ, Fault.HALF_HEADERS])
async def test_an_answer_that_never_came_is_unknown(server: PixelDojoServer, fault: Fault) -> None:
    server.fail(fault, times=9)
    with pytest.raises(OutcomeUnknown):
        await ran(server, MINIMAL)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Reply(json={"images": []}),
        Reply(json={"images": None, "model": "flux-pro"}),
        Reply(json={"images": [None, 7, {}]}),
        Reply(json=[]),
        Reply(body=b"<html>Just a moment</html>", media="text/html"),
    ],
    ids=["none", "null", "nonsense", "list", "html"],
)
async def test_an_answer_without_pictures_is_kept_and_told(server: PixelDojoServer, answer: Reply) -> None:
    server.on("pixeldojo/flux", answer)
    with pytest.raises(BadAnswer):
        await ran(server, MINIMAL)


async def test_a_file_that_is_no_picture_is_kept_and_told(server: PixelDojoServer) -> None:
    server.store.fail(Reply(body=b"GIF89a cut", media="image/gif"))
    with pytest.raises(BadAnswer, match="kept"):
        await ran(server, MINIMAL)
