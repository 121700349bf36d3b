"""How a job's card is painted: picture, title and words, state as icon and word, time, provider, price, and a thin
line of progress."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.core.clock import Clock
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.ui import theme
from studio.ui.forms.intents import INTENT_ICONS
from studio.ui.forms.thumbnail import paint_checker, paint_pixels
from studio.ui.icons import icon, icon_pixmap
from studio.ui.jobs.cards import Card, CardMaker
from studio.ui.jobs.model import Index, JobsModel
from studio.ui.jobs.words import spec_of
from studio.ui.theme import Theme, measure

_PICTURE = 48
_LINES = 3
_GAP = 2
_FOR_WORDS = 0.4
"""Share of the first line that a long title leaves to the words, which tell two jobs of a kind apart."""


class JobDelegate(QStyledItemDelegate):
    """Cards of three lines.

    It holds the maker of cards rather than a method of the panel: a child that keeps its panel alive makes a cycle of
    Qt objects, which Python's collector takes apart in any order.
    """

    def __init__(self, parent: QWidget, *, clock: Clock, cards: CardMaker) -> None:
        super().__init__(parent)
        self._clock = clock
        self._cards = cards

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = _LINES * option.fontMetrics.height() + (_LINES - 1) * _GAP
        return QSize(0, max(lines, measure(_PICTURE)) + 2 * measure(8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        job = model.job(index) if isinstance(model, JobsModel) else None
        if job is None:
            return
        card = self._cards.card(job, self._clock.now())
        painter.save()
        tokens = theme.current()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.selected if selected else tokens.hover))
        room = rect.adjusted(measure(8), measure(8), -measure(8), -measure(8))
        self._paint_picture(painter, room, job, card=card, tokens=tokens)
        words = room.adjusted(measure(_PICTURE + 8), 0, 0, 0)
        colours = (tokens.selected_text,) * 2 if selected else (tokens.text, tokens.muted)
        _CardPainter(painter, words, text=colours[0], muted=colours[1]).paint(card, _state_colour(job, card, tokens))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        _paint_progress(painter, rect, job, tokens)
        painter.restore()

    def _paint_picture(self, painter: QPainter, room: QRect, job: Job, *, card: Card, tokens: Theme) -> None:
        side = measure(_PICTURE)
        square = QRect(room.left(), room.top(), side, side)
        if card.picture is None:
            paint_checker(painter, square)
            spec = spec_of(job)
            small = measure(20)
            place = QRect(QPoint(0, 0), QSize(small, small))
            place.moveCenter(square.center())
            icon(INTENT_ICONS[spec.intent] if spec is not None else "image").paint(painter, place)
            return
        paint_pixels(painter, square, card.picture)
        if card.is_early:
            _paint_band(painter, square, tokens)


class _CardPainter:
    """The three lines right of the picture."""

    def __init__(self, painter: QPainter, room: QRect, *, text: str, muted: str) -> None:
        self._painter = painter
        self._room = room
        self._text = text
        self._muted = muted
        self._metrics = painter.fontMetrics()

    def paint(self, card: Card, state_colour: str) -> None:
        """Title and words, state and time, provider and price."""
        asked = f"  ·  {card.asked}" if card.asked else ""
        kept = min(self._metrics.horizontalAdvance(asked), int(self._room.width() * _FOR_WORDS))
        title_width = self._write(0, card.title, self._text, right=kept)
        self._write(0, asked, self._muted, left=title_width)
        self._paint_state(card, state_colour)
        price_width = self._metrics.horizontalAdvance(card.price)
        line = self._line(2)
        room = line.width() - price_width - measure(8)
        whole = "  ·  ".join(filter(None, (card.provider, card.kept_brief)))
        fits = self._metrics.horizontalAdvance(whole) <= room  # the tool tip has it as well
        self._write(2, whole if fits else card.provider, self._muted, right=price_width + measure(8))
        self._painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, card.price)

    def _paint_state(self, card: Card, colour: str) -> None:
        side = measure(16)
        line = self._line(1)
        ratio = self._painter.device().devicePixelRatio()
        picture = icon_pixmap(card.state_icon, size=side, colour=colour, ratio=ratio)
        self._painter.drawPixmap(line.left(), line.center().y() - side // 2, picture)
        words = "  ·  ".join(part for part in (card.state, card.details) if part)
        self._write(1, words, self._muted, left=side + measure(4))

    def _write(self, row: int, words: str, colour: str, *, left: int = 0, right: int = 0) -> int:
        """One line, cut where there is no room; its width."""
        line = self._line(row).adjusted(left, 0, -right, 0)
        if line.width() <= 0:
            return 0
        shown = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, line.width())
        self._painter.setPen(QColor(colour))
        self._painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return self._metrics.horizontalAdvance(shown)

    def _line(self, row: int) -> QRect:
        height = self._metrics.height()
        return QRect(self._room.left(), self._room.top() + row * (height + _GAP), self._room.width(), height)


def _paint_band(painter: QPainter, square: QRect, tokens: Theme) -> None:
    """`early` across the foot of a picture that is not final."""
    band = QRect(square)
    band.setTop(square.bottom() - painter.fontMetrics().height())
    back = QColor(tokens.window)
    back.setAlpha(220)
    painter.fillRect(band, back)
    painter.setPen(QColor(tokens.text))
    painter.drawText(band, Qt.AlignmentFlag.AlignCenter, _("early"))


def _paint_progress(painter: QPainter, rect: QRect, job: Job, tokens: Theme) -> None:
    if not job.is_active:
        return
    line = QRect(rect.left(), rect.bottom() - 2, rect.width(), 3)
    painter.fillRect(line, QColor(tokens.line))
    if job.progress is not None:
        line.setWidth(round(line.width() * job.progress))
        painter.fillRect(line, QColor(tokens.accent))


def _state_colour(job: Job, card: Card, tokens: Theme) -> str:
    if job.state is State.DONE:
        return tokens.good
    if job.needs_attention or card.is_stalled:
        return tokens.warn
    if job.state in (State.FAILED, State.EXPIRED):
        return tokens.bad
    return tokens.accent if job.is_active else tokens.muted
