"""What was spent today and by the project, by provider in its own unit, and the project's budgets."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from studio.app.billing import BUDGET_UNITS
from studio.app.rates import RATES, about_usd
from studio.app.session import Session
from studio.app.totals import Total, open_words
from studio.core.words import _, ngettext
from studio.providers.registry import entry
from studio.spec.cost import amount_words
from studio.ui.bridge import connect
from studio.ui.forms.row import Remark, Weight
from studio.ui.jobs.budget_line import BudgetLine
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure
from studio.ui.throttle import Throttle

_SIZE = (760, 480)
_FIELD_HEIGHT = 28
_COUNTED_EVERY_MS = 500


class SpendingWindow(QDialog):
    """Stands beside the work: it follows jobs and project as long as it is open."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._today: dict[str, QLabel] = {}
        self._project: dict[str, QLabel] = {}
        self._budgets: dict[str, BudgetLine] = {}
        self.setObjectName("spending")
        self.setWindowTitle(_("Spending and budgets"))
        self._build()
        self._soon = Throttle(self, _COUNTED_EVERY_MS)
        self._soon.timeout.connect(self.show_all)
        connect(self, session.queue.job_moved, self._on_job)
        connect(self, session.project_changed, self.show_all)
        self.show_all()
        self.resize(measure(_SIZE[0]), measure(_SIZE[1]))

    @classmethod
    def open_for(cls, session: Session, parent: QWidget) -> SpendingWindow:
        """The one window of `parent`, in front, at the budget that stopped a wish last."""
        window = parent.findChild(cls)
        if window is None:
            window = cls(session, parent)
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()
        window.raise_()
        window.activateWindow()
        window.show_refusal()
        return window

    def show_all(self) -> None:
        """Everything anew."""
        if self._session.is_closed:
            return
        today, project = self._session.billing.of_today(), self._session.billing.of_project()
        for provider in BUDGET_UNITS:
            self._today[provider].setText(cell_words([one for one in today if one.provider == provider]))
            self._project[provider].setText(cell_words([one for one in project if one.provider == provider]))
            self._budgets[provider].show_budget()
        is_open = self._session.project is not None
        name = self._session.project.name if self._session.project is not None else ""
        self._of_project.setText(_("Project {name}").format(name=name) if is_open else _("Without a project"))

    def _on_job(self) -> None:
        self._soon.ask()

    def show_refusal(self) -> None:
        """Say which wish a budget stopped, and propose what it would take."""
        refusal, self._session.billing.refusal = self._session.billing.refusal, None
        self._remark.say(str(refusal) if refusal is not None else "", Weight.WARNING)
        if refusal is not None and refusal.needed is not None and refusal.provider in self._budgets:
            self._budgets[refusal.provider].propose(refusal.needed)

    def _build(self) -> None:
        self._remark = Remark(self)
        self._remark.setObjectName("spending-remark")
        self._of_project = PlainLabel(self)
        page = QWidget(self)
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, measure(8), 0)
        grid.setHorizontalSpacing(measure(16))
        grid.setVerticalSpacing(measure(8))
        heads = (
            PlainLabel(_("Provider"), self),
            PlainLabel(_("Today"), self),
            self._of_project,
            PlainLabel(_("Budget"), self),
        )
        for column, head in enumerate(heads):
            head.setProperty("role", "title")
            grid.addWidget(head, 0, column)
        for row, provider in enumerate(BUDGET_UNITS, 1):
            self._build_row(grid, 2 * row, provider)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(2 * len(BUDGET_UNITS) + 2, 1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        close = QPushButton(_("Close"), self)
        close.setObjectName("spending-close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(measure(16), measure(16), measure(16), measure(16))
        column_of_all.setSpacing(measure(12))
        column_of_all.addWidget(self._remark)
        column_of_all.addWidget(area, 1)
        column_of_all.addWidget(_muted(self, sources_words()))
        column_of_all.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _build_row(self, grid: QGridLayout, row: int, provider: str) -> None:
        line = QFrame(self)
        line.setProperty("role", "line")
        grid.addWidget(line, row - 1, 0, 1, 4)
        title = _cell(self)
        title.setText(entry(provider).title)
        grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
        for column, cells, name in ((1, self._today, "today"), (2, self._project, "project")):
            cells[provider] = _cell(self)
            cells[provider].setObjectName(f"spending-{provider}-{name}")
            grid.addWidget(cells[provider], row, column, Qt.AlignmentFlag.AlignTop)
        self._budgets[provider] = BudgetLine(provider, self._session, self)
        grid.addWidget(self._budgets[provider], row, 3, Qt.AlignmentFlag.AlignTop)


def cell_words(found: list[Total]) -> str:
    """Lines for each unit: spent, in dollars where that is known, and what is open; a dash for nothing."""
    lines: list[str] = []
    for total in found:
        if total.unpriced:
            lines.append(
                ngettext("{count} job of unknown price", "{count} jobs of unknown price", total.unpriced).format(
                    count=total.unpriced
                )
            )
        if total.spent:
            lines += [amount_words(total.spent, total.unit), about_usd(total.spent, total.provider, total.unit)]
        lines += open_words(total)
    return "\n".join(filter(None, lines)) or "–"


def sources_words() -> str:
    """Where the rates come from."""
    rates = "; ".join(
        _("{provider}: {least} to {most} USD a credit ({source})").format(
            provider=entry(provider).title, least=rate.least, most=rate.most, source=rate.source
        )
        for (provider, _unit), rate in RATES.items()
    )
    return _("Dollars are told where a provider says what its unit is worth. {rates}").format(rates=rates)


def _cell(parent: QWidget) -> QLabel:
    """Its first line stands level with the field beside it."""
    label = PlainLabel(parent)
    label.setContentsMargins(0, (measure(_FIELD_HEIGHT) - label.fontMetrics().height()) // 2, 0, 0)
    return label


def _muted(parent: QWidget, words: str) -> QLabel:
    label = PlainLabel(words, parent)
    label.setWordWrap(True)
    label.setProperty("role", "muted")
    return label
