"""The grid of the timeline: one widget that draws everything, scrolls, and turns pointer and keys into edits.

A press picks what it means, the drag it becomes (`studio.ui.timeline.drags`) carries it out, the release makes at
most one undo step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc.document import Document, Edit
from studio.doc.model import Tag
from studio.ui import theme
from studio.ui.labels import plain_tip
from studio.ui.timeline import keys
from studio.ui.timeline.choosing import FrameChoice
from studio.ui.timeline.drags import Cell, Drag, Load, Marks, Place, WidenNames
from studio.ui.timeline.dropping import drag_of, unpacked
from studio.ui.timeline.incoming import Incoming
from studio.ui.timeline.key_row import key_tip
from studio.ui.timeline.layout import Hit, TimelineLayout, Zone, measures_for
from studio.ui.timeline.painting import Shown, TimelinePainter, room_of_digits
from studio.ui.timeline.presses import Begun, Held, Presses
from studio.ui.timeline.thumbnails import CelThumbnails
from studio.ui.timeline.words import cell_words, tip_of

if TYPE_CHECKING:
    from studio.app.session import Session

CELL_WIDTHS = (24, 32, 40, 48, 64, 72)
NAMES_WIDTHS = (168, 96, 400)
"""Width of the layers' names at first, least and most."""
_EDGE = 24
"""Logical pixels at the ends of the view in which a drag scrolls on."""
_LEAVES = 24
"""Logical pixels outside the view from which a drag is offered to other widgets."""
_SCROLL_EVERY = 40
"""Milliseconds between two scroll steps of a drag."""


