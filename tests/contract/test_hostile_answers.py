"""Answers that confuse and slips of the hand: nothing paid is lost to them, no budget talked away, no token shown."""

from __future__ import annotations

import base64
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from studio.cli.main import main
from studio.core.errors import BadAnswer, DeadLink
from studio.jobs.ledger import OverBudget
from studio.jobs.states import State
from studio.providers.access import origin_of
from studio.providers.client import _Door
from studio.providers.errors import Charged
from studio.providers.failures import Scene
from studio.providers.network import Sending
from tests.contract.corner_shop import Paint, inline, open_counter
from tests.contract.shop import TOKEN, open_shop
from tests.servers.base import ApiServer, Reply, Seen

ODD = "canary+/4f1d%9a7c=="
NONSENSE_DATE = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"


@pytest.mark.parametrize("name", ["Date", "Retry-After"])
async def test_a_date_that_makes_no_sense_costs_no_paid_answer(name: str) -> None:
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4000000000", name: NONSENSE_DATE}
    with open_shop() as shop:
        shop.server.fail(Reply(json={"said": "yes"}, headers=headers))
        assert (await shop.buy()).body == b'{"said": "yes"}'


@pytest.mark.parametrize("status", [302, 400, 402, 403, 405, 418, 422])
async def test_a_question_that_is_refused_does_not_end_an_accepted_job(tmp_path: Path, status: int) -> None:
    with ApiServer(token=TOKEN) as server:
        server.otherwise = _works_on_a_job
        async with open_counter(tmp_path, server) as counter:
            server.fail(Reply(status, json={"detail": "Not now"}), path="/jobs/j-1", times=40)
            job = await counter.buys(Paint(prompt="slime"))
            assert (job.state, job.cost, job.remote_id) == (State.UNKNOWN, Charged.MAYBE, "j-1")
            assert "Nothing was charged" not in job.error
            server.forget_faults()
            counter.queue.resume(job.id)
            assert (await counter.settled(job)).state is State.DONE
        assert len(server.seen(method="POST")) == 1


async def test_one_wrong_word_at_the_door_does_not_end_an_old_job(tmp_path: Path) -> None:
    with ApiServer(token=TOKEN) as server:
        server.otherwise = _works_on_a_job
        async with open_counter(tmp_path, server) as counter:
            server.fail(Reply(503), path="/jobs/j-1", times=40)
            server.fail(Reply(404, body=b"<html>no backend</html>", media="text/html"), path="/jobs/j-1", times=2)
            assert (await counter.buys(Paint(prompt="slime"))).state is State.DONE
            assert counter.clock.monotonic() > counter.shop.policy.grace
        assert len(server.seen(method="POST")) == 1


@pytest.mark.parametrize("status", [400, 402, 409, 418])
async def test_a_store_that_refuses_an_old_address_names_a_dead_link(status: int) -> None:
    with open_shop() as shop, ApiServer() as store:
        store.otherwise = lambda _seen: Reply(status, body=b"<Code>ExpiredToken</Code>", media="application/xml")
        with pytest.raises(DeadLink):
            await shop.fetch(f"{store.root}/a.png")


@pytest.mark.parametrize("address", ["https://999.1.1.1/a.png", "https://\u2603\u0301..example/a.png"])
async def test_an_address_with_a_host_that_cannot_be_is_refused(address: str) -> None:
    with open_shop() as shop, pytest.raises(BadAnswer, match="does not fetch"):
        await shop.fetch(address)


async def test_half_a_character_in_a_refusal_is_told_and_stored(tmp_path: Path) -> None:
    with ApiServer(token=TOKEN) as server:
        server.otherwise = lambda _seen: Reply(422, body=b'{"detail": "No \\ud800 \\u001b]0;x\\u0007 here"}')
        async with open_counter(tmp_path, server) as counter:
            job = await counter.buys(Paint(prompt="slime"))
            assert (job.state, job.cost) == (State.FAILED, Charged.NO)
            assert job.error.isprintable()


