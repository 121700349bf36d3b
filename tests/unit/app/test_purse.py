"""What is left beside the button that spends it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from studio.app.balances import Phase, Told
from studio.app.purse import NOTHING, Help, Purse, purse_of
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.protocol import Balance, Charge
from studio.spec.cost import Quote, Unit

TWELVE = Told(Phase.TOLD, Balance((Charge(Decimal(12), Unit.CREDITS),)))
OPEN = Job(
    id="job-a",
    operation="pixel-engine/animate",
    provider="pixel-engine",
    title="Animate",
    effect="pays",
    created=0.0,
    state=State.RUNNING,
    quoted=Quote(Decimal(5), Unit.CREDITS),
)


def said(told: Told, *jobs: Job, price: int = 10) -> Purse:
    quote = Quote(Decimal(price), Unit.CREDITS)
    return purse_of(told, "pixel-engine", title="Pixel Engine", jobs=jobs, quote=quote)


def test_what_is_left_is_said_with_what_open_jobs_hold() -> None:
    assert said(TWELVE) == Purse("Left: 12 credits", help=Help.ASK)
    ended, elsewhere = replace(OPEN, state=State.DONE), replace(OPEN, provider="pixelapi")
    assert said(TWELVE, OPEN, ended, elsewhere).words == "Left: 12 credits, 5 reserved"


def test_where_there_is_little_room_what_pays_and_what_is_reserved_is_left() -> None:
    both = Told(Phase.TOLD, Balance((Charge(Decimal(450), Unit.GENERATIONS), Charge(Decimal(12), Unit.CREDITS))))
    assert said(both, OPEN) == Purse(
        "Left: 450 generations; 12 credits, 5 reserved", help=Help.ASK, short="Left: 12 credits, 5 reserved"
    )


def test_too_little_is_said_before_it_is_sent() -> None:
    found = said(TWELVE, price=13)
    assert found.words == "Left: 12 credits. That is too little for this with Pixel Engine."
    assert found.is_trouble


def test_a_balance_that_cannot_be_read_says_why_and_what_helps() -> None:
    found = said(Told(Phase.FAILED, reason="Pixel Engine does not answer."))
    assert found == Purse(
        "What is left could not be read. Pixel Engine does not answer.", is_trouble=True, help=Help.ASK
    )
    assert said(Told(Phase.FAILED, reason="It is refused.", is_refused=True)).help is Help.TOKEN


def test_while_it_is_asked_again_the_last_answer_stands() -> None:
    assert said(replace(TWELVE, phase=Phase.ASKING)).words == "Left: 12 credits"
    assert said(Told(Phase.ASKING)).words == "Asking Pixel Engine what is left."


@pytest.mark.parametrize("phase", [Phase.UNKNOWN, Phase.NO_TOKEN])
def test_nothing_is_said_where_nothing_was_asked(phase: Phase) -> None:
    assert said(Told(phase)) == NOTHING


def test_a_provider_that_tells_nobody_is_said() -> None:
    assert said(Told(Phase.SILENT)) == Purse("Pixel Engine does not tell what is left.")
