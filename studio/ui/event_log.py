"""What happens in the window, as lines of JSON for a program that drives it from outside: the end-to-end tests.

Written only where the environment variable SPRITE_STUDIO_EVENTS names a file or a pipe; whoever reads a line knows
that it has happened and need not wait by the clock. `{"event": name, ...}`; the events are the methods `_on_...` below.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from studio.app.session import Session
from studio.app.surface import Notice
from studio.app.takes import Take
from studio.core.geometry import Box
from studio.doc.document import Cursor, Document
from studio.jobs.job import Job
from studio.ui.bridge import connect
from studio.ui.canvas.view import CanvasView

_SETTLED = 40
"""Milliseconds without a change of the layout before it is told."""
_LAYOUT = frozenset(
    {
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.LayoutRequest,
        QEvent.Type.EnabledChange,
        QEvent.Type.WindowActivate,
    }
)
_TOLD = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, CanvasView)

Place = tuple[int, int, int, int]


class EventLog(QObject):
    """Belongs to the window and ends with it."""

    def __init__(self, window: QWidget, session: Session, path: Path) -> None:
        super().__init__(window)
        self._session = session
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        self._heard: set[str] = set()
        self._places: dict[str, Place] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self._on_layout)
        self._bind()
        self._on_active(session.active)

    def _bind(self) -> None:
        session = self._session
        connect(self, session.active_changed, self._on_active)
        connect(self, session.notice, self._on_notice)
        connect(self, session.take_landed, self._on_take)
        connect(self, session.takes.chosen_changed, self._on_chosen)
        connect(self, session.queue.job_moved, self._on_job)
        connect(self, session.safety.kept, self._on_kept)
        connect(self, session.toolbox.changed, self._on_tool)
        connect(self, session.playhead.changed, self._on_playhead)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Anything that may move a control begins the wait for rest."""
        if event.type() in _LAYOUT and isinstance(watched, QWidget):
            self._settle.start()
        return False

    def _write(self, event: str, **facts: object) -> None:
        os.write(self._file, json.dumps({"event": event, **facts}).encode() + b"\n")

    # -- events --------------------------------------------------------------------------------------------------------

    def _on_active(self, document: Document | None) -> None:
        if document is not None and document.id not in self._heard:
            self._heard.add(document.id)
            connect(self, document.changed, self._on_changed)
            connect(self, document.saved, self._on_saved)
            connect(self, document.preview_changed, self._on_preview)
            connect(self, document.cursor_moved, self._on_cursor)
        self._write("active", title=document.title if document is not None else None)

    def _on_changed(self) -> None:
        document = self._session.active
        if document is not None:
            frames = len(document.sprite.frames)
            self._write("changed", undo=document.history.undo_label, redo=document.history.redo_label, frames=frames)

    def _on_saved(self) -> None:
        self._write("saved")

    def _on_preview(self) -> None:
        """A picture in place of the sprite: the same number for the same picture, none once the sprite shows again."""
        document = self._session.active
        shown = document.preview if document is not None else None
        self._write("preview", picture=zlib.crc32(shown.pixels.tobytes()) if shown is not None else None)

    def _on_cursor(self, cursor: Cursor) -> None:
        document = self._session.active
        if document is not None:
            self._write("cursor", frame=document.sprite.frame_index(cursor.frame))

    def _on_playhead(self) -> None:
        self._write("playing", on=self._session.playhead.playing)

    def _on_kept(self, document: Document) -> None:
        self._write("kept", title=document.title)

    def _on_notice(self, notice: Notice) -> None:
        self._write("notice", text=notice.text, level=notice.level.value, action=notice.action)

    def _on_take(self, take: Take) -> None:
        self._write("take", operation=take.operation, title=take.title, frames=len(take.frames))

    def _on_chosen(self) -> None:
        chosen = self._session.takes.chosen
        self._write("chosen", operation=chosen.operation if chosen is not None else None)

    def _on_job(self, job: Job) -> None:
        self._write("job", operation=job.operation, state=job.state.value, error=job.error)

    def _on_tool(self, name: str) -> None:
        value = getattr(self._session.toolbox, name)
        self._write("tool", name=name, value=str(value))

    def _on_layout(self) -> None:
        """Controls whose place or state is another one than was told last; `null` for those that are gone."""
        now = dict(_controls())
        changed: dict[str, Place | None] = {name: at for name, at in now.items() if self._places.get(name) != at}
        changed.update(dict.fromkeys(self._places.keys() - now.keys()))
        self._places = now
        if changed:
            self._write("layout", widgets=changed)


def _controls() -> Iterator[tuple[str, Place]]:
    """Names of what can be used now and x, y, width, height on the screen; of the canvas, of its cell 0, 0."""
    for window in QApplication.topLevelWidgets():
        if not window.isVisible():
            continue
        for widget in (window, *window.findChildren(QWidget)):
            name = widget.objectName()
            if not name or name.startswith("qt_") or not isinstance(widget, _TOLD):
                continue
            if not widget.isVisible() or not widget.isEnabled() or widget.visibleRegion().isEmpty():
                continue
            place = widget.rect()
            if isinstance(widget, CanvasView):
                place = QRect(*widget.viewport.rect_of(Box(0, 0, 1, 1)))
            corner = widget.mapToGlobal(QPoint(place.x(), place.y()))
            yield name, (corner.x(), corner.y(), place.width(), place.height())
