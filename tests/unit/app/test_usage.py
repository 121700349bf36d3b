"""What an account tells, as rows: known facts by their words, unknown ones by their own name, and no fault of any."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.app.account_reading import known_prices
from studio.app.usage import (
    Fact,
    Made,
    Priced,
    Topic,
    balance_facts,
    charges_words,
    facts_of,
    in_range,
    made_rows,
    operation_for,
    paid_here,
    per_day,
    priced_rows,
    range_problem,
    spending_facts,
)
from studio.core.errors import Charged
from studio.jobs.job import Job
from studio.jobs.ledger import Cleared
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.protocol import Balance, Charge
from studio.spec.cost import FREE, Quote, Unit

TODAY = datetime.date(2026, 11, 20)
NOON = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)


def lines(facts: tuple[Fact, ...]) -> list[str]:
    return [f"{fact.title}: {fact.words}" for fact in facts]


def test_what_pixel_engine_says_is_told_with_what_is_held() -> None:
    row = {"monthly_balance": 900, "purchased_balance": 100, "total_balance": 1000, "reserved": 20, "available": 980}
    assert lines(balance_facts([row])) == [
        "Left: 980 credits",
        "Monthly: 900 credits",
        "Purchased: 100 credits",
        "In all: 1000 credits",
        "Held by running jobs: 20 credits",
    ]


def test_what_pixellab_says_has_generations_and_credit() -> None:
    rows = [{"left": "450", "unit": "generations"}, {"left": "10.5", "unit": "usd"}]
    assert lines(balance_facts(rows, "Tier 2 active, 2000 generations in all")) == [
        "Generations left: 450 generations",
        "Credit left: 10.5 USD",
        "Account: Tier 2 active, 2000 generations in all",
    ]


def test_what_is_known_already_is_told_without_asking() -> None:
    balance = Balance((Charge(Decimal(100), "credits"), Charge(Decimal(0), "free")), "plan starter")
    assert lines(facts_of(balance)) == ["Left: 100 credits", "Account: plan starter"]


def test_what_jobs_cost_is_counted_as_charged_else_as_quoted_where_it_may_have_been() -> None:
    def job(name: str, provider: str = "pixeldojo", **facts: Any) -> Job:
        return Job(name, "pixeldojo/flux", provider, "Flux", "pays", NOON.timestamp(), **facts)

    quote, paid = Quote(Decimal(2), Unit.CREDITS), Charge(Decimal("1.5"), "credits")
    jobs = [
        job("told", state=State.DONE, quoted=quote, charged=paid, cost=Charged.YES),
        job("perhaps", state=State.FAILED, quoted=quote, cost=Charged.MAYBE),
        job("nothing", state=State.FAILED, quoted=quote, cost=Charged.NO),
        job("waits", state=State.QUEUED, quoted=quote),
        job("free", state=State.DONE, quoted=FREE, charged=Charge(Decimal(0), "free")),
        job("elsewhere", "pixelapi", state=State.DONE, quoted=quote, charged=paid),
    ]
    cleared = [
        Cleared("", "pixeldojo", "credits", Decimal(4), NOON.timestamp()),
        Cleared("", "pixeldojo", "credits", Decimal(8), 0.0),
        Cleared("", "pixelapi", "credits", Decimal(16), NOON.timestamp()),
    ]
    assert [(day, charges_words(paid)) for day, paid in per_day(paid_here(jobs, "pixeldojo", cleared))] == [
        (TODAY, "7.5 credits")
    ]
    found = paid_here(jobs, "pixeldojo")
    assert [(one.id, charges_words([one.charge] if one.charge else [])) for one in found] == [
        ("told", "1.5 credits"),
        ("perhaps", "2 credits"),
    ]
    assert in_range(found, TODAY, TODAY) == found
    assert in_range(found, TODAY + datetime.timedelta(days=1), TODAY + datetime.timedelta(days=2)) == ()


def test_a_fact_nobody_knows_is_shown_under_its_own_name_and_what_is_no_fact_is_left_out() -> None:
    row = {"credits_remaining": 7.5, "trial_ends": "2026-12-01", "limits": [1, 2], "note": None, "is_new": True}
    assert lines(balance_facts([row])) == ["Left: 7.5 credits", "Trial ends: 2026-12-01", "Is new: yes"]


def test_spending_is_told_without_the_balance_of_now() -> None:
    row = {
        "period.start_date": "2026-10-01T00:00:00Z",
        "period.end_date": "2026-10-31T23:59:59Z",
        "totals.credits_used": 44,
        "totals.refunds": 20,
        "totals.jobs_charged": 2,
        "balance.available": 980,
    }
    assert lines(spending_facts([row])) == [
        "From: 2026-10-01",
        "To: 2026-10-31",
        "Used: 44 credits",
        "Given back: 20 credits",
        "Jobs that cost something: 2",
    ]


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2025-11-20", "2026-11-20", ""),
        ("2026-11-20", "2026-11-20", ""),
        ("2025-11-19", "2026-11-20", "At most 365 days lie between the two; here it is 366."),
        ("2026-11-20", "2026-11-19", "The first day is after the last."),
        ("2026-11-21", "2026-11-22", "Nothing was spent yet on days to come."),
    ],
)
def test_a_range_that_cannot_be_asked_for_is_explained(first: str, last: str, sentence: str) -> None:
    found = range_problem(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), TODAY)
    assert found == sentence


def test_what_was_made_stands_newest_first_under_whatever_names_it_comes() -> None:
    rows = [
        {"id": "a", "prompt": "a knight", "model": "sdxl", "status": "completed", "credits_used": 1,
         "created_at": "2026-11-19T08:00:00Z", "output_url": "https://files.example/a.png"},
        {"generation_id": "b", "input.prompt": "a slime", "model_id": "flux", "state": "FAILED", "cost": 0,
         "created": 1795161600},
        {"id": "c", "timestamp": 1795165200000, "url": "javascript:alert(1)", "prompt": 7},
    ]  # fmt: skip
    made = made_rows(rows)
    assert [one.id for one in made] == ["c", "b", "a"]
    assert made[2] == Made(
        "a",
        datetime.datetime(2026, 11, 19, 8, tzinfo=datetime.UTC),
        "a knight",
        "sdxl",
        "completed",
        Charge(Decimal(1), "credits"),
        "https://files.example/a.png",
    )
    assert (made[1].prompt, made[1].model, made[1].state) == ("a slime", "flux", "failed")
    assert made[1].when == datetime.datetime(2026, 11, 20, 8, tzinfo=datetime.UTC)
    assert (made[0].address, made[0].prompt, made[0].charge) == ("", "", None)


def test_days_are_summed_in_the_units_paid_in() -> None:
    def paid(when: str, amount: str, unit: str = "credits") -> Made:
        return Made(when=datetime.datetime.fromisoformat(when), charge=Charge(Decimal(amount), unit))

    sums = per_day(
        [
            paid("2026-11-19T23:30:00-02:00", "1"),
            paid("2026-11-20T09:00:00+00:00", "2.5"),
            paid("2026-11-19T10:00:00+00:00", "3", "usd"),
            Made(when=NOON),
            Made(charge=Charge(Decimal(9), "credits")),
        ]
    )
    assert [(day.isoformat(), charges_words(charges)) for day, charges in sums] == [
        ("2026-11-20", "3.5 credits"),
        ("2026-11-19", "3 USD"),
    ]


def test_a_picture_is_gone_once_the_provider_no_longer_keeps_it() -> None:
    made = Made(when=NOON - datetime.timedelta(hours=25))
    assert made.is_gone(NOON, 24 * 3600.0)
    assert not made.is_gone(NOON, None)
    assert not Made().is_gone(NOON, 24 * 3600.0)


def test_models_are_read_with_their_prices() -> None:
    rows: list[dict[str, Any]] = [
        {"id": "sdxl", "type": "image", "credits": 1},
        {"name": "Flux", "price_usd": 0.01, "is_live": True},
        {"title": "Odd", "price": "ask"},
        {"tags": []},
    ]
    assert priced_rows(rows) == (
        Priced("sdxl", "1 credit", "image"),
        Priced("Flux", "0.01 USD", ""),
        Priced("Odd", "Price not known", "ask"),
    )


def test_each_provider_offers_what_it_has_an_address_for() -> None:
    offered = {
        entry.id: {topic for topic in Topic if operation_for(entry.id, topic) is not None}
        for entry in registry.PROVIDERS
    }
    assert offered == {
        "local": set(),
        "pixellab-v2": {Topic.BALANCE},
        "pixellab-v1": {Topic.BALANCE},
        "pixel-engine": {Topic.BALANCE, Topic.SPENDING},
        "pixeldojo": set(),
        "pixelapi": {Topic.BALANCE, Topic.HISTORY, Topic.MODELS},
    }


def test_the_studio_knows_a_price_for_each_model_of_a_provider_without_a_list() -> None:
    assert known_prices(registry.provider("pixeldojo")) == (
        Priced("Make pictures with Flux", "1 credit", "Flux Pro"),
        Priced("Make pictures with Flux", "1 credit", "Flux 1.1 Pro"),
        Priced("Make pictures with Flux", "about 1.5 credits", "Flux 1.1 Pro Ultra"),
        Priced("Make pictures with Flux", "1 credit", "Flux Dev with a LoRA"),
    )
    assert Priced("Make or edit a picture from words", "10 credits", "Nano Banana Flash") in known_prices(
        registry.provider("pixel-engine")
    )
    assert all(known_prices(entry.make()) for entry in registry.PROVIDERS if entry.id != "local")


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.lists(st.integers(), max_size=2)
)
NAMES = st.sampled_from(
    ["left", "unit", "credits", "id", "created_at", "created", "model", "price", "period.start_date", "totals.refunds"]
)


@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=6), max_size=3))
def test_nothing_that_an_answer_may_hold_is_a_fault(rows: list[dict[str, object]]) -> None:
    assert all(fact.words and fact.title for fact in (*balance_facts(rows), *spending_facts(rows)))
    made = made_rows(rows)
    assert len(per_day(made)) <= len(made) <= len(rows)
    assert all(one.name and one.price for one in priced_rows(rows))


@pytest.mark.parametrize(
    ("left", "words"),
    [
        ("1e9999999", "1e9999999"),
        ("1e999999", "1e999999"),
        ("1" * 1000, "1" * 299 + "…"),
        ("sNaN", "sNaN"),
        ("-Infinity", "-Infinity"),
        (10**400, "1.000E+400"),
        (1e308, "1e+308"),
        (float("inf"), "inf"),
        ("12.50", "12.5 credits"),
    ],
)
def test_an_amount_nobody_ever_had_is_shown_as_it_was_told(left: object, words: str) -> None:
    assert lines(balance_facts([{"left": left, "unit": "credits"}])) == [f"Left: {words}"]
    assert all(len(fact.words) <= 300 for fact in spending_facts([{"refunds": left, "jobs_charged": left}]))


@pytest.mark.parametrize(
    "when", ["0001-01-01T00:00:00+23:59", "0001-01-01", "9999-12-31T23:59:59-23:59", 1e300, -62135596800]
)
def test_the_ends_of_the_calendar_are_no_day(when: object) -> None:
    made = made_rows([{"id": "a", "created_at": when, "credits": 3}])
    assert [one.when for one in made] == [None]
    assert per_day(made) == ()
    assert in_range(made, datetime.date.min, datetime.date.max) == ()
    assert spending_facts([{"period.start_date": when}])[0].title == "From"


def test_a_moment_of_another_zone_counts_for_its_day_in_utc() -> None:
    made = made_rows([{"id": "a", "created_at": "2026-11-20T23:30:00-05:00", "credits": 3}])
    assert per_day(made) == ((datetime.date(2026, 11, 21), (Charge(Decimal(3), "credits"),)),)
