"""What was spent, held and perhaps charged, by provider in its own unit, and what that is in dollars."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from studio.app.rates import about_usd
from studio.app.totals import Total, midnight, of_cleared, open_words, short_words, since, total_words, totals
from studio.jobs.ledger import Cleared
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.spec.cost import FREE, Quote, Unit
from tests.unit.app.job_stage import job, paid

TWENTY = Decimal(20)


def test_each_job_counts_once_as_spent_held_perhaps_or_not_at_all() -> None:
    jobs = [
        paid("charged", "12.5"),
        job("untold", State.DONE, cost=Charged.YES, ended=1.0),
        job("waits"),
        job("runs", State.RUNNING),
        job("unknown", State.UNKNOWN, cost=Charged.MAYBE),
        job("lost", State.EXPIRED, cost=Charged.MAYBE, ended=1.0),
        job("refused", State.FAILED, cost=Charged.NO, ended=1.0),
        job("free", State.DONE, quoted=FREE, provider="local", ended=1.0),
    ]
    assert totals(jobs) == (Total("pixel-engine", "credits", spent=Decimal("32.5"), held=2 * TWENTY, maybe=2 * TWENTY),)


def test_units_and_providers_are_never_mixed() -> None:
    jobs = [
        paid("a", "3", "generations", provider="pixellab-v2"),
        paid("b", "0.01", "usd", provider="pixellab-v2"),
        paid("c", "7", provider="pixelapi"),
    ]
    assert [(total.provider, total.unit, total.spent) for total in totals(jobs)] == [
        ("pixelapi", "credits", Decimal(7)),
        ("pixellab-v2", "generations", Decimal(3)),
        ("pixellab-v2", "usd", Decimal("0.01")),
    ]


def test_a_price_nobody_knows_is_counted_and_not_added() -> None:
    unpriced = job("a", State.DONE, quoted=Quote(Decimal(0), Unit.UNKNOWN), cost=Charged.YES, ended=1.0)
    (total,) = totals([unpriced])
    assert (total.unpriced, total.spent) == (1, 0)


def test_jobs_off_the_list_count_with_the_others() -> None:
    cleared = of_cleared(
        [
            Cleared("/art", "pixel-engine", "credits", Decimal(5), 900.0),
            Cleared("/art", "local", "free", Decimal(0), 900.0),
        ]
    )
    assert totals([paid("a", "2")], cleared) == (Total("pixel-engine", "credits", spent=Decimal(7)),)


def test_today_begins_at_midnight_where_the_person_is() -> None:
    east = timezone(timedelta(hours=9))
    start = midnight(datetime(2026, 3, 5, 14, 30, tzinfo=east))
    assert start == datetime(2026, 3, 4, 15, 0, tzinfo=timezone.utc).timestamp()  # noqa: UP017 - beside another zone
    jobs = [
        paid("yesterday", "1", created=start - 500, ended=start - 1),
        paid("over night", "1", created=start - 500, ended=start + 1),
        job("still open", State.RUNNING, created=start - 9000),
    ]
    assert [one.id for one in since(jobs, start)] == ["over night", "still open"]


def test_dollars_are_told_only_where_the_provider_says_what_a_credit_is_worth() -> None:
    assert about_usd(Decimal(20), "pixel-engine", "credits") == "about 0.1 to 0.2 USD"
    assert about_usd(Decimal("0.5"), "pixel-engine", "credits") == "about 0.0025 to 0.005 USD"
    assert about_usd(Decimal(20), "pixelapi", "credits") == ""
    assert about_usd(Decimal(0), "pixel-engine", "credits") == ""


def test_totals_in_words() -> None:
    total = Total("pixel-engine", "credits", spent=TWENTY, held=Decimal(1), maybe=Decimal(4))
    assert total_words(total) == "20 credits (about 0.1 to 0.2 USD)"
    assert open_words(total) == ["1 credit held", "4 credits perhaps charged"]
    dollars = Total("pixellab-v2", "usd", spent=Decimal("0.030"))
    assert short_words([total, dollars, dollars]) == "0.06 USD, 20 credits"
    other = Total("pixelapi", "credits", spent=Decimal(2))
    assert short_words([total, other]) == "Pixel Engine 20 credits, PixelAPI 2 credits"
    assert short_words([]) == ""
