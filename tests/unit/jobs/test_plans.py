"""Plans: one wish sent as several paid requests, of which none is sent twice and none is lost."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import UserError
from studio.doc.pixels import frozen
from studio.jobs.ledger import OverBudget
from studio.jobs.results import ResultStore
from studio.jobs.resuming import asked_again, can_go_on
from studio.jobs.states import State
from studio.providers.errors import Auth, Charged, Credit, JobFailed, OutcomeUnknown, RateLimit
from studio.providers.protocol import Accepted, Answer, Call, Charge, Outcome
from studio.spec.operation import Operation
from tests.fakes.provider import FreeSprite, PaidSprite, ScriptedProvider, answer
from tests.unit.jobs.desk import Desk, open_desk

RED, GREEN, BLUE = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255)


def _directions(*names: str) -> list[Call]:
    return [Call(PaidSprite(prompt=name, seed=7), name) for name in names]


def _chain(*prompts: str) -> list[Call]:
    """Each call gives one frame; all but the first take over the frame before, and so give none of their own."""
    return [Call(PaidSprite(prompt=prompt, seed=7), prompt, carried=min(1, at)) for at, prompt in enumerate(prompts)]


def _colours(outcome: Outcome) -> list[tuple[int, ...]]:
    return [tuple(int(part) for part in frame[0, 0]) for frame in outcome.frames]


def _prompts(provider: ScriptedProvider) -> list[str]:
    return [str(operation.values["prompt"]) for operation in provider.submitted]


async def test_several_directions_are_one_job_with_one_price(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(RED), answer(GREEN), answer(BLUE)])
    async with open_desk(tmp_path, provider) as desk:
        parts: list[list[tuple[int, ...]]] = []
        desk.queue.part_came.connect(lambda _job, outcome: parts.append(_colours(outcome)))
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_directions("south", "east", "north"))
        assert str(job.quoted) == "3 credits (3 requests)"
        done = await desk.reaches(job.id, State.DONE)
        assert _prompts(provider) == ["south", "east", "north"]
        assert [_colours(outcome) for outcome in desk.outcomes] == [[RED, GREEN, BLUE]]
        assert desk.outcomes[0].names == ("south", "east", "north")
        assert parts == [[RED], [RED, GREEN]]
        assert done.charged == Charge(Decimal(3), "credits")
        assert len(done.answers) == 3
        assert len(desk.queue.jobs()) == 1
        assert desk.ledger.spent("", "scripted", "credits") == 3
        assert _colours(desk.queue.outcome(done)) == [RED, GREEN, BLUE]


async def test_the_budget_is_looked_at_for_the_whole_plan(tmp_path: Path) -> None:
    provider = ScriptedProvider()
    async with open_desk(tmp_path, provider) as desk:
        with pytest.raises(OverBudget):
            desk.queue.submit(
                PaidSprite(prompt="all", seed=7), calls=_directions("south", "east", "north"), limit=Decimal(2)
            )
        assert desk.queue.jobs() == ()
        assert provider.submitted == []


async def test_a_chained_call_is_made_from_the_result_before_it(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(RED), answer(GREEN)])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_chain("one", "two"))
        done = await desk.reaches(job.id, State.DONE)
        assert _prompts(provider) == ["one", "after 255 0 0"]
        assert _colours(desk.outcomes[0]) == [RED]
        sent = desk.ledger.call_request(desk.queue.calls(done.id)[1])
        assert "after 255 0 0" in sent


async def test_after_the_end_of_the_program_what_was_sent_is_fetched_and_the_rest_waits_for_a_word(
    tmp_path: Path,
) -> None:
    never = asyncio.Event()
    first = ScriptedProvider(submits=[answer(RED), Accepted("r-2", Answer(b"{}"))], polls=[never.wait])
    async with open_desk(tmp_path, first, lane=1) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_directions("south", "east", "north"))
        await desk.clock.somebody_sleeps()
        assert _colours(desk.queue.outcome(desk.queue.get(job.id))) == [RED]
    again = ScriptedProvider(submits=[answer(BLUE)], polls=[answer(GREEN)])
    async with open_desk(tmp_path, again) as desk:
        waiting = await desk.reaches(job.id, State.PAUSED)
        assert (again.polled, again.submitted) == (["r-2"], [])
        assert waiting.error == "Not everything was sent. Continue or cancel it."
        assert _colours(desk.queue.outcome(waiting)) == [RED, GREEN]
        desk.queue.token_changed()
        assert desk.queue.get(job.id).state is State.PAUSED, "that is no word to pay"
        desk.queue.resume(job.id)
        await desk.reaches(job.id, State.DONE)
        assert again.polled == ["r-2"]
        assert _prompts(again) == ["north"]
        assert _colours(desk.outcomes[0]) == [RED, GREEN, BLUE]


async def test_a_call_cut_off_while_it_was_sent_is_never_sent_again(tmp_path: Path) -> None:
    under_way, never = asyncio.Event(), asyncio.Event()

    async def send() -> None:
        under_way.set()
        await never.wait()

    first = ScriptedProvider(submits=[answer(RED), send])
    desk = Desk(tmp_path, first)
    desk.queue.start()
    job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_directions("south", "east", "north"))
    await under_way.wait()
    await desk.queue.close()
    desk.ledger.close()
    again = ScriptedProvider(submits=[answer(BLUE)])
    async with open_desk(tmp_path, again) as desk:
        waiting = await desk.reaches(job.id, State.PAUSED)
        assert again.submitted == []
        assert waiting.error.startswith("1 of 3 parts are here. east: The studio ended while this was being sent.")
        assert waiting.error.endswith("Not everything was sent. Continue or cancel it.")
        desk.queue.resume(job.id)
        ended = await desk.reaches(job.id, State.UNKNOWN)
        assert _prompts(again) == ["north"]
        assert _colours(desk.queue.outcome(ended)) == [RED, BLUE]
        assert ended.cost is Charged.YES
        assert ended.error.startswith("2 of 3 parts are here. east: The studio ended while this was being sent.")
        with pytest.raises(UserError):
            desk.queue.resume(job.id)
        assert desk.ledger.spent("", "scripted", "credits") == 3


async def test_a_chain_stops_where_its_outcome_is_not_known(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(RED), OutcomeUnknown("Nothing came back.")])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_chain("one", "two", "three"))
        await desk.reaches(job.id, State.UNKNOWN)
        assert len(provider.submitted) == 2


async def test_a_direction_that_fails_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    provider = ScriptedProvider(
        submits=[answer(RED), JobFailed("It could not be drawn.", charged=Charged.NO), answer(BLUE)]
    )
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_directions("south", "east", "north"))
        ended = await desk.reaches(job.id, State.FAILED)
        assert ended.error == "2 of 3 parts are here. east: It could not be drawn."
        assert ended.charged == Charge(Decimal(2), "credits")
        assert _colours(desk.queue.outcome(ended)) == [RED, BLUE]
        provider.submits = [answer(GREEN)]
        anew = desk.queue.retry(job.id)
        assert str(anew.quoted) == "1 credit"
        done = await desk.reaches(anew.id, State.DONE)
        assert _prompts(provider)[3:] == ["east"]
        assert _colours(desk.outcomes[-1]) == [RED, GREEN, BLUE]
        assert done.charged == Charge(Decimal(1), "credits")


async def test_without_credit_the_rest_is_not_even_tried(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(RED), Credit("No credit is left.")])
    async with open_desk(tmp_path, provider, lane=1) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_directions("south", "east", "north"))
        await desk.reaches(job.id, State.FAILED)
        assert len(provider.submitted) == 2
        assert desk.ledger.spent("", "scripted", "credits") == 1


async def test_a_plan_waits_for_a_token_and_goes_on(tmp_path: Path) -> None:
    provider = ScriptedProvider(
        submits=[Accepted("r-1", Answer(b"{}"), 1.0), answer(GREEN)], polls=[Auth("The token is not valid.")]
    )
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_chain("south", "east"))
        desk.clock.advance(await desk.clock.somebody_sleeps())
        await desk.reaches(job.id, State.PAUSED)
        provider.polls = [answer(RED)]
        desk.queue.token_changed("scripted")
        await desk.reaches(job.id, State.DONE)
        assert len(provider.submitted) == 2
        assert provider.polled == ["r-1", "r-1"]


async def test_a_wish_to_stop_lets_the_call_under_way_end_and_sends_no_more(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(RED), Accepted("r-2", Answer(b"{}"))], cancels=[True])
    async with open_desk(tmp_path, provider, lane=1) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_directions("south", "east", "north"))
        await desk.clock.somebody_sleeps()
        desk.queue.cancel(job.id)
        ended = await desk.reaches(job.id, State.CANCELLED)
        assert provider.cancelled == ["r-2"]
        assert len(provider.submitted) == 2
        assert _colours(desk.queue.outcome(ended)) == [RED]
        assert desk.ledger.spent("", "scripted", "credits") == 2


async def test_a_refusal_for_now_is_waited_for(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(RED), RateLimit("Too fast.", after=20), answer(GREEN)])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_directions("south", "east"))
        assert await desk.clock.somebody_sleeps() == 20
        desk.clock.advance(20)
        await desk.reaches(job.id, State.DONE)
        assert _prompts(provider) == ["south", "east", "east"]


async def test_clearing_takes_the_calls_along(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(RED), answer(GREEN)])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_directions("south", "east"))
        await desk.reaches(job.id, State.DONE)
        desk.queue.clear_finished()
        assert desk.queue.calls(job.id) == ()
        assert desk.ledger.spent("", "scripted", "credits") == 2


class Painter(ScriptedProvider):
    """Hands the last frame on as a picture."""

    def follow(self, call: Call, before: Outcome) -> Operation:
        return call.operation.changed(image=before.frames[-1])


class FullDisk(ResultStore):
    """Takes nothing for as long as it is said to be full."""

    full = False

    def keep(self, data: bytes, *, media: str = "") -> str:
        if self.full:
            raise UserError("The disk is full.")
        return super().keep(data, media=media)


async def test_a_full_disk_between_two_calls_is_waited_for(tmp_path: Path) -> None:
    results = FullDisk(tmp_path / "results")
    provider = Painter(submits=[answer(RED), answer(GREEN)])
    desk = Desk(tmp_path, provider, results=results)
    desk.queue.start()
    desk.queue.part_came.connect(lambda _job, _outcome: setattr(results, "full", True))
    refused = asyncio.Event()
    desk.queue.disk_refused.connect(lambda _job, _error: refused.set())
    calls = [Call(FreeSprite(seed=1), "one"), Call(FreeSprite(seed=1), "two", carried=1)]
    job = desk.queue.submit(FreeSprite(seed=1), calls=calls)
    await refused.wait()
    assert len(provider.submitted) == 1
    results.full = False
    desk.clock.advance(10)
    await desk.reaches(job.id, State.DONE)
    assert tuple(provider.submitted[1].values["image"][0, 0]) == RED
    await desk.queue.close()
    await desk.tasks.close()
    desk.ledger.close()


async def test_a_part_whose_request_is_lost_stops_the_plan_without_giving_it_up(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[answer(RED)])
    image = frozen(np.zeros((1, 1, 4), np.uint8))
    async with open_desk(tmp_path, provider) as desk:
        calls = [Call(FreeSprite(seed=1), "one"), Call(FreeSprite(image=image, seed=1), "two")]
        job = desk.queue.submit(FreeSprite(seed=1), calls=calls)
        asked = json.loads(desk.ledger.call_request(desk.queue.calls(job.id)[1]))
        desk.results.path(asked["values"]["image"]["file"]).unlink()
        ended = await desk.reaches(job.id, State.PAUSED)
        assert _colours(desk.queue.outcome(ended)) == [RED]
        assert len(provider.submitted) == 1


@pytest.mark.parametrize("listed", [True, False])
async def test_what_a_look_brings_pays_for_nothing_more(tmp_path: Path, *, listed: bool) -> None:
    lost = OutcomeUnknown("Nothing came back.")
    provider = ScriptedProvider(submits=[lost], finds=["r-4"], polls=[answer(RED)])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_chain("one", "two"))
        await desk.reaches(job.id, State.UNKNOWN)
        if listed:
            await desk.clock.somebody_sleeps()
            desk.clock.advance(60)
            await desk.reaches(job.id, State.PAUSED)
            assert (provider.polled, len(provider.submitted)) == (["r-4"], 1)
            provider.submits = [answer(GREEN)]
            desk.queue.resume(job.id)
            await desk.reaches(job.id, State.DONE)
            assert _prompts(provider) == ["one", "after 255 0 0"]
        else:
            with pytest.raises(UserError, match="cannot be asked again"):
                desk.queue.resume(job.id)
            assert len(provider.submitted) == 1


async def test_looking_once_more_at_an_answer_that_could_not_be_read_sends_nothing(tmp_path: Path) -> None:
    provider = ScriptedProvider(
        submits=[answer(BLUE), Accepted("r-1", Answer(b"{}"), 0.0)], polls=[Answer(b"broken"), answer(RED)]
    )
    async with open_desk(tmp_path, provider) as desk:
        first, *chain = _chain("zero", "one", "two")
        calls = [first, replace(chain[0], carried=0), chain[1]]
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=calls)
        await desk.reaches(job.id, State.FAILED)
        desk.queue.resume(job.id)
        waiting = await desk.reaches(job.id, State.PAUSED)
        assert _prompts(provider) == ["zero", "one"]
        assert _colours(desk.queue.outcome(waiting)) == [BLUE, RED]


async def test_after_the_end_of_the_program_a_token_alone_is_no_word_to_pay_for_the_rest(tmp_path: Path) -> None:
    provider = ScriptedProvider(submits=[Accepted("r-1", Answer(b"{}"), 0.0)], polls=[Auth("The token is not valid.")])
    async with open_desk(tmp_path, provider) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_chain("one", "two"))
        await desk.reaches(job.id, State.PAUSED)
    again = ScriptedProvider(polls=[answer(RED)])
    async with open_desk(tmp_path, again) as desk:
        desk.queue.token_changed("scripted")
        await desk.sees(job.id, lambda job: bool(job.answers))
        waiting = await desk.reaches(job.id, State.PAUSED)
        assert (again.polled, again.submitted) == (["r-1"], [])
        assert _colours(desk.queue.outcome(waiting)) == [RED]
        again.submits = [answer(GREEN)]
        desk.queue.resume(job.id)
        await desk.reaches(job.id, State.DONE)


@pytest.mark.parametrize(
    ("told", "state"),
    [(Answer(b"broken"), State.FAILED), (OutcomeUnknown("It takes too long."), State.UNKNOWN)],
    ids=["unreadable", "unknown"],
)
async def test_a_plan_that_gave_nothing_yet_can_be_looked_at_once_more_for_nothing(
    tmp_path: Path, told: Answer | OutcomeUnknown, state: State
) -> None:
    provider = ScriptedProvider(
        submits=[Accepted(f"r-{at}", Answer(b"{}"), 0.0) for at in range(2)],
        polls=[told, told, answer(RED), answer(GREEN)],
    )
    async with open_desk(tmp_path, provider, lane=1) as desk:
        job = desk.queue.submit(PaidSprite(prompt="all", seed=7), calls=_directions("south", "east"))
        ended = await desk.reaches(job.id, state)
        assert can_go_on(ended)
        assert asked_again(ended) is State.FETCHING, "the person is offered to look"
        desk.queue.resume(job.id)
        await desk.reaches(job.id, State.DONE)
        assert _colours(desk.outcomes[0]) == [RED, GREEN]
        assert len(provider.submitted) == 2
