"""What the chosen job needs from the person: why it stopped, and a button for each way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.app.attention import Way, ways
from studio.core.words import _
from studio.jobs.job import Job
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure


class AttentionStrip(QFrame):
    """Takes room only for a job that needs attention; `decided` carries the way that was chosen."""

    decided = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.setObjectName("job-attention")
        self._why = PlainLabel(self)
        self._why.setObjectName("job-attention-why")
        self._why.setWordWrap(True)
        self._why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._why.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons = {way: self._make_button(way) for way in Way}
        row = QHBoxLayout()
        row.setSpacing(measure(8))
        for button in self._buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(8), measure(4), measure(8), measure(4))
        column.setSpacing(measure(4))
        column.addWidget(self._why)
        column.addLayout(row)
        self.hide()

    def show_job(self, job: Job | None) -> None:
        """Show what can be done with this job; nothing for one that needs nothing."""
        if job == self._job:
            return
        self._job = job
        choices = ways(job) if job is not None else ()
        if job is None or not choices:
            self.hide()
            return
        why = job.error or job.note or _("It waits for you.")
        self._why.setText(why)
        offered = {choice.way: choice for choice in choices}
        for way, button in self._buttons.items():
            button.setVisible(way in offered)
            if way in offered:
                button.setText(offered[way].title)
                button.setToolTip(offered[way].meaning)
                button.setAccessibleName(f"{offered[way].title}, {job.title}")
                button.setAccessibleDescription(offered[way].meaning)
        self.show()

    def _make_button(self, way: Way) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"job-attention-{way.value.replace(' ', '-')}")
        button.setProperty("way", way.value)
        button.setProperty("narrow", "true")  # three of them stand side by side in a panel of the usual width
        button.clicked.connect(self._on_clicked)
        return button

    def _on_clicked(self) -> None:
        self.decided.emit(self.sender().property("way"))
