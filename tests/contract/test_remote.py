"""From a wish to a kept result over a real server: the queue, the ledger and a provider with everything one can do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.core.errors import Charged
from studio.jobs.states import State
from studio.providers import bundle
from studio.providers.remote import RemoteJob
from tests.contract.corner_shop import Counter, Paint, Sketch, inline, open_counter, picture, shop_at
from tests.contract.shop import TOKEN
from tests.servers.base import ApiServer, Fault, Reply, Seen

RED, GREEN, BLUE = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255)


@pytest.fixture
def server() -> Iterator[ApiServer]:
    with ApiServer(token=TOKEN) as opened:
        yield opened


@pytest.fixture
def store() -> Iterator[ApiServer]:
    """A stranger's host where files lie under their colour."""
    files = {"/red.png": RED, "/green.png": GREEN, "/blue.png": BLUE}
    with ApiServer() as opened:
        opened.otherwise = lambda seen: Reply(body=picture(*files[seen.path]), media="image/png")
        yield opened


def routes(server: ApiServer, **answers: Reply | list[Reply]) -> None:
    """Answers by the first part of the path; a list is given in turn, its last one for ever."""

    def answer(seen: Seen) -> Reply:
        found = answers[seen.path.split("/")[1]]
        if isinstance(found, Reply):
            return found
        return found.pop(0) if len(found) > 1 else found[0]

    server.otherwise = answer


def colours(counter: Counter, job: Any) -> list[list[int]]:
    """The one pixel of each frame of the result."""
    return [frame[0, 0].tolist() for frame in counter.queue.outcome(job).frames]


def done(**body: Any) -> Reply:
    return Reply(json={"status": "done", **body})


WORKING = Reply(json={"status": "working", "progress": 0.5})
ACCEPTED = Reply(202, json={"jobs": ["j-1"]})


async def test_a_result_at_once(tmp_path: Path, server: ApiServer) -> None:
    routes(server, paint=Reply(json={"image": inline(*RED), "usage": {"type": "credits", "credits": 1}}))
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime", seed=7))
        assert (job.state, job.cost, str(job.charged and job.charged.amount)) == (State.DONE, Charged.YES, "1")
        assert colours(counter, job) == [list(RED)]
        assert json.loads(counter.answers(job)[0])["usage"] == {"type": "credits", "credits": 1}
    assert server.requests[0].json == {"prompt": "slime", "seed": 7}


@pytest.mark.parametrize("status", [200, 202])
async def test_a_job_is_told_by_the_body_whatever_the_status(tmp_path: Path, server: ApiServer, status: int) -> None:
    routes(server, paint=Reply(status, json={"jobs": ["j-1"]}), jobs=[WORKING, WORKING, done(image=inline(*RED))])
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, job.remote_id) == (State.DONE, "j-1")
        assert colours(counter, job) == [list(RED)]
        assert counter.clock.slept == [2.0, 2.0, 4.0]
    assert [seen.path for seen in server.requests] == ["/paint", "/jobs/j-1", "/jobs/j-1", "/jobs/j-1"]


async def test_files_named_by_address_are_kept_with_the_answer(
    tmp_path: Path, server: ApiServer, store: ApiServer
) -> None:
    addresses = [f"{store.root}/{name}.png" for name in ("red", "green", "red")]
    routes(server, paint=ACCEPTED, jobs=done(images=addresses))
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert colours(counter, job) == [list(RED), list(GREEN), list(RED)]
        assert [answer.media for answer in job.answers] == ["application/json", "application/json", bundle.MEDIA]
    assert [seen.path for seen in store.requests] == ["/red.png", "/green.png"]
    assert not any("authorization" in seen.headers for seen in store.requests)


async def test_a_kept_result_needs_no_network(tmp_path: Path, server: ApiServer, store: ApiServer) -> None:
    routes(server, paint=Reply(json={"images": [f"{store.root}/blue.png"]}))
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        store.close()
        server.close()
        assert colours(counter, job) == [list(BLUE)]


