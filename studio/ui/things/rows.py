"""How a thing's row is painted: picture, name, and what there is of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.app.thing_records import Thing
from studio.core.clock import Clock
from studio.ui import theme
from studio.ui.forms.thumbnail import paint_checker, paint_pixels
from studio.ui.icons import icon, icon_pixmap
from studio.ui.theme import measure
from studio.ui.things.model import Index, ThingsModel
from studio.ui.things.thumbs import Thumbs
from studio.ui.things.words import KIND_ICONS, facts_words, place_words

_PICTURE = 48


class ThingDelegate(QStyledItemDelegate):
    """Rows of 64 px. A picture is asked for when its row is painted, so only by rows in view."""

    def __init__(self, parent: QWidget, *, clock: Clock, thumbs: Thumbs) -> None:
        super().__init__(parent)
        self._clock = clock
        self._thumbs = thumbs

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, measure(64))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        thing = model.thing(index) if isinstance(model, ThingsModel) else None
        if thing is None:
            return
        painter.save()
        tokens = theme.current()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.selected if selected else tokens.hover))
        room = rect.adjusted(measure(8), measure(8), -measure(8), -measure(8))
        self._paint_picture(painter, room, thing)
        words = room.adjusted(measure(_PICTURE + 8), 0, 0, 0)
        text, muted = (tokens.selected_text,) * 2 if selected else (tokens.text, tokens.muted)
        self._paint_lines(painter, words, thing, text=text, muted=muted)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _paint_picture(self, painter: QPainter, room: QRect, thing: Thing) -> None:
        side = measure(_PICTURE)
        square = QRect(room.left(), room.top(), side, side)
        pixels = self._thumbs.of(thing)
        if pixels is not None:
            paint_pixels(painter, square, pixels)
            return
        paint_checker(painter, square)
        place = QRect(QPoint(0, 0), QSize(measure(20), measure(20)))
        place.moveCenter(square.center())
        icon(KIND_ICONS[thing.kind]).paint(painter, place)

    def _paint_lines(self, painter: QPainter, room: QRect, thing: Thing, *, text: str, muted: str) -> None:
        metrics = painter.fontMetrics()
        third = place_words(thing, self._clock.now()) or ", ".join(thing.tags)
        lines = [(thing.title, text, ""), (facts_words(thing), muted, "warning" if thing.missing else "")]
        if third:
            lines.append((third, muted, "clock" if thing.expires is not None else ""))
        step = room.height() // max(2, len(lines))
        for number, (words, colour, picture) in enumerate(lines):
            line = QRect(room.left(), room.top() + number * step, room.width(), step)
            if picture:
                side = measure(16)
                shade = theme.current().warn if picture == "warning" else muted
                drawn = icon_pixmap(picture, size=side, colour=shade, ratio=painter.device().devicePixelRatio())
                painter.drawPixmap(line.left(), line.center().y() - side // 2 + 1, drawn)
                line.adjust(side + measure(4), 0, 0, 0)
            painter.setPen(QColor(colour))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