@pytest.mark.expect_log("fault of the studio")
async def test_an_id_with_half_a_character_is_in_the_ledger(tmp_path: Path) -> None:
    with ApiServer(token=TOKEN) as server:
        server.otherwise = lambda _seen: Reply(body=b'{"jobs": ["j-\\ud800"]}')
        async with open_counter(tmp_path, server) as counter:
            job = await counter.buys(Paint(prompt="slime"))
            assert (job.state, job.cost) == (State.UNKNOWN, Charged.MAYBE)
        assert len(server.seen(method="POST")) == 1


async def test_a_charge_below_nothing_frees_no_budget(tmp_path: Path) -> None:
    usage = {"type": "credits", "credits": -1000}
    with ApiServer(token=TOKEN) as server:
        server.otherwise = lambda _seen: Reply(json={"image": inline(1, 2, 3, 255), "usage": usage})
        async with open_counter(tmp_path, server) as counter:
            first = counter.queue.submit(Paint(prompt="slime"), limit=Decimal(1))
            assert (await counter.settled(first)).state is State.DONE
            with pytest.raises(OverBudget):
                counter.queue.submit(Paint(prompt="slime"), limit=Decimal(1))
        assert len(server.requests) == 1


@pytest.mark.parametrize("after", ["100000", "1e300"])
async def test_a_pause_nobody_waits_for_is_told(tmp_path: Path, after: str) -> None:
    with ApiServer(token=TOKEN) as server:
        server.otherwise = lambda _seen: Reply(429, json={"detail": "slow"}, headers={"Retry-After": after})
        async with open_counter(tmp_path, server) as counter:
            job = await counter.buys(Paint(prompt="slime"))
            assert (job.state, job.cost) == (State.FAILED, Charged.NO)
        assert len(server.requests) == 1


async def test_a_good_answer_that_repeats_the_token_brings_it_into_no_file(tmp_path: Path) -> None:
    with ApiServer(token=ODD) as server:
        server.otherwise = lambda seen: Reply(
            json={
                "image": inline(1, 2, 3, 255),
                "debug": seen.headers["authorization"],
                "packed": [base64.b64encode(text.encode()).decode() for text in (ODD, f"Bearer {ODD}")],
                "quoted": quote(ODD, safe=""),
            },
            headers={"X-Request-Id": f"for-{ODD}"},
        )
        async with open_counter(tmp_path, server) as counter:
            assert (await counter.buys(Paint(prompt="slime"))).state is State.DONE
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 1
    forms = [ODD, quote(ODD, safe=""), base64.b64encode(ODD.encode()).decode()[:-4]]
    forms.append(base64.b64encode(f"Bearer {ODD}".encode()).decode()[:-4])
    assert not [path for path in files for form in forms if form.encode() in path.read_bytes()]


async def test_what_pays_never_goes_over_a_connection_that_may_be_closing() -> None:
    with open_shop() as shop:
        await shop.ask()
        await shop.ask()
        assert shop.server.connections == 1
        await shop.buy()
        await shop.buy()
        assert shop.server.connections == 3


def test_what_carries_the_token_does_not_show_it() -> None:
    origin = origin_of("https://shop.example")
    assert origin is not None
    carriers: list[Any] = [
        _Door("https://shop.example", origin, TOKEN),
        Scene("shop", "The Shop", None, TOKEN),
        Sending("GET", "https://shop.example", headers={"Authorization": f"Bearer {TOKEN}"}),
    ]
    assert not [shown for shown in map(repr, carriers) if TOKEN in shown]


def _works_on_a_job(seen: Seen) -> Reply:
    if seen.method == "POST":
        return Reply(json={"jobs": ["j-1"]})
    return Reply(json={"status": "done", "image": inline(1, 2, 3, 255)})


@pytest.mark.parametrize("typed", [["pixellab-v1", ODD], [ODD], ["pixellab-v1", "--", ODD]])
def test_a_token_given_as_an_argument_is_refused_and_not_repeated(
    typed: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", "set", *typed]) == 2
    printed = capfd.readouterr()
    assert printed.err.startswith("sprite-studio: ")
    assert ODD not in printed.out + printed.err