async def test_a_dead_address_is_renewed_by_a_poll(tmp_path: Path, server: ApiServer, store: ApiServer) -> None:
    old, new = (Reply(json={"status": "done", "image": f"{store.root}/{name}.png"}) for name in ("red", "green"))
    routes(server, paint=ACCEPTED, jobs=[old, new])
    store.fail(Reply(403), path="/red.png", times=99)
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, colours(counter, job)) == (State.DONE, [list(GREEN)])
        assert len(server.seen(method="POST")) == 1
        # In the first minute a file may just not be there yet, so it is waited for before a new address is asked for.
        assert sum(counter.clock.slept) >= 60


async def test_files_that_stay_dead_are_said_to_be_gone(tmp_path: Path, server: ApiServer, store: ApiServer) -> None:
    routes(server, paint=ACCEPTED, jobs=done(image=f"{store.root}/red.png"))
    store.fail(Reply(404), times=999)
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, job.cost) == (State.EXPIRED, Charged.MAYBE)
        assert "can no longer be downloaded" in job.error
        assert f"{store.root}/red.png".encode() in counter.answers(job)[-1]


async def test_files_that_are_gone_by_their_own_word(tmp_path: Path, server: ApiServer, store: ApiServer) -> None:
    routes(server, paint=Reply(json={"image": f"{store.root}/red.png"}))
    store.fail(Reply(410), times=99)
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, len(store.requests)) == (State.EXPIRED, 1)


async def test_a_download_waits_until_the_network_is_back(tmp_path: Path, server: ApiServer, store: ApiServer) -> None:
    routes(server, paint=Reply(json={"image": f"{store.root}/red.png"}))
    store.fail(Fault.CLOSE_AFTER_READ, times=20)
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, colours(counter, job)) == (State.DONE, [list(RED)])
    assert len(server.seen(method="POST")) == 1


async def test_several_jobs_are_one_wish_and_what_failed_is_said_beside_them(tmp_path: Path, server: ApiServer) -> None:
    polls = {
        "/jobs/a": [WORKING, done(image=inline(*RED))],
        "/jobs/b": [done(image=inline(*GREEN))],
        "/jobs/c": [WORKING, WORKING, Reply(json={"status": "failed", "error": "Too dark"})],
    }

    def answer(seen: Seen) -> Reply:
        return polls[seen.path].pop(0) if seen.path in polls else Reply(json={"jobs": ["a", "b", "c"]})

    server.otherwise = answer
    async with open_counter(tmp_path, server) as counter:
        job = counter.queue.submit(Paint(prompt="slime"))
        job = await counter.settled(job)
        assert job.remote_id == "a,b,c"
        told = json.loads(counter.answers(job)[-1])["jobs"]
    assert [(part["id"], part.get("error", "")) for part in told] == [("a", ""), ("b", ""), ("c", "Too dark")]
    assert polls == {"/jobs/a": [], "/jobs/b": [], "/jobs/c": []}


async def test_when_all_of_several_jobs_fail_the_wish_failed(tmp_path: Path, server: ApiServer) -> None:
    routes(server, paint=Reply(json={"jobs": ["a", "b"]}), jobs=Reply(json={"status": "failed", "error": "Too dark"}))
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, job.error) == (State.FAILED, "Too dark")


async def test_what_a_forgotten_job_made_is_fetched_where_it_lies(tmp_path: Path, server: ApiServer) -> None:
    made = Reply(json={"image": inline(*BLUE)})
    routes(server, paint=Reply(json={"jobs": ["a"], "thing": "t/1"}), jobs=Reply(404, json={}), things=made)
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.remote_id, job.state) == ("a@t/1", State.DONE)
        assert colours(counter, job) == [list(BLUE)]


@pytest.mark.parametrize("status", [403, 404])
async def test_a_fresh_job_may_be_unknown_for_a_moment(tmp_path: Path, server: ApiServer, status: int) -> None:
    routes(server, paint=ACCEPTED, jobs=[Reply(status, json={}), Reply(status, json={}), done(image=inline(*RED))])
    async with open_counter(tmp_path, server) as counter:
        assert (await counter.buys(Paint(prompt="slime"))).state is State.DONE