class TimelineGrid(QAbstractScrollArea):
    """`menu_asked` gives a Hit and a global point; `tag_edit_asked` a Tag; `focus_changed` comes when the frames of
    another tag, or all of them, are shown."""

    menu_asked = Signal(object, object)
    tag_edit_asked = Signal(object)
    focus_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._document: Document | None = None
        self._choice: FrameChoice | None = None
        self._thumbnails = CelThumbnails()
        self._cell = CELL_WIDTHS[0]
        self._names = NAMES_WIDTHS[0]
        self._only = ""
        self._presses: Presses | None = None
        self._incoming: Incoming | None = None
        self._begun = Begun()
        self._drag: Drag | None = None
        self._pressed_at = QPoint()
        self._marks = Marks()
        self._scroll_on = QTimer(self)
        self._build()

    @property
    def cell_width(self) -> int:
        """Logical pixels at scale 1."""
        return self._cell

    @property
    def marks(self) -> Marks:
        """What a release would do now."""
        return self._marks

    @property
    def focus(self) -> Tag | None:
        """The tag whose frames alone are shown."""
        tags = self._document.sprite.tags if self._document is not None else ()
        return next((tag for tag in tags if tag.id == self._only), None)

    def show_only(self, tag: Tag | None) -> None:
        """Show the frames of one tag until the cursor leaves it, or all frames."""
        self._only = tag.id if tag is not None else ""
        if tag is not None and self._choice is not None and self._document is not None and not self._is_focus_kept():
            self._choice.pick(self._document.sprite.frame_index(tag.first))
        self.refresh()
        self.focus_changed.emit()

    def set_cell_width(self, width: int) -> None:
        """Another zoom of the time axis, the current frame stays where it is."""
        before = self.layout_now()
        self._cell = min(CELL_WIDTHS[-1], max(CELL_WIDTHS[0], width))
        self._fit_scroll_bars()
        after = self.layout_now()
        if before is not None and after is not None and self._document is not None:
            index = self._document.sprite.frame_index(self._document.cursor.frame)
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + after.frame_x(index) - before.frame_x(index))
        self.refresh()

    def use(self, document: Document | None) -> None:
        """Show another document."""
        self._document = document
        self._only = ""
        self._thumbnails.use(document)
        self._end_drag()
        if document is None:
            self._choice = self._presses = self._incoming = None
        else:
            self._choice = FrameChoice(document)
            self._presses = Presses(document, self._choice, session=self._session, apply=self._apply)
            self._incoming = Incoming(self._session, document, self._apply)
        self.refresh()

    def refresh(self) -> None:
        """Draw anew after any change of the document."""
        if self._only and not self._is_focus_kept():
            self._only = ""
            self.focus_changed.emit()
        self._fit_scroll_bars()
        self._describe()
        self.viewport().update()

    def drop_drag(self) -> None:
        """Forget a drag under way: what it holds may be gone."""
        self._end_drag()

    def layout_now(self) -> TimelineLayout | None:
        """Where everything stands at the moment, a tag that is being stretched included."""
        if self._document is None:
            return None
        return TimelineLayout.of(
            self._document.sprite,
            measures_for(self._cell, self._names, theme.measure, text=room_of_digits(self.font())),
            scroll_x=self.horizontalScrollBar().value(),
            scroll_y=self.verticalScrollBar().value(),
            stretched=self._marks.tag,
            only=self._only,
            keys=self._session.key_marks.is_shown(self._document),
        )

    def show_cursor(self) -> None:
        """Scroll until the current cell can be seen."""
        layout, document = self.layout_now(), self._document
        if layout is None or document is None or self._drag is not None:
            return
        m, view = layout.measures, self.viewport()
        left = layout.frame_x(document.sprite.frame_index(document.cursor.frame))
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + _overshoot(left, left + m.cell, m.names, view.width()))
        rows = layout.rows_in_sight(document.cursor.layer)
        top, bottom = layout.row_y(rows.start), layout.row_y(rows.stop)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + _overshoot(top, bottom, layout.header, view.height()))

    # --- construction

    def _build(self) -> None:
        self.setObjectName("timeline-grid")
        self.setAccessibleName(_("Timeline"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        self._scroll_on.setInterval(_SCROLL_EVERY)
        self._scroll_on.timeout.connect(self._scroll_at_edge)
        theme.theme_changed.connect(self.refresh)

    def _is_focus_kept(self) -> bool:
        document, tag = self._document, self.focus
        if document is None or tag is None:
            return False
        return document.sprite.frame_index(document.cursor.frame) in document.sprite.tag_range(tag)

    def _fit_scroll_bars(self) -> None:
        layout = self.layout_now()
        width, height = (layout.content_width, layout.content_height) if layout is not None else (0, 0)
        for bar, content, room in (
            (self.horizontalScrollBar(), width, self.viewport().width()),
            (self.verticalScrollBar(), height, self.viewport().height()),
        ):
            bar.setRange(0, max(0, content - room))
            bar.setPageStep(room)
            bar.setSingleStep(theme.measure(24))

    def _describe(self) -> None:
        """Tell screen readers which cell is the current one."""
        words = _("No sprite is open.") if self._document is None else cell_words(self._document)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        layout, document = self.layout_now(), self._document
        if layout is None or document is None:
            painter.fillRect(event.rect(), self.palette().window())
            return
        keys_shown = self._session.key_marks.of(document)
        toolbox, focused = self._session.toolbox, self.hasFocus()
        shown = Shown.of(document, toolbox, marks=self._marks, focused=focused, keys=keys_shown)
        TimelinePainter(painter, layout, shown, self._thumbnails).paint(self.viewport().rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_scroll_bars()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._end_drag()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._end_drag()

    # --- pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        layout, presses = self.layout_now(), self._presses
        if layout is None or presses is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self._end_drag()
        self._pressed_at = event.position().toPoint()
        hit = layout.hit(event.position().x(), event.position().y())
        if hit.zone is Zone.BORDER:
            self._begun = Begun(WidenNames(self._widen_names))
        else:
            self._begun = presses.press(layout, hit, _held(event.modifiers()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        layout, point = self.layout_now(), event.position().toPoint()
        if layout is None:
            return
        if self._begun.drag is not None and _is_drag(point - self._pressed_at):
            self._drag, self._begun = self._begun.drag, Begun()
        if self._drag is None:
            if not event.buttons():
                self._show_pointer(layout, layout.hit(event.position().x(), event.position().y()))
            return
        room = self.viewport().rect().adjusted(-_LEAVES, -_LEAVES, _LEAVES, _LEAVES)
        if self._drag.load is not None and not room.contains(point):
            self._hand_over(self._drag.load)
            return
        self._marks = self._drag.move(self._place(layout, event))
        self._scroll_on.start()
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        layout, drag, pick = self.layout_now(), self._drag, self._begun.pick
        self._end_drag()
        if drag is not None and layout is not None:
            drag.release(self._place(layout, event))
        elif pick is not None and self._choice is not None:
            self._choice.pick(pick)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        layout = self.layout_now()
        hit = layout.hit(event.position().x(), event.position().y()) if layout is not None else None
        if hit is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self._end_drag()
        if hit.tag is not None:
            self.tag_edit_asked.emit(hit.tag)
        elif hit.zone is Zone.FRAME:
            self._session.commands.run("frame.duration")
        elif hit.zone is Zone.NAME and layout is not None and layout.rows[hit.row].layer is not None:
            self._session.commands.run("layer.rename")
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        layout, document, choice = self.layout_now(), self._document, self._choice
        if layout is None or document is None or choice is None:
            return
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            cell = Cell(layout.row_of_layer(document.cursor.layer), document.sprite.frame_index(document.cursor.frame))
            centre = QRect(*layout.cell_rect(*cell)).center()
            self.menu_asked.emit(Hit(Zone.CELL, *cell), self.viewport().mapToGlobal(centre))
            return
        hit = layout.hit(event.pos().x(), event.pos().y())
        row = layout.rows[hit.row] if hit.row >= 0 else None
        layer = row.layer.id if row is not None and row.layer is not None else None
        if hit.frame >= 0 and hit.tag is None and not choice.holds_many(hit.frame):
            choice.pick(hit.frame, layer=layer)
        elif layer is not None:
            document.move_to(layer=layer)
        self.menu_asked.emit(hit, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = 1 if event.angleDelta().y() > 0 else -1
            nearest = min(range(len(CELL_WIDTHS)), key=lambda index: abs(CELL_WIDTHS[index] - self._cell))
            self.set_cell_width(CELL_WIDTHS[min(len(CELL_WIDTHS) - 1, max(0, nearest + step))])
            event.accept()
            return
        super().wheelEvent(event)

    def _show_pointer(self, layout: TimelineLayout, hit: Hit) -> None:
        shapes = dict.fromkeys((Zone.TAG_START, Zone.TAG_END), Qt.CursorShape.SizeHorCursor)
        shapes[Zone.BORDER] = Qt.CursorShape.SplitHCursor
        self.viewport().setCursor(shapes.get(hit.zone, Qt.CursorShape.ArrowCursor))
        tip = key_tip(self._session.key_marks, self._document, layout, hit)
        self.viewport().setToolTip(plain_tip(tip or tip_of(layout, hit)))

    # --- drags

    def _widen_names(self, border: float) -> None:
        _first, least, most = NAMES_WIDTHS
        self._names = min(most, max(least, round(border / theme.measure(100) * 100)))
        self.refresh()

    def _place(self, layout: TimelineLayout, event: QMouseEvent | QDropEvent) -> Place:
        copies = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return Place(layout, event.position().x(), event.position().y(), copies)

    def _end_drag(self) -> None:
        self._begun, self._drag = Begun(), None
        self._marks = Marks()
        self._scroll_on.stop()
        self.viewport().update()

    def _scroll_at_edge(self) -> None:
        """A drag that rests near an end of the view goes on beyond it."""
        layout = self.layout_now()
        if self._drag is None or layout is None:
            self._scroll_on.stop()
            return
        point = self.viewport().mapFromGlobal(self.cursor().pos())
        bar = self.horizontalScrollBar()
        if point.x() > self.viewport().width() - _EDGE:
            bar.setValue(bar.value() + layout.measures.cell)
        elif layout.measures.names <= point.x() < layout.measures.names + _EDGE:
            bar.setValue(bar.value() - layout.measures.cell)

    def _hand_over(self, load: Load) -> None:
        """The pointer left with something: other widgets may take it now."""
        self._end_drag()
        drag = drag_of(load, self)
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._incoming is not None and self._incoming.takes(unpacked(event.mimeData())):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        layout, load = self.layout_now(), unpacked(event.mimeData())
        if layout is not None and load is not None and self._incoming is not None:
            self._marks = self._incoming.marks(load, self._place(layout, event))
            event.acceptProposedAction()
            self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        layout, load = self.layout_now(), unpacked(event.mimeData())
        self._end_drag()
        if layout is not None and load is not None and self._incoming is not None and self._incoming.takes(load):
            event.acceptProposedAction()
            self._incoming.release(load, self._place(layout, event))

    def _apply(self, label: str, edit: Edit) -> bool:
        if self._document is None:
            return False
        try:
            self._document.apply(label, edit)
        except StudioError as error:
            self._session.report(error)
            return False
        return True

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        document, choice, layout = self._document, self._choice, self.layout_now()
        if event.key() == Qt.Key.Key_Escape and self._drag is not None:
            self._end_drag()
            return
        if document is None or choice is None or layout is None:
            return
        done = keys.press(
            Qt.Key(event.key()),
            event.modifiers(),
            commands=self._session.commands,
            choice=choice,
            document=document,
            layout=layout,
        )
        if not done:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not act as shortcuts of the window."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            busy = event.key() == Qt.Key.Key_Escape and self._drag is not None
            if busy or keys.wants(Qt.Key(event.key()), event.modifiers()):
                event.accept()
                return True
        return super().event(event)


def _is_drag(way: QPoint) -> bool:
    return way.manhattanLength() >= QApplication.startDragDistance()


def _held(modifiers: Qt.KeyboardModifier) -> Held:
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return Held.EXTEND
    return Held.TOGGLE if modifiers & Qt.KeyboardModifier.ControlModifier else Held.NOTHING


def _overshoot(start: int, end: int, low: int, high: int) -> int:
    """How far to scroll until start..end lies within low..high; the start wins when it is too long."""
    if start < low:
        return start - low
    return min(max(0, end - high), start - low)
