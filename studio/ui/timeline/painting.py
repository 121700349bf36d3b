"""Draws the timeline from its layout. Everything that is told by colour is told by shape or a word as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen, QPolygonF

from studio.app.key_marks import KeyMark
from studio.app.toolbox import ToolBox
from studio.core.geometry import Size
from studio.doc.document import Cursor, Document
from studio.doc.model import CelKey, LayerKind, Playback, Tag
from studio.doc.pixels import Pixels
from studio.ui import theme
from studio.ui.icons import icon_pixmap
from studio.ui.timeline.drags import NO_MARKS, Marks
from studio.ui.timeline.key_row import draw_key
from studio.ui.timeline.layout import Rect, Row, RowKind, TimelineLayout
from studio.ui.timeline.words import row_title, tag_letters

_ARROWS = {
    Playback.FORWARD: "→",
    Playback.REVERSE: "←",
    Playback.PINGPONG: "⇄",
    Playback.PINGPONG_REVERSE: "⇆",
}

_ROW_ICONS = {RowKind.MASK: "mask", RowKind.POSE: "skeleton", RowKind.KEY: "key-frame"}
_TIMES_FROM = 64
"""Width of a cell, in logical pixels at scale 1, from which it shows the frame's time."""
_ON_LIGHT, _ON_DARK = "#15171a", "#ffffff"
"""Words on a tag's bar, whose colour a person chose."""


class Thumbnails(Protocol):
    """Gives pictures of cels in whole sprite pixels, at most `side` wide and high."""

    def of(self, key: CelKey, side: int) -> Pixels | None: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """What is chosen and what a drag would do."""

    cursor: Cursor
    selected: frozenset[int]
    marks: Marks = NO_MARKS
    focused: bool = False
    ghosts: tuple[range, range] = (range(0), range(0))
    """Frames before and after that the onion skin shows."""
    keys: Mapping[str, KeyMark] = field(default_factory=dict)
    """Frame id -> its mark as key frame."""

    @classmethod
    def of(
        cls, document: Document, toolbox: ToolBox, *, marks: Marks, focused: bool, keys: Sequence[KeyMark] = ()
    ) -> Shown:
        """What a document, the onion skin and the key frames give."""
        sprite, chosen = document.sprite, document.selected_frames
        here = sprite.frame_index(document.cursor.frame)
        before = range(max(0, here - toolbox.onion_before), here)
        after = range(here + 1, min(len(sprite.frames), here + 1 + toolbox.onion_after))
        return cls(
            cursor=document.cursor,
            selected=frozenset(map(sprite.frame_index, chosen)) if len(chosen) > 1 else frozenset(),
            marks=marks,
            focused=focused,
            keys={mark.frame: mark for mark in keys},
            ghosts=(before, after) if toolbox.onion_shown else (range(0), range(0)),
        )


def room_of_digits(font: QFont) -> Size:
    """Logical pixels of the number of a frame, two digits as bold as the current one's."""
    return _room_of_digits(font.toString())


@lru_cache(maxsize=4)
def _room_of_digits(description: str) -> Size:
    font = QFont()
    font.fromString(description)
    font.setBold(True)
    metrics = QFontMetrics(font)
    return Size(metrics.horizontalAdvance("00"), metrics.height())


