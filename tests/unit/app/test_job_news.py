"""What is told about jobs to somebody who looks elsewhere, and at closing."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.app.job_news import Kind, News, details, headline, kind_of, leaving_words, taken_up_words
from studio.app.session import Session, make_operation
from studio.app.surface import Level, Notice
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.providers.registry import operation
from studio.store.settings import Settings
from tests.unit.app.job_stage import job

WALK = job("walk", State.DONE, title="Walk")
LOST = job("lost", State.FAILED, title="Run", error="The service gave up.")
UNSURE = job("unsure", State.UNKNOWN, title="Jump", error="The connection broke.")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (State.FETCHING, State.DONE, Kind.DONE),
        (State.RUNNING, State.FAILED, Kind.FAILED),
        (State.RUNNING, State.EXPIRED, Kind.FAILED),
        (State.SUBMITTING, State.UNKNOWN, Kind.WAITS),
        (State.RUNNING, State.PAUSED, Kind.WAITS),
        (State.QUEUED, State.RUNNING, None),
        (State.RUNNING, State.CANCELLED, None),
        (State.UNKNOWN, State.UNKNOWN, None),
    ],
)
def test_only_ends_and_decisions_are_news(before: State, after: State, kind: Kind | None) -> None:
    assert kind_of(before, job("a", after)) is kind


def test_what_was_only_looked_up_is_no_news() -> None:
    assert kind_of(State.FETCHING, job("a", State.DONE, effect="reads")) is None


def test_one_piece_of_news_names_the_job_and_several_are_counted() -> None:
    done, failed, waits = News(WALK, Kind.DONE), News(LOST, Kind.FAILED), News(UNSURE, Kind.WAITS)
    assert (headline([done]), details([done])) == ("Walk is done", "")
    assert (headline([failed]), details([failed])) == ("Run failed", "The service gave up.")
    assert (headline([waits]), details([waits])) == ("Jump needs you", "The connection broke.")
    assert headline([done, failed, waits]) == "2 jobs have ended, 1 needs you"
    assert details([done, failed, waits]) == "1 of them failed."
    assert details([done, waits]) == ""


def test_what_was_taken_up_is_counted_by_what_it_needs() -> None:
    assert taken_up_words([]) == ""
    assert taken_up_words([job("a", State.RUNNING), job("b", State.RUNNING)]) == "2 jobs from last time go on."
    both = [job("a", State.RUNNING), UNSURE]
    assert taken_up_words(both) == "1 job from last time goes on. 1 job from last time needs you."


def test_closing_says_what_becomes_of_paid_work_only() -> None:
    free = job("free", State.RUNNING, effect="free")
    assert leaving_words([free, WALK, UNSURE]) == ""
    assert leaving_words([job("a", State.RUNNING)]) == (
        "1 job goes on at its provider and is picked up at the next start."
    )
    assert leaving_words([job("a", State.QUEUED), job("b", State.QUEUED)]) == (
        "2 jobs are not sent yet; the studio asks about them at the next start."
    )


def test_bad_news_is_said_in_the_window_with_the_way_to_the_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    session = Session(Settings.load(tmp_path / "settings.json"))
    said: list[Notice] = []
    told: list[News] = []
    session.notice.connect(said.append)
    session.news.came.connect(told.append)
    asked = session.generate(make_operation(operation("pixelapi/generate-image"), {"prompt": "a knight"}))
    session.queue.move(asked.id, State.SUBMITTING)
    session.queue.move(asked.id, State.UNKNOWN, error="It broke off.", cost=Charged.MAYBE)
    session.queue.move(asked.id, note="still")
    assert [(news.job.id, news.kind) for news in told] == [(asked.id, Kind.WAITS)]
    assert said == [Notice(f"{asked.title} needs you. It broke off.", Level.WARN, "panel.jobs")]
