"""What was spent, the budgets of the project, and a wish that a budget stopped."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from studio.app.billing import BudgetState
from studio.app.session import Session, make_operation
from studio.app.surface import Level, Notice
from studio.jobs.job import Job
from studio.jobs.ledger import OverBudget
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.providers.protocol import Charge
from studio.providers.registry import operation
from studio.spec.cost import Unit
from studio.store.project import open_project
from studio.ui.forms.row import Remark
from studio.ui.jobs.budget_line import BudgetLine, used_words
from studio.ui.jobs.panel import JobsPanel
from studio.ui.jobs.spending import SpendingWindow
from tests.qt.tools.desk import unnamed


@pytest.fixture
def quest(session: Session, tmp_path: Path) -> Path:
    """A project that is open."""
    session.new_project(tmp_path / "quest", "Quest")
    return tmp_path / "quest"


def wish(session: Session) -> Job:
    """20 credits with Pixel Engine."""
    picture = session.workspace.require_active().composed(session.workspace.require_active().cursor.frame)
    values = {"image": picture, "prompt": "breathes"}
    return session.generate(make_operation(operation("pixel-engine/animate"), values))


def bought(session: Session, amount: str) -> Job:
    job = wish(session)
    session.queue.move(job.id, State.SUBMITTING, started=session.queue.get(job.id).created)
    session.queue.move(job.id, State.FETCHING)
    charge = Charge(Decimal(amount), "credits")
    return session.queue.move(job.id, State.DONE, ended=job.created, charged=charge, cost=Charged.YES)


def cell(window: SpendingWindow, name: str) -> str:
    found = window.findChild(QLabel, f"spending-pixel-engine-{name}")
    assert found is not None
    return found.text()


def amount(line: BudgetLine) -> QLineEdit:
    found = line.findChild(QLineEdit)
    assert found is not None
    return found


def remark(line: BudgetLine) -> str:
    found = line.findChild(Remark)
    assert found is not None
    return found.words


@pytest.mark.usefixtures("quest")
def test_the_window_tells_today_and_the_project_also_of_what_is_off_the_list(session: Session, qtbot: QtBot) -> None:
    bought(session, "18")
    session.queue.clear_finished()
    wish(session)
    window = SpendingWindow(session)
    qtbot.addWidget(window)
    expected = "18 credits\nabout 0.09 to 0.18 USD\n20 credits held"
    assert (cell(window, "today"), cell(window, "project")) == (expected, expected)
    assert window.findChild(QLabel, "spending-pixelapi-today").text() == "–"  # type: ignore[union-attr]
    assert unnamed(window) == []


def test_the_foot_of_the_jobs_tells_of_today_and_opens_the_window(session: Session, qtbot: QtBot) -> None:
    bought(session, "18")
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(400, 400)
    panel.show()
    button = panel.findChild(QToolButton, "jobs-totals")
    assert button is not None
    qtbot.waitUntil(lambda: button.text() == "18 credits today")
    assert "Pixel Engine:  18 credits (about 0.09 to 0.18 USD)" in button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    (window,) = panel.findChildren(SpendingWindow)
    assert window.isVisible()


def test_a_budget_is_typed_kept_in_the_project_and_taken_away(session: Session, quest: Path, qtbot: QtBot) -> None:
    bought(session, "18")
    line = BudgetLine("pixel-engine", session)
    qtbot.addWidget(line)
    line.show()
    QTest.keyClicks(amount(line), "50,5")
    QTest.keyClick(amount(line), Qt.Key.Key_Return)
    assert open_project(quest).budget.limits == {"pixel-engine": Decimal("50.5")}
    used = line.findChild(QLabel, "budget-pixel-engine-used")
    assert used is not None
    assert used.text() == "18 used, 32.5 left"
    amount(line).selectAll()
    QTest.keyClicks(amount(line), "much")
    QTest.keyClick(amount(line), Qt.Key.Key_Return)
    assert remark(line) == "A budget is an amount such as 2.5, not much."
    assert open_project(quest).budget.limits == {"pixel-engine": Decimal("50.5")}
    amount(line).selectAll()
    QTest.keyClick(amount(line), Qt.Key.Key_Delete)
    QTest.keyClick(amount(line), Qt.Key.Key_Return)
    assert remark(line) == ""
    assert open_project(quest).budget.limits == {}


def test_without_a_project_there_is_no_budget_to_type(session: Session, qtbot: QtBot) -> None:
    line = BudgetLine("pixelapi", session)
    qtbot.addWidget(line)
    assert not amount(line).isEnabled()
    assert amount(line).placeholderText() == "No project"


def test_what_is_used_is_told_also_when_it_is_too_much() -> None:
    assert used_words(BudgetState(Unit.CREDITS, None, Decimal(3))) == "3 used"
    assert used_words(BudgetState(Unit.CREDITS, Decimal(2), Decimal(3))) == "3 used, 1 over the budget"


@pytest.mark.usefixtures("quest")
def test_a_wish_that_a_budget_stops_says_by_how_much_and_leads_to_raising_it(session: Session, qtbot: QtBot) -> None:
    said: list[Notice] = []
    session.notice.connect(said.append)
    bought(session, "18")
    session.billing.set_budget("pixel-engine", Decimal(30))
    with pytest.raises(OverBudget) as refused:
        wish(session)
    session.report(refused.value)
    assert (said[-1].level, said[-1].action, said[-1].verb) == (Level.WARN, "edit.spending", "Raise the budget...")
    assert "would pass the budget by 8 credits" in said[-1].text
    assert len(session.queue.jobs()) == 1
    panel = JobsPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    window = SpendingWindow.open_for(session, panel)
    told = window.findChild(Remark, "spending-remark")
    assert told is not None
    assert told.words == said[-1].text
    line = window.findChild(BudgetLine, "budget-pixel-engine")
    assert line is not None
    assert amount(line).text() == "38"
    QTest.keyClick(amount(line), Qt.Key.Key_Return)
    assert session.billing.budget("pixel-engine") == Decimal(38)
    assert wish(session).state is State.QUEUED


def test_a_budget_for_a_unit_shows_at_each_provider_that_counts_in_it(
    session: Session, quest: Path, qtbot: QtBot
) -> None:
    session.billing.set_budget("credits", Decimal(9))
    line = BudgetLine("pixeldojo", session)
    qtbot.addWidget(line)
    line.show()
    assert amount(line).text() == "9"
    QTest.keyClick(amount(line), Qt.Key.Key_Return)
    assert open_project(quest).budget.limits == {"credits": Decimal(9)}  # looking at it changes nothing
    QTest.keyClicks(amount(line), "0")
    QTest.keyClick(amount(line), Qt.Key.Key_Return)
    assert open_project(quest).budget.limits == {"credits": Decimal(9), "pixeldojo": Decimal(90)}
