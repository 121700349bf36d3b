"""A token or an address that was changed while a job was under way, at a terminal and in the client."""

from __future__ import annotations

import pytest

from studio.cli.errors import Exit
from studio.jobs.ledger import Ledger
from studio.jobs.states import State
from studio.providers.access import Access
from studio.providers.protocol import Account
from tests.contract.corner_shop import CornerShop
from tests.contract.test_person_at_terminal import CANARY, PICTURE, Terminal, terminal
from tests.servers.driving import HastyClock
from tests.servers.pixelapi import PixelApiServer

__all__ = ["terminal"]

SALT = bytes(range(32))


def shop(token: str | None = CANARY, *, address: str = "https://shop.invalid/v1") -> CornerShop:
    return CornerShop(lambda: Access(address, lambda: token), clock=HastyClock())


async def test_an_account_is_told_apart_by_address_and_token_and_shows_neither_token_nor_salt() -> None:
    mine = await shop().account(SALT)
    assert mine == await shop(f" {CANARY}\n").account(SALT)
    assert mine is not None
    assert mine.address == "https://shop.invalid/v1"
    assert len(mine.key) == 16
    others = [shop(f"{CANARY}2"), shop(address="https://shop.invalid/v2"), shop(address="https://shop.invalid:8443/v1")]
    keys = [await other.account(SALT) for other in others]
    assert mine not in keys
    assert await shop().account(b"another computer") != mine
    assert CANARY not in str(mine)


@pytest.mark.parametrize("nothing", [shop(None), shop(""), shop("two words"), shop(address="http://shop.invalid")])
async def test_where_nothing_can_be_sent_there_is_no_account(nothing: CornerShop) -> None:
    assert await nothing.account(SALT) is None


def _left_behind(terminal: Terminal) -> str:
    """A job that the command line left with the provider; its id."""
    terminal.api.states = ["queued", "completed"]
    status, _said, told = terminal.run(*PICTURE, "--no-wait", "--out", "out")
    assert status == 0, told
    return _job(terminal)


def _job(terminal: Terminal) -> str:
    ledger = Ledger(terminal.folder / "home" / "data" / "ledger.sqlite")
    (job,) = ledger.jobs()
    ledger.close()
    assert job.account == Account(terminal.api.url, job.account.key if job.account else "")
    return job.id


def test_under_another_token_the_job_waits_and_nothing_is_asked(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _left_behind(terminal)
    asked = len(terminal.api.seen("pixelapi/show-image"))
    monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", "pk_live_of-somebody-else")
    status, _said, told = terminal.run("jobs", "resume")
    assert "1 job needs attention" in told
    assert terminal.states() == [State.PAUSED]
    assert len(terminal.api.seen("pixelapi/show-image")) == asked
    _status, said, _told = terminal.run("jobs", "show", job)
    assert "sent with another token of PixelAPI" in said
    assert "Check with this one: sprite-studio jobs resume" in said
    assert "The provider keeps the result until 20" in said
    assert (status, terminal.paid()) == (Exit.FAILED, 1)
    monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", CANARY)
    status, _said, told = terminal.run("jobs", "resume", job, "--out", "out")
    assert (status, terminal.states(), terminal.paid()) == (0, [State.DONE], 1), told


def test_an_address_that_knows_nothing_of_the_job_does_not_end_it(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _left_behind(terminal)
    with PixelApiServer(token=CANARY) as other:
        monkeypatch.setenv("STUDIO_PIXELAPI_URL", other.url)
        terminal.run("jobs", "resume")
        assert (terminal.states(), other.seen("pixelapi/show-image")) == ([State.PAUSED], [])
        status, _said, told = terminal.run("jobs", "resume", job)
        assert "tells nothing of this under what is set now" in told
        assert (status, terminal.states()) == (Exit.FAILED, [State.PAUSED])
        assert len(other.seen("pixelapi/show-image")) == 1
    monkeypatch.setenv("STUDIO_PIXELAPI_URL", terminal.api.url)
    status, _said, told = terminal.run("jobs", "resume", job, "--out", "out")
    assert (status, terminal.states(), terminal.paid()) == (0, [State.DONE], 1), told
