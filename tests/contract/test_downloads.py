"""Files that an answer names by address: where the token goes, which redirects are followed, what is too much."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from studio.core.errors import BadAnswer, Charged, DeadLink, Expired, OutcomeUnknown, ProviderDown, ProviderError
from studio.jobs.endings import ending_of
from studio.jobs.states import State
from studio.providers.access import Access
from studio.providers.network import AGENT
from studio.providers.protocol import Answer
from studio.providers.wire import Request
from tests.contract.shop import TOKEN, Shop, client, open_shop
from tests.servers.base import ApiServer, Fault, Reply

PICTURE = Reply(body=b"\x89PNG and so on", media="image/png")
REDIRECTS = (301, 302, 303, 307, 308)


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as opened:
        yield opened


@pytest.fixture
def store() -> Iterator[ApiServer]:
    """A stranger's host where files lie."""
    with ApiServer() as server:
        server.otherwise = lambda _seen: PICTURE
        yield server


async def test_a_file_at_another_host_is_fetched_without_the_token(shop: Shop, store: ApiServer) -> None:
    file = await shop.fetch(f"{store.root}/a.png?sig=x%2Fy&n=1")
    assert (file.body, file.media) == (b"\x89PNG and so on", "image/png")
    seen = store.requests[0]
    assert (seen.path, seen.query) == ("/a.png", {"sig": "x/y", "n": "1"})
    assert "authorization" not in seen.headers
    assert seen.headers["user-agent"] == AGENT


async def test_a_file_at_the_api_itself_is_fetched_with_the_token(shop: Shop) -> None:
    shop.server.otherwise = lambda _seen: PICTURE
    assert (await shop.fetch(f"{shop.server.root}/files/a.png")).body == b"\x89PNG and so on"
    assert shop.server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("status", REDIRECTS)
async def test_a_redirect_to_a_stranger_loses_the_token(shop: Shop, store: ApiServer, status: int) -> None:
    shop.server.otherwise = lambda _seen: Reply(status, headers={"Location": f"{store.root}/a.png?sig=1"})
    answer = await shop.ask()
    assert answer.body == b"\x89PNG and so on"
    assert TOKEN not in str(store.requests[0])
    assert store.requests[0].query == {"sig": "1"}


@pytest.mark.parametrize("status", REDIRECTS)
async def test_what_pays_is_never_redirected(shop: Shop, store: ApiServer, status: int) -> None:
    for target in (store.root, f"{shop.server.root}/elsewhere"):
        shop.server.fail(Reply(status, headers={"Location": target}))
        with pytest.raises(OutcomeUnknown, match="only named another address") as caught:
            await shop.buy()
        assert TOKEN not in str(caught.value)
        assert "othing was charged" not in str(caught.value)
        ending = ending_of(caught.value, state=State.SUBMITTING, paying=True, remote=False)
        assert ending == (State.UNKNOWN, Charged.MAYBE), "its price stays reserved"
    assert store.connections == 0
    assert [seen.path for seen in shop.server.requests] == ["/make", "/make"]


async def test_a_free_submission_is_not_redirected_either(shop: Shop, store: ApiServer) -> None:
    shop.server.fail(Reply(307, headers={"Location": store.root}))
    with pytest.raises(ProviderError, match="does not follow"):
        await shop.client.send(Request("POST", "/free", {}, {"a": 1}), repeatable=True, total=1)
    assert store.connections == 0


async def test_a_redirect_within_the_api_keeps_the_token(shop: Shop) -> None:
    shop.server.fail(Reply(302, headers={"Location": "/there?x=1"}))
    await shop.ask()
    assert [(seen.path, seen.query) for seen in shop.server.requests] == [("/balance", {}), ("/there", {"x": "1"})]
    assert shop.server.requests[1].headers["authorization"] == f"Bearer {TOKEN}"


async def test_the_token_does_not_come_back_to_a_stranger_by_a_detour(shop: Shop, store: ApiServer) -> None:
    shop.server.fail(Reply(302, headers={"Location": f"{store.root}/1"}))
    store.fail(Reply(302, headers={"Location": f"{shop.server.root}/2"}))
    shop.server.fail(Reply(302, headers={"Location": f"{store.root}/3"}), path="/2")
    await shop.ask()
    assert [seen.path for seen in store.requests] == ["/1", "/3"]
    assert TOKEN not in str(store.requests)