async def test_a_job_unknown_for_more_than_a_minute_is_over(tmp_path: Path, server: ApiServer) -> None:
    routes(server, paint=ACCEPTED, jobs=Reply(404, json={}))
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, job.cost) == (State.EXPIRED, Charged.MAYBE)
        assert sum(counter.clock.slept) >= 60


@pytest.mark.parametrize("word", ["pending", "finalizing", "zzz", "", None, 7])
async def test_words_for_a_status_that_nobody_knows_keep_it_going(
    tmp_path: Path, server: ApiServer, word: object
) -> None:
    routes(server, paint=ACCEPTED, jobs=[Reply(json={"status": word})] * 30 + [done(image=inline(*RED))])
    async with open_counter(tmp_path, server) as counter:
        assert (await counter.buys(Paint(prompt="slime"))).state is State.DONE


async def test_a_job_that_never_ends_is_handed_to_the_person(tmp_path: Path, server: ApiServer) -> None:
    routes(server, paint=ACCEPTED, jobs=Reply(json={"status": "working", "after": 3600}))
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, job.cost, job.needs_attention) == (State.UNKNOWN, Charged.MAYBE, True)
        assert "more than a day" in job.error
    assert len(server.seen(method="POST")) == 1


UNREADABLE = [Fault.HTML, Fault.NOT_JSON, Fault.EMPTY, Fault.HALF_BODY_NO_LENGTH]
PASSING = [Fault.CLOSE_AFTER_READ, Fault.RESET_AFTER_READ, Fault.GARBAGE, Fault.HALF_BODY, Fault.RESET_IN_BODY]


@pytest.mark.parametrize("fault", [*UNREADABLE, *PASSING, Reply(502), Reply(503), Reply(529), Reply(429)], ids=str)
async def test_polls_go_on_through_whatever_passes(tmp_path: Path, server: ApiServer, fault: Fault | Reply) -> None:
    routes(server, paint=ACCEPTED, jobs=[WORKING, done(image=inline(*RED))])
    server.fail(fault, path="/jobs", times=3)
    async with open_counter(tmp_path, server) as counter:
        assert (await counter.buys(Paint(prompt="slime"))).state is State.DONE
    assert len(server.seen(method="POST")) == 1


async def test_polls_that_are_never_readable_are_handed_to_the_person(tmp_path: Path, server: ApiServer) -> None:
    routes(server, paint=ACCEPTED)
    server.fail(Fault.HTML, path="/jobs", times=99)
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, job.cost) == (State.UNKNOWN, Charged.MAYBE)
        assert b"<!DOCTYPE html>" in counter.answers(job)[-1]
        routes(server, jobs=done(image=inline(*GREEN)))
        server.forget_faults()
        counter.queue.resume(job.id)
        job = await counter.settled(job)
        assert (job.state, colours(counter, job)) == (State.DONE, [list(GREEN)])


async def test_a_refused_token_pauses_what_is_under_way(tmp_path: Path, server: ApiServer) -> None:
    routes(server, paint=ACCEPTED, jobs=done(image=inline(*RED)))
    server.fail(Reply(401, json={}), path="/jobs")
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, job.error_kind) == (State.PAUSED, "Auth")
        counter.queue.token_changed("corner-shop")
        assert (await counter.settled(job)).state is State.DONE
    assert len(server.seen(method="POST")) == 1


UNKNOWN_AT_ONCE = [fault for fault in Fault if fault not in (Fault.RESET_ON_ACCEPT, Fault.WRONG_TYPES)]


@pytest.mark.parametrize("fault", [*UNKNOWN_AT_ONCE, Reply(500), Reply(502), Reply(503), Reply(504)], ids=str)
async def test_a_paid_wish_without_a_readable_answer_is_unknown_and_sent_once(
    tmp_path: Path, server: ApiServer, fault: Fault | Reply
) -> None:
    routes(server, paint=Reply(json={"image": inline(*RED), "padding": "x" * 500}))
    server.fail(fault)
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, job.cost, job.needs_attention) == (State.UNKNOWN, Charged.MAYBE, True)
    assert server.connections == 1


