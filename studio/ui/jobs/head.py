"""The head of the jobs panel: how many there are, which part is shown, and what is done with all of them."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from studio.core.words import _
from studio.jobs.job import Job
from studio.ui.forms.line import ElidedLabel
from studio.ui.icons import icon
from studio.ui.jobs.filters import Filter, clearable, filter_titles, part_of
from studio.ui.jobs.words import counts_parts
from studio.ui.theme import measure


class JobsHead(QWidget):
    """Shows counts; says what was picked. `filtered` comes when another part is to be shown."""

    filtered = Signal()
    clear_asked = Signal()
    stop_all_asked = Signal()
    adopt_asked = Signal()
    spending_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.wanted = Filter.ALL
        self._parts_shown: tuple[str, ...] = ()
        self._counts = ElidedLabel(self, "jobs-counts")
        self._counts.setProperty("role", "muted")
        self._clear = QPushButton(_("Clear"), self)
        self._clear.setObjectName("jobs-clear")
        self._clear.setAccessibleName(_("Clear ended jobs"))
        self._clear.setToolTip(
            _("Take ended jobs off the list. Results stay, and so does what was charged without one.")
        )
        self._clear.clicked.connect(self.clear_asked)
        self._filter = self._menu_button("jobs-filter", "filter", _("Show a part of the list"))
        self._filter.setCheckable(True)  # shows that a part is hidden
        self._more = self._menu_button("jobs-more", "more", _("More for all jobs"))
        self._parts = self._fill_parts(self._filter.menu())
        self._stop_all = self._add(self._more.menu(), "jobs-stop-all", _("Stop all..."))
        self._add(self._more.menu(), "jobs-adopt", _("Add a job by its number..."))
        self._more.menu().addSeparator()
        self._add(self._more.menu(), "jobs-spending", _("Spending and budgets..."))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(measure(8), measure(4), measure(4), measure(4))
        row.setSpacing(measure(4))
        row.addWidget(self._counts, 1)
        row.addWidget(self._clear)
        row.addWidget(self._filter)
        row.addWidget(self._more)

    def show_jobs(self, jobs: tuple[Job, ...], lost: Collection[str], *, stalled: int) -> None:
        """Counts of all, and what can be done with them."""
        parts, titles = counts_parts(jobs, stalled=stalled, lost=len(lost)), filter_titles()
        self._parts_shown = parts
        if self.wanted is not Filter.ALL:
            count = len(part_of(jobs, self.wanted, lost))
            self._parts_shown = (_("{part}: {count}").format(part=titles[self.wanted], count=count),)
        self._counts.setToolTip(", ".join(parts))
        self._counts.setAccessibleName(", ".join(self._parts_shown))
        self._fit_counts()
        for part, action in self._parts.items():
            count = len(part_of(jobs, part, lost))
            action.setText(_("{part} ({count})").format(part=titles[part], count=count))
        self._clear.setEnabled(bool(clearable(jobs, self.wanted, lost)))
        self._stop_all.setEnabled(any(not job.has_ended and not job.needs_attention for job in jobs))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_counts()

    def _fit_counts(self) -> None:
        """Whole counts, as many as there is room for; what matters most comes first."""
        self._row.activate()
        metrics, room = self._counts.fontMetrics(), self._counts.width()
        for count in range(len(self._parts_shown), 0, -1):
            words = ", ".join(self._parts_shown[:count]) + (" …" if count < len(self._parts_shown) else "")
            if count == 1 or metrics.horizontalAdvance(words) <= room:
                self._counts.setText(words)
                return
        self._counts.setText("")

    def show_part(self, wanted: Filter) -> None:
        """Show this part, as if it had been picked."""
        self._parts[wanted].trigger()

    def _menu_button(self, name: str, picture: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(picture))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(QMenu(button))
        return button

    def _fill_parts(self, menu: QMenu) -> dict[Filter, QAction]:
        group = QActionGroup(self)
        parts = {}
        for part, title in filter_titles().items():
            action = menu.addAction(title)
            action.setObjectName(f"jobs-part-{part.value}")
            action.setData(part.value)
            action.setCheckable(True)
            action.setChecked(part is self.wanted)
            action.triggered.connect(self._on_part)
            group.addAction(action)
            parts[part] = action
        return parts

    def _add(self, menu: QMenu, name: str, title: str) -> QAction:
        action = menu.addAction(title)
        action.setObjectName(name)
        action.triggered.connect(self._on_more)
        return action

    def _on_part(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.wanted = Filter(action.data())
            self._filter.setChecked(self.wanted is not Filter.ALL)
            self.filtered.emit()

    def _on_more(self) -> None:
        action = self.sender()
        signals = {
            "jobs-stop-all": self.stop_all_asked,
            "jobs-adopt": self.adopt_asked,
            "jobs-spending": self.spending_asked,
        }
        if isinstance(action, QAction):
            signals[action.objectName()].emit()