async def test_five_redirects_are_followed_and_not_six(shop: Shop) -> None:
    shop.server.fail(Reply(302, headers={"Location": "/balance"}), times=5)
    await shop.ask()
    shop.server.fail(Reply(302, headers={"Location": "/balance"}), times=6)
    with pytest.raises(BadAnswer, match="in circles"):
        await shop.ask()
    assert len(shop.server.requests) == 6 + 6


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://files.example.com/a.png",
        "http://files.example.com/a.png",
        "https://user:secret@files.example.com/a.png",
        "https://10.0.0.1/a.png",
        "https://169.254.169.254/latest/meta-data",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "https://files.example.com/a\x00.png",
        "https://[bad/a.png",
        "",
        "a.png",
    ],
)
async def test_places_from_which_nothing_is_fetched(shop: Shop, target: str) -> None:
    with pytest.raises(BadAnswer, match="does not fetch") as caught:
        await shop.fetch(target)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "http://files.example.com/a.png",
        "https://10.0.0.1/a.png",
        "//[bad/a.png",
        "javascript:alert(1)",
        "data:,x",
    ],
)
async def test_a_redirect_to_such_places_is_not_followed(shop: Shop, target: str) -> None:
    shop.server.fail(Reply(302, headers={"Location": target}), method="GET", times=9)
    with pytest.raises((BadAnswer, ProviderDown)):
        await shop.ask()
    shop.server.fail(Reply(302, headers={"Location": target}), method="POST")
    with pytest.raises(ProviderError):
        await shop.buy()
    assert len(shop.server.seen(method="POST")) == 1


async def test_a_real_api_may_not_send_anybody_to_this_machine(store: ApiServer) -> None:
    real = client(lambda: Access("https://shop.invalid", lambda: TOKEN))
    for address in (f"{store.root}/a.png", store.root.replace("http://", "https://"), "http://localhost/x"):
        with pytest.raises(BadAnswer, match="does not fetch"):
            await real.download(address, limit_bytes=100)
    assert store.connections == 0


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_an_address_that_died(shop: Shop, store: ApiServer, status: int) -> None:
    store.otherwise = lambda _seen: Reply(status, body=b"<Error>Expired</Error>", media="application/xml")
    with pytest.raises(DeadLink, match="no longer works") as caught:
        await shop.fetch(f"{store.root}/a.png?sig=hidden")
    assert "hidden" not in str(caught.value)
    assert caught.value.status == status


async def test_a_file_that_is_gone(shop: Shop, store: ApiServer) -> None:
    store.otherwise = lambda _seen: Reply(410)
    with pytest.raises(Expired):
        await shop.fetch(f"{store.root}/a.png")


@pytest.mark.parametrize("declared", [True, False])
async def test_a_file_that_is_too_large_is_not_taken_in(shop: Shop, store: ApiServer, declared: bool) -> None:
    store.otherwise = lambda _seen: Reply(body=bytes(3000), media="image/png")
    if not declared:
        store.fail(Fault.HALF_BODY_NO_LENGTH)
    with pytest.raises(BadAnswer, match="more than"):
        await shop.fetch(f"{store.root}/a.png", limit=1000)
    assert (await shop.fetch(f"{store.root}/a.png", limit=3000)).body == bytes(3000)


@pytest.mark.parametrize(
    "fault", [Fault.HALF_BODY, Fault.RESET_IN_BODY, Fault.DRIP, Fault.CLOSE_AFTER_READ, Fault.HANG]
)
async def test_a_file_that_broke_off_is_fetched_again(shop: Shop, store: ApiServer, fault: Fault) -> None:
    store.fail(fault, times=2)
    assert (await shop.fetch(f"{store.root}/a.png")).body == b"\x89PNG and so on"
    store.fail(fault, times=9)
    with pytest.raises(ProviderDown):
        await shop.fetch(f"{store.root}/a.png")


async def test_a_file_needs_no_token(shop: Shop, store: ApiServer) -> None:
    shop.server.token = ""
    assert (await shop.fetch(f"{store.root}/a.png")).media == "image/png"


async def test_polls_are_not_kept_waiting_by_slow_submissions(shop: Shop) -> None:
    shop.server.fail(Fault.HANG, path="/make", times=8)
    asked: list[Answer] = []

    async def ask() -> None:
        asked.append(await shop.ask())

    ended = await asyncio.gather(*(shop.buy() for _ in range(8)), ask(), return_exceptions=True)
    assert {type(one) for one in ended} <= {OutcomeUnknown, type(None)}
    assert len(asked) == 1