@pytest.mark.parametrize("fault", [Fault.HALF_BODY, Fault.RESET_IN_BODY, Fault.HALF_BODY_NO_LENGTH, Fault.NOT_JSON])
async def test_what_came_of_an_answer_is_kept(tmp_path: Path, server: ApiServer, fault: Fault) -> None:
    routes(server, paint=Reply(json={"image": {"base64": "A" * 500}}))
    server.fail(fault)
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert counter.answers(job)[0].startswith(b'{"image": {"base64":')
        assert "kept" in job.error


async def test_the_words_of_a_refusal_are_kept(tmp_path: Path, server: ApiServer) -> None:
    routes(server, paint=Reply(422, json={"detail": [{"loc": ["body", "prompt"], "msg": "Too short", "type": "x"}]}))
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, job.cost, job.error_kind) == (State.FAILED, Charged.NO, "Refused")
        assert "Too short" in job.error
        assert json.loads(counter.answers(job)[0])["detail"][0]["msg"] == "Too short"
    assert len(server.requests) == 1


async def test_a_wish_refused_for_its_haste_is_sent_three_times_at_most(tmp_path: Path, server: ApiServer) -> None:
    routes(server, paint=Reply(429, json={"detail": "slow down"}, headers={"Retry-After": "5"}))
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Paint(prompt="slime"))
        assert (job.state, job.cost) == (State.FAILED, Charged.NO)
        assert sum(counter.clock.slept) >= 10
    assert len(server.requests) == 3


async def test_a_wish_waits_for_a_place_as_long_as_it_takes(tmp_path: Path, server: ApiServer) -> None:
    busy = Reply(429, json={"detail": "Too many concurrent jobs"})
    routes(server, paint=[busy] * 6 + [Reply(json={"image": inline(*RED)})])
    async with open_counter(tmp_path, server) as counter:
        assert (await counter.buys(Paint(prompt="slime"))).state is State.DONE
    assert len(server.requests) == 7


async def test_something_not_ready_is_waited_for(tmp_path: Path, server: ApiServer) -> None:
    pending = Reply(423, json={"detail": "pending"}, headers={"Retry-After": "4"})
    routes(server, sketch=[pending] * 5 + [Reply(json={"image": inline(*RED)})])
    async with open_counter(tmp_path, server) as counter:
        assert (await counter.buys(Sketch(prompt="slime"))).state is State.DONE
        assert sum(counter.clock.slept) >= 20


async def test_free_work_is_repeated_until_it_is_answered(tmp_path: Path, server: ApiServer) -> None:
    routes(server, sketch=Reply(json={"image": inline(*RED)}))
    server.fail(Fault.RESET_AFTER_READ, times=2)
    async with open_counter(tmp_path, server) as counter:
        job = await counter.buys(Sketch(prompt="slime"))
        assert (job.state, job.cost) == (State.DONE, Charged.NO)
    assert len(server.requests) == 3


@pytest.mark.parametrize(("status", "stopped"), [(200, True), (409, False)])
async def test_cancelling_at_the_provider(server: ApiServer, status: int, stopped: bool) -> None:
    routes(server, cancel=Reply(status, json={}))
    shop = shop_at(server)
    assert await shop.cancel("a,b@t") is stopped
    assert [seen.json for seen in server.requests] == [{"id": "a"}, {"id": "b"}]


async def test_the_balance(server: ApiServer) -> None:
    routes(server, balance=Reply(json={"data": {"credits": 12.5}}))
    balance = await shop_at(server).balance()
    assert balance is not None
    assert [(str(charge.amount), charge.unit) for charge in balance.left] == [("12.5", "credits")]


@pytest.mark.parametrize("text", ["j-1", "a,b,c", "a@t", "a,b@characters/7"])
def test_what_a_job_is_asked_after_by_goes_through_one_text(text: str) -> None:
    assert str(RemoteJob.parse(text)) == text
