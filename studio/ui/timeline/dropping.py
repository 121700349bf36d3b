"""What is on its way between sprites: how a drag carries it, and the tabs that take it.

A tab comes to the front when the pointer rests on it, so that frames, poses and masks can be let go at any place of
its timeline; let go on the tab itself, frames come after that sprite's current frame, poses and masks go onto it and
those after it, and a palette takes the place of the palette there.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QDrag,
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
from studio.app.frame_parts import Part
from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.doc.document import Document
from studio.ui import theme
from studio.ui.timeline.drags import Goods, Load

BESIDE_POINTER = QPoint(-12, -12)
"""Where the corner of a badge hangs."""
_MIME = "application/x-sprite-studio-{goods}"
_REST = 500
"""Milliseconds the pointer rests on a tab before it comes to the front."""


def packed(load: Load) -> QMimeData:
    """What a drag carries. Only ids travel: both sprites are open in this program."""
    data = QMimeData()
    data.setData(
        _MIME.format(goods=load.goods), QByteArray("\n".join((load.document, load.layer, *load.frames)).encode())
    )
    return data


def unpacked(data: QMimeData) -> Load | None:
    """What is being dragged, None when it is nothing of a sprite."""
    for goods in Goods:
        mime = _MIME.format(goods=goods)
        if data.hasFormat(mime):
            document, layer, *frames = bytes(data.data(mime).data()).decode().split("\n")
            return Load(document, tuple(frames), layer, goods)
    return None


def drag_of(load: Load, source: QObject) -> QDrag:
    """A drag with its load and a badge at the pointer."""
    drag = QDrag(source)
    drag.setMimeData(packed(load))
    drag.setPixmap(badge(load))
    drag.setHotSpot(BESIDE_POINTER)
    return drag


def badge(load: Load) -> QPixmap:
    """What hangs at the pointer: what it carries, and how much of it."""
    words = _words(load)
    tokens, metrics = theme.current(), QFontMetrics(QApplication.font())
    width, height = metrics.horizontalAdvance(words) + theme.measure(16), theme.measure(24)
    pixmap = QPixmap(width, height)
    pixmap.fill(QColor(tokens.accent))
    painter = QPainter(pixmap)
    painter.setPen(QColor(tokens.on_accent))
    painter.drawText(pixmap.rect(), Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return pixmap


def _words(load: Load) -> str:
    count = len(load.frames)
    match load.goods:
        case Goods.PALETTE:
            return _("Palette")
        case Goods.POSES:
            return ngettext("{count} pose", "{count} poses", count).format(count=count)
        case Goods.MASKS:
            return ngettext("{count} mask", "{count} masks", count).format(count=count)
        case Goods.FRAMES:
            if load.layer:
                return ngettext("{count} cel", "{count} cels", count).format(count=count)
            return ngettext("{count} frame", "{count} frames", count).format(count=count)


def bring(session: Session, load: Load, target: Document, index: int) -> None:
    """Give another open sprite what is carried: frames in front of its frame at `index`, poses and masks onto it.

    What cannot be done is said.
    """
    source = session.workspace.find(load.document)
    if source is None:
        return
    try:
        if load.goods is Goods.FRAMES:
            clips.bring_frames(source, target, load.frames, index, layer=load.layer)
        elif load.goods is Goods.PALETTE:
            clips.bring_palette(source, target)
        else:
            part = Part.POSE if load.goods is Goods.POSES else Part.MASK
            clips.bring_parts(source, target, part, load.frames, index=index)
    except StudioError as error:
        session.report(error)


class TabDrop(QObject):
    """Lets a tab bar, whose tabs are the session's documents in order, take what is carried from another sprite."""

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
            current = target.sprite.frame_index(target.cursor.frame)
            bring(self._session, load, target, current + 1 if load.goods is Goods.FRAMES else current)
