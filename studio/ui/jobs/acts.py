"""What can be done with the chosen job, as actions for the tools, the context menu and the keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

from studio.app.attention import Way, ways
from studio.app.job_order import step
from studio.app.results import job_of
from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _
from studio.jobs.charged import support_text
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import Charged
from studio.ui.dialogs import ask
from studio.ui.icons import icon
from studio.ui.jobs.raw_answer import TextWindow, answer_text
from studio.ui.jobs.words import cancelled_words


class JobActs(QObject):
    """`show` says for which job; `done` comes after anything that may have changed the list."""

    done = Signal()

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._queue = session.queue
        self._job: Job | None = None
        self._is_lost = False
        self.by_name: dict[str, QAction] = {}
        self._carriers: dict[str, Callable[[Job], None]] = {
            "cancel": self._cancel,
            "retry": self._send_anew,
            "resume": self._resume,
            "front": self._to_front,
            "show": self._show_take,
            "answer": self._show_answer,
            "support": self._show_support,
        }
        for name, picture, title in (
            ("cancel", "stop", _("Cancel (Delete)")),
            ("retry", "refresh", _("Ask for it once more")),
            ("resume", "running", _("Look once more")),
            ("front", "chevron-up", _("To the front of the queue (drag, or Alt+Up, to move it by one)")),
            ("show", "film", _("Show take (Enter)")),
            ("answer", "info", _("Show the raw answer")),
            ("support", "help", _("Write to the provider's support")),
        ):
            action = QAction(icon(picture), title, self)
            action.setObjectName(f"job-{name}")
            action.setData(name)
            action.triggered.connect(self._on_triggered)
            self.by_name[name] = action

    @property
    def _window(self) -> QWidget:
        """What it belongs to, looked up: a reference of its own would keep the panel alive."""
        window = self.parent()
        if not isinstance(window, QWidget):
            raise TypeError("acts of jobs belong to a widget")
        return window

    def show(self, job: Job | None, *, is_lost: bool) -> None:
        """Which actions can be used with this job; `is_lost` when it was charged, or may have been, for nothing."""
        self._job = job
        self._is_lost = is_lost
        for name, action in self.by_name.items():
            action.setEnabled(job is not None and self._is_possible(name, job))

    def take_of(self, job: Job) -> str | None:
        """The id of its take on the shelf, of several the newest."""
        return next((take.id for take in self._session.takes.takes if job_of(take) == job.id), None)

    def open(self, job: Job) -> None:
        """What Enter and a double click do."""
        self.by_name["show" if self.take_of(job) is not None else "answer"].trigger()

    def decide(self, way: str) -> None:
        """A way out of a job that needs the person."""
        if way == Way.TOKEN:
            if self._job is not None:
                self._session.account_wanted.emit(self._job.provider)
            return
        names = {Way.RESUME: "resume", Way.GIVE_UP: "cancel", Way.SEND_ANEW: "retry"}
        self.by_name[names[Way(way)]].trigger()

    def step(self, by: int) -> None:
        """Let the chosen job swap with its neighbour in the queue."""
        if self._job is not None and self._job.state is State.QUEUED:
            self._try(lambda job: step(self._queue, job.id, by), self._job)

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _is_possible(self, name: str, job: Job) -> bool:
        if name == "cancel":
            return not job.has_ended
        if name == "retry":
            return (job.has_ended or job.state is State.UNKNOWN) and not job.is_adopted
        if name == "resume":
            return any(choice.way is Way.RESUME for choice in ways(job))
        if name == "front":
            return job.state is State.QUEUED
        if name == "show":
            return self.take_of(job) is not None
        if name == "support":
            return self._is_lost
        return bool(job.answers or job.error)

    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self._job is not None:
            self._try(self._carriers[str(action.data())], self._job)

    def _try(self, act: Callable[[Job], object], job: Job) -> None:
        try:
            act(job)
        except StudioError as error:
            self._session.report(error)
        self.done.emit()

    def _cancel(self, job: Job) -> None:
        words = cancelled_words(job, self._queue.cancel(job.id))
        if words:
            self._session.say(words)

    def _resume(self, job: Job) -> None:
        self._queue.resume(job.id)

    def _to_front(self, job: Job) -> None:
        self._queue.move_to_front(job.id)

    def _show_take(self, job: Job) -> None:
        self._session.takes.choose(self.take_of(job))
        self._session.panel_wanted.emit("takes")

    def _send_anew(self, job: Job) -> None:
        """What may have been paid already is sent once more only by one who knows it."""
        if job.state is State.UNKNOWN or self._is_lost:
            self._session.tasks.launch(self._confirm_anew(job), name="send anew")
        else:
            self._session.billing.send_anew(job)

    async def _confirm_anew(self, job: Job) -> None:
        answer = await ask.choose(
            self._window,
            _("Send “{title}” anew?").format(title=job.title),
            [_("Send anew")],
            detail=_("The first request was charged. This one is charged as well.")
            if job.cost is Charged.YES
            else _("Nobody can tell whether the first request was accepted. If it was, you pay twice."),
        )
        if answer is not None:
            self._session.billing.send_anew(job)

    def _show_answer(self, job: Job) -> None:
        self._session.tasks.launch(self._open_answer(job), name="raw answer")

    async def _open_answer(self, job: Job) -> None:
        text = await asyncio.to_thread(answer_text, job, self._session.results)
        self._open(TextWindow(_("Answer: {title}").format(title=job.title), text, self._window, name="raw-answer"))

    def _show_support(self, job: Job) -> None:
        """In a window to read first, and on the clipboard at once."""
        provider = self._session.providers(job.provider)
        text = support_text(job, provider=provider, results=self._session.results, calls=self._queue.calls(job.id))
        QGuiApplication.clipboard().setText(text)
        title = _("For the provider's support: {title}").format(title=job.title)
        note = _("Copied. Paste it into a message to the provider; there is no token in it.")
        self._open(TextWindow(title, text, self._window, name="support-text", note=note))

    def _open(self, window: TextWindow) -> None:
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()
