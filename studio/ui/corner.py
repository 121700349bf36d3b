"""The right end of the menu bar: the project, what is left with the provider in use, and the bell: it counts what needs
the person and is lit then, else the jobs that run."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QToolButton, QWidget

from studio.app.balances import told_words
from studio.app.session import Session
from studio.core.words import _, ngettext
from studio.providers.registry import entry
from studio.ui.bridge import connect
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.theme import measure
from studio.ui.throttle import Throttle

_SHOWN_EVERY_MS = 50


class Corner(QWidget):
    """Shows state only; `jobs_asked` comes when the bell is pressed. What is left leads to the window of usage."""

    jobs_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._project = PlainLabel(self)
        self._project.setObjectName("project-name")
        self._project.setAccessibleName(_("Project"))
        self._left = QToolButton(self)
        self._left.setObjectName("balance")
        self._left.setIcon(icon("coin"))
        self._left.setAutoRaise(True)
        self._left.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._bell = QToolButton(self)
        self._bell.setObjectName("jobs-bell")
        self._bell.setIcon(icon("bell"))
        self._bell.setAutoRaise(True)
        self._bell.setCheckable(True)  # lit while something needs the person
        self._bell.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, measure(4), 0)
        row.setSpacing(measure(8))
        row.addWidget(self._project)
        row.addWidget(self._left)
        row.addWidget(self._bell)
        self._bell.clicked.connect(self._on_bell)
        self._left.clicked.connect(self._on_left)
        self._soon = Throttle(self, _SHOWN_EVERY_MS)
        self._soon.timeout.connect(self.show_state)
        connect(self, session.queue.job_moved, self._on_job)
        connect(self, session.balances.changed, self._show_left)
        self.show_state()
        self._show_left()

    def show_state(self) -> None:
        """Everything anew."""
        project = self._session.project
        self._project.setText(project.name if project is not None else _("No project"))
        self._project.setToolTip(plain_tip(str(project.folder)) if project is not None else "")
        jobs = self._session.queue.jobs()
        waiting = sum(job.needs_attention for job in jobs)
        running = sum(not job.has_ended and not job.needs_attention for job in jobs)
        texts = []
        if running:
            texts.append(ngettext("{count} job running", "{count} jobs running", running).format(count=running))
        if waiting:
            texts.append(ngettext("{count} needs attention", "{count} need attention", waiting).format(count=waiting))
        summary = ", ".join(texts) or _("No jobs running")
        self._bell.setText(str(waiting or running) if texts else "")
        self._bell.setChecked(bool(waiting))
        self._bell.setToolTip(summary)
        self._bell.setAccessibleName(_("Jobs: {summary}").format(summary=summary))
        self._make_room()

    def _on_job(self) -> None:
        self._soon.ask()

    def _on_bell(self) -> None:
        self.show_state()  # a click is no switch
        self.jobs_asked.emit()

    def _show_left(self) -> None:
        """With the provider that was asked last; nothing as long as nothing was told."""
        balances = self._session.balances
        brief = balances.told(balances.latest).brief
        self._left.setVisible(bool(brief))
        self._left.setText(brief)
        self._make_room()
        if not brief:
            return
        title = entry(balances.latest).title
        self._left.setToolTip(
            _("{provider}: {words} Click for usage and prices.").format(
                provider=title, words=told_words(balances.latest, balances.told(balances.latest))
            )
        )
        self._left.setAccessibleName(_("Left with {provider}: {amount}").format(provider=title, amount=brief))

    def _make_room(self) -> None:
        """A menu bar lays its corner out when it is resized itself, and not when the corner wants more room."""
        bar = self.parentWidget()
        if isinstance(bar, QMenuBar):
            self.adjustSize()
            QCoreApplication.sendEvent(bar, QResizeEvent(bar.size(), bar.size()))

    def _on_left(self) -> None:
        self._session.usage_wanted.emit(self._session.balances.latest)
