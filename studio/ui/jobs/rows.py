"""How a job's row is painted: picture, title, state as icon and word, time, price, and a thin line of progress."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.app.results import take_id
from studio.app.takes import TakeShelf
from studio.core.clock import Clock
from studio.doc.pixels import Pixels
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.ui import theme
from studio.ui.forms.intents import INTENT_ICONS
from studio.ui.forms.thumbnail import paint_checker, paint_pixels
from studio.ui.icons import icon, icon_pixmap
from studio.ui.jobs.model import Index, JobsModel
from studio.ui.jobs.words import STATE_ICONS, price_words, provider_words, spec_of, state_title, time_words
from studio.ui.theme import Theme, measure

_PICTURE = 40


class JobDelegate(QStyledItemDelegate):
    """Rows of 56 px, with the first frame of a job's take where that is on the shelf.

    It holds the shelf rather than a method of the panel: a child that keeps its panel alive makes a cycle of Qt
    objects, which Python's collector takes apart in any order.
    """

    def __init__(self, parent: QWidget, *, clock: Clock, takes: TakeShelf) -> None:
        super().__init__(parent)
        self._clock = clock
        self._takes = takes

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, measure(56))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        job = model.job(index) if isinstance(model, JobsModel) else None
        if job is None:
            return
        painter.save()
        tokens = theme.current()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.selected if selected else tokens.hover))
        room = rect.adjusted(measure(8), measure(8), -measure(8), -measure(8))
        self._paint_picture(painter, room, job)
        words = room.adjusted(measure(_PICTURE + 8), 0, 0, 0)
        text, muted = (tokens.selected_text,) * 2 if selected else (tokens.text, tokens.muted)
        self._paint_title(painter, words, job, text=text, muted=muted)
        self._paint_state(painter, words, job, tokens=tokens, muted=muted)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._paint_progress(painter, rect, job, tokens)
        painter.restore()

    def _paint_picture(self, painter: QPainter, room: QRect, job: Job) -> None:
        side = measure(_PICTURE)
        square = QRect(room.left(), room.top(), side, side)
        pixels = self._picture_of(job)
        if pixels is not None:
            paint_pixels(painter, square, pixels)
            return
        paint_checker(painter, square)
        spec = spec_of(job)
        small = measure(20)
        place = QRect(QPoint(0, 0), QSize(small, small))
        place.moveCenter(square.center())
        icon(INTENT_ICONS[spec.intent] if spec is not None else "image").paint(painter, place)

    def _picture_of(self, job: Job) -> Pixels | None:
        wanted = take_id(job.id)
        take = next((take for take in self._takes.takes if take.id == wanted), None)
        return take.frames[0] if take is not None and take.frames else None

    def _paint_title(self, painter: QPainter, room: QRect, job: Job, *, text: str, muted: str) -> None:
        metrics = painter.fontMetrics()
        price = price_words(job)
        price_width = metrics.horizontalAdvance(price)
        painter.setPen(QColor(text))
        title = metrics.elidedText(job.title, Qt.TextElideMode.ElideRight, room.width() - price_width - measure(8))
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QColor(muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, price)

    def _paint_state(self, painter: QPainter, room: QRect, job: Job, *, tokens: Theme, muted: str) -> None:
        metrics = painter.fontMetrics()
        side = measure(16)
        line = QRect(room.left(), room.bottom() - metrics.height() + 1, room.width(), metrics.height())
        colour = _state_colour(job, tokens)
        ratio = painter.device().devicePixelRatio()
        picture = icon_pixmap(STATE_ICONS[job.state], size=side, colour=colour, ratio=ratio)
        painter.drawPixmap(line.left(), line.center().y() - side // 2, picture)
        line.adjust(side + measure(4), 0, 0, 0)
        parts = [state_title(job), job.error or time_words(job, self._clock.now()), provider_words(job)]
        words = "  ·  ".join(part for part in parts if part)
        painter.setPen(QColor(muted))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_progress(self, painter: QPainter, rect: QRect, job: Job, tokens: Theme) -> None:
        if not job.is_active:
            return
        line = QRect(rect.left(), rect.bottom() - 2, rect.width(), 3)
        painter.fillRect(line, QColor(tokens.line))
        if job.progress is not None:
            line.setWidth(round(line.width() * job.progress))
            painter.fillRect(line, QColor(tokens.accent))


def _state_colour(job: Job, tokens: Theme) -> str:
    if job.state is State.DONE:
        return tokens.good
    if job.needs_attention:
        return tokens.warn
    if job.state in (State.FAILED, State.EXPIRED):
        return tokens.bad
    return tokens.accent if job.is_active else tokens.muted
