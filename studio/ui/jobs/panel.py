"""The jobs panel: everything that was asked for, what became of it, and what can be done about it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.app.attention import Way, ways
from studio.app.results import take_id
from studio.app.session import Session
from studio.core.clock import SystemClock
from studio.core.errors import StudioError
from studio.core.words import _
from studio.jobs.cancelling import Cancelling
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.ui.bridge import connect
from studio.ui.dialogs import ask
from studio.ui.forms.line import ElidedLabel
from studio.ui.forms.row import Remark, Weight
from studio.ui.icons import icon
from studio.ui.jobs.attention import AttentionStrip
from studio.ui.jobs.model import JobsModel
from studio.ui.jobs.raw_answer import AnswerWindow, answer_text
from studio.ui.jobs.rows import JobDelegate
from studio.ui.jobs.words import cancelled_words, counts_words
from studio.ui.theme import measure

_ROOMY = 260
"""From this height on there is room for the tools below what a job needs from the person."""
_TICK_MS = 250
"""While something is under way, how often its time is written anew."""


class JobsPanel(QWidget):
    """A list; the buttons below act on the chosen row, and so does its context menu."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._queue = session.queue
        self._model = JobsModel(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._build()
        self._bind()
        self._show()

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("jobs-panel")
        self.setAccessibleName(_("Jobs"))
        self._list = _JobList(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(JobDelegate(self._list, clock=SystemClock(), takes=self._session.takes))
        self._trouble = Remark(self)
        self._trouble.setObjectName("job-trouble")
        self._trouble.setContentsMargins(measure(8), measure(4), measure(8), measure(4))
        self._counts = ElidedLabel(self, "jobs-counts")
        self._counts.setProperty("role", "muted")
        self._clear = QPushButton(_("Clear ended"), self)
        self._clear.setObjectName("jobs-clear")
        self._clear.setAccessibleName(self._clear.text())
        self._clear.setToolTip(_("Take ended jobs off the list; their results stay"))
        head = QHBoxLayout()
        head.setContentsMargins(measure(8), measure(4), measure(8), measure(4))
        head.addWidget(self._counts, 1)
        head.addWidget(self._clear)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        self._attention = AttentionStrip(page)
        column.addWidget(self._attention)
        column.addWidget(self._trouble)
        self._tools = QWidget(page)
        self._tools.setLayout(self._build_actions())
        column.addWidget(self._tools)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._build_empty())
        self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _build_actions(self) -> QHBoxLayout:
        self._actions: dict[str, QAction] = {}
        self._menu = QMenu(self)
        row = QHBoxLayout()
        row.setContentsMargins(measure(4), measure(4), measure(4), measure(4))
        row.setSpacing(0)
        for name, picture, title in (
            ("cancel", "stop", _("Cancel (Delete)")),
            ("retry", "refresh", _("Ask for it once more")),
            ("resume", "running", _("Look once more")),
            ("front", "chevron-up", _("To the front of the queue")),
            ("show", "film", _("Show take (Enter)")),
            ("answer", "info", _("Show the raw answer")),
        ):
            action = QAction(icon(picture), title, self)
            action.setObjectName(f"job-{name}")
            action.setData(name)
            action.triggered.connect(self._on_action)
            self._actions[name] = action
            self._menu.addAction(action)
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setObjectName(f"job-{name}-button")
            button.setAccessibleName(title)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _build_empty(self) -> QWidget:
        page = QWidget(self)
        words = QLabel(_("Nothing was asked for yet. What you generate shows up here while it is made."), page)
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setProperty("role", "muted")
        self._start = QPushButton(_("Generate"), page)
        self._start.setObjectName("jobs-generate")
        self._start.setAccessibleName(self._start.text())
        column = QVBoxLayout(page)
        column.setContentsMargins(measure(16), measure(12), measure(16), measure(12))
        column.setSpacing(measure(12))
        column.addStretch(1)
        column.addWidget(words)
        column.addWidget(self._start, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        return page

    def _bind(self) -> None:
        connect(self, self._queue.job_moved, self._show_soon)
        connect(self, self._session.takes.changed, self._show_soon)
        self._soon.timeout.connect(self._show)
        self._tick.timeout.connect(self._on_tick)
        self._clear.clicked.connect(self._on_clear)
        self._start.clicked.connect(self._on_start)
        self._attention.decided.connect(self._on_decided)
        self._list.selectionModel().currentChanged.connect(self._show_actions)
        self._list.doubleClicked.connect(self._on_opened)
        self._list.opened.connect(self._on_opened)
        self._list.cancel_asked.connect(self._actions["cancel"].trigger)
        self._list.customContextMenuRequested.connect(self._on_menu)

    # -- showing -------------------------------------------------------------------------------------------------------

    def _show_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        jobs = self._queue.jobs()
        chosen, on_top = self._chosen(), self._list.currentIndex().row() <= 0
        self._model.show(jobs)
        row = 0 if chosen is None or on_top else max(0, self._model.row_of(chosen.id))
        if not jobs:
            row = -1
        if row >= 0 and self._list.currentIndex().row() != row:
            self._list.setCurrentIndex(self._model.index(row))
        self._pages.setCurrentIndex(1 if jobs else 0)
        self._counts.setText(counts_words(jobs))
        self._counts.setToolTip(counts_words(jobs))
        self._clear.setEnabled(any(job.has_ended for job in jobs))
        working = any(job.is_active for job in jobs)
        if working != self._tick.isActive():
            (self._tick.start if working else self._tick.stop)()
        self._show_actions()

    def _show_actions(self) -> None:
        job = self._chosen()
        self._show_trouble(job)
        on_shelf = job is not None and self._take_of(job) is not None
        enabled = {
            "cancel": job is not None and not job.has_ended,
            "retry": job is not None and (job.has_ended or job.state is State.UNKNOWN),
            "resume": job is not None and any(choice.way is Way.RESUME for choice in ways(job)),
            "front": job is not None and job.state is State.QUEUED,
            "show": on_shelf,
            "answer": job is not None and bool(job.answers or job.error),
        }
        for name, action in self._actions.items():
            action.setEnabled(enabled[name])
        self._attention.show_job(job)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the ways out go before the tools, which the context menu has as well."""
        self._tools.setVisible(self._attention.isHidden() or self.height() >= measure(_ROOMY))

    def _show_trouble(self, job: Job | None) -> None:
        """The whole sentence, which the row has no room for."""
        if job is not None and job.needs_attention:
            self._trouble.say("")  # the strip says it
        elif job is not None and job.error:
            self._trouble.say(job.error, Weight.ERROR)
        else:
            self._trouble.say(job.note if job is not None and not job.is_active else "")

    def _chosen(self) -> Job | None:
        return self._model.job(self._list.currentIndex())

    def _take_of(self, job: Job) -> str | None:
        wanted = take_id(job.id)
        return wanted if any(take.id == wanted for take in self._session.takes.takes) else None

    # -- what a person does --------------------------------------------------------------------------------------------

    def _on_tick(self) -> None:
        """Times of what is under way."""
        self._list.viewport().update()

    def _on_action(self) -> None:
        action, job = self.sender(), self._chosen()
        if not isinstance(action, QAction) or job is None:
            return
        try:
            self._do(str(action.data()), job)
        except StudioError as error:
            self._session.report(error)
        self._show_soon()

    def _do(self, name: str, job: Job) -> None:
        if name == "cancel":
            self._say_cancelled(job, self._queue.cancel(job.id))
        elif name == "retry":
            self._send_anew(job)
        elif name == "resume":
            self._queue.resume(job.id)
        elif name == "front":
            self._queue.move_to_front(job.id)
        elif name == "show":
            self._session.takes.choose(self._take_of(job))
            self._session.panel_wanted.emit("takes")
        elif name == "answer":
            self._session.tasks.launch(self._show_answer(job), name="raw answer")

    def _on_decided(self, way: str) -> None:
        if way == Way.TOKEN:
            job = self._chosen()
            if job is not None:
                self._session.account_wanted.emit(job.provider)
            return
        names = {Way.RESUME: "resume", Way.GIVE_UP: "cancel", Way.SEND_ANEW: "retry"}
        self._actions[names[Way(way)]].trigger()

    def _send_anew(self, job: Job) -> None:
        """What may have been paid already is sent once more only by one who knows it."""
        if job.state is State.UNKNOWN:
            self._session.tasks.launch(self._confirm_anew(job), name="send anew")
        else:
            self._session.billing.send_anew(job)

    async def _confirm_anew(self, job: Job) -> None:
        answer = await ask.choose(
            self,
            _("Send “{title}” anew?").format(title=job.title),
            [_("Send anew")],
            detail=_("Nobody can tell whether the first request was accepted. If it was, you pay twice."),
        )
        if answer is not None:
            self._session.billing.send_anew(job)

    def _say_cancelled(self, job: Job, how: Cancelling) -> None:
        words = cancelled_words(job, how)
        if words:
            self._session.say(words)

    async def _show_answer(self, job: Job) -> None:
        text = await asyncio.to_thread(answer_text, job, self._session.results)
        window = AnswerWindow(job.title, text, self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()

    def _on_opened(self, index: QModelIndex) -> None:
        job = self._model.job(index)
        if job is not None:
            self._actions["show" if self._take_of(job) is not None else "answer"].trigger()

    def _on_clear(self) -> None:
        """Waiting takes are written to files first: off the list is not out of the world."""
        if self._session.keeper.waiting():
            self._session.tasks.launch(self._clear_kept(), name="clear jobs")
            return
        try:
            self._queue.clear_finished()
        except StudioError as error:
            self._session.report(error)
        self._show_soon()

    async def _clear_kept(self) -> None:
        await self._session.keeper.clear_finished()
        self._show_soon()

    def _on_start(self) -> None:
        self._session.panel_wanted.emit("generate")

    def _on_menu(self, at: QPoint) -> None:
        if self._chosen() is not None:
            self._menu.popup(self._list.viewport().mapToGlobal(at))


class _JobList(QListView):
    """Enter opens, Delete cancels."""

    opened = Signal(QModelIndex)
    cancel_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("jobs-list")
        self.setAccessibleName(_("Jobs"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.cancel_asked.emit()
        else:
            super().keyPressEvent(event)
