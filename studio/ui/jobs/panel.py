"""The jobs panel: everything that was asked for, what became of it, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from studio.app.attention import ways
from studio.app.job_order import place_before
from studio.app.session import Session
from studio.core.clock import SystemClock
from studio.core.errors import StudioError
from studio.core.words import _
from studio.jobs.job import Job
from studio.ui.bridge import connect
from studio.ui.empty_page import EmptyPage
from studio.ui.forms.row import Remark, Weight
from studio.ui.jobs.acts import JobActs
from studio.ui.jobs.attention import AttentionStrip
from studio.ui.jobs.cards import CardMaker
from studio.ui.jobs.filters import Filter, clearable, empty_words, part_of
from studio.ui.jobs.head import JobsHead
from studio.ui.jobs.job_list import JobList
from studio.ui.jobs.model import JobsModel
from studio.ui.jobs.money import TotalsButton
from studio.ui.jobs.rows import JobDelegate
from studio.ui.jobs.whole_list import adopt_by_number, cancel_all
from studio.ui.theme import measure
from studio.ui.throttle import Throttle

_ROOMY = 260
"""From this height on there is room for the tools below what a job needs from the person."""
_NOW_AND_THEN = ("resume", "front", "support")
"""Tools that take room only for a job they can be used with."""
_TICK_MS = 250
"""While something is under way, how often its time is written anew."""
_SHOWN_EVERY_MS = 50
"""However much is told, the list is brought up to date at most so often."""


class JobsPanel(QWidget):
    """A list; the buttons below act on the chosen row, and so does its context menu."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._queue = session.queue
        self._clock = SystemClock()
        self._cards = CardMaker(session)
        self._acts = JobActs(session, self)
        self._model = JobsModel(self._cards, self._clock, self)
        self._soon = Throttle(self, _SHOWN_EVERY_MS)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._build()
        self._bind()
        self._show()

    def show_part(self, part: Filter) -> None:
        """Show a part of the list, such as what needs attention."""
        self._head.show_part(part)

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("jobs-panel")
        self.setAccessibleName(_("Jobs"))
        self._head = JobsHead(self)
        self._list = JobList(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(JobDelegate(self._list, clock=self._clock, cards=self._cards))
        self._trouble = Remark(self)
        self._trouble.setObjectName("job-trouble")
        self._trouble.setContentsMargins(measure(8), measure(4), measure(8), measure(4))
        self._attention = AttentionStrip(self)
        self._tools = self._build_tools()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._build_empty())
        self._pages.addWidget(self._list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self._pages, 1)
        whole.addWidget(self._attention)
        whole.addWidget(self._trouble)
        whole.addWidget(self._tools)

    def _build_tools(self) -> QWidget:
        tools = QWidget(self)
        self._buttons: dict[str, QToolButton] = {}
        self._menu = QMenu(self)
        row = QHBoxLayout(tools)
        row.setContentsMargins(measure(4), measure(4), measure(4), measure(4))
        row.setSpacing(0)
        for name, action in self._acts.by_name.items():
            self._menu.addAction(action)
            button = QToolButton(tools)
            button.setDefaultAction(action)
            button.setObjectName(f"job-{name}-button")
            button.setAccessibleName(action.text())
            row.addWidget(button)
            self._buttons[name] = button
        self._totals = TotalsButton(self._session, tools)
        row.addWidget(self._totals, 1)
        return tools

    def _build_empty(self) -> QWidget:
        page = EmptyPage("jobs-generate", self)
        self._empty, self._start = page.words, page.button
        return page

    def _bind(self) -> None:
        connect(self, self._queue.job_moved, self._show_soon)
        connect(self, self._session.takes.changed, self._show_soon)
        self._soon.timeout.connect(self._show)
        self._tick.timeout.connect(self._on_tick)
        self._head.filtered.connect(self._show)
        self._head.clear_asked.connect(self._on_clear)
        self._head.stop_all_asked.connect(self._on_stop_all)
        self._head.adopt_asked.connect(self._on_adopt)
        self._head.spending_asked.connect(self._totals.open_spending)
        self._start.clicked.connect(self._on_start)
        self._attention.decided.connect(self._on_decided)
        self._acts.done.connect(self._show_soon)
        self._model.placed.connect(self._on_placed)
        self._list.selectionModel().currentChanged.connect(self._show_actions)
        self._list.doubleClicked.connect(self._on_opened)
        self._list.opened.connect(self._on_opened)
        self._list.cancel_asked.connect(self._acts.by_name["cancel"].trigger)
        self._list.step_asked.connect(self._acts.step)
        self._list.customContextMenuRequested.connect(self._on_menu)

    # -- showing -------------------------------------------------------------------------------------------------------

    def _show_soon(self) -> None:
        self._soon.ask()

    def _show(self) -> None:
        if self._session.is_closed:
            return
        jobs = self._queue.jobs()
        self._cards.look(jobs, self._clock.now())
        part = part_of(jobs, self._head.wanted, self._cards.lost)
        chosen, on_top = self._chosen(), self._list.currentIndex().row() <= 0
        self._model.show(part)
        self._list.viewport().update()  # takes that came since have pictures
        row = 0 if chosen is None or on_top else max(0, self._model.row_of(chosen.id))
        if not part:
            row = -1
        if row >= 0 and self._list.currentIndex().row() != row:
            self._list.setCurrentIndex(self._model.index(row))
        self._show_empty(is_whole=not jobs)
        self._pages.setCurrentIndex(1 if part else 0)
        self._head.show_jobs(jobs, self._cards.lost, stalled=self._cards.stalled)
        self._totals.show_totals()
        working = any(job.is_active for job in jobs)
        if working != self._tick.isActive():
            (self._tick.start if working else self._tick.stop)()
        self._show_actions()

    def _show_empty(self, *, is_whole: bool) -> None:
        """One sentence and one way on: into the form, or back to all jobs."""
        self._empty.setText(empty_words(Filter.ALL if is_whole else self._head.wanted))
        self._start.setText(_("Generate") if is_whole else _("Show all jobs"))
        self._start.setAccessibleName(self._start.text())

    def _show_actions(self) -> None:
        job = self._chosen()
        self._show_trouble(job)
        self._acts.show(job, is_lost=job is not None and job.id in self._cards.lost)
        for name in _NOW_AND_THEN:
            self._buttons[name].setVisible(self._acts.by_name[name].isEnabled())
        self._attention.show_job(job)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the ways out go before the tools, which the context menu has as well."""
        has_room = self._attention.isHidden() or self.height() >= measure(_ROOMY)
        self._tools.setVisible(has_room and self._pages.currentIndex() == 1)

    def _show_trouble(self, job: Job | None) -> None:
        """The whole sentence, which the row has no room for."""
        if job is not None and ways(job):
            self._trouble.say("")  # the strip says it
        elif job is not None and job.error:
            self._trouble.say(job.error, Weight.ERROR)
        else:
            self._trouble.say(job.note if job is not None and not job.is_active else "")

    def _chosen(self) -> Job | None:
        return self._model.job(self._list.currentIndex())

    # -- what a person does --------------------------------------------------------------------------------------------

    def _on_tick(self) -> None:
        """Times of what is under way, and what has had no news for long meanwhile."""
        self._list.viewport().update()
        if self._cards.count_stalled(self._queue.jobs(), self._clock.now()) != self._cards.stalled:
            self._show_soon()

    def _on_decided(self, way: str) -> None:
        """The button goes with what it decided; the keys stay with the list."""
        self._list.setFocus()
        self._acts.decide(way)

    def _on_opened(self, index: QModelIndex) -> None:
        job = self._model.job(index)
        if job is not None:
            self._acts.open(job)

    def _on_placed(self, job_id: str, before: str) -> None:
        try:
            place_before(self._queue, job_id, before or None)
        except StudioError as error:
            self._session.report(error)
        self._show_soon()

    def _on_clear(self) -> None:
        self._session.tasks.launch(self._clear(), name="clear jobs")

    async def _clear(self) -> None:
        """Of the part that is shown."""
        jobs = self._queue.jobs()
        keep = {job.id for job in jobs} - clearable(jobs, self._head.wanted, self._cards.lost)
        await self._session.keeper.clear_finished(keep=keep)
        self._show_soon()

    def _on_stop_all(self) -> None:
        self._session.tasks.launch(cancel_all(self._session, self), name="cancel all jobs")

    def _on_adopt(self) -> None:
        self._session.tasks.launch(adopt_by_number(self._session, self), name="add a job")

    def _on_start(self) -> None:
        if self._queue.jobs():
            self._head.show_part(Filter.ALL)
        else:
            self._session.panel_wanted.emit("generate")

    def _on_menu(self, at: QPoint) -> None:
        if self._chosen() is not None:
            self._menu.popup(self._list.viewport().mapToGlobal(at))
