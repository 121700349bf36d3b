"""What a provider answered, as text: long pictures cut down to their length, bytes that are no text by their kind."""

from __future__ import annotations

import json

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from studio.core.errors import UserError
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.results import ResultStore
from studio.providers.wire import shortened
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure


def answer_text(job: Job, results: ResultStore) -> str:
    """All kept answers of a job, oldest first; reads files, so run it in a thread."""
    parts = [_("{title}, {id}").format(title=job.title, id=job.id)]
    if job.error:
        parts.append(job.error)
    if job.remote_id:
        parts.append(_("Number at the provider: {id}").format(id=job.remote_id))
    if not job.answers:
        parts.append(_("No answer was kept."))
    for kept in job.answers:
        head = _("Status {status}, {media}, kept as {path}").format(
            status=kept.status, media=kept.media, path=results.path(kept.file)
        )
        try:
            parts.append(f"{head}\n{_shown(results.read(kept.file))}")
        except UserError as error:
            parts.append(f"{head}\n{error}")
    return "\n\n".join(parts)


class TextWindow(QDialog):
    """A window with text to read and copy; `note` stands above it."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None, *, name: str, note: str = "") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self._text = QPlainTextEdit(text, self)
        self._text.setObjectName(f"{name}-text")
        self._text.setAccessibleName(title)
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        copy = QPushButton(_("Copy"), self)
        copy.setObjectName(f"{name}-copy")
        copy.setAccessibleName(copy.text())
        copy.setAutoDefault(False)
        copy.clicked.connect(self._on_copy)
        close = QPushButton(_("Close"), self)
        close.setObjectName(f"{name}-close")
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(measure(8))
        buttons.addStretch(1)
        buttons.addWidget(copy)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(12), measure(12), measure(12), measure(12))
        column.setSpacing(measure(12))
        if note:
            words = PlainLabel(note, self)
            words.setWordWrap(True)
            column.addWidget(words)
        column.addWidget(self._text, 1)
        column.addLayout(buttons)
        self.resize(measure(560), measure(420))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())


def _shown(body: bytes) -> str:
    try:
        return json.dumps(shortened(json.loads(body)), ensure_ascii=False, indent=2)
    except ValueError:
        pass
    try:
        return body.decode()
    except UnicodeDecodeError:
        return _("{count} bytes that are no text").format(count=len(body))
