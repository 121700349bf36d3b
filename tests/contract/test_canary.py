"""A canary as token: after every way of succeeding and failing it is found nowhere but in the header of a request."""

from __future__ import annotations

import base64
import json
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from studio.core.errors import ProviderError
from studio.jobs.states import State
from studio.providers.access import Access
from studio.providers.client import ApiClient
from tests.contract.corner_shop import Paint, Sketch, open_counter, picture
from tests.contract.shop import ASK, BUY, TOKEN, client
from tests.servers.base import ApiServer, Fault, Reply

REFUSING = (400, 401, 402, 403, 404, 409, 410, 418, 422, 423, 429, 500, 503, 529)
FORMS = tuple(
    form.encode()
    for form in (
        TOKEN,
        quote(TOKEN, safe=""),
        json.dumps(TOKEN)[1:-1],
        base64.b64encode(TOKEN.encode()).decode()[:-4],
        base64.b64encode(f"Bearer {TOKEN}".encode()).decode()[:-4],
        TOKEN[::-1],
    )
)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture
def stranger() -> Iterator[ApiServer]:
    with ApiServer() as server:
        server.otherwise = lambda _seen: Reply(body=picture(1, 2, 3, 255), media="image/png")
        yield server


def holds(data: bytes) -> bool:
    return any(form in data for form in FORMS)


def test_the_search_finds_what_it_looks_for() -> None:
    for text in (f"Bearer {TOKEN}", base64.b64encode(f"Bearer {TOKEN}".encode()).decode()):
        assert holds(text.encode())
    assert not holds(b"something else")


async def test_no_error_log_or_traceback_shows_the_token(
    everything_logged: pytest.LogCaptureFixture, stranger: ApiServer, capfd: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    with ApiServer(token=TOKEN) as server:
        # A careless service that repeats the header it was sent.
        server.otherwise = lambda seen: Reply(500, json={"detail": seen.headers["authorization"], "seen": seen.path})
        asked = client(lambda: Access(server.url, lambda: TOKEN))
        for fault in [*Fault, *_refusals(stranger)]:
            server.fail(fault)
            told += await _told(asked.send(BUY, repeatable=False, total=0.2))
            server.fail(fault)
            told += await _told(asked.send(ASK, repeatable=True, total=0.2, attempts=1))
        for access in (
            Access("https://x.invalid", lambda: TOKEN),
            Access("http://a.example", lambda: TOKEN),
            Access(server.url, lambda: f"{TOKEN}\nx"),
        ):
            told += await _told(_client_of(access).send(BUY, repeatable=False, total=1))
        await asked.close()
    assert len(told) > 40
    assert not [text for text in told if holds(text.encode())]
    assert not holds(everything_logged.text.encode())
    printed = capfd.readouterr()
    assert not holds((printed.out + printed.err).encode())
    assert not holds(repr(stranger.requests).encode())
    assert stranger.connections > 0


async def test_no_file_of_the_studio_holds_the_token(
    tmp_path: Path, stranger: ApiServer, everything_logged: pytest.LogCaptureFixture
) -> None:
    with ApiServer(token=TOKEN) as server:
        server.otherwise = lambda seen: Reply(json={"image": f"{stranger.root}/a.png"})
        async with open_counter(tmp_path, server) as counter:
            states = [(await counter.buys(Paint(prompt="whole"))).state]
            for answer in (
                Reply(500, json={"detail": f"Bearer {TOKEN}"}),
                Reply(422, json={"detail": f"bad token {TOKEN}"}),
                Reply(401, body=TOKEN.encode(), media="text/plain"),
                Fault.RESET_AFTER_READ,
                Fault.HTML,
            ):
                server.fail(answer)
                states.append((await counter.buys(Paint(prompt="broken"))).state)
            states.append((await counter.buys(Sketch(prompt="free"))).state)
        failed, unknown = State.FAILED, State.UNKNOWN
        assert states == [State.DONE, unknown, failed, failed, unknown, unknown, State.DONE]
        assert {seen.headers["authorization"] for seen in server.requests} == {f"Bearer {TOKEN}"}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert not [path for path in files if holds(path.read_bytes())]
    assert not holds(everything_logged.text.encode())
    assert not holds(repr(stranger.requests).encode())


def _client_of(access: Access) -> ApiClient:
    return client(lambda: access)


def _refusals(stranger: ApiServer) -> list[Reply]:
    said = {"detail": f"You sent {TOKEN}", "error": {"message": TOKEN, "code": TOKEN}}
    return [
        *(Reply(status, json=said) for status in REFUSING),
        *(Reply(status, headers={"Location": f"{stranger.root}/x"}) for status in (301, 302, 303, 307, 308)),
        Reply(422, json={"detail": [{"loc": ["header", "authorization"], "msg": TOKEN, "input": f"Bearer {TOKEN}"}]}),
    ]


async def _told(call: object) -> list[str]:
    """All that a person or a log could be shown of a call that fails."""
    try:
        await call  # type: ignore[misc]  # a coroutine of the client
    except ProviderError as error:
        facts = [str(getattr(error, name, "")) for name in ("excerpt", "body", "problems", "request_id", "args")]
        return [*facts, str(error), repr(error), "".join(traceback.format_exception(error))]
    return []
