"""What a card says: words, place, usual time, stalled, what the provider keeps, what it costs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np

from studio.app.session import Session, make_operation
from studio.app.takes import Take
from studio.doc.pixels import frozen
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.providers.protocol import Charge
from studio.providers.registry import operation
from studio.spec.cost import Quote, Unit
from studio.ui.jobs.cards import CardMaker
from studio.ui.jobs.words import price_words, state_title
from tests.unit.app.job_stage import job

PROMPT = "a knight\nwith a red plume"


def asked(session: Session) -> Job:
    return session.generate(make_operation(operation("pixelapi/generate-image"), {"prompt": PROMPT}))


def running(session: Session, wish: Job) -> Job:
    session.queue.move(wish.id, State.SUBMITTING, started=1000.0)
    return session.queue.move(wish.id, State.RUNNING, remote_id="gen-1")


def maker(session: Session, now: float) -> CardMaker:
    made = CardMaker(session)
    made.look(session.queue.jobs(), now)
    return made


def test_a_waiting_job_says_its_place_and_what_was_asked(session: Session) -> None:
    first, second = asked(session), asked(session)
    made = maker(session, 1000.0)
    assert made.card(first, 1000.0).details == "next"
    card = made.card(second, 1000.0)
    assert card.details == "place 2"
    assert card.asked == "a knight with a red plume"
    assert card.summary.startswith(f"{second.title}, a knight with a red plume, Waiting, place 2")


def test_a_refused_wish_says_why_it_waits(session: Session) -> None:
    wish = asked(session)
    session.queue.move(wish.id, State.SUBMITTING)
    waiting = session.queue.move(wish.id, State.QUEUED, note="PixelAPI asks to wait before the next request.")
    assert maker(session, 0.0).card(waiting, 0.0).details.endswith("PixelAPI asks to wait before the next request.")


def test_the_usual_time_is_learnt_from_earlier_jobs(session: Session) -> None:
    for seconds in (40.0, 50.0, 60.0):
        wish = asked(session)
        session.queue.move(wish.id, State.SUBMITTING, started=100.0)
        session.queue.move(wish.id, State.FETCHING)
        session.queue.move(wish.id, State.DONE, ended=100.0 + seconds)
    wish = running(session, asked(session))
    assert maker(session, 1012.0).card(wish, 1012.0).details.startswith("12 s of ~50 s")


def test_one_without_news_for_long_is_stalled_and_says_how_long_the_result_is_kept(session: Session) -> None:
    wish = running(session, asked(session))
    made = maker(session, 1010.0)
    assert not made.card(wish, 1100.0).is_stalled
    card = made.card(wish, 1000.0 + 125)  # PixelAPI is done within two minutes
    assert (card.state, card.state_icon) == ("Stalled", "stalled")
    assert card.details.startswith("no news for 2 min")
    assert (card.kept_brief, card.kept) == ("kept 23 h", "The provider keeps it for 23 h.")
    made.look(session.queue.jobs(), 1000.0 + 125)
    assert made.stalled == 1
    assert made.card(wish, 1000.0 + 22.5 * 3600).details.startswith("kept 1 h")
    assert made.card(wish, 1000.0 + 25 * 3600).details.startswith("perhaps deleted")


def test_pictures_that_came_early_are_marked_as_not_final(session: Session) -> None:
    wish = running(session, asked(session))
    frame = frozen(np.full((2, 2, 4), 255, np.uint8))
    session.takes.add(Take("take-1", wish.operation, "Knight", job_id=f"{wish.id}.2", frames=(frame,)))
    early = maker(session, 1005.0).card(wish, 1005.0)
    assert early.is_early
    assert "first pictures, not final" in early.details
    session.queue.move(wish.id, State.FETCHING)
    done = session.queue.move(wish.id, State.DONE, ended=1010.0)
    final = maker(session, 1011.0).card(done, 1011.0)
    assert not final.is_early
    assert final.picture is frame


def test_refusals_are_told_apart_in_a_word() -> None:
    words = {
        kind: state_title(job("a", State.FAILED, error_kind=kind))
        for kind in ("Blocked", "RateLimit", "Refused", "Credit", "Auth", "Offline", "ProviderDown", "JobFailed")
    }
    assert words == {
        "Blocked": "Against the content policy",
        "RateLimit": "Too many requests",
        "Refused": "Request not accepted",
        "Credit": "Too little left",
        "Auth": "Token refused",
        "Offline": "No connection",
        "ProviderDown": "Provider out of order",
        "JobFailed": "Failed",
    }


def test_the_price_says_whether_it_is_held_or_was_charged() -> None:
    waits = job("a", quoted=Quote(Decimal(20), Unit.CREDITS, exact=False))
    assert price_words(waits) == "~20 credits"
    assert price_words(replace(waits, state=State.RUNNING)) == "~20 credits held"
    assert price_words(replace(waits, state=State.UNKNOWN, cost=Charged.MAYBE)) == "perhaps ~20 credits"
    assert price_words(replace(waits, state=State.EXPIRED, cost=Charged.MAYBE)) == "perhaps ~20 credits"
    assert price_words(replace(waits, state=State.FAILED, cost=Charged.NO)) == "not charged"
    charged = replace(waits, state=State.DONE, cost=Charged.YES, charged=Charge(Decimal(18), "credits"))
    assert price_words(charged) == "18 credits"
    assert price_words(replace(waits, quoted=None)) == "price not known"
