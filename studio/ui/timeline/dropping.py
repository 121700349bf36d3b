"""Frames and cels on their way between sprites: how a drag carries them, and the tabs that take them.

A tab comes to the front when the pointer rests on it, so that the frames can be let go at any place of its timeline;
let go on the tab itself they come after that sprite's current frame.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QTabBar

from studio.app import clips
from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.doc.document import Document
from studio.ui import theme
from studio.ui.timeline.drags import Load

FRAMES_MIME = "application/x-sprite-studio-frames"
_REST = 500
"""Milliseconds the pointer rests on a tab before it comes to the front."""


def packed(load: Load) -> QMimeData:
    """What a drag carries. Only ids travel: both sprites are open in this program."""
    data = QMimeData()
    data.setData(FRAMES_MIME, QByteArray("\n".join((load.document, load.layer, *load.frames)).encode()))
    return data


def unpacked(data: QMimeData) -> Load | None:
    """What is being dragged, None when it is something else."""
    if not data.hasFormat(FRAMES_MIME):
        return None
    document, layer, *frames = bytes(data.data(FRAMES_MIME).data()).decode().split("\n")
    return Load(document, tuple(frames), layer)


def badge(load: Load) -> QPixmap:
    """What hangs at the pointer: how many frames it carries."""
    count = len(load.frames)
    words = _("1 cel") if load.layer else ngettext("{count} frame", "{count} frames", count).format(count=count)
    tokens, metrics = theme.current(), QFontMetrics(QApplication.font())
    width, height = metrics.horizontalAdvance(words) + theme.measure(16), theme.measure(24)
    pixmap = QPixmap(width, height)
    pixmap.fill(QColor(tokens.accent))
    painter = QPainter(pixmap)
    painter.setPen(QColor(tokens.on_accent))
    painter.drawText(pixmap.rect(), Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return pixmap


def bring(session: Session, load: Load, target: Document, gap: int) -> None:
    """Put frames of another open sprite in front of the target's frame at `gap`."""
    source = session.workspace.find(load.document)
    if source is None:
        return
    try:
        clips.bring_frames(source, target, load.frames, gap, layer=load.layer)
    except StudioError as error:
        session.report(error)


class TabFrameDrop(QObject):
    """Lets a tab bar, whose tabs are the session's documents in order, take frames."""

    def __init__(self, session: Session, tabs: QTabBar) -> None:
        super().__init__(tabs)
        self._session = session
        self._tabs = tabs
        self._over = -1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._open_tab)
        tabs.setAcceptDrops(True)
        tabs.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragLeaveEvent):
            self._point_at(-1)
            return False
        if not isinstance(event, QDropEvent):
            return False
        load = unpacked(event.mimeData())
        if load is None:
            return False
        index = self._tabs.tabAt(event.position().toPoint())
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            self._point_at(index)
            event.setAccepted(index >= 0)
        else:
            self._point_at(-1)
            self._drop(load, index)
            event.acceptProposedAction()
        return True

    def _point_at(self, index: int) -> None:
        if index == self._over:
            return
        self._over = index
        if index < 0:
            self._rest.stop()
        else:
            self._rest.start()

    def _open_tab(self) -> None:
        if 0 <= self._over < len(self._session.documents):
            self._session.workspace.activate(self._session.documents[self._over])

    def _drop(self, load: Load, index: int) -> None:
        if not 0 <= index < len(self._session.documents):
            return
        target = self._session.documents[index]
        self._session.workspace.activate(target)
        if target.id != load.document:
            bring(self._session, load, target, target.sprite.frame_index(target.cursor.frame) + 1)
