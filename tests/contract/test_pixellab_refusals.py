"""What PixelLab v2 refuses, and how it fails: each documented status of each endpoint, each way of saying nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from studio.core.errors import (
    Auth,
    BadAnswer,
    Charged,
    Credit,
    Forbidden,
    NotFound,
    NotReady,
    OutcomeUnknown,
    ProviderError,
    RateLimit,
    Refused,
    TooManyJobs,
)
from studio.providers.pixellab_v2.declarations import OPERATIONS
from studio.spec.operation import Operation
from tests.contract.comparing import contracts
from tests.contract.pixellab_requests import HERO, KEPT, MINIMAL, PRO, WORDS, done, made_hero, operation
from tests.servers.base import Fault, Reply
from tests.servers.pixellab_v2 import PixelLabServer

KINDS: dict[int, type[ProviderError]] = {
    400: Refused,
    401: Auth,
    402: Credit,
    403: Forbidden,
    404: NotFound,
    422: Refused,
    423: NotReady,
    429: RateLimit,
    529: RateLimit,
}
REQUESTS = {one.spec.id: one for one in (*MINIMAL, *KEPT)}
DOCUMENTED = [
    (REQUESTS[endpoint["operation"]], error["status"])
    for endpoint in contracts()["pixellab-v2"]["endpoints"]
    for error in endpoint["errors"]
]


def seen_path(asked: Operation) -> str:
    """A pattern for the address of an operation."""
    return "^" + re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(asked.spec.path)) + "$"


@pytest.fixture
def server() -> Iterator[PixelLabServer]:
    with PixelLabServer() as running:
        yield running


def test_every_operation_is_asked() -> None:
    assert REQUESTS.keys() == {one.spec.id for one in OPERATIONS}


def _detail(status: int, text: str, **headers: str) -> Reply:
    return Reply(status, json={"detail": text}, headers=headers)


class TestRefusals:
    """Every documented refusal is told as what it is, and nothing paid is sent twice."""

    @pytest.mark.parametrize(
        ("asked", "status"), DOCUMENTED, ids=lambda one: one if isinstance(one, int) else one.spec.name
    )
    async def test_each_documented_status_of_each_endpoint(
        self, server: PixelLabServer, asked: Operation, status: int
    ) -> None:
        server.fail(_detail(status, "So it is"), path=seen_path(asked), times=99)
        with pytest.raises(KINDS[status], match="So it is") as caught:
            await done(server, asked)
        assert caught.value.charged is Charged.NO
        assert (caught.value.status, caught.value.operation) == (status, asked.spec.id)
        assert server.token not in str(caught.value)

    @pytest.mark.parametrize("asked", [WORDS, PRO, HERO], ids=lambda one: one.spec.name)
    @pytest.mark.parametrize(
        ("reply", "kind", "sent"),
        [
            (_detail(400, "image_size must be between 16x16 and 512x512"), Refused, 1),
            (_detail(401, "Invalid API token"), Auth, 1),
            (_detail(402, "Insufficient credits"), Credit, 1),
            (_detail(403, "Not available on your tier"), Forbidden, 1),
            (_detail(422, "Canvas must be size 32x32 area or larger"), Refused, 1),
            (_detail(429, "Wait longer between generations"), RateLimit, 4),
            (_detail(429, "Too many concurrent jobs"), TooManyJobs, 1),
            (_detail(529, "Rate limited"), RateLimit, 4),
            (_detail(500, "Internal server error"), OutcomeUnknown, 1),
        ],
        ids=lambda one: one.status if isinstance(one, Reply) else None,
    )
    async def test_what_it_means_and_how_often_it_is_sent(
        self, server: PixelLabServer, asked: Operation, reply: Reply, kind: type[ProviderError], sent: int
    ) -> None:
        server.fail(reply, path=asked.spec.path, times=99)
        with pytest.raises(kind) as caught:
            await done(server, asked)
        assert type(caught.value) is kind
        assert len(server.seen(asked.spec.id)) <= sent
        assert caught.value.charged is (Charged.MAYBE if kind is OutcomeUnknown else Charged.NO)
        assert server.token not in str(caught.value)

    async def test_a_refused_field_is_named_as_the_form_names_it(self, server: PixelLabServer) -> None:
        entry = {"loc": ["body", "image_size", "width"], "msg": "Input should be at most 400", "type": "less_than"}
        server.fail(Reply(422, json={"detail": [entry]}), path="pixflux")
        with pytest.raises(Refused) as caught:
            await done(server, WORDS)
        assert [(one.field, "at most 400" in one.message) for one in caught.value.problems] == [("size", True)]

    @pytest.mark.parametrize(
        "name", ["show-character", "show-tileset", "show-isometric-tile", "show-job", "download-character"]
    )
    async def test_an_unknown_id_is_not_found(self, server: PixelLabServer, name: str) -> None:
        kind = next(one for one in OPERATIONS if one.spec.name == name)
        with pytest.raises(NotFound):
            await done(server, kind.from_values({kind.spec.fields[0].name: "nobody"}))

    @pytest.mark.parametrize("fault", [Fault.RESET_AFTER_READ, Fault.GARBAGE, Fault.HALF_HEADERS])
    async def test_a_paid_request_without_an_answer_is_unknown(self, server: PixelLabServer, fault: Fault) -> None:
        server.fail(fault, path="pixflux", times=9)
        with pytest.raises(OutcomeUnknown):
            await done(server, WORDS)
        assert len(server.seen(WORDS.spec.id)) == 1

    @pytest.mark.parametrize("fault", [Fault.HTML, Fault.NOT_JSON, Fault.WRONG_TYPES, Fault.EMPTY, Fault.HALF_BODY])
    async def test_an_answer_nobody_can_read_is_kept(self, server: PixelLabServer, fault: Fault) -> None:
        server.fail(fault, path="pixflux")
        with pytest.raises((BadAnswer, OutcomeUnknown)):
            await done(server, WORDS)
        assert len(server.seen(WORDS.spec.id)) == 1

    @pytest.mark.parametrize("fault", [Fault.HTML, Fault.NOT_JSON, Fault.WRONG_TYPES, Fault.RESET_AFTER_READ])
    async def test_a_poll_that_fails_is_asked_again(self, server: PixelLabServer, fault: Fault) -> None:
        server.fail(fault, path="/background-jobs/")
        assert len((await done(server, PRO)).outcome.frames) == 16
        assert len(server.seen(PRO.spec.id)) == 1

    async def test_a_character_in_the_making_is_not_ready(self, server: PixelLabServer) -> None:
        hero = await made_hero(server)
        server.fail(_detail(423, "Still generating", **{"Retry-After": "3"}), path="/zip")
        with pytest.raises(NotReady) as caught:
            await done(server, operation("download-character", character=hero))
        assert caught.value.after == 3
