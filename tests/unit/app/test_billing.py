"""Whose budget holds, and what counts as spent when jobs are off the list. Nothing is sent: the queue never starts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from studio.app.session import Session
from studio.core.errors import BadFile, UserError
from studio.jobs.job import Job
from studio.jobs.ledger import OverBudget
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.errors import Charged
from studio.providers.protocol import Charge
from studio.spec.operation import Operation
from studio.store.project import create_project
from studio.store.settings import Settings


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """With the first of two projects open; its budget is one picture of PixelDojo."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    session = Session(Settings.load(tmp_path / "settings.json"))
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        create_project(tmp_path / name, name.title())
    session.open_project(tmp_path / "first")
    session.billing.set_budget("pixeldojo", Decimal(1))
    return session


def picture() -> Operation:
    return registry.operation("pixeldojo/flux")(prompt="A brave crab")


def paid(session: Session) -> Job:
    """A job that was charged and then failed."""
    job = session.generate(picture())
    charged = Charge(Decimal(1), "credits")
    session.queue.move(
        job.id, State.FAILED, error="No result.", cost=Charged.YES, charged=charged, ended=2_000_000_000.0
    )
    return session.queue.get(job.id)


def spent(session: Session) -> list[tuple[str, Decimal]]:
    return [(total.unit, total.spent) for total in session.billing.of_project()]


async def test_what_is_sent_anew_counts_against_the_budget_of_its_own_project(session: Session, tmp_path: Path) -> None:
    job = paid(session)
    with pytest.raises(OverBudget):
        session.billing.send_anew(job)
    session.open_project(tmp_path / "second")
    with pytest.raises(UserError, match=r"first: open that to change its budget\.$") as caught:
        session.billing.send_anew(job)
    assert not isinstance(caught.value, OverBudget)  # which offers to raise the budget of the project that is open
    assert len(session.queue.jobs()) == 1
    await session.close()


async def test_the_budget_of_the_open_project_does_not_stop_a_job_of_another(session: Session, tmp_path: Path) -> None:
    session.open_project(tmp_path / "second")
    job = paid(session)
    session.open_project(tmp_path / "first")
    paid(session)
    assert session.billing.send_anew(job).origin.project == str((tmp_path / "second").resolve())
    await session.close()


async def test_a_budget_that_cannot_be_read_lets_nothing_pass(session: Session, tmp_path: Path) -> None:
    job = paid(session)
    session.open_project(tmp_path / "second")
    (tmp_path / "first" / "studio.json").write_text("{")
    with pytest.raises(BadFile):
        session.billing.send_anew(job)
    assert len(session.queue.jobs()) == 1
    await session.close()


async def test_what_was_spent_stays_spent_when_its_job_is_cleared(session: Session) -> None:
    paid(session)
    assert spent(session) == [("credits", Decimal(1))]
    session.queue.clear_finished()
    assert session.queue.jobs() == ()
    assert spent(session) == [("credits", Decimal(1))]
    assert [entry.amount for entry in session.billing.off_the_list("pixeldojo")] == [Decimal(1)]
    await session.close()