class TimelinePainter:
    """One for one paint event."""

    def __init__(self, painter: QPainter, layout: TimelineLayout, shown: Shown, thumbnails: Thumbnails) -> None:
        self._painter = painter
        self._layout = layout
        self._shown = shown
        self._thumbnails = thumbnails
        self._tokens = theme.current()
        self._pictures = layout.measures.pictures
        self._small = QFont(painter.font())
        self._small.setStyleHint(QFont.StyleHint.SansSerif)

    def paint(self, area: QRect) -> None:
        """Everything that lies in `area` of the viewport."""
        tokens, layout = self._tokens, self._layout
        self._painter.fillRect(area, QColor(tokens.panel))
        first = layout.frame_at(max(area.left(), layout.measures.names))
        last = layout.frame_at(area.right())
        body = QRect(layout.measures.names, layout.header, area.width(), area.height())
        self._painter.save()
        self._painter.setClipRect(body.intersected(area))
        for index in range(len(layout.rows)):
            self._draw_row(index, range(first, last + 1))
        self._draw_drop_cells()
        self._painter.restore()
        self._draw_names(area)
        self._draw_header(area, range(first, last + 1))
        self._draw_playhead(area)
        self._draw_drop_gap(area)

    # --- rows of cells

    def _draw_row(self, index: int, frames: range) -> None:
        row = self._layout.rows[index]
        rects = {frame: QRect(*self._layout.cell_rect(index, frame)) for frame in frames}
        for frame, rect in rects.items():
            self._draw_ground(index, frame, rect)
        self._draw_lines(index, frames)
        for frame, rect in rects.items():
            if row.kind is RowKind.LAYER:
                self._draw_cel(row, frame, rect)
            elif row.kind is RowKind.MASK:
                self._draw_mask(frame, rect)
            elif row.kind is RowKind.POSE:
                self._draw_pose(frame, rect)
            elif (mark := self._shown.keys.get(self._layout.sprite.frames[frame].id)) is not None:
                draw_key(self._painter, rect, mark)

    def _draw_ground(self, index: int, frame: int, rect: QRect) -> None:
        if frame in self._shown.selected:
            self._painter.fillRect(rect, QColor(self._tokens.selected))
        elif index % 2:
            stripe = QColor(self._tokens.hover)
            stripe.setAlpha(110)
            self._painter.fillRect(rect, stripe)

    def _draw_lines(self, index: int, frames: range) -> None:
        """Below the row, and paler between its cells."""
        layout = self._layout
        top, bottom = layout.row_y(index), layout.row_y(index) + layout.measures.row - 1
        line = QColor(self._tokens.line)
        self._painter.setPen(line)
        self._painter.drawLine(layout.frame_x(frames.start), bottom, layout.frame_x(frames.stop) - 1, bottom)
        line.setAlpha(90)
        self._painter.setPen(line)
        for frame in frames:
            right = layout.frame_x(frame + 1) - 1
            self._painter.drawLine(right, top, right, bottom)

    def _draw_cel(self, row: Row, frame: int, rect: QRect) -> None:
        layer = row.layer
        if layer is None or layer.kind is LayerKind.GROUP:
            return
        sprite = self._layout.sprite
        key = CelKey(layer.id, sprite.frames[frame].id)
        cel = sprite.cels.get(key)
        active = self._shown.cursor == (layer.id, key.frame)
        if active:
            self._painter.setPen(QPen(QColor(self._tokens.accent), 2 if self._shown.focused else 1))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(rect.adjusted(1, 1, -2, -2))
        colour = QColor(self._tokens.text if layer.visible else self._tokens.disabled)
        if cel is None:
            self._draw_dot(rect, 2, QColor(self._tokens.disabled), filled=False)
            return
        if cel.link is not None:
            self._draw_link(CelKey(layer.id, self._next_frame(frame)), cel.link, rect, colour)
        picture = self._thumbnails.of(key, min(rect.width(), rect.height()) - 4) if self._pictures else None
        if picture is not None:
            self._draw_picture(picture, rect)
            return
        self._draw_dot(rect, 4, colour, filled=True)

    def _draw_dot(self, rect: QRect, radius: float, colour: QColor, *, filled: bool) -> None:
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(Qt.PenStyle.NoPen if filled else QPen(colour, 1))
        self._painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
        self._painter.drawEllipse(QRectF(rect).center(), radius, radius)
        self._painter.restore()

    def _draw_link(self, following: CelKey, link: str, rect: QRect, colour: QColor) -> None:
        """A line to the right where the next frame shows the same linked cel."""
        neighbour = self._layout.sprite.cels.get(following)
        if neighbour is not None and neighbour.link == link:
            self._painter.setPen(QPen(colour, 2))
            middle = rect.center() + QPoint(1, 1)
            self._painter.drawLine(middle, middle + QPoint(rect.width(), 0))

    def _next_frame(self, frame: int) -> str:
        frames = self._layout.sprite.frames
        return frames[frame + 1].id if frame + 1 < len(frames) else ""

    def _draw_picture(self, picture: Pixels, rect: QRect) -> None:
        height, width = picture.shape[:2]
        image = QImage(picture.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        zoom = max(1, min((rect.width() - 4) // width, (rect.height() - 4) // height))
        place = QRect(0, 0, width * zoom, height * zoom)
        place.moveCenter(rect.center())
        self._painter.fillRect(place, QColor(self._tokens.checker_a))
        self._painter.drawImage(place, image)

    def _draw_mask(self, frame: int, rect: QRect) -> None:
        if self._layout.sprite.frames[frame].mask is None:
            return
        tint = QColor(self._tokens.mask)
        box = QRect(0, 0, 12, 10)
        box.moveCenter(rect.center())
        self._painter.setPen(QPen(tint, 1))
        self._painter.setBrush(tint)
        self._painter.setBrush(Qt.BrushStyle.BDiagPattern)
        self._painter.drawRect(box)

    def _draw_pose(self, frame: int, rect: QRect) -> None:
        pose = self._layout.sprite.frames[frame].pose
        if pose is None:
            return
        tint, middle = QColor(self._tokens.pose), QPointF(rect.center()) + QPointF(0.5, 0.5)
        diamond = QPolygonF([middle + QPointF(*corner) for corner in ((0, -5), (5, 0), (0, 5), (-5, 0))])
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(tint, 1.5))
        self._painter.setBrush(tint if pose.key else Qt.BrushStyle.NoBrush)
        self._painter.drawPolygon(diamond)
        self._painter.restore()

    # --- names

    def _draw_names(self, area: QRect) -> None:
        layout, tokens = self._layout, self._tokens
        column = QRect(0, layout.header, layout.measures.names, area.height())
        self._painter.save()
        self._painter.setClipRect(column)
        self._painter.fillRect(column, QColor(tokens.panel))
        for index, row in enumerate(layout.rows):
            rect = QRect(0, layout.row_y(index), layout.measures.names, layout.measures.row)
            self._draw_name(row, rect)
        self._painter.restore()
        self._painter.setPen(QColor(tokens.line))
        self._painter.drawLine(column.right(), 0, column.right(), area.bottom())

    def _draw_name(self, row: Row, rect: QRect) -> None:
        tokens, m = self._tokens, self._layout.measures
        layer = row.layer
        if layer is not None and layer.id == self._shown.cursor.layer:
            self._painter.fillRect(rect, QColor(tokens.selected))
            self._painter.setPen(QColor(tokens.selected_text))
        else:
            self._painter.setPen(QColor(tokens.text if layer is None or layer.visible else tokens.muted))
        left = rect.left() + 2 * m.icon + row.depth * m.indent
        if layer is not None:
            self._draw_icon("eye" if layer.visible else "eye-off", rect, 0, strong=not layer.visible)
            self._draw_icon("lock" if layer.locked else "unlock", rect, m.icon, strong=layer.locked)
            if layer.kind is LayerKind.GROUP:
                self._draw_icon("chevron-right" if layer.collapsed else "chevron-down", rect, left, strong=True)
                left += m.icon
        else:
            self._draw_icon(_ROW_ICONS[row.kind], rect, m.icon, strong=True)
        text = QRect(left + 4, rect.top(), rect.right() - left - 8, rect.height())
        self._painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._elided(row_title(row), text.width()))
        self._painter.setPen(QColor(tokens.line))
        self._painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _draw_icon(self, name: str, rect: QRect, left: int, *, strong: bool) -> None:
        side = theme.measure(16)
        colour = self._tokens.text if strong else self._tokens.muted
        ratio = self._painter.device().devicePixelRatio()
        pixmap = icon_pixmap(name, size=side, colour=colour, ratio=ratio)
        pad = (self._layout.measures.icon - side) // 2
        self._painter.drawPixmap(left + pad, rect.top() + (rect.height() - side) // 2, pixmap)

    # --- header

    def _draw_header(self, area: QRect, frames: range) -> None:
        layout, tokens = self._layout, self._tokens
        head = QRect(0, 0, area.right() + 1, layout.header)
        self._painter.fillRect(head, QColor(tokens.panel))
        self._painter.save()
        self._painter.setClipRect(QRect(layout.measures.names, 0, area.right(), layout.header))
        for tag in layout.tags:
            self._draw_tag(tag, layout.tag_rect(tag))
        top = layout.header - layout.measures.numbers
        for frame in frames:
            rect = QRect(layout.frame_x(frame), top, layout.measures.cell, layout.measures.numbers)
            current = layout.sprite.frames[frame].id == self._shown.cursor.frame
            if frame in self._shown.selected:
                self._painter.fillRect(rect, QColor(tokens.selected))
            self._painter.setPen(QColor(tokens.accent if current else tokens.muted))
            font = QFont(self._small)
            font.setBold(current)
            self._painter.setFont(font)
            self._draw_number(frame, rect)
            self._draw_ghost_mark(frame, rect)
        self._painter.setFont(self._small)
        self._painter.restore()
        self._painter.setPen(QColor(tokens.line))
        self._painter.drawLine(0, head.bottom(), head.right(), head.bottom())

    def _draw_number(self, frame: int, rect: QRect) -> None:
        """The frame's number; in wide cells its time in ms at the right."""
        if rect.width() < theme.measure(_TIMES_FROM):
            self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(frame + 1))
            return
        inner, middle = rect.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, str(frame + 1))
        self._painter.setFont(self._small)
        time = str(round(float(self._layout.sprite.frames[frame].duration)))
        self._painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, time)

    def _draw_ghost_mark(self, frame: int, rect: QRect) -> None:
        """A small triangle that points at the current frame, for frames the onion skin shows."""
        before, after = self._shown.ghosts
        if frame not in before and frame not in after:
            return
        way = 1 if frame in before else -1
        foot = QPointF(rect.center().x() + 0.5, rect.bottom() - 2)
        corners = (QPointF(-2.5 * way, -2.5), QPointF(2.5 * way, 0), QPointF(-2.5 * way, 2.5))
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._tokens.onion_past if way > 0 else self._tokens.onion_next))
        self._painter.drawPolygon(QPolygonF([foot + corner for corner in corners]))
        self._painter.restore()

    def _draw_tag(self, tag: Tag, rect: Rect) -> None:
        box = QRect(*rect)
        colour = QColor(*tag.colour)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawRoundedRect(box, 3, 3)
        if tag.id in self._shown.marks.joins:
            self._painter.setPen(QPen(QColor(self._tokens.text), 2))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
        dark = colour.lightness() > 128
        on_bar = QColor(_ON_LIGHT if dark else _ON_DARK)
        self._painter.setPen(on_bar)
        has_handles = box.width() > 2 * self._layout.measures.grip + 24
        if has_handles:
            for x in (box.left() + 3, box.right() - 3):
                self._painter.drawLine(x, box.top() + 4, x, box.bottom() - 4)
        label = f"{tag.name} {_ARROWS[tag.playback]}" + (f" ×{tag.repeat}" if tag.repeat else "")
        left = max(box.left(), self._layout.measures.names) + (8 if has_handles else 3)
        text = QRect(left, box.top(), box.right() - left - (8 if has_handles else 1), box.height())
        room = QFontMetrics(self._painter.font()).horizontalAdvance(tag.name)
        if has_handles and text.width() >= room:
            self._painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._elided(label, text.width()))
        else:
            self._draw_narrow_name(tag.name, text, self._layout.room_right_of(tag))

    def _draw_narrow_name(self, name: str, text: QRect, room: int) -> None:
        """The name of a tag too short for it: beside the bar where nothing is, else its letters."""
        metrics = QFontMetrics(self._painter.font())
        if room >= metrics.horizontalAdvance(name) + 12:
            self._painter.setPen(QColor(self._tokens.text))
            beside = QRect(text.right() + 6, text.top(), room - 6, text.height())
            self._painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, name)
            return
        self._painter.save()
        self._painter.setClipRect(text, Qt.ClipOperation.IntersectClip)
        self._painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, tag_letters(name))
        self._painter.restore()

    # --- marks

    def _draw_playhead(self, area: QRect) -> None:
        layout = self._layout
        x = layout.frame_x(layout.sprite.frame_index(self._shown.cursor.frame)) + layout.measures.cell // 2
        if x < layout.measures.names:
            return
        self._painter.setPen(QPen(QColor(self._tokens.playhead), 1))
        self._painter.drawLine(x, layout.header - 4, x, layout.header)
        bottom = min(area.bottom(), layout.row_y(len(layout.rows)) - 1)
        line = QColor(self._tokens.playhead)
        line.setAlpha(110)
        self._painter.setPen(QPen(line, 1))
        self._painter.drawLine(x, layout.header, x, bottom)

    def _draw_drop_gap(self, area: QRect) -> None:
        if self._shown.marks.gap is not None:
            x = self._layout.frame_x(self._shown.marks.gap)
            self._painter.setPen(QPen(QColor(self._tokens.accent), 3))
            self._painter.drawLine(x, self._layout.header - self._layout.measures.numbers, x, area.bottom())

    def _draw_drop_cells(self) -> None:
        for cell in self._shown.marks.cells:
            rect = QRect(*self._layout.cell_rect(*cell))
            self._painter.setPen(QPen(QColor(self._tokens.accent), 2, Qt.PenStyle.DashLine))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _elided(self, text: str, width: int) -> str:
        metrics = QFontMetrics(self._painter.font())
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
