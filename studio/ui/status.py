"""The status bar: frame, size, cell and colour under the pointer; what the tool does; whether all is saved."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStatusBar

from studio.app.session import Session
from studio.app.toolbox import Mode, Tool
from studio.core.geometry import Box, Point
from studio.core.words import _, ngettext
from studio.doc.palette import Colour
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.theme import measure

_MARGIN: Final = 8
_FACTS_WIDTH: Final = 300
_Label = TypeVar("_Label", bound=QLabel)


class SteadyLabel(PlainLabel):
    """Says something else at every cell: of a fixed size that only grows, since a label that may change its size makes
    the window lay out all its docks at each text."""

    def show_text(self, text: str) -> None:
        """Show the text, with more room where it needs more."""
        metrics = self.fontMetrics()
        needed = metrics.horizontalAdvance(text) + 2 * measure(_MARGIN)
        room = QSize(max(self.minimumWidth(), measure(_FACTS_WIDTH), needed), metrics.height())
        if room != self.minimumSize():
            self.setFixedSize(room)
        self.setText(text)


class HintLabel(PlainLabel):
    """Stands in the middle of what room there is, cut at its end, and never makes the window wider."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, room = QPainter(self), self.contentsRect()
        painter.setPen(self.palette().color(self.foregroundRole()))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)


class Status:
    """Writes to the labels it puts into a QStatusBar; `show` and `point` are the only ways."""

    def __init__(self, bar: QStatusBar, session: Session) -> None:
        self._session = session
        self._said = ""
        self._facts = _label(SteadyLabel(bar), "status-facts")
        self._hint = _label(HintLabel(bar), "status-hint")
        self._saved = _label(PlainLabel(bar), "status-saved")
        bar.addWidget(self._facts)
        bar.addWidget(self._hint, 1)
        bar.addPermanentWidget(self._saved)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._cell: Point | None = None

    def point(self, cell: Point | None) -> None:
        """The cell under the pointer, None outside the sprite."""
        self._cell = cell
        self._show_facts()

    def say(self, sentence: str) -> None:
        """A sentence of the canvas, in place of the tool's hint until the next change of tool."""
        self._said = sentence
        self._show_hint()

    def show(self) -> None:
        """Everything anew."""
        self._said = ""
        self._show_facts()
        self._show_hint()
        document = self._session.active
        if document is None:
            self._saved.setText("")
        elif document.sprite.read_only:
            self._saved.setText(_("read-only"))
        else:
            self._saved.setText(_("unsaved changes") if document.is_dirty else _("saved"))

    def _show_facts(self) -> None:
        document = self._session.active
        if document is None:
            self._facts.show_text("")
            return
        sprite = document.sprite
        frame = sprite.frame_index(document.cursor.frame) + 1
        parts = [
            _("frame {frame}/{count}").format(frame=frame, count=len(sprite.frames)),
            f"{sprite.size.width} × {sprite.size.height}",
        ]
        selected = len(document.selected_frames)
        if selected > 1:
            parts.append(ngettext("{count} frame selected", "{count} frames selected", selected).format(count=selected))
        cell = self._cell
        if cell is not None and sprite.box.contains(*cell):
            parts.append(f"x {cell.x}  y {cell.y}")
            pixel = document.composed(document.cursor.frame, Box(cell.x, cell.y, 1, 1))
            colour = Colour(*(int(value) for value in pixel[0, 0]))
            parts.append(colour.hex if colour.a else _("transparent"))
        self._facts.show_text("   ".join(parts))

    def _show_hint(self) -> None:
        text = self._said or hint(self._session.toolbox.mode, self._session.toolbox.tool)
        self._hint.setText(text)
        self._hint.setToolTip(plain_tip(text))


def hint(mode: Mode, tool: Tool) -> str:
    """What the tool and its modifiers do, in one line."""
    if mode is Mode.POSE and tool not in (Tool.HAND, Tool.ZOOM):
        return _("Drag a joint; Ctrl drags its limb, Shift the whole pose; arrows nudge; right click lists joints")
    texts = {
        Tool.PENCIL: _("Drag to draw; Shift adds a line; right button uses the second colour; Alt picks a colour"),
        Tool.ERASER: _("Drag to erase"),
        Tool.EYEDROPPER: _("Click to pick a colour; right button picks the second colour"),
        Tool.FILL: _("Click to fill an area of one colour"),
        Tool.LINE: _("Drag to draw a line; Shift keeps to steps of 45 degrees"),
        Tool.RECTANGLE: _("Drag to draw a rectangle; Shift makes it square"),
        Tool.ELLIPSE: _("Drag to draw an ellipse; Shift makes it a circle"),
        Tool.MARQUEE: _("Drag to select; Shift adds; Alt takes away"),
        Tool.LASSO: _("Draw around what to select; Shift adds; Alt takes away"),
        Tool.WAND: _("Click to select one colour; Shift adds; Alt takes away"),
        Tool.MOVE: _("Drag to move the selection or the cel; arrows move by a pixel"),
        Tool.HAND: _("Drag to move the view"),
        Tool.ZOOM: _("Click to zoom in; right button zooms out"),
    }
    if mode is Mode.MASK and tool in (Tool.PENCIL, Tool.ERASER):
        paint = _("Mask: drag to mark what is to be redrawn; right button unmarks")
        return paint if tool is Tool.PENCIL else _("Mask: drag to unmark")
    return (
        _("Mask: {hint}").format(hint=texts[tool][:1].lower() + texts[tool][1:]) if mode is Mode.MASK else texts[tool]
    )


def _label(label: _Label, name: str) -> _Label:
    label.setObjectName(name)
    label.setContentsMargins(measure(_MARGIN), 0, measure(_MARGIN), 0)
    return label
