"""The frame around what the form in front would send: dashed, with its size. Lies over a canvas and takes no input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.ui import theme
from studio.ui.bridge import connect
from studio.ui.canvas.overlays import device_rect, snap_to_device
from studio.ui.theme import measure

if TYPE_CHECKING:
    from studio.app.session import Session
    from studio.ui.canvas.view import CanvasView

_DASH = (4.0, 4.0)
_SHADE = 60
"""Of 255: how much darker what is not sent shows."""


class SentFrame(QWidget):
    """Child of a canvas; there only while something of its document would be sent."""

    def __init__(self, session: Session, view: CanvasView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self.setObjectName("sent-frame")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.installEventFilter(self)
        connect(self, session.sending.changed, self._show)
        connect(self, view.document.preview_changed, self._show)
        self._show()

    @property
    def words(self) -> str:
        """What stands at the frame; empty while there is none."""
        part = self._session.sending.part
        return part.words if part is not None and not self.isHidden() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        part = self._session.sending.part
        if part is None:
            return
        view, tokens = self._view.viewport, theme.current()
        painter = QPainter(self)
        snap_to_device(painter, view.ratio)
        rect, canvas = device_rect(view, part.box), device_rect(view, self._view.document.sprite.box)
        _shade_around(painter, canvas, rect)
        line = rect.adjusted(-1, -1, 0, 0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.window), 1))
        painter.drawRect(line)
        pen = QPen(QColor(tokens.accent), 1)
        pen.setDashPattern(list(_DASH))
        painter.setPen(pen)
        painter.drawRect(line)
        self._paint_words(painter, line, part.words, ratio=view.ratio)

    def _paint_words(self, painter: QPainter, line: QRect, words: str, *, ratio: float) -> None:
        """On a plate above the frame, or just inside where there is no room above."""
        tokens = theme.current()
        font = self.font()
        font.setPixelSize(max(1, round(self.fontInfo().pixelSize() * ratio)))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        pad = round(measure(4) * ratio)
        plate = QRect(0, 0, metrics.horizontalAdvance(words) + 2 * pad, metrics.height() + pad // 2)
        edge = QRect(QPoint(0, 0), self.size() * ratio).adjusted(pad, pad, -pad, -pad)
        plate.moveBottomLeft(line.topLeft() - QPoint(0, pad // 2))
        if plate.top() < edge.top():
            plate.moveTop(max(line.top(), edge.top()) + pad)
            plate.moveLeft(line.left() + pad)
        plate.moveLeft(min(max(plate.left(), edge.left()), max(edge.left(), edge.right() - plate.width())))
        painter.fillRect(plate, QColor(tokens.raised))
        painter.setPen(QColor(tokens.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    def _show(self) -> None:
        part = self._session.sending.part
        document = self._view.document
        # A take that is shown in place is no longer what would be sent.
        is_here = part is not None and part.document == document.id and document.preview is None
        self.setGeometry(self._view.rect())
        self.setVisible(is_here)
        self.update()


def _shade_around(painter: QPainter, canvas: QRect, sent: QRect) -> None:
    """Darken what of the canvas is not sent."""
    hole = sent.intersected(canvas)
    if hole == canvas:
        return
    tint = QColor(0, 0, 0, _SHADE)
    painter.fillRect(QRect(canvas.left(), canvas.top(), canvas.width(), hole.top() - canvas.top()), tint)
    below = canvas.bottom() - hole.bottom()
    painter.fillRect(QRect(canvas.left(), hole.bottom() + 1, canvas.width(), below), tint)
    painter.fillRect(QRect(canvas.left(), hole.top(), hole.left() - canvas.left(), hole.height()), tint)
    painter.fillRect(QRect(hole.right() + 1, hole.top(), canvas.right() - hole.right(), hole.height()), tint)
