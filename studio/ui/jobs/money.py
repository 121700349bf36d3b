"""What was spent today, in one button at the foot of the jobs; it opens all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from studio.app.session import Session
from studio.app.totals import Total, open_words, short_words, total_words
from studio.core.words import _
from studio.providers.registry import entry
from studio.ui.icons import icon
from studio.ui.jobs.spending import SpendingWindow
from studio.ui.theme import measure
from studio.ui.throttle import Throttle

_COUNTED_EVERY_MS = 500


class TotalsButton(QToolButton):
    """`0.03 USD today`; the tool tip tells by provider."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._whole = ""
        self._soon = Throttle(self, _COUNTED_EVERY_MS)
        self.setObjectName("jobs-totals")
        self.setAccessibleName(_("Spending"))
        self.setIcon(icon("coin"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_spending)
        self._soon.timeout.connect(self._show)

    def minimumSizeHint(self) -> QSize:
        return QSize(measure(32), super().minimumSizeHint().height())

    def show_totals(self) -> None:
        """Count anew, at most twice a second."""
        self._soon.ask()

    def open_spending(self) -> None:
        """All of it, with the budgets."""
        SpendingWindow.open_for(self._session, self.window())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _show(self) -> None:
        if self._session.is_closed:
            return
        today, project = self._session.billing.of_today(), self._session.billing.of_project()
        spent = short_words(today)
        self._whole = _("{amount} today").format(amount=spent) if spent else _("Nothing spent today")
        self.setAccessibleName(_("Spending: {summary}").format(summary=self._whole))
        self.setToolTip("\n".join([*told(_("Today"), today), *told(_("This project"), project)]))
        self._elide()

    def _elide(self) -> None:
        room = self.width() - self.iconSize().width() - measure(20)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


def told(title: str, found: tuple[Total, ...]) -> list[str]:
    """Lines of a tool tip: by provider what was spent and what is open."""
    lines = [
        "  ".join((entry(total.provider).title + ":", ", ".join((total_words(total), *open_words(total)))))
        for total in found
        if total.provider
    ]
    return [f"{title}:", *lines] if lines else [_("{title}: nothing").format(title=title)]
